"""Writes the register anew from the objects, while the portal serves.

Each chunk is one small transaction. A row that a visitor's or editor's
transaction wrote after the chunk was read carries a newer revision and stays.
The place reached is stored with each chunk, so that an interrupted rebuild
goes on from there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from thads_portal.content.calendar import current_calendar
from thads_portal.content.zope_types import Database
from thads_portal.database.sql import Cursor
from thads_portal.register import batch_check
from thads_portal.register import case_people
from thads_portal.register import rows
from thads_portal.register import schema
from thads_portal.register.check import outdated
from thads_portal.register.check import strays
from thads_portal.register.derived import drift
from thads_portal.register.derived import recount
from thads_portal.register.ledger import checking as ledger_checking
from thads_portal.register.walk import Walk
from thads_portal.register.walk import walking

import psycopg2


_TASK = "rebuild"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many listings were looked at, rows written because they differed, strays removed.

    `resumed` after an interruption; `recounted` if what searching reads was wrong by itself.
    """

    looked_at: int
    written: int
    removed: int
    resumed: bool
    recounted: bool


def rebuild(
    database: Database,
    *,
    dsn: str,
    site_path: str,
    from_start: bool = False,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Rebuilt:
    """Write every row that is not as its listing says, and remove rows without a listing.

    `progress` is called with (listings looked at in this run, listings in all).
    """
    connection = psycopg2.connect(dsn)
    try:
        schema.ensure(connection)
        with walking(database, site_path) as walk, connection.cursor() as cursor:
            if from_start:
                _forget_place(cursor)
            place = _place(cursor)
            connection.commit()
            looked_at = written = 0
            total = walk.count()
            for chunk in walk.chunks(after=place):
                wrong = [row for row, _columns in outdated(cursor, chunk.listings).values()]
                rows.refresh(cursor, wrong)
                case_people.write(cursor, map(case_people.people_of, chunk.listings))
                _remember_place(cursor, chunk.province, chunk.last)
                connection.commit()
                written += len(wrong)
                looked_at += len(chunk.listings)
                progress(looked_at, total)
            removed = _remove_strays(walk, cursor)
            written += batch_check.repair(walk, cursor)
            written += ledger_checking.repair(cursor, current_calendar())
            recounted = bool(drift(cursor))
            if recounted:
                recount(cursor)
            _forget_place(cursor)
            connection.commit()
    finally:
        connection.close()
    return Rebuilt(looked_at, written, removed, place is not None, recounted)


def _remove_strays(walk: Walk, cursor: Cursor) -> int:
    removed = 0
    for number, province in list(strays(walk, cursor)):
        # With its province: a listing may have been moved, not removed.
        cursor.execute(
            "DELETE FROM thads_listing WHERE number = %s AND province = %s", (number, province)
        )
        removed += cursor.rowcount
    return removed


def _place(cursor: Cursor) -> tuple[str, str] | None:
    cursor.execute(
        "SELECT place FROM thads_maintenance WHERE task = %s",
        (_TASK,),
    )
    row = cursor.fetchone()
    return tuple(row[0]) if row else None


def _remember_place(cursor: Cursor, province: str, number: str) -> None:
    cursor.execute(
        "INSERT INTO thads_maintenance (task, place) VALUES (%s, %s)"
        " ON CONFLICT (task) DO UPDATE SET place = excluded.place",
        (_TASK, [province, number]),
    )


def _forget_place(cursor: Cursor) -> None:
    cursor.execute("DELETE FROM thads_maintenance WHERE task = %s", (_TASK,))
