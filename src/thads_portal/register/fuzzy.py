"""Close matches: names in which a word is one letter off what was typed, or spelt as spoken.

A misspelt word is widened to the words present that are that near; a second one only
where one of the two is nobody's word. The spellings of a region (l for n) may change every
word, and are told apart, since their reason can be said. Words that no name
holds together are left out by the counted pairs, and what is read is bounded: a common
name typed wrongly must not cost more than one typed right.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import islice
from itertools import product
from string import ascii_lowercase
from thads_portal.database.sql import Cursor
from thads_portal.domain.dialect import variants
from thads_portal.domain.name_match import LONG
from thads_portal.domain.name_match import may_be_close
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.name_match import with_mended_form
from thads_portal.domain.names import full_token_of
from thads_portal.domain.names import pair_token
from thads_portal.register.terms import both
from thads_portal.register.terms import either
from thads_portal.register.terms import expanded
from thads_portal.register.terms import legal_clause
from thads_portal.register.terms import quoted
from thads_portal.register.terms import Terms
from thads_portal.register.terms import words_present


#: Words present that one word may stand for, the commonest first.
_WORDS = 24
#: The commonest of them that are tried where two words are wrong, and names tried then.
_OF_TWO, _TWO = 8, 160
#: Names tried in the spelling of a region.
_SPOKEN = 96
#: A short word beside one other may be a slip for what is this many times commoner.
_RARER = 5
#: Words of a name beside which a short one may be a slip however common it is.
_NAME = 3
#: Words of a name without a by-name, at most.
_BY_NAME = 4
#: Words that a beginning typed last may stand for here, the commonest first.
_ENDS = 3
#: Sets of words to try, and listings to look at for all of them.
_TRIED, _EFFORT = 24, 8_000


@dataclass(frozen=True, slots=True)
class Near:
    """A set of bare words that may be meant, as a test; about `n` listings hold it at most."""

    test: str
    n: int


@dataclass(frozen=True, slots=True)
class CloseTerms:
    """`spoken` finds whole names in the spelling of a region, `full` other names that consist of
    words that may be meant, `two` those with two slips; None if there are none. `names` are
    what may be meant, each a tuple of bare words. `strange`: nobody has one of the words
    typed, so that it is a slip and not somebody else's name.
    """

    spoken: str | None
    full: str | None
    two: str | None
    names: tuple[tuple[str, ...], ...]
    strange: bool = True


def look_up(cursor: Cursor, names: NameQuery, known: Terms) -> CloseTerms:
    """What may be meant by `names`, by the words present."""
    written = {each for word in names.words for each in (word.marks, word.plain)}
    tokens = {"m" + edit for word in written for edit in edits(word)}
    # My is kept as mi: "muy" is a letter off it all the same.
    tokens.update([token[:-1] + "i" for token in tokens if token.endswith("y")])
    tokens.update("m" + other for word in names.words for other in variants(word.marks))
    if not tokens:
        return CloseTerms(None, None, None, ())
    near = words_present(cursor, tokens)
    alike = set(_spoken(names, near, known.present))
    meant = tuple(dict.fromkeys(_meant(names, near, known.present)))
    two = () if names.whole else tuple(_two_meant(names, near, known.present))
    full = [_of_names({*meant} - alike, names)]
    for mended in with_mended_form(names):
        own = tuple(word.marks for word in mended.words)
        full.append(_of_names({own, *_meant(mended, near, known.present)}, mended))
    tests = [each for each in full if each]
    return CloseTerms(
        _of_names(alike, names),
        either(f"({each})" for each in tests) if tests else None,
        _of_names({*two}, names),
        () if names.whole else _longer(names, meant or two[:_TRIED]),
        any("m" + word.marks not in known.present for word in names.words),
    )


def _longer(names: NameQuery, meant: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Those of `meant` that longer names may hold: each word asked for stands for one of theirs.

    But for a by-name, which has words of the name again.
    """
    most = min(len({word.marks for word in names.words}), _BY_NAME)
    return tuple(each for each in meant if len(set(each)) >= most)


def _of_names(meant: set[tuple[str, ...]], names: NameQuery) -> str | None:
    if not meant:
        return None
    full = either(sorted({quoted(full_token_of(each)) for each in meant}))
    return _with_legal(full, names)


def _spoken(
    names: NameQuery, near: dict[str, int], known: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    """The names that are spelt like `names` in some region, those with few changes first."""
    asked = [word.marks for word in names.words]
    choices = []
    for word in asked:
        others = [each for each in variants(word) if "m" + each in near]
        own = [word] if "m" + word in known else []
        choices.append([*own, *others][:_OF_TWO])
    made = islice(product(*choices), 4_000)
    changed = sorted(made, key=lambda each: sum(map(str.__ne__, each, asked)))
    yield from islice((each for each in changed if list(each) != asked), _SPOKEN)


def _two_meant(
    names: NameQuery, near: dict[str, int], known: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    """The names that come from `names` with two words exchanged, one of which nobody has."""
    asked = [word.marks for word in names.words]
    strange = [place for place, word in enumerate(asked) if "m" + word not in known]
    if not strange or len(strange) > 2 or len(asked) < 3:
        return
    tried = 0
    for one, other in combinations(range(len(asked)), 2):
        if not {*strange} <= {one, other}:
            continue
        for first in _nearest(names, one, near, known)[:_OF_TWO]:
            for second in _nearest(names, other, near, known)[:_OF_TWO]:
                meant = list(asked)
                meant[one], meant[other] = first[1:], second[1:]
                yield tuple(meant)
                tried += 1
                if tried >= _TWO:
                    return


def _meant(
    names: NameQuery, near: dict[str, int], known: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    """The names that come from `names` with one word exchanged."""
    asked = [word.marks for word in names.words]
    last = len(asked) - 1
    for place in range(len(asked)):
        others = [each for at, each in enumerate(asked) if at not in (place, last)]
        if any("m" + other not in known for other in others):
            continue
        ends = [()] if place == last else [(end,) for end in _ends(names, known)]
        for token in _nearest(names, place, near, known):
            for end in ends:
                yield (*others, token[1:], *end)


def _ends(names: NameQuery, known: dict[str, int]) -> list[str]:
    last = names.words[-1]
    if "m" + last.marks in known:
        return [last.marks]
    if not names.prefix:
        return []
    tokens = expanded(known, "m", (last.plain,))
    return [token[1:] for token in sorted(tokens, key=known.__getitem__, reverse=True)[:_ENDS]]


def _nearest(
    names: NameQuery, place: int, near: dict[str, int], known: dict[str, int]
) -> list[str]:
    word = names.words[place]
    own = "m" + word.marks
    short = len(word.plain) < LONG and len(names.words) < _NAME
    if short and len(names.words) < 2:
        return []
    least = known.get(own, 0) * _RARER if short else 0
    tokens = [
        token
        for token in near
        if token != own and near[token] >= least and may_be_close(word, token[1:])
    ]
    return sorted(tokens, key=near.__getitem__, reverse=True)[:_WORDS]


def parts(cursor: Cursor, names: NameQuery, close: CloseTerms) -> list[Near]:
    """Tests for names that hold the words meant among others, the commonest first.

    As many as keep the effort bounded; a single test may still find very many.
    """
    sets = [sorted(set(meant)) for meant in close.names]
    tokens = {token for words in sets for token in _tokens(words)}
    known = words_present(cursor, tokens)
    found = []
    for words in sets:
        n = min(known.get(token, 0) for token in _tokens(words))
        if n:
            found.append(Near(_with_legal(both(map(quoted, _tokens(words))), names), n))
    found.sort(key=lambda near: near.n, reverse=True)
    return list(islice(_affordable(found), _TRIED))


def _affordable(found: Sequence[Near]) -> Iterator[Near]:
    effort = 0
    for near in found:
        # A walk finds what is very common, and costs little.
        cost = near.n if near.n <= _EFFORT else _EFFORT // 10
        if effort + cost <= _EFFORT:
            effort += cost
            yield near


def _tokens(words: Sequence[str]) -> list[str]:
    """The tokens that every name with all of `words` has."""
    if len(words) == 1:
        return ["m" + words[0]]
    return [pair_token(*pair) for pair in combinations(words, 2)]


def _with_legal(test: str, names: NameQuery) -> str:
    legal = [legal_clause(unit, "m", lambda word: word.marks, names) for unit in names.legal]
    return both([test, *legal])


def edits(word: str) -> set[str]:
    """All words one letter away from `word`, but none without letters."""
    if not word.isalpha():
        return set()
    found: set[str] = set()
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        found.update(head + letter + tail for letter in ascii_lowercase)
        if tail:
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    return found - {word, ""}
