"""Makes the log grow: what was committed since gets its place, its hashes, and a new head.

One caller at a time. An act that is committed later always gets a later place, so the order of the
log is that of the commits. Interrupted, nothing of a part is there.
"""

from collections.abc import Iterable
from thads_portal.database.sql import Cursor
from thads_portal.domain import merkle
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.publication_log.tree import HASH
from thads_portal.register.publication_log.tree import reader
from thads_portal.register.publication_log.tree import tile
from thads_portal.register.publication_log.tree import WIDTH


#: Leaves of one transaction.
_PART = 20_000
_LOCK = 1952998517


def waiting(cursor: Cursor) -> bool:
    """Whether there are leaves without a place, or no head yet."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM thads_new_leaf) OR NOT EXISTS (SELECT FROM thads_log_head)"
    )
    (found,) = cursor.fetchone()
    return bool(found)


def grow(dsn: str) -> int:
    """Take in all that is committed; how many leaves that were."""
    taken = 0
    while True:
        with own_transaction(dsn) as cursor:
            part = take_in(cursor, _PART)
        taken += part
        if part < _PART:
            return taken


def take_in(cursor: Cursor, most: int) -> int:
    """Take in up to `most` leaves; to be committed at once. The transaction must be READ COMMITTED."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    cursor.execute("SELECT coalesce(max(size), -1) FROM thads_log_head")
    (size,) = cursor.fetchone()
    cursor.execute(
        "WITH new AS (DELETE FROM thads_new_leaf WHERE id IN"
        " (SELECT id FROM thads_new_leaf ORDER BY id LIMIT %s) RETURNING *)"
        " INSERT INTO thads_leaf (place, at, kind, number, version, public_from, commitment)"
        " SELECT %s + row_number() OVER (ORDER BY id) - 1,"
        " at, kind, number, version, public_from, commitment FROM new"
        " RETURNING place, commitment",
        (most, max(0, size)),
    )
    rows = sorted(cursor.fetchall())
    if not rows and size >= 0:
        return 0
    grown = max(0, size) + len(rows)
    append(cursor, max(0, size), (merkle.leaf_hash(bytes(entry)) for _place, entry in rows))
    cursor.execute(
        "INSERT INTO thads_log_head (size, root) VALUES (%s, %s)",
        (grown, merkle.root_of(grown, reader(cursor))),
    )
    return len(rows)


def append(cursor: Cursor, size: int, hashes: Iterable[bytes]) -> None:
    """Put the leaf `hashes` behind the `size` that the tree holds, with what they complete."""
    level, new, before = 0, list(hashes), size
    while new:
        place, there = divmod(before, WIDTH)
        held = tile(cursor, level, place)[: there * HASH] if there else b""
        row = held + b"".join(new)
        completed = []
        for start in range(0, len(row), WIDTH * HASH):
            part = row[start : start + WIDTH * HASH]
            cursor.execute(
                "INSERT INTO thads_log_tile (level, place, hashes) VALUES (%s, %s, %s)"
                " ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes",
                (level, place, part),
            )
            if len(part) == WIDTH * HASH:
                each = [part[n : n + HASH] for n in range(0, len(part), HASH)]
                completed.append(merkle.complete_root(each))
            place += 1
        level, new, before = level + 1, completed, before // WIDTH
