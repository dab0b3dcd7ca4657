"""Reads the Excel workbooks of before 2007 (.xls) with their fonts; macros are never run."""

from thads_portal.domain.legacy_fonts import encoding_of_font
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
from thads_portal.importing.spreadsheet.cells import Struck
from thads_portal.importing.spreadsheet.limits import BROKEN
from thads_portal.importing.spreadsheet.limits import Budget
from thads_portal.importing.spreadsheet.limits import MANY_MERGES
from thads_portal.importing.spreadsheet.limits import MANY_ROWS
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.number_formats import compiled
from thads_portal.importing.spreadsheet.passwords import without_password
from thads_portal.importing.spreadsheet.xlsx_sheet import number_value
from thads_portal.importing.spreadsheet.xlsx_sheet import shown
from thads_portal.importing.spreadsheet.xlsx_sheet import text_cell
from thads_portal.importing.spreadsheet.xlsx_strings import String

import io
import struct
import xlrd


#: From Excel 97 on texts are Unicode; before, these code pages are taken at their word.
_UNICODE = 80
_CODE_PAGES = (1200, 1252, 1258, 10000)
_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT_CUR", "VBA"))
_BOF = 0x0809
_FORMULA = 0x0006
_WORKSHEET = 0x0010


def read_xls(data: bytes) -> Book:
    """The workbook in `data`. Raises SpreadsheetRefused."""
    try:
        book = _opened(data)
        formulas = _formulas(bytes(book.mem), book.base)
        budget = Budget()
        sheets = [
            _sheet(book, index, formulas[index] if index < len(formulas) else frozenset(), budget)
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
            # Excel itself sets this password where only changes are barred, and asks for none.
            bare = without_password(data)
            if bare != data:
                return read_xls(bare)
        raise refused(Code.SPREADSHEET_DAMAGED) from error
    except (*BROKEN, xlrd.compdoc.CompDocError, RecursionError) as error:
        # xlrd takes what it reads on trust: any of these may be how it meets a damaged file.
        raise refused(Code.SPREADSHEET_DAMAGED) from error


def _opened(data: bytes) -> xlrd.book.Book:
    """The workbook, its texts in the code page that they were typed in."""
    try:
        book = _open(data, None)
    except (LookupError, UnicodeDecodeError):
        # Before Excel 97 a file names its code page, if need be one that only a Mac has.
        return _open_in_latin(data)
    old_fonts = any(encoding_of_font(font.name) for font in book.font_list)
    if book.biff_version < _UNICODE and old_fonts and book.codepage not in _CODE_PAGES:
        return _open_in_latin(data)
    return book


def _open_in_latin(data: bytes) -> xlrd.book.Book:
    try:
        return _open(data, "cp1252")
    except UnicodeDecodeError:
        return _open(data, "latin-1")


def _open(data: bytes, encoding: str | None) -> xlrd.book.Book:
    return xlrd.open_workbook(
        file_contents=data,
        formatting_info=True,
        logfile=io.StringIO(),
        on_demand=True,
        encoding_override=encoding,
        # Excel opens files whose sectors overlap or are named twice; so do we.
        ignore_workbook_corruption=True,
    )


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


def _sheet(book, index: int, formulas: frozenset[tuple[int, int]], budget: Budget) -> Sheet:
    source = book.sheet_by_index(index)
    sheet = Sheet(
        name=source.name,
        rows=[],
        merges=[
            Merge(top + 1, bottom, left, right - 1)
            for top, bottom, left, right in source.merged_cells[:MANY_MERGES]
        ],
        hidden=bool(source.visibility),
        too_wide=source.ncols > MAX_COLUMNS,
        hidden_columns=frozenset(
            [
                column
                for column, info in source.colinfo_map.items()
                if column < MAX_COLUMNS and (info.hidden or info.width == 0)
            ]
        ),
    )
    last = 0
    for number in range(source.nrows):
        cells = {}
        for column in range(min(source.row_len(number), MAX_COLUMNS)):
            cell = _cell(book, source, number, column, (number, column) in formulas)
            if cell is not None:
                budget.take(len(cell.value) if isinstance(cell.value, str) else 1)
                cells[column] = cell
        if cells:
            if last and number + 1 - last > BLANK_ROWS:
                sheet.blank_from = last + 1
                break
            last = number + 1
            info = source.rowinfo_map.get(number)
            sheet.rows.append(
                Row(number + 1, cells, bool(info and (info.hidden or not info.height)))
            )
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
    style = book.xf_list[source.cell_xf_index(row, column)]
    font = book.font_list[style.font_index]
    known = book.format_map.get(style.format_key)
    form = compiled(known.format_str if known is not None else "")
    struck = bool(font.struck_out)
    whole = Struck.ALL if struck else Struck.NO
    if kind == xlrd.XL_CELL_TEXT:
        value = value[:MAX_TEXT]
        runs = _runs(book, source.rich_text_runlist_map.get((row, column)), value, font)
        return text_cell(String(value, runs), font.name, struck, form, formula=formula)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(value), font.name, formula=formula, struck=whole)
    if kind == xlrd.XL_CELL_ERROR:
        code = xlrd.error_text_from_code.get(value, "#N/A")
        return Cell(code, font.name, (), formula, True, whole)
    is_date = kind == xlrd.XL_CELL_DATE and (form is None or form.is_date)
    stored = number_value(value, is_date, book.datemode == 1)
    return Cell(stored, font.name, (), formula, struck=whole, text=shown(stored, form))


def _runs(book, changes, text: str, font) -> Runs:
    """A text in several fonts: from each place on, the font that begins there."""
    if not changes:
        return ()
    places = [0, *(place for place, _font in changes), len(text)]
    fonts = [font, *(book.font_list[index] for _place, index in changes)]
    return tuple(
        Run(text[start:stop], own.name, bool(own.struck_out))
        for start, stop, own in zip(places, places[1:], fonts, strict=False)
        if start < stop
    )
