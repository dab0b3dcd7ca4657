"""Follow-up duties done in time or not, for ``/tuan-thu``: as ``register/duties.py`` for publication.

The open verification is a column of the case, counted by its day; the deadline is moved past rest
days here, by the calendar of today.
"""

from collections import defaultdict
from datetime import date
from datetime import timedelta
from thads_portal.database.sql import Cursor
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.ledger.terms import moved_past_rest
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.duties import Sums


_PLACES = {"province": "province", "agency": "agency", "month": "''"}
_DONE = """
    SELECT {place}, duty, due_on, count(*) FILTER (WHERE done_on <= due_on),
        count(*) FILTER (WHERE done_on > due_on), count(*) FILTER (WHERE done_on IS NULL)
    FROM thads_case_duty
    WHERE due_on BETWEEN %(first)s AND %(last)s
        AND (%(province)s::text IS NULL OR province = %(province)s)
    GROUP BY 1, 2, 3
"""
_OPEN = """
    SELECT {place}, verify_on, count(*) FROM thads_case
    WHERE verify_on BETWEEN %(first)s AND %(last)s
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
    place = _PLACES[by]
    values = {"first": first, "last": last, "province": province}
    cursor.execute(_DONE.format(place=place), values)
    for name, duty, due_on, in_time, late, waiting in cursor:
        counts = found[_month(due_on) if by == "month" else name, duty]
        counts[0] += in_time
        counts[1] += late
        counts[2 if due_on < today else 3] += waiting
    cursor.execute(_OPEN.format(place=place), {**values, "first": first - _RESTS})
    moved: dict[date, date] = {}
    for name, raw, count in cursor:
        due_on = moved.get(raw) or moved.setdefault(raw, moved_past_rest(raw, calendar))
        if first <= due_on <= last:
            counts = found[_month(due_on) if by == "month" else name, FollowUp.VERIFY.value]
            counts[2 if due_on < today else 3] += count
    return [Sums(name, FollowUp(duty), *counts) for (name, duty), counts in found.items()]


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def waiting_by_province(cursor: Cursor, *, overdue: date, soon: date) -> dict[str, tuple[int, int]]:
    """Province -> (cases whose next duty was up to the raw day `overdue`, those after up to `soon`)."""
    cursor.execute(
        "SELECT province, count(*) FILTER (WHERE next_on <= %s), count(*) FILTER (WHERE next_on > %s)"
        " FROM thads_case WHERE next_on <= %s GROUP BY 1",
        (overdue, overdue, soon),
    )
    return {row[0]: (row[1], row[2]) for row in cursor}
