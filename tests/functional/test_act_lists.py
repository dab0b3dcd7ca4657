"""Endings and postings from an Excel list over HTTP: each row its own document, all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from io import BytesIO
from openpyxl import load_workbook
from tests.support.excel_pages import send
from tests.support.staff import FORM
from tests.support.staff import Staff
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.importing.act_lists import end_reason_of
from thads_portal.importing.act_lists import ENDINGS
from thads_portal.importing.act_lists import POSTINGS
from thads_portal.importing.column_list import list_file
from thads_portal.importing.column_list import read_list
from thads_portal.testing import make_listing
from urllib.parse import urlencode

import pytest
import re
import transaction


END, POST = "/cao-bang/cham-dut-tu-excel", "/cao-bang/niem-yet-tu-excel"
DECIDED = date(2026, 11, 20)


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


def made(portal, **fields):
    with portal.site() as site:
        listing = make_listing(portal, site, created_by="ai đó", **fields)
        transaction.commit()
        return listing.getId()


def book(kind, rows):
    """A file with the headings of the fields that `rows` use."""
    target = BytesIO()
    named = {column.field: column.heading for column in kind.columns}
    fields = list(dict.fromkeys(field for row in rows for field in row))
    with workbook(target) as file:
        sheet = file.add_worksheet("Danh sách")
        sheet.write_string(0, 0, "DANH SÁCH THÁNG 11")
        for place, field in enumerate(fields):
            sheet.write_string(2, place, named[field])
            for line, row in enumerate(rows, start=3):
                sheet.write_string(line, place, row.get(field, ""))
    return target.getvalue()


def looked_at(person, place, kind, rows):
    return send(person, book(kind, rows), "danh-sach.xlsx", place=place, action="check")


def write(person, place, page):
    names = ("_authenticator", "rows")
    sent = {
        name: unescape(re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]) for name in names
    }
    return person.ask("POST", place, body=urlencode({**sent, "action": "write"}), headers=FORM)


def rows_of(portal, numbers):
    return dict(
        portal.query(
            "SELECT number, state || ' ' || coalesce(end_reason, '-') FROM thads_listing"
            " WHERE number = ANY(%s)",
            numbers,
        )
    )


def test_each_row_ends_for_its_own_reason_on_its_own_paper(people, portal):
    board = people["editorial_board"]
    by_number = made(portal, debtor_name="Bế Văn Số")
    decision = {"no_conditions_decision_number": "0501/QĐ-CTHADS"}
    two = [made(portal, debtor_name=name, **decision) for name in ("Bế Văn Một", "Bế Văn Hai")]
    page = looked_at(board, END, ENDINGS, [
        {"number": by_number, "end_reason": "Thi hành xong", "document": "1/GXN", "dated": "25/11/2026"},
        {"decision": "501/QĐ-CTHADS", "decided": "20/11/2026", "name": "BẾ VĂN HAI",
         "end_reason": "quyết định đình chỉ", "document": "2/QĐ", "dated": "26/11/2026"},
    ])  # fmt: skip
    assert page.status == 200
    assert "Chấm dứt công khai 2 trường hợp" in page.text
    assert "Bế Văn Hai" in page.text and "Bế Văn Một" not in page.text
    # It was looked at, and nothing was done.
    before = rows_of(portal, [by_number, *two])
    assert set(before.values()) == {"published -"}
    assert write(board, END, page.text).status == 303
    assert rows_of(portal, [by_number, *two]) == {
        by_number: "ended discharged",
        two[0]: "published -",
        two[1]: "ended terminated",
    }
    papers = portal.query(
        "SELECT listing, details->>'document' FROM thads_record WHERE action = 'ended'"
        " AND listing = ANY(%s)",
        [by_number, two[1]],
    )
    assert len(papers) == 2
    # A second time the rows name what has ended.
    assert write(board, END, page.text).status == 422


def test_one_wrong_row_and_nothing_is_written(people, portal):
    board = people["editorial_board"]
    good, other = made(portal, debtor_name="Bế Văn Đúng"), made(portal, debtor_name="Bế Văn Khác")
    right = {"end_reason": "Thu hồi quyết định", "document": "3/QĐ", "dated": "25/11/2026"}
    answer = looked_at(board, END, ENDINGS, [
        {"number": good, **right},
        {"number": other, **right, "end_reason": "hết tiền"},
        {"number": other, "end_reason": "", "document": "", "dated": "31/02/2026"},
        {"number": "2020-9999999", **right},
        {"decision": "", "name": "Ai đó"},
        {"number": good, **right},
    ])  # fmt: skip
    assert answer.status == 422
    for said in ("Dòng 7", "2020-9999999", "Ghi số công khai, hoặc", f"{good} đã có ở dòng 4"):
        assert said in unescape(answer.text)
    answer = looked_at(board, END, ENDINGS, [
        {"number": good, **right},
        {"number": other, "end_reason": "hết tiền", "document": "", "dated": "31/02/2026"},
    ])  # fmt: skip
    text = unescape(answer.text)
    assert "Dòng 5, cột “Căn cứ chấm dứt”" in text
    assert "Dòng 5, cột “Số văn bản chấm dứt”" in text
    assert "Dòng 5, cột “Ngày văn bản chấm dứt”" in text
    assert set(rows_of(portal, [good, other]).values()) == {"published -"}


def test_what_changed_since_the_look_is_not_written(people, portal):
    board = people["editorial_board"]
    numbers = [made(portal, debtor_name=f"Bế Văn Đổi {n}") for n in range(2)]
    rows = [{"number": number, "end_reason": "Đính chính", "document": "4/QĐ", "dated": "25/11/2026"}
            for number in numbers]  # fmt: skip
    page = looked_at(board, END, ENDINGS, rows)
    with portal.site() as site:
        listing = site["cao-bang"]["nguoi-phai-thi-hanh-an"][numbers[1]]
        listing.debtor_address = "Nơi khác"
        listing.reindexObject()
        transaction.commit()
    answer = write(board, END, page.text)
    assert answer.status == 422 and "Người khác vừa thay đổi" in answer.text
    assert set(rows_of(portal, numbers).values()) == {"published -"}


def test_two_at_once_write_once(people, portal):
    board = people["editorial_board"]
    number = made(portal, debtor_name="Bế Văn Đúp")
    row = {"number": number, "end_reason": "Ủy thác", "document": "6/QĐ", "dated": "25/11/2026"}
    page = looked_at(board, END, ENDINGS, [row]).text
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(each.status for each in pool.map(lambda _: write(board, END, page), "ab"))
    assert answers[0] == 303 and answers[1] in (409, 422)
    ended = portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'ended' AND listing = %s", number
    )
    assert ended == [(1,)]


def test_an_editor_proposes(people, portal):
    editor = people["provincial_editor"]
    number = made(portal, debtor_name="Bế Văn Đề Nghị")
    row = {
        "number": number,
        "end_reason": "Thi hành xong",
        "document": "7/GXN",
        "dated": "25/11/2026",
    }
    page = looked_at(editor, END, ENDINGS, [row])
    assert "Gửi đề nghị chấm dứt 1 trường hợp" in page.text
    assert write(editor, END, page.text).status == 303
    assert portal.query("SELECT state, waits FROM thads_listing WHERE number = %s", number) == [
        ("published", "ending")
    ]


def test_postings_and_what_is_left_empty(people, portal):
    editor = people["provincial_editor"]
    numbers = [made(portal, debtor_name=f"Bế Văn Niêm {n}") for n in range(2)]
    page = looked_at(editor, POST, POSTINGS, [
        {"number": numbers[0], "commune": "Xã Mẫu", "sent_on": "20/11/2026"},
        {"number": numbers[1], "commune": "Phường Thử", "sent_on": "21/11/2026"},
    ])  # fmt: skip
    assert page.status == 200 and "Ngày gửi: 20/11/2026" in page.text
    assert write(editor, POST, page.text).status == 303
    page = looked_at(editor, POST, POSTINGS, [{"number": numbers[0], "posted_from": "24/11/2026"}])
    assert write(editor, POST, page.text).status == 303
    with portal.site() as site:
        register = site["cao-bang"]["nguoi-phai-thi-hanh-an"]
        first, second = (register[number].commune_posting for number in numbers)
    assert (first["commune"], first["sent_on"]) == ("Xã Mẫu", date(2026, 11, 20))
    assert first["posted_from"] == date(2026, 11, 24)
    assert (second["commune"], second["posted_from"]) == ("Phường Thử", None)
    wrong = looked_at(editor, POST, POSTINGS, [{"number": numbers[1], "posted_from": "01/11/2026"}])
    assert "cột “Niêm yết từ ngày”" in unescape(wrong.text)


def test_files_that_are_no_list(people):
    board = people["editorial_board"]
    for data, name in ((b"%PDF-1.4", "a.pdf"), (b"ten;dia chi\na;b", "a.csv"), (b"", "a.xlsx")):
        answer = send(board, data, name, place=END, action="check")
        assert answer.status in (413, 415, 422), name
        assert 'role="alert"' in answer.text
    junk = urlencode({"action": "write", "rows": '{"rows": [[1, null]], "seen": 3}'})
    assert board.ask("POST", END, body=junk, headers=FORM).status in (403, 422)


@pytest.mark.parametrize(("place", "kind"), [(END, ENDINGS), (POST, POSTINGS)])
def test_the_template_is_read_as_it_is_written(people, place, kind):
    answer = people["provincial_editor"].get(f"{place}?mau=1")
    assert answer.headers["Content-Type"].endswith("sheet")
    names = load_workbook(BytesIO(answer.body)).sheetnames
    assert names == [kind.sheet, "Ví dụ", "Hướng dẫn"]
    (example,) = kind.examples
    (row,) = read_list(list_file(kind, [example]), kind).rows
    for field, value in example.items():
        assert row.texts[field] == (value.isoformat() if isinstance(value, date) else value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thi hành xong", "discharged"),
        ("đã THA xong", "discharged"),
        ("terminated", "terminated"),
        ("QĐ thu hồi", "withdrawn"),
        ("Công khai nhầm", "listed_in_error"),
        ("hết tiền", "hết tiền"),
        ("", ""),
    ],
)
def test_reasons_as_they_are_written(text, code):
    assert end_reason_of(text) == code
