"""Words written together that are several, and several that are one: by the words present.

"nguyenvanan" parts in one way only that is made of words people are called; "Ê Ban" is
"Êban" elsewhere. Over bare words; the commonest words make the likeliest parting.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from heapq import nsmallest
from itertools import islice
from itertools import product
from math import log


#: Apostrophes that are letters: names hold them within one word.
APOSTROPHES = ("\u02bc", "\u02bb")
#: Letters of a word that may be several, and of one of them: no syllable is longer.
LONGEST, PIECE = 40, 9
_SHORTEST = 3
_MOST = 12
#: A word of one letter in a parting is likely chance ("a", "y", "h"), one of two may be.
_FINE = {1: 4.0, 2: 1.0}
#: Parts of a joined word: one of them is as short as the H of H'Bia or the Ê of Ê Ban.
_SHORT = 2


def pieces(word: str) -> set[str]:
    """The parts that a word may have, one letter to PIECE each."""
    if not _SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return set()
    found = {
        word[start:end]
        for start in range(len(word))
        for end in range(start + 1, min(start + PIECE, len(word)) + 1)
    }
    found.update(_with_apostrophe(word))
    return found


def _with_apostrophe(word: str) -> list[str]:
    """`word` as one with an apostrophe that is a letter: "hbia" may be listed as "hʼbia"."""
    return [word[:at] + sign + word[at:] for sign in APOSTROPHES for at in (1, 2)]


def partings(words: Sequence[str], known: Mapping[str, int]) -> Iterator[str]:
    """`words` with one or more parted into words that are `known`, the likeliest first."""
    total = max(known.values(), default=1) + 1
    choices = []
    for word in words:
        parted = _parted(word, known, total)
        keep = [(0.0, (word,))] if word in known or not parted else []
        choices.append([*keep, *parted])
    made = (
        (sum(cost for cost, _ in chosen), [part for _, parts in chosen for part in parts])
        for chosen in islice(product(*choices), 500)
    )
    for _, parts in sorted(made, key=lambda each: each[0]):
        if parts != list(words):
            yield " ".join(parts)


def _parted(word: str, known: Mapping[str, int], total: int) -> list[tuple[float, tuple[str, ...]]]:
    if not pieces(word):
        return []
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(word) + 1):
        here = []
        for start in range(max(0, end - PIECE), end):
            part = word[start:end]
            count = known.get(part, 0)
            if count > 0:
                cost = log(total / count) + 2.0 + _FINE.get(len(part), 0.0)
                here += [(before + cost, (*parts, part)) for before, parts in best[start]]
        best.append(nsmallest(_MOST, here))
    whole = [(1.0, (each,)) for each in _with_apostrophe(word) if each in known]
    return [*whole, *(each for each in best[-1] if len(each[1]) > 1)]


def joined(words: Sequence[str]) -> set[str]:
    """The words that neighbours would make, of which one is short."""
    found: set[str] = set()
    for start in range(len(words) - 1):
        one, other = words[start : start + 2]
        if min(len(one), len(other)) <= _SHORT:
            found.update(one + sign + other for sign in ("", *APOSTROPHES))
        if start + 2 < len(words):
            found.add(one + other + words[start + 2])
    return found


def joinings(words: Sequence[str], known: Mapping[str, int]) -> Iterator[str]:
    """`words` with neighbours joined into words that are `known`, the most joined first."""
    made = list(islice(_joinings(tuple(words), known, joined(words)), 200))
    for parts in sorted(made, key=len):
        if len(parts) < len(words):
            yield " ".join(parts)


def _joinings(
    words: tuple[str, ...], known: Mapping[str, int], may_be: set[str]
) -> Iterator[tuple[str, ...]]:
    if not words:
        yield ()
        return
    for size in (1, 2, 3):
        for sign in ("", *APOSTROPHES) if size == 2 else ("",):
            head = sign.join(words[:size])
            if len(words) >= size and (size == 1 or (head in may_be and head in known)):
                for rest in _joinings(words[size:], known, may_be):
                    yield (head, *rest)
