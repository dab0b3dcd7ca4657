"""Rows as an Excel workbook, written row by row into a file: memory does not grow.

Text is written as text, never as a formula, a link or a number, whatever it looks like.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from itertools import islice
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.domain.words import VIETNAM
from thads_portal.opendata.values import plain
from thads_portal.opendata.values import printable
from typing import Any
from typing import BinaryIO


CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Excel's own limits; longer lists go on in another sheet.
MAX_ROWS = 1_048_575
_MAX_TEXT = 32_767


def write(
    out: BinaryIO,
    rows: Iterable[Sequence[Any]],
    header: Sequence[str],
    *,
    title: str,
    notes: Sequence[str] = (),
    widths: Sequence[int] = (),
) -> int:
    """Write a workbook to `out` and return how many rows it has.

    `title` names the sheet; `notes` stand on a second sheet (what it is, when it was
    taken). `widths` are those of the columns, in characters.
    """
    book = workbook(out, constant_memory=True)
    try:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        hour = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        whole = book.add_format({"num_format": "#,##0"})
        written, part = 0, 0
        rows = iter(rows)
        while True:
            part += 1
            sheet = book.add_worksheet(_sheet_name(title, part))
            sheet.freeze_panes(1, 0)
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            for column, name in enumerate(header):
                sheet.write_string(0, column, printable(name), bold)
            here = 0
            for here, row in enumerate(islice(rows, MAX_ROWS), start=1):
                for column, value in enumerate(row):
                    _cell(sheet, here, column, value, day, hour, whole)
            written += here
            if here < MAX_ROWS:
                break
        if notes:
            about = book.add_worksheet("Thông tin")
            about.set_column(0, 0, 100)
            for place, note in enumerate(notes):
                about.write_string(place, 0, printable(note))
    finally:
        book.close()
    return written


def _cell(sheet, row: int, column: int, value: Any, day, hour, whole) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        # Excel knows no zones: the time as Vietnam's clocks show it.
        sheet.write_datetime(row, column, value.astimezone(VIETNAM).replace(tzinfo=None), hour)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - Excel's days have no zone
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 2**53:
        sheet.write_number(row, column, value, whole)
    else:
        sheet.write_string(row, column, printable(str(plain(value)))[:_MAX_TEXT])


def _sheet_name(title: str, part: int) -> str:
    name = (
        "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:28].strip() or "Danh sách"
    )
    return name if part == 1 else f"{name} {part}"
