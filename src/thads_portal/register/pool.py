"""Connections for reading the register: few, shared by the threads of a process, read-only.

A failure to read must never look like an empty result: whatever is wrong with the
database, also a statement that takes too long, arrives as RegisterUnavailable.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from psycopg2 import extensions
from psycopg2.extensions import make_dsn
from thads_portal.database.slow import TimedCursor
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import own_connections
from thads_portal.register.own_connections import alive
from thads_portal.register.trouble import away

import os
import psycopg2
import threading


#: Connections of one process to one database; more readers wait for their turn.
SIZE = 8
#: Seconds to wait for a free connection; whole seconds to wait for a new one.
PATIENCE = 5.0
_CONNECT = 5
#: Seconds a statement may take.
STATEMENT_TIMEOUT = 5.0

#: Plans for short questions: compiling or starting helpers costs more than it saves.
_SETTINGS = """
    SET default_transaction_read_only = on;
    SET jit = off;
    SET max_parallel_workers_per_gather = 0;
    SET work_mem = '16MB'
"""


class Pool:
    """Connections to one database, for one process."""

    def __init__(self, dsn: str, *, size: int = SIZE, connect: int = _CONNECT):
        self._dsn = make_dsn(dsn, connect_timeout=connect)
        #: Free connections, each with its statement timeout; the last used comes first.
        self._free: list[tuple[extensions.connection, float | None]] = []
        self._turns = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()

    @contextmanager
    def reading(self, statement_timeout: float) -> Iterator[extensions.cursor]:
        if not self._turns.acquire(timeout=PATIENCE):
            raise RegisterUnavailable(detail="no free connection")
        try:
            connection, timeout = self._take()
            try:
                with connection.cursor() as cursor:
                    if timeout != statement_timeout:
                        milliseconds = int(statement_timeout * 1000)
                        cursor.execute("SET statement_timeout = %s", (milliseconds,))
                    yield cursor
            except psycopg2.DatabaseError as error:
                if not away(error):
                    raise
                connection.close()
                raise RegisterUnavailable(detail=type(error).__name__) from error
            except psycopg2.InterfaceError as error:
                if not connection.closed:
                    raise
                raise RegisterUnavailable(detail=type(error).__name__) from error
            finally:
                if not connection.closed:
                    with self._lock:
                        self._free.append((connection, statement_timeout))
        finally:
            self._turns.release()

    def _take(self) -> tuple[extensions.connection, float | None]:
        """A free connection that the server has not given up, or a new one."""
        while True:
            with self._lock:
                if not self._free:
                    break
                connection, timeout = self._free.pop()
            if alive(connection):
                return connection, timeout
            connection.close()
        try:
            connection = psycopg2.connect(self._dsn, cursor_factory=TimedCursor)
            connection.autocommit = True
            # Said here and not while connecting: a pooler between takes no options.
            with connection.cursor() as cursor:
                cursor.execute(_SETTINGS)
        except psycopg2.OperationalError as error:
            raise RegisterUnavailable(detail=type(error).__name__) from error
        return connection, None

    def close(self) -> None:
        """Close the connections that nobody uses."""
        with self._lock:
            free, self._free = self._free, []
        for connection, _ in free:
            connection.close()


#: By process, since a connection must not be used on both sides of a fork.
_pools: dict[tuple[int, str], Pool] = {}
_pools_lock = threading.Lock()


def pool(dsn: str, *, connect: int = _CONNECT) -> Pool:
    """The pool of this process for `dsn`; who asks first says how long a connection is waited for."""
    key = (os.getpid(), dsn)
    with _pools_lock:
        if key not in _pools:
            _pools[key] = Pool(dsn, connect=connect)
        return _pools[key]


@contextmanager
def reading(
    dsn: str, *, statement_timeout: float = STATEMENT_TIMEOUT, connect: int = _CONNECT
) -> Iterator[extensions.cursor]:
    """A cursor that reads `dsn`; each statement sees what is committed when it starts.

    Raises RegisterUnavailable when the database cannot be reached, breaks off, or takes
    longer than `statement_timeout` seconds for a statement.
    """
    with pool(dsn, connect=connect).reading(statement_timeout) as cursor:
        yield cursor


def close(dsn: str) -> None:
    """Let go of the idle connections to `dsn`, so that its database can be dropped."""
    with _pools_lock:
        mine = _pools.pop((os.getpid(), dsn), None)
    if mine is not None:
        mine.close()
    own_connections.close(dsn)
