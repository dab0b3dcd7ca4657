"""The desks' questions give what plain SQL gives, and touch little of a register full of work."""

from contextlib import closing
from datetime import datetime
from tests.benchmarks.desk_pages import _COLUMNS
from tests.benchmarks.desk_pages import waiting_rows
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from thads_portal.domain.due_ranges import due_ranges
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import DueStatus
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register import desk
from thads_portal.register import waiting_tally
from thads_portal.register.waiting import Waits

import psycopg2
import pytest
import time


TODAY = datetime.now(VIETNAM).date()
CALENDAR = WorkingCalendar()


@pytest.fixture(scope="module")
def cursor(portal):
    with closing(psycopg2.connect(portal.dsn)) as connection, connection.cursor() as cursor:
        copy_rows(cursor, waiting_rows(rows(6000, seed=1, start=1), 0.6), columns=_COLUMNS)
        cursor.execute("ANALYZE thads_listing")
        # Not committed: nobody else sees them.
        yield cursor
        connection.rollback()


def expected(cursor, status, *, most):
    """Numbers in the order of their deadline, by the day of the event."""
    ranges = due_ranges(status, today=TODAY, calendar=CALENDAR)
    cursor.execute(
        "SELECT number, waits, waits_since, waits_reason FROM thads_listing"
        " WHERE waits IS NOT NULL ORDER BY waits_sort, number"
    )
    found = []
    for number, waits, since, reason in cursor:
        first, last = ranges.get((waits, reason), ("", ""))
        if first == "" or (first and since < first) or (last and since > last):
            continue
        found.append(number)
    return found[:most]


@pytest.mark.parametrize("status", list(DueStatus))
def test_a_filter_by_deadline_is_by_the_day_of_the_event(cursor, status):
    ranges = due_ranges(status, today=TODAY, calendar=CALENDAR)
    page = desk.waiting(cursor, list(Waits), due=ranges)
    assert [each.number for each in page.rows] == expected(cursor, status, most=desk.SIZE)


def test_counts_are_those_of_the_rows(cursor):
    cursor.execute("SELECT waits, count(*) FROM thads_listing WHERE waits IS NOT NULL GROUP BY 1")
    every = dict(cursor.fetchall())
    assert waiting_tally.counts(cursor) == every
    overdue = due_ranges(DueStatus.OVERDUE, today=TODAY, calendar=CALENDAR)
    limits = {key: last for key, (_first, last) in overdue.items()}
    here = waiting_tally.until(cursor, limits, province="cao-bang")
    cursor.execute(
        "SELECT number FROM thads_listing WHERE province = 'cao-bang' AND waits IS NOT NULL"
    )
    of_province = {number for (number,) in cursor}
    late = expected(cursor, DueStatus.OVERDUE, most=None)
    assert here == len(of_province.intersection(late))
    assert waiting_tally.until(cursor, limits) == len(late)


def test_provinces_are_counted_whole(cursor):
    found = waiting_tally.by_province(cursor, [Waits.BOARD_REVIEW, Waits.ENDING])
    cursor.execute(
        "SELECT province, count(*) FROM thads_listing"
        " WHERE waits IN ('board_review', 'ending') GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    assert found == cursor.fetchall()


def test_the_questions_of_a_page_are_quick(cursor):
    overdue = due_ranges(DueStatus.OVERDUE, today=TODAY, calendar=CALENDAR)
    limits = {key: last for key, (_first, last) in overdue.items()}
    taken = []
    for _round in range(5):
        start = time.perf_counter()
        waiting_tally.counts(cursor)
        waiting_tally.until(cursor, limits)
        desk.waiting(cursor, list(Waits), due=overdue)
        waiting_tally.by_province(cursor, list(Waits))
        taken.append(time.perf_counter() - start)
    # Far above what they take, for machines that do something else as well.
    assert min(taken) < 0.5
