"""What a value of the register becomes in an open file."""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from thads_portal.domain.spreadsheet_cells import safe_text
from thads_portal.domain.words import VIETNAM
from typing import Any


_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0x7F])


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
    """A value as a cell of a CSV file that no spreadsheet runs."""
    made = value if type(value) is str else plain(value)
    # Nearly everything begins with a letter or a digit.
    if not isinstance(made, str) or made[:1].isalnum():
        return made
    return safe_text(made)
