"""Writes the register anew from the objects, while the portal serves.

Each chunk is one small transaction. A row that a visitor's or editor's
transaction wrote after the chunk was read carries a newer revision and stays.
The place reached is stored with each chunk, so that an interrupted rebuild
goes on from there.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from thads_portal.content.calendar import current_calendar
from thads_portal.content.zope_types import Database
from thads_portal.database.sql import Cursor
from thads_portal.register import batch_check
from thads_portal.register import case_people
from thads_portal.register import rows
from thads_portal.register import schema
from thads_portal.register.by_province import by_province
from thads_portal.register.by_province import Done
from thads_portal.register.by_province import Part
from thads_portal.register.check import outdated
from thads_portal.register.check import strays
from thads_portal.register.derived import drift
from thads_portal.register.derived import recount
from thads_portal.register.ledger import checking as ledger_checking
from thads_portal.register.walk import Walk
from thads_portal.register.walk import walking

import psycopg2


_TASK = "rebuild"
_TASK_OF = f"{_TASK} "
#: In the place of a number: the province is done.
_DONE = "~"


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

    By as many processes as there are; an interruption leaves what each has done. `progress` is
    called with (listings looked at in this run, listings in all). Raises WorkInterrupted.
    """
    connection = psycopg2.connect(dsn)
    try:
        schema.ensure(connection)
        with walking(database, site_path) as walk, connection.cursor() as cursor:
            if from_start:
                _forget_places(cursor)
            sizes = walk.sizes()
            walk.pause()
            known = _places(cursor, sizes)
            connection.commit()
            looked_at = written = 0
            total = sum(sizes.values())
            places = {slug: known.get(slug) for slug in sizes if known.get(slug) != _DONE}
            for _province, done in by_province(places, sizes, rebuilding, database, dsn, site_path):
                looked_at += done.result[0]
                written += done.result[1]
                if done.result[0]:
                    progress(looked_at, total)
            walk.refresh()
            # Beside it: it only reads, and takes about as long as the rest.
            with ThreadPoolExecutor(1) as beside:
                drifted = beside.submit(_drifted, dsn)
                removed = _remove_strays(walk, cursor)
                written += batch_check.repair(walk, cursor)
                written += ledger_checking.repair(cursor, current_calendar())
                recounted = drifted.result()
            if recounted:
                recount(cursor)
            _forget_places(cursor)
            connection.commit()
    finally:
        connection.close()
    return Rebuilt(looked_at, written, removed, bool(known), recounted)


@contextmanager
def rebuilding(database: Database, dsn: str, site_path: str) -> Iterator[Callable[[Part], Done]]:
    """What one process does: the rows of a chunk, in a transaction of its own."""
    with (
        closing(psycopg2.connect(dsn)) as connection,
        walking(database, site_path) as walk,
        connection.cursor() as cursor,
    ):

        def do(part: Part) -> Done:
            # What others have committed by now, and nothing of the chunk before.
            walk.refresh()
            chunk = walk.chunk(*part)
            looked_at = written = 0
            if chunk is not None:
                wrong = [row for row, _columns in outdated(cursor, chunk.listings).values()]
                rows.refresh(cursor, wrong)
                case_people.write(cursor, map(case_people.people_of, chunk.listings))
                looked_at, written = len(chunk.listings), len(wrong)
            last = chunk.last if chunk is not None else None
            _remember_place(cursor, part.province, last or _DONE)
            connection.commit()
            return Done((looked_at, written), last)

        yield do


def _drifted(dsn: str) -> bool:
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        return bool(drift(cursor))


def _remove_strays(walk: Walk, cursor: Cursor) -> int:
    removed = 0
    for number, province in list(strays(walk, cursor)):
        # With its province: a listing may have been moved, not removed.
        cursor.execute(
            "DELETE FROM thads_listing WHERE number = %s AND province = %s", (number, province)
        )
        removed += cursor.rowcount
    return removed


def _places(cursor: Cursor, provinces: Iterable[str]) -> dict[str, str]:
    """Province -> the number behind which an interrupted rebuild goes on there, or _DONE."""
    cursor.execute(
        "SELECT place FROM thads_maintenance WHERE task = %s OR starts_with(task, %s) ORDER BY task",
        (_TASK, _TASK_OF),
    )
    found: dict[str, str] = {}
    for (place,) in cursor.fetchall():
        found[place[0]] = place[1]
    cursor.execute("SELECT place[1] FROM thads_maintenance WHERE task = %s", (_TASK,))
    row = cursor.fetchone()
    if row is not None:
        # Of an older release, which took one province after the other.
        found |= {each: _DONE for each in provinces if each < row[0]}
    return found


def _remember_place(cursor: Cursor, province: str, number: str) -> None:
    cursor.execute(
        "INSERT INTO thads_maintenance (task, place) VALUES (%s, %s)"
        " ON CONFLICT (task) DO UPDATE SET place = excluded.place",
        (f"{_TASK_OF}{province}", [province, number]),
    )


def _forget_places(cursor: Cursor) -> None:
    cursor.execute(
        "DELETE FROM thads_maintenance WHERE task = %s OR starts_with(task, %s)",
        (_TASK, _TASK_OF),
    )
