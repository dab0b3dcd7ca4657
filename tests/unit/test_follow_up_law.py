"""The clocks of the follow-up on both sides of 30/06/2026, each with the article beside its row."""

from calendar import monthrange
from collections import Counter
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from itertools import count
from thads_portal.domain.applied_law import chapters
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.register_move import possible_move
from thads_portal.domain.ledger.relief import relief
from thads_portal.domain.ledger.relief import relief_from
from thads_portal.domain.ledger.terms import DUTY_LABELS
from thads_portal.domain.ledger.terms import follow_up_due
from thads_portal.domain.ledger.terms import follow_up_term
from thads_portal.domain.ledger.terms import FOLLOW_UP_TERMS
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.ledger.terms import raw_day
from thads_portal.domain.ledger.terms import STARTS
from thads_portal.domain.months import add_months
from thads_portal.domain.working_days import default_calendar
from thads_portal.register.ledger.agency_sums import pieces

import pytest


CALENDAR = default_calendar()
OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("duty", "started", "special", "due", "article"),
    [
        (FollowUp.VERIFY, date(2026, 7, 14), False, date(2027, 1, 14), "Điều 38 khoản 3"),
        (FollowUp.VERIFY, date(2026, 7, 14), True, date(2027, 7, 14), "Điều 38 khoản 3"),
        (FollowUp.VERIFY, OLD, False, date(2026, 12, 30), "Điều 44 khoản 2"),
        # 31/08 and six months: the last day of February, a Sunday; the Monday after it.
        (FollowUp.VERIFY, date(2026, 8, 31), False, date(2027, 3, 1), "Điều 38 khoản 3"),
        (FollowUp.VERIFY_NEWS, OLD, False, date(2026, 7, 10), "Điều 9 khoản 4"),
        # Ten days end on Saturday 11/07/2026.
        (FollowUp.VERIFY_NEWS, NEW, False, date(2026, 7, 13), "Điều 38 khoản 2"),
        (FollowUp.VERIFY_AGAIN, OLD, False, date(2026, 7, 7), "Điều 44 khoản 5"),
        (FollowUp.VERIFY_AGAIN, NEW, False, date(2026, 7, 8), "Điều 37 khoản 5"),
        (FollowUp.CONTINUE, NEW, False, date(2026, 7, 8), "Điều 46 khoản 3"),
        (FollowUp.PAY_OUT, NEW, False, date(2026, 7, 13), "Điều 54 khoản 6"),
        (FollowUp.MOVE_REGISTER, OLD, False, date(2026, 7, 3), "Điều 9 khoản 5"),
        (FollowUp.ISSUE_DECISION, NEW, False, date(2026, 7, 8), "Điều 38 khoản 1"),
    ],
)
def test_each_term(duty, started, special, due, article):
    assert follow_up_due(duty, started, CALENDAR, special=special) == due
    assert article in follow_up_term(duty, started).source


def test_where_the_law_gives_no_term_there_is_none():
    assert follow_up_due(FollowUp.MOVE_REGISTER, NEW, CALENDAR) is None
    assert follow_up_due(FollowUp.RETURN_REQUEST, NEW, CALENDAR) is None
    assert follow_up_term(FollowUp.RETURN_REQUEST, OLD) is None
    assert follow_up_term(FollowUp.DECIDE_TRANSFER, OLD) is None


def test_every_row_is_told_on_the_page_of_applied_law():
    (chapter,) = [each for each in chapters() if each.code == "theo-doi"]
    sources = {rule.source for rule in chapter.rules}
    assert {row.source for row in FOLLOW_UP_TERMS} <= sources
    for duty in FollowUp:
        assert duty in DUTY_LABELS and duty in STARTS


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_end_on_the_same_number_or_the_last_day_of_a_shorter_month(day, months):
    end = add_months(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (
        end.day < day.day and add_months(end, 0).month != _next(end).month
    )


def _next(day):
    return date.fromordinal(day.toordinal() + 1)


@given(
    st.dates(date(2016, 1, 1), date(2027, 12, 31)), st.dates(date(2016, 1, 1), date(2027, 12, 31))
)
def test_order_by_the_raw_day_is_order_by_the_deadline(one, other):
    first, second = sorted([one, other])
    raw = raw_day(FollowUp.VERIFY, first), raw_day(FollowUp.VERIFY, second)
    due = (
        follow_up_due(FollowUp.VERIFY, first, CALENDAR),
        follow_up_due(FollowUp.VERIFY, second, CALENDAR),
    )
    assert raw[0] <= raw[1] and due[0] <= due[1]
    assert CALENDAR.is_working_day(due[0]) and due[0] >= raw[0]


def case(since: date, **more) -> Case:
    return Case(
        id=1,
        province="cao-bang",
        agency="cao-bang/thads",
        decided_on=date(2020, 1, 1),
        no_conditions_on=since,
        listings=("2026-0000001",),
        **more,
    )


def verified(*days, conclusion="none"):
    return [
        Entry(id=n, kind=EntryKind.VERIFIED, occurred_on=day, details={"conclusion": conclusion})
        for n, day in enumerate(days, start=1)
    ]


def test_the_old_regime_wants_a_year_and_two_verifications():
    since = date(2025, 3, 10)
    once = verified(date(2025, 9, 10))
    twice = verified(date(2025, 9, 10), date(2026, 3, 1))
    assert possible_move(case(since), once, OLD, CALENDAR) is None
    move = possible_move(case(since), twice, OLD, CALENDAR)
    assert (move.kind, move.since) == (EntryKind.MOVED, date(2026, 3, 10))
    # Three working days of Decree 62/2015, Art. 9(5).
    assert move.due_on == date(2026, 3, 13)
    assert possible_move(case(since, prisoner=True), twice, OLD, CALENDAR) is None


def test_the_new_regime_wants_two_years_and_parts_the_roads():
    since, days = date(2024, 9, 1), (date(2025, 3, 1), date(2026, 2, 28))
    held = verified(*days)
    today = date(2026, 9, 1)
    assert (
        possible_move(case(since, origin=Origin.ON_REQUEST), held, date(2026, 8, 31), CALENDAR)
        is None
    )
    ex_officio = possible_move(case(since, origin=Origin.EX_OFFICIO), held, today, CALENDAR)
    assert (ex_officio.kind, ex_officio.due_on) == (EntryKind.MOVED, None)
    on_request = possible_move(case(since, origin=Origin.ON_REQUEST), held, today, CALENDAR)
    assert on_request.kind is EntryKind.REQUEST_RETURNED
    # Who does not know whose case it is cannot know the road.
    assert possible_move(case(since), held, today, CALENDAR) is None


def test_news_begins_the_time_anew():
    held = [
        *verified(date(2025, 3, 1), date(2026, 2, 28)),
        Entry(id=9, kind=EntryKind.NEW_INFORMATION, occurred_on=date(2026, 3, 1)),
    ]
    origin = {"origin": Origin.EX_OFFICIO}
    assert possible_move(case(date(2024, 9, 1), **origin), held, date(2027, 1, 1), CALENDAR) is None


_M = 1_000_000


@pytest.mark.parametrize(
    ("today", "years", "left", "kind", "amount"),
    [
        (NEW, 5, 4_999_999, EntryKind.EXEMPTED, 4_999_999),
        (NEW, 10, 10 * _M, EntryKind.EXEMPTED, 10 * _M),
        (NEW, 5, 5 * _M, EntryKind.REDUCED, 1_250_000),
        (NEW, 5, 100 * _M, EntryKind.REDUCED, 25 * _M),
        (NEW, 10, 400 * _M, EntryKind.REDUCED, 50 * _M),
        (NEW, 5, 101 * _M, None, 0),
        (NEW, 4, 1 * _M, None, 0),
        (OLD, 5, 1_999_999, EntryKind.EXEMPTED, 1_999_999),
        (OLD, 5, 2 * _M, None, 0),
        (OLD, 10, 4 * _M, EntryKind.EXEMPTED, 4 * _M),
        (OLD, 5, 12 * _M, EntryKind.REDUCED, 3 * _M),
    ],
)
def test_who_qualifies_for_relief(today, years, left, kind, amount):
    lines = [Line(line="1", kind="court_fee"), Line(line="2", kind="debt")]
    found = {"1": Balance(to_do=left), "2": Balance(to_do=900 * _M)}
    decided = date(today.year - years, today.month, min(today.day, 28))
    asked = relief(lines, found, decided_on=decided, today=today)
    assert (asked.kind if asked else None) is kind
    assert (asked.amount if asked else 0) == amount
    if asked:
        again = relief(lines, found, decided_on=decided, today=today, last_relief=decided)
        assert again is not None
        recently = add_months(today, -11)
        assert relief(lines, found, decided_on=decided, today=today, last_relief=recently) is None


@given(
    st.integers(0, 130 * _M),
    st.dates(date(2014, 1, 1), date(2026, 6, 30)),
    st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 6, 30))),
    st.integers(0, 4000),
)
def test_the_day_from_which_a_case_qualifies_is_that_of_the_rules(left, decided, last, days):
    """What the register keeps, so that no list looks at every case."""
    lines = [Line(line="1", kind="court_fee"), Line(line="2", kind="debt")]
    found = {"1": Balance(to_do=left), "2": Balance(to_do=900 * _M)}
    since = relief_from(lines, found, decided_on=decided, last_relief=last)
    today = NEW + timedelta(days)
    asked = relief(lines, found, decided_on=decided, today=today, last_relief=last)
    assert (asked is not None) == (since is not None and since <= today)


def test_the_duties_of_a_case():
    made = CaseBook(case(date(2026, 7, 14)), ids=count(1))
    today = date(2027, 3, 1)

    def enter(kind, day, **details):
        assert not made.enter(Entry(kind=kind, occurred_on=day, details=details), today=today)

    (first,) = made.duties(CALENDAR)
    assert (first.duty, first.due_on, first.done_on) == (FollowUp.VERIFY, date(2027, 1, 14), None)
    enter(EntryKind.NEW_INFORMATION, date(2026, 9, 1))
    assert made.standing(made.duties(CALENDAR)).other_on == date(2026, 9, 11)
    enter(EntryKind.VERIFIED, date(2026, 9, 8), conclusion="none")
    found = {(each.duty, each.done_on): each.due_on for each in made.duties(CALENDAR)}
    assert found == {
        (FollowUp.VERIFY, date(2026, 9, 8)): date(2027, 1, 14),
        (FollowUp.VERIFY_NEWS, date(2026, 9, 8)): date(2026, 9, 11),
        (FollowUp.VERIFY, None): date(2027, 3, 8),
    }
    enter(EntryKind.POSTPONED, date(2026, 10, 1), until="2026-12-01")
    assert made.standing(made.duties(CALENDAR)).other_duty == "continue"
    enter(EntryKind.CONTINUED, date(2026, 12, 4))
    (done,) = [each for each in made.duties(CALENDAR) if each.duty is FollowUp.CONTINUE]
    assert (done.due_on, done.done_on) == (date(2026, 12, 8), date(2026, 12, 4))
    enter(EntryKind.MOVED, date(2027, 2, 1))
    standing = made.standing(made.duties(CALENDAR))
    assert standing.resting and standing.status == "moved" and standing.last_verified


#: What starts the clock on both sides of 30/06/2026; each duty's deadlines and the article of its row.
#: Tết: 14-22/02/2026 and 04-10/02/2027 are days of rest.
_STARTS = (date(2026, 2, 6), OLD, NEW, date(2027, 2, 1))
_TERMS = {
    # Ten days end on 16/02, in Tết: the Monday after it.
    FollowUp.FIRST_VERIFY: (("23/02/2026", "10/07/2026"), ("10/07/2026", "11/02/2027")),
    FollowUp.ISSUE_DECISION: (("13/02/2026", "07/07/2026"), ("08/07/2026", "15/02/2027")),
    FollowUp.VERIFY: (("06/08/2026", "30/12/2026"), ("04/01/2027", "02/08/2027")),
    FollowUp.VERIFY_NEWS: (("23/02/2026", "10/07/2026"), ("13/07/2026", "11/02/2027")),
    FollowUp.VERIFY_AGAIN: (("13/02/2026", "07/07/2026"), ("08/07/2026", "15/02/2027")),
    FollowUp.MOVE_REGISTER: (("11/02/2026", "03/07/2026"), (None, None)),
    FollowUp.RETURN_REQUEST: ((None, None), (None, None)),
    FollowUp.SEND_PROCURACY: (("11/02/2026", "03/07/2026"), ("06/07/2026", "11/02/2027")),
    FollowUp.NOTIFY_PARTIES: (("11/02/2026", "03/07/2026"), ("06/07/2026", "11/02/2027")),
    FollowUp.PAY_OUT: (("23/02/2026", "10/07/2026"), ("13/07/2026", "11/02/2027")),
    FollowUp.CONTINUE: (("13/02/2026", "07/07/2026"), ("08/07/2026", "15/02/2027")),
    FollowUp.DECIDE_TRANSFER: ((None, None), ("13/07/2026", "11/02/2027")),
    FollowUp.MONTHLY_LIST: ((None, None), ("03/08/2026", "01/03/2027")),
}
#: (article of the old row, of the new row); None: the old law has no such duty.
_ARTICLES = {
    FollowUp.FIRST_VERIFY: ("26/2008/QH12, Điều 44 khoản 1", "106/2025/QH15, Điều 37"),
    FollowUp.ISSUE_DECISION: ("62/2015/NĐ-CP, Điều 9 khoản 4", "106/2025/QH15, Điều 38 khoản 1"),
    FollowUp.VERIFY: ("26/2008/QH12, Điều 44 khoản 2", "106/2025/QH15, Điều 38 khoản 3"),
    FollowUp.VERIFY_NEWS: ("62/2015/NĐ-CP, Điều 9 khoản 4", "106/2025/QH15, Điều 38 khoản 2"),
    FollowUp.VERIFY_AGAIN: ("26/2008/QH12, Điều 44 khoản 5", "106/2025/QH15, Điều 37 khoản 5"),
    FollowUp.MOVE_REGISTER: ("62/2015/NĐ-CP, Điều 9 khoản 5", "152/2026/NĐ-CP, Điều 22 khoản 1"),
    FollowUp.RETURN_REQUEST: (None, "106/2025/QH15, Điều 38 khoản 4"),
    FollowUp.SEND_PROCURACY: ("26/2008/QH12, Điều 38", "106/2025/QH15, Điều 35 khoản 2"),
    FollowUp.NOTIFY_PARTIES: ("26/2008/QH12, Điều 39", "106/2025/QH15, Điều 35 khoản 1"),
    FollowUp.PAY_OUT: ("26/2008/QH12, Điều 47 khoản 5", "106/2025/QH15, Điều 54 khoản 6"),
    FollowUp.CONTINUE: ("26/2008/QH12, Điều 48, 49", "106/2025/QH15, Điều 46 khoản 3"),
    FollowUp.DECIDE_TRANSFER: (None, "106/2025/QH15, Điều 41 khoản 4"),
    FollowUp.MONTHLY_LIST: (None, "152/2026/NĐ-CP, Điều 32 khoản 2"),
}


@pytest.mark.parametrize("duty", FollowUp)
def test_each_duty_on_both_sides_and_through_tet(duty):
    wanted = [day for side in _TERMS[duty] for day in side]
    articles = [article for article in _ARTICLES[duty] for _twice in range(2)]
    for started, day, article in zip(_STARTS, wanted, articles, strict=True):
        due = follow_up_due(duty, started, CALENDAR)
        assert (f"{due:%d/%m/%Y}" if due else None) == day, started
        row = follow_up_term(duty, started)
        assert (article in row.source) if article else row is None


@pytest.mark.parametrize(
    ("started", "special", "raw", "due"),
    [
        # Six months.
        (date(2023, 8, 29), False, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2023, 8, 31), False, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2025, 8, 31), False, date(2026, 2, 28), date(2026, 3, 2)),
        (date(2026, 3, 31), False, date(2026, 9, 30), date(2026, 9, 30)),
        (date(2025, 12, 31), False, date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 12, 31), False, date(2027, 6, 30), date(2027, 6, 30)),
        (date(2027, 8, 30), False, date(2028, 2, 29), date(2028, 2, 29)),
        # Of 28 February on 28 August: the same number, not the last day.
        (date(2026, 2, 28), False, date(2026, 8, 28), date(2026, 8, 28)),
        # Into Tết: seven days later it is worked again.
        (date(2026, 8, 4), False, date(2027, 2, 4), date(2027, 2, 11)),
        # Twelve months, from 29 February.
        (date(2024, 2, 29), True, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2027, 2, 8), True, date(2028, 2, 8), date(2028, 2, 8)),
    ],
)
def test_verification_at_the_ends_of_months(started, special, raw, due):
    assert raw_day(FollowUp.VERIFY, started, special=special) == raw
    assert follow_up_due(FollowUp.VERIFY, started, CALENDAR, special=special) == due


@pytest.mark.parametrize(
    ("started", "raw"),
    [
        (date(2027, 1, 30), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 10, 31), date(2026, 11, 30)),
    ],
)
def test_a_month_from_the_end_of_a_month(started, raw):
    assert raw_day(FollowUp.MONTHLY_LIST, started) == raw


@pytest.mark.parametrize(
    ("since", "special", "moves"),
    [(date(2024, 2, 29), False, date(2025, 2, 28)), (date(2024, 2, 29), True, date(2026, 2, 28))],
)
def test_years_of_the_separate_register_from_29_february(since, special, moves):
    """Decree 62/2015, Art. 9(5): one year, or two; both over before 30/06/2026."""
    held = verified(date(2024, 8, 28), date(2024, 12, 1))
    move = possible_move(case(since, prisoner=special), held, OLD, CALENDAR)
    assert (move.kind, move.since) == (EntryKind.MOVED, moves)


@given(st.dates(date(2015, 9, 1), date(2030, 12, 31)), st.integers(-3, 800))
def test_whole_months_and_days_at_their_edges_add_up_to_the_days_between(first, length):
    last = first + timedelta(days=length)
    counted: Counter = Counter()
    for sign, whole, begin, end in pieces(first, last):
        day = begin
        while day <= end:
            counted[day] += 0 if whole else sign
            if whole and day.day == 1:
                for n in range(monthrange(day.year, day.month)[1]):
                    counted[day + timedelta(days=n)] += sign
            day += timedelta(days=1)
    wanted = {first + timedelta(days=n): 1 for n in range(length + 1)}
    assert {day: n for day, n in counted.items() if n} == wanted
