"""Runs one job: what a worker does with a place of the queue, and the tests in its stead.

The job's changes and its being done are one transaction. So a worker that is killed leaves
either nothing of the job, which then runs again, or all of it, which then is not run again.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from thads_portal.content.zope_types import Database
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import NotAllowed
from thads_portal.errors import RegisterUnavailable
from thads_portal.errors import ThadsError
from thads_portal.jobs import queue
from thads_portal.jobs.context import Cancelled
from thads_portal.jobs.context import Interrupted
from thads_portal.jobs.context import Job
from thads_portal.jobs.context import Lifeline
from thads_portal.jobs.context import Lost
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.states import JobState
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.trouble import RegisterConflict
from thads_portal.register.trouble import translate_database_errors
from transaction.interfaces import TransientError
from zope.component import getUtility
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import logging
import orjson
import psycopg2
import random
import time
import transaction


logger = logging.getLogger(__name__)

#: How often a job may be cut off by the end of its worker before it is given up: it may be
#: what ends them.
LOSSES = 3
#: How often its transaction is repeated after meeting another.
_REPEATED = 8

#: A job that says it runs, and is taken again, has lost its worker.
_START = """
    UPDATE thads_job SET state = 'running', started = now(), attempts = attempts + 1,
        lost = lost + CASE state WHEN 'running' THEN 1 ELSE 0 END
    WHERE id = %s AND state IN ('waiting', 'running') AND NOT cancel
    RETURNING kind, owner, province, parameters, attempts, lost
"""
_END = """
    UPDATE thads_job SET state = %s, error_code = %s, error = %s, finished = now()
    WHERE id = %s AND state IN ('waiting', 'running')
"""
_BACK = "UPDATE thads_job SET state = 'waiting' WHERE id = %s AND state = 'running'"


class Again(Exception):
    """The job is to stay in the queue."""


@dataclass(frozen=True, slots=True)
class Portal:
    """Where jobs run. `stopping` tells whether the worker has been asked to end."""

    database: Database
    dsn: str
    site_path: str
    stopping: Callable[[], bool] = lambda: False


def run(portal: Portal, job_id: str, place: int) -> None:
    """Run the job at `place` of the queue, unless it is over. Raises Again if it is not now."""
    try:
        with (
            translate_database_errors(),
            closing(Lifeline(portal.dsn, job_id, place, portal.stopping)) as line,
        ):
            if not line.take():
                # Another worker still has it; what is left of it is found when that ends.
                raise Again
            _run(portal, job_id, line)
    except (RegisterUnavailable, RegisterConflict) as error:
        # The database is or was away: what became of the job is seen when it is back.
        raise Again from error


def _run(portal: Portal, job_id: str, line: Lifeline) -> None:
    row = _one(portal.dsn, _START, (job_id,))
    if row is None:
        _end(portal.dsn, job_id, JobState.CANCELLED)
        return
    kind, owner, province, parameters, attempt, lost = row
    if lost >= LOSSES:
        _end(portal.dsn, job_id, JobState.FAILED, Code.JOB_INTERRUPTED)
        return
    job = Job(job_id, kind, owner, province, parameters, attempt, portal.dsn, line.progress)
    _judge(portal, job)


def _judge(portal: Portal, job: Job) -> None:
    try:
        _work(portal, job)
    except Cancelled:
        _end(portal.dsn, job.id, JobState.CANCELLED)
    except Interrupted:
        _one(portal.dsn, _BACK, (job.id,))
        raise Again from None
    except Lost as error:
        raise Again from error
    except RegisterUnavailable:
        raise
    except MemoryError:
        # Again it would need as much.
        logger.error("Job %s (%s) ran out of memory", job.id, job.kind)
        _end(portal.dsn, job.id, JobState.FAILED, Code.JOB_OUT_OF_MEMORY)
    except ThadsError as refusal:
        _end(portal.dsn, job.id, JobState.FAILED, refusal.code, refusal.as_dict()["message"])
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the worker
        # Not its text, which may quote what the job was about.
        frames = _frames(error)
        logger.error("Job %s (%s) failed: %s at %s", job.id, job.kind, type(error).__name__, frames)
        _end(portal.dsn, job.id, JobState.FAILED, Code.JOB_FAILED)


def _frames(error: BaseException) -> str:
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed(places[-8:]))


def _work(portal: Portal, job: Job) -> None:
    """All of the job in one transaction, repeated when another was faster."""
    kind = getUtility(IJobKind, name=job.kind)
    for attempt in range(1, _REPEATED + 1):
        try:
            with _site(portal, job.owner) as site, translate_database_errors():
                result = kind.run(site, job)
                queue.finish(site, job, result)
                transaction.commit()
                return
        except TransientError as error:
            if attempt == _REPEATED:
                raise
            logger.info("Job %s: repeated after %s", job.id, type(error).__name__)
            time.sleep(random.uniform(0, 0.1 * attempt))  # noqa: S311 - a pause is no secret


@contextmanager
def _site(portal: Portal, owner: str) -> Iterator:
    """The portal in a transaction that is aborted at the end, with `owner` signed in."""
    # Not at the top: imported before Zope's start it puts a DemoStorage in place.
    from Testing.makerequest import makerequest

    transaction.begin()
    with translate_database_errors():
        connection = portal.database.open()
    try:
        app = makerequest(connection.root()["Application"])
        site = app.unrestrictedTraverse(portal.site_path)
        setRequest(app.REQUEST)
        setSite(site)
        _sign_in(app, site, owner)
        yield site
    finally:
        with suppress(psycopg2.Error):
            transaction.abort()
        noSecurityManager()
        setSite(None)
        setRequest(None)
        # Group tools hang clean-ups on the request that must find the connection open.
        app.REQUEST.clear()
        connection.cacheMinimize()
        connection.close()


def _sign_in(app, site, owner: str) -> None:
    """The owner's rights as they are now, or nobody's for a job that started by the clock."""
    noSecurityManager()
    if not owner:
        return
    for users in (site.acl_users, app.acl_users):
        user = users.getUserById(owner)
        if user is not None:
            newSecurityManager(None, user.__of__(users))
            return
    raise NotAllowed


def _end(
    dsn: str,
    job_id: str,
    state: JobState,
    code: Code | None = None,
    text: dict[str, str] | None = None,
) -> None:
    told = message(code) if code is not None and text is None else text
    error = orjson.dumps(told).decode() if told is not None else None
    _one(dsn, _END, (state.value, code.value if code else None, error, job_id))


def _one(dsn: str, statement: str, parameters: tuple) -> tuple | None:
    """Execute on a connection of its own, which commits at once."""
    with own_transaction(dsn) as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone() if cursor.description else None
