"""The worker: takes jobs from the queue and runs them, one at a time, until told to stop.

procrastinate fetches, listens for new jobs and keeps the clock; what a job is and what
becomes of it is in ``runner.py``. The queue forgets a job when it is over.
"""

from collections.abc import Callable
from dataclasses import replace
from procrastinate import App
from procrastinate import BaseRetryStrategy
from procrastinate import PsycopgConnector
from procrastinate import RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.periodic import PeriodicTask
from thads_portal.errors import RegisterUnavailable
from thads_portal.jobs import periodic
from thads_portal.jobs.queue import QUEUE
from thads_portal.jobs.queue import TASK
from thads_portal.jobs.rescue import rescue
from thads_portal.jobs.runner import Again
from thads_portal.jobs.runner import Portal
from thads_portal.jobs.runner import run
from thads_portal.register.trouble import RegisterConflict

import asyncio
import logging
import psycopg
import psycopg2
import signal
import threading


logger = logging.getLogger(__name__)
# It logs errors with their texts and traces; what became of a job the runner logs itself, and
# a database that is away ends the worker with a line.
logging.getLogger("procrastinate").setLevel(logging.CRITICAL)

#: Seconds between two looks for new jobs; a new job also wakes a worker at once.
_LOOK = 2.0
#: Seconds between two looks for jobs whose worker is gone.
_RESCUE = 3.0


class _OnlyAgain(BaseRetryStrategy):
    """A job that could not be run now stays in the queue; all else is the job's own end."""

    def get_retry_decision(self, *, exception: BaseException, job) -> RetryDecision | None:
        again = isinstance(exception, (Again, RegisterUnavailable, RegisterConflict))
        return RetryDecision(retry_in={"seconds": 1}) if again else None


def application(portal: Portal) -> App:
    """The queue of `portal`'s database, with the two tasks that everything goes through."""
    app = App(
        connector=PsycopgConnector(conninfo=portal.dsn, min_size=1, max_size=3),
        periodic_defaults={"max_delay": periodic.CATCH_UP},
    )

    @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=_OnlyAgain())
    def run_job(context, job: str) -> None:
        run(portal, job, context.job.id)

    for name, kind in periodic.kinds():
        _schedule(app, portal, name, kind)
    return app


def _schedule(app: App, portal: Portal, name: str, kind) -> None:
    @app.task(name=f"thads.periodic.{name}", queue=QUEUE, pass_context=True, retry=_OnlyAgain())
    def run_periodic(context, timestamp: int) -> None:
        job_id = periodic.job_of(portal.dsn, name, kind.title, timestamp)
        run(portal, job_id, context.job.id)

    task = PeriodicTask(task=run_periodic, cron=kind.cron, periodic_id=name, configure_kwargs={})
    # Worked out lazily and kept there by procrastinate; ours goes by the time of Vietnam.
    task.__dict__["croniter"] = periodic.VietnamCron(kind.cron)
    app.periodic_registry.periodic_tasks[(run_periodic.name, name)] = task


def work(
    portal: Portal,
    *,
    wait: bool = True,
    clock: bool = True,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Run jobs until SIGTERM or SIGINT; with `wait` off, until the queue is empty.

    With `clock` off, no job is begun because it is time for it.
    Raises RegisterUnavailable when the database goes away: whoever started the worker
    starts another one, which begins where this one was.
    """
    stopping = threading.Event()
    portal = replace(portal, stopping=stopping.is_set)
    # A connector and its loop belong together, so each call has its own.
    app = application(portal)
    if not clock:
        app.periodic_registry.periodic_tasks.clear()
    try:
        asyncio.run(_work(app, portal, stopping, wait, ready))
    except (ConnectorException, psycopg.Error) as error:
        raise RegisterUnavailable from error


async def _work(
    app: App,
    portal: Portal,
    stopping: threading.Event,
    wait: bool,
    ready: Callable[[], None],
) -> None:
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=[QUEUE],
                concurrency=1,
                wait=wait,
                listen_notify=wait,
                fetch_job_polling_interval=_LOOK,
                delete_jobs=DeleteJobCondition.ALWAYS.value,
                install_signal_handlers=False,
            )
        )
        helpers = [asyncio.create_task(_rescue_for_ever(portal.dsn))] if wait else []

        def stop() -> None:
            # The running job stops at its next step, and the worker behind it.
            stopping.set()
            worker.cancel()

        if wait:
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, stop)
        ready()
        try:
            await worker
        except asyncio.CancelledError:
            if not stopping.is_set():
                raise
        finally:
            for helper in helpers:
                helper.cancel()


async def _rescue_for_ever(dsn: str) -> None:
    while True:
        try:
            found = await asyncio.to_thread(rescue, dsn)
            if found:
                logger.warning("%s jobs had lost their worker and are queued again", found)
        except psycopg2.Error as error:
            logger.warning("Looking for lost jobs: %s", type(error).__name__)
        await asyncio.sleep(_RESCUE)
