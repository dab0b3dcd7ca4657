"""The editor's whole way in a real browser: from a messy list in Excel to the public and back.

An editor uploads 300 rows in TCVN3, corrects two and submits; the head signs; the board
returns one and approves 299; the public finds them; an amendment appears as a change note,
an ending becomes a tombstone.
"""

from tests.support.sitting import Person
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook

import pytest
import re


pytestmark = pytest.mark.browser

ROWS = 300
WRONG = frozenset({3, 170})
EXCEL = "/cao-bang/nhap-excel"
REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
NEW_ADDRESS = "Tổ 9, thị trấn Nước Hai, huyện Hòa An, tỉnh Cao Bằng"


@pytest.fixture
def person(chromium, portal, server):
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    return Person(chromium, portal, server)


def test_from_excel_to_the_public(person, portal, tmp_path):
    workbook = tmp_path / "danh-sach-hoa-an.xlsx"
    workbook.write_bytes(messy_workbook(ListOptions(rows=ROWS, wrong=WRONG)))
    path = submitted_by_the_editor(person, workbook)
    signed_by_the_head(person, path)
    returned = approved_by_the_board(person, path)
    numbers = found_by_the_public(person, portal, path, returned)
    amended_and_ended(person, numbers)


def submitted_by_the_editor(person, workbook) -> str:
    person.sit("provincial_editor")
    person.open(EXCEL)
    person.find('input[type="file"]').send_keys(str(workbook))
    person.press("upload")
    person.work()
    # Two rows are wrong; each is corrected where it stands.
    assert f"Tạo {ROWS - len(WRONG)} bản nháp" in person.text
    for _ in WRONG:
        person.leave(person.find(".counts a[href*='loc=e']"))
        field = person.find(".cell-wrong input[type=text], .cell-wrong textarea")
        field.clear()
        field.send_keys("19/11/2026")
        person.press("correct")
    assert f"Tạo {ROWS} bản nháp" in person.text
    person.press("write")
    person.work()
    assert f"Đã tạo {ROWS} bản nháp" in person.text
    person.press("batch")
    path = person.path
    assert re.fullmatch(r"/cao-bang/dot-cong-khai/\d{4}-\d{4}", path)
    person.press("submit")
    assert f"Trình thủ trưởng ký {ROWS} trường hợp" in person.text
    person.press("submit")
    person.work()
    assert "Chờ thủ trưởng ký" in person.find(".batch-state").text
    return path


def signed_by_the_head(person, path):
    person.sit("agency_head")
    person.open(path)
    person.press("sign")
    person.fill("signatory", "Hoàng Thị Mẫu")
    person.fill("document.number", "77/QĐ-CTHADS")
    person.fill("document.date", "20/11/2026")
    person.press("sign")
    person.work()
    assert "Chờ Ban Biên tập duyệt" in person.find(".batch-state").text
    assert "quyết định số 77/QĐ-CTHADS ngày 20/11/2026" in person.find(".batch-history").text


def approved_by_the_board(person, path) -> str:
    """The number of the row that is returned."""
    person.sit("editorial_board")
    person.open(path)
    box = person.find('input[name="number"]')
    returned = box.get_attribute("value")
    box.click()
    person.press("return")
    person.fill(f"reason.{returned}", "Thiếu ngày của bản án")
    person.press("return")
    assert f"Công khai {ROWS - 1} trường hợp" in person.text
    person.press("approve")
    person.press("approve")
    assert person.find("progress").is_displayed()
    person.work()
    assert "Đã công khai" in person.find(".batch-state").text
    person.open(f"{path}?hien=returned")
    assert "Thiếu ngày của bản án" in person.text
    return returned


def found_by_the_public(person, portal, path, returned) -> list[str]:
    """Two of the listings that are published."""
    person.leave_the_desk()
    numbers = [
        number
        for (number,) in portal.query(
            "SELECT number FROM thads_batch_listing WHERE outcome = 'published' ORDER BY number"
        )
    ]
    assert len(numbers) == ROWS - 1
    assert returned not in numbers
    ((name,),) = portal.query("SELECT debtor_name FROM thads_listing WHERE number = %s", numbers[0])
    person.open("/cao-bang")
    person.fill("q", name)
    person.leave(person.find('form[role="search"] button, form button[type="submit"]'))
    assert name in person.text
    person.open(f"{REGISTER}/{returned}")
    assert name not in person.text
    return numbers[:2]


def amended_and_ended(person, numbers):
    """Proposed by the editor and decided by the board, each on the pages they have for it."""
    amended, ended = (f"{REGISTER}/{number}" for number in numbers)
    person.sit("provincial_editor")
    person.open(f"{amended}/sua")
    person.fill("debtor_address", NEW_ADDRESS)
    person.fill("document.number", "80/QĐ-CTHADS")
    person.fill("document.date", "20/11/2026")
    person.fill("note", "Sửa địa chỉ theo xác minh của cơ quan thi hành án.")
    person.press("save")
    assert person.path == f"{amended}/ho-so"
    assert "Sửa đổi đang chờ duyệt" in person.text
    assert person.find(".compare ins").text == NEW_ADDRESS
    person.open(f"{ended}/cham-dut")
    person.find('input[name="end_reason"][value="discharged"]').click()
    person.press("take")
    # The document was forgotten: the page says so, and keeps the reason that was chosen.
    assert "Số văn bản" in person.find("#loi").text
    person.fill("document.number", "81/QĐ-CTHADS")
    person.fill("document.date", "20/11/2026")
    person.press("take")
    assert "Đề nghị chấm dứt đang chờ duyệt" in person.text
    assert "Thi hành xong" in person.text

    person.leave_the_desk()
    person.open(amended)
    assert NEW_ADDRESS not in person.text
    person.open(ended)
    assert "đã chấm dứt công khai" not in person.text

    person.sit("editorial_board")
    person.open(f"{amended}/ho-so")
    person.press("approve_amendment")
    assert "Công khai sửa đổi của 1 trường hợp" in person.text
    person.press("approve_amendment")
    person.open(f"{ended}/ho-so")
    person.press("end")
    assert "Chấm dứt công khai 1 trường hợp" in person.text
    person.press("end")
    assert "Đã chấm dứt công khai" in person.text

    person.leave_the_desk()
    person.open(amended)
    assert NEW_ADDRESS in person.text
    assert "Sửa địa chỉ theo xác minh" in person.text
    person.open(ended)
    assert "đã chấm dứt công khai" in person.text
