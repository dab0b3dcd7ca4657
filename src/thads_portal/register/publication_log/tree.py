"""Reads the tree of the publication log: hashes by tile, roots, proofs.

Hashes are kept as they are served (C2SP tlog-tiles): 256 of one level in a tile, of levels 8
heights apart; what lies between is computed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain import merkle


HEIGHT = 8
WIDTH = 1 << HEIGHT
HASH = 32


@dataclass(frozen=True, slots=True)
class Head:
    """What the tree was when somebody last made it grow: `at` is aware."""

    size: int
    root: bytes
    at: datetime


def newest_head(cursor: Cursor) -> Head | None:
    cursor.execute("SELECT size, root, at FROM thads_log_head ORDER BY size DESC LIMIT 1")
    row = cursor.fetchone()
    return None if row is None else Head(row[0], bytes(row[1]), row[2])


def tile(cursor: Cursor, level: int, place: int) -> bytes:
    """The hashes of a tile, as many as there are."""
    cursor.execute(
        "SELECT hashes FROM thads_log_tile WHERE level = %s AND place = %s", (level, place)
    )
    row = cursor.fetchone()
    return b"" if row is None else bytes(row[0])


def entries(cursor: Cursor, place: int, width: int) -> bytes:
    """A bundle of entries: each its length in two bytes, and the commitment."""
    first = place * WIDTH
    cursor.execute(
        "SELECT commitment FROM thads_leaf WHERE place >= %s AND place < %s ORDER BY place",
        (first, first + width),
    )
    found = [bytes(commitment) for (commitment,) in cursor.fetchall()]
    return b"".join(len(each).to_bytes(2, "big") + each for each in found)


def subtrees(read: Callable[[int, int], bytes]) -> merkle.Subtree:
    """The hashes of complete subtrees out of the tiles that `read` gets, each read once."""
    seen: dict[tuple[int, int], bytes] = {}

    def subtree(height: int, place: int) -> merkle.Hash:
        level, above = divmod(height, HEIGHT)
        first = place << above
        key = (level, first // WIDTH)
        if key not in seen:
            seen[key] = read(*key)
        start = first % WIDTH * HASH
        part = seen[key][start : start + (HASH << above)]
        if len(part) != HASH << above:
            raise LookupError(f"the log has no hashes for ({height}, {place})")
        return merkle.complete_root([part[n : n + HASH] for n in range(0, len(part), HASH)])

    return subtree


def reader(cursor: Cursor) -> merkle.Subtree:
    return subtrees(lambda level, place: tile(cursor, level, place))
