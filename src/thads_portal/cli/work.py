"""`thads work`: runs the jobs that pages hand over (imports, exports, batches), until Ctrl-C.

`thads serve` starts it as a child beside the web workers. Started by hand, on this machine or
another one with the same database, it is one more worker.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.hosting import SITE
from thads_portal.cli.zope import application
from thads_portal.watching.breaker import Breaker
from thads_portal.watching.watch import watch_replica

import argparse
import os
import sys


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--until-empty", action="store_true", help="end when no job waits any more")
    # The supervisor's: where to say that the worker is up.
    parser.add_argument("--ready", type=int, help=argparse.SUPPRESS)


def run(arguments: Namespace) -> int:
    """0 after a clean stop; a job that was running is taken up again by the next worker."""

    def ready() -> None:
        if arguments.ready is not None:
            os.write(arguments.ready, b"1")
            os.close(arguments.ready)
        elif not arguments.until_empty:
            sys.stderr.write("thads: working; Ctrl-C: stop / đang làm việc; Ctrl-C: dừng\n")

    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.jobs.runner import Portal
        from thads_portal.jobs.worker import work
        from zope.component.hooks import setSite

        import transaction

        # A job that waits for a database that hangs ends, and is done again later.
        Breaker(zope.dsn).start()
        watch_replica(zope.dsn)
        portal = Portal(zope.portal._p_jar.db(), zope.dsn, f"/{SITE}")
        # The command's own connection waits; each job opens one. Without a site nothing is looked
        # up in it: a transaction left open there would keep the database from tidying up, and an
        # upgrade from building an index.
        setSite(None)
        transaction.abort()
        work(portal, wait=not arguments.until_empty, ready=ready)
    return 0
