"""Cases and money are counted as the law's reports count them."""

from contextlib import closing
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.domain.clocks import Duty
from thads_portal.domain.reporting import Period
from thads_portal.domain.reporting import reporting_year
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register import punctuality
from thads_portal.register import statistics
from thads_portal.register.punctuality import InTime
from thads_portal.register.statistics import Sums

import psycopg2
import pytest


NOVEMBER = datetime(2025, 11, 30, 18, 0, tzinfo=UTC)  # 01/12 in Vietnam
JOINT = {"enforcement_decision_number": "1/QĐ", "enforcement_decision_date": date(2024, 1, 1)}
PERIOD = Period(2026)


@pytest.fixture(scope="module")
def dsn():
    with fresh_register() as made:
        with (
            closing(psycopg2.connect(made)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            for each in listings():
                insert(cursor, [each])
        statistics.take(made)
        statistics.take(made)
        yield made


def listings():
    # One case, two debtors who owe the same sum jointly: by equal words, by the word itself.
    yield row(**JOINT, obligation="Trả 5", obligation_amount=5, first_published=NOVEMBER)
    yield row(**JOINT, obligation="Trả 5", obligation_amount=5)
    yield row(**JOINT, obligation="Liên đới với ông A trả 7", obligation_amount=7)
    yield row(**JOINT, obligation="liên đới với bà B trả 7", obligation_amount=7)
    # In the same case, sums of their own: another amount, another duty.
    yield row(
        **JOINT, obligation="Án phí", obligation_amount=5, obligation_kinds=["court_fee", "debt"]
    )
    yield row(**JOINT, obligation="Giao nhà", obligation_amount=None, ground="b")
    # The same number at another agency is another case.
    yield row(**JOINT, province="ha-noi", obligation="Trả 5", obligation_amount=5)
    # Ended as a whole, and in part.
    over = {"state": "ended", "ended_at": datetime(2026, 3, 1, tzinfo=UTC)}
    yield row(obligation_amount=100, judgment_kind="criminal", **over)
    yield row(enforcement_decision_number="2/QĐ", obligation="x", obligation_amount=20, **over)
    yield row(enforcement_decision_number="2/QĐ", obligation="y", obligation_amount=30)
    # Never public.
    yield row(state="draft", first_published=None, obligation_amount=1000)


def read(dsn, province=None, period=PERIOD):
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        return statistics.read(cursor, province=province, first=period.first, end=period.end)


def test_the_nation(dsn):
    found = read(dsn)
    assert found.total == Sums(
        cases=3,
        listings=8,
        money=5 + 7 + 5 + 5 + 30,
        new_cases=4,
        new_money=172,
        over_cases=1,
        over_money=100,
    )
    assert set(found.by["province"]) == {"cao-bang", "ha-noi"}
    assert found.by["province"]["ha-noi"].cases == 1
    assert "agency" not in found.by


def test_a_province(dsn):
    found = read(dsn, "cao-bang")
    assert (found.total.cases, found.total.listings, found.total.money) == (2, 7, 47)
    assert found.by["agency"]["cao-bang/cuc"].cases == 2
    assert (found.by["ground"]["a"].cases, "b" in found.by["ground"]) == (2, False)
    assert found.by["judgment_kind"]["criminal"] == Sums(0, 0, 0, 1, 100, 1, 100)
    kinds = found.by["obligation_kind"]
    assert set(kinds) == {"court_fee", "several"}
    assert (kinds["court_fee"].cases, kinds["several"].cases) == (1, 1)
    # What is owed for one kind is known; five for a fee and a debt are not.
    assert (kinds["court_fee"].money, kinds["several"].money) == (42, 5)


@pytest.mark.parametrize("province", [None, "cao-bang", "ha-noi"])
@pytest.mark.parametrize("dimension", ["obligation_kind", "judgment_kind", "ground"])
def test_values_add_up_to_the_total(dsn, province, dimension):
    found = read(dsn, province)
    for figure in Sums.__slots__:
        added = sum(getattr(sums, figure) for sums in found.by[dimension].values())
        assert added == getattr(found.total, figure), figure


def test_months_are_vietnams(dsn):
    months = read(dsn, "cao-bang").months
    assert months[date(2025, 12, 1)].new_cases == 1
    assert date(2025, 11, 1) not in months
    assert months[date(2026, 3, 1)].over_cases == 1
    first_quarter = read(dsn, "cao-bang", Period(2026, 3))
    assert (first_quarter.total.new_cases, first_quarter.total.over_cases) == (1, 0)
    assert read(dsn, "cao-bang", Period(2025)).total.new_cases == 0


def test_nothing_counted_is_not_zero():
    with fresh_register() as dsn:
        assert read(dsn) is None


@pytest.mark.parametrize(
    ("months", "last"),
    [
        (3, date(2025, 12, 31)),
        (6, date(2026, 3, 31)),
        (10, date(2026, 7, 31)),
        (12, date(2026, 9, 30)),
    ],
)
def test_periods(months, last):
    period = Period(2026, months)
    assert (period.first, period.last) == (date(2025, 10, 1), last)
    assert len(list(period.each_month())) == months


def test_the_reporting_year():
    assert [reporting_year(date(2026, month, 1)) for month in (9, 10)] == [2026, 2027]


def test_how_long_and_why_add_up_to_the_cases(dsn):
    found = read(dsn)
    assert sum(each.cases for each in found.by["standing"].values()) == found.total.cases
    for dimension in ("lasted", "end_reason"):
        ends = found.by[dimension].values()
        assert sum(each.over_cases for each in ends) == found.total.over_cases
        assert sum(each.over_money for each in ends) == found.total.over_money


def test_the_reason_is_that_of_the_last_ending_and_the_time_that_of_the_whole_case():
    begun = datetime(2025, 11, 1, tzinfo=UTC)
    case = {**JOINT, "state": "ended", "first_published": begun}
    with fresh_register() as made, closing(psycopg2.connect(made)) as connection:
        with connection, connection.cursor() as cursor:
            ends = [("discharged", 20), ("resumed", 300)]
            for reason, days in ends:
                over = begun + timedelta(days=days)
                insert(cursor, [row(**case, end_reason=reason, ended_at=over)])
        statistics.take(made)
        with connection, connection.cursor() as cursor:
            found = statistics.read(cursor, province=None, first=PERIOD.first, end=PERIOD.end)
    assert {name: each.over_cases for name, each in found.by["end_reason"].items()} == {
        "resumed": 1
    }
    assert {name: each.over_cases for name, each in found.by["lasted"].items()} == {"1y": 1}


def test_in_time_is_counted_by_agency_and_month_of_the_last_day():
    monday = date(2026, 3, 2)
    duties = [
        (monday, date(2026, 3, 5), date(2026, 3, 5)),
        (monday, date(2026, 3, 5), date(2026, 3, 6)),
        # Not done: over in April; and not over yet.
        (date(2026, 3, 30), None, None),
        (date(2026, 4, 9), None, None),
    ]
    with (
        fresh_register() as made,
        closing(psycopg2.connect(made)) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        for started, due, done in duties:
            cursor.execute(
                "INSERT INTO thads_duty VALUES ('x', 'cao-bang', 'cao-bang/cuc',"
                " 'first_publication', %s, %s, %s, %s)",
                (started, None if done else 3, due, done),
            )
        punctuality.take(cursor, calendar=WorkingCalendar(), today=date(2026, 4, 10))

        def found(province, first, end):
            read = punctuality.read(cursor, province=province, first=first, end=end)
            return read.get(Duty.FIRST_PUBLICATION, {})

        march, april, may = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
        assert found(None, march, april) == {"cao-bang": InTime(1, 1, 0)}
        # Sent under the key of an agency that had ended by then.
        assert found("cao-bang", april, may) == {"cao-bang/thads": InTime(0, 0, 1)}
        assert found("cao-bang", march, may) == {"cao-bang/thads": InTime(1, 1, 1)}


def test_an_agency_under_an_old_key_and_its_own_is_one():
    """A decision is of the agency that there was on its day; its case counts there once."""
    new = {"enforcement_decision_number": "9/QĐ", "enforcement_decision_date": date(2025, 8, 1)}
    old = {**new, "enforcement_decision_date": date(2025, 6, 30)}
    with fresh_register() as made, closing(psycopg2.connect(made)) as connection:
        with connection, connection.cursor() as cursor:
            for key, fields in (
                ("cao-bang/cuc", new),
                ("cao-bang/thads", new),
                ("cao-bang/cuc", old),
                ("cao-bang/chi-cuc-hoa-an", old),
                ("yen-bai/cuc", {**new, "province": "yen-bai"}),
                ("cao-bang/of-our-own", new),
            ):
                insert(cursor, [row(**{**fields, "agency": key})])
        statistics.take(made)
        own, other = read(made, "cao-bang"), read(made, "yen-bai")
    assert {key: sums.cases for key, sums in own.by["agency"].items()} == {
        "cao-bang/thads": 1,
        "cao-bang/cuc": 1,
        "cao-bang/chi-cuc-hoa-an": 1,
        "cao-bang/of-our-own": 1,
    }
    assert {key: sums.cases for key, sums in other.by["agency"].items()} == {"lao-cai/thads": 1}
