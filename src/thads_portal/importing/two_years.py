"""Marks published listings about which there was no news for two years, by the clock.

As the setting says. In batches, each a transaction of its own: what a run that is cut off has
not marked, the next one marks. Who acts is the portal: such a job has no account.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from datetime import datetime
from functools import partial
from plone import api
from thads_portal.actions.context import ActionContext
from thads_portal.actions.two_years import mark_quiet
from thads_portal.domain.two_years import two_years_before
from thads_portal.domain.two_years import TwoYearTrack
from thads_portal.domain.words import VIETNAM
from thads_portal.importing.repeated_transactions import repeated_transactions
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.pool import reading
from thads_portal.register.waiting import quiet
from typing import Any
from zope.interface import implementer


SETTING = "thads_portal.two_year_track"
BATCH = 1000
#: Seconds the one question to the register may take; nobody waits for it.
_PATIENCE = 120.0


@implementer(IPeriodicJob)
class TwoYears:
    title = "Đánh dấu mục đủ 2 năm không có thông tin mới"
    cron = "45 2 * * *"

    def run(self, site, job) -> dict[str, int]:
        return mark(site, job.dsn, today=datetime.now(VIETNAM).date(), progress=job.progress)


def mark(site, dsn: str, *, today: date, progress=lambda done, total: None) -> dict[str, int]:
    """Mark what has been without news for two years on `today`; tells how many are marked now."""
    setting = api.portal.get_registry_record(SETTING, default=TwoYearTrack.MARK.value)
    if setting != TwoYearTrack.MARK:
        return {"marked": 0}
    limit = two_years_before(today)
    with reading(dsn, statement_timeout=_PATIENCE) as cursor:
        found = quiet(cursor, limit)
    marked = seen = 0
    path = "/".join(site.getPhysicalPath())
    with repeated_transactions(site._p_jar.db(), path) as run:
        for province, numbers in _by_province(found).items():
            for start in range(0, len(numbers), BATCH):
                batch = numbers[start : start + BATCH]
                marked += run.commit(
                    partial(_mark, run, province, batch, limit),
                    note="two years without news",
                )
                seen += len(batch)
                progress(seen, len(found))
    return {"marked": marked}


def _mark(run: Any, province: str, batch: list[str], limit: date) -> int:
    return mark_quiet(run.register(province), batch, ActionContext(), limit=limit)


def _by_province(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    numbers = defaultdict(list)
    for province, number in found:
        numbers[province].append(number)
    return numbers
