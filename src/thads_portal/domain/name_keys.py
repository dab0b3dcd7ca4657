"""Names as numbers that many can be looked up by at once, and the names that may be meant by one.

A key is the sum of the hashes of a name's bare words, whatever their order: to exchange a word, or
to leave one out, is an addition. The register makes the same keys in SQL (``thads_match_keys``); a test
compares them. :class:`Words` are the bare words that the register has, for slips and dialects.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import lru_cache
from hashlib import md5
from itertools import combinations
from itertools import product
from string import ascii_lowercase
from thads_portal.domain.dialect import variants
from thads_portal.domain.name_match import LONG
from thads_portal.domain.name_match import may_be_close
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.syllables import Word


#: What sets the keys of names without some middle words, and of initials, apart.
SHORTER = 1 << 62
INITIALS = SHORTER + (1 << 61)
#: Words present that one word may stand for, the commonest first; the same where two are wrong.
_NEAR, _OF_TWO = 24, 8
#: A short word beside one other may be a slip for what is this many times commoner.
_RARER = 5
#: Spellings of a region that one word may have, and names tried in such spellings.
_SPOKEN, _MOST_SPOKEN = 8, 96


@lru_cache(maxsize=65536)
def word_hash(bare: str) -> int:
    """The hash of a bare word: 56 bits, as SQL computes it."""
    return int(md5(bare.encode(), usedforsecurity=False).hexdigest()[:14], 16)


def key_of(bare_words: Iterable[str]) -> int:
    """The key of the name that consists of these words."""
    return sum(map(word_hash, bare_words))


def initials_key(given: str, letters: Iterable[str]) -> int:
    """The key of a given name behind the initials of all other words (their first letters)."""
    return word_hash(given) + sum(word_hash(f"~{letter}") for letter in letters) + INITIALS


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


class Words:
    """The bare words of the names that are public, with how many listings have each."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._near: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
        self._spoken: dict[str, tuple[int, ...]] = {}

    def __contains__(self, bare: str) -> bool:
        return bare in self.counts

    def near(self, word: Word) -> tuple[tuple[int, int], ...]:
        """(hash, listings) of words present that `word` may be a letter off, the commonest first."""
        asked = (word.marks, word.plain)
        known = self._near.get(asked)
        if known is None:
            made = edits(word.marks) | edits(word.plain)
            made.update([each[:-1] + "i" for each in made if each.endswith("y")])
            present = [
                (self.counts[each], each)
                for each in made
                if each in self.counts and each != word.marks and may_be_close(word, each)
            ]
            present.sort(key=lambda pair: (-pair[0], pair[1]))
            known = tuple((word_hash(each), count) for count, each in present[:_NEAR])
            self._near[asked] = known
        return known

    def spoken(self, bare: str) -> tuple[int, ...]:
        """The hashes of words present that are spelt like `bare` in some region."""
        known = self._spoken.get(bare)
        if known is None:
            others = [each for each in variants(bare) if each in self.counts]
            known = tuple(word_hash(each) for each in others[:_SPOKEN])
            self._spoken[bare] = known
        return known


def one_letter_off(names: NameQuery, words: Words) -> Iterator[int]:
    """The keys of names that come from `names` with one word exchanged for one a letter off."""
    asked = names.words
    total = key_of(word.marks for word in asked)
    for word in asked:
        short = len(word.plain) < LONG and len(asked) < LONG
        if short and len(asked) < 2:
            continue
        least = words.counts.get(word.marks, 0) * _RARER if short else 0
        rest = total - word_hash(word.marks)
        for other, count in words.near(word):
            if count >= least:
                yield rest + other


def two_letters_off(names: NameQuery, words: Words) -> Iterator[int]:
    """The same with two words exchanged, of which nobody has one."""
    asked = names.words
    strange = {place for place, word in enumerate(asked) if word.marks not in words}
    if not strange or len(strange) > 2 or len(asked) < 3:
        return
    total = key_of(word.marks for word in asked)
    for pair in combinations(range(len(asked)), 2):
        if not strange <= {*pair}:
            continue
        one, two = (asked[place] for place in pair)
        rest = total - word_hash(one.marks) - word_hash(two.marks)
        for first, _ in words.near(one)[:_OF_TWO]:
            for second, _ in words.near(two)[:_OF_TWO]:
                yield rest + first + second


def spoken_alike(names: NameQuery, words: Words) -> Iterator[int]:
    """The keys of names that are spelt like `names` in some region, those with few changes first."""
    own = [word_hash(word.marks) for word in names.words]
    total = sum(own)
    changed = [
        [other - mine for other in words.spoken(word.marks)]
        for word, mine in zip(names.words, own, strict=True)
    ]
    made = 0
    for many in (1, 2, 3):
        for chosen in combinations([each for each in changed if each], many):
            for deltas in product(*chosen):
                yield total + sum(deltas)
                made += 1
                if made >= _MOST_SPOKEN:
                    return


def shorter_of(names: NameQuery) -> Iterator[int]:
    """The keys of names that have all of `names` but more words between."""
    if len(names.words) >= 2:
        yield key_of(word.marks for word in names.words) + SHORTER


def longer_of(names: NameQuery) -> Iterator[int]:
    """The keys of names without one of the middle words of `names`."""
    asked = [word.marks for word in names.words]
    total = key_of(asked)
    if len(asked) > 2:
        for middle in dict.fromkeys(asked[1:-1]):
            yield total - word_hash(middle)


def are_known(names: NameQuery, words: Words, least: int = 1) -> bool:
    """Whether all of `names` are words that at least so many listings have."""
    return all(words.counts.get(word.marks, 0) >= least for word in names.words)


def all_keys(names: NameQuery) -> Collection[int]:
    """The keys of `names`, with and without the by-name that was typed."""
    keys = [key_of(word.marks for word in names.words)] if names.words else []
    if names.own:
        keys.append(key_of(word.marks for word in names.own))
    return keys
