"""The table of duties, from which compliance is told: one row for each clock of each listing.

Made by triggers from the column ``duties`` of ``thads_listing``, in the transaction of the
listing's row, whoever writes it; so it cannot drift from the rows, and a rebuild of the rows
makes it anew. It holds no name and no text.

What is done has the deadline that was recorded. The deadline of what is open is counted by the
calendar when somebody asks, as the desks count it, so a day that the administrator adds moves
both alike.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from thads_portal.database.sql import Cursor
from thads_portal.domain.clocks import Duty
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.working_days import WorkingCalendar


_DONE = """
    SELECT {group} AS place, duty,
        count(*) FILTER (WHERE done_on <= due_on),
        count(*) FILTER (WHERE done_on > due_on)
    FROM thads_duty
    WHERE done_on IS NOT NULL AND due_on >= %(first)s AND due_on <= %(last)s
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2
"""
_OPEN = """
    SELECT {group} AS place, duty, started_on, days, count(*)
    FROM thads_duty
    WHERE done_on IS NULL AND started_on >= %(earliest)s AND started_on <= %(last)s
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2, 3, 4
"""
#: `month` is that of the last day, which for what is open only the calendar knows.
_GROUPS = {
    "province": ("province", "province"),
    "agency": ("agency", "agency"),
    "month": ("to_char(due_on, 'YYYY-MM')", "''"),
}
#: Longer is no term, with Tết and its swapped days in it.
_LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Sums:
    """Duties whose last day is in the asked-for time. `overdue` and `open` are not done yet."""

    place: str
    duty: Duty | FollowUp
    in_time: int
    late: int
    overdue: int
    open: int

    @property
    def judged(self) -> int:
        """Those that can be judged: done, or past their day."""
        return self.in_time + self.late + self.overdue


def sums(
    cursor: Cursor,
    *,
    by: str,
    first: date,
    last: date,
    today: date,
    calendar: WorkingCalendar,
    province: str | None = None,
) -> list[Sums]:
    """By ``province``, ``agency`` or ``month`` of the last day, and by duty."""
    of_done, of_open = _GROUPS[by]
    parameters = {"first": first, "last": last, "province": province}
    cursor.execute(_DONE.format(group=of_done), parameters)
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for place, duty, in_time, late in cursor:
        found[place, duty][:2] = in_time, late
    cursor.execute(_OPEN.format(group=of_open), {**parameters, "earliest": first - _LONGEST})
    due_days: dict[tuple[date, int], date] = {}
    for place, duty, started_on, days, count in cursor:
        key = started_on, days
        if key not in due_days:
            due_days[key] = calendar.add_working_days(*key)
        due_on = due_days[key]
        if first <= due_on <= last:
            month = f"{due_on:%Y-%m}" if by == "month" else place
            found[month, duty][2 if due_on < today else 3] += count
    return [Sums(place, Duty(duty), *numbers) for (place, duty), numbers in found.items()]
