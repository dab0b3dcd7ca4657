"""Keeps the days off and worked days that the administrator adds to the shipped calendar.

What is written holds for every process with its next transaction (``content/calendar.py``).
"""

from collections.abc import Collection
from collections.abc import Iterable
from datetime import date
from plone.registry.interfaces import IRegistry
from thads_portal.actions.context import ActionContext
from thads_portal.content.calendar import lines_of
from thads_portal.content.calendar import overrides
from thads_portal.content.calendar import RECORD
from thads_portal.content.zope_types import Site
from thads_portal.domain.recording import Recorded
from thads_portal.domain.working_days import CalendarOverride
from thads_portal.jobs.case_duties import CaseDuties
from thads_portal.jobs.case_duties import KIND
from thads_portal.jobs.queue import enqueue
from thads_portal.register.record import note
from zope.component import getUtility


def add_days(site: Site, acting: ActionContext, days: Iterable[CalendarOverride]) -> None:
    """Add `days`; one that is there is replaced."""
    new = {each.day: each for each in days}
    kept = {each.day: each for each in overrides()}
    _store(site, acting, {**kept, **new}, changed=new)


def remove_days(site: Site, acting: ActionContext, days: Iterable[date]) -> None:
    """Let these days be again as the law and the shipped calendar have them."""
    gone = frozenset(days)
    kept = {each.day: each for each in overrides()}
    left = {day: each for day, each in kept.items() if day not in gone}
    _store(site, acting, left, changed=kept.keys() - left.keys())


def _store(
    site: Site,
    acting: ActionContext,
    days: dict[date, CalendarOverride],
    *,
    changed: Collection[date],
) -> None:
    if not changed:
        return
    getUtility(IRegistry)[RECORD] = lines_of(days.values())
    # Deadlines that stand in the ledgers of cases: the days move them all.
    enqueue(site, KIND, title=CaseDuties.title, lock=KIND)
    note(
        site,
        Recorded.CALENDAR_CHANGED,
        actor=acting.user_id,
        at=acting.when,
        details={"days": sorted(day.isoformat() for day in changed)},
    )
