"""Follow-up duties done in time or not, for ``/tuan-thu``: as ``register/duties.py`` for publication.

By province and by month they are sums that triggers keep (``thads_case_sum``). The open verification is
counted by its day; the deadline is moved past rest days here, by the calendar of today.
"""

from collections import defaultdict
from datetime import date
from datetime import timedelta
from thads_portal.database.sql import Cursor
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.ledger.terms import moved_past_rest
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.duties import Sums


#: by -> the place of a duty, of an open verification.
_PLACES = {
    "province": ("province", "province"),
    "month": ("to_char(due_on, 'YYYY-MM')", "to_char(moved.day, 'YYYY-MM')"),
    "agency": ("agency", "agency"),
}
#: Sums by province and day; agencies are few enough in a province to be counted.
_DONE = """
    SELECT {place}, duty, sum(in_time), sum(late),
        coalesce(sum(waiting) FILTER (WHERE due_on < %(today)s), 0),
        coalesce(sum(waiting) FILTER (WHERE due_on >= %(today)s), 0)
    FROM thads_case_sum
    WHERE due_on BETWEEN %(first)s AND %(last)s AND duty <> ''
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2 HAVING sum(in_time + late + waiting) > 0
"""
_DONE_BY_AGENCY = """
    SELECT {place}, duty, count(*) FILTER (WHERE done_on <= due_on),
        count(*) FILTER (WHERE done_on > due_on),
        count(*) FILTER (WHERE done_on IS NULL AND due_on < %(today)s),
        count(*) FILTER (WHERE done_on IS NULL AND due_on >= %(today)s)
    FROM thads_case_duty
    WHERE due_on BETWEEN %(first)s AND %(last)s
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2
"""
#: The day of an open verification is moved past rest days by today's calendar.
_OPEN = """
    SELECT {place}, coalesce(sum(own.n) FILTER (WHERE moved.day < %(today)s), 0),
        coalesce(sum(own.n) FILTER (WHERE moved.day >= %(today)s), 0)
    FROM ({own}) AS own
    JOIN unnest(%(raw)s::date[], %(moved)s::date[]) AS moved (raw, day) ON moved.raw = own.raw
    GROUP BY 1 HAVING sum(own.n) > 0
"""
_WAITING = """
    SELECT province, due_on AS raw, sum(waiting) AS n FROM thads_case_sum
    WHERE due_on BETWEEN %(from)s AND %(last)s AND duty = ''
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2
"""
_WAITING_BY_AGENCY = """
    SELECT agency, verify_on AS raw, count(*) AS n FROM thads_case
    WHERE verify_on BETWEEN %(from)s AND %(last)s
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2
"""
#: Longer rests no calendar.
_RESTS = timedelta(days=20)


def follow_up_sums(
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
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    of_duty, of_open = _PLACES[by]
    counted = by == "agency"
    values = {"first": first, "last": last, "province": province, "today": today}
    cursor.execute((_DONE_BY_AGENCY if counted else _DONE).format(place=of_duty), values)
    for name, duty, *counts in cursor:
        found[name, duty] = [int(each) for each in counts]
    days = _moved_into(first, last, calendar)
    if days:
        raw = list(days)
        own = _WAITING_BY_AGENCY if counted else _WAITING
        cursor.execute(
            _OPEN.format(place=of_open, own=own),
            {**values, "from": raw[0], "raw": raw, "moved": [days[day] for day in raw]},
        )
        for name, overdue, waiting in cursor:
            sums = found[name, FollowUp.VERIFY.value]
            sums[2] += int(overdue)
            sums[3] += int(waiting)
    return [Sums(name, FollowUp(duty), *counts) for (name, duty), counts in found.items()]


def _moved_into(first: date, last: date, calendar: WorkingCalendar) -> dict[date, date]:
    """The raw days whose deadlines are from `first` up to `last`, in order, with their deadlines."""
    found: dict[date, date] = {}
    day = last
    moved = moved_past_rest(last, calendar)
    while day >= max(first - _RESTS, date.min):
        if calendar.is_working_day(day):
            moved = day
        if first <= moved <= last:
            found[day] = moved
        if day == date.min:
            break
        day -= timedelta(days=1)
    return dict(sorted(found.items()))


def waiting_by_province(cursor: Cursor, *, overdue: date, soon: date) -> dict[str, tuple[int, int]]:
    """Province -> (cases whose next duty was up to the raw day `overdue`, those after up to `soon`)."""
    cursor.execute(
        "SELECT province, count(*) FILTER (WHERE next_on <= %s), count(*) FILTER (WHERE next_on > %s)"
        " FROM thads_case WHERE next_on <= %s GROUP BY 1",
        (overdue, overdue, soon),
    )
    return {row[0]: (row[1], row[2]) for row in cursor}
