"""Cells of CSV and Excel files that no spreadsheet runs as a formula.

A name like ``=HYPERLINK(...)`` in a list is otherwise executed by whoever opens the file. In
CSV a text that would start a formula gets an apostrophe in front; in Excel files text is
written as text. Everything the portal gives out as a table comes through here.
"""

from collections.abc import Iterable
from typing import Any

import csv
import io
import xlsxwriter


#: What Excel, LibreOffice and Google Sheets take for the start of a formula, also full-width.
_STARTS = tuple("=+-@|%＝＋－＠﹢﹣﹦﹫")
#: A control character in front makes some programs look behind it.
_BLANKS = " \t\r\n\v\f\0\xa0\u200b\u3000\ufeff"


def safe_text(text: str) -> str:
    """`text` as a CSV cell that stays text; an apostrophe goes in front where one is needed."""
    if text.startswith(("\t", "\r", "\n")) or text.lstrip(_BLANKS).startswith(_STARTS):
        return "'" + text
    return text


def safe_cell(value: Any) -> Any:
    """`value` for a CSV row: texts made safe, None empty, numbers and dates as they are."""
    if isinstance(value, str):
        return safe_text(value)
    return "" if value is None else value


def csv_line(values: Iterable[Any]) -> str:
    """One line of a CSV file (RFC 4180) with safe cells."""
    target = io.StringIO()
    csv.writer(target).writerow([safe_cell(value) for value in values])
    return target.getvalue()


def workbook(target: Any, *, constant_memory: bool = False) -> xlsxwriter.Workbook:
    """An Excel file to write, in which texts stay texts: no formulas, no links, no numbers.

    `target` is a path or a binary file. With `constant_memory` rows must be written in order.
    """
    return xlsxwriter.Workbook(
        target,
        {
            "in_memory": not constant_memory,
            "constant_memory": constant_memory,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "dd/mm/yyyy",
        },
    )
