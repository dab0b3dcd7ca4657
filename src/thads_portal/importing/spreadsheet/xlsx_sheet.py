"""Reads one sheet of an Excel workbook as it streams by."""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from math import isfinite
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import BLANK_ROWS
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import column_of
from thads_portal.importing.spreadsheet.cells import MAX_COLUMNS
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import plain
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Run
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import Struck
from thads_portal.importing.spreadsheet.cells import Value
from thads_portal.importing.spreadsheet.limits import Budget
from thads_portal.importing.spreadsheet.limits import MANY_MERGES
from thads_portal.importing.spreadsheet.limits import MANY_ROWS
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.number_formats import Format
from thads_portal.importing.spreadsheet.number_formats import shown_day
from thads_portal.importing.spreadsheet.number_formats import shown_number
from thads_portal.importing.spreadsheet.number_formats import shown_text
from thads_portal.importing.spreadsheet.packed_xml import Enough
from thads_portal.importing.spreadsheet.packed_xml import Parts
from thads_portal.importing.spreadsheet.xlsx_strings import Builder
from thads_portal.importing.spreadsheet.xlsx_strings import String
from thads_portal.importing.spreadsheet.xlsx_strings import Strings
from thads_portal.importing.spreadsheet.xlsx_strings import unescaped
from typing import NamedTuple

import re


_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", re.DOTALL)
_ON = ("1", "true")


class Style(NamedTuple):
    """What a cell's style says; `form` None shows everything as it is stored."""

    font: str | None
    struck: bool
    form: Format | None


def number_value(number: float, is_date: bool, from_1904: bool) -> Value:
    """A number as Excel means it: whole, with decimals, or a day (1900 or 1904 system)."""
    if is_date and 0 < number < 2_958_466:
        serial = int(number)
        if from_1904:
            return date(1904, 1, 1) + timedelta(days=serial)
        # Excel's calendar has a 29/02/1900 that never was.
        return date(1899, 12, 30 if serial > 60 else 31) + timedelta(days=serial)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def shown(value: Value, form: Format | None) -> str:
    """What a cell shows of a value that is no text; empty if just the value."""
    if form is None and not isinstance(value, date):
        return ""
    if isinstance(value, date):
        return shown_day(form, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shown_number(form, value, plain(value))
    return ""


def text_cell(
    string: String, font: str | None, struck: bool, form: Format | None, *, formula: bool = False
) -> Cell | None:
    """The cell of a text, or None if there is nothing to see."""
    if not string.text.strip():
        return None
    text = shown_text(form, string.text) if form is not None and not string.runs else ""
    runs = tuple(
        [
            Run(run.text, run.font or font, struck if run.struck is None else run.struck)
            for run in string.runs
        ]
    )
    whole = struck and not runs
    return Cell(
        string.text,
        font,
        runs,
        formula,
        struck=Struck.ALL if whole else Struck.NO,
        text=text if text != string.text else "",
    )


class _Reader:
    def __init__(self, sheet: Sheet, styles, strings: Strings, from_1904: bool, budget: Budget):
        self.sheet = sheet
        self.styles = styles
        self.strings = strings
        self.from_1904 = from_1904
        self.budget = budget
        self.number = self.last = 0
        self.cells: dict[int, Cell] = {}
        self.row_hidden = False
        self.attributes: Mapping[str, str] = {}
        #: The last cell that says where it stands, and how many came since.
        self.reference = ""
        self.beyond = 0
        self.value: list[str] | None = None
        self.taking = False
        self.formula = False
        self.inline: Builder | None = None
        self.hidden: set[int] = set()
        self.filters: tuple[int, int] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            # Most cells of a large file are empty: what they say is looked at when they are not.
            self.attributes = attributes
            reference = attributes.get("r")
            if reference:
                self.reference, self.beyond = reference, 0
            else:
                self.beyond += 1
            self.value, self.formula, self.inline = None, False, None
        elif name == "v":
            self.value, self.taking = [], True
        elif self.inline is not None:
            self.inline.start(name, attributes)
        elif name == "f":
            self.formula = True
        elif name == "is":
            self.inline = Builder()
        else:
            self._outside(name, attributes)

    def _outside(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self.number = int(attributes.get("r") or self.number + 1)
            if self.sheet.blank_from is not None and self.number - self.last > BLANK_ROWS * 20:
                # Only the merged ranges behind the rows are still wanted, and they can wait.
                raise Enough
            self.cells, self.reference, self.beyond = {}, "", 0
            self.row_hidden = attributes.get("hidden") in _ON or attributes.get("ht") == "0"
        elif name == "mergeCell":
            merge = _range(attributes.get("ref") or "")
            if merge is not None:
                self.sheet.merges.append(merge)
            if len(self.sheet.merges) >= MANY_MERGES:
                raise Enough
        elif name == "col":
            if attributes.get("hidden") in _ON or attributes.get("width") == "0":
                first, last = int(attributes.get("min") or 1), int(attributes.get("max") or 1)
                self.hidden.update(range(first - 1, min(last, MAX_COLUMNS)))
        elif name == "autoFilter":
            found = _range(attributes.get("ref") or "")
            self.filters = (found.first_row, found.last_row) if found else None
        elif name == "filterColumn" and self.filters is not None:
            first, last = self.filters
            self.sheet.rows = [
                row._replace(filtered=True) if row.hidden and first < row.number <= last else row
                for row in self.sheet.rows
            ]
            self.filters = None

    def text(self, piece: str) -> None:
        if self.taking:
            self.value.append(piece)
        elif self.inline is not None:
            self.inline.text(piece)

    def end(self, name: str) -> None:
        if name == "v":
            self.taking = False
        elif name == "c":
            self._cell()
        elif name == "row":
            self._row()
        elif self.inline is not None:
            self.inline.end(name)

    def _cell(self) -> None:
        if self.value is None and self.inline is None and not self.formula:
            return
        column = column_of(self.reference) + self.beyond
        if self.sheet.blank_from is not None or column < 0:
            return
        if column >= MAX_COLUMNS:
            self.sheet.too_wide = True
            return
        cell = self._made()
        self.inline = None
        if cell is not None:
            value = cell.value
            self.budget.take(len(value) if isinstance(value, str) else 1)
            self.cells[column] = cell

    def _made(self) -> Cell | None:
        kind = self.attributes.get("t") or "n"
        number = int(self.attributes.get("s") or 0)
        font, struck, form = self.styles[number if number < len(self.styles) else 0]
        if self.inline is not None:
            return text_cell(self.inline.string(), font, struck, form)
        if self.value is None:
            # A formula whose value was never computed and stored.
            return Cell(None, font, formula=True, error=True)
        written = "".join(self.value)
        if not written.strip() and kind != "str":
            # An empty value: of a formula it was never computed.
            return Cell(None, font, formula=self.formula, error=self.formula)
        if kind == "s":
            return text_cell(self.strings[int(written)], font, struck, form, formula=self.formula)
        if kind == "str":
            string = String(unescaped(written)[:MAX_TEXT])
            return text_cell(string, font, struck, form, formula=self.formula)
        whole = Struck.ALL if struck else Struck.NO
        if kind == "b":
            return Cell(written == "1", font, (), self.formula, struck=whole)
        if kind == "e":
            return Cell(written[:40], font, (), self.formula, True, whole)
        if kind == "d":
            match = _ISO_DAY.fullmatch(written.strip())
            if match is None:
                return text_cell(String(written[:MAX_TEXT]), font, struck, form)
            # What a zone behind it says was never shown.
            value: Value = date(int(match[1]), int(match[2]), int(match[3]))
        else:
            stored = float(written)
            if not isfinite(stored):
                return Cell(written[:40], font, (), self.formula, True, whole)
            value = number_value(stored, form is not None and form.is_date, self.from_1904)
        return Cell(value, font, (), self.formula, struck=whole, text=shown(value, form))

    def _row(self) -> None:
        if self.sheet.blank_from is not None:
            return
        gap = self.last and self.number - self.last > BLANK_ROWS
        if gap:
            self.sheet.blank_from = self.last + 1
        elif self.cells:
            self.last = self.number
            self.sheet.rows.append(Row(self.number, self.cells, self.row_hidden))
            if len(self.sheet.rows) > MANY_ROWS:
                raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)


def read_sheet(
    parts: Parts,
    path: str,
    name: str,
    hidden: bool,
    styles: list[Style],
    strings: Strings,
    from_1904: bool,
    budget: Budget,
) -> Sheet:
    """The sheet in the part `path`. Raises SpreadsheetRefused."""
    sheet = Sheet(name=name, rows=[], hidden=hidden)
    reader = _Reader(sheet, styles, strings, from_1904, budget)
    parts.walk(path, reader.start, reader.end, reader.text)
    sheet.hidden_columns = frozenset(reader.hidden)
    return sheet


def _range(reference: str) -> Merge | None:
    match = _RANGE.fullmatch(reference)
    if match is None:
        return None
    return Merge(int(match[2]), int(match[4]), column_of(match[1]), column_of(match[3]))
