"""A job as its kind sees it while it runs: what to do, and how far it has come.

Progress goes out on a connection of its own, so that it is seen at once and does not wait
for the job's transaction. The same connection holds a lock for as long as the job runs:
the database lets go of it when the worker dies, however it dies, which is how another
worker knows (``rescue.py``).
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.database.sql import one
from typing import Any

import psycopg2
import time


#: Seconds between two writes of how far a job is.
PACE = 0.5
#: The first of the two numbers of each job's advisory lock; the second is its place in the queue.
LOCK = 0x7468616A


class Cancelled(Exception):
    """Somebody asked to stop this job."""


class Interrupted(Exception):
    """The worker is stopping; the job goes back into the queue."""


class Lost(Exception):
    """The connection that holds the job's lock is gone: another worker may have it by now."""


class Lifeline:
    """The job's own connection: its lock, its progress, and whether it is to stop."""

    def __init__(self, dsn: str, job_id: str, place: int, stopping: Callable[[], bool]):
        self._connection = psycopg2.connect(dsn)
        self._connection.autocommit = True
        self._job_id = job_id
        self._place = place
        self._stopping = stopping
        self._next = 0.0

    def take(self) -> bool:
        """Whether this worker, and no other, has the job."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK, self._place & 0x7FFFFFFF))
            return one(cursor)

    def progress(self, done: int, total: int | None) -> None:
        if self._stopping():
            raise Interrupted
        now = time.monotonic()
        if now < self._next and done != total:
            return
        self._next = now + PACE
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE thads_job SET done = %s, total = coalesce(%s, total)"
                    " WHERE id = %s AND state = 'running' RETURNING cancel",
                    (done, total, self._job_id),
                )
                row = cursor.fetchone()
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            raise Lost from error
        if row is None:
            raise Lost
        if row[0]:
            raise Cancelled

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Job:
    """`attempt` counts from 1; it is more than 1 after a worker was lost."""

    id: str
    kind: str
    owner: str
    province: str | None
    parameters: Mapping[str, Any]
    attempt: int
    dsn: str
    _progress: Callable[[int, int | None], None]

    def progress(self, done: int, total: int | None = None) -> None:
        """Tell how far the job is; cheap, may be called for every item.

        Raises what ends the job when somebody has stopped it or its worker is to end: let
        it pass.
        """
        self._progress(done, total)
