"""Compares the register with the objects: what is missing, stray or different.

The report names numbers and columns, never values: it is printed and logged.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from psycopg2.extensions import new_array_type
from psycopg2.extensions import new_type
from psycopg2.extensions import register_type
from thads_portal.content.calendar import current_calendar
from thads_portal.content.listing import DebtorListing
from thads_portal.content.zope_types import Database
from thads_portal.database.sql import Cursor
from thads_portal.register import batch_check
from thads_portal.register import rows
from thads_portal.register.by_province import by_province
from thads_portal.register.by_province import Done
from thads_portal.register.by_province import Part
from thads_portal.register.derived import drift
from thads_portal.register.ledger import checking as ledger_checking
from thads_portal.register.publication_log import checking as log_checking
from thads_portal.register.walk import Chunk
from thads_portal.register.walk import Walk
from thads_portal.register.walk import walking
from typing import Any
from typing import cast

import psycopg2


_SELECT = "SELECT {} FROM thads_listing WHERE number = ANY(%s)".format(
    ", ".join(
        "tsvector_to_array(name_tokens)" if name == "name_tokens" else name for name in rows.COLUMNS
    )
)
_PROVINCES = "SELECT DISTINCT province FROM thads_listing ORDER BY province"
_NUMBERS = "SELECT number FROM thads_listing WHERE province = %s ORDER BY number"
#: As rows have them, so that two rows are compared as they are.
_BYTES = new_type(
    (17,), "bytes", lambda text, cursor: text and bytes(psycopg2.BINARY(text, cursor))
)
_BYTES_LIST = new_array_type((1001,), "bytes[]", _BYTES)
#: A listing that changes while it is compared is looked at again, this often.
_LOOKS = 3


@dataclass(slots=True)
class Differences:
    """What a check found.

    `different` maps a number to the columns that differ; `derived` names what the tables
    that searching reads lack, or have too much of; `batches` are posting batches (province/id)
    whose rows are wrong; `log` are listings of which the publication log does not say what is public,
    `tree` parts of the log's tree that are not made of its leaves; `cases` what is wrong with cases and
    their ledgers, as ``ledger.checking.different`` tells it.
    """

    listings: int = 0
    missing: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    different: dict[str, tuple[str, ...]] = field(default_factory=dict)
    derived: dict[str, int] = field(default_factory=dict)
    batches: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    tree: list[str] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        rows = self.missing or self.stray or self.different or self.derived or self.batches
        return bool(rows or self.log or self.tree or self.cases)


def check(
    database: Database,
    *,
    dsn: str,
    site_path: str,
    progress: Callable[[int], object] = lambda done: None,
) -> Differences:
    """Compare every listing with its row, and look for rows without a listing."""
    found = Differences()
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    try:
        with walking(database, site_path) as walk, connection.cursor() as cursor:
            sizes = walk.sizes()
            walk.pause()
            parts: dict[str, Differences] = {slug: Differences() for slug in sizes}
            places = dict.fromkeys(sizes)
            for province, done in by_province(places, sizes, comparing, database, dsn, site_path):
                parts[province].missing += done.result.missing
                parts[province].different |= done.result.different
                found.listings += done.result.listings
                progress(found.listings)
            for part in parts.values():
                found.missing += part.missing
                found.different |= part.different
            walk.refresh()
            found.stray.extend(number for number, _ in strays(walk, cursor))
            found.derived = drift(cursor)
            found.batches = _wrong_batches(walk, cursor)
        # As of one moment, whatever is written meanwhile.
        connection.autocommit = False
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection, connection.cursor() as cursor:
            found.log = log_checking.parted(cursor)
            found.tree = log_checking.broken(cursor)
            found.cases = ledger_checking.different(cursor, current_calendar())
    finally:
        connection.close()
    return found


@contextmanager
def comparing(database: Database, dsn: str, site_path: str) -> Iterator[Callable[[Part], Done]]:
    """What one process does: the differences of a chunk."""
    with (
        closing(psycopg2.connect(dsn)) as connection,
        walking(database, site_path) as walk,
        connection.cursor() as cursor,
    ):
        connection.autocommit = True

        def do(part: Part) -> Done:
            found = Differences()
            walk.refresh()
            chunk = walk.chunk(*part)
            if chunk is not None:
                found.listings = len(chunk.listings)
                _compare(walk, cursor, chunk, found)
            return Done(found, chunk.last if chunk is not None else None)

        yield do


def _compare(walk: Walk, cursor: Cursor, chunk: Chunk, found: Differences) -> None:
    listings: Sequence[DebtorListing] = chunk.listings
    for _look in range(_LOOKS):
        suspects = outdated(cursor, listings)
        if not suspects:
            return
        # Perhaps only changed between the two reads.
        walk.refresh()
        listings = [
            listing
            for number in suspects
            if (listing := walk.find(chunk.province, number)) is not None
        ]
    for listing in listings:
        _row, columns = suspects[listing.id]
        if columns == rows.COLUMNS:
            found.missing.append(listing.id)
        else:
            found.different[listing.id] = columns


def _wrong_batches(walk: Walk, cursor: Cursor) -> list[str]:
    suspects: set[tuple[str, str]] | None = None
    for _look in range(_LOOKS):
        found = set(batch_check.wrong(walk, cursor))
        suspects = found if suspects is None else suspects & found
        if not suspects:
            return []
    return sorted("/".join(key) for key in suspects or ())


def outdated(
    cursor: Cursor, listings: Iterable[DebtorListing]
) -> dict[str, tuple[tuple[Any, ...], tuple[str, ...]]]:
    """Number -> (row as it should be, columns in which the register differs), where it does."""
    wanted = {listing.id: rows.row_of(listing) for listing in listings}
    for kind in (_BYTES, _BYTES_LIST):
        register_type(kind, cast(Any, cursor))
    cursor.execute(_SELECT, (list(wanted),))
    present = {row[0]: row for row in cursor}
    return {
        number: (row, columns)
        for number, row in wanted.items()
        if (columns := differing(row, present.get(number)))
    }


def strays(walk: Walk, cursor: Cursor) -> Iterator[tuple[str, str]]:
    """The (number, province) of rows whose listing does not exist there."""
    cursor.execute(_PROVINCES)
    # Province by province, as objects lie: in the order of numbers alone, which all provinces share,
    # each chunk of rows would go through the whole country's.
    for (province,) in cursor.fetchall():
        cursor.execute(_NUMBERS, (province,))
        numbers = [number for (number,) in cursor.fetchall()]
        # After the rows: a row is visible only once its object is.
        walk.refresh()
        register = walk.register(province)
        for number in numbers:
            if register is None or number not in register._tree:
                yield number, province


def differing(wanted: tuple[Any, ...], present: tuple[Any, ...] | None) -> tuple[str, ...]:
    """The columns in which a row as computed and a row as stored differ; all if it is missing."""
    if present is None:
        return rows.COLUMNS
    # Most are: seen at once.
    if wanted == present:
        return ()
    return tuple(
        name
        for name, left, right in zip(rows.COLUMNS, wanted, present, strict=True)
        if left != right and _comparable(name, left) != _comparable(name, right)
    )


def _comparable(name: str, value: Any) -> Any:
    if name == "notes":
        return getattr(value, "adapted", value)
    if name == "name_tokens":
        return sorted(set(value or ()))
    return list(value) if isinstance(value, tuple) else value
