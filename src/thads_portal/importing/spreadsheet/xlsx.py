"""Reads Excel workbooks (.xlsx, .xlsm) straight from their XML: values, fonts, hidden, merged.

Fast readers do not know fonts, and the fonts decide how a text is read. Macros are not
looked at, only noticed; of a formula the value counts that Excel stored with it.
"""

from datetime import date
from datetime import timedelta
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import BLANK_ROWS
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import column_of
from thads_portal.importing.spreadsheet.cells import MAX_COLUMNS
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import MAX_SHEETS
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Run
from thads_portal.importing.spreadsheet.cells import Runs
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import Value
from thads_portal.importing.spreadsheet.opening import refused
from thads_portal.importing.spreadsheet.packed_xml import attribute
from thads_portal.importing.spreadsheet.packed_xml import elements
from thads_portal.importing.spreadsheet.packed_xml import local
from typing import NamedTuple

import posixpath
import re
import zipfile


#: Rows with something in them beyond which a sheet is no list.
MANY_ROWS = MAX_ROWS * 2
_DATE_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


class _Style(NamedTuple):
    font: str | None
    is_date: bool


class _Shared(NamedTuple):
    text: str
    runs: Runs


def read_xlsx(archive: zipfile.ZipFile) -> Book:
    """The workbook in `archive`. Raises SpreadsheetRefused."""
    names = set(archive.namelist())
    workbook = _workbook_part(archive, names)
    relations = {
        attribute(each, "Id"): attribute(each, "Target")
        for each in elements(archive, _relations_of(workbook), "Relationship")
    }
    from_1904 = False
    listed: list[tuple[str, str, bool]] = []
    for each in elements(archive, workbook, "workbookPr", "sheet"):
        if local(each) == "workbookPr":
            from_1904 = each.get("date1904") in ("1", "true")
            continue
        target = relations.get(attribute(each, "id")) or ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(workbook), target))
        path = target.lstrip("/") if target.startswith("/") else path
        hidden = each.get("state") in ("hidden", "veryHidden")
        listed.append((each.get("name") or "?", path, hidden))
    if not listed:
        raise refused(Code.SPREADSHEET_DAMAGED)
    base = posixpath.dirname(workbook)
    styles = _styles(archive, f"{base}/styles.xml")
    shared = _shared_strings(archive, f"{base}/sharedStrings.xml")
    sheets = [
        _sheet(archive, path, name, hidden, styles, shared, from_1904)
        for name, path, hidden in listed[:MAX_SHEETS]
        if path in names and "chartsheet" not in path
    ]
    return Book(
        kind="xlsx",
        sheets=sheets,
        macros=any(name.endswith("vbaProject.bin") for name in names),
        unread_sheets=tuple(name for name, _path, _hidden in listed[MAX_SHEETS:]),
    )


def _workbook_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    for each in elements(archive, "_rels/.rels", "Relationship"):
        target = (attribute(each, "Target") or "").lstrip("/")
        if (attribute(each, "Type") or "").endswith("/officeDocument") and target in names:
            return target
    if "xl/workbook.xml" in names:
        return "xl/workbook.xml"
    raise refused(Code.SPREADSHEET_DAMAGED)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _is_date_format(code: str) -> bool:
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    return "y" in plain or "d" in plain or ("m" in plain and "h" not in plain and "s" not in plain)


def _styles(archive: zipfile.ZipFile, name: str) -> list[_Style]:
    fonts: list[str | None] = []
    dates = set(_DATE_FORMATS)
    styles: list[_Style] = []
    for element in elements(archive, name, "numFmts", "fonts", "cellXfs"):
        kind = local(element)
        if kind == "numFmts":
            dates.update(
                int(each.get("numFmtId"))
                for each in element
                if _is_date_format(each.get("formatCode") or "")
            )
        elif kind == "fonts":
            fonts = [_font_name(font) for font in element]
        else:
            for each in element:
                font = int(each.get("fontId") or 0)
                styles.append(
                    _Style(
                        fonts[font] if font < len(fonts) else None,
                        int(each.get("numFmtId") or 0) in dates,
                    )
                )
    return styles or [_Style(None, False)]


def _font_name(element) -> str | None:
    for each in element:
        if local(each) in ("name", "rFont"):
            return each.get("val")
    return None


def _shared_strings(archive: zipfile.ZipFile, name: str) -> list[_Shared]:
    return [_string(element) for element in elements(archive, name, "si")]


def _string(element) -> _Shared:
    """A text that stands alone (si, is): plain, or in pieces with fonts of their own."""
    plain: list[str] = []
    runs: list[tuple[str, str | None]] = []
    for child in element:
        kind = local(child)
        if kind == "t":
            plain.append(child.text or "")
        elif kind == "r":
            font = None
            text = ""
            for part in child:
                if local(part) == "t":
                    text = part.text or ""
                elif local(part) == "rPr":
                    font = _font_name(part)
            runs.append((text, font))
    text = ("".join(plain) or "".join([text for text, _font in runs]))[:MAX_TEXT]
    return _Shared(text, tuple(runs))


def _sheet(
    archive: zipfile.ZipFile,
    path: str,
    name: str,
    hidden: bool,
    styles: list[_Style],
    shared: list[_Shared],
    from_1904: bool,
) -> Sheet:
    sheet = Sheet(name=name, rows=[], hidden=hidden)
    number = last = 0
    for element in elements(archive, path, "row", "mergeCell"):
        if local(element) == "mergeCell":
            merge = _merge(element.get("ref") or "")
            if merge is not None:
                sheet.merges.append(merge)
            continue
        number = int(element.get("r") or number + 1)
        if sheet.blank_from is not None:
            # Only the merged ranges behind the rows are still wanted, and they can wait.
            if number - last > BLANK_ROWS * 20:
                break
            continue
        cells = _cells(element, sheet, styles, shared, from_1904)
        if cells:
            if number - last > BLANK_ROWS and last:
                sheet.blank_from = last + 1
                continue
            last = number
            sheet.rows.append(Row(number, cells, element.get("hidden") in ("1", "true")))
            if len(sheet.rows) > MANY_ROWS:
                raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
        elif number - last > BLANK_ROWS and last:
            sheet.blank_from = last + 1
    return sheet


def _merge(reference: str) -> Merge | None:
    match = _RANGE.fullmatch(reference)
    if match is None:
        return None
    return Merge(int(match[2]), int(match[4]), column_of(match[1]), column_of(match[3]))


def _cells(row, sheet: Sheet, styles, shared, from_1904: bool) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    column = -1
    for element in row:
        if local(element) != "c":
            continue
        reference = element.get("r")
        column = column_of(reference) if reference else column + 1
        if len(element) == 0:
            continue
        if column >= MAX_COLUMNS:
            sheet.too_wide = True
            break
        cell = _cell(element, styles, shared, from_1904)
        if cell is not None:
            cells[column] = cell
    return cells


def _cell(element, styles, shared, from_1904: bool) -> Cell | None:
    style_id = int(element.get("s") or 0)
    style = styles[style_id] if style_id < len(styles) else styles[0]
    kind = element.get("t") or "n"
    written: str | None = None
    formula = False
    for child in element:
        name = local(child)
        if name == "v":
            written = child.text
        elif name == "f":
            formula = True
        elif name == "is":
            string = _string(child)
            return _text(string, style.font, formula=False)
    if kind == "s" and written is not None:
        return _text(shared[int(written)], style.font, formula=formula)
    if written is None:
        # A formula whose value was never computed and stored.
        return Cell(None, style.font, formula=True, error=True) if formula else None
    if kind in ("str", "d"):
        return Cell(written[:MAX_TEXT], style.font, formula=formula) if written.strip() else None
    if kind == "b":
        return Cell(written == "1", style.font, formula=formula)
    if kind == "e":
        return Cell(written, style.font, formula=formula, error=True)
    return Cell(number_value(float(written), style.is_date, from_1904), style.font, (), formula)


def _text(string: _Shared, font: str | None, *, formula: bool) -> Cell | None:
    if not string.text.strip():
        return None
    runs = tuple([Run(text, own or font) for text, own in string.runs])
    return Cell(string.text, font, runs, formula)


def number_value(number: float, is_date: bool, from_1904: bool) -> Value:
    """A number as Excel means it: whole, with decimals, or a day (1900 or 1904 system)."""
    if is_date and 0 < number < 2_958_466:
        serial = int(number)
        if from_1904:
            return date(1904, 1, 1) + timedelta(days=serial)
        # Excel's calendar has a 29/02/1900 that never was.
        return date(1899, 12, 30 if serial > 60 else 31) + timedelta(days=serial)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
