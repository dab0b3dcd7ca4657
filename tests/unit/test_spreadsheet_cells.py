"""What the portal writes into tables is never run as a formula."""

from thads_portal.domain.spreadsheet_cells import csv_line
from thads_portal.domain.spreadsheet_cells import safe_cell
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import continued
from thads_portal.importing.spreadsheet.headings import meaning

import csv
import io
import openpyxl
import pytest


ATTACKS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =cmd|' /C calc'!A0",
    "|cmd",
    "%0A=1",
    "＝1+1",
    '=HYPERLINK("http://example.org","x")',
)


@pytest.mark.parametrize("text", ATTACKS)
def test_csv_text_gets_an_apostrophe(text):
    (row,) = csv.reader(io.StringIO(csv_line(["a", text, None, -5])))
    assert row == ["a", "'" + text.replace("\r", "\r"), "", "-5"]


@pytest.mark.parametrize("text", ["Nguyễn Văn A", "12/QĐ-CCTHADS", "", "a=b", "O'Neil", "5%"])
def test_other_text_stays(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ATTACKS)
def test_excel_text_is_text(text):
    target = io.BytesIO()
    with workbook(target) as book:
        book.add_worksheet().write(0, 0, text)
    cell = openpyxl.load_workbook(io.BytesIO(target.getvalue())).active["A1"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.hyperlink is None


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Số tiền đã thi hành", Column.UNUSED),
        ("Số tiền còn phải thi hành", Column.AMOUNT),
        ("Địa chỉ người được thi hành án", Column.UNUSED),
        ("Nội dung", Column.OBLIGATION),
        ("Nơi ra quyết định", Column.AGENCY),
    ],
)
def test_columns_that_others_are_taken_for(heading, column):
    assert meaning(heading) is column


def test_a_day_without_more_is_of_the_document_to_its_left():
    assert continued("Ngày", Column.JUDGMENT_NUMBER) is Column.JUDGMENT_DATE
    assert continued("Ngày QĐ", Column.DECISION_NUMBER) is Column.DECISION_DATE
    assert continued("Ngày", Column.NAME) is None
    assert continued("Ngày", None) is None
