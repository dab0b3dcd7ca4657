"""A yearly decision on swapped days, pasted as text: one line a day, both directions.

``02/01/2027 nghỉ Công văn 1234/VPCP``, ``09/01/2027 làm bù``; a line with another order or a
word that says neither is refused with its number, and then nothing is taken.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.domain.passwords import fold
from thads_portal.domain.working_days import CalendarOverride
from thads_portal.errors import Code
from thads_portal.errors import Problem

import re


_LINE = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})[\s:;,–-]*(?P<rest>.*)"
)
_OFF = ("nghi", "off")
_WORKED = ("lam", "work")
FIRST_YEAR, LAST_YEAR = 2015, 2100
MOST_LINES = 400
LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Pasted:
    """Either `days` or `problems`."""

    days: tuple[CalendarOverride, ...]
    problems: tuple[Problem, ...]


def read_list(text: str, *, source: str = "", field: str = "list") -> Pasted:
    """The days of `text`. `source` names the decision for lines that name none."""
    days: dict[date, CalendarOverride] = {}
    problems = []
    lines = [line for line in enumerate(text.splitlines(), start=1) if line[1].strip()]
    for number, line in lines[:MOST_LINES]:
        found = _read(line.strip(), source)
        if isinstance(found, CalendarOverride) and found.day not in days:
            days[found.day] = found
        else:
            code = Code.REPEATED_CALENDAR_DAY if isinstance(found, CalendarOverride) else found
            problems.append(Problem(number, None, field, code, {"line": number}))
    if not lines:
        problems.append(Problem(0, None, field, Code.MISSING))
    return Pasted(() if problems else tuple(days.values()), tuple(problems))


def _read(line: str, source: str) -> CalendarOverride | Code:
    match = _LINE.fullmatch(line)
    if match is None:
        return Code.BAD_CALENDAR_LINE
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return Code.BAD_CALENDAR_LINE
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Code.BAD_CALENDAR_LINE
    said, _, own = match["rest"].partition(" ")
    word = fold(said)
    if word.startswith(_OFF):
        worked = False
    elif word.startswith(_WORKED):
        worked = True
    else:
        return Code.BAD_CALENDAR_LINE
    own = re.sub(r"^(bù|việc)\b[\s:,;–-]*", "", own.strip()).strip()
    named = (own or source).strip()
    if not named:
        return Code.CALENDAR_WITHOUT_SOURCE
    return CalendarOverride(day, worked, named[:LONGEST_SOURCE])
