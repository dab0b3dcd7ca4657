"""Texts that make sense in an old font and in Unicode: asked, and settled by a choice."""

from datetime import date
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.read import read_file
from thads_portal.importing.spreadsheet.rows import Setting

import io
import pytest
import xlsxwriter


# Each file is read by a process of its own.
pytestmark = pytest.mark.slow


def _saved(fill):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    fill(book, book.add_worksheet("Danh sách"))
    book.close()
    return target.getvalue()


def test_a_text_that_makes_sense_in_two_encodings_is_asked():
    def fill(book, sheet):
        for column, text in enumerate(("STT", "Họ và tên", "Địa chỉ", "Số bản án", "Lý do")):
            sheet.write(0, column, text)
        sheet.write_row(1, 0, [1, "Nguyễn Văn Được", "Tổ 1", "15/2024/DS-ST", "Không có tài sản"])
        sheet.write_row(2, 0, [2, "NguyÔn V¨n T¸m", "Tổ 2", "16/2024/DS-ST", "Không có tài sản"])
        sheet.write_row(3, 0, [3, "Lª V¨n", "Tổ 3", "17/2024/DS-ST", "Không có tài sản"])

    _rows, source = read_file(_saved(fill))
    assert source["fonts"]["mixed"]
    setting = Setting(province="cao-bang", today=date(2026, 11, 28))
    asked = [each for each in evaluate(source, setting).questions if each["kind"] == "font"]
    said = [[choice["params"]["value"] for choice in each["choices"]] for each in asked]
    assert said == [["Nguyễn Văn Tám", "NguyÔn V¨n T¸m"], ["Lª V¨n", "Lê Văn"]]
    answers = {asked[0]["id"]: "as_read", asked[1]["id"]: "otherwise"}
    names = [row["f"]["debtor_name"] for row in evaluate(source, setting, answers=answers).rows]
    assert names == ["Nguyễn Văn Được", "Nguyễn Văn Tám", "Lê Văn"]
    # A choice for the file answers them all.
    for said, name in (("tcvn3", "Nguyễn Văn Tám"), ("unicode", "NguyÔn V¨n T¸m")):
        _rows, source = read_file(_saved(fill), None, {"file": said})
        assert not any(each["kind"] == "font" for each in evaluate(source, setting).questions)
        assert evaluate(source, setting).rows[1]["f"]["debtor_name"] == name
        assert not source["fonts"]["mixed"]


def test_a_provinces_other_names_are_read_and_no_address_of_its_own():
    def fill(book, sheet):
        headings = ("STT", "Họ tên và địa chỉ", "Địa chỉ", "Số bản án", "Lý do")
        rows = (
            ("Nguyễn Văn Thử, Tổ 1, xã Mẫu, daklak", "Tổ 1, xã Mẫu, tỉnh Đắk Lắk"),
            ("Nguyễn Văn Mẫu", "Số 2, quận 1, Tp HCM"),
            ("Nguyễn Văn Nơi, Tổ 1, xã Mẫu, Sài Gòn", "Tổ 1, xã Mẫu, tỉnh Cao Bằng"),
        )
        sheet.write_row(0, 0, headings)
        for number, (name, address) in enumerate(rows, start=1):
            sheet.write_row(number, 0, [number, name, address, f"{number}/2024/DS-ST", "Không có"])

    _rows, source = read_file(_saved(fill))
    found = evaluate(source, Setting(province="cao-bang", today=date(2026, 11, 28)))
    addresses = [row["f"]["debtor_address"] for row in found.rows]
    assert addresses == [
        "Tổ 1, xã Mẫu, tỉnh Đắk Lắk",
        "Số 2, quận 1, thành phố Hồ Chí Minh",
        "Tổ 1, xã Mẫu, tỉnh Cao Bằng",
    ]
    told = [[remark[1:] for remark in row["n"] if remark[1] == "province"] for row in found.rows]
    assert told == [[], [["province", "Tp HCM"]], []]
    # Only what are two addresses is asked.
    assert [each["row"] for each in found.questions if each["kind"] == "address"] == [4]
