"""A pasted yearly decision: both directions, many ways to write a line."""

from datetime import date
from thads_portal.domain.calendar_list import read_list
from thads_portal.errors import Code

import pytest


@pytest.mark.parametrize(
    ("line", "day", "worked", "source"),
    [
        ("02/01/2027 nghỉ", date(2027, 1, 2), False, "CV 1"),
        ("2-1-2027: Nghỉ", date(2027, 1, 2), False, "CV 1"),
        ("09/01/2027 làm bù", date(2027, 1, 9), True, "CV 1"),
        ("09.01.2027 làm việc – Công văn 9", date(2027, 1, 9), True, "Công văn 9"),
        ("02/01/2027 off Decision 7", date(2027, 1, 2), False, "Decision 7"),
        ("09/01/2027, LÀM", date(2027, 1, 9), True, "CV 1"),
    ],
)
def test_a_line(line, day, worked, source):
    read = read_list(line, source="CV 1")
    assert not read.problems
    (found,) = read.days
    assert (found.day, found.worked, found.source) == (day, worked, source)


def test_all_or_nothing():
    read = read_list("02/01/2027 nghỉ\n\nsai\n02/01/2027 làm", source="CV 1")
    assert read.days == ()
    assert [(each.line, each.code) for each in read.problems] == [
        (3, Code.BAD_CALENDAR_LINE),
        (4, Code.REPEATED_CALENDAR_DAY),
    ]
    assert read_list("02/01/2027 nghỉ").problems[0].code is Code.CALENDAR_WITHOUT_SOURCE
    assert read_list(" \n").problems[0].code is Code.MISSING
