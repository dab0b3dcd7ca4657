"""What a value becomes in a cell of a spreadsheet: text stays text.

A name or an obligation that begins like a formula would be carried out by the program
that opens the file, on the machine of whoever trusts this portal. So such text gets an
apostrophe in front in CSV; in xlsx a text cell is text and needs none.
"""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: What begins a formula in one spreadsheet program or another, full-width forms included.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0|%＝＋－＠﹢﹣﹦﹫")
#: Programs skip these before they look for a formula.
_SKIPPED = " \u00a0\u200b\u3000\ufeff\"'"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0x7F])


def neutral(text: str) -> str:
    """`text` as a CSV cell that no program takes for a formula."""
    if not text:
        return text
    first = text[0]
    # Letters and digits are nearly all there is.
    if first.isalnum():
        return text
    if first in FORMULA_STARTS:
        return f"'{text}"
    if first in _SKIPPED:
        rest = text.lstrip(_SKIPPED)
        if rest and rest[0] in FORMULA_STARTS:
            return f"'{text}"
    return text


def printable(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return text if text.isprintable() else text.translate(_CONTROL)


def moment(value: datetime) -> str:
    """``2026-11-23T09:30:00+07:00``, by Vietnam's clock."""
    return value.astimezone(VIETNAM).isoformat(timespec="seconds")


def plain(value: Any) -> str | int | float:
    """A value as text or a number: dates ISO 8601, lists joined by ``;``, None empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence):
        return ";".join(str(each) for each in value)
    return str(value)


def csv_cell(value: Any) -> str | int | float:
    """A value as a cell of a CSV file."""
    if type(value) is str:
        return neutral(value)
    made = plain(value)
    return neutral(made) if isinstance(made, str) else made
