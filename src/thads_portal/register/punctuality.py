"""Whether publication was in time, by agency: what the public is shown, counted with the statistics.

The staff's page counts the duties themselves (``duties``); here they lie as sums. A duty belongs to
the month of its last day; one that is not done yet counts once that day is over.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from psycopg2.extras import execute_values
from thads_portal.database.sql import Cursor
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.clocks import Duty
from thads_portal.domain.working_days import WorkingCalendar


#: What the portal itself can tell in time from late; what communes do is not known by it.
DUTIES = (Duty.FIRST_PUBLICATION, Duty.AMEND, Duty.END)
_DONE = """
SELECT province, agency, duty, date_trunc('month', due_on)::date,
    count(*) FILTER (WHERE done_on <= due_on), count(*) FILTER (WHERE done_on > due_on)
FROM thads_duty WHERE done_on IS NOT NULL AND duty = ANY(%s)
GROUP BY 1, 2, 3, 4
"""
_OPEN = """
SELECT province, agency, duty, started_on, days, count(*)
FROM thads_duty WHERE done_on IS NULL AND duty = ANY(%s) AND started_on < %s
GROUP BY 1, 2, 3, 4, 5
"""
_COLUMNS = "scope, place, duty, month, in_time, late, overdue"


@dataclass(frozen=True, slots=True)
class InTime:
    """Of one place and duty: done in time, done late, and neither done nor in time."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def judged(self) -> int:
        return self.in_time + self.late + self.overdue


def take(cursor: Cursor, *, calendar: WorkingCalendar, today: date) -> None:
    """Count anew; part of ``statistics.take``."""
    names = [duty.value for duty in DUTIES]
    sums: dict[tuple[str, str, str, date], list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(province: str, agency: str, duty: str, month: date, place: int, count: int) -> None:
        sums["", province, duty, month][place] += count
        # Whose it was then, whatever key it was sent under.
        sums[province, issuer_key(agency, month), duty, month][place] += count

    cursor.execute(_DONE, (names,))
    for province, agency, duty, month, in_time, late in cursor.fetchall():
        add(province, agency, duty, month, 0, in_time)
        add(province, agency, duty, month, 1, late)
    cursor.execute(_OPEN, (names, today))
    due_days: dict[tuple[date, int], date] = {}
    for province, agency, duty, started_on, days, count in cursor.fetchall():
        key = started_on, days
        if key not in due_days:
            due_days[key] = calendar.add_working_days(*key)
        if due_days[key] < today:
            add(province, agency, duty, due_days[key].replace(day=1), 2, count)
    cursor.execute("DELETE FROM thads_statistic_duty")
    rows = [(*key, *counts) for key, counts in sums.items()]
    execute_values(cursor, f"INSERT INTO thads_statistic_duty ({_COLUMNS}) VALUES %s", rows)


def read(
    cursor: Cursor, *, province: str | None, first: date, end: date
) -> dict[Duty, dict[str, InTime]]:
    """By duty, then by province of the nation or by agency of `province`: duties whose last day is
    from `first` until before `end`.
    """
    cursor.execute(
        "SELECT duty, place, sum(in_time), sum(late), sum(overdue) FROM thads_statistic_duty"
        " WHERE scope = %s AND month >= %s AND month < %s GROUP BY duty, place",
        (province or "", first, end),
    )
    found: dict[Duty, dict[str, InTime]] = {}
    for duty, place, *counts in cursor.fetchall():
        found.setdefault(Duty(duty), {})[place] = InTime(*map(int, counts))
    return found
