"""The leadership's month as a workbook with a sheet for each table, and as a PDF to print."""

from collections.abc import Sequence
from io import BytesIO
from thads_portal.browser.staff.leadership.tables import Table
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.opendata.pdf.typesetting import typeset
from thads_portal.opendata.values import printable

import datetime


_WIDTH = 26


def report_xlsx(tables: Sequence[Table], notes: Sequence[str]) -> bytes:
    """Whole numbers as numbers, everything else as text; never a formula."""
    out = BytesIO()
    book = workbook(out)
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for place, table in enumerate(_for_files(tables), start=1):
        sheet = book.add_worksheet(f"{place}. {table.name}"[:31])
        sheet.write_string(0, 0, printable(table.title), title)
        for line, note in enumerate(notes, start=1):
            sheet.write_string(line, 0, printable(note))
        top = len(notes) + 2
        for column, name in enumerate(table.heads):
            sheet.set_column(column, column, 44 if column == 0 else _WIDTH)
            sheet.write_string(top, column, printable(name), head)
        sheet.freeze_panes(top + 1, 1)
        for line, row in enumerate(table.rows, start=top + 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, printable(str(value)))
    book.close()
    return out.getvalue()


def report_pdf(tables: Sequence[Table], title: str, notes: Sequence[str]) -> bytes:
    """For a meeting: no official paper, it has no code and no signature."""
    today = datetime.datetime.now(datetime.UTC).date()
    return typeset(
        "report",
        {
            "title": title,
            "notes": list(notes),
            "date": [today.year, today.month, today.day],
            "tables": [
                {
                    "title": table.title,
                    "heads": list(table.heads),
                    "numbers": [table.is_number(column) for column in range(len(table.heads))],
                    "rows": [[str(value) for value in row] for row in table.rows],
                }
                for table in _for_files(tables)
            ],
        },
    )


def _for_files(tables: Sequence[Table]) -> list[Table]:
    return [table for table in tables if not table.page_only]
