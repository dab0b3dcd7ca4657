"""Runs a feed: reads it in batches, plans each, writes it, adds up the report.

REST, the command line and the demo come through here. A batch is one
transaction; what it reports is committed. The same feed may run twice at the
same time: rows with the same external id conflict, and the slower run finds
them written.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import partial
from itertools import chain
from itertools import islice
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.records import Event
from thads_portal.errors import Conflict
from thads_portal.errors import FeedRejected
from thads_portal.importing.beside import LEAST_LINES
from thads_portal.importing.beside import write_beside
from thads_portal.importing.brake import Brake
from thads_portal.importing.feed import check_limits
from thads_portal.importing.feed import Format
from thads_portal.importing.feed import in_batches
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import read_lines
from thads_portal.importing.feed_plan import FeedSettings
from thads_portal.importing.feed_plan import Overlay
from thads_portal.importing.feed_plan import plan_feed
from thads_portal.importing.feed_plan import repeated_external_ids
from thads_portal.importing.feed_settings import settings_of
from thads_portal.importing.in_parts import in_parts
from thads_portal.importing.ledger_feed import LedgerOverlay
from thads_portal.importing.ledger_feed import LedgerPlan
from thads_portal.importing.ledger_feed import parted
from thads_portal.importing.ledger_feed import plan_ledger
from thads_portal.importing.ledger_feed import write_ledger
from thads_portal.importing.ledger_follow import let_follow
from thads_portal.importing.ledger_run import born_in
from thads_portal.importing.ledger_run import LedgersOfFeed
from thads_portal.importing.ledger_run import merge_in_order
from thads_portal.importing.log import Log
from thads_portal.importing.log import logged
from thads_portal.importing.lookup import Lookup
from thads_portal.importing.repeated_transactions import ATTEMPTS
from thads_portal.importing.repeated_transactions import repeated_transactions
from thads_portal.importing.repeated_transactions import RepeatedTransactions
from thads_portal.importing.report import MAX_PROBLEMS
from thads_portal.importing.report import merge
from thads_portal.importing.report import Report
from thads_portal.importing.report import require_readable
from thads_portal.importing.successors import link_waiting
from thads_portal.importing.writer import write
from thads_portal.register.join import dsn_of
from thads_portal.register.join import queue_of
from thads_portal.register.ledger.books import places_of
from thads_portal.register.numbers import numbering
from thads_portal.register.numbers import Numbers
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.register.processes import available
from thads_portal.register.processes import helpers
from thads_portal.register.trouble import RegisterConflict
from thads_portal.register.trouble import translate_database_errors
from thads_portal.security.province_policy import province_policy
from typing import BinaryIO
from zope.component.hooks import setSite

import random
import time
import transaction


@dataclass(frozen=True, slots=True)
class _Run:
    transactions: RepeatedTransactions
    dsn: str
    settings: FeedSettings
    actor: str
    numbers: Numbers
    log: Log
    moment: Callable[[Event], datetime] | None = None
    follows: frozenset[str] = frozenset()

    def write(
        self, lines: list[Line], *, refuse_any: bool = False, attempts: int = ATTEMPTS
    ) -> Report:
        """Plan and write `lines`: those about listings in one transaction, those about ledgers in
        another behind it, or all of them in one (`refuse_any`).
        """
        listings, ledgers = parted(lines)
        if not ledgers:
            return self._write_listings(listings, refuse_any=refuse_any, attempts=attempts)
        if refuse_any:
            return self._write_all(lines, listings, ledgers, attempts=attempts)
        report, born = Report(most=self.settings.most_problems), self._born(listings)
        if listings:
            report = self._write_listings(listings, refuse_any=False, attempts=attempts)
        more = self._write_ledgers(ledgers, born=born, attempts=attempts)
        self.log.written(ledgers, more)
        return merge_in_order(report, more)

    def _born(self, lines: list[Line]) -> dict[str, int]:
        """External id -> the line that makes the listing, of those that are not there yet.

        Asked before anything of `lines` is written.
        """
        found = born_in(lines)
        if not found:
            return {}
        with reading(self.dsn) as cursor:
            there = places_of(cursor, found)
        return {each: number for each, number in found.items() if each not in there}

    def _write_ledgers(
        self, lines: list[Line], *, born: Mapping[str, int], attempts: int
    ) -> Report:
        calendar = current_calendar()
        for attempt in range(1, attempts + 1):
            try:
                with own_transaction(self.dsn) as cursor:
                    plan = plan_ledger(
                        lines, cursor=cursor, settings=self.settings, actor=self.actor, born=born
                    )
                    write_ledger(
                        cursor, plan, actor=self.actor, now=datetime.now(UTC), calendar=calendar
                    )
                self._let_follow(plan)
                return plan.report
            except RegisterConflict as error:
                if attempt == attempts:
                    raise Conflict() from error
                time.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 - a pause is no secret
        raise AssertionError("unreachable")

    def _let_follow(self, plan: LedgerPlan | None) -> None:
        """Public texts follow what was written, where the province wants it. What cannot now (a
        listing that somebody edits all the time) is done by the job, or by an editor.
        """
        cases = [case for case, book in plan.books.items() if book.new_entries] if plan else []
        if cases and self.follows:
            with suppress(Conflict):
                let_follow(self.transactions, self.dsn, self.follows, actor=self.actor, cases=cases)

    def _write_all(
        self, lines: list[Line], listings: list[Line], ledgers: list[Line], *, attempts: int
    ) -> Report:
        """All in one transaction: the ledgers are planned where the listings' rows stand already,
        in the vote of that transaction.
        """
        writer = LedgersOfFeed(self, ledgers, self._born(listings))

        def work() -> Report:
            now = datetime.now(UTC)
            lookup = Lookup(self.transactions, self.dsn)
            planned = plan_feed(listings, register=lookup, settings=self.settings)
            if planned.report.problems:
                raise FeedRejected(
                    planned.report.problems,
                    report=merge_in_order(
                        planned.report,
                        Report(received=len(ledgers), most=self.settings.most_problems),
                    ),
                )
            write(
                planned.writes,
                lookup=lookup,
                actor=self.actor,
                now=now,
                take_numbers=lambda count: self.numbers.take(count, now=now),
            )
            writer.before = planned.report
            queue_of(self.transactions.site).write(writer, now)
            return planned.report

        try:
            report = self.transactions.commit(work, note="case feed", attempts=attempts)
        except FeedRejected as rejected:
            self.log.refused(lines, rejected.report)
            raise
        report = merge_in_order(report, writer.report)
        self.log.written(lines, report)
        self._let_follow(writer.plan)
        return report

    def _write_listings(self, lines: list[Line], *, refuse_any: bool, attempts: int) -> Report:
        """Plan and write `lines` in one transaction."""

        def work() -> Report:
            now = datetime.now(UTC)
            lookup = Lookup(self.transactions, self.dsn)
            planned = plan_feed(lines, register=lookup, settings=self.settings)
            if refuse_any and planned.report.problems:
                raise FeedRejected(planned.report.problems, report=planned.report)
            write(
                planned.writes,
                lookup=lookup,
                actor=self.actor,
                now=now,
                take_numbers=lambda count: self.numbers.take(count, now=now),
                moment=self.moment,
            )
            return planned.report

        try:
            report = self.transactions.commit(work, note="case feed", attempts=attempts)
        except FeedRejected as rejected:
            self.log.refused(lines, rejected.report)
            raise
        self.log.written(lines, report)
        return report

    def plan(self, lines: list[Line], overlay: Overlay, ledger: LedgerOverlay) -> Report:
        """Plan `lines` and write nothing; the overlays carry what earlier lines would do."""
        with self.transactions.reading():
            lookup = Lookup(self.transactions, self.dsn)
            listings, ledgers = parted(lines)
            report = plan_feed(
                listings, register=lookup, settings=self.settings, overlay=overlay
            ).report
        if not ledgers:
            return report
        with reading(self.dsn, statement_timeout=60.0) as cursor:
            more = plan_ledger(
                ledgers,
                cursor=cursor,
                settings=self.settings,
                actor=self.actor,
                born=self._born(listings),
                planned=overlay.listings,
                overlay=ledger,
            )
        return merge_in_order(report, more.report)


def run_feed(
    portal,
    body: BinaryIO,
    *,
    feed_format: Format = Format.LINES,
    actor: str,
    allowed: frozenset[str] | None = None,
    dry_run: bool = False,
    atomic: bool = False,
    most_problems: int = MAX_PROBLEMS,
    progress: Callable[[int], None] = lambda done: None,
    brake: Brake | None = None,
) -> Report:
    """Read `body` (seekable) and do what its lines say; the report spells out `most_problems`.

    `brake` holds back what ends unusually many listings.

    Raises FeedTooLarge, FeedUnreadable, FeedRejected (atomic, with its problems)
    before anything is written.
    """
    check_limits(body, feed_format, atomic=atomic)
    if dry_run:
        return _dry_run(portal, body, feed_format, actor, allowed, atomic, most_problems, progress)
    lines = read_lines(body, feed_format)
    if atomic:
        return _atomic(portal, list(lines), actor, allowed, most_problems)
    return feed_lines(
        portal,
        lines,
        actor=actor,
        allowed=allowed,
        most_problems=most_problems,
        progress=progress,
        brake=brake,
    )


def feed_lines(
    portal,
    lines: Iterable[Line],
    *,
    actor: str,
    allowed: frozenset[str] | None = None,
    most_problems: int = MAX_PROBLEMS,
    progress: Callable[[int], None] = lambda done: None,
    moment: Callable[[Event], datetime] | None = None,
    brake: Brake | None = None,
) -> Report:
    """Write `lines` in batches, each its own transaction; good lines are written, bad ones not.

    `progress` is called with the lines done. `moment` tells when an event came in, for a demo that
    has a past; no feed from outside has one. Raises FeedUnreadable when no line could be read.
    """
    source = iter(brake.passing(lines) if brake is not None else lines)
    first = list(islice(source, LEAST_LINES))
    lines = chain(first, source)
    # Fewer lines are written before helpers have begun; a past is told line by line.
    count = available() if len(first) == LEAST_LINES and moment is None else 1
    path = "/".join(portal.getPhysicalPath())
    with (
        _recorded(portal, actor, allowed, most_problems, atomic=False) as recorded,
        helpers(count, feed_helper, path, actor, allowed, most_problems) as crew,
    ):
        run = replace(recorded, moment=moment)
        if crew:
            report = write_beside(
                lines, crew, dsn=run.dsn, written=run.log.written, progress=progress
            )
        else:
            report = _one_after_the_other(run, lines, progress)
        if brake is not None and brake.count:
            held = brake.report()
            run.log.written(brake.held, held)
            report = merge(report, held)
    require_readable(report)
    return replace(report, run=run.log.run)


def _one_after_the_other(
    run: _Run, lines: Iterable[Line], progress: Callable[[int], None]
) -> Report:
    report = Report()
    for batch in in_batches(lines):
        report = merge(report, in_parts(run.write, batch))
        progress(report.received)
    return report


@contextmanager
def feed_helper(
    database, site_path: str, actor: str, allowed: frozenset[str] | None, most_problems: int
) -> Iterator[Callable[[list[Line]], Report]]:
    """The work of a process that has a share of a feed: to write a batch and report."""
    manager = transaction.TransactionManager()
    site = database.open(manager).root()["Application"].unrestrictedTraverse(site_path)
    setSite(site)
    with _running(site, actor, allowed, most_problems) as run:
        # What was asked of the site is known; nothing is read here any more.
        manager.abort()
        yield partial(in_parts, run.write)


def _atomic(
    portal, lines: list[Line], actor: str, allowed: frozenset[str] | None, most_problems: int
) -> Report:
    """All lines in one transaction, or none."""
    with _recorded(portal, actor, allowed, most_problems, atomic=True) as run:
        try:
            report = run.write(lines, refuse_any=True)
        except FeedRejected as rejected:
            require_readable(rejected.report)
            raise
    require_readable(report)
    return replace(report, run=run.log.run)


def _dry_run(
    portal,
    body: BinaryIO,
    feed_format: Format,
    actor: str,
    allowed: frozenset[str] | None,
    atomic: bool,
    most_problems: int,
    progress: Callable[[int], None],
) -> Report:
    """What the feed would do. Only listings with several lines are remembered on the way."""
    repeated = repeated_external_ids(read_lines(body, feed_format))
    overlay, ledger = Overlay(), LedgerOverlay()
    report = Report()
    with _running(portal, actor, allowed, most_problems) as run:
        for batch in in_batches(read_lines(body, feed_format)):
            report = merge(report, run.plan(batch, overlay, ledger))
            progress(report.received)
            overlay.forget(but=repeated)
    require_readable(report)
    if atomic and report.rejected:
        raise FeedRejected(report.problems, report=report.nothing_written())
    return report


@contextmanager
def _recorded(
    portal, actor: str, allowed: frozenset[str] | None, most_problems: int, *, atomic: bool
) -> Iterator[_Run]:
    """A run that changes something: it stays to be looked up, whatever becomes of it."""
    with (
        logged(dsn_of(portal._p_jar.db()), actor=actor, atomic=atomic) as log,
        _running(portal, actor, allowed, most_problems, log) as run,
    ):
        yield run
        # What is in somebody's way now is done by the job.
        with suppress(Conflict):
            link_waiting(run.transactions, run.dsn, actor=actor)


@contextmanager
def _running(
    portal,
    actor: str,
    allowed: frozenset[str] | None,
    most_problems: int,
    log: Log | None = None,
) -> Iterator[_Run]:
    database = portal._p_jar.db()
    with translate_database_errors():
        settings = settings_of(allowed=allowed, now=datetime.now(UTC), most_problems=most_problems)
    dsn = dsn_of(database)
    site_path = "/".join(portal.getPhysicalPath())
    with numbering(dsn) as numbers, repeated_transactions(database, site_path) as run:
        follows = province_policy().follows
        yield _Run(run, dsn, settings, actor, numbers, log or Log(), follows=follows)
