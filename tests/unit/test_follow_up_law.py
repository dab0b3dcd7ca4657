"""The clocks of the follow-up on both sides of 30/06/2026, each with the article beside its row."""

from datetime import date
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
from thads_portal.domain.ledger.terms import DUTY_LABELS
from thads_portal.domain.ledger.terms import follow_up_due
from thads_portal.domain.ledger.terms import follow_up_term
from thads_portal.domain.ledger.terms import FOLLOW_UP_TERMS
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.ledger.terms import raw_day
from thads_portal.domain.ledger.terms import STARTS
from thads_portal.domain.months import add_months
from thads_portal.domain.working_days import default_calendar

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
