"""Which lines of a feed may be written beside each other, by several processes. Pure.

What a line does depends on lines about the same listing before it, on listings that are likely
duplicates of its own, and on who named its listing as successor. Lines between which nothing of
that can stand may be written in any order: the result is that of one process. So lines are
grouped:

- by province, whose register is one tree that two writers would fight over;
- provinces that a line binds to each other, by a listing that is named in both, by fields that may
  come to the same duplicate key, or by a successor, are one group for this stretch of the feed.

Which fields a listing may have is taken widely: what is stored, and every value that this stretch
has for it. Two groups too few cost time, two too many an order.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import islice
from itertools import product
from math import ceil
from thads_portal.domain.changes import DUPLICATE_FIELDS
from thads_portal.domain.digests import duplicate_key
from thads_portal.domain.identifiers import external_id as normal_external_id
from thads_portal.importing.feed import BATCH_BYTES
from thads_portal.importing.feed import BATCH_LINES
from thads_portal.importing.feed import in_batches
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from typing import Any
from typing import Protocol


#: Lines that are looked at together, for two processes; more of them want more.
STRETCH_LINES = 5 * BATCH_LINES
#: Duplicate keys that one listing may come to; a feed that plays with more goes through one process.
_MOST_KEYS = 64
_ISSUED = "issued"
#: These are compared by what is stored, too.
_CHANGING = frozenset({"amended", "reopened"})


class Stored(Protocol):
    """What is asked of the register, once for a stretch."""

    def compared(self, external_ids: Collection[str]) -> Mapping[str, Sequence[str | None]]:
        """external_id -> its ``DUPLICATE_FIELDS``, of those that exist."""

    def named_by(self, external_ids: Collection[str]) -> Mapping[str, Collection[str]]:
        """external_id -> the provinces of listings that named it as their successor."""


def stretches(
    lines: Iterable[Line], *, first: int, most: int, most_bytes: int = 4 * BATCH_BYTES
) -> Iterator[list[Line]]:
    """`lines` in lists of `first` lines, then of more and more up to `most`."""
    source = iter(lines)
    size = first
    while stretch := _taken(source, size, most_bytes):
        yield stretch
        size = min(most, 2 * size)


def _taken(source: Iterator[Line], most: int, most_bytes: int) -> list[Line]:
    taken: list[Line] = []
    size = 0
    for line in islice(source, most):
        taken.append(line)
        size += len(line.raw)
        if size >= most_bytes:
            break
    return taken


def spread(lines: Sequence[Line], processes: int, stored: Stored) -> list[list[list[Line]]]:
    """`lines` for each of `processes`: batches, in the order of the feed.

    Each line is in one of them. Evenly, as far as the groups allow.
    """
    homes = _homes(lines, stored)
    if homes is None:
        return [_batches(lines), *([] for _ in range(processes - 1))]
    groups: dict[str, list[Line]] = {}
    for line, home in zip(lines, homes, strict=True):
        groups.setdefault(home, []).append(line)
    shares: list[list[Line]] = [[] for _ in range(processes)]
    # The largest first, each to who has least.
    for group in sorted(groups.values(), key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [_batches(sorted(share)) for share in shares]


def _batches(lines: Sequence[Line]) -> list[list[Line]]:
    """Batches of about the same length, so that all processes are done at about the same time."""
    if not lines:
        return []
    most = ceil(len(lines) / ceil(len(lines) / BATCH_LINES))
    return list(in_batches(lines, max_lines=most))


class _Groups:
    """Homes that are one group: each is known by one of them."""

    def __init__(self) -> None:
        self._same: dict[str, str] = {}
        #: What may be in one group only -> the home that had it first.
        self._owners: dict[Any, str] = {}

    def of(self, home: str) -> str:
        while (same := self._same.get(home, home)) != home:
            home = same
        return home

    def join(self, one: str, other: str) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._same[other] = one

    def claim(self, what: Any, home: str) -> str:
        """`home` needs `what` for itself; who has it already is in its group. Who had it first."""
        first = self._owners.setdefault(what, home)
        if first != home:
            self.join(first, home)
        return first


def _homes(lines: Sequence[Line], stored: Stored) -> list[str] | None:
    """The group of each line; None if all must be one."""
    groups = _Groups()
    homes: list[str] = []
    where: dict[str, str] = {}
    fields: dict[str, list[Sequence[str | None]]] = {}
    changing: set[str] = set()
    issued: set[str] = set()
    for line in lines:
        data = parse(line)
        if type(data) is not dict:
            # It is refused as it stands.
            homes.append("")
            continue
        external_id = normal_external_id(data.get("external_id"))
        province = data.get("province")
        home = province if type(province) is str else ""
        if external_id is not None:
            # Without a province a line is refused, but only its listing knows with which words.
            home = home or f"\0{external_id}"
            where[external_id] = groups.claim(external_id, home)
            _note(data, external_id, home, groups, fields, changing, issued)
        homes.append(home)
    if changing:
        for external_id, values in stored.compared(changing).items():
            fields.setdefault(external_id, []).append(values)
    for external_id, sets in fields.items():
        keys = _keys(sets)
        if keys is None:
            return None
        for key in keys:
            groups.claim(key, where[external_id])
    if issued:
        for external_id, provinces in stored.named_by(issued).items():
            for each in provinces:
                groups.join(each, where[external_id])
    return [groups.of(home) for home in homes]


def _note(
    data: dict[str, Any],
    external_id: str,
    home: str,
    groups: _Groups,
    fields: dict[str, list[Sequence[str | None]]],
    changing: set[str],
    issued: set[str],
) -> None:
    """What else a line needs for itself."""
    event = data.get("event")
    successor = data.get("successor")
    if type(successor) is dict:
        follows = normal_external_id(successor.get("external_id"))
        if follows is not None:
            groups.claim(follows, home)
    if type(event) is not str:
        return
    if event in _CHANGING:
        changing.add(external_id)
    elif event == _ISSUED:
        issued.add(external_id)
    else:
        return
    listing = data.get("listing")
    if type(listing) is dict:
        values = tuple(
            value if type(value := listing.get(name)) is str else None for name in DUPLICATE_FIELDS
        )
        if any(values):
            fields.setdefault(external_id, []).append(values)


def _keys(sets: Sequence[Sequence[str | None]]) -> set[bytes] | None:
    """Every duplicate key that fields out of `sets` come to; None: too many."""
    if len(sets) == 1:
        return {duplicate_key(*sets[0])} if all(sets[0]) else set()
    choices = [{value for value in column if value} for column in zip(*sets, strict=True)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST_KEYS:
        return None
    return {duplicate_key(*values) for values in product(*choices)}
