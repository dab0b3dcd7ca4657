"""What the readers of all formats give: a book of sheets of rows of cells, with their fonts.

Positions count from 0 inside, and are shown as in the editor's own program (A1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from enum import StrEnum
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.names import clean
from typing import Any
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


class Run(NamedTuple):
    """A piece of a text with its font; `struck` None is as its cell is."""

    text: str
    font: str | None = None
    struck: bool | None = False


Runs = tuple[Run, ...]


class Struck(StrEnum):
    """How much of a cell's text is struck through."""

    NO = ""
    PART = "part"
    ALL = "all"


class Cell(NamedTuple):
    """A cell as the editor's program shows it.

    `value`: what is stored (a text as in the file, a number, a day); `text`: what is shown, in
    Unicode, line breaks as ``\\n``. `live`: `text` without what is struck through.
    `encoding`: what the text was typed in, None if it was Unicode; `before`: then, the text as
    it stands in the file. `doubtful`: it makes sense in more than one encoding; `other` is what
    it would say in the other.
    `error` is #N/A and the like; `formula`: the value is what the program stored last.
    `font` and `runs` (for a text in several fonts, or struck in part) are for the readers.
    """

    value: Value
    font: str | None = None
    runs: Runs = ()
    formula: bool = False
    error: bool = False
    struck: Struck = Struck.NO
    text: str = ""
    live: str = ""
    before: str = ""
    encoding: Encoding | None = None
    doubtful: bool = False
    other: str = ""


class Row(NamedTuple):
    """`number` is the row as the editor's program counts it, from 1.

    `hidden`: not shown, by hand or by a filter; `filtered`: by a filter.
    """

    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False
    filtered: bool = False


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
    hidden_columns: frozenset[int] = frozenset()


class Encodings(NamedTuple):
    """What a file's texts were typed in, as the editor says: each ``unicode``, ``tcvn3``, ``vni``.

    `file` holds for all, `columns` (sheet -> column) before it, `cells` (sheet -> ``B7``) before
    both. What nobody said is told from fonts and letters.
    """

    file: str = ""
    columns: Mapping[str, Mapping[int, str]] = {}
    cells: Mapping[str, Mapping[str, str]] = {}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Encodings":
        """From ``{"file": …, "columns": {sheet: {"3": …}}, "cells": {sheet: {"B7": …}}}``."""
        kept = kept or {}
        columns = {
            sheet: {int(column): said for column, said in chosen.items()}
            for sheet, chosen in (kept.get("columns") or {}).items()
        }
        return cls(kept.get("file") or "", columns, kept.get("cells") or {})

    def as_json(self) -> dict[str, Any]:
        """The same, to be kept or sent."""
        columns = {
            sheet: {str(column): said for column, said in chosen.items()}
            for sheet, chosen in self.columns.items()
        }
        return {"file": self.file, "columns": columns, "cells": dict(self.cells)}


#: Nobody said anything: fonts and letters tell.
AS_TOLD = Encodings()


class Sample(NamedTuple):
    """A text of the file in each reading, for the editor to choose by."""

    sheet: str
    row: int
    column: int
    unicode: str
    tcvn3: str
    vni: str


@dataclass(slots=True)
class Fonts:
    """How the texts of a file were read.

    `found`: of the cells with other than plain letters, how many were typed in what.
    `mixed`: the letters of the file as a whole do not settle it: ask. `asked`: there are texts
    that another choice would change. `samples`: some of them.
    """

    found: dict[str, int] = field(default_factory=dict)
    mixed: bool = False
    asked: bool = False
    samples: tuple[Sample, ...] = ()


@dataclass(slots=True)
class Book:
    """`kind` is xlsx, xls, ods or csv. `hint`: the legacy encoding of a file that knows no fonts."""

    kind: str
    sheets: list[Sheet]
    macros: bool = False
    unread_sheets: tuple[str, ...] = ()
    hint: Encoding | None = None
    fonts: Fonts = field(default_factory=Fonts)


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


def text_of(cell: Cell | None, hint: Encoding | None = None) -> Text:
    """The cell's text, as it stands in the file and as it is shown; line breaks are ``\\n``."""
    if cell is None or cell.value is None:
        return Text("", "", None)
    return Text(cell.before or plain(cell.value), cell.text, cell.encoding)


_LINES = re.compile(r"\r\n|\r|\n|\v")


def tidy(text: str, *, keep: bool = False) -> str:
    """`text` in NFC with single blanks, line by line; empty lines are left out.

    `keep`: leave signs alone that nobody sees, as the ones that old fonts show as letters.
    """
    neat = _kept if keep else clean
    if "\n" in text or "\r" in text or "\v" in text:
        return "\n".join(line for part in _LINES.split(text) if (line := neat(part)))
    return neat(text)


_BLANKS = re.compile(r"[ \t\xa0]+")


def _kept(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")


def plain(value: Value) -> str:
    """A stored value in words, without a number format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return "" if value is None else str(value)


def fonts_as_json(fonts: Fonts) -> dict[str, Any]:
    """As it is kept with an upload."""
    return {
        "found": dict(fonts.found),
        "mixed": fonts.mixed,
        "asked": fonts.asked,
        "samples": [sample._asdict() for sample in fonts.samples],
    }
