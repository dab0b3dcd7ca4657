"""Reads CSV and tab-separated text: its encoding and its separator are told from the content.

A text file knows no fonts, so the legacy encoding is one for the whole file.
"""

from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.spelling import plausibility
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import MAX_COLUMNS
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.opening import refused
from thads_portal.importing.spreadsheet.xlsx import MANY_ROWS
from unicodedata import normalize

import codecs
import csv
import io
import re


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
#: Fonts that say of every cell what the file as a whole turned out to be in.
_FONTS = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}
_SAMPLE = 60_000


def read_csv(data: bytes) -> Book:
    """The table in `data`. Raises SpreadsheetRefused."""
    text, encoding = decoded(data)
    if _CONTROL.search(text):
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found="?")
    sheet = Sheet(name="CSV", rows=[])
    font = _FONTS.get(encoding) if encoding else None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for number, values in enumerate(reader, start=1):
            sheet.too_wide = sheet.too_wide or len(values) > MAX_COLUMNS
            cells = {
                column: Cell(value[:MAX_TEXT], font)
                for column, value in enumerate(values[:MAX_COLUMNS])
                if value.strip()
            }
            if cells:
                # A record may span lines; editors count records, as their program shows them.
                sheet.rows.append(Row(number, cells))
                if len(sheet.rows) > MANY_ROWS:
                    raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
    except csv.Error as error:
        raise refused(Code.SPREADSHEET_DAMAGED) from error
    return Book(kind="csv", sheets=[sheet], hint=encoding)


def decoded(data: bytes) -> tuple[str, Encoding | None]:
    """The text, and the legacy encoding that its letters are still in."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data, name), None
    head = data[:400]
    if head.count(b"\x00") > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(b"\x00") > head[::2].count(b"\x00") else "utf-16-be"
        return _strictly(data, name), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    latin = data.decode("latin-1")
    sample = latin[:_SAMPLE]
    best = max(
        Encoding, key=lambda encoding: plausibility(normalize("NFC", decode(sample, encoding)))
    )
    legacy = plausibility(decode(sample, best))
    # Five bytes of this code page are nothing: a file with one of them is not in it.
    page = normalize("NFC", data.decode("cp1258", "replace"))
    if "\ufffd" not in page[:_SAMPLE] and plausibility(page[:_SAMPLE]) >= legacy:
        return page, None
    if legacy < 0.5:
        raise refused(Code.SPREADSHEET_UNKNOWN_ENCODING)
    return latin, best


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise refused(Code.SPREADSHEET_UNKNOWN_ENCODING) from error


def _separator(text: str) -> str:
    """Of tab, semicolon and comma the one that parts most rows into equally many cells."""
    sample = text[:_SAMPLE]

    def evenness(separator: str) -> tuple[int, int]:
        try:
            widths = [
                len(row)
                for row, _ in zip(
                    csv.reader(io.StringIO(sample, newline=""), delimiter=separator),
                    range(200),
                    strict=False,
                )
                if row
            ]
        except csv.Error:
            return (0, 0)
        wide = [width for width in widths if width > 2]
        most = max(set(wide), key=wide.count, default=0)
        return (wide.count(most), most)

    return max("\t;,", key=evenness)
