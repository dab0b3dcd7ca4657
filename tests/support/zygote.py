"""Processes that may be killed at any moment, forked from one in which Zope is configured.

Loading Plone takes seconds, so each job is a fork of a process that has done it. The parent
writes one JSON object a line to standard input, ``{"job", "work", "dsn", ...}``, and reads what
the jobs say from the file descriptor that is the only argument.
"""

from contextlib import suppress
from functools import partial

import json
import os
import select
import signal
import sys
import threading
import time


def main() -> None:
    out = int(sys.argv[1])
    _configure()
    say(out, job=None, ready=True)
    running: dict[int, int] = {}
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.02)
        if readable:
            line = sys.stdin.readline()
            if not line:
                break
            task = json.loads(line)
            pid = os.fork()
            if not pid:
                _child(out, task)
            running[pid] = task["job"]
            say(out, job=task["job"], pid=pid)
        for pid in list(running):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                say(out, job=running.pop(pid), exit=os.waitstatus_to_exitcode(status))
    for pid in running:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def say(out: int, **message) -> None:
    # Shorter than a pipe's buffer, so that lines of two processes never mix.
    os.write(out, json.dumps(message).encode() + b"\n")


def _configure() -> None:
    from pathlib import Path
    from thads_portal.cli.zope import configure
    from Zope2.Startup.run import configure_wsgi

    folder = Path(os.environ["THADS_INSTANCE"])
    configure_wsgi(str(configure(folder, os.environ["DSN"]) / "zope.conf")).setupPublisher()
    from thads_portal.importing import beside
    from thads_portal.importing import run
    from thads_portal.importing import spread

    import Zope2

    batch = int(os.environ["BATCH"])
    run.in_batches = partial(run.in_batches, max_lines=batch)
    # What several processes share, in the same proportions.
    beside.BATCH_LINES = spread.BATCH_LINES = batch
    beside.LEAST_LINES = run.LEAST_LINES = 2 * batch
    beside.STRETCH_LINES = spread.STRETCH_LINES = 5 * batch
    # The first one starts Zope.
    Zope2.app()._p_jar.close()
    Zope2.DB.close()
    # Forking a process with threads may deadlock the child.
    assert threading.active_count() == 1, threading.enumerate()


def _child(out: int, task: dict) -> None:
    tell = partial(say, out, job=task.pop("job"))
    code = 1
    try:
        os.close(0)
        from thads_portal.testing import Portal

        work, fault = _WORK[task.pop("work")], task.pop("fault", None)
        portal = Portal(task.pop("dsn"), {})
        portal.open()
        tell(opened=True)
        if fault:
            _arm(portal, **fault)
        tell(end=work(portal, tell, **task))
        code = 0
    except Exception as error:  # noqa: BLE001 - whatever it is, the test asks for its kind
        _failed(tell, error)
    finally:
        sys.stderr.flush()
        # No clean-up: the parent's connections are open in this process, too.
        os._exit(code)


def _failed(tell, error: Exception) -> None:
    import traceback

    traceback.print_exception(error)
    sys.stderr.flush()
    tell(error=type(error).__name__, detail=str(error)[:300])
    # Here, and not after leaving what the work has opened: that would fail in its turn.
    os._exit(1)


# Work


def feed(portal, tell, *, path: str, atomic: bool = False, processes: int = 1) -> dict:
    """Run the feed of the file; ``ack``: lines whose batches are committed."""
    from thads_portal.importing.run import run_feed
    from thads_portal.register.processes import standing_by

    with (
        standing_by(portal.database, processes),
        portal.site() as site,
        open(path, "rb") as body,
    ):
        try:
            report = run_feed(
                site, body, actor="feed", atomic=atomic, progress=lambda done: tell(ack=done)
            )
        except Exception as error:  # noqa: BLE001 - reported by its kind
            _failed(tell, error)
    return report.as_dict(dry_run=False)


def case_list(portal, tell, *, wanted: str, revision: int) -> dict:
    """Write a list of payments into the ledgers of Cao Bằng."""
    from datetime import datetime
    from datetime import UTC
    from thads_portal.content.calendar import current_calendar
    from thads_portal.domain.ledger.kinds import EntryKind
    from thads_portal.importing.case_lists.writing import write_list
    from thads_portal.testing import today

    with portal.site():
        try:
            done = write_list(
                portal.dsn,
                wanted,
                province="cao-bang",
                kind=EntryKind.COLLECTED,
                actor="editor",
                at=datetime.now(UTC),
                today=today(),
                calendar=current_calendar(),
                expected=revision,
            )
        except Exception as error:  # noqa: BLE001 - reported by its kind
            _failed(tell, error)
    return {"entered": done.entered, "known": done.known, "again": done.again}


def payment(portal, tell, *, number: str, amount: int) -> None:
    """Enter one payment as the form does, in the transaction of the objects."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SpecialUsers import system
    from thads_portal.actions.context import ActionContext
    from thads_portal.actions.ledger.enter import enter
    from thads_portal.content.register import REGISTER_ID
    from thads_portal.domain.ledger.kinds import EntryKind
    from thads_portal.testing import today

    import transaction

    with portal.site() as site:
        newSecurityManager(None, system)
        try:
            enter(
                site["cao-bang"][REGISTER_ID][number],
                ActionContext(),
                EntryKind.COLLECTED,
                occurred_on=today().isoformat(),
                amount=amount,
            )
            transaction.commit()
        except Exception as error:  # noqa: BLE001 - reported by its kind
            _failed(tell, error)


def trust_all(portal, tell) -> None:
    """Let every province's feed publish at once."""
    from plone import api
    from thads_portal.domain.provinces import provinces_by_slug

    import transaction

    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", [*provinces_by_slug()])
        transaction.commit()


def rebuild(portal, tell, *, processes: int = 1) -> dict:
    """Rebuild the register; ``ack``: rows written, with the memory of the process in KiB."""
    from thads_portal.register.processes import standing_by
    from thads_portal.register.rebuild import rebuild
    from thads_portal.testing import SITE_PATH

    import psutil

    def progress(written, total):
        tell(ack=written, memory=psutil.Process().memory_info().rss // 1024)

    with standing_by(portal.database, processes):
        done = rebuild(portal.database, dsn=portal.dsn, site_path=SITE_PATH, progress=progress)
    return {"written": done.looked_at, "removed": done.removed, "resumed": done.resumed}


def slow_job(portal, tell, *, listings: int, ask: bool = False) -> None:
    """Do one job that makes `listings`; ``ack``: how many it has made. `ask`: ask for it first."""
    from thads_portal.jobs.interfaces import IJobKind
    from thads_portal.jobs.queue import enqueue
    from thads_portal.testing import make_listing
    from zope.component import provideUtility

    import transaction

    class Slow:
        def run(self, site, job):
            for number in range(1, listings + 1):
                make_listing(portal, site)
                job.progress(number, listings)
                tell(ack=number)
                time.sleep(0.05)

    provideUtility(Slow(), IJobKind, "slow")
    if ask:
        with portal.site() as site:
            enqueue(site, "slow", title="Việc lâu")
            transaction.commit()
    jobs(portal, tell)


def jobs(portal, tell) -> None:
    """Do the jobs that wait, as a worker does, those of workers that died first."""
    from thads_portal.jobs.rescue import rescue

    rescue(portal.dsn, grace=0)
    tell(ready=True)
    portal.run_jobs()


def jobs_by_the_clock(portal, tell) -> None:
    """Do the jobs whose time it is, as a worker does when it starts."""
    portal.run_jobs(clock=True)


def serve(portal, tell, *, temporary: str | None = None) -> None:
    """Serve over HTTP until killed; ``address``. `temporary`: where what comes in is kept first."""
    import tempfile

    tempfile.tempdir = temporary
    tell(address=portal.serve())
    while True:
        time.sleep(60)


_WORK = {
    "case_list": case_list,
    "feed": feed,
    "payment": payment,
    "trust_all": trust_all,
    "rebuild": rebuild,
    "serve": serve,
    "jobs": jobs,
    "jobs_by_the_clock": jobs_by_the_clock,
    "slow_job": slow_job,
}


# Faults


def _arm(portal, *, where: str, commit: int, victim: str | int = "self") -> None:
    """Kill `victim` in the n-th commit that writes into the register.

    `where`: ``begin`` (rows are computed), ``vote`` (before the rows are written), ``voted``
    (after), ``finish`` (before COMMIT), ``finished`` (after it, nobody knows yet). `victim`:
    this process, the ``backend`` that the commit runs on, or a process id.
    """
    from thads_portal.register import join
    from ZODB.Connection import Connection

    commits = 0
    armed = False

    def strike(connection) -> None:
        nonlocal armed
        armed = False
        if victim == "backend":
            cursor = join._store_cursor(connection)
            os.kill(cursor.connection.info.backend_pid, signal.SIGKILL)
        else:
            os.kill(os.getpid() if victim == "self" else victim, signal.SIGKILL)
        # The processes of a killed server notice at once, but not at the same instant.
        time.sleep(0.05)

    def begin(original, self, txn):
        nonlocal commits, armed
        original(self, txn)
        commits += bool(self.rows or self.other_rows)
        armed = commits == commit
        if armed and where == "begin":
            strike(self.connection)

    def vote(original, self, txn):
        if armed and where == "vote":
            strike(self.connection)
        original(self, txn)
        if armed and where == "voted":
            strike(self.connection)

    def finish(original, self, txn):
        if armed and where == "finish":
            strike(self)
        original(self, txn)

    def finished(original, self, txn):
        if armed and where == "finished":
            strike(self.connection)
        original(self, txn)

    for cls, name, wrapped in (
        (join.RegisterQueue, "tpc_begin", begin),
        (join.RegisterQueue, "tpc_vote", vote),
        (Connection, "tpc_finish", finish),
        (join.RegisterQueue, "tpc_finish", finished),
    ):
        _wrap(cls, name, wrapped)


def _wrap(cls, name: str, wrapped) -> None:
    original = getattr(cls, name)
    setattr(cls, name, lambda self, txn: wrapped(original, self, txn))


if __name__ == "__main__":
    main()
