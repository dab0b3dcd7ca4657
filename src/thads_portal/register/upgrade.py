"""Brings the tables of a database that holds data further, while portals serve from it.

Nothing here makes a visitor wait for long: a statement that needs a table for itself gives up
after a fifth of a second and tries again, since all who come after it wait with it; indexes are
built beside the writers; rows are filled some at a time, with pauses. Whatever ends it, the next
run goes on after the last part, or the last rows, that were committed.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from functools import partial
from psycopg2 import errors
from psycopg2.extensions import quote_ident
from thads_portal.database.problems import StartProblem
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register import schema
from thads_portal.register.filling import backfill
from thads_portal.register.filling import Progress
from thads_portal.register.filling import Tell
from thads_portal.register.persisting import persist
from thads_portal.register.persisting import transaction
from thads_portal.register.steps import Alone
from thads_portal.register.steps import Backfill
from thads_portal.register.steps import Kind
from thads_portal.register.steps import Step
from thads_portal.register.steps import Together

import psycopg2
import threading
import time


#: Seconds for which a part tries to get its locks, and another upgrade is waited for.
PATIENCE = 600.0
_LOCK_TIMEOUT = "200ms"
#: What waits alone makes nobody else wait.
_ALONE_TIMEOUT = "10min"

#: Seconds after which a session that only waits is ended, and between two looks.
_IDLE_SECONDS, _WATCH_SECONDS = 20.0, 2.0


@contextmanager
def upgrading(dsn: str, *, patience: float = PATIENCE) -> Iterator[Connection]:
    """A connection to `dsn` that alone may upgrade it. Raises StartProblem if another does.

    The lock is of the session: it ends with this process, whatever ends it.
    """
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            # Else a long statement would outlive a killed process, and its lock with it; where
            # the server's system cannot tell, it does.
            with suppress(errors.InvalidParameterValue):
                cursor.execute("SET client_connection_check_interval = '1s'")
            deadline = time.monotonic() + patience
            while not _locked(cursor):
                if time.monotonic() >= deadline:
                    raise StartProblem(
                        en="another upgrade of this database is under way",
                        vi="một lần nâng cấp khác của cơ sở dữ liệu này đang chạy",
                    )
                time.sleep(0.2)
        yield connection
    finally:
        connection.close()


@contextmanager
def idle_ended(dsn: str) -> Iterator[None]:
    """While steps are taken, end the sessions that wait for nothing in an open transaction.

    An index that is built concurrently waits for every open transaction, and the first release's
    worker of jobs keeps one open for as long as it lives, on a connection that it does not use.
    Only connections that the object database reads on; a worker that misses its own is replaced.
    Not while this process has such a connection itself.
    """
    over = threading.Event()

    def watch() -> None:
        # A server that goes away is told of by the upgrade itself.
        with suppress(psycopg2.Error), closing(psycopg2.connect(dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                while not over.wait(_WATCH_SECONDS):
                    cursor.execute(_END_IDLE, (_IDLE_SECONDS,))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


_END_IDLE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND state = 'idle in transaction'
        AND application_name = 'RS: Load' AND state_change < now() - %s * interval '1 second'
"""


def _locked(cursor: Cursor) -> bool:
    # Tried, not waited for: who waits in a statement holds a snapshot, and an index that is
    # built concurrently waits for all of those.
    cursor.execute("SELECT pg_try_advisory_lock(%s)", (schema.LOCK,))
    locked: bool = one(cursor)
    return locked


def expand(
    connection: Connection, *, tell: Tell = lambda progress: None, patience: float = PATIENCE
) -> tuple[Step, ...]:
    """Take the steps that this release needs; older releases go on with what they leave.

    `connection` is from `upgrading`. Returns the steps taken. Those that ask for the listings'
    rows to be computed anew stay unfinished until `rows_are_new`. Raises NewerDatabase, and
    StartProblem where a lock was not to be had for `patience` seconds.
    """
    with connection.cursor() as cursor:
        found = schema.standing(cursor)
        if found.level > schema.LEVEL:
            raise schema.NewerDatabase(found.level)
        schema.open_book(cursor)
    for step in found.pending:
        _take(connection, step, tell, patience)
    return found.pending


def rows_are_new(connection: Connection) -> None:
    """All rows have been computed anew: what waited for that is finished."""
    with connection.cursor() as cursor:
        for step in schema.standing(cursor).pending:
            if step.rebuild:
                _finish(cursor, step)


def fill_again(
    connection: Connection, *, tell: Tell = lambda progress: None, patience: float = PATIENCE
) -> tuple[Step, ...]:
    """Fill the rows that an older release has written since; returns the steps it is about.

    For when none is left that would go on. Interrupted, it begins anew, which is quick: there is
    little to write. Steps that go by the objects need the rows computed anew besides.
    """
    with connection.cursor() as cursor:
        unsettled = schema.standing(cursor).unsettled
    for step in unsettled:
        for number, part in enumerate(step.parts):
            if isinstance(part, Backfill):
                backfill(connection, step, number, part, tell, patience)
    return unsettled


def contract(
    connection: Connection, *, tell: Tell = lambda progress: None, patience: float = PATIENCE
) -> tuple[Step, ...]:
    """Take away what only older releases needed; returns the steps taken.

    For after `expand` and `fill_again`, when no older release serves from the database.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE thads_migration SET settled = now()"
            " WHERE finished IS NOT NULL AND settled IS NULL"
        )
        found = schema.standing(cursor)
    for step in found.leftover:
        _take(connection, step, tell, patience)
    return found.leftover


def _take(connection: Connection, step: Step, tell: Tell, patience: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO thads_migration (number, name) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (step.number, step.name),
        )
        cursor.execute("SELECT parts FROM thads_migration WHERE number = %s", (step.number,))
        done: int = one(cursor)
        for number, part in enumerate(step.parts):
            if number < done:
                continue
            tell(Progress(step, number))
            if isinstance(part, Together):
                persist(partial(_together, connection, step, part), part.sql, patience)
                continue
            if isinstance(part, Alone):
                persist(partial(_alone, cursor, part), part.sql, patience)
            else:
                backfill(connection, step, number, part, tell, patience)
            _part_done(cursor, step)
        if not step.rebuild:
            _finish(cursor, step)


def _finish(cursor: Cursor, step: Step) -> None:
    # One statement, so that level and book agree whatever happens.
    contracts = int(step.kind is Kind.CONTRACT)
    cursor.execute(
        "WITH finished AS (UPDATE thads_migration SET finished = now()"
        " WHERE number = %s AND finished IS NULL RETURNING number)"
        " UPDATE thads_schema SET version = version + %s WHERE EXISTS (SELECT FROM finished)",
        (step.number, contracts),
    )


def _part_done(cursor: Cursor, step: Step) -> None:
    cursor.execute("UPDATE thads_migration SET parts = parts + 1 WHERE number = %s", (step.number,))


def _together(connection: Connection, step: Step, part: Together) -> None:
    with transaction(connection, _LOCK_TIMEOUT) as cursor:
        cursor.execute(part.sql)
        _part_done(cursor, step)


def _alone(cursor: Cursor, part: Alone) -> None:
    cursor.execute(f"SET lock_timeout = '{_ALONE_TIMEOUT}'")
    try:
        if part.index is not None and _index_stands(cursor, part.index):
            return
        cursor.execute(part.sql)
    finally:
        if not cursor.connection.closed:
            cursor.execute("RESET lock_timeout")


def _index_stands(cursor: Cursor, index: str) -> bool:
    """Whether `index` is there and whole; the rest of an interrupted attempt is removed."""
    cursor.execute(
        "SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE relname = %s AND relnamespace = current_schema()::regnamespace",
        (index,),
    )
    found = cursor.fetchone()
    if found and not found[0]:
        cursor.execute(f"DROP INDEX CONCURRENTLY {quote_ident(index, cursor)}")
        return False
    return bool(found)
