"""A list from Excel over HTTP, as a browser without scripts sends it."""

from io import BytesIO
from pathlib import Path
from tests.support.excel_pages import PLACE
from tests.support.excel_pages import post
from tests.support.excel_pages import send
from tests.support.excel_pages import uploaded
from tests.support.staff import hidden
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import html
import openpyxl
import pytest
import re


SECRETS = ("004160009000", "01/01/1960", "1960-01-01")


@pytest.fixture(scope="module")
def editor(portal, server):
    return Visitor(server, portal.accounts["provincial_editor"])


def test_the_whole_way(portal, editor):
    data = messy_workbook(ListOptions(rows=120, wrong=frozenset({2}), serial=9000))
    answer = send(editor, data, "C:\\danh sách.xlsx")
    assert answer.status == 303
    here = answer.headers["Location"]
    path = here[here.index("/cao-bang") :]
    waiting = editor.get(path)
    assert waiting.headers["Refresh"].startswith("2;")
    assert "<progress" in waiting.text
    portal.run_jobs()
    page = editor.get(path)
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    text = html.unescape(page.text)
    assert "danh sách.xlsx" in text
    assert "C:\\" not in text
    assert "119" in text
    assert "Ô H10" in text
    assert "31/02/2026" in text
    # Converted beside the original.
    assert "Hoàng Thị Mẫu" in text
    assert "Hoµng ThÞ MÉu" in text
    # 50 rows a page, and the wrong ones by themselves.
    assert text.count('class="x-head"') == 50
    assert editor.get(f"{path}&tu=100").text.count('class="x-head"') == 20
    wrong = editor.get(f"{path}&loc=e").text
    assert wrong.count('class="x-head"') == 1
    name = re.search(r'name="(o-\d+-7)"', wrong)[1]
    assert hidden(wrong, name) == "31/02/2026"
    upload_id = path.partition("ma=")[2]
    sent = {
        "action": "correct",
        "ma": upload_id,
        "revision": hidden(wrong, "revision"),
        name.replace("o-", "w-"): "31/02/2026",
    }
    answer = post(editor, wrong, **sent, **{name: "19/11/2026"})
    assert answer.status == 303
    # From a page that is old by now: both texts are told, and what was typed is kept.
    late = post(editor, wrong, **sent, **{name: "18/11/2026"})
    assert late.status == 422
    told = html.unescape(late.text)
    assert "“19/11/2026”" in told
    assert "“18/11/2026”" in told
    page = editor.get(path).text
    assert portal.query("SELECT count(*) FROM thads_listing") == [(0,)]
    answer = post(editor, page, action="write", ma=upload_id, revision=hidden(page, "revision"))
    assert answer.status == 303
    again = post(editor, page, action="write", ma=upload_id, revision=hidden(page, "revision"))
    assert again.status == 303
    portal.run_jobs()
    assert portal.query("SELECT count(*), min(state), max(state) FROM thads_listing") == [
        (120, "draft", "draft")
    ]
    done = editor.get(path).text
    assert "120" in done
    answer = post(editor, done, action="batch", ma=upload_id)
    assert answer.status == 303
    assert "/cao-bang/dot-cong-khai/" in answer.headers["Location"]


def test_the_list_with_remarks_and_the_template(portal, editor):
    data = messy_workbook(ListOptions(rows=3, wrong=frozenset({1}), serial=9500, seed=9))
    path = uploaded(portal, editor, data)
    upload_id = path.partition("ma=")[2]
    answer = editor.get(f"/cao-bang/nhap-excel-ghi-chu.xlsx?ma={upload_id}")
    assert answer.status == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.body)).active
    assert sheet["P6"].value == "Ghi chú của Cổng"
    assert sheet["B8"].value
    assert "Ô H9" in sheet["P9"].value
    assert sheet["I9"].value == "Hoàng Thị Mẫu"
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'exported' AND about = %s", upload_id
    ) == [(1,)]
    answer = editor.get(f"/cao-bang/nhap-excel-da-sua.xlsx?ma={upload_id}")
    assert answer.status == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.body))["Danh sách"]
    assert [cell.value for cell in sheet["M"]] == ["Người ký quyết định *", *["Hoàng Thị Mẫu"] * 3]
    # What could not be read goes out as it was written.
    assert sheet["L3"].value == "31/02/2026"
    template = editor.get("/cao-bang/nhap-excel-mau.xlsx")
    assert template.headers["Content-Disposition"].endswith('.xlsx"')
    # The template read as it is holds no list: its example is not published.
    assert "Không tìm thấy danh sách" in html.unescape(
        editor.get(uploaded(portal, editor, template.body)).text
    )
    book = openpyxl.load_workbook(BytesIO(template.body))
    row = [cell.value for cell in book["Ví dụ"][2]]
    for column, value in enumerate(row, start=1):
        book["Danh sách"].cell(2, column, value)
    target = BytesIO()
    book.save(target)
    page = html.unescape(editor.get(uploaded(portal, editor, target.getvalue())).text)
    assert "Nguyễn Văn Mẫu (tức Ba Mẫu)" in page
    assert "Tạo 1 bản nháp" in re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Tệp không có nội dung"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>Ho ten</td></tr></table></html>", "HTML"),
        (b"PK\x03\x04broken", "bị hỏng"),
    ],
)
def test_a_file_that_is_none_is_refused_at_once_beside_the_field(editor, data, told):
    answer = send(editor, data, "danh-sach.xlsx")
    assert 400 <= answer.status < 500
    assert told in html.unescape(answer.text)
    assert 'id="f-file-error"' in answer.text


def test_no_file(editor):
    page = editor.get(PLACE).text
    answer = post(editor, page, action="upload")
    assert answer.status == 422
    assert "Hãy chọn tệp danh sách" in answer.text


def test_who_signed_below_the_list_needs_no_column(portal, editor):
    data = (Path(__file__).parents[1] / "data/desk/19-danh-sach-sach-40-dong.xlsx").read_bytes()
    page = editor.get(uploaded(portal, editor, data, "19.xlsx")).text
    assert "Không thấy cột cho" not in page
    assert "Tạo 40 bản nháp" in re.sub(r"<[^>]+>", "", page)


def test_columns_chosen_by_hand(portal, editor):
    text = (
        "STT;Họ tên;Địa chỉ;Mục X;Số QĐ THA;Ngày QĐ THA;Số QĐ CCĐK;Ngày QĐ CCĐK;Nghĩa vụ;Căn cứ\n"
        "1;Nông Văn Tay;Tổ 1;15/2024/DS-ST; 5/6/2024;210/QĐ;6/6/2024;12/QĐ;7/6/2024;Trả nợ;a\n"
    ).replace("; 5/6/2024;", ", ngày 5/6/2024, TAND huyện Mẫu;")
    path = uploaded(portal, editor, text.encode(), "x.csv")
    page = editor.get(path).text
    assert "Không thấy cột cho" in page
    answer = post(
        editor,
        page,
        action="columns",
        ma=path.partition("ma=")[2],
        signed_by="Trần Thị Ký",
        agency="cao-bang/cuc",
        **{"c-0-3": "judgment"},
    )
    assert answer.status == 303
    portal.run_jobs()
    page = editor.get(path).text
    assert "Không thấy cột cho" not in page
    assert "Tạo 1 bản nháp" in re.sub(r"<[^>]+>", "", page)


def test_what_is_uploaded_is_seen_in_its_province_only(portal, server, editor):
    path = uploaded(portal, editor, messy_workbook(ListOptions(rows=2, serial=9000)))
    assert any(secret in editor.get(path).text for secret in SECRETS)
    upload_id = path.partition("ma=")[2]
    addresses = (
        path,
        f"{path}&xem=dong",
        f"/cao-bang/nhap-excel-da-sua.xlsx?ma={upload_id}",
        f"/ha-noi/nhap-excel?ma={upload_id}",
        f"/cao-bang/nhap-excel-ghi-chu.xlsx?ma={upload_id}",
        f"/ha-noi/nhap-excel-ghi-chu.xlsx?ma={upload_id}",
    )
    for role, account in portal.accounts.items():
        if role == "provincial_editor":
            continue
        visitor = Visitor(server, account)
        for address in addresses:
            answer = visitor.get(address)
            assert answer.status in (401, 403, 404), (role, address)
            assert not any(secret in answer.text for secret in SECRETS)
    for address in addresses:
        assert Visitor(server).get(address).status in (302, 401)
    assert editor.get(f"/ha-noi/nhap-excel?ma={upload_id}").status == 403
    assert editor.get("/cao-bang/nhap-excel?ma=abc").status == 404


def test_a_form_of_another_site_changes_nothing(portal, editor):
    path = uploaded(portal, editor, messy_workbook(ListOptions(rows=2, serial=9700, seed=11)))
    body = urlencode({"action": "write", "ma": path.partition("ma=")[2]})
    answer = editor.ask(
        "POST", PLACE, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status == 403
    before = portal.query("SELECT count(*) FROM thads_listing")
    portal.run_jobs()
    assert portal.query("SELECT count(*) FROM thads_listing") == before
