"""Spellings that follow how a region speaks: l for n, s for x, d for gi, n for ng at the end.

Over bare words, as the register compares them. Who hears a name over a telephone writes
it so; it is a close match whose reason can be said.
"""

from collections.abc import Iterator
from functools import lru_cache

import re


_ONSETS = (("l", "n"), ("s", "x"), ("ch", "tr"), ("d", "gi", "r", "v"), ("c", "k", "q"))
_ENDS = (("n", "ng"), ("t", "c"), ("i", "y"))
_ALL_ONSETS = [
    "ngh",
    "ng",
    "nh",
    "ch",
    "gh",
    "gi",
    "kh",
    "ph",
    "th",
    "tr",
    "qu",
    "b",
    "c",
    "d",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "q",
    "r",
    "s",
    "t",
    "v",
    "x",
]
_VOWELS = frozenset("aeiouy")
#: Words beyond this are not varied; no syllable is as long.
_LONGEST = 8


@lru_cache(maxsize=8192)
def variants(bare: str) -> tuple[str, ...]:
    """The other spellings of a bare word, those with one change first."""
    if not bare.isascii() or not bare.isalpha() or not 2 <= len(bare) <= _LONGEST:
        return ()
    onset = next((each for each in _ALL_ONSETS if bare.startswith(each)), "")
    if len(onset) == len(bare) or (onset == "gi" and bare[2] not in _VOWELS):
        onset = onset[:1]
    rhyme = bare[len(onset) :]
    found: dict[str, int] = {}
    for head, heads in _onsets(onset):
        for tail, tails in _rhymes(rhyme):
            found.setdefault(head + tail, heads + tails)
    if onset in ("c", "k") and rhyme[:1] in ("u", "o") and rhyme[1:2] in _VOWELS:
        found.setdefault("qu" + rhyme[1:], 1)
    found.pop(bare, None)
    return tuple(sorted(found, key=lambda each: (found[each], each)))


def _onsets(onset: str) -> Iterator[tuple[str, int]]:
    yield onset, 0
    if onset == "qu":
        yield from (("cu", 1), ("ku", 1), ("co", 1))
        return
    for group in _ONSETS:
        if onset in group:
            yield from ((other, 1) for other in group if other != onset)


def _rhymes(rhyme: str) -> list[tuple[str, int]]:
    made = {rhyme: 0}
    for ends in _ENDS:
        for one in ends:
            for other in ends:
                if one == other or not rhyme.endswith(one) or (len(rhyme) < 2 and one not in "iy"):
                    continue
                if one == "n" and rhyme.endswith("ng"):
                    continue
                made.setdefault(rhyme[: -len(one)] + other, 1)
    if rhyme[:1] in ("i", "y") and len(rhyme) > 1:
        made.setdefault(("y" if rhyme[0] == "i" else "i") + rhyme[1:], 1)
    for each, changes in list(made.items()):
        if found := re.fullmatch(r"(.*)([ou])(ng?)", each):
            made.setdefault(found[1] + ("u" if found[2] == "o" else "o") + found[3], changes + 1)
    return list(made.items())


def are_spoken_alike(one: str, other: str) -> bool:
    """Whether two bare words are spellings of each other after how a region speaks."""
    return other in variants(one) or one in variants(other)
