"""The ledgers' lines of an all-or-nothing feed, and how two reports of one batch become one."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from thads_portal.content.calendar import current_calendar
from thads_portal.database.sql import Cursor
from thads_portal.domain.identifiers import external_id as normal_external_id
from thads_portal.errors import FeedRejected
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from thads_portal.importing.ledger_feed import LedgerPlan
from thads_portal.importing.ledger_feed import plan_ledger
from thads_portal.importing.ledger_feed import write_ledger
from thads_portal.importing.report import merge
from thads_portal.importing.report import Report
from typing import Any


class LedgersOfFeed:
    """Writes the ledgers' lines of an all-or-nothing feed behind the rows of its listings."""

    def __init__(self, run: Any, lines: list[Line], born: Mapping[str, int]) -> None:
        self.run = run
        self.lines = lines
        self.born = born
        self.plan: LedgerPlan | None = None
        self.before = self.report = Report(most=run.settings.most_problems)

    def prepare(self, moments: list[datetime]) -> list[datetime]:
        return moments

    def write(self, cursor: Cursor, moments: list[datetime]) -> None:
        run = self.run
        plan = plan_ledger(
            self.lines, cursor=cursor, settings=run.settings, actor=run.actor, born=self.born
        )
        self.plan, self.report = plan, plan.report
        if plan.report.problems:
            report = merge_in_order(self.before, plan.report)
            raise FeedRejected(report.problems, report=report)
        write_ledger(cursor, plan, actor=run.actor, now=moments[-1], calendar=current_calendar())


def born_in(lines: Iterable[Line]) -> dict[str, int]:
    """External id -> the number of the line that issues it."""
    found: dict[str, int] = {}
    for line in lines:
        if b'"issued"' in line.raw:
            data: Any = parse(line)
            external_id = (
                normal_external_id(data.get("external_id")) if type(data) is dict else None
            )
            if external_id is not None and data.get("event") == "issued":
                found.setdefault(external_id, line.number)
    return found


def merge_in_order(first: Report, second: Report) -> Report:
    """Both reports of one batch, their problems by line."""
    merged = merge(first, second)
    return replace(merged, problems=tuple(sorted(merged.problems, key=lambda each: each.line)))
