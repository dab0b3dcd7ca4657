"""How well a name answers what somebody typed: exact, tones, marks, contains, close.

The register asks the same question in SQL (``register/search.py``) with tokens made
from the same words; if the two disagree, a result carries a wrong label. A property
test compares them.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from thads_portal.domain.dialect import are_spoken_alike
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.legal_forms import misspelt_forms
from thads_portal.domain.legal_forms import SAME_FORMS
from thads_portal.domain.names import clean
from thads_portal.domain.names import full_token
from thads_portal.domain.names import MAX_WORDS
from thads_portal.domain.names import Name
from thads_portal.domain.names import parse_name
from thads_portal.domain.names import split
from thads_portal.domain.names import words_in
from thads_portal.domain.syllables import within_one_edit
from thads_portal.domain.syllables import Word


#: Longer input is no name; neither is one of more words (MAX_WORDS).
MAX_QUERY = 300
#: Ways to take a misspelt legal form that are tried.
_MENDED = 4
#: Shorter words have many neighbours (An, Ân, Anh, Lan, Ban ...): alone they are no slips.
LONG = 3
#: Words of a name that may be misspelt.
_SLIPS = 2


class Level(StrEnum):
    """The levels of a match, best first.

    The first three are for the whole name: the same words, all of them, nothing more (an
    alias and the legal form of an organisation aside). `contains`: a name with more words, or
    a word that goes on. `close`: a letter or the spelling of a region off.
    """

    EXACT = "exact"
    TONES = "tones"
    MARKS = "marks"
    CONTAINS = "contains"
    CLOSE = "close"


#: The levels of whole names.
WHOLE = frozenset({Level.EXACT, Level.TONES, Level.MARKS})


@dataclass(frozen=True, slots=True)
class LegalUnit:
    """A legal form in the query: "cty", or "công ty" as two words."""

    code: str
    words: tuple[Word, ...]

    def code_fits(self, codes: Collection[str]) -> bool:
        """Whether an organisation with the forms `codes` has this one."""
        return not {self.code, *SAME_FORMS.get(self.code, ())}.isdisjoint(codes)


@dataclass(frozen=True, slots=True)
class NameQuery:
    """What was typed, taken apart.

    `words` are looked for, in any order; when `prefix`, the last of them may go on. `own` are
    those before an alias, if one was typed. `whole`: only whole names answer; `strict`: only
    those with the same marks. `legal` are legal forms: beside words they only ask for an organisation of whatever
    form. A query without words and forms matches nothing.
    """

    words: tuple[Word, ...] = ()
    legal: tuple[LegalUnit, ...] = ()
    prefix: bool = False
    own: tuple[Word, ...] = ()
    whole: bool = False
    strict: bool = False

    @property
    def fulls(self) -> tuple[str, ...]:
        """The tokens of names that consist of what was typed, with or without its alias."""
        asked = (self.words, self.own) if self.own else (self.words,)
        return tuple(dict.fromkeys(full_token(words) for words in asked))

    @property
    def hopeless(self) -> bool:
        return not self.words and not self.legal


@dataclass(frozen=True, slots=True)
class Match:
    """`level` is the label. Those of whole names come first; `depth` (0 to 2) is how the words
    compare, and among names that only contain them `whole` words stand before beginnings.
    """

    level: Level
    depth: int
    whole: bool

    @property
    def full(self) -> bool:
        """No word of the name was left out of the query."""
        return self.level not in (Level.CONTAINS, Level.CLOSE)


@lru_cache(maxsize=1024)
def parse_query(text: str) -> NameQuery:
    """Take typed text apart. Junk (signs only, far too long) gives a hopeless query."""
    if len(text) > MAX_QUERY:
        return NameQuery()
    cleaned = clean(text.encode("utf-8", "ignore").decode())
    if words_in(cleaned) > MAX_WORDS:
        return NameQuery()
    words = split(cleaned)
    legal = []
    covered: set[int] = set()
    for start, end, code in find_forms([word.plain for word in words]):
        legal.append(LegalUnit(code, tuple(words[start:end])))
        covered.update(range(start, end))
    own = tuple(word for place, word in enumerate(words) if place not in covered)
    named = parse_name(text).own
    before_alias = named if own and len(named) < len(own) else ()
    return NameQuery(own, tuple(legal), prefix=len(words) - 1 not in covered, own=before_alias)


def match_level(query: NameQuery | str | Iterable[str], name: str) -> Match | None:
    """How `name` answers `query` (parsed, or as typed, or its words), None if it does not."""
    if not isinstance(query, NameQuery):
        query = parse_query(query if isinstance(query, str) else " ".join(query))
    if query.hopeless:
        return None
    parsed = parse_name(name)
    full = bool(query.words) and full_token(parsed.own) in query.fulls
    for depth, (level, whole, starts) in enumerate(_LADDER[:1] if query.strict else _LADDER):
        if _matches(query, parsed, whole):
            if full or not query.whole:
                return Match(level if full else Level.CONTAINS, depth, True)
        elif query.prefix and not query.whole and _matches(query, parsed, whole, starts):
            return Match(Level.CONTAINS, depth, False)
    if not query.strict and _matches_close(query, parsed):
        return Match(Level.CLOSE, 0, False)
    return None


Test = Callable[[Word, Word], bool]


def _exact(asked: Word, word: Word) -> bool:
    return asked.exact == word.exact


def _exact_start(asked: Word, word: Word) -> bool:
    return word.exact.startswith(asked.exact_starts)


def _tones(asked: Word, word: Word) -> bool:
    return asked.tones == word.tones


def _tones_start(asked: Word, word: Word) -> bool:
    return word.tones.startswith(asked.tones)


def _marks(asked: Word, word: Word) -> bool:
    return asked.marks == word.marks


def _marks_start(asked: Word, word: Word) -> bool:
    return asked.marks == word.marks or word.marks.startswith(asked.plain)


_LADDER: tuple[tuple[Level, Test, Test], ...] = (
    (Level.EXACT, _exact, _exact_start),
    (Level.TONES, _tones, _tones_start),
    (Level.MARKS, _marks, _marks_start),
)


def _matches(query: NameQuery, name: Name, whole: Test, starts: Test | None = None) -> bool:
    """Whether every word asked for is in the name; with `starts`, the last as a beginning."""
    *first, last = query.words or (None,)
    if not all(any(whole(asked, word) for word in name.words) for asked in first):
        return False
    if last is not None:
        test = starts or whole
        if not any(test(last, word) for word in name.words):
            return False
    return all(_has_form(query, unit, name, whole) for unit in query.legal)


def _has_form(query: NameQuery, unit: LegalUnit, name: Name, whole: Test) -> bool:
    if query.words and name.legal_forms:
        return True
    if any(code == unit.code for _, _, code in name.legal_forms):
        return True
    test = _marks if query.words else whole
    return all(any(test(asked, word) for word in name.words) for asked in unit.words)


def _matches_close(query: NameQuery, name: Name) -> bool:
    """A word or two are one letter off, or any are spelt as a region speaks; the others are
    right but for their marks. Or a legal form is misspelt.
    """
    return _are_close(query, name) or any(
        (full_token(name.own) in each.fulls and _has_forms(each, name)) or _are_close(each, name)
        for each in with_mended_form(query)
    )


def _has_forms(query: NameQuery, name: Name) -> bool:
    return all(_has_form(query, unit, name, _marks) for unit in query.legal)


def _are_close(query: NameQuery, name: Name) -> bool:
    if not _has_forms(query, name):
        return False
    missed = []
    last = len(query.words) - 1
    for place, asked in enumerate(query.words):
        test = _marks_start if query.prefix and place == last else _marks
        if not any(test(asked, word) for word in name.words):
            missed.append(asked)
    slips = 0
    for asked in missed:
        if any(are_spoken_alike(asked.marks, word.marks) for word in name.words):
            continue
        slips += 1
        if len(asked.plain) < LONG and len(query.words) < 2:
            return False
        if not any(may_be_close(asked, word.marks) for word in name.words):
            return False
    return bool(missed) and slips <= _SLIPS


def differences(query: NameQuery, name: str) -> tuple[tuple[str, str, bool], ...]:
    """(word typed, word of `name` in its place, spoken alike) where the two are not the same.

    A word typed without marks stands for one with any.
    """
    found = []
    left = list(parse_name(name).words)
    for asked in query.words:
        if same := next((word for word in left if word.exact == asked.exact), None):
            left.remove(same)
    same_words = {word.exact for word in parse_name(name).words}
    for asked in query.words:
        if asked.exact in same_words:
            continue
        marked = next((word for word in left if word.marks == asked.marks), None)
        if marked is not None:
            left.remove(marked)
            if asked.exact != asked.plain:
                found.append((asked.exact, marked.exact, False))
            continue
        spoken = next((w for w in left if are_spoken_alike(asked.marks, w.marks)), None)
        other = spoken or next((w for w in left if may_be_close(asked, w.marks)), None)
        if other is not None:
            left.remove(other)
            found.append((asked.exact, other.exact, spoken is not None))
    return tuple((one.capitalize(), two.capitalize(), alike) for one, two, alike in found)


def other_forms(query: NameQuery, name: str) -> bool:
    """Whether a legal form was typed that `name` does not have: another company, as likely as not."""
    codes = {code for _, _, code in parse_name(name).legal_forms}
    return bool(codes) and any(not unit.code_fits(codes) for unit in query.legal)


def may_be_close(asked: Word, present: str) -> bool:
    """Whether a bare word of a name may be meant by a word that is typed.

    Lý is kept as li, and may be meant by "ly" as well as by "li" with a slip.
    """
    written = {present, present[:-1] + "y"} if present.endswith("i") else {present}
    return any(
        each.isalpha() and within_one_edit(each, other)
        for each in {asked.marks, asked.plain}
        for other in written
    )


def with_mended_form(query: NameQuery) -> tuple[NameQuery, ...]:
    """`query` with a misspelt legal form taken as one ("ho tac xa"), in each way it can be."""
    words = query.words
    made = []
    for start, end, code in misspelt_forms([word.plain for word in words]):
        rest = (*words[:start], *words[end:])
        if rest:
            unit = LegalUnit(code, words[start:end])
            prefix = query.prefix and end < len(words)
            made.append(
                replace(query, words=rest, legal=(*query.legal, unit), prefix=prefix, own=())
            )
    return tuple(made[:_MENDED])
