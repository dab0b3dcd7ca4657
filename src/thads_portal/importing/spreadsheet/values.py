"""Dates and amounts as offices write them; what could mean two things is refused, not guessed."""

from datetime import date
from datetime import timedelta
from thads_portal.importing.spreadsheet.headings import folded

import re


#: Serial numbers of Excel that are days between 1982 and 2064, where a cell lost its format.
_SERIAL = re.compile(r"[34]\d{4}|5\d{4}")
_DAY = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?![\d/\-]|\.\d)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_WORDS = re.compile(
    r"(?:ngày\s*)?(\d{1,2})\s*(?:tháng|-\s*tháng)\s*(\d{1,2})\s*(?:năm|,)?\s*(\d{4})", re.IGNORECASE
)
_CLOCK = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AP]M)?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_day(text: str) -> tuple[date, int, int] | None:
    """The first day written in `text`, with where it stands; ValueError if it cannot be.

    The day stands first (05/03/2024 is 5 March); a year of two digits lies within the
    last hundred years.
    """
    for pattern, order in ((_WORDS, (3, 2, 1)), (_DAY, (3, 2, 1)), (_ISO, (1, 2, 3))):
        match = pattern.search(text)
        if match is not None:
            year, month, day = (int(match[place]) for place in order)
            if year < 100:
                year += 2000 if year <= 40 else 1900
            return date(year, month, day), match.start(), match.end()
    return None


def parse_day(text: str) -> date:
    """The day that a cell says, and nothing else. ValueError if it says none, or more."""
    text = _CLOCK.sub("", text.strip())
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    found = find_day(text)
    if found is None:
        raise ValueError(text)
    day, start, end = found
    rest = folded(text[:start] + " " + text[end:])
    if rest not in ("", "ngay", "ky ngay", "ra ngay"):
        raise ValueError(text)
    return day


def is_year(text: str) -> bool:
    """Whether only a year is written."""
    return bool(_YEAR.fullmatch(text.strip()))


_UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "trieu": 10**6,
    "triệu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "nghìn": 10**3,
    "ngan": 10**3,
    "ngàn": 10**3,
}
_NUMBER = r"\d{1,3}(?:[.,  ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"({_NUMBER})\s*(tỷ|tỉ|triệu|trieu|tr|nghìn|nghin|ngàn|ngan|ty|ti)?(?![^\W\d_])", re.IGNORECASE
)
_CURRENCY = re.compile(
    r"(?:việt nam|vn)?\s*(?:đồng|dong|vnđ|vnd|đ|₫)(?![^\W\d_])\.?|[,.]?-+\s*$", re.IGNORECASE
)
_SAID = re.compile(r"^(?:số tiền|tổng cộng|tổng số|là|:|\s)+", re.IGNORECASE)
_IN_WORDS = re.compile(r"\([^)]*\)?\s*$")
_GROUPED = re.compile(r"\d{1,3}(?:([., \xa0])\d{3})(?:\1\d{3})*")


def parse_amount(text: str) -> int:
    """VND in whole dong. ValueError if it is none, or could be read in two ways."""
    bare = _IN_WORDS.sub("", text.strip())
    bare = _SAID.sub("", _CURRENCY.sub(" ", bare)).strip()
    total = 0
    place = 0
    smallest: int | None = None
    for match in _AMOUNT.finditer(bare):
        if bare[place : match.start()].strip(" ,và"):
            raise ValueError(text)
        unit = _UNITS.get((match[2] or "").lower(), 1)
        if smallest is not None and unit >= smallest:
            # "12.500.000 và 3.000.000": two amounts, not one.
            raise ValueError(text)
        smallest = unit
        total += _scaled(match[1], unit, text)
        place = match.end()
    if smallest is None or bare[place:].strip(" ."):
        raise ValueError(text)
    return total


def _scaled(number: str, unit: int, text: str) -> int:
    number = number.replace("\xa0", " ")
    grouped = _GROUPED.match(number)
    if grouped is not None and (unit == 1 or grouped.end() == len(number)):
        # Groups of three are thousands; behind them, ",00" says nothing.
        decimals = number[grouped.end() :]
        whole = int(re.sub(r"\D", "", grouped[0]))
        if (
            unit > 1
            and len(number) - number.rfind(grouped[1]) == 4
            and number.count(grouped[1]) == 1
        ):
            # "1,250 tỷ" is one and a quarter to some and 1,250 to others.
            raise ValueError(text)
        if decimals.strip(".,0"):
            raise ValueError(text)
        return whole * unit
    whole, _sign, decimals = number.replace(",", ".").partition(".")
    if not decimals.strip("0"):
        return int(whole) * unit
    value, rest = divmod(int(whole + decimals) * unit, 10 ** len(decimals))
    if rest or unit == 1:
        raise ValueError(text)
    return value


_IN_TEXT = re.compile(
    rf"(?<![\d/.,])((?:{_NUMBER})(?:\s*(?:tỷ|tỉ|triệu|nghìn|ngàn))?)\s*(?:đồng|vnđ|vnd|đ)(?![^\W\d_/])",
    re.IGNORECASE,
)


def only_amount_in(text: str) -> int | None:
    """The amount that an obligation names, if it names exactly one."""
    found = [match[1] for match in _IN_TEXT.finditer(text)]
    if len(found) != 1:
        return None
    try:
        return parse_amount(found[0])
    except ValueError:
        return None
