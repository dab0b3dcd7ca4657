"""A book on its way from the process that read the file: as JSON, the usual cell in two items."""

from datetime import date
from enum import IntFlag
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import Fonts
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sample
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import Struck
from typing import Any

import orjson


class _Is(IntFlag):
    FORMULA = 1
    ERROR = 2
    STRUCK = 4
    STRUCK_IN_PART = 8
    DOUBTFUL = 16
    DAY = 32


def packed(book: Book) -> bytes:
    """`book` as it is sent."""
    return orjson.dumps(
        {
            "kind": book.kind,
            "macros": book.macros,
            "unread": book.unread_sheets,
            "hint": book.hint,
            "fonts": [
                book.fonts.found,
                book.fonts.mixed,
                book.fonts.asked,
                [list(sample) for sample in book.fonts.samples],
            ],
            "sheets": [
                {
                    "name": sheet.name,
                    "hidden": sheet.hidden,
                    "blank": sheet.blank_from,
                    "wide": sheet.too_wide,
                    "columns": sorted(sheet.hidden_columns),
                    "merges": [list(merge) for merge in sheet.merges],
                    "rows": [
                        [
                            row.number,
                            row.hidden,
                            row.filtered,
                            [_packed_cell(column, cell) for column, cell in row.cells.items()],
                        ]
                        for row in sheet.rows
                    ],
                }
                for sheet in book.sheets
            ],
        }
    )


def _packed_cell(column: int, cell: Cell) -> list[Any]:
    value = cell.value
    is_text = isinstance(value, str)
    usual = not (cell.formula or cell.error or cell.struck or cell.encoding or cell.doubtful)
    if is_text and usual:
        return [column, cell.text] if value == cell.text else [column, cell.text, value]
    flags = (
        _Is.FORMULA * cell.formula
        | _Is.ERROR * cell.error
        | _Is.STRUCK * (cell.struck is Struck.ALL)
        | _Is.STRUCK_IN_PART * (cell.struck is Struck.PART)
        | _Is.DOUBTFUL * cell.doubtful
        | _Is.DAY * isinstance(value, date)
    )
    if isinstance(value, date):
        value = value.toordinal()
    return [
        column,
        cell.text,
        value,
        int(flags),
        cell.live,
        cell.before,
        cell.encoding,
        cell.other,
    ]


def unpacked(data: bytes) -> Book:
    """The book that was sent."""
    sent = orjson.loads(data)
    found, mixed, asked, samples = sent["fonts"]
    return Book(
        kind=sent["kind"],
        macros=sent["macros"],
        unread_sheets=tuple(sent["unread"]),
        hint=Encoding(sent["hint"]) if sent["hint"] else None,
        fonts=Fonts(found, mixed, asked, tuple([Sample(*sample) for sample in samples])),
        sheets=[_sheet(each) for each in sent["sheets"]],
    )


def _sheet(sent: dict[str, Any]) -> Sheet:
    return Sheet(
        name=sent["name"],
        rows=[
            Row(number, {each[0]: _cell(each) for each in cells}, hidden, filtered)
            for number, hidden, filtered, cells in sent["rows"]
        ],
        merges=[Merge(*merge) for merge in sent["merges"]],
        hidden=sent["hidden"],
        blank_from=sent["blank"],
        too_wide=sent["wide"],
        hidden_columns=frozenset(sent["columns"]),
    )


def _cell(sent: list[Any]) -> Cell:
    text = sent[1]
    if len(sent) < 4:
        return Cell(sent[-1], text=text, live=text)
    _column, text, value, number, live, before, encoding, other = sent
    flags = _Is(number)
    if flags & _Is.DAY:
        value = date.fromordinal(value)
    struck = Struck.NO
    if flags & (_Is.STRUCK | _Is.STRUCK_IN_PART):
        struck = Struck.ALL if flags & _Is.STRUCK else Struck.PART
    return Cell(
        value,
        formula=bool(flags & _Is.FORMULA),
        error=bool(flags & _Is.ERROR),
        struck=struck,
        text=text,
        live=live,
        before=before,
        encoding=Encoding(encoding) if encoding else None,
        doubtful=bool(flags & _Is.DOUBTFUL),
        other=other,
    )
