"""Whole files: every format with its fonts, lists in every shape, and files that are bad."""

from tests.support import bad_files
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet.against_register import texts_of
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.opening import read_here
from thads_portal.importing.spreadsheet.read import read_file
from thads_portal.importing.spreadsheet.rows import Setting

import datetime
import pytest
import random


# A process for each file.
pytestmark = pytest.mark.slow

HEADS = bad_files.HEADS
PERSON = "Nguyễn Thị Đượm"


SETTING = Setting(province="cao-bang", today=datetime.date(2026, 11, 28))


def notices(summary):
    return {each["notice"]: each for each in summary["notices"]}


def names(rows):
    return [texts_of(row)[1] for row in rows]


def typed(rows, encoding):
    return [
        [encode(value, encoding) if isinstance(value, str) else value for value in row]
        for row in rows
    ]


LIST = (HEADS, (1, PERSON, "Tổ 1, phường Sông Hiến", "15/2024/DS-ST", "05/03/2024"))


@pytest.mark.parametrize("encoding", list(Encoding))
def test_old_excel_with_old_fonts(encoding):
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}[encoding]
    rows, summary = read_file(bad_files.xls(typed(LIST, encoding), font=font, hidden_rows=[1]))
    assert names(rows) == [PERSON]
    assert notices(summary)["converted"]["encodings"] == encoding.value.upper()
    assert notices(summary)["hidden_rows"]["rows"] == "2"


def test_formulas_of_old_excel_are_told():
    data = [*LIST, (2, PERSON, "Tổ 2", "16/2024/DS-ST", 45356)]
    rows, summary = read_file(
        bad_files.xls(typed(data, Encoding.TCVN3), formulas={(2, 4)}, extra=b"")
    )
    assert texts_of(rows[1])[4] == "45356"
    assert notices(summary)["formulas"]["count"] == 1


@pytest.mark.parametrize("encoding", list(Encoding))
def test_opendocument_with_old_fonts(encoding):
    font = {"tcvn3": ".VnTime", "vni": "VNI-Times"}[encoding]
    rows, summary = read_file(bad_files.ods(typed(LIST, encoding), font=font))
    assert names(rows) == [PERSON]
    assert "converted" in notices(summary)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "coded",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: encode(text, Encoding.TCVN3).encode("latin-1", "replace"),
        lambda text: encode(text, Encoding.VNI).encode("latin-1", "replace"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "tcvn3", "vni"],
)
def test_text_files(separator, coded):
    lines = [
        separator.join('"' + str(value) + '"' for value in row)
        for row in (HEADS, *(LIST[1] for _ in range(3)))
    ]
    rows, _summary = read_file(coded("\r\n".join(lines)))
    assert names(rows) == [PERSON] * 3


def test_text_in_code_page_1258():
    # Letters and tones apart, as Windows writes them.
    text = "STT;Họ tên;Địa chỉ;Số bản án\n1;Trần Văn Đức;Tổ 1 phường Hợp Giang;15/2024/DS-ST\n"
    import unicodedata

    parts = []
    for letter in text:
        try:
            parts.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            split = unicodedata.normalize("NFD", letter)
            mark = split[-1] if split[-1] != "\u0302" else ""
            base = unicodedata.normalize("NFC", split.replace(mark, "")) if mark else letter
            parts.append((base + mark).encode("cp1258"))
    rows, _summary = read_file(b"".join(parts))
    assert names(rows) == ["Trần Văn Đức"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.SPREADSHEET_EMPTY),
        (b"\n\n", Code.SPREADSHEET_EMPTY),
        (bad_files.encrypted(), Code.SPREADSHEET_ENCRYPTED),
        (bad_files.ods(LIST, encrypted=True), Code.SPREADSHEET_ENCRYPTED),
        (bad_files.bomb, Code.SPREADSHEET_UNPACKS_TOO_LARGE),
        (bad_files.lying_bomb, Code.SPREADSHEET_DAMAGED),
        (bad_files.entities(), Code.SPREADSHEET_DAMAGED),
        (bad_files.xlsx()[:2000], Code.SPREADSHEET_DAMAGED),
        (bad_files.ole("WordDocument"), Code.SPREADSHEET_WRONG_TYPE),
        (bad_files.ole("Workbook"), Code.SPREADSHEET_DAMAGED),
        (b"%PDF-1.7\n...", Code.SPREADSHEET_WRONG_TYPE),
        (b"\x89PNG\r\n\x1a\n", Code.SPREADSHEET_WRONG_TYPE),
        (b"<html><body><table><tr><td>STT</td></tr></table>", Code.SPREADSHEET_WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook/>', Code.SPREADSHEET_WEB_PAGE),
        (b"STT\x00\x01\x02\x03,x", Code.SPREADSHEET_WRONG_TYPE),
        (bytes(range(1, 256)) * 4, Code.SPREADSHEET_UNKNOWN_ENCODING),
        ("Xin chào,đây,không phải danh sách\n1,2,3\n".encode(), Code.SPREADSHEET_NO_LIST),
        (bad_files.xlsx(rows=0), Code.SPREADSHEET_NO_LIST),
        # Large ones are made when they are tried.
        (lambda: bad_files.xlsx(rows=MAX_ROWS + 1), Code.SPREADSHEET_TOO_MANY_ROWS),
        (bytes(21 * 2**20) + b"x", Code.SPREADSHEET_TOO_LARGE),
    ],
)
def test_bad_files_are_refused_in_words(data, code):
    data = data() if callable(data) else data
    with pytest.raises(SpreadsheetRefused) as refused:
        read_file(data)
    assert refused.value.code == code
    assert refused.value.as_dict()["message"]["vi"]


def test_macros_are_told_and_not_run():
    rows, summary = read_file(bad_files.with_macros())
    assert len(rows) == 1
    assert "macros" in notices(summary)


def test_a_million_empty_rows():
    rows, summary = read_file(bad_files.million_empty_rows())
    assert len(rows) == 1
    assert notices(summary)["blank_rows"]["row"] == 3


def test_formulas_hidden_rows_and_hidden_sheets():
    def fill(book, sheet):
        sheet.write_formula(2, 3, '=CONCATENATE("16/2024/","DS-ST")', None, "16/2024/DS-ST")
        for column, value in enumerate((2, "Nông Văn Hai", "Tổ 2", None, "05/03/2024")):
            if value is not None:
                sheet.write(2, column, value)
        sheet.write_formula(3, 3, "=A1/0", None, "#DIV/0!")
        for column, value in enumerate((3, "Nông Văn Ba", "Tổ 3", None, "05/03/2024")):
            if value is not None:
                sheet.write(3, column, value)
        sheet.set_row(1, None, None, {"hidden": True})
        other = book.add_worksheet("Ẩn")
        bad_files.write_list(other)
        other.hide()
        book.add_worksheet("Ghi chép").write(0, 0, "Không có gì")

    rows, summary = read_file(bad_files.xlsx(fill))
    assert [row["r"] for row in rows] == [2, 3, 4, 2]
    assert texts_of(rows[1])[3] == "16/2024/DS-ST"
    assert texts_of(rows[2])[3] == "#DIV/0!"
    told = notices(summary)
    assert told["formulas"]["count"] == 2
    assert told["hidden_rows"]["rows"] == "2"
    assert told["hidden_sheet"]["sheet"] == "Ẩn"
    assert told["no_list_on_sheet"]["sheet"] == "Ghi chép"


def test_two_lists_below_each_other_and_side_by_side():
    def below(book, sheet):
        for column, text in enumerate(("STT", "Họ và tên", "Nơi cư trú", "Số QĐ THA", "Số tiền")):
            sheet.write(9, column, text)
        for column, value in enumerate((1, "Nông Văn Dưới", "Tổ 9", "9/QĐ", 5)):
            sheet.write(10, column, value)

    rows, summary = read_file(bad_files.xlsx(below))
    assert names(rows) == ["Nông Văn Thử", "Nông Văn Dưới"]
    assert notices(summary)["two_lists"]["rows"] == "1, 10"

    def beside(book, sheet):
        bad_files.write_list(sheet, left=7)

    rows, summary = read_file(bad_files.xlsx(beside))
    assert names(rows) == ["Nông Văn Thử"]
    assert notices(summary)["side_by_side"]["columns"] == "H-L"


def test_sections_totals_and_signatures_are_left_out():
    def fill(book, sheet):
        sheet.merge_range(2, 0, 2, 4, "II. Chi cục THADS huyện Hòa An")
        for column, value in enumerate((2, "Nông Văn Hai", "Tổ 2", "16/2024/DS-ST", "5/3/2024")):
            sheet.write(3, column, value)
        sheet.write(4, 1, "Tổng cộng: 2 trường hợp")
        sheet.write(6, 1, "Người lập biểu")
        sheet.write(6, 3, "Thủ trưởng")

    rows, summary = read_file(bad_files.xlsx(fill))
    assert names(rows) == ["Nông Văn Thử", "Nông Văn Hai"]
    found = evaluate(summary, SETTING).rows
    assert [row["f"].get("agency") for row in found] == [None, "cao-bang/chi-cuc-hoa-an"]
    assert notices(summary)["totals"]["rows"] == "5"
    assert notices(summary)["skipped_rows"]["count"] == 2


def test_debtors_of_one_decision_share_merged_cells():
    def fill(book, sheet):
        sheet.write(2, 0, 2)
        sheet.write(2, 1, "Nông Thị Chung")
        sheet.write(2, 2, "Tổ 2")
        sheet.merge_range(1, 3, 2, 3, "15/2024/DS-ST")
        sheet.merge_range(1, 4, 2, 4, "05/03/2024")

    rows, source = read_file(bad_files.xlsx(fill, rows=0 + 1))
    assert names(rows) == ["Nông Văn Thử", "Nông Thị Chung"]
    found = evaluate(source, SETTING).rows
    assert [row["f"].get("judgment_number") for row in found] == ["15/2024/DS-ST"] * 2


def test_real_dates_of_both_calendars():
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    import io
    import openpyxl

    for epoch in (None, CALENDAR_MAC_1904):
        book = openpyxl.Workbook()
        if epoch is not None:
            book.epoch = epoch
        sheet = book.active
        sheet.append(HEADS)
        sheet.append([1, PERSON, "Tổ 1", "15/2024/DS-ST", datetime.date(2024, 3, 5)])
        target = io.BytesIO()
        book.save(target)
        rows, _summary = read_file(target.getvalue())
        assert texts_of(rows[0])[4] == "05/03/2024"


def test_a_text_in_two_fonts():
    def fill(book, sheet):
        old = book.add_format({"font_name": ".VnTime"})
        new = book.add_format({"font_name": "Times New Roman"})
        sheet.write_rich_string(
            1, 1, old, encode("Nguyễn Văn ", Encoding.TCVN3), new, "Hòa (tức Tám)"
        )

    rows, _summary = read_file(bad_files.xlsx(fill))
    assert names(rows) == ["Nguyễn Văn Hòa (tức Tám)"]


def test_damaged_files_never_break_the_reader():
    """Bytes changed at random: read or refused, nothing else."""
    chance = random.Random(1)
    for data in (bad_files.xlsx(), bad_files.xls(LIST), bad_files.ods(LIST)):
        for _ in range(60):
            damaged = bytearray(data)
            for _ in range(chance.randrange(1, 12)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            try:
                read_here(bytes(damaged))
            except SpreadsheetRefused as refused:
                assert refused.as_dict()["message"]["vi"]
