"""`thads work`: runs the jobs that pages hand over (imports, exports, batches), until Ctrl-C.

`thads serve` starts it as a child beside the web workers. Started by hand, on this machine or
another one with the same database, it is one more worker.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.hosting import SITE
from thads_portal.cli.zope import portal_database
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

    with portal_database() as (database, dsn):
        # Imported late: only together with Zope.
        from thads_portal.jobs.runner import Portal
        from thads_portal.jobs.worker import work

        # A job that waits for a database that hangs ends, and is done again later.
        Breaker(dsn).start()
        watch_replica(dsn)
        work(Portal(database, dsn, f"/{SITE}"), wait=not arguments.until_empty, ready=ready)
    return 0
