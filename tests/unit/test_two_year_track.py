"""Two years without news: from which day, until which day, and what ends the mark."""

from datetime import date
from thads_portal.domain.two_years import quiet_since
from thads_portal.domain.two_years import two_years_after
from thads_portal.domain.two_years import two_years_before

import pytest


DECIDED = date(2024, 3, 1)


def event(kind, day):
    return {"kind": kind, "occurred_on": day}


def mark(since, number=None):
    return {"since": since, "document_number": number, "document_date": None}


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2024, 3, 1), date(2026, 3, 1)),
        (date(2024, 2, 28), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2026, 3, 1)),
    ],
)
def test_two_years_are_calendar_years(day, after):
    assert two_years_after(day) == after
    assert day <= two_years_before(after)
    assert day > two_years_before(after.replace(day=after.day - 1) if after.day > 1 else day)


def test_an_amendment_or_a_reopening_is_news():
    history = [event("issued", DECIDED), event("amended", date(2025, 5, 5))]
    assert quiet_since(history, DECIDED, None) == date(2025, 5, 5)
    history += [event("reopened", date(2025, 9, 9)), event("submit", date(2026, 1, 1))]
    assert quiet_since(history, DECIDED, None) == date(2025, 9, 9)
    assert quiet_since([], None, None) is None


def test_a_mark_stands_until_there_is_news():
    marked = mark(date(2026, 3, 1))
    assert quiet_since([], DECIDED, marked) is None
    news = [event("amended", date(2026, 4, 1))]
    assert quiet_since(news, DECIDED, marked) == date(2026, 4, 1)


def test_a_mark_on_a_document_stays():
    news = [event("amended", date(2026, 4, 1))]
    assert quiet_since(news, DECIDED, mark(date(2025, 1, 1), "5/QĐ-THADS")) is None
