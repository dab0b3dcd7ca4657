"""The calendar of this installation: what ships with the portal and what the administrator added.

The administrator's days stand in the registry, one line a day (``2027-01-02 off <source>``),
so that every process sees a change with its next transaction, and a backup holds them. A
computation that asked for the shipped calendar instead would be wrong by a day after the
next yearly decision: everything but tests takes the calendar from here.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from plone.registry.interfaces import IRegistry
from thads_portal.domain.working_days import calendar_with
from thads_portal.domain.working_days import CalendarOverride
from thads_portal.domain.working_days import WorkingCalendar
from zope.component import queryUtility


RECORD = "thads_portal.calendar_overrides"
WORKED = "worked"
OFF = "off"


def current_calendar() -> WorkingCalendar:
    """The calendar of the site of this request or run, as its transaction sees it."""
    return _calendar(_lines(queryUtility(IRegistry)))


def overrides() -> tuple[CalendarOverride, ...]:
    """The days the administrator entered, by day."""
    return _parsed(_lines(queryUtility(IRegistry)))


def lines_of(days: Iterable[CalendarOverride]) -> list[str]:
    """`days` as they are stored, by day."""
    return [
        f"{each.day.isoformat()} {WORKED if each.worked else OFF} {each.source}"
        for each in sorted(days, key=lambda each: each.day)
    ]


def _lines(registry) -> tuple[str, ...]:
    return tuple(registry.get(RECORD, None) or ()) if registry is not None else ()


@lru_cache(maxsize=16)
def _parsed(lines: tuple[str, ...]) -> tuple[CalendarOverride, ...]:
    found = {}
    for line in lines:
        day, kind, source = (*line.split(" ", 2), "")[:3]
        found[day] = CalendarOverride(date.fromisoformat(day), kind == WORKED, source)
    return tuple(found[day] for day in sorted(found))


@lru_cache(maxsize=16)
def _calendar(lines: tuple[str, ...]) -> WorkingCalendar:
    # By content, not by time: two processes with the same lines have equal calendars.
    return calendar_with(_parsed(lines))
