"""Reads OpenDocument spreadsheets (.ods) as they stream by: fonts, what is shown, hidden, struck.

A style is looked for as LibreOffice does: the cell's own, the row's default, the column's
default; each with what it inherits. Repeated rows are counted, not copied.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from math import isfinite
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import BLANK_ROWS
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import MAX_COLUMNS
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import MAX_SHEETS
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Run
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import Struck
from thads_portal.importing.spreadsheet.cells import tidy
from thads_portal.importing.spreadsheet.cells import Value
from thads_portal.importing.spreadsheet.limits import Budget
from thads_portal.importing.spreadsheet.limits import MANY_MERGES
from thads_portal.importing.spreadsheet.limits import MANY_ROWS
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.ods_styles import Look
from thads_portal.importing.spreadsheet.ods_styles import Styles
from thads_portal.importing.spreadsheet.packed_xml import attribute
from thads_portal.importing.spreadsheet.packed_xml import Parts

import re
import zipfile


_CELLS = ("table-cell", "covered-table-cell")
#: A note at the cell, a picture: not what the cell shows.
_BESIDE = ("annotation", "shape", "frame", "table", "ruby-text")
_HIDDEN = ("collapse", "filter")
#: A day written in full; what is shown differently leaves a part of it out.
_FULL_DAY = re.compile(r"\d{1,4}[-/.\s]+\d{1,2}[-/.\s]+\d{1,4}(?:\s+\d{1,2}:\d\d.*)?")
#: Blanks that one element may stand for.
_MOST_BLANKS = 1000


def read_ods(archive: zipfile.ZipFile) -> Book:
    """The spreadsheet in `archive`. Raises SpreadsheetRefused."""
    parts = Parts(archive)

    def manifest(name: str, _attributes: Mapping[str, str]) -> None:
        if name == "encryption-data":
            raise refused(Code.SPREADSHEET_ENCRYPTED)

    parts.walk(parts.find("META-INF/manifest.xml"), manifest)
    kind = _mime_type(archive, parts)
    if kind and "spreadsheet" not in kind:
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found=kind.strip())
    styles = Styles()
    parts.walk(parts.find("styles.xml"), styles.start, styles.end)
    reader = _Reader(styles)
    parts.walk(parts.find("content.xml"), reader.start, reader.end, reader.text)
    return Book(
        kind="ods",
        sheets=reader.sheets[:MAX_SHEETS],
        macros=any(name.startswith("basic/") and name.endswith(".xml") for name in parts.names),
        unread_sheets=tuple(sheet.name for sheet in reader.sheets[MAX_SHEETS:]),
    )


def _mime_type(archive: zipfile.ZipFile, parts: Parts) -> str:
    name = parts.find("mimetype")
    if name is None:
        return ""
    with archive.open(name) as part:
        return part.read(80).decode("ascii", "replace")


class _Reader:
    """Takes the elements of content.xml: styles first, then the tables."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.budget = Budget()
        self.sheets: list[Sheet] = []
        self.sheet: Sheet | None = None
        self.row = self.last = 0
        self.column_defaults: list[tuple[int, str]] = []
        self.column_at = 0
        self._new_row({})
        self.cell: Mapping[str, str] | None = None
        self.ignored = 0

    def _new_row(self, attributes: Mapping[str, str]) -> None:
        self.cells: dict[int, Cell] = {}
        self.column = 0
        self.row_hidden = attribute(attributes, "visibility") in _HIDDEN
        self.row_filtered = attribute(attributes, "visibility") == "filter"
        self.row_default = attribute(attributes, "default-cell-style-name") or ""
        self.row_times = _count(attributes, "number-rows-repeated")

    # Elements

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.cell is not None:
            self._within_cell(name, attributes)
        elif name in _CELLS:
            self.cell = attributes
            self.runs: list[Run] = []
            self.look = self._look(attributes)
            self.looks: list[Look] = []
            self.paragraphs = self.length = 0
        elif name == "table-row":
            self._new_row(attributes)
        elif name == "table":
            self._table(attributes)
        elif name == "table-column":
            self._columns(attributes)
        elif self.sheet is None:
            self.styles.start(name, attributes)

    def end(self, name: str) -> None:
        if self.cell is not None:
            if self.ignored:
                self.ignored -= 1
            elif name in _CELLS:
                self._take_cell(self.cell)
                self.cell = None
            elif name in ("p", "h", "span", "a"):
                self.looks.pop()
        elif name == "table-row":
            self._take_row()
        elif name == "table" and self.sheet is not None:
            self.sheets.append(self.sheet)
            self.sheet = None
        elif self.sheet is None:
            self.styles.end(name)

    def text(self, piece: str) -> None:
        if self.cell is not None and self.looks and not self.ignored:
            self._add(piece)

    # Tables, columns

    def _table(self, attributes: Mapping[str, str]) -> None:
        hidden = (attribute(attributes, "style-name") or "") in self.styles.hidden_tables
        self.sheet = Sheet(name=attribute(attributes, "name") or "?", rows=[], hidden=hidden)
        self.row = self.last = self.column_at = 0
        self.column_defaults = []

    def _columns(self, attributes: Mapping[str, str]) -> None:
        times = _count(attributes, "number-columns-repeated")
        default = attribute(attributes, "default-cell-style-name") or ""
        first, self.column_at = self.column_at, self.column_at + times
        if first < MAX_COLUMNS:
            self.column_defaults.append((min(self.column_at, MAX_COLUMNS), default))
            if attribute(attributes, "visibility") in _HIDDEN and self.sheet is not None:
                columns = range(first, min(self.column_at, MAX_COLUMNS))
                self.sheet.hidden_columns |= frozenset(columns)

    def _look(self, attributes: Mapping[str, str]) -> Look:
        own = attribute(attributes, "style-name") or self.row_default
        if not own:
            own = next((name for end, name in self.column_defaults if self.column < end), "")
        return self.styles.look(own)

    # Cells

    def _within_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.ignored or self.length > MAX_TEXT or name in _BESIDE:
            self.ignored += 1
        elif name in ("p", "h"):
            if self.paragraphs:
                self._add("\n")
            self.paragraphs += 1
            self.looks.append(self.look)
        elif name in ("span", "a"):
            own = attribute(attributes, "style-name") or ""
            above = self.looks[-1] if self.looks else self.look
            self.looks.append(self.styles.look(own, above))
        elif name == "s" and self.looks:
            self._add(" " * min(_count(attributes, "c"), _MOST_BLANKS))
        elif name == "line-break":
            self._add("\n")
        elif name == "tab":
            self._add(" ")

    def _add(self, text: str) -> None:
        look = self.looks[-1] if self.looks else self.look
        last = self.runs[-1] if self.runs else None
        if self.length > MAX_TEXT:
            return
        self.length += len(text)
        if last is not None and (last.font, last.struck) == (look.font, look.struck):
            self.runs[-1] = last._replace(text=last.text + text)
        else:
            self.runs.append(Run(text, look.font, look.struck))

    def _take_cell(self, attributes: Mapping[str, str]) -> None:
        times = _count(attributes, "number-columns-repeated")
        sheet = self.sheet
        if sheet is None:
            return
        if sheet.blank_from is None:
            self._merged(attributes, sheet)
            cell = self._made(attributes)
            if cell is not None and self.column >= MAX_COLUMNS:
                sheet.too_wide = True
            elif cell is not None:
                for place in range(self.column, min(self.column + times, MAX_COLUMNS)):
                    self.cells[place] = cell
        self.column += times

    def _merged(self, attributes: Mapping[str, str], sheet: Sheet) -> None:
        rows = _count(attributes, "number-rows-spanned")
        columns = _count(attributes, "number-columns-spanned")
        if (rows > 1 or columns > 1) and len(sheet.merges) < MANY_MERGES:
            top = self.row + 1
            sheet.merges.append(Merge(top, top + rows - 1, self.column, self.column + columns - 1))

    def _made(self, attributes: Mapping[str, str]) -> Cell | None:
        kind = attribute(attributes, "value-type")
        formula = attribute(attributes, "formula") is not None
        look = self.look
        whole = Struck.ALL if look.struck else Struck.NO
        written = "".join([run.text for run in self.runs])[:MAX_TEXT]
        value = _value(kind, attributes)
        if value is not None:
            text = tidy(written)
            if isinstance(value, date) and (not text or _FULL_DAY.fullmatch(text)):
                text = ""
            return Cell(value, look.font, (), formula, struck=whole, text=text)
        if not written.strip():
            return None
        runs = tuple(self.runs) if len(self.runs) > 1 else ()
        struck = whole
        if runs:
            struck = Struck.NO
        elif self.runs[0].struck:
            struck = Struck.ALL
        font = self.runs[0].font if not runs else look.font
        return Cell(written, font, runs, formula, struck=struck)

    # Rows

    def _take_row(self) -> None:
        sheet = self.sheet
        start, self.row = self.row + 1, self.row + self.row_times
        if sheet is None or sheet.blank_from is not None or not self.cells:
            return
        if self.last and start - self.last > BLANK_ROWS:
            sheet.blank_from = self.last + 1
            return
        for number in range(start, start + min(self.row_times, MANY_ROWS + 1)):
            for cell in self.cells.values():
                self.budget.take(len(cell.value) if isinstance(cell.value, str) else 1)
            sheet.rows.append(Row(number, self.cells, self.row_hidden, self.row_filtered))
            if len(sheet.rows) > MANY_ROWS:
                raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
        self.last = start + self.row_times - 1


def _count(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attribute(attributes, name) or 1))


def _value(kind: str | None, attributes: Mapping[str, str]) -> Value:
    """The number, day or truth that a cell holds; None for a text."""
    if kind in ("float", "currency", "percentage"):
        number = float(attribute(attributes, "value") or 0)
        if not isfinite(number):
            return None
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "date":
        with suppress(ValueError):
            return date.fromisoformat((attribute(attributes, "date-value") or "")[:10])
    if kind == "boolean":
        return attribute(attributes, "boolean-value") == "true"
    return None
