"""Hashes of the record of actions: each covers an entry and the hash before it."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from typing import Any
from typing import NamedTuple

import hashlib
import orjson


#: Bytes of a hash.
SIZE = 32
#: What the first entry goes on from.
START = bytes(SIZE)


class ChainedEntry(NamedTuple):
    """An entry as the table holds it; `details` as parsed JSON."""

    id: int
    at: datetime
    actor: str
    action: str
    listing: str | None
    province: str | None
    about: str | None
    details: dict[str, Any]


def link(previous: bytes, entry: ChainedEntry) -> bytes:
    """The hash of `entry` behind `previous`."""
    values = [entry.id, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), *entry[2:]]
    content = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(previous + content).digest()


def links(previous: bytes, entries: Iterable[ChainedEntry]) -> bytes:
    """The hashes of `entries`, one behind the other."""
    found = bytearray()
    for entry in entries:
        previous = link(previous, entry)
        found += previous
    return bytes(found)


def parts(hashes: bytes) -> Iterator[bytes]:
    """The hashes in what ``links`` gave."""
    for start in range(0, len(hashes), SIZE):
        yield hashes[start : start + SIZE]


def last(previous: bytes, hashes: bytes) -> bytes:
    """The hash to go on from."""
    return hashes[-SIZE:] or previous
