"""From a name as typed to the conditions that find it in ``thads_search.words``.

The tests here and those of ``domain/name_match.py`` must agree, or a result carries a
wrong label. The words present (``thads_word``) are looked up first: they tell which
words a beginning stands for, which levels cannot match at all, and what is common.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from itertools import combinations
from itertools import pairwise
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import LegalUnit
from thads_portal.domain.name_match import Level
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.names import ANY_LEGAL_FORM
from thads_portal.domain.names import pair_token
from thads_portal.domain.syllables import Word
from typing import TypeAlias


#: A beginning that stands for more words than this is looked up as a beginning.
_EXPANDED = 12
#: The part of names with given words that also have a legal form, if one is asked for.
_LEGAL_SHARE = 0.3
#: As many entries of words that go on are gathered while one row is looked at.
_GATHERED = 8
_MANY = 10**9
#: Where more listings have the words before a beginning, the pairs are looked up.
_MANY_ENDS = 10_000
#: What marks a beginning in a tsquery.
BEGINNING = ":*"
_LAST = "\U0010ffff"

# As one text: PostgreSQL needs longer to read a list of a thousand words than to look them up.
_PRESENT = """
SELECT word, sum(n)::bigint FROM thads_word WHERE word = ANY(string_to_array(%s, ','))
GROUP BY word HAVING sum(n) > 0
"""
_BEGINNING = """
UNION ALL
(SELECT word, sum(n)::bigint FROM thads_word WHERE word > %s AND word < %s
 GROUP BY word HAVING sum(n) > 0)
"""


def quoted(token: str, *, start: bool = False) -> str:
    """`token` as a word of a tsquery; with `start`, everything that begins with it."""
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'{BEGINNING if start else ''}"


def both(parts: Iterable[str]) -> str:
    return " & ".join(parts)


def either(parts: Iterable[str]) -> str:
    return f"({' | '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Tier:
    """Matches of one rank: `rank` orders, `level` is how the words compare, `test` finds them
    and better ones of the same level. `share` estimates which part of all listings it finds.
    """

    rank: int
    level: Level
    test: str
    share: float

    @property
    def full(self) -> bool:
        """Only names with no word left over: never common."""
        return self.rank < len(_LEVELS)


@dataclass(frozen=True, slots=True)
class Terms:
    """Conditions for one name query.

    `found` finds all matches but close ones, None if there is none; `share` estimates
    their part of all listings, `keys` tells how many words the index has to intersect.
    `certain` is a lower bound of how many match while no filter applies, `most` an upper one.
    `exact_shares`: those of the tiers are counted, not estimated, as they are of a single word.
    `tiers` are those that can match, best first; each level's own weakest tier finds the
    whole level. `narrow` is there where `found` looks for a beginning: a test of whole words
    that every match passes. To gather all words of a beginning costs the index more than to
    look at the few rows that the other words leave.
    """

    found: str | None
    share: float = 0.0
    keys: int = 1
    certain: int = 0
    most: int = 0
    exact_shares: bool = False
    narrow: str | None = None
    tiers: tuple[Tier, ...] = ()
    present: dict[str, int] = field(default_factory=dict)


_Form: TypeAlias = Callable[[Word], str]
_LEVELS: tuple[tuple[Level, str, _Form, Callable[[Word], tuple[str, ...]]], ...] = (
    (Level.EXACT, "e", lambda word: word.exact, lambda word: word.exact_starts),
    (Level.TONES, "t", lambda word: word.tones, lambda word: (word.tones,)),
    (Level.MARKS, "m", lambda word: word.marks, lambda word: (word.plain,)),
)
LEVELS = {level: order for order, (level, *_) in enumerate(_LEVELS)}
#: Ranks: the levels of whole names; for each level names with more words, then words that go
#: on; then close ones: whole names spelt as a region speaks, other whole names, the rest.
CONTAINS = len(_LEVELS)
CLOSE_SPOKEN = 3 * len(_LEVELS)
CLOSE_FULL, CLOSE = CLOSE_SPOKEN + 1, CLOSE_SPOKEN + 2


def level_of(rank: int) -> Level:
    """The label of a rank."""
    if rank >= CLOSE_SPOKEN:
        return Level.CLOSE
    return Level.CONTAINS if rank >= CONTAINS else _LEVELS[rank][0]


def look_up(cursor: Cursor, names: NameQuery, *, total: int) -> Terms:
    """The conditions for `names` among `total` listings."""
    if names.hopeless:
        return Terms(None)
    present = _present(cursor, names)
    _know_pairs(cursor, names, present)
    found, keys = _found(names, present)
    if found is None:
        return Terms(None, present=present)
    tiers = _tiers(names, present, total)
    share = max((tier.share for tier in tiers), default=0.0)
    certain = 0
    bare = sorted({word.marks for word in names.words})
    if names.whole:
        pass
    elif len(bare) == 1 and not names.legal:
        certain = present.get("m" + bare[0], 0)
    elif len(bare) == 2 and not names.legal:
        certain = present.get(pair_token(*bare), 0)
    elif len(names.legal) == 1 and not names.words:
        certain = present.get(ANY_LEGAL_FORM + names.legal[0].code, 0)
    most, narrow = _bounds(names, present)
    counted = len(bare) == 1 and not names.legal
    return Terms(found, share, keys, certain, most, counted, narrow, tiers, present)


def words_present(cursor: Cursor, tokens: Iterable[str]) -> dict[str, int]:
    """Those of `tokens` that listings have, and how many."""
    cursor.execute(_PRESENT, (",".join(sorted(tokens)),))
    return dict(cursor.fetchall())


def _know_pairs(cursor: Cursor, names: NameQuery, present: dict[str, int]) -> None:
    """Add to `present` the pairs with the words that a beginning stands for, where they may be many:
    Thị and V, which both are common, hardly stand together as Thị and Văn.
    """
    if not names.prefix or names.whole or len(names.words) < 2:
        return
    others = {word.marks for word in names.words[:-1]}
    ends = {token[1:] for token in expanded(present, "m", (names.words[-1].plain,))}
    if 1 < len(ends) <= _EXPANDED and _fewest([*others], present) > _MANY_ENDS:
        pairs = {pair_token(end, other) for end in ends for other in others if end != other}
        present.update(words_present(cursor, pairs))


def _present(cursor: Cursor, names: NameQuery) -> dict[str, int]:
    words = {f"{letter}{form(word)}" for word in names.words for _, letter, form, _ in _LEVELS}
    bare = sorted({word.marks for word in names.words})
    words.update(pair_token(*pair) for pair in combinations(bare, 2))
    words.add(ANY_LEGAL_FORM)
    words.update(ANY_LEGAL_FORM + unit.code for unit in names.legal)
    statement, parameters = _PRESENT, [",".join(sorted(words))]
    if names.prefix:
        for _, letter, _, starts in _LEVELS:
            for start in starts(names.words[-1]):
                statement += _BEGINNING
                parameters += [f"{letter}{start}", f"{letter}{start}{_LAST}"]
    cursor.execute(statement, parameters)
    return dict(cursor.fetchall())


def expanded(present: dict[str, int], letter: str, starts: Iterable[str]) -> list[str]:
    """The tokens present that begin with one of `starts`."""
    heads = tuple(letter + start for start in starts)
    return [token for token in present if token.startswith(heads)]


def _found(names: NameQuery, present: dict[str, int]) -> tuple[str | None, int]:
    """What finds every match at the loosest level, by pairs of words where there are two."""
    legal = [legal_clause(unit, "m", lambda word: word.marks, names) for unit in names.legal]
    if not names.words:
        return both(legal), len(legal)
    last = names.words[-1]
    others = list(dict.fromkeys(word.marks for word in names.words[:-1]))
    if any("m" + other not in present for other in others):
        return None, 0
    ends = {last.marks} if "m" + last.marks in present else set()
    if names.prefix and not names.whole:
        ends.update(token[1:] for token in expanded(present, "m", (last.plain,)))
    if not ends:
        return None, 0
    clause, keys = _together(others, sorted(ends), last, present)
    if names.whole:
        words = map(quoted, dict.fromkeys(map(_strictest(names), names.words)))
        return both([whole_names(names), *words, *legal]), 2
    return both([clause, *legal]), keys + len(legal)


def _strictest(names: NameQuery) -> _Form:
    return (lambda word: "e" + word.exact) if names.strict else (lambda word: "m" + word.marks)


def whole_names(names: NameQuery) -> str:
    """What finds the names that consist of what was typed, besides legal forms."""
    return either(map(quoted, names.fulls))


def _together(
    others: Sequence[str], ends: Sequence[str], last: Word, present: dict[str, int]
) -> tuple[str, int]:
    """All of `others` and one of `ends` in one name."""
    if len(ends) <= _EXPANDED:
        parts = []
        for end in ends:
            pairs = [pair_token(end, other) for other in others if other != end]
            parts.append(both(map(quoted, pairs or ["m" + end])))
        return either(f"({part})" for part in parts), max(1, len(others))
    starts = [quoted("m" + last.plain, start=True)]
    if last.marks != last.plain:
        starts.append(quoted("m" + last.marks))
    return both([*_star(others, present), either(starts)]), len(others) + 1


def _bounds(names: NameQuery, present: dict[str, int]) -> tuple[int, str | None]:
    """At most how many listings match, and what narrows them down where a beginning is asked for."""
    if not names.words:
        return min(present.get(ANY_LEGAL_FORM + unit.code, 0) for unit in names.legal), None
    last = names.words[-1]
    others = list(dict.fromkeys(word.marks for word in names.words[:-1]))
    least = _fewest(others, present)
    if not names.prefix or names.whole:
        return min(least, _fewest([*others, last.marks], present)), None
    ends = {token[1:] for token in expanded(present, "m", (last.plain,))} | {last.marks}
    if len(ends) <= _EXPANDED:
        return min(least, sum(_fewest([*others, end], present) for end in ends)), None
    whole = sum(present.get("m" + end, 0) for end in ends)
    worth = others and least * _GATHERED < whole
    narrow = [*_star(others, present), *_going_on(others, last, present, least)]
    return min(least, whole), both(narrow) if worth else None


def _going_on(others: Sequence[str], last: Word, present: dict[str, int], least: int) -> list[str]:
    """The pairs of one of `others` with every word that `last` begins, where they are one beginning
    of the index: where that word stands before them in the alphabet. `least`: how many listings the
    index is to gather them for.
    """
    if last.marks != last.plain or any(other.startswith(last.plain) for other in others):
        return []
    before = [other for other in others if other < last.plain]
    rarest = min(before, key=lambda word: present.get("m" + word, 0), default=None)
    if rarest is None or present.get("m" + rarest, 0) > least * _GATHERED:
        return []
    return [quoted(f"w{rarest} {last.plain}", start=True)]


def _fewest(words: Sequence[str], present: dict[str, int]) -> int:
    """At most how many listings have all of `words`; of pairs only those looked up are known."""
    counts = [present.get("m" + word, 0) for word in words]
    pairs = (pair_token(*pair) for pair in combinations(sorted(set(words)), 2))
    return min([*counts, *(present[pair] for pair in pairs if pair in present)], default=_MANY)


def _star(words: Sequence[str], present: dict[str, int]) -> list[str]:
    """All of `words`, looked up as pairs with the rarest of them."""
    if len(words) < 2:
        return [quoted("m" + word) for word in words]
    rarest = min(words, key=lambda word: present.get("m" + word, 0))
    return [quoted(pair_token(rarest, word)) for word in words if word != rarest]


def legal_clause(unit: LegalUnit, letter: str, form: _Form, names: NameQuery) -> str:
    """A legal form: beside words of a name any form will do, or the words as written."""
    if names.words:
        code, written = ANY_LEGAL_FORM, [quoted("m" + word.marks) for word in unit.words]
    else:
        code = ANY_LEGAL_FORM + unit.code
        written = [quoted(letter + form(word)) for word in unit.words]
    return f"({quoted(code)} | ({both(written)}))"


def _tiers(names: NameQuery, present: dict[str, int], total: int) -> tuple[Tier, ...]:
    share = partial(_share, present, total)
    together = _together_share(names, names.words, present, total)
    beginning = _together_share(names, names.words[:-1], present, total)
    full = whole_names(names)
    tiers = []
    for order, (level, letter, form, starts) in enumerate(_LEVELS[:1] if names.strict else _LEVELS):
        legal = [legal_clause(unit, letter, form, names) for unit in names.legal]
        forms = [] if names.words else [ANY_LEGAL_FORM + unit.code for unit in names.legal]
        tokens = list(dict.fromkeys(letter + form(word) for word in names.words))
        others = list(dict.fromkeys(letter + form(word) for word in names.words[:-1]))
        if all(token in present for token in tokens):
            whole = [*map(quoted, tokens), *legal]
            if names.words:
                # How many there are is not known: full names are never common.
                tiers.append(Tier(order, level, both([*whole, full]), 0.0))
            if names.whole:
                continue
            part = min(1.0, share([*tokens, *forms]) * together)
            tiers.append(Tier(CONTAINS + order * 2, level, both(whole), part))
        if names.prefix and not names.whole and all(token in present for token in others):
            last = names.words[-1]
            ends = set(expanded(present, letter, starts(last))) | {letter + form(last)}
            ends.intersection_update(present)
            if ends and ends != {letter + form(last)}:
                begins = [quoted(letter + start, start=True) for start in starts(last)]
                begins.append(quoted(letter + form(last)))
                test = both([*map(quoted, others), either(begins), *legal])
                rough = min(1.0, sum(share([end]) for end in ends))
                rough = min(1.0, rough * share([*others, *forms]) * beginning)
                tiers.append(Tier(CONTAINS + order * 2 + 1, level, test, rough))
    return tuple(sorted(tiers, key=lambda tier: tier.rank))


def _together_share(
    names: NameQuery, words: Sequence[Word], present: dict[str, int], total: int
) -> float:
    """How much oftener than by chance `words` stand together, by the pairs counted.

    Nguyễn and Văn are nearly independent, Thương and Mại are not, Văn and Thị exclude
    each other.
    """
    factor = 1.0 if not (names.words and names.legal) else _LEGAL_SHARE
    for one, other in pairwise(word.marks for word in words):
        singly = present.get("m" + one, 0) * present.get("m" + other, 0)
        if singly and one != other:
            both_here = present.get(pair_token(one, other), 0) * total
            factor *= min(100.0, max(0.01, both_here / singly))
    return factor


def _share(present: dict[str, int], total: int, tokens: Iterable[str]) -> float:
    """The part of all listings that holds `tokens`, as if they were independent."""
    part = 1.0
    for token in tokens:
        part *= min(1.0, present.get(token, 0) / max(total, 1))
    return part
