"""What the readers of all formats give: a book of sheets of rows of cells, with their fonts.

Positions count from 0 inside, and are shown as in the editor's own program (A1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.domain.legacy_fonts import convert
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.names import clean
from typing import NamedTuple

import re


#: Rows of a list: what is written in one transaction.
MAX_ROWS = 5_000
MAX_COLUMNS = 120
#: Sheets beyond these are named and not read.
MAX_SHEETS = 30
#: A gap of so many empty rows ends a sheet.
BLANK_ROWS = 500
#: Characters of one cell; Excel's own limit.
MAX_TEXT = 32_767

Value = str | int | float | bool | date | None
#: Pieces of a text with the font of each.
Runs = tuple[tuple[str, str | None], ...]


class Cell(NamedTuple):
    """`runs` are given for a text in several fonts only; `error` is #N/A and the like."""

    value: Value
    font: str | None = None
    runs: Runs = ()
    formula: bool = False
    error: bool = False


class Row(NamedTuple):
    """`number` is the row as the editor's program counts it, from 1."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False


class Merge(NamedTuple):
    """A merged range; `first_row` and `last_row` count from 1, columns from 0, all inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """`blank_from`: reading ended there, because nothing but empty rows followed."""

    name: str
    rows: list[Row]
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    blank_from: int | None = None
    too_wide: bool = False


@dataclass(slots=True)
class Book:
    """`kind` is xlsx, xls, ods or csv. `hint`: the legacy encoding of a file that knows no fonts."""

    kind: str
    sheets: list[Sheet]
    macros: bool = False
    unread_sheets: tuple[str, ...] = ()
    hint: Encoding | None = None


class Text(NamedTuple):
    """A cell's text: as it stands in the file, and in Unicode."""

    original: str
    text: str
    encoding: Encoding | None


def column_name(column: int) -> str:
    """0 -> A, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(reference: str) -> int:
    """The column of a reference like ``AB12``, from 0; -1 if it is none."""
    column = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        column = column * 26 + ord(sign) - 64
    return column - 1


def address(column: int, row: int) -> str:
    """``B7``: `row` counts from 1."""
    return f"{column_name(column)}{row}"


_LINES = re.compile(r"[ \t\xa0]*(?:\r\n|\r|\n|\v|_x000[dD]_)[ \t\xa0]*")


def text_of(cell: Cell | None, hint: Encoding | None = None) -> Text:
    """The cell's text, each piece read by its own font; line breaks are kept as ``\\n``."""
    if cell is None or cell.value is None:
        return Text("", "", None)
    value = cell.value
    if not isinstance(value, str):
        shown = _shown(value)
        return Text(shown, shown, None)
    if cell.runs:
        converted = [convert(piece, font, hint=hint) for piece, font in cell.runs]
        encoding = next((each.encoding for each in converted if each.encoding), None)
        text = "".join([each.text for each in converted])
    else:
        text, encoding = convert(value, cell.font, hint=hint)
    if "\n" in text or "\r" in text or "\v" in text or "_x000" in text:
        text = "\n".join(line for part in _LINES.split(text) if (line := clean(part)))
    else:
        text = clean(text)
    return Text(value, text, encoding)


def _shown(value: Value) -> str:
    """A number or date as the editor sees it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)
