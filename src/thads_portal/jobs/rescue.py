"""Finds the jobs whose worker is gone and puts them back into the queue.

A running job holds an advisory lock on its worker's connection. When that process ends,
also by a kill or with its machine, PostgreSQL gives the lock up: a job that is marked as
running and whose lock anybody can take has nobody who works on it.
"""

from contextlib import closing
from thads_portal.database.sql import one
from thads_portal.jobs.context import LOCK
from thads_portal.jobs.queue import QUEUE

import psycopg2


#: Seconds that a worker has from taking a job to locking it.
_GRACE = 5

_RUNNING = """
    SELECT job.id FROM procrastinate_jobs job
    WHERE job.status = 'doing' AND job.queue_name = %s
      AND (SELECT max(at) FROM procrastinate_events event
           WHERE event.job_id = job.id AND event.type = 'started')
          < now() - %s * interval '1 second'
    ORDER BY job.id
"""
_STILL = "SELECT FROM procrastinate_jobs WHERE id = %s AND status = 'doing' FOR UPDATE"
_AGAIN = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"


def rescue(dsn: str, *, grace: float = _GRACE) -> int:
    """Queue abandoned jobs again; how many there were."""
    found = 0
    with closing(psycopg2.connect(dsn, connect_timeout=10)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(_RUNNING, (QUEUE, grace))
            places = [place for (place,) in cursor.fetchall()]
        for place in places:
            with connection, connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_try_advisory_xact_lock(%s, %s)", (LOCK, place & 0x7FFFFFFF)
                )
                if not one(cursor):
                    continue
                cursor.execute(_STILL, (place,))
                if cursor.rowcount:
                    cursor.execute(_AGAIN, (place,))
                    found += 1
    return found
