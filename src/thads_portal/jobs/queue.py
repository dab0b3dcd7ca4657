"""Puts jobs into the queue, stops them, runs them again: as part of the running transaction.

A job is there if and only if the change that asked for it is: its row and the queue's are
written in the vote (``register/join.py``), also when the request is repeated. The queue is
procrastinate's; only its SQL is used here, so that a web worker need not load it.
"""

from AccessControl import getSecurityManager
from collections.abc import Mapping
from thads_portal.database.sql import Cursor
from thads_portal.errors import JobNotFound
from thads_portal.errors import JobOver
from thads_portal.jobs.context import Job
from thads_portal.jobs.context import Lost
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.statements import execute
from typing import Any

import orjson
import secrets


#: Names in procrastinate's tables.
QUEUE = "thads"
TASK = "thads.job"

_INSERT = """
    INSERT INTO thads_job (id, kind, title, owner, province, parameters)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
#: With a lock, jobs of the same lock run one after the other.
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW(%s, %s, 0, %s, NULL, %s, NULL)::procrastinate_job_to_defer_v1
    ])
"""
_AGAIN = """
    UPDATE thads_job
    SET state = 'waiting', done = 0, total = NULL, lost = 0, cancel = false,
        enqueued = now(), started = NULL, finished = NULL, result = NULL,
        error_code = NULL, error = NULL
    WHERE id = %s AND state IN ('failed', 'cancelled')
"""
_DONE = """
    UPDATE thads_job SET state = 'done', result = %s, finished = now(), done = coalesce(total, done)
    WHERE id = %s AND state = 'running' AND attempts = %s
"""
#: One that waits is over at once: whoever takes it from the queue finds it so.
_CANCEL = """
    UPDATE thads_job
    SET cancel = true,
        state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END,
        finished = CASE state WHEN 'waiting' THEN now() END
    WHERE id = %s AND state IN ('waiting', 'running')
"""


def enqueue(
    context,
    kind: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    title: str,
    province: str | None = None,
    owner: str | None = None,
    lock: str | None = None,
) -> str:
    """Have a job of `kind` done once the running transaction is committed; returns its id.

    `parameters` are what JSON can hold: ids, never a restricted value (a file of an upload
    goes by its id). `title` is shown to people, `province` (a slug) says whose it is. The
    job runs with the rights of `owner`, by default the signed-in account. Jobs with the
    same `lock` run one after the other.
    """
    if owner is None:
        owner = getSecurityManager().getUser().getId() or ""
    job_id = secrets.token_hex(8)
    text = orjson.dumps(dict(parameters or {})).decode()
    execute(context, _INSERT, (job_id, kind, title, owner, province, text))
    _defer(context, job_id, lock)
    return job_id


def enqueue_on(
    cursor: Cursor,
    kind: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    title: str,
    province: str | None = None,
    lock: str | None = None,
) -> str:
    """The same in the transaction of `cursor`, for a job that is nobody's own."""
    job_id = secrets.token_hex(8)
    text = orjson.dumps(dict(parameters or {})).decode()
    cursor.execute(_INSERT, (job_id, kind, title, "", province, text))
    arguments = orjson.dumps({"job": job_id}).decode()
    cursor.execute(_DEFER, (QUEUE, TASK, lock, arguments))
    return job_id


def run_again(context, job_id: str, *, lock: str | None = None) -> None:
    """Queue a failed or cancelled job anew. JobOver (at commit) if it is neither."""
    execute(context, _AGAIN, (job_id,), JobOver)
    _defer(context, job_id, lock)


def cancel(context, job_id: str) -> None:
    """Stop a job: at once if it waits, else at its next step. JobOver if it has ended."""
    # At once and not with the request: the worker is to see it while the request goes on.
    dsn = dsn_of(connection_of(context).db())
    with own_transaction(dsn) as cursor:
        cursor.execute(_CANCEL, (job_id,))
        if cursor.rowcount:
            return
        cursor.execute("SELECT FROM thads_job WHERE id = %s", (job_id,))
        raise JobOver if cursor.rowcount else JobNotFound


def finish(context, job: Job, result: Mapping[str, Any] | None) -> None:
    """Say, as part of the running transaction, that `job` is done.

    Lost (at commit) if another worker has taken it meanwhile: nothing is done twice.
    """
    text = None if result is None else orjson.dumps(dict(result)).decode()
    execute(context, _DONE, (text, job.id, job.attempt), Lost)


def _defer(context, job_id: str, lock: str | None) -> None:
    arguments = orjson.dumps({"job": job_id}).decode()
    execute(context, _DEFER, (QUEUE, TASK, lock, arguments))
