"""The legal clocks: tables around Tết, swapped days and the change of law on 01/07/2026."""

from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain.clocks import clock_of_event
from thads_portal.domain.clocks import due_date
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import event_due_on
from thads_portal.domain.clocks import LABELS
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import LEGAL_TERMS
from thads_portal.domain.clocks import posted_until
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.working_days import calendar_with
from thads_portal.domain.working_days import CalendarOverride
from thads_portal.domain.working_days import default_calendar
from thads_portal.domain.working_days import DueStatus
from thads_portal.domain.working_days import known_overrides
from thads_portal.domain.working_days import STATUS_LABELS
from thads_portal.domain.working_days import WorkingCalendar

import pytest
import subprocess
import sys


CALENDAR = default_calendar()
DAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))


def day(text: str) -> date:
    """A date as it is written in Vietnam: 23/11/2026."""
    number, month, year = map(int, text.split("/"))
    return date(year, month, number)


@pytest.mark.parametrize(
    ("event", "working_days", "due"),
    [
        ("23/11/2026", 1, "25/11/2026"),  # Vietnam Cultural Day on the 24th
        ("23/11/2025", 1, "24/11/2025"),  # not yet a holiday in 2025
        ("20/11/2026", 1, "23/11/2026"),  # Friday to Monday
        ("21/11/2026", 1, "23/11/2026"),  # an event on a Saturday
        ("13/02/2026", 1, "23/02/2026"),  # over the whole of Tết Bính Ngọ
        ("12/02/2026", 2, "23/02/2026"),
        ("18/02/2026", 1, "23/02/2026"),  # an event during Tết
        ("24/01/2025", 1, "03/02/2025"),  # Tết Ất Tỵ
        ("21/08/2026", 1, "22/08/2026"),  # a worked Saturday
        ("20/08/2026", 3, "24/08/2026"),
        ("28/08/2026", 1, "03/09/2026"),  # Monday off in lieu, then the National Day
        ("31/12/2025", 1, "05/01/2026"),  # Friday 02/01 swapped
        ("09/01/2026", 1, "10/01/2026"),  # with Saturday 10/01
        ("24/04/2026", 1, "28/04/2026"),  # Hùng Kings on a Sunday: Monday off
        ("25/04/2025", 1, "26/04/2025"),
        ("29/04/2025", 1, "05/05/2025"),
        ("26/04/2024", 1, "02/05/2024"),
        ("24/11/2026", 0, "25/11/2026"),  # at once, on a day off
        ("23/11/2026", 0, "23/11/2026"),
    ],
)
def test_a_term_ends_on_its_last_working_day(event, working_days, due):
    assert CALENDAR.add_working_days(day(event), working_days) == day(due)


@pytest.mark.parametrize(
    ("duty", "trigger", "event", "due"),
    [
        (Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, "30/06/2026", "07/07/2026"),
        (Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, "01/07/2026", "08/07/2026"),
        (Duty.AMEND, Trigger.CHANGE_ESTABLISHED, "30/06/2026", "03/07/2026"),
        (Duty.AMEND, Trigger.CHANGE_ESTABLISHED, "01/07/2026", "06/07/2026"),
        (Duty.END, Trigger.TERMINATED, "30/06/2026", "02/07/2026"),
        (Duty.END, Trigger.TERMINATED, "01/07/2026", "06/07/2026"),
        (Duty.END, Trigger.DISCHARGED, "30/06/2026", "02/07/2026"),
        (Duty.END, Trigger.DISCHARGED, "01/07/2026", "06/07/2026"),
        (Duty.END, Trigger.RESUMED, "30/06/2026", "02/07/2026"),
        (Duty.END, Trigger.RESUMED, "01/07/2026", "06/07/2026"),
        (Duty.END, Trigger.WITHDRAWN, "30/06/2026", None),
        (Duty.END, Trigger.WITHDRAWN, "01/07/2026", "06/07/2026"),
        (Duty.COMMUNE_POSTING, Trigger.DECISION_ISSUED, "30/06/2026", "30/06/2026"),
        (Duty.COMMUNE_POSTING, Trigger.DECISION_ISSUED, "01/07/2026", "01/07/2026"),
        (Duty.AMEND, Trigger.WITHDRAWN, "01/07/2026", None),  # no such row
        (Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, "31/08/2015", None),  # no decree yet
    ],
)
def test_the_law_of_the_events_day_sets_the_term(duty, trigger, event, due):
    assert due_date(duty, trigger, day(event), CALENDAR) == (due and day(due))


def test_every_row_names_its_source_and_no_two_rows_cover_one_day():
    for row in LEGAL_TERMS:
        assert "Điều" in row.source
        covering = [
            other
            for other in LEGAL_TERMS
            if (other.duty, other.trigger) == (row.duty, row.trigger)
            and other.valid_from <= row.valid_from
            and (other.valid_to is None or row.valid_from <= other.valid_to)
        ]
        assert covering == [row]
        assert legal_term(row.duty, row.trigger, row.valid_from) is row


@pytest.mark.parametrize(
    ("kind", "reason", "event", "due"),
    [
        (EventKind.ISSUED, None, "23/11/2026", "01/12/2026"),
        (EventKind.REOPENED, None, "23/11/2026", "01/12/2026"),
        (EventKind.AMENDED, None, "23/11/2026", "27/11/2026"),
        (EventKind.WITHDRAWN, None, "23/11/2026", "27/11/2026"),
        (EventKind.ENDED, EndReason.WITHDRAWN, "23/11/2026", "27/11/2026"),
        (EventKind.ENDED, EndReason.DISCHARGED, "23/11/2026", "27/11/2026"),
        (EventKind.ENDED, EndReason.DISCHARGED, "22/06/2026", "24/06/2026"),
        (EventKind.ENDED, EndReason.LISTED_IN_ERROR, "22/06/2026", "25/06/2026"),
        (EventKind.ENDED, EndReason.DELEGATED, "23/11/2026", None),
        (EventKind.ENDED, None, "23/11/2026", None),
    ],
)
def test_each_event_starts_its_clock(kind, reason, event, due):
    assert event_due_on(kind, day(event), CALENDAR, reason) == (due and day(due))


def test_every_kind_of_event_is_known_to_the_clocks():
    assert all(
        clock_of_event(kind) is not None for kind in EventKind if kind is not EventKind.ENDED
    )
    assert set(LABELS) == {*Duty, *Trigger}
    assert set(STATUS_LABELS) == set(DueStatus)


@pytest.mark.parametrize(
    ("decided", "until"),
    [
        ("15/03/2026", "15/06/2026"),
        ("30/11/2025", "28/02/2026"),
        ("30/11/2023", "29/02/2024"),
        ("30/06/2026", "30/09/2026"),
        ("30/09/2025", "30/12/2025"),
        ("01/07/2026", None),
    ],
)
def test_the_commune_posting_lasts_three_months_until_july_2026(decided, until):
    assert posted_until(day(decided)) == (until and day(until))


@pytest.mark.parametrize(
    ("due", "today", "status"),
    [
        ("25/11/2026", "26/11/2026", DueStatus.OVERDUE),
        ("25/11/2026", "25/11/2026", DueStatus.TODAY),
        ("25/11/2026", "24/11/2026", DueStatus.TOMORROW),
        ("25/11/2026", "23/11/2026", DueStatus.TOMORROW),
        ("25/11/2026", "20/11/2026", DueStatus.LATER),
        ("23/02/2026", "13/02/2026", DueStatus.TOMORROW),
    ],
)
def test_how_near_a_deadline_is(due, today, status):
    assert CALENDAR.due_status(day(due), day(today)) is status


def test_an_installations_override_wins_in_both_directions_and_names_its_source():
    own = calendar_with(
        [
            CalendarOverride(day("25/11/2026"), False, "Quyết định thử"),
            CalendarOverride(day("28/11/2026"), True, "Quyết định thử"),
            CalendarOverride(day("22/08/2026"), False, "Bãi bỏ làm bù"),
        ]
    )
    assert own.add_working_days(day("23/11/2026"), 1) == day("26/11/2026")
    assert own.add_working_days(day("27/11/2026"), 1) == day("28/11/2026")
    assert not own.is_working_day(day("22/08/2026"))
    assert own.override_on(day("22/08/2026")).source == "Bãi bỏ làm bù"
    assert CALENDAR.is_working_day(day("22/08/2026"))
    assert CALENDAR.override_on(day("23/08/2026")) is None


def test_each_swap_pairs_a_day_off_with_a_worked_weekend_day():
    worked = [o.day for o in known_overrides() if o.worked]
    days_off = [o.day for o in known_overrides() if not o.worked]
    assert len(worked) == len(days_off)
    assert all(d.weekday() >= 5 for d in worked)
    assert all(d.weekday() < 5 for d in days_off)


def test_a_term_of_less_than_no_days_is_refused():
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(day("23/11/2026"), -1)


@given(DAYS, st.integers(0, 30))
def test_a_term_never_ends_on_a_day_off(start, count):
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, count))


@given(DAYS, DAYS, st.integers(1, 30))
def test_a_later_event_never_ends_earlier(first, second, count):
    first, second = sorted((first, second))
    assert CALENDAR.add_working_days(first, count) <= CALENDAR.add_working_days(second, count)


@given(DAYS, st.integers(1, 30))
def test_counting_undoes_adding(start, count):
    due = CALENDAR.add_working_days(start, count)
    assert CALENDAR.working_days_between(start, due) == count
    assert CALENDAR.working_days_between(due, start) == -count
    assert CALENDAR.add_working_days(start, count + 1) > due


@given(DAYS, st.integers(1, 30))
def test_without_overrides_a_longer_term_is_strictly_later(start, count):
    plain = WorkingCalendar()
    assert plain.add_working_days(start, count) > start + timedelta(days=count - 1)


def test_the_holidays_library_is_not_imported_before_a_day_is_counted():
    code = (
        "import sys; from thads_portal.domain import clocks, working_days;"
        "working_days.default_calendar(); assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
