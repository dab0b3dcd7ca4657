"""Idle connections for short transactions of their own: making one costs more than most of them do.

A few are kept for each process; nothing of a session stays on them (settings are local to their
transaction, temporary tables go with it). One that has idled for long is not used again, and none that
the server has given up; one in an unknown state is closed. Whoever waits for a server that hangs is let
go by ``watching/breaker.py``, as on any connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from psycopg2 import extensions

import os
import psycopg2
import select
import threading
import time


#: Idle connections that a process keeps to one database.
SIZE = 4
#: Seconds after which an idle one is closed instead of used.
_IDLE = 30.0
_CONNECT = 5

#: (process, connection string) -> idle connections and since when, the last used at the end. By process,
#: since a connection must not be used on both sides of a fork.
_idle: dict[tuple[int, str], list[tuple[extensions.connection, float]]] = {}
_lock = threading.Lock()


def take(dsn: str) -> extensions.connection:
    """A connection in no transaction, for `give_back`. Raises psycopg2.OperationalError."""
    while True:
        with _lock:
            kept = _idle.get((os.getpid(), dsn))
            if not kept:
                break
            connection, since = kept.pop()
        if time.monotonic() - since < _IDLE and alive(connection):
            return connection
        connection.close()
    return psycopg2.connect(dsn, connect_timeout=_CONNECT)


def give_back(dsn: str, connection: extensions.connection) -> None:
    """Keep it for the next one, if it is in no transaction and there are not enough."""
    if not connection.closed:
        if connection.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE:
            with _lock:
                kept = _idle.setdefault((os.getpid(), dsn), [])
                if len(kept) < SIZE:
                    kept.append((connection, time.monotonic()))
                    return
        connection.close()


@contextmanager
def lent(dsn: str) -> Iterator[extensions.connection]:
    """The same for a block; what it has not committed is taken back with the connection."""
    connection = take(dsn)
    try:
        yield connection
    finally:
        give_back(dsn, connection)


def close(dsn: str) -> None:
    """Let go of the idle connections to `dsn`."""
    with _lock:
        kept = _idle.pop((os.getpid(), dsn), [])
    for connection, _since in kept:
        connection.close()


def alive(connection: extensions.connection) -> bool:
    """An idle connection has nothing to say: what there is to read is the server's farewell."""
    if connection.closed:
        return False
    # Not `select`, which fails in a process with more than a thousand open files.
    asked = select.poll()
    asked.register(connection.fileno(), select.POLLIN)
    return not asked.poll(0)
