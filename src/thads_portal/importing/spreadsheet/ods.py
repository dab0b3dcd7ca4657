"""Reads OpenDocument spreadsheets (.ods) with their fonts, repeated rows counted, not copied."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
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
from thads_portal.importing.spreadsheet.opening import refused
from thads_portal.importing.spreadsheet.packed_xml import attribute
from thads_portal.importing.spreadsheet.packed_xml import elements
from thads_portal.importing.spreadsheet.packed_xml import local
from thads_portal.importing.spreadsheet.xlsx import MANY_ROWS

import zipfile


def read_ods(archive: zipfile.ZipFile) -> Book:
    """The spreadsheet in `archive`. Raises SpreadsheetRefused."""
    for _each in elements(archive, "META-INF/manifest.xml", "encryption-data"):
        raise refused(Code.SPREADSHEET_ENCRYPTED)
    names = archive.namelist()
    kind = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    if kind and "spreadsheet" not in kind:
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found=kind.strip())
    reader = _Reader()
    for element in elements(archive, "content.xml", "font-face", "style", "table-row", "table"):
        reader.take(element)
    if reader.current is not None:
        reader.end_table("?", hidden=False)
    return Book(
        kind="ods",
        sheets=reader.sheets[:MAX_SHEETS],
        macros=any(name.startswith("Basic/") and name.endswith(".xml") for name in names),
        unread_sheets=tuple(sheet.name for sheet in reader.sheets[MAX_SHEETS:]),
    )


class _Reader:
    """Rows arrive before the end of the table that they belong to."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.current: Sheet | None = None
        self.families: dict[str, str] = {}
        #: style -> the name of its font
        self.fonts: dict[str, str] = {}
        self.hidden_tables: set[str] = set()
        self.row = 0
        self.last = 0

    def take(self, element) -> None:
        kind = local(element)
        if kind == "table-row":
            self._row(element)
        elif kind == "table":
            hidden = (attribute(element, "style-name") or "") in self.hidden_tables
            self.end_table(attribute(element, "name") or "?", hidden=hidden)
        elif kind == "font-face":
            family = (attribute(element, "font-family") or "").strip("'\" ")
            self.families[attribute(element, "name") or ""] = family
        else:
            self._style(element)

    def end_table(self, name: str, *, hidden: bool) -> None:
        sheet = self.current or Sheet(name=name, rows=[])
        sheet.name, sheet.hidden = name, hidden
        self.sheets.append(sheet)
        self.current, self.row, self.last = None, 0, 0

    def _style(self, element) -> None:
        name = attribute(element, "name") or ""
        for child in element:
            if local(child) == "text-properties":
                font = attribute(child, "font-name") or attribute(child, "font-family")
                if font:
                    self.fonts[name] = self.families.get(font) or font.strip("'\" ")
            elif local(child) == "table-properties" and attribute(child, "display") == "false":
                self.hidden_tables.add(name)

    def _row(self, element) -> None:
        sheet = self.current = self.current or Sheet(name="?", rows=[])
        times = max(1, int(attribute(element, "number-rows-repeated") or 1))
        start = self.row + 1
        self.row += times
        if sheet.blank_from is not None:
            return
        cells = self._cells(element, sheet, start)
        if not cells:
            return
        if self.last and start - self.last > BLANK_ROWS:
            sheet.blank_from = self.last + 1
            return
        hidden = attribute(element, "visibility") in ("collapse", "filter")
        for number in range(start, start + min(times, MANY_ROWS + 1)):
            sheet.rows.append(Row(number, cells, hidden))
            if len(sheet.rows) > MANY_ROWS:
                raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
        self.last = start + times - 1

    def _cells(self, row, sheet: Sheet, number: int) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        column = 0
        for element in row:
            if local(element) not in ("table-cell", "covered-table-cell"):
                continue
            times = max(1, int(attribute(element, "number-columns-repeated") or 1))
            cell = self._cell(element)
            if cell is not None:
                if column >= MAX_COLUMNS:
                    sheet.too_wide = True
                    break
                for place in range(column, min(column + times, MAX_COLUMNS)):
                    cells[place] = cell
            self._merged(element, sheet, number, column)
            column += times
        return cells

    def _merged(self, element, sheet: Sheet, number: int, column: int) -> None:
        rows = int(attribute(element, "number-rows-spanned") or 1)
        columns = int(attribute(element, "number-columns-spanned") or 1)
        if rows > 1 or columns > 1:
            sheet.merges.append(Merge(number, number + rows - 1, column, column + columns - 1))

    def _cell(self, element) -> Cell | None:
        kind = attribute(element, "value-type")
        formula = attribute(element, "formula") is not None
        font = self.fonts.get(attribute(element, "style-name") or "")
        if kind in ("float", "currency", "percentage"):
            number = float(attribute(element, "value") or 0)
            whole = number.is_integer() and abs(number) < 1e15
            return Cell(int(number) if whole else number, font, (), formula)
        if kind == "date":
            with suppress(ValueError):
                day = date.fromisoformat((attribute(element, "date-value") or "")[:10])
                return Cell(day, font, (), formula)
        if kind == "boolean":
            return Cell(attribute(element, "boolean-value") == "true", font, (), formula)
        runs = list(self._pieces(element, font))
        text = "".join([run.text for run in runs])[:MAX_TEXT]
        if not text.strip():
            return None
        return Cell(text, font, tuple(runs) if len(runs) > 1 else (), formula)

    def _pieces(self, cell, font: str | None) -> Iterator[Run]:
        first = True
        for paragraph in cell:
            if local(paragraph) != "p":
                continue
            if not first:
                yield Run("\n", font)
            first = False
            yield from self._inside(paragraph, font)

    def _inside(self, element, font: str | None) -> Iterator[Run]:
        if element.text:
            yield Run(element.text, font)
        for child in element:
            kind = local(child)
            if kind == "s":
                yield Run(" " * min(int(attribute(child, "c") or 1), 1000), font)
            elif kind in ("line-break", "tab"):
                yield Run("\n" if kind == "line-break" else " ", font)
            elif kind in ("span", "a"):
                own = self.fonts.get(attribute(child, "style-name") or "") or font
                yield from self._inside(child, own)
            if child.tail:
                yield Run(child.tail, font)
