"""Cases follow their listings' rows, and the ledger's tables refuse what does not come out."""

from datetime import date
from datetime import datetime
from datetime import UTC
from tests.support.empty_register import fresh_register
from thads_portal.domain.ledger.book import StatedLine
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.working_days import default_calendar
from thads_portal.register.ledger import books
from thads_portal.register.ledger import due
from thads_portal.register.ledger import writing
from thads_portal.register.trouble import RegisterConflict

import psycopg2
import pytest


TODAY = date(2026, 11, 27)
CALENDAR = default_calendar()
AT = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def cursor():
    with fresh_register() as dsn:
        connection = psycopg2.connect(dsn)
        with connection.cursor() as found:
            yield found
        connection.close()


def listing(cursor, number, *, decision="12/QĐ-CCTHADS", state="published", day=date(2026, 7, 14)):
    cursor.execute(
        "INSERT INTO thads_listing (number, province, agency, state, name_tokens, sort_name,"
        " debtor_name, enforcement_decision_number, enforcement_decision_date,"
        " no_conditions_decision_date, created, changed)"
        " VALUES (%s, 'cao-bang', 'cao-bang/thads', %s, '', '', 'Nông Văn Thử', %s, '2026-01-05',"
        " %s, now(), now())",
        (number, state, decision, day),
    )


def case_row(cursor, number):
    cursor.execute(
        "SELECT id, listings, listed, no_conditions_on, verify_on, next_on, decision_key"
        " FROM thads_case JOIN thads_case_listing ON id = case_id WHERE number = %s",
        (number,),
    )
    return cursor.fetchone()


def stated(cursor, number="2026-0000001"):
    book = books.load(cursor, [books.case_of(cursor, number)]).popitem()[1]
    assert not book.state(
        [StatedLine(line="1", kind="court_fee", to_do=12_500_000)],
        occurred_on=date(2026, 1, 5),
        document=None,
        details={"origin": "ex_officio"},
        today=TODAY,
    )
    return book


def write(cursor, book):
    rows = writing.written(book, actor="bien-tap", at=AT, calendar=CALENDAR)
    writing.write(cursor, [rows])


def test_debtors_under_one_decision_are_one_case(cursor):
    listing(cursor, "2026-0000001")
    listing(cursor, "2026-0000002", decision="Số 012 / QĐ-CCTHADS", day=date(2026, 7, 20))
    listing(cursor, "2026-0000003", decision="13/QĐ-CCTHADS")
    listing(cursor, "2026-0000004", state="draft")
    one = case_row(cursor, "2026-0000001")
    assert case_row(cursor, "2026-0000002") == one
    assert one[1:6] == (2, 2, date(2026, 7, 14), date(2027, 1, 14), date(2027, 1, 14))
    assert case_row(cursor, "2026-0000003")[0] != one[0]
    assert books.case_of(cursor, "2026-0000004") is None


def test_a_case_rests_when_none_of_its_listings_is_public(cursor):
    listing(cursor, "2026-0000001")
    cursor.execute("UPDATE thads_listing SET state = 'ended'")
    assert case_row(cursor, "2026-0000001")[2:6] == (0, None, None, None)
    cursor.execute("DELETE FROM thads_listing")
    cursor.execute("SELECT count(*) FROM thads_case")
    assert cursor.fetchone() == (0,)


def test_a_corrected_decision_takes_the_case_with_its_entries_along(cursor):
    listing(cursor, "2026-0000001")
    before = case_row(cursor, "2026-0000001")
    write(cursor, stated(cursor))
    cursor.execute("UPDATE thads_listing SET enforcement_decision_number = '21/QĐ-CCTHADS'")
    after = case_row(cursor, "2026-0000001")
    assert (after[0], after[6]) == (before[0], "21/qd-ccthads")


def test_entries_are_kept_and_read_back(cursor):
    listing(cursor, "2026-0000001")
    book = stated(cursor)
    paid = Entry(kind=EntryKind.COLLECTED, occurred_on=date(2026, 8, 3), line="1", amount=2_000_000)
    assert not book.enter(paid, today=TODAY)
    news = Entry(kind=EntryKind.NEW_INFORMATION, occurred_on=date(2026, 8, 4))
    assert not book.enter(news, today=TODAY)
    write(cursor, book)
    read = books.load(cursor, [book.case.id])[book.case.id]
    assert [entry.kind for entry in read.entries] == [entry.kind for entry in book.entries]
    assert read.balances() == book.balances()
    assert read.case.origin == "ex_officio" and read.case.revision == 1
    cursor.execute("SELECT done, left_over FROM thads_case_line")
    assert cursor.fetchone() == (2_000_000, 10_500_000)
    cursor.execute("SELECT effect, left_over, due_on FROM thads_case_proposal")
    assert cursor.fetchone() == ("amend", 10_500_000, date(2026, 8, 6))
    (case,) = due.due_cases(cursor, until=date(2026, 8, 31), province="cao-bang").rows
    assert (case.next_duty, case.next_on) == ("pay_out", date(2026, 8, 13))
    back = Entry(kind=EntryKind.REVERSED, occurred_on=TODAY, reverses=book.entries[-2].id)
    assert not read.enter(back, today=TODAY)
    write(cursor, read)
    cursor.execute("SELECT done, left_over FROM thads_case_line")
    assert cursor.fetchone() == (0, 12_500_000)
    cursor.execute("SELECT count(*) FROM thads_case_proposal")
    assert cursor.fetchone() == (0,)


def test_two_who_enter_at_once_are_told_apart(cursor):
    listing(cursor, "2026-0000001")
    one, other = stated(cursor), stated(cursor)
    write(cursor, one)
    with pytest.raises(RegisterConflict):
        write(cursor, other)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE thads_case_entry SET amount = 1",
        "DELETE FROM thads_case_entry",
        "TRUNCATE thads_case_entry CASCADE",
        "UPDATE thads_case_line SET done = 13000000",
        "INSERT INTO thads_case_entry (case_id, occurred_on, recorded_at, kind, line, amount,"
        " bucket, signed, actor) SELECT id, now(), now(), 'collected', '1', 99999999, 'done',"
        " 99999999, 'x' FROM thads_case",
        "INSERT INTO thads_case_entry (case_id, occurred_on, recorded_at, kind, line, amount,"
        " bucket, signed, actor, reverses) SELECT case_id, now(), now(), 'reversed', '1', 5, 'to_do',"
        " -5, 'x', id FROM thads_case_entry WHERE amount IS NOT NULL",
    ],
)
def test_the_tables_refuse_what_the_ledger_must_not_do(cursor, statement):
    listing(cursor, "2026-0000001")
    write(cursor, stated(cursor))
    with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.CheckViolation)):
        cursor.execute(statement)
