"""Figures of a period from the ledger: they add up, stay as they were, and a closed period stands."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from tests.support.empty_register import fresh_register
from thads_portal.domain.ledger.book import StatedLine
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.form import Dimension
from thads_portal.domain.ledger.form import failures
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.working_days import default_calendar
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing
from thads_portal.register.ledger.movable import ended_in
from thads_portal.register.ledger.statistics import close_period
from thads_portal.register.ledger.statistics import Closed
from thads_portal.register.ledger.statistics import late_entries
from thads_portal.register.ledger.statistics import period_figures

import itertools
import psycopg2
import pytest


CALENDAR = default_calendar()
TODAY = date(2026, 11, 27)
FIRST, LAST = date(2025, 10, 1), date(2026, 9, 30)
NOW = datetime(2100, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def connection():
    with fresh_register() as dsn:
        found = psycopg2.connect(dsn)
        yield found
        found.close()


@pytest.fixture
def cursor(connection):
    with connection.cursor() as found:
        yield found
    connection.rollback()


def listed(cursor, decided=date(2026, 1, 5), origin="ex_officio", to_do=10_000_000):
    number = f"2026-{next(_numbers):07}"
    cursor.execute(
        "INSERT INTO thads_listing (number, province, agency, state, name_tokens, sort_name, ground,"
        " ground_scheme, obligation_kinds, enforcement_decision_number, enforcement_decision_date,"
        " no_conditions_decision_date, created, changed) VALUES (%s, 'cao-bang', 'cao-bang/thads',"
        " 'published', '', '', 'a', '44a/2014', '{debt}', %s, '2020-01-05', %s, now(), now())",
        (number, f"{number}/QĐ", decided),
    )
    book = load(cursor, number)
    lines = [StatedLine(line="1", kind="debt", to_do=to_do)]
    assert not book.state(
        lines, occurred_on=decided, document=None, details={"origin": origin}, today=TODAY
    )
    write(cursor, book)
    return number


def load(cursor, number):
    return books.load(cursor, [books.case_of(cursor, number)]).popitem()[1]


def write(cursor, book, at=datetime(2026, 2, 1, tzinfo=UTC)):
    writing.write(cursor, [writing.written(book, actor="x", at=at, calendar=CALENDAR)])


def enter(cursor, number, kind, day, **more):
    book = load(cursor, number)
    assert not book.enter(Entry(kind=kind, occurred_on=day, **more), today=TODAY)
    write(cursor, book, more.get("at") or datetime(2026, 2, 1, tzinfo=UTC))


def figures(cursor, first=FIRST, last=LAST, cutoff=NOW):
    for table in ("scope", "state_0", "state_1", "counted"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    rows, drift = period_figures(
        cursor, scope="cao-bang", first=first, last=last, today=TODAY, cutoff=cutoff
    )
    assert not drift and not failures(rows)
    return rows


def whole(rows):
    return next(row.figures for row in rows if row.dimension is Dimension.WHOLE)


def test_opening_and_new_less_ended_is_closing_in_cases_and_money(cursor):
    old = listed(cursor, decided=date(2025, 3, 3))
    new = listed(cursor, origin="on_request")
    gone = listed(cursor)
    enter(cursor, old, EntryKind.COLLECTED, date(2025, 9, 1), line="1", amount=1_000_000)
    enter(cursor, new, EntryKind.COLLECTED, date(2026, 3, 2), line="1", amount=2_000_000)
    enter(cursor, new, EntryKind.REDUCED, date(2026, 4, 2), line="1", amount=500_000)
    enter(cursor, gone, EntryKind.TERMINATED, date(2026, 5, 4))
    rows = figures(cursor)
    found = whole(rows)
    assert [found[key] for key in ("opening", "new", "ended", "closing")] == [1, 2, 1, 2]
    assert found["ended_terminated"] == 1
    assert found["money_opening"] == 9_000_000
    assert found["money_done"] == 2_000_000 and found["money_terminated"] == 10_000_000
    assert found["money_closing"] == 9_000_000 + 7_500_000
    by_origin = {
        row.value: row.figures["closing"] for row in rows if row.dimension is Dimension.ORIGIN
    }
    assert by_origin == {"ex_officio": 1, "on_request": 1}


def test_a_past_day_gives_the_same_whatever_comes_later(cursor):
    number = listed(cursor)
    enter(cursor, number, EntryKind.COLLECTED, date(2026, 3, 2), line="1", amount=2_000_000)
    before = figures(cursor)
    enter(cursor, number, EntryKind.COLLECTED, date(2026, 10, 20), line="1", amount=1_000_000)
    paid = load(cursor, number).entries[-2].id
    enter(cursor, number, EntryKind.REVERSED, date(2026, 10, 21), reverses=paid)
    assert figures(cursor) == before


def test_a_verification_that_came_later_was_not_done_by_then(cursor):
    """As of a past day it stands as overdue for ever, whatever is entered afterwards."""
    number = listed(cursor, decided=date(2025, 12, 1))
    keys = ("verified_in_time", "verified_late", "verified_missing")
    before = whole(figures(cursor))
    assert [before[key] for key in keys] == [0, 0, 1]
    enter(cursor, number, EntryKind.VERIFIED, date(2026, 10, 20), details={"conclusion": "none"})
    assert whole(figures(cursor)) == before
    later = whole(figures(cursor, last=date(2026, 11, 20)))
    assert [later[key] for key in keys] == [0, 1, 0]


def test_what_comes_after_the_closing_counts_in_the_next_period(cursor):
    number = listed(cursor)
    cutoff = datetime(2026, 10, 5, tzinfo=UTC)
    cursor.execute("UPDATE thads_schema SET version = version")
    rows = tuple(figures(cursor))
    period = Closed("cao-bang", FIRST, LAST, 0, cutoff, "thu-truong", "", rows)
    assert close_period(cursor, period, job="j1") == 1
    assert close_period(cursor, period, job="j1") == 1
    # Recorded after the closing, of a day before it.
    book = load(cursor, number)
    late = Entry(kind=EntryKind.COLLECTED, occurred_on=date(2026, 9, 1), line="1", amount=3_000_000)
    assert not book.enter(late, today=TODAY)
    write(cursor, book, at=datetime(2026, 10, 9, tzinfo=UTC))
    following = whole(figures(cursor, first=LAST + timedelta(1), last=date(2026, 12, 31)))
    assert following["money_done"] == 3_000_000
    # And it is told there: one entry of a day before, after the closing.
    late, before = late_entries(
        cursor,
        scope="cao-bang",
        first=LAST + timedelta(1),
        cutoff=datetime(2026, 12, 1, tzinfo=UTC),
    )
    assert (late, before.last) == (1, LAST)
    assert late_entries(cursor, scope="cao-bang", first=FIRST, cutoff=NOW) == (0, None)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("UPDATE thads_case_period SET note = 'x'")


def test_what_ended_in_a_month_is_read_page_by_page(cursor):
    for day in (3, 3, 9, 27):
        number = listed(cursor)
        enter(cursor, number, EntryKind.TERMINATED, date(2026, 5, day))
    asked = {"first": date(2026, 5, 1), "last": date(2026, 5, 31), "province": "cao-bang"}
    whole_list = ended_in(cursor, **asked)
    assert [each.ended_on.day for each in whole_list] == [3, 3, 9, 27]
    found, after = [], ""
    while True:
        page = ended_in(cursor, **asked, after=after, size=1)
        found += page[:1]
        if len(page) == 1:
            break
        after = f"{page[0].ended_on}.{page[0].case}"
    assert found == whole_list


_DAYS = st.dates(date(2026, 1, 6), TODAY)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                EntryKind.COLLECTED,
                EntryKind.REDUCED,
                EntryKind.TERMINATED,
                EntryKind.CLOSED,
                EntryKind.MOVED,
                EntryKind.REVERSED,
            ]
        ),
        _DAYS,
        st.integers(1, 6_000_000),
    ),
    max_size=8,
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_STEPS, st.dates(date(2025, 12, 1), TODAY), st.dates(date(2025, 12, 1), TODAY))
def test_any_ledger_and_any_period_add_up(cursor, steps, one, other):
    number = listed(cursor)
    for kind, day, amount in steps:
        book = load(cursor, number)
        more = {}
        if kind in (EntryKind.COLLECTED, EntryKind.REDUCED):
            more = {"line": "1", "amount": amount}
        elif kind is EntryKind.REVERSED:
            more = {"reverses": book.entries[amount % len(book.entries)].id}
        if not book.enter(Entry(kind=kind, occurred_on=day, **more), today=TODAY):
            write(cursor, book)
    first, last = sorted([one, other])
    figures(cursor, first=first, last=last)
