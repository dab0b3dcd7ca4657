"""Cheap deterministic draws: weighted choices in constant time, amounts, serial counters.

Only ``Random.random`` is used: its sequence is the same in every Python version,
which that of ``choices`` and ``gauss`` is not promised to be.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from random import Random
from statistics import NormalDist
from typing import TypeVar

import math


T = TypeVar("T")

#: Slots of a weighted table: the smallest share that can be told apart is 1/4096.
TABLE_SIZE = 4096
_QUANTILES = tuple(NormalDist().inv_cdf((i + 0.5) / TABLE_SIZE) for i in range(TABLE_SIZE))


def listed(text: str) -> tuple[str, ...]:
    """The entries of a comma-separated list: long lists of names read better as one text."""
    return tuple(entry.strip() for entry in text.split(","))


def spread(weights: Mapping[T, float], size: int = TABLE_SIZE) -> tuple[T, ...]:
    """A table in which every key stands as often as its weight asks, at least once."""
    total = sum(weights.values())
    table: list[T] = []
    for item, weight in weights.items():
        table.extend([item] * max(1, round(weight / total * size)))
    return tuple(table)


def by_rank(items: Sequence[T], flatness: float = 8.0) -> dict[T, float]:
    """Weights that fall with the rank, as the frequencies of names do."""
    return {item: 1.0 / (rank + flatness) for rank, item in enumerate(items)}


class Draw:
    """Draws from one seed; every method takes exactly one number from the sequence."""

    __slots__ = ("random",)

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def below(self, bound: int) -> int:
        """A whole number from 0 up to and without `bound`."""
        return int(self.random() * bound)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def one_of(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def money(self, median: int, sigma: float, step: int, highest: int) -> int:
        """A log-normal sum in VND, rounded to `step`, at least `step`, at most `highest`."""
        place = self.random() * (TABLE_SIZE - 1)
        index = int(place)
        low = _QUANTILES[index]
        normal = low + (place - index) * (_QUANTILES[index + 1] - low)
        value = median * math.exp(sigma * normal)
        return min(max(step, round(value / step) * step), highest)
