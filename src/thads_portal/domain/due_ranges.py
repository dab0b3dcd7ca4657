"""On which days an event must have been for its deadline to be overdue, today or next.

A table stores the day of an event only, because the calendar may change; to select by
deadline it is asked for days. A deadline never comes earlier for a later event, so the
days of one status are one range.
"""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from functools import lru_cache
from thads_portal.domain.clocks import event_due_on
from thads_portal.domain.clocks import TRIGGER_OF_END
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.working_days import DueStatus
from thads_portal.domain.working_days import WorkingCalendar
from types import MappingProxyType


#: The longest term with the longest holidays (Tết) in it is shorter.
_LOOK_BACK = 45
#: What waits (``register.waiting.Waits``) -> the event whose term runs.
PUBLICATION = ("draft", "returned", "submitted", "board_review")
#: First and last day, both included; None is open.
Range = tuple[date | None, date | None]


# A calendar is one object for as long as its days are the same, so it may be a key; a desk
# asks for five states each time.
@lru_cache(maxsize=64)
def due_ranges(
    status: DueStatus, *, today: date, calendar: WorkingCalendar
) -> Mapping[tuple[str, str | None], Range]:
    """(what waits, reason of an ending) -> the days of the event; those without such a day
    are left out.
    """
    found: dict[tuple[str, str | None], Range] = {}
    publication = _range(EventKind.ISSUED, None, status, today, calendar)
    if publication:
        found.update({(kind, None): publication for kind in PUBLICATION})
    amendment = _range(EventKind.AMENDED, None, status, today, calendar)
    if amendment:
        found["amendment", None] = amendment
    for reason in TRIGGER_OF_END:
        ending = _range(EventKind.ENDED, reason, status, today, calendar)
        if ending:
            found["ending", reason.value] = ending
    return MappingProxyType(found)


def _range(
    kind: EventKind,
    reason: EndReason | None,
    status: DueStatus,
    today: date,
    calendar: WorkingCalendar,
) -> Range | None:
    days = []
    for back in range(_LOOK_BACK + 1):
        day = today - timedelta(days=back)
        due = event_due_on(kind, day, calendar, reason)
        if due is not None and calendar.due_status(due, today) is status:
            days.append(day)
    if not days:
        return None
    first = None if status is DueStatus.OVERDUE else min(days)
    last = None if status is DueStatus.LATER else max(days)
    return first, last


def due_of(waits: str, since: date, reason: str | None, calendar: WorkingCalendar) -> date | None:
    """The last day of the term that runs on what waits since an event on `since`, if any."""
    match waits:
        case "amendment":
            return event_due_on(EventKind.AMENDED, since, calendar)
        case "ending":
            return event_due_on(EventKind.ENDED, since, calendar, EndReason(str(reason)))
        case _:
            return event_due_on(EventKind.ISSUED, since, calendar)
