"""Reads CSV and tab-separated text: its encoding and its separator are told from the content.

A text file knows no fonts, so the legacy encoding is one for the whole file.
"""

from collections.abc import Iterator
from thads_portal.domain.legacy_fonts import decode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.spelling import plausibility
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import BLANK_ROWS
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import MAX_COLUMNS
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.limits import Budget
from thads_portal.importing.spreadsheet.limits import MANY_ROWS
from thads_portal.importing.spreadsheet.limits import refused
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
#: Stands behind the last record; no text holds it.
_BEHIND = "\uffff"
#: How Excel is told the separator in the first line.
_SAID = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
_AS_TEXT = re.compile('="([^"]*)"')
_SAMPLE = 60_000


def read_csv(data: bytes) -> Book:
    """The table in `data`. Raises SpreadsheetRefused."""
    text, encoding = decoded(data)
    # Programs of old end a file with Ctrl-Z.
    text = text.rstrip("\x00\x1a \t\r\n")
    if _CONTROL.search(text):
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found="?")
    separator = _separator(text)
    said = _SAID.match(text)
    if said is not None:
        separator, text = said[1], text[said.end() :]
    sheet = Sheet(name="CSV", rows=[])
    budget = Budget()
    last = 0
    for number, values in _records(text, separator, first_line=2 if said else 1):
        sheet.too_wide = sheet.too_wide or any(map(str.strip, values[MAX_COLUMNS:]))
        cells = {
            column: Cell(_kept(value))
            for column, value in enumerate(values[:MAX_COLUMNS])
            if value.strip()
        }
        if not cells and number - last > BLANK_ROWS * 20:
            sheet.blank_from = last + 1
            break
        if cells:
            last = number
            budget.take(sum(map(len, values)))
            # A record may span lines; editors count records, as their program shows them.
            sheet.rows.append(Row(number, cells))
            if len(sheet.rows) > MANY_ROWS:
                raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
    return Book(kind="csv", sheets=[sheet], hint=encoding)


def _kept(value: str) -> str:
    """A value as Excel shows it; ="0010" is how some programs save leading zeros."""
    match = _AS_TEXT.fullmatch(value)
    return (match[1] if match else value)[:MAX_TEXT]


def _records(text: str, separator: str, *, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """The records with their numbers from 1. Raises SpreadsheetRefused at a stray quotation mark.

    A mark that nobody closes swallows lines up to the next one, or to the end: such a field
    holds a line that is a record by itself, or the mark that stands behind the last record.
    """
    reader = csv.reader(io.StringIO(f"{text}\n{_BEHIND}", newline=""), delimiter=separator)
    number = before = widest = 0
    try:
        for values in reader:
            if values == [_BEHIND]:
                return
            line, before = before + first_line, reader.line_num
            if before + first_line - line > 1 or values[-1:] == [_BEHIND]:
                _check_quotes(values, separator, widest, line)
            widest = max(widest, len(values))
            number += 1
            yield number, values
    except csv.Error as error:
        # A field longer than any cell may be.
        raise refused(Code.SPREADSHEET_STRAY_QUOTE, line=before + first_line) from error


def _check_quotes(values: list[str], separator: str, width: int, line: int) -> None:
    """Refuse a record of several lines of which one is a record by itself."""
    fewest = max(2, width // 2)
    for value in values:
        inner = value.split("\n")[1:]
        if _BEHIND in value or any(part.count(separator) >= fewest for part in inner):
            raise refused(Code.SPREADSHEET_STRAY_QUOTE, line=line)


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
    """Of tab, semicolon and comma the one that parts most lines into equally many cells."""
    lines = text[:_SAMPLE].splitlines()[:200]

    def evenness(separator: str) -> tuple[int, int]:
        # Line by line: a quotation mark that nobody closes spoils its own only.
        widths = [
            len(row)
            for line in lines
            for row in csv.reader([line], delimiter=separator)
            if len(row) > 2
        ]
        most = max(set(widths), key=widths.count, default=0)
        return (widths.count(most), most)

    try:
        return max("\t;,", key=evenness)
    except csv.Error:
        return ","
