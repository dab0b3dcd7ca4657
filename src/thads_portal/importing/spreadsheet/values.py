"""Dates as offices write them; what could mean two things is asked or refused, not guessed."""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import lru_cache
from thads_portal.importing.spreadsheet.headings import folded

import re


#: Longer text holds no single date.
MAX_DAY_TEXT = 80
#: Of a longer text only so much is searched for a date.
MAX_SEARCHED = 2_000
#: Serial numbers of Excel that are days between 1982 and 2064, where a cell lost its format.
_SERIAL = re.compile(r"(?:[34]\d{4}|5\d{4})(?:[.,]0{1,3})?")
_DAY = re.compile(
    r"(?<![\d/.-])(\d{1,2})[ ]?[/.\-][ ]?(\d{1,2})[ ]?[/.\-][ ]?(\d{4}|\d{2})(?![\d/\-]|\.\d)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_WORDS = re.compile(
    r"(\d{1,2})[ ]?(?:-[ ]?)?tháng[ ]?(\d{1,2})[ ]?(?:năm|,|-)?[ ]?(\d{4})", re.IGNORECASE
)
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d{1,6})?( ?[AP]M)?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm )?(?:19|20)\d\d", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_ORDERS = ((_WORDS, (3, 2, 1)), (_DAY, (3, 2, 1)), (_ISO, (1, 2, 3)))


def find_day(text: str) -> tuple[date, int, int] | None:
    """The first day written in `text`, with where it stands; ValueError if it cannot be.

    The day stands first (05/03/2024 is 5 March); a year of two digits lies within the
    last hundred years.
    """
    text = text[:MAX_SEARCHED]
    first = None
    for pattern, order in _ORDERS:
        match = pattern.search(text)
        if match is not None and (first is None or match.start() < first[0].start()):
            first = match, order
    if first is None:
        return None
    match, (year, month, day) = first
    return _date(match[year], match[month], match[day]), match.start(), match.end()


def _date(year: str, month: str, day: str) -> date:
    number = int(year)
    if number < 100:
        number += 2000 if number <= 40 else 1900
    return date(number, int(month), int(day))


def parse_day(text: str) -> date:
    """The day that a cell says, and nothing else. ValueError if it says none, or more."""
    text = _bare(text)
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(re.split(r"[.,]", text)[0]))
    found = find_day(text)
    if found is None:
        raise ValueError(text)
    day, start, end = found
    rest = folded(text[:start] + " " + text[end:])
    if rest not in ("", "ngay", "ky ngay", "ra ngay"):
        raise ValueError(text)
    return day


def _bare(text: str) -> str:
    if len(text) > MAX_DAY_TEXT * 8:
        raise ValueError(text[:40])
    text = _BLANKS.sub(" ", text).strip().strip("'’‘`\"“”").strip()
    if len(text) > MAX_DAY_TEXT:
        raise ValueError(text[:40])
    return _CLOCK.sub("", text)


def is_year(text: str) -> bool:
    """Whether only a year is written."""
    return len(text) < 20 and bool(_YEAR.fullmatch(text.strip()))


_MONTH = re.compile(r"(?:tháng\s?)?\d{1,2}\s?(?:[/.\-]|năm)\s?(?:19|20)\d\d", re.IGNORECASE)
_COMMAS = re.compile(r"(\d{1,2})\s?[,;]\s?(\d{1,2})\s?[,;]\s?(\d{4})")
_ROMAN = re.compile(r"(\d{1,2})\s?[/.\-]\s?([IVX]{1,4})\s?[/.\-]\s?(\d{4})")
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True, slots=True)
class Day:
    """`day` if it is sure; `reading` if it is likely and to be asked; `word` says what is wrong:
    "no_day" (only a month or a year), "no_date" (a date that cannot be, or none)."""

    day: date | None = None
    reading: date | None = None
    word: str = ""


@lru_cache(maxsize=8192)
def read_day(text: str) -> Day:
    """What a cell of a column of dates says."""
    try:
        return Day(parse_day(text))
    except ValueError:
        pass
    try:
        bare = _bare(text)
    except ValueError:
        return Day(word="no_date")
    if is_year(bare) or _MONTH.fullmatch(bare):
        return Day(word="no_day")
    match = _COMMAS.fullmatch(bare)
    try:
        if match is not None:
            return Day(reading=_date(match[3], match[2], match[1]))
        match = _ROMAN.fullmatch(bare.upper())
        if match is not None and match[2] in _MONTHS:
            month = str(_MONTHS.index(match[2]) + 1)
            return Day(reading=_date(match[3], month, match[1]))
    except ValueError:
        pass
    return Day(word="no_date")
