"""Fills the rows of a table some at a time, while portals serve from it: a step's backfill.

On two connections of its own, since a server computes for each on one core: what is written of a row
depends on that row only, and rows of different parts are written at once. A statement that calls a
function for all its rows together (``SELECT thads_case_follow(array_agg(number)) …``) is run for one
part after the other.

The place that was reached is kept when all parts up to it are committed. A part behind it may be
committed already when the upgrade is ended: it is done again, which finds nothing to write.
"""

from collections import deque
from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from psycopg2 import errors
from psycopg2.extensions import make_dsn
from psycopg2.extensions import quote_ident
from queue import SimpleQueue
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register.persisting import persist
from thads_portal.register.persisting import transaction
from thads_portal.register.steps import Backfill
from thads_portal.register.steps import ROWS
from thads_portal.register.steps import Step

import psycopg2
import time


_LOCK_TIMEOUT = "5s"
#: Parts that are written at once.
_LANES = 2
#: Seconds that one transaction should take, and how long its lane rests after it, in its times.
_CHUNK_SECONDS = 0.2
_REST = 0.1
_FIRST, _SMALLEST, _LARGEST = 1000, 200, 20_000


@dataclass(frozen=True, slots=True)
class Progress:
    """What is going on: the step, which of its parts, and the rows of a backfill."""

    step: Step
    part: int
    rows: int = 0
    total: int | None = None


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Flying:
    """Rows that are being written: the last of them, how many, and the seconds that it takes."""

    last: str
    count: int
    took: "Future[float]"


def backfill(
    connection: Connection, step: Step, number: int, part: Backfill, tell: Tell, patience: float
) -> None:
    """Fill all rows, from the place where an interrupted attempt stopped.

    `connection` alone may upgrade the database. Raises StartProblem where a lock was not to be had
    for `patience` seconds.
    """
    with connection.cursor() as cursor, _lanes(connection, _width(part)) as write:
        total = _about(cursor, part.table)
        cursor.execute(
            "SELECT place, rows_done FROM thads_migration WHERE number = %s", (step.number,)
        )
        ((behind, done),) = cursor.fetchall()
        size, flying, more = _FIRST, deque[_Flying](), True
        while more or flying:
            # One more than are written at once: no lane waits for its next part.
            while more and len(flying) <= _width(part):
                condition, last, count = _next(cursor, part, behind, size)
                more = bool(count)
                if more:
                    sql = part.sql.replace(ROWS, f"({condition})")
                    flying.append(_Flying(last, count, write(sql, patience)))
                    behind = last
            if not flying:
                break
            first = flying.popleft()
            took = first.took.result()
            done += first.count
            _keep(cursor, step, first.last, done)
            tell(Progress(step, number, done, max(total, done)))
            # Not from one extreme to the other.
            wanted = min(int(first.count * _CHUNK_SECONDS / max(took, 0.001)), size * 2)
            size = min(_LARGEST, max(_SMALLEST, wanted))
        # At the end nothing: the next backfill of the step begins at its first row.
        _keep(cursor, step, None, 0)
        tell(Progress(step, number, done, max(total, done)))


def _width(part: Backfill) -> int:
    return 1 if part.sql.lstrip()[:6].upper() == "SELECT" else _LANES


Write = Callable[[str, float], "Future[float]"]


@contextmanager
def _lanes(connection: Connection, width: int) -> Iterator[Write]:
    """What has a statement run on one of `width` connections; all have ended after the block."""
    idle: SimpleQueue[Connection] = SimpleQueue()
    lanes = []
    try:
        for _ in range(width):
            lane = psycopg2.connect(_dsn_of(connection))
            lanes.append(lane)
            lane.autocommit = True
            with suppress(errors.InvalidParameterValue), lane.cursor() as cursor:
                # Else its statement would outlive a killed upgrade, and what it holds with it.
                cursor.execute("SET client_connection_check_interval = '1s'")
            idle.put(lane)
        with ThreadPoolExecutor(width, thread_name_prefix="backfill") as pool:
            try:
                yield lambda sql, patience: pool.submit(_in_turn, idle, sql, patience)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    finally:
        for lane in lanes:
            lane.close()


def _dsn_of(connection: Connection) -> str:
    info = connection.info
    # What a connection says of itself is without its password.
    return make_dsn("", **info.dsn_parameters, password=info.password)


def _in_turn(idle: "SimpleQueue[Connection]", sql: str, patience: float) -> float:
    lane = idle.get()
    try:
        took: float = persist(partial(_write, lane, sql), sql, patience)
        time.sleep(took * _REST)
    finally:
        idle.put(lane)
    return took


def _write(lane: Connection, sql: str) -> float:
    """Run `sql` in a transaction; the seconds that it took."""
    began = time.monotonic()
    with transaction(lane, _LOCK_TIMEOUT) as cursor:
        # What a release fills in by itself is no act of publication (0116).
        cursor.execute("SET LOCAL thads.filling = 'on'")
        cursor.execute(sql)
    return time.monotonic() - began


def _next(cursor: Cursor, part: Backfill, behind: str | None, size: int) -> tuple[str, str, int]:
    """The condition for the next rows behind a key, the last of their keys, and how many they are."""
    table, key = quote_ident(part.table, cursor), quote_ident(part.key, cursor)
    condition = "true"
    if behind is not None:
        condition = cursor.mogrify(f"{key} > %s", (behind,)).decode()
    cursor.execute(
        f"SELECT max({key})::text, count(*) FROM"
        f" (SELECT {key} FROM {table} WHERE {condition} ORDER BY {key} LIMIT {size}) AS part"
    )
    last, count = cursor.fetchone()
    if count:
        condition += cursor.mogrify(f" AND {key} <= %s", (last,)).decode()
    return condition, last, count


def _keep(cursor: Cursor, step: Step, place: str | None, done: int) -> None:
    cursor.execute(
        "UPDATE thads_migration SET place = %s, rows_done = %s WHERE number = %s",
        (place, done, step.number),
    )


def _about(cursor: Cursor, table: str) -> int:
    cursor.execute(
        "SELECT reltuples::bigint FROM pg_class"
        " WHERE relname = %s AND relnamespace = current_schema()::regnamespace",
        (table,),
    )
    rows: int = one(cursor)
    return max(0, rows)
