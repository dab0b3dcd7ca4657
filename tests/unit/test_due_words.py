"""A deadline in words: working days only, over Tết, swapped days and weekends."""

from datetime import date
from thads_portal.domain.due_words import due_words
from thads_portal.domain.working_days import default_calendar
from thads_portal.domain.working_days import DueStatus

import pytest


CALENDAR = default_calendar()


def day(text: str) -> date:
    number, month, year = map(int, text.split("/"))
    return date(year, month, number)


@pytest.mark.parametrize(
    ("today", "due", "vietnamese", "english", "status"),
    [
        # Over 24/11, off from 2026.
        ("23/11/2026", "25/11/2026", "hạn 25/11/2026, còn 1 ngày làm việc",
         "due 25/11/2026, 1 working day left", DueStatus.TOMORROW),
        ("24/11/2026", "25/11/2026", "hạn 25/11/2026, còn 1 ngày làm việc",
         "due 25/11/2026, 1 working day left", DueStatus.TOMORROW),
        ("25/11/2026", "25/11/2026", "hạn hôm nay", "due today", DueStatus.TODAY),
        ("26/11/2026", "25/11/2026", "quá hạn 1 ngày làm việc",
         "1 working day overdue", DueStatus.OVERDUE),
        ("30/11/2026", "25/11/2026", "quá hạn 3 ngày làm việc",
         "3 working days overdue", DueStatus.OVERDUE),
        # Saturday after a Friday.
        ("28/11/2026", "27/11/2026", "quá hạn từ 27/11/2026",
         "overdue since 27/11/2026", DueStatus.OVERDUE),
        # Tết Bính Ngọ.
        ("13/02/2026", "24/02/2026", "hạn 24/02/2026, còn 2 ngày làm việc",
         "due 24/02/2026, 2 working days left", DueStatus.LATER),
        # A worked Saturday; Monday 31/08 off in its stead.
        ("21/08/2026", "22/08/2026", "hạn 22/08/2026, còn 1 ngày làm việc",
         "due 22/08/2026, 1 working day left", DueStatus.TOMORROW),
        ("28/08/2026", "03/09/2026", "hạn 03/09/2026, còn 1 ngày làm việc",
         "due 03/09/2026, 1 working day left", DueStatus.TOMORROW),
        # A term whose last day became a day off after it was set.
        ("28/08/2026", "31/08/2026", "hạn 31/08/2026, ngày nghỉ",
         "due 31/08/2026, a day off", DueStatus.TOMORROW),
    ],
)  # fmt: skip
def test_due_words(today, due, vietnamese, english, status):
    said = due_words(day(due), today=day(today), calendar=CALENDAR)
    assert str(said) == said.text == vietnamese
    assert said.status is status
    assert due_words(day(due), today=day(today), calendar=CALENDAR, language="en").text == english


def test_left_is_signed():
    left = [
        due_words(day("25/11/2026"), today=day(today), calendar=CALENDAR).left
        for today in ("23/11/2026", "25/11/2026", "27/11/2026")
    ]
    assert left == [1, 0, -2]


def test_long_spans_are_written_as_numbers_are():
    calendar, today, due = default_calendar(), day("25/11/2026"), day("16/01/2019")
    said = due_words(due, today=today, calendar=calendar)
    assert said.left < -1000
    grouped = f"{-said.left:,}"
    assert said.text == f"quá hạn {grouped.replace(',', '.')} ngày làm việc"
    english = due_words(due, today=today, calendar=calendar, language="en").text
    assert english == f"{grouped} working days overdue"
