"""Follow-up duties done in time or not, for ``/tuan-thu``: as ``register/duties.py`` for publication.

They are sums that triggers keep: by province and day (``thads_case_sum``), by agency (``agency_sums``). The open verification is
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
from thads_portal.register.ledger.agency_sums import agency_sums


#: by -> the place of a duty, of an open verification.
_PLACES = {
    "province": ("province", "province"),
    "month": ("to_char(due_on, 'YYYY-MM')", "to_char(moved.day, 'YYYY-MM')"),
}
_DONE = """
    SELECT {place}, duty, sum(in_time), sum(late),
        coalesce(sum(waiting) FILTER (WHERE due_on < %(today)s), 0),
        coalesce(sum(waiting) FILTER (WHERE due_on >= %(today)s), 0)
    FROM thads_case_sum
    WHERE due_on BETWEEN %(first)s AND %(last)s AND duty <> ''
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2 HAVING sum(in_time + late + waiting) > 0
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
#: Longer rests no calendar.
_RESTS = timedelta(days=20)
_DAY = timedelta(days=1)


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
    if by == "agency":
        return _by_agency(cursor, first, last, today, calendar, province)
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    of_duty, of_open = _PLACES[by]
    values = {"first": first, "last": last, "province": province, "today": today}
    cursor.execute(_DONE.format(place=of_duty), values)
    for name, duty, *counts in cursor:
        found[name, duty] = [int(each) for each in counts]
    days = _moved_into(first, last, calendar)
    if days:
        raw = list(days)
        cursor.execute(
            _OPEN.format(place=of_open, own=_WAITING),
            {**values, "from": raw[0], "raw": raw, "moved": [days[day] for day in raw]},
        )
        for name, overdue, waiting in cursor:
            sums = found[name, FollowUp.VERIFY.value]
            sums[2] += int(overdue)
            sums[3] += int(waiting)
    return [Sums(name, FollowUp(duty), *counts) for (name, duty), counts in found.items()]


def _by_agency(
    cursor: Cursor,
    first: date,
    last: date,
    today: date,
    calendar: WorkingCalendar,
    province: str | None,
) -> list[Sums]:
    days = _moved_into(first, last, calendar)
    past = [raw for raw, moved in days.items() if moved < today]
    ahead = [raw for raw, moved in days.items() if moved >= today]
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    whole = agency_sums(cursor, first, last, province)
    overdue = agency_sums(cursor, first, min(last, today - _DAY), province)
    for (name, duty), (in_time, late, waiting) in whole.items():
        if duty:
            before = overdue.get((name, duty), (0, 0, 0))[2]
            found[name, duty] = [in_time, late, before, waiting - before]
    for place, raw in ((2, past), (3, ahead)):
        if raw:
            for (name, duty), sums in agency_sums(cursor, raw[0], raw[-1], province).items():
                if not duty:
                    found[name, FollowUp.VERIFY.value][place] += sums[2]
    return [
        Sums(name, FollowUp(duty), *counts) for (name, duty), counts in found.items() if any(counts)
    ]


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
