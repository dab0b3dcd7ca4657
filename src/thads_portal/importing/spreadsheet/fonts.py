"""Cells as their readers give them to cells as they are shown: every text in Unicode."""

from thads_portal.domain.legacy_fonts import convert
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import Encodings
from thads_portal.importing.spreadsheet.cells import plain
from thads_portal.importing.spreadsheet.cells import tidy


def settle(book: Book, encodings: Encodings) -> Book:
    """Set in every cell of `book` what it shows."""
    for sheet in book.sheets:
        sheet.rows = [
            row._replace(
                cells={column: _settled(cell, book.hint) for column, cell in row.cells.items()}
            )
            for row in sheet.rows
        ]
    return book


def _settled(cell: Cell, hint) -> Cell:
    if not isinstance(cell.value, str):
        shown = plain(cell.value)
        return cell._replace(text=shown, live=shown)
    pieces = cell.runs or ((cell.value, cell.font),)
    converted = [convert(piece, font, hint=hint) for piece, font in pieces]
    encoding = next((each.encoding for each in converted if each.encoding), None)
    text = tidy("".join([each.text for each in converted]).replace("_x000D_", "\r"))
    before = cell.value if encoding else ""
    return cell._replace(text=text, live=text, encoding=encoding, before=before)
