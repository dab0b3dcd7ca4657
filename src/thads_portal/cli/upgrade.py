"""``thads upgrade``: bring the database to this release, while portals serve from it.

First what the release needs: the register's tables, the portal's profile, the listings' rows.
With `--finish`, when no older release is left, what only that needed. Each piece is committed
when it is done, so an upgrade that was stopped, by whatever, goes on at the next run.
"""

from argparse import ArgumentParser
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from thads_portal.cli import upgrading
from thads_portal.cli.helping import helped
from thads_portal.cli.progress import progress
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.zope import application
from thads_portal.database import marks
from thads_portal.database.connect import owners_database
from thads_portal.register import resealing
from thads_portal.register import upgrade
from thads_portal.register.filling import Progress

import os
import subprocess
import sys
import time


_NICE = 10
#: What `--check` ends with when there is something to do.
NEEDED = 5


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="say what would be done and how long; change nothing"
    )
    parser.add_argument(
        "--finish",
        action="store_true",
        help="also take away what only older releases need: when none of them is left",
    )


def run(arguments: Namespace) -> int:
    """0 when the database is of this release; `--check`: 5 when it is not yet."""
    # Held until the end, so that the embedded server stays up for all of it.
    with owners_database(instance_folder()) as dsn:
        found = upgrading.plan(dsn)
        _say(found, finish=arguments.finish)
        if arguments.check:
            return NEEDED if found.pieces else 0
        if found.fresh:
            return 0
        # The workers on this machine come first.
        os.nice(_NICE)
        began = time.monotonic()
        with upgrade.upgrading(dsn) as connection:
            _needed(connection, dsn)
            if arguments.finish:
                _finish(connection, dsn)
        print(f"upgraded in {time.monotonic() - began:.0f} s")
        if upgrading.plan(dsn).finish:
            print("when no machine runs an older release any more: thads upgrade --finish")
    return 0


def _say(found: upgrading.UpgradePlan, *, finish: bool) -> None:
    if found.fresh:
        print("the database is new: nothing to upgrade")
        return
    for piece in found.pieces:
        print(f"{piece.name}: {piece.summary} ({_span(piece.seconds)})")
    for piece in found.finish:
        when = "" if finish else "later, with --finish: "
        print(f"{when}{piece.name}: {piece.summary} ({_span(piece.seconds)})")
    if found.newer:
        numbers = ", ".join(f"{number:04}" for number in found.newer)
        print(f"a newer release has added to this database ({numbers}); this one serves it too")
    if found.pieces:
        print(f"in all {_span(found.seconds)}, while the portal serves")
    elif not (finish and found.finish):
        print("the database is of this release")


def _span(seconds: float) -> str:
    return f"about {seconds / 60:.0f} min" if seconds >= 90 else f"about {max(1, seconds):.0f} s"


def _needed(connection, dsn: str) -> None:
    with upgrade.idle_ended(dsn), _Told() as tell:
        taken = upgrade.expand(connection, tell=tell)
    with application(upgrading=True) as zope:
        # Imported late: only together with Zope.
        from thads_portal.setup.site import ensure_site
        from thads_portal.upgrades import run as profile

        if zope.portal is not None:
            tool = zope.portal.portal_setup
            profile.run(tool, tell=lambda title: print(f"profile: {title}", file=sys.stderr))
            ensure_site(zope.app)
            marks.write(dsn, upgrading.MARK, str(profile.version(tool)))
            if any(step.rebuild for step in taken):
                _rebuild(zope)
            _case_duties(zope)
    upgrade.rows_are_new(connection)


def _finish(connection, dsn: str) -> None:
    with upgrade.idle_ended(dsn), _Told() as tell:
        again = upgrade.fill_again(connection, tell=tell)
    if any(step.rebuild for step in again):
        # Zope starts once in a process, and for the steps before it may have done so here.
        command = (sys.executable, "-m", "thads_portal.cli.main", "register", "rebuild")
        subprocess.run(command, check=True)
    with upgrade.idle_ended(dsn), _Told() as tell:
        upgrade.contract(connection, tell=tell)
    if resealing.begin(dsn):
        print(
            "restricted values are sealed from now on; for those that are there: thads fields reseal"
        )


def _rebuild(zope) -> None:
    from thads_portal.register.rebuild import rebuild

    site_path = "/".join(zope.portal.getPhysicalPath())
    database = zope.portal._p_jar.db()
    with helped(database), progress("rows from the objects", "listings") as reached:
        rebuild(
            database,
            dsn=zope.dsn,
            site_path=site_path,
            progress=lambda looked_at, total: reached(looked_at),
        )


def _case_duties(zope) -> None:
    """What this release computes of cases, and the law it knows, hold for all of them."""
    from thads_portal.content.calendar import current_calendar
    from thads_portal.register.ledger.recomputing import recompute

    with progress("duties of cases", "cases") as reached:
        recompute(
            zope.dsn,
            current_calendar(),
            progress=lambda looked_at, total: reached(looked_at),
        )


class _Told:
    """Tells each part of a step in a line on standard error, and a backfill with a bar."""

    def __init__(self) -> None:
        self._part: tuple[int, int] | None = None
        self._bar = ExitStack()
        self._reached: Callable[[int], None] | None = None

    def __enter__(self) -> "_Told":
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def __call__(self, now: Progress) -> None:
        if (now.step.number, now.part) != self._part:
            self._bar.close()
            self._reached = None
            self._part = (now.step.number, now.part)
            place = f"{now.part + 1}/{len(now.step.parts)}"
            sys.stderr.write(f"{now.step.name} ({place}): {now.step.summary}\n")
            sys.stderr.flush()
        if now.total is not None:
            if self._reached is None:
                self._reached = self._bar.enter_context(progress(now.step.name, "rows", now.total))
            self._reached(now.rows)
