"""Reads of the register by a replica (``THADS_READ_DSN``), when it knows all that the primary does.

A replica follows the primary by milliseconds, or by hours when something is in its way, and shows whoever
was listed then. So each answer begins with a question to the primary that touches no table: up to where is
its log written? What is visible there is written. The replica answers if it has come as far; it is waited
for a moment, else the primary answers. A listing that ended is thus never shown from a replica that has
not heard of it, nor one that was published missed, and nobody has to know how far behind it is.

A replica that is away, breaks off, belongs to another database or follows another history (after a
failover) costs nobody anything: the primary answers, and the replica is left alone for a second. One
that has been behind for longer than ``THADS_READ_LAG`` seconds is not waited for.
"""

from collections.abc import Callable
from thads_portal.database.read_settings import lag
from thads_portal.database.read_settings import read_dsn
from thads_portal.database.sql import Cursor
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import pool
from typing import Any
from typing import NamedTuple
from typing import TypeVar

import logging
import os
import psycopg2
import threading
import time


#: Seconds for which one that failed, or fell behind for long, is left alone.
REST = 1.0
#: Seconds for which a replica is waited for that is on its way, and between two looks.
_MOMENT = 0.05
_LOOK = 0.002
#: Whole seconds to wait for a connection.
_CONNECT = 2

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

#: Which database it is, in which of its histories. A name alone is given twice.
_SAME = (
    "(SELECT system_identifier FROM pg_control_system()) || '/' ||"
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)
#: Written is what is visible, but for those who do not wait for their own commits.
_POSITION = f"""
    SELECT lsn::text, ('x' || left(pg_walfile_name(lsn), 8))::bit(32)::int, {_SAME}
    FROM (SELECT CASE
        WHEN pg_is_in_recovery() THEN NULL
        WHEN current_setting('synchronous_commit') = 'off' THEN pg_current_wal_insert_lsn()
        ELSE pg_current_wal_flush_lsn() END) AS place (lsn)
"""
_FOLLOWS = f"""
    SELECT pg_is_in_recovery(), {_SAME} = %s,
        (SELECT greatest(min_recovery_end_timeline, timeline_id)
         FROM pg_control_recovery(), pg_control_checkpoint()) = %s
"""
_THERE = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"


class _Place(NamedTuple):
    """A position in the log of a database, in one of its histories."""

    at: str
    history: int
    same: str


class _Behind(Exception):
    """The replica has not come as far as the primary, or is none of this primary's."""


class Replica:
    """The replica at `dsn` of the database at `primary`, for one process; safe in threads."""

    def __init__(self, dsn: str, primary: str, lag: float):
        self._dsn, self._primary, self._lag = dsn, primary, lag
        self._lock = threading.Lock()
        self._rests_until = 0.0
        self._behind_since: float | None = None
        self._told = ""
        #: Whether somebody who watches says that it hangs.
        self.hangs: Callable[[], bool] = lambda: False
        #: How many answers were its own, and how many the primary's in its stead.
        self.answers = self.passed_on = 0

    def read(
        self, work: Callable[[Cursor], Answer], statement_timeout: float = pool.STATEMENT_TIMEOUT
    ) -> Answer:
        """What `work` finds, here or at the primary. Raises RegisterUnavailable."""
        rests = time.monotonic() < self._rests_until or self.hangs()
        place = None if rests else self._position()
        if place is not None:
            try:
                with pool.reading(
                    self._dsn, statement_timeout=statement_timeout, connect=_CONNECT
                ) as cursor:
                    self._await(cursor, place)
                    found = work(cursor)
                self._tell("")
                self.answers += 1
                return found
            except RegisterUnavailable as error:
                self._rest(f"does not answer ({error.params.get('detail', '')})")
            except _Behind as error:
                self._tell(str(error))
        self.passed_on += 1
        with pool.reading(self._primary, statement_timeout=statement_timeout) as cursor:
            return work(cursor)

    def _position(self) -> _Place | None:
        """Up to where the primary's log is written; None: nobody is to be compared with it.

        Raises RegisterUnavailable.
        """
        try:
            with pool.reading(self._primary) as cursor:
                ((at, history, same),) = self._rows(cursor, _POSITION)
        except _Behind:
            return None
        # Without a primary the database is a standby itself: nobody knows more.
        return None if at is None else _Place(at, history, same)

    def _rows(self, cursor: Cursor, question: str, parameters: Any = None) -> list[Any]:
        """What a server says of itself. Raises _Behind where the account may not ask."""
        try:
            cursor.execute(question, parameters)
        except psycopg2.ProgrammingError as error:
            self._rest(f"cannot be compared ({type(error).__name__})")
            raise _Behind(self._told) from error
        return cursor.fetchall()

    def _await(self, cursor: Cursor, place: _Place) -> None:
        """Until the replica has come to `place`. Raises _Behind."""
        ((follows, ours, with_us),) = self._rows(cursor, _FOLLOWS, (place.same, place.history))
        if not (follows and ours and with_us):
            self._rest("is no replica of this database as it is now")
            raise _Behind("is no replica of this database as it is now")
        now = time.monotonic()
        patient = self._behind_since is None or now - self._behind_since < self._lag
        while True:
            cursor.execute(_THERE, (place.at,))
            (there,) = cursor.fetchone()
            if there:
                self._behind_since = None
                return
            if not patient or time.monotonic() - now > _MOMENT:
                break
            time.sleep(_LOOK)
        self._behind_since = self._behind_since or now
        if not patient:
            self._rest("")
        raise _Behind("is behind")

    def _rest(self, why: str) -> None:
        self._rests_until = time.monotonic() + REST
        if why:
            self._tell(why)

    def _tell(self, why: str) -> None:
        """Say once what is the matter, and once that it is over."""
        if why == self._told or (why == "is behind" and not self._long_behind):
            return
        with self._lock:
            told, self._told = self._told, why
        if told != why:
            if why:
                logger.warning("The replica %s: reads go to the primary", why)
            else:
                logger.warning("The replica answers again")

    @property
    def _long_behind(self) -> bool:
        since = self._behind_since
        return since is not None and time.monotonic() - since >= self._lag


#: By process: connections are its own.
_replicas: dict[tuple[int, str, str], Replica] = {}
_lock = threading.Lock()


def replica_of(dsn: str) -> Replica | None:
    """The replica that reads for the database `dsn`; None where none is set."""
    own = read_dsn()
    if not own:
        return None
    key = (os.getpid(), dsn, own)
    found = _replicas.get(key)
    if found is None:
        with _lock:
            found = _replicas.setdefault(key, Replica(own, dsn, lag()))
    return found


def read(
    dsn: str,
    work: Callable[[Cursor], Answer],
    *,
    statement_timeout: float = pool.STATEMENT_TIMEOUT,
) -> Answer:
    """What `work` reads of the public register `dsn`; it may be called twice, and only reads.

    Raises RegisterUnavailable.
    """
    found = replica_of(dsn)
    if found is not None:
        return found.read(work, statement_timeout)
    with pool.reading(dsn, statement_timeout=statement_timeout) as cursor:
        return work(cursor)
