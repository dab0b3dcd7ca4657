"""Reads the Excel workbooks of before 2007 (.xls) with their fonts; macros are never run."""

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
from thads_portal.importing.spreadsheet.cells import Runs
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.opening import refused
from thads_portal.importing.spreadsheet.xlsx import MANY_ROWS
from thads_portal.importing.spreadsheet.xlsx import number_value

import io
import struct
import xlrd


_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT_CUR", "VBA"))
_BOF = 0x0809
_FORMULA = 0x0006
_WORKSHEET = 0x0010


def read_xls(data: bytes) -> Book:
    """The workbook in `data`. Raises SpreadsheetRefused."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=True
        )
        formulas = _formulas(bytes(book.mem), book.base)
        sheets = [
            _sheet(book, index, formulas[index] if index < len(formulas) else frozenset())
            for index in range(min(book.nsheets, MAX_SHEETS))
        ]
        return Book(
            kind="xls",
            sheets=sheets,
            macros=any(name in data for name in _MACROS),
            unread_sheets=tuple(book.sheet_names()[MAX_SHEETS:]),
        )
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise refused(Code.SPREADSHEET_ENCRYPTED) from error
        raise refused(Code.SPREADSHEET_DAMAGED) from error
    except (
        struct.error,
        AssertionError,
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        NotImplementedError,
        MemoryError,
        RecursionError,
    ) as error:
        # xlrd takes what it reads on trust: any of these may be how it meets a damaged file.
        raise refused(Code.SPREADSHEET_DAMAGED) from error


def _formulas(stream: bytes, place: int) -> list[frozenset[tuple[int, int]]]:
    """The cells of each sheet that hold a formula: xlrd gives their values only."""
    found: list[set[tuple[int, int]]] = []
    end = len(stream)
    inside = False
    while place + 4 <= end:
        code, length = struct.unpack_from("<HH", stream, place)
        if code == _BOF and length >= 4:
            inside = struct.unpack_from("<H", stream, place + 6)[0] == _WORKSHEET
            if inside:
                found.append(set())
        elif code == _FORMULA and inside and length >= 4:
            found[-1].add(struct.unpack_from("<HH", stream, place + 4))
        place += 4 + length
    return [frozenset(each) for each in found]


def _sheet(book, index: int, formulas: frozenset[tuple[int, int]]) -> Sheet:
    source = book.sheet_by_index(index)
    sheet = Sheet(
        name=source.name,
        rows=[],
        merges=[
            Merge(top + 1, bottom, left, right - 1)
            for top, bottom, left, right in source.merged_cells
        ],
        hidden=bool(source.visibility),
        too_wide=source.ncols > MAX_COLUMNS,
    )
    last = 0
    for number in range(source.nrows):
        cells = {}
        for column in range(min(source.row_len(number), MAX_COLUMNS)):
            cell = _cell(book, source, number, column, (number, column) in formulas)
            if cell is not None:
                cells[column] = cell
        if cells:
            if last and number + 1 - last > BLANK_ROWS:
                sheet.blank_from = last + 1
                break
            last = number + 1
            info = source.rowinfo_map.get(number)
            sheet.rows.append(Row(number + 1, cells, bool(info and info.hidden)))
            if len(sheet.rows) > MANY_ROWS:
                raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
    if sheet.blank_from is None and source.nrows - last > BLANK_ROWS:
        sheet.blank_from = last + 1
    book.unload_sheet(index)
    return sheet


def _cell(book, source, row: int, column: int, formula: bool) -> Cell | None:
    kind = source.cell_type(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    value = source.cell_value(row, column)
    font = book.font_list[book.xf_list[source.cell_xf_index(row, column)].font_index].name
    if kind == xlrd.XL_CELL_TEXT:
        if not value.strip():
            return None
        runs = _runs(book, source.rich_text_runlist_map.get((row, column)), value, font)
        return Cell(value[:MAX_TEXT], font, runs, formula)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(value), font, formula=formula)
    if kind == xlrd.XL_CELL_ERROR:
        shown = xlrd.error_text_from_code.get(value, "#N/A")
        return Cell(shown, font, formula=formula, error=True)
    is_date = kind == xlrd.XL_CELL_DATE
    day: date | int | float | bool | str | None = number_value(value, is_date, book.datemode == 1)
    return Cell(day, font, (), formula)


def _runs(book, changes, text: str, font: str) -> Runs:
    """A text in several fonts: from each place on, the font that begins there."""
    if not changes:
        return ()
    places = [0, *(place for place, _font in changes), len(text)]
    fonts = [font, *(book.font_list[index].name for _place, index in changes)]
    return tuple(
        Run(text[start:stop], name)
        for start, stop, name in zip(places, places[1:], fonts, strict=False)
        if start < stop
    )
