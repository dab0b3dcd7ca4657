"""Close matches: names in which one word is one letter off what was typed.

A misspelt word is widened to the words present that are that near. Words that no name
holds together are left out by the counted pairs, and what is read is bounded: a common
name typed wrongly must not cost more than one typed right.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import islice
from string import ascii_lowercase
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import may_be_close
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.names import full_token_of
from thads_portal.domain.names import pair_token
from thads_portal.domain.syllables import Word
from thads_portal.register.terms import both
from thads_portal.register.terms import either
from thads_portal.register.terms import expanded
from thads_portal.register.terms import legal_clause
from thads_portal.register.terms import quoted
from thads_portal.register.terms import Terms
from thads_portal.register.terms import words_present


#: Words present that one word may stand for, the commonest first.
_WORDS = 24
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
    """`full` finds names that consist of words that may be meant, None if there are none;
    `names` are what may be meant, each a tuple of bare words.
    """

    full: str | None
    names: tuple[tuple[str, ...], ...]


def look_up(cursor: Cursor, names: NameQuery, known: Terms) -> CloseTerms:
    """What may be meant by `names`, by the words present."""
    tokens = {"m" + edit for word in names.words for edit in edits(word.marks)}
    if not tokens:
        return CloseTerms(None, ())
    meant = tuple(dict.fromkeys(_meant(names, words_present(cursor, tokens), known.present)))
    if not meant:
        return CloseTerms(None, ())
    full = either(sorted({quoted(full_token_of(each)) for each in meant}))
    return CloseTerms(_with_legal(full, names), meant)


def _meant(
    names: NameQuery, near: dict[str, int], known: dict[str, int]
) -> Iterator[tuple[str, ...]]:
    """The names that come from `names` with one word exchanged."""
    asked = [word.marks for word in names.words]
    last = len(asked) - 1
    for place, word in enumerate(names.words):
        others = [each for at, each in enumerate(asked) if at not in (place, last)]
        if any("m" + other not in known for other in others):
            continue
        ends = [()] if place == last else [(end,) for end in _ends(names, known)]
        for token in _nearest(word, near):
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


def _nearest(word: Word, near: dict[str, int]) -> list[str]:
    tokens = [
        token for token in near if token != "m" + word.marks and may_be_close(word.marks, token[1:])
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
    """All words one letter away from `word`; none if it is too short to be widened."""
    if not may_be_close(word, word):
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
    found.discard(word)
    return found
