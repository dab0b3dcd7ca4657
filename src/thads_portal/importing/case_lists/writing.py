"""Writes a list into the ledgers: all rows in one transaction, once, however often it is asked for."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.recording import Recorded
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import Conflict
from thads_portal.errors import Rejected
from thads_portal.importing.case_lists.planning import ListPlan
from thads_portal.importing.case_lists.planning import Outcome
from thads_portal.importing.case_lists.planning import plan_list
from thads_portal.importing.column_list import ListRow
from thads_portal.register import record
from thads_portal.register.ledger import lists
from thads_portal.register.ledger import writing
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.trouble import RegisterConflict

import random
import time


#: Repeated this often where somebody else enters something in one of the cases meanwhile.
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ListWritten:
    """`again`: it was written before, and nothing was done now."""

    entered: int
    known: int
    again: bool = False


def write_list(
    dsn: str,
    wanted: str,
    *,
    province: str,
    kind: EntryKind,
    actor: str,
    at: datetime,
    today: date,
    calendar: WorkingCalendar,
    expected: int | None,
) -> ListWritten | None:
    """Enter the rows of the list `wanted`; None where there is no such list.

    `expected` is the revision that was looked at. Raises Conflict, and Rejected with every problem
    of every row: then nothing was written.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _attempt(dsn, wanted, province, kind, actor, at, today, calendar, expected)
        except RegisterConflict as error:
            if attempt == _ATTEMPTS:
                raise Conflict from error
            time.sleep(random.uniform(0, 0.05 * attempt))  # noqa: S311 - a pause is no secret
    raise AssertionError("unreachable")


def _attempt(
    dsn: str,
    wanted: str,
    province: str,
    kind: EntryKind,
    actor: str,
    at: datetime,
    today: date,
    calendar: WorkingCalendar,
    expected: int | None,
) -> ListWritten | None:
    with own_transaction(dsn) as cursor:
        # The second click waits here, and finds it written.
        found = lists.by_id(cursor, wanted, province=province, kind=kind.value, lock=True)
        if found is None:
            return None
        if found.written is not None or found.rows is None:
            return ListWritten(found.entered or 0, found.known or 0, again=True)
        if expected != found.revision:
            raise Conflict
        plan = plan_list(
            cursor,
            province=province,
            kind=kind,
            rows=[ListRow(line, texts) for line, texts in found.rows],
            left_out=found.left_out,
            actor=actor,
            today=today,
        )
        problems = [problem for row in plan.rows for problem in row.problems]
        if problems:
            raise Rejected(problems)
        rows = [
            writing.written(book, actor=actor, at=at, calendar=calendar, origin="excel")
            for book in plan.books.values()
            if book.new_entries
        ]
        writing.write(cursor, rows)
        _record(cursor, plan, found, actor, at)
        entered, known = plan.count(Outcome.ENTERED), plan.count(Outcome.KNOWN)
        lists.is_written(cursor, found, at=at, entered=entered, known=known)
        return ListWritten(entered, known)


def _record(cursor, plan: ListPlan, of: lists.CaseList, actor: str, at: datetime) -> None:
    """The list as a whole, and beside each listing what was entered in its case."""
    entered = [row for row in plan.rows if row.outcome is Outcome.ENTERED and row.target]
    record.write(
        cursor,
        Recorded.CASE_LIST_ENTERED,
        actor=actor,
        province=of.province,
        about=of.id,
        details={"kind": of.kind, "rows": len(entered), "sha256": of.sha256},
    )
    record.write_many(
        cursor,
        Recorded.CASE_ENTERED,
        actor=actor,
        at=at,
        province=of.province,
        listings=[
            (row.target.number, str(row.target.case), {"entry": of.kind, "list": of.id})
            for row in entered
        ],
    )
