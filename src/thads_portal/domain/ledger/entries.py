"""An entry of a case's ledger, and the case as it stands, as plain values."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from thads_portal.domain.ledger.kinds import Bucket
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.ledger.kinds import Whole
from thads_portal.domain.records import Document
from types import MappingProxyType
from typing import Any


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `id` is None before it is written.

    `amount` is whole đồng on the obligation line `line`; of a statement it may be negative, where
    what is to be done was set lower. `reverses` is the id of the entry that a counter-entry takes
    back, whose line and amount it repeats. `details` hold what only its kind has, restricted.
    `listing` is the public number of the debtor concerned, None for the whole case.
    """

    kind: EntryKind
    occurred_on: date
    id: int | None = None
    document: Document | None = None
    line: str | None = None
    amount: int | None = None
    reverses: int | None = None
    listing: str | None = None
    details: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    actor: str = ""
    recorded_at: datetime | None = None
    part_of: int | None = None

    @property
    def bucket(self) -> Bucket | None:
        """Where its money goes, of an entry that is no counter-entry."""
        return BY_KIND[self.kind].bucket if self.amount is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An obligation line: `line` is its key in the case, `kind` a code of ``kinds.LineKind``.

    `listing` is the public number of the one debtor who owes it; None: all of the case's
    debtors owe it together (liên đới), and what one pays all are free of.
    """

    line: str
    kind: str
    listing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a case is beside its entries. `decided_on` is the day of the enforcement decision,
    `no_conditions_on` the earliest day of a no-conditions decision of a listing that has not ended,
    None where all have. `listings` are the public numbers that are published.
    """

    id: int
    province: str
    agency: str
    decided_on: date
    decision_number: str = ""
    no_conditions_on: date | None = None
    listings: tuple[str, ...] = ()
    origin: Origin = Origin.UNKNOWN
    prisoner: bool = False
    address_unknown: bool = False
    revision: int = 0

    @property
    def special(self) -> bool:
        """A prisoner with two years or more left, or an unknown new address."""
        return self.prisoner or self.address_unknown


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Those that hold: neither taken back nor counter-entries, in the order of the law's days."""
    found = list(entries)
    reversed_ids = {entry.reverses for entry in found if entry.reverses is not None}
    kept = [
        entry
        for entry in found
        if entry.kind is not EntryKind.REVERSED
        and (entry.id is None or entry.id not in reversed_ids)
    ]
    return sorted(kept, key=lambda entry: (entry.occurred_on, entry.id or 0))


def whole_of(entry: Entry) -> Whole | None:
    """What `entry` makes of the case as a whole; nothing where it is about one debtor, or a part."""
    if entry.listing is not None or entry.part_of is not None:
        return None
    if entry.kind is EntryKind.DELEGATED:
        return Whole.ENDED if entry.amount is None else None
    return BY_KIND[entry.kind].whole
