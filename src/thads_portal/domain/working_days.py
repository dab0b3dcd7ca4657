"""The calendar of working days of Vietnam's State agencies, and counting in it.

Public holidays come from the `holidays` library, the yearly swaps of days (hoán đổi
ngày làm việc) from ``data/calendar.tsv``, and later decisions from overrides entered
by the administrator. An override wins over everything, in both directions: a worked
Saturday missing here makes a term end a day late, a missing day off makes an agency
look overdue that is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import StrEnum
from functools import cache
from thads_portal.domain.tables import read_table


ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarOverride:
    """A day that is worked although it looks off, or off although it looks worked.

    `source` names the decision, for whoever checks a deadline.
    """

    day: date
    worked: bool
    source: str


class DueStatus(StrEnum):
    """How near a deadline is. "Tomorrow" is the next working day: days off give no time."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"


#: status -> (Vietnamese, English)
STATUS_LABELS = {
    DueStatus.OVERDUE: ("Quá hạn", "Overdue"),
    DueStatus.TODAY: ("Hết hạn hôm nay", "Due today"),
    DueStatus.TOMORROW: ("Còn 1 ngày làm việc", "Due on the next working day"),
    DueStatus.LATER: ("Còn hạn", "Due later"),
}


@cache
def _statutory_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of `year` beside weekends, and the weekend days that are worked."""
    # The library takes 0.3 s to import; a command that counts no days should not wait.
    import holidays

    vietnam = holidays.country_holidays("VN", years=year)
    return frozenset(vietnam), frozenset(vietnam.weekend_workdays)


@cache
def known_overrides() -> tuple[CalendarOverride, ...]:
    """The swaps of days that ship with the portal."""
    return tuple(
        CalendarOverride(date.fromisoformat(row["day"]), row["worked"] == "yes", row["source"])
        for row in read_table("calendar.tsv")
    )


class WorkingCalendar:
    """Answers which days are worked; later `overrides` win over earlier ones."""

    __slots__ = ("_overrides",)

    def __init__(self, overrides: Iterable[CalendarOverride] = ()) -> None:
        self._overrides = {override.day: override for override in overrides}

    def is_working_day(self, day: date) -> bool:
        override = self._overrides.get(day)
        if override is not None:
            return override.worked
        days_off, worked = _statutory_days(day.year)
        return day not in days_off and (day.weekday() < SATURDAY or day in worked)

    def override_on(self, day: date) -> CalendarOverride | None:
        """The override that decides `day`, with its source; None where the rule holds."""
        return self._overrides.get(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The last day of a term of `count` working days that an event on `start` began.

        The day of the event does not count (Civil Code 2015, Art. 147). A term of none
        ("at once") ends on the day itself or, where that is off, on the next working day.
        """
        if count < 0:
            raise ValueError(f"a term cannot have {count} working days")
        if count == 0:
            return start if self.is_working_day(start) else self.next_working_day(start)
        day = start
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`.

        Negative where `end` comes first: the working days after `end` up to `start`.
        """
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        return sum(
            self.is_working_day(start + timedelta(days=offset)) for offset in range(1, span + 1)
        )

    def due_status(self, due_on: date, today: date) -> DueStatus:
        """How near the last day of a term is, seen on `today` in Vietnam."""
        if due_on < today:
            return DueStatus.OVERDUE
        if due_on == today:
            return DueStatus.TODAY
        if due_on <= self.next_working_day(today):
            return DueStatus.TOMORROW
        return DueStatus.LATER


@cache
def default_calendar() -> WorkingCalendar:
    """The calendar as it ships, without the administrator's overrides."""
    return WorkingCalendar(known_overrides())


def calendar_with(overrides: Iterable[CalendarOverride]) -> WorkingCalendar:
    """The shipped calendar with an installation's own overrides laid over it."""
    return WorkingCalendar((*known_overrides(), *overrides))
