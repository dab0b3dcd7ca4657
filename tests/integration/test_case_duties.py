"""A changed day off, a changed row of law and a new release reach the duties of all cases."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.database.testing import fresh_database
from thads_portal.domain.ledger import terms
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.working_days import calendar_with
from thads_portal.domain.working_days import CalendarOverride
from thads_portal.domain.working_days import default_calendar
from thads_portal.register import schema
from thads_portal.register.ledger import books
from thads_portal.register.ledger import recomputing
from thads_portal.register.ledger import writing
from thads_portal.register.ledger.asked import asked_count
from thads_portal.register.ledger.checking import different
from thads_portal.register.ledger.checking import repair
from thads_portal.register.ledger.compliance import follow_up_sums
from thads_portal.register.ledger.recomputing import follow_states
from thads_portal.register.ledger.recomputing import recompute

import psycopg2
import pytest


TODAY = date(2026, 11, 27)
CALENDAR = default_calendar()
OFF = calendar_with([CalendarOverride(date(2026, 12, 3), False, "Công văn thử")])
CASES = 30


@pytest.fixture
def dsn(monkeypatch):
    monkeypatch.setattr(recomputing, "_CHUNK", 7)
    with fresh_database() as name, closing(psycopg2.connect(name)) as connection:
        schema.ensure(connection)
        with connection, connection.cursor() as cursor:
            for place in range(CASES):
                cursor.execute(
                    "INSERT INTO thads_listing (number, province, agency, state, name_tokens,"
                    " sort_name, debtor_name, enforcement_decision_number,"
                    " enforcement_decision_date, no_conditions_decision_date, created, changed)"
                    " VALUES (%s, 'cao-bang', 'cao-bang/thads', 'published', '', '', 'Nông Văn Thử',"
                    " %s, '2026-01-05', '2026-07-14', now(), now())",
                    (f"2026-{place:07}", f"{place + 1}/QĐ-THADS"),
                )
            for place in range(0, CASES, 2):
                _disputed(cursor, f"2026-{place:07}")
        yield name


def _disputed(cursor, number):
    """The creditor's result differs: to be verified again within five working days, by 04/12/2026."""
    book = books.load(cursor, [books.case_of(cursor, number)]).popitem()[1]
    said = Entry(kind=EntryKind.DISAGREED, occurred_on=TODAY)
    assert not book.enter(said, today=TODAY)
    rows = writing.written(book, actor="a", at=datetime.now(UTC), calendar=CALENDAR)
    writing.write(cursor, [rows])


def query(dsn, sql):
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def due_days(dsn):
    both = query(dsn, "SELECT DISTINCT other_on FROM thads_case WHERE entries > 0")
    assert both == query(dsn, "SELECT DISTINCT due_on FROM thads_case_duty")
    return both


def test_a_day_off_that_is_added_moves_what_is_open(dsn):
    done = recompute(dsn, CALENDAR)
    assert (done.looked_at, done.written) == (CASES, 0)
    assert due_days(dsn) == [(date(2026, 12, 4),)]
    revisions = query(dsn, "SELECT id, revision FROM thads_case ORDER BY id")
    assert not recompute(dsn, CALENDAR).needed
    assert query(dsn, "SELECT id, revision FROM thads_case ORDER BY id") == revisions
    done = recompute(dsn, OFF)
    assert (done.needed, done.written) == (True, CASES // 2)
    assert due_days(dsn) == [(date(2026, 12, 7),)]
    # Taken away again, it moves back.
    assert recompute(dsn, CALENDAR).written == CASES // 2
    assert due_days(dsn) == [(date(2026, 12, 4),)]


def test_a_walk_that_was_stopped_goes_on(dsn):
    class Stopped(Exception):
        pass

    def stop(done, total):
        assert total == CASES
        if done > CASES // 2:
            raise Stopped

    with pytest.raises(Stopped):
        recompute(dsn, OFF, progress=stop)
    assert len(due_days(dsn)) == 2
    done = recompute(dsn, OFF)
    assert done.resumed and 0 < done.looked_at < CASES
    assert due_days(dsn) == [(date(2026, 12, 7),)]
    # Stopped on the way to one calendar, begun anew for another.
    with pytest.raises(Stopped):
        recompute(dsn, CALENDAR, progress=stop)
    done = recompute(dsn, OFF)
    assert not done.resumed and done.looked_at == CASES
    assert due_days(dsn) == [(date(2026, 12, 7),)]


def test_a_row_of_law_that_changes_reaches_every_case(dsn, monkeypatch):
    recompute(dsn, CALENDAR)
    assert query(dsn, "SELECT DISTINCT verify_on FROM thads_case") == [(date(2027, 1, 14),)]
    shorter = tuple(
        replace(row, length=3 if row.duty is FollowUp.VERIFY else 2)
        if row.duty in (FollowUp.VERIFY, FollowUp.VERIFY_AGAIN) and row.valid_to is None
        else row
        for row in terms.FOLLOW_UP_TERMS
    )
    monkeypatch.setattr(terms, "FOLLOW_UP_TERMS", shorter)
    monkeypatch.setattr(recomputing, "FOLLOW_UP_TERMS", shorter)
    assert recompute(dsn, CALENDAR).written == CASES
    # With entries and without.
    assert query(dsn, "SELECT DISTINCT verify_on FROM thads_case") == [(date(2026, 10, 14),)]
    assert due_days(dsn) == [(date(2026, 12, 1),)]


def test_whoever_enters_something_meanwhile_is_not_overwritten(dsn):
    """The walk waits for a writer of the same case, and a book loaded before it is repeated on."""
    recompute(dsn, CALENDAR)
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        (case,) = query(dsn, "SELECT min(id) FROM thads_case WHERE entries > 0")[0]
        book = books.load(cursor, [case])[case]
        assert recompute(dsn, OFF).written == CASES // 2
        told = Entry(kind=EntryKind.VERIFIED, occurred_on=TODAY, details={"conclusion": "none"})
        assert not book.enter(told, today=TODAY)
        rows = writing.written(book, actor="a", at=datetime.now(UTC), calendar=OFF)
        with pytest.raises(writing.RegisterConflict):
            writing.write(cursor, [rows])


def test_sums_of_duties_are_those_of_the_cases(dsn):
    """Kept by triggers whoever writes; the check tells where they are not, and mends them."""
    recompute(dsn, OFF)
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE thads_listing SET state = 'ended' WHERE number < '2026-0000004'")
        cursor.execute(
            "UPDATE thads_listing SET province = 'bac-kan' WHERE number = '2026-0000005'"
        )
        cursor.execute(
            "UPDATE thads_listing SET no_conditions_decision_date = '2026-08-03'"
            " WHERE number = '2026-0000007'"
        )
        cursor.execute("DELETE FROM thads_listing WHERE number = '2026-0000009'")
        (case,) = query(dsn, "SELECT max(id) FROM thads_case WHERE entries > 0")[0]
        book = books.load(cursor, [case])[case]
        told = Entry(kind=EntryKind.VERIFIED, occurred_on=TODAY, details={"conclusion": "none"})
        assert not book.enter(told, today=TODAY)
        rows = writing.written(book, actor="a", at=datetime.now(UTC), calendar=OFF)
        writing.write(cursor, [rows])
        connection.commit()
        assert "sums" not in different(cursor, OFF)
        values = {"first": date(2020, 1, 1), "last": date(2030, 1, 1), "today": date(2027, 1, 20)}
        counted = _whole(follow_up_sums(cursor, by="agency", calendar=OFF, **values))
        assert counted[FollowUp.VERIFY][2] and counted[FollowUp.VERIFY_AGAIN]
        for by in ("province", "month"):
            assert _whole(follow_up_sums(cursor, by=by, calendar=OFF, **values)) == counted
        for first, last, today in (
            (date(2026, 12, 3), date(2027, 2, 10), date(2027, 1, 14)),
            (date(2026, 11, 20), date(2027, 1, 20), date(2026, 12, 4)),
            (date(2026, 12, 4), date(2026, 12, 31), date(2027, 1, 1)),
            (date(2027, 1, 31), date(2027, 1, 1), date(2027, 1, 1)),
        ):
            days = {"first": first, "last": last, "today": today}
            by_place = [
                _whole(follow_up_sums(cursor, by=by, calendar=OFF, **days))
                for by in ("agency", "province", "month")
            ]
            assert by_place[0] == by_place[1] == by_place[2]
        for broken in (
            "UPDATE thads_case_sum SET waiting = waiting + 1 WHERE duty = ''",
            "UPDATE thads_case_agency_sum SET waiting = waiting + 1 WHERE duty = ''",
        ):
            cursor.execute(broken)
            assert different(cursor, OFF)["sums"]
            repair(cursor, OFF)
            assert "sums" not in different(cursor, OFF)


def _whole(found):
    sums = {}
    for each in found:
        numbers = sums.setdefault(each.duty, [0, 0, 0, 0])
        for place, name in enumerate(("in_time", "late", "overdue", "open")):
            numbers[place] += getattr(each, name)
    return sums


def test_what_is_asked_follows_what_becomes_of_the_listing(dsn):
    """What was entered while nothing was public is asked for once it is; of one that ended no more."""

    def state(name):
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE thads_listing SET state = %s, republished_at = now() WHERE number = %s",
                (name, number),
            )

    def asked():
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
            rows = query(dsn, "SELECT number, effect FROM thads_case_proposal")
            return rows, asked_count(cursor), asked_count(cursor, province="cao-bang")

    number = "2026-0000001"
    state("draft")
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        book = books.load(cursor, [books.case_of(cursor, number)]).popitem()[1]
        assert not book.enter(Entry(kind=EntryKind.RESUMED, occurred_on=TODAY), today=TODAY)
        rows = writing.written(book, actor="a", at=datetime.now(UTC), calendar=CALENDAR)
        writing.write(cursor, [rows])
    assert asked() == ([], 0, 0)
    assert follow_states(dsn, CALENDAR) == 0
    state("published")
    assert follow_states(dsn, CALENDAR) == 1
    assert asked() == ([(number, "end")], 1, 1)
    assert follow_states(dsn, CALENDAR) == 0
    state("ended")
    assert follow_states(dsn, CALENDAR) == 1
    assert asked() == ([], 0, 0)


def test_nights_without_the_job_are_made_up_for(dsn):
    """Published while no worker ran for a week: what was entered before is asked for all the same."""
    assert follow_states(dsn, CALENDAR) == 0
    number = "2026-0000001"
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        book = books.load(cursor, [books.case_of(cursor, number)]).popitem()[1]
        assert not book.enter(Entry(kind=EntryKind.RESUMED, occurred_on=TODAY), today=TODAY)
        rows = writing.written(book, actor="a", at=datetime.now(UTC), calendar=CALENDAR)
        writing.write(cursor, [rows])
        cursor.execute("DELETE FROM thads_case_proposal")
        cursor.execute(
            "UPDATE thads_listing SET first_published = now() - interval '5 days' WHERE number = %s",
            (number,),
        )
    assert follow_states(dsn, CALENDAR) == 0
    last = datetime.now(UTC) - timedelta(days=7)
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE thads_maintenance SET place = %s WHERE task = 'case-states'",
            ([last.isoformat()],),
        )
    assert follow_states(dsn, CALENDAR) == 1
    assert query(dsn, "SELECT number, effect FROM thads_case_proposal") == [(number, "end")]
