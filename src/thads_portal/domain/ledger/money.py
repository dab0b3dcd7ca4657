"""The balance of each obligation line: to do = done + reduced + terminated + delegated + left.

A balance is a sum over entries, so the order in which they came does not matter. Whole đồng.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import Bucket


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What became of what is owed, in đồng; `left` makes the sum come out."""

    to_do: int = 0
    done: int = 0
    reduced: int = 0
    terminated: int = 0
    delegated: int = 0

    @property
    def left(self) -> int:
        return self.to_do - self.done - self.reduced - self.terminated - self.delegated

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            to_do=self.to_do + other.to_do,
            done=self.done + other.done,
            reduced=self.reduced + other.reduced,
            terminated=self.terminated + other.terminated,
            delegated=self.delegated + other.delegated,
        )

    def as_dict(self) -> dict[str, int]:
        return {**{each.value: getattr(self, each.value) for each in Bucket}, "left": self.left}


def balances(entries: Iterable[Entry]) -> dict[str, Balance]:
    """Line -> its balance, from what holds of `entries`."""
    found: dict[str, dict[str, int]] = {}
    for entry in standing(entries):
        bucket = entry.bucket
        if bucket is not None and entry.line is not None and entry.amount is not None:
            sums = found.setdefault(entry.line, {})
            sums[bucket.value] = sums.get(bucket.value, 0) + entry.amount
    return {line: Balance(**sums) for line, sums in found.items()}


def total(parts: Iterable[Balance]) -> Balance:
    """The case's balance."""
    found = Balance()
    for part in parts:
        found += part
    return found


def left_for(number: str, lines: Iterable[Line], found: Mapping[str, Balance]) -> int:
    """What the debtor with the listing `number` still owes: the own lines and the common ones."""
    return sum(
        found[line.line].left
        for line in lines
        if line.line in found and line.listing in (None, number)
    )
