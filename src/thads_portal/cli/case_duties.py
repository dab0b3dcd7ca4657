"""``thads case-duties``: bring the deadlines of all cases to the law and the calendar of today.

The portal does so by itself, each night and when the administrator changes a day. Goes on where it
was stopped.
"""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.content.calendar import current_calendar
from thads_portal.register.ledger.recomputing import recompute


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--anew", action="store_true", help="look at every case, also if nothing has changed"
    )


def run(arguments: Namespace) -> int:
    with application() as zope, progress("case-duties", "cases") as reached:
        done = recompute(
            zope.dsn,
            current_calendar(),
            anew=arguments.anew,
            progress=lambda looked_at, total: reached(looked_at),
        )
    if not done.needed:
        print("law and calendar are those by which all cases were computed")
    else:
        print(f"{done.looked_at} cases looked at, {done.written} changed")
    return 0
