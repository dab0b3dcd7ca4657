"""Payments and verifications from an Excel list over HTTP: looked at, corrected, written once and as a whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from io import BytesIO
from openpyxl import load_workbook
from tests.support.excel_pages import send
from tests.support.staff import FORM
from tests.support.staff import Staff
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.importing.case_lists.columns import LISTS
from thads_portal.importing.column_list import list_file
from thads_portal.importing.column_list import read_list
from thads_portal.testing import make_listing
from urllib.parse import urlencode

import pytest
import re
import transaction


PAY, VERIFY = "/cao-bang/thu-tien-tu-excel", "/cao-bang/xac-minh-tu-excel"
KINDS = {PAY: EntryKind.COLLECTED, VERIFY: EntryKind.VERIFIED}
SECRET = "Lương sáu triệu tại xưởng Bình An"
_NUMBERS = iter(range(7000, 7900))


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def editor(people):
    return people["provincial_editor"]


@pytest.fixture
def made(portal):
    def make(**fields):
        given = {
            "debtor_name": "Hoàng Văn Thu",
            "obligation": "Trả nợ 12.500.000 đồng",
            "obligation_amount": 12_500_000,
            "obligation_kinds": ("debt",),
            "enforcement_decision_number": f"{next(_NUMBERS)}/QĐ-CTHADS",
            "enforcement_decision_date": date(2026, 1, 5),
            "no_conditions_decision_date": date(2026, 7, 14),
            **fields,
        }
        with portal.site() as site:
            listing = make_listing(portal, site, **given)
            transaction.commit()
            return listing.getId(), given["enforcement_decision_number"]

    return make


def book(place, rows):
    """A file with the headings of the fields that `rows` use."""
    target = BytesIO()
    named = {column.field: column.heading for column in LISTS[KINDS[place]].columns}
    names = list(dict.fromkeys(field for row in rows for field in row))
    with workbook(target) as file:
        sheet = file.add_worksheet("Danh sách")
        sheet.write_string(0, 0, "DANH SÁCH THÁNG 11")
        for column, field in enumerate(names):
            sheet.write_string(2, column, named[field])
            for line, row in enumerate(rows, start=3):
                value = row.get(field, "")
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, value)
    return target.getvalue()


def uploaded(person, place, rows):
    """The address of the list, and its page; `rows` may be a file."""
    data = rows if isinstance(rows, bytes) else book(place, rows)
    answer = send(person, data, "danh-sach.xlsx", place=place, action="check")
    assert answer.status == 303, answer.text
    address = re.sub(r"^https?://[^/]+", "", answer.headers["Location"])
    return address, person.get(address).text


def posted(person, place, page, action, **fields):
    names = ("_authenticator", "ma", "revision")
    sent = {
        name: unescape(re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]) for name in names
    }
    lines = [
        ("dong", line) for line in re.findall(r'name="dong" type="hidden" value="(\d+)"', page)
    ]
    given = [*sent.items(), *lines, *fields.items(), ("action", action)]
    return person.ask("POST", place, body=urlencode(given), headers=FORM)


def sums(portal, number):
    """[(event, amount)] of the case of `number`."""
    return portal.query(
        "SELECT entry.kind, entry.amount FROM thads_case_entry AS entry"
        " JOIN thads_case_listing USING (case_id) WHERE number = %s"
        " AND entry.kind <> 'case_stated' ORDER BY id",
        number,
    )


def test_payments_are_looked_at_then_written_as_a_whole(editor, portal, made):
    one, decision = made(debtor_name="Lý Thị Một")
    two, _decision = made(debtor_name="Lý Thị Hai")
    rows = [
        {"decision": decision, "decided": "05/01/2026", "name": "LÝ THỊ MỘT", "occurred_on": "02/11/2026", "amount": 2_000_000, "receipt": "0001"},
        {"number": two, "occurred_on": "03/11/2026", "amount": "1.500.000 đồng", "source": "khấu trừ tài khoản"},
        {"number": two, "occurred_on": "04/11/2026", "amount": "500000"},
    ]  # fmt: skip
    data = book(PAY, rows)
    address, page = uploaded(editor, PAY, data)
    assert "3 dòng: 3 sẽ ghi" in page and "Ghi 3 khoản thu vào sổ" in page
    assert "2.000.000" in page and "biên lai 0001" in page
    assert sums(portal, one) == sums(portal, two) == []
    assert posted(editor, PAY, page, "write").status == 303
    assert sums(portal, one) == [("collected", 2_000_000)]
    assert sums(portal, two) == [("collected", 1_500_000), ("collected", 500_000)]
    assert "đã ghi vào sổ" in editor.get(address).text
    # The second click finds it written, and does nothing.
    assert posted(editor, PAY, page, "write").status == 303
    assert len(sums(portal, two)) == 2
    # The same file once more: every row is there already.
    _address, again = uploaded(editor, PAY, data)
    assert "3 dòng: 0 sẽ ghi, 3 đã có trong sổ" in again and "Chính tệp này" in again
    assert 'value="write"' not in again
    recorded = portal.query(
        "SELECT action FROM thads_record WHERE listing = %s AND action = 'case_entered'", two
    )
    assert len(recorded) == 2


def test_faults_are_told_by_line_and_field_corrected_and_nothing_was_written(editor, portal, made):
    good, _decision = made()
    wrong, decision = made(debtor_name="Lương Văn Sai")
    rows = [
        {"number": good, "occurred_on": "02/11/2026", "amount": "1.000.000"},
        {"number": wrong, "occurred_on": "31/02/2026", "amount": "một triệu mấy"},
        {"decision": decision, "name": "Người Khác", "occurred_on": "02/11/2026", "amount": "1.000.000"},
        {"number": "2026-9999999", "occurred_on": "02/11/2026", "amount": "1.000.000"},
        {"number": wrong, "occurred_on": "02/11/2026", "amount": "99.000.000"},
        {"number": wrong, "occurred_on": "02/01/2026", "amount": "1.000.000"},
    ]  # fmt: skip
    address, page = uploaded(editor, PAY, rows)
    assert "6 dòng: 1 sẽ ghi, 0 đã có trong sổ, 5 có lỗi" in page
    assert "Dòng 5: Ngày thu" in page and "Dòng 5: Số tiền" in page
    assert "Việc này của Lương Văn Sai" in page
    assert "12.500.000" in page  # what would be right for the overpaid one
    assert 'value="write"' not in page
    assert sums(portal, good) == []
    answer = posted(
        editor,
        PAY,
        page,
        "correct",
        **{
            "o-5-occurred_on": "02/11/2026",
            "o-5-amount": "1 triệu",
            "o-6-name": "Lương Văn Sai",
            "o-6-amount": "2.000.000",
            "bo-7": "1",
            "o-8-amount": "3.000.000",
            "o-9-occurred_on": "03/11/2026",
        },
    )
    assert answer.status == 303
    page = editor.get(address).text
    assert "6 dòng: 5 sẽ ghi, 0 đã có trong sổ, 0 có lỗi, 1 bỏ ra" in page
    assert posted(editor, PAY, page, "write").status == 303
    assert sums(portal, good) == [("collected", 1_000_000)]
    assert sorted(amount for _kind, amount in sums(portal, wrong)) == [
        1_000_000,
        1_000_000,
        2_000_000,
        3_000_000,
    ]


def test_two_clicks_at_once_write_once(editor, people, portal, made):
    number, _decision = made()
    _address, page = uploaded(
        editor, PAY, [{"number": number, "occurred_on": "02/11/2026", "amount": "1.000.000"}]
    )
    with ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(lambda _: posted(editor, PAY, page, "write").status, range(4)))
    assert set(answers) == {303}
    assert sums(portal, number) == [("collected", 1_000_000)]


def test_what_is_entered_meanwhile_stops_the_whole_list(editor, portal, made):
    one, _decision = made()
    two, _decision = made()
    _address, page = uploaded(
        editor,
        PAY,
        [
            {"number": one, "occurred_on": "02/11/2026", "amount": "1.000.000"},
            {"number": two, "occurred_on": "02/11/2026", "amount": "12.500.000", "receipt": "7"},
        ],
    )
    _other, first = uploaded(
        editor, PAY, [{"number": two, "occurred_on": "01/11/2026", "amount": "9.000.000"}]
    )
    assert posted(editor, PAY, first, "write").status == 303
    answer = posted(editor, PAY, page, "write")
    assert answer.status == 422 and "3.500.000" in answer.text
    assert sums(portal, one) == []


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"receipt": "0009", "amount": "2.000.000"}, "Biên lai này đã có trong sổ"),
        ({"receipt": "0010", "amount": "1.000.000"}, "1 sẽ ghi"),
        ({"amount": "1.000.000"}, "1 đã có trong sổ"),
        ({"receipt": "0009", "amount": "1.000.000"}, "1 đã có trong sổ"),
    ],
)
def test_a_payment_is_known_again_by_its_receipt(editor, portal, made, second, told):
    number, _decision = made()
    common = {"number": number, "occurred_on": "02/11/2026"}
    _address, page = uploaded(editor, PAY, [{**common, "receipt": "0009", "amount": "1.000.000"}])
    assert posted(editor, PAY, page, "write").status == 303
    _address, page = uploaded(editor, PAY, [{**common, **second}])
    assert told in page


def test_two_equal_rows_are_asked_for_their_receipts(editor, made):
    number, _decision = made()
    row = {"number": number, "occurred_on": "02/11/2026", "amount": "1.000.000"}
    _address, page = uploaded(editor, PAY, [row, row])
    assert "1 có lỗi" in page and "Giống dòng 4" in page
    _address, page = uploaded(editor, PAY, [{**row, "receipt": "1"}, {**row, "receipt": "2"}])
    assert "2 sẽ ghi" in page


def test_verifications_begin_the_time_anew_and_tell_no_secret(editor, people, portal, server, made):
    number, _decision = made()
    rows = [
        {"number": number, "occurred_on": "07/09/2026", "conclusion": "chưa có", "findings": SECRET, "declared": "Có", "document": "12/BB"},
    ]  # fmt: skip
    _address, page = uploaded(editor, VERIFY, rows)
    assert "Chưa có điều kiện thi hành" in page
    assert posted(editor, VERIFY, page, "write").status == 303
    assert portal.query(
        "SELECT last_verified, conclusion FROM thads_case JOIN thads_case_listing ON case_id = id"
        " WHERE number = %s",
        number,
    ) == [(date(2026, 9, 7), "none")]
    case = editor.get(f"/cao-bang/nguoi-phai-thi-hanh-an/{number}/theo-doi-viec").text
    assert "08/03/2027" in case and SECRET in case and "12/BB" in case
    # Another conclusion on the same day is asked about; the same is known.
    _address, page = uploaded(editor, VERIFY, rows)
    assert "1 đã có trong sổ" in page
    _address, page = uploaded(editor, VERIFY, [{**rows[0], "conclusion": "có một phần"}])
    assert "Ngày này sổ đã ghi xác minh" in page
    _address, page = uploaded(
        editor, VERIFY, [{**rows[0], "conclusion": "có một phần", "document": "13/BB"}]
    )
    assert "1 sẽ ghi" in page


def test_rows_are_of_ones_own_province_and_gone_once_written(editor, people, portal, made):
    number, _decision = made(province="ha-noi", agency="ha-noi/thads")
    address, page = uploaded(
        editor, PAY, [{"number": number, "occurred_on": "02/11/2026", "amount": "1.000.000"}]
    )
    assert "1 có lỗi" in page and "Tỉnh này không có việc nào" in page
    assert people["agency_head"].get(address).status in (200, 403)
    assert people["inspector"].get(address).status == 403
    assert posted(editor, PAY, page, "remove").status == 303
    assert "Không có danh sách này" in editor.get(address).text
    assert portal.query("SELECT count(*) FROM thads_case_list WHERE written IS NOT NULL AND rows IS NOT NULL") == [(0,)]  # fmt: skip


@pytest.mark.parametrize("place", [PAY, VERIFY])
def test_the_template_is_read_as_it_is(editor, place):
    kind = LISTS[KINDS[place]]
    answer = editor.get(f"{place}?mau=1")
    file = load_workbook(BytesIO(answer.body))
    assert [cell.value for cell in file[kind.sheet][1]] == [each.heading for each in kind.columns]
    read = read_list(list_file(kind, kind.examples), kind)
    assert not read.problems and not read.unread and len(read.rows) == len(kind.examples)
    empty = send(editor, list_file(kind), "mau.xlsx", place=place, action="check")
    assert empty.status == 422
