"""The preview of a list from Excel in a real browser: cards, questions, the way to the batch.

Counted as a new editor clicks; looked at on a phone and at a desk, and by axe.
"""

from openpyxl import Workbook
from tests.support.exhaustive import FULL
from tests.support.sitting import Person
from tests.support.wcag import AXE
from tests.support.wcag import contrasts_below
from tests.support.wcag import show
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.importing.spreadsheet.template import filled_workbook

import io
import pytest


pytestmark = pytest.mark.browser

EXCEL = "/cao-bang/nhap-excel"
HEADINGS = (
    *("STT", "Họ tên", "Địa chỉ", "Số bản án", "Ngày bản án", "Cơ quan ra bản án", "Số QĐ THA"),
    *("Ngày QĐ THA", "Số QĐ CCĐK", "Ngày QĐ CCĐK", "Người ký", "Nghĩa vụ", "Số tiền", "Căn cứ"),
    *("Ghi chú", "Màu bìa"),
)
GIVEN = ("Đào", "Mận", "Lê", "Hồng", "Huệ", "Lan", "Cúc", "Mai", "Sen", "Quế")
MOST_CLICKS = 10


class Editor(Person):
    """An editor whose clicks are counted."""

    clicks = 0

    def leave(self, element):
        self.clicks += 1
        super().leave(element)

    def choose(self, path):
        """The file's field, and the file in the window that opens."""
        self.clicks += 2
        self.find('input[type="file"]').send_keys(str(path))

    def upload(self, path):
        self.open(EXCEL)
        self.choose(path)
        self.press("upload")
        self.work()


@pytest.fixture
def editor(chromium, portal, server):
    show(chromium, 1280)
    made = Editor(chromium, portal, server)
    made.sit("provincial_editor")
    return made


def clean_rows(count, serial=1):
    """Rows of the template as a careful office fills them in."""
    return [
        {
            "debtor_name": f"Nông Thị {GIVEN[number // 10]} {GIVEN[number % 10]}",
            "debtor_kind": "individual",
            "debtor_address": f"Tổ {number}, xã Đức Long, huyện Hòa An, tỉnh Cao Bằng",
            "judgment_number": f"{number}/2024/DS-ST",
            "judgment_date": "2024-03-05",
            "judgment_body": "Tòa án nhân dân huyện Hòa An",
            "judgment_kind": "civil",
            "enforcement_decision_number": f"{number}/QĐ-CCTHADS",
            "enforcement_decision_date": "2024-06-10",
            "no_conditions_decision_number": f"{number}/QĐ-CCTHADS",
            "no_conditions_decision_date": "2026-11-20",
            "signed_by": "Hoàng Thị Mẫu",
            "agency": "cao-bang/cuc",
            "obligation": "Trả nợ số tiền 12.500.000 đồng",
            "obligation_kinds": ["debt"],
            "obligation_amount": 12_500_000,
            "ground": "a",
            "ground_text": "Không có tài sản",
        }
        for number in range(serial, serial + count)
    ]


def doubtful_workbook() -> bytes:
    """Two names in a cell, an amount read in two ways, a note that it is done, a column unused."""
    book = Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH NGƯỜI PHẢI THI HÀNH ÁN CHƯA CÓ ĐIỀU KIỆN"])
    sheet.append(HEADINGS)
    for number, (name, amount, note) in enumerate(
        [
            ("Nông Văn Một", "12.500.000", ""),
            ("1. Nông Văn Hai\n2. Lý Thị Ba", "3.000.000", ""),
            ("Đàm Văn Bốn", "1,250 tỷ", ""),
            ("Đàm Văn Năm", "1,500 tỷ", ""),
            ("Hoàng Văn Sáu", "5.000.000", "Đã thi hành xong"),
            ("Hoàng Văn Bảy", "31/02", ""),
        ],
        start=1,
    ):
        decision = f"{number}/QĐ-CCTHADS"
        acts = (f"{number}/2024/DS-ST", "05/03/2024", "TAND huyện Hòa An", decision, "10/06/2024")
        rest = ("Hoàng Thị Mẫu", "Trả nợ", amount, "a", note, "xanh")
        sheet.append(
            (number, name, f"Tổ {number}, xã Đức Long", *acts, decision, "20/11/2026", *rest)
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_from_a_clean_list_to_a_submitted_batch(editor, tmp_path):
    workbook = tmp_path / "danh-sach-40.xlsx"
    workbook.write_bytes(filled_workbook("cao-bang", clean_rows(40)))
    editor.clicks = 0
    editor.open("/cao-bang/ban-lam-viec")
    editor.leave(editor.find('.staff a[href$="/nhap-excel"]'))
    editor.choose(workbook)
    editor.press("upload")
    editor.work()
    assert "Tạo 40 bản nháp" in editor.text
    editor.press("write")
    editor.work()
    assert "Đã tạo 40 bản nháp" in editor.text
    editor.press("batch")
    editor.press("submit")
    editor.press("submit")
    editor.work()
    assert "Chờ thủ trưởng ký" in editor.find(".batch-state").text
    assert editor.clicks <= MOST_CLICKS


def test_doubts_are_answered_alike_and_cells_filled_down(editor, tmp_path):
    workbook = tmp_path / "danh-sach-ngo.xlsx"
    workbook.write_bytes(doubtful_workbook())
    editor.upload(workbook)
    head = editor.find(".x-sum").text
    assert "8 dòng của tệp" in head.replace("\n", " ")
    numbers = [
        int(each.text) for each in editor.browser.find_elements("css selector", ".x-sum a strong")
    ]
    assert sum(numbers) == 8
    assert "Màu bìa" in editor.text
    # Two amounts that read two ways, answered at once.
    editor.leave(editor.find('.x-views a[href*="xem=hoi"]'))
    assert "1,250 tỷ" in editor.text
    assert "1.250.000.000" in editor.text
    group = next(
        each
        for each in editor.browser.find_elements("css selector", ".x-asked fieldset")
        if "1,250 tỷ" in each.text
    )
    first = group.find_element("css selector", "input[type=radio]")
    editor.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", first)
    first.click()
    editor.press("answer")
    # Another doubt is left; the cards show what was answered.
    assert "1 chỗ chưa trả lời" in editor.text
    editor.leave(editor.find(".x-views a"))
    amounts = editor.browser.find_elements("css selector", ".x-facts")
    assert any("1.250.000.000" in each.text for each in amounts)
    assert any("1.500.000.000" in each.text for each in amounts)
    # A cell that is wrong, where it stands.
    field = editor.find(".cell-wrong input[type=text]")
    assert field.get_attribute("value") == "31/02"
    field.clear()
    field.send_keys("7.000.000")
    editor.press("correct")
    assert not editor.browser.find_elements("css selector", ".cell-wrong")


@pytest.mark.parametrize("width", [360, 1280])
def test_looked_at(editor, width, tmp_path, artefacts):
    lists = {
        "ngo": doubtful_workbook(),
        "phong": messy_workbook(ListOptions(rows=8, wrong=frozenset({1}), serial=70)),
    }
    for name, data in lists.items():
        workbook = tmp_path / f"{name}-{width}.xlsx"
        workbook.write_bytes(data)
        editor.upload(workbook)
        show(editor.browser, width)
        here = editor.browser.current_url
        for view in ("", "hoi", "dong", "cot"):
            editor.browser.get(f"{here}&xem={view}")
            assert editor.browser.execute_script(TOO_WIDE) <= 0, (name, view)
            editor.browser.execute_script(AXE)
            assert not violations(editor.browser, colours=FULL), (name, view)
            assert not contrasts_below(editor.browser, 4.5), (name, view)
            if artefacts:
                height = editor.browser.execute_script(
                    "return document.documentElement.scrollHeight"
                )
                editor.browser.execute_cdp_cmd(
                    "Emulation.setDeviceMetricsOverride",
                    {
                        "width": width,
                        "height": min(height, 6000),
                        "deviceScaleFactor": 1,
                        "mobile": width < 768,
                    },
                )
                editor.browser.save_screenshot(
                    str(artefacts / f"excel-{name}-{view or 'the'}-{width}.png")
                )
                show(editor.browser, width)
        editor.browser.get(here)
        # The name and the state of a card stay while its cells scroll by.
        assert editor.browser.execute_script(
            "const card = [...document.querySelectorAll('.x-card')].sort((one, other) =>"
            "   other.offsetHeight - one.offsetHeight)[0];"
            " window.scrollTo(0, card.getBoundingClientRect().top + scrollY + card.offsetHeight / 2);"
            " const head = card.querySelector('.x-head').getBoundingClientRect();"
            " const tag = card.querySelector('.x-head .tag').getBoundingClientRect();"
            " return head.top >= -1 && head.bottom < innerHeight && tag.right <= innerWidth"
        )
        show(editor.browser, 1280)
