"""A listing at the desk, over HTTP: entered, changed, ended, reopened, posted at the commune."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from datetime import datetime
from tests.support.entered import ROW
from tests.support.staff import form_of
from tests.support.staff import hidden
from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import State
from thads_portal.domain.words import VIETNAM
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from threading import Barrier

import json
import pytest
import re
import transaction


REGISTER = f"/cao-bang/{REGISTER_ID}"
RESTRICTED = {"personal_id": "004079000123", "creditor": "Lý Thị Được", "case_number": "HS-77"}
DOCUMENT = [("document.number", "77/QĐ-CTHADS"), ("document.date", "20/11/2026")]


POSTED = {
    "commune": "Xã Mẫu",
    "sent_on": date(2026, 11, 2),
    "posted_from": date(2026, 11, 4),
    "posted_until": None,
}


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def editor(people):
    return people["provincial_editor"]


def made(portal, *, state=State.PUBLISHED, **fields):
    with portal.site() as site:
        listing = make_listing(
            portal, site, state=state, created_by="ai đó", **{**RESTRICTED, **fields}
        )
        transaction.commit()
        return f"{REGISTER}/{listing.id}"


# Entering


def test_the_form_tells_the_term_that_is_in_force(editor):
    today = datetime.now(VIETNAM).date()
    term = legal_term(Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, today)
    page = editor.get(f"{REGISTER}/them-moi").text
    assert f"Hạn đăng tải lần đầu là {term.working_days} ngày làm việc" in page
    assert "${" not in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(editor):
    wrong = {**ROW, "debtor_name": "", "judgment_date": "31/02/2023", "obligation_amount": "nhiều"}
    answer = editor.post(f"{REGISTER}/them-moi", wrong.items())
    assert answer.status == 422
    for name in ("debtor-name", "judgment-date", "obligation-amount"):
        assert f'href="#f-{name}"' in answer.text
        assert f'id="f-{name}-error"' in answer.text
    assert 'value="31/02/2023"' in answer.text
    assert "Xóm 2, xã Mẫu, tỉnh Cao Bằng" in answer.text
    assert "ngày/tháng/năm" in answer.text
    # What the browser keeps of it is for nobody else who signs in at the same desk.
    assert 'data-kept="bien-tap-cao-bang:new:cao-bang"' in answer.text


def test_a_draft_is_entered_once(editor, portal):
    answer = editor.post(f"{REGISTER}/them-moi", ROW.items())
    assert answer.status == 303
    rows = portal.query(
        "SELECT number, state, obligation_amount, judgment_date::text"
        " FROM thads_listing WHERE debtor_name = 'Bế Văn Nhập'"
    )
    assert [row[1:] for row in rows] == [("draft", 5_000_000, "2023-03-05")]
    again = editor.post(f"{REGISTER}/them-moi", ROW.items())
    assert again.status == 422
    assert 'name="again"' in again.text
    assert len(portal.query("SELECT 1 FROM thads_listing WHERE debtor_name = 'Bế Văn Nhập'")) == 1


def test_only_the_editors_of_the_province_enter(people, server):
    for role in ("agency_head", "inspector", "administrator", "editorial_board", "case_system"):
        assert people[role].get(f"{REGISTER}/them-moi").status == 403, role
    assert people["provincial_editor"].get(f"/bac-kan/{REGISTER_ID}/them-moi").status == 403
    assert Visitor(server).get(f"{REGISTER}/them-moi").status in (302, 401)


def test_one_form_makes_one_draft(portal, server, editor):
    """Two clicks at the same moment, without JavaScript: one draft, and both are led to it."""
    path = f"{REGISTER}/them-moi"
    account = portal.accounts["provincial_editor"]
    page = editor.get(path).text
    keys = [("form_key", hidden(page, "form_key"))]
    assert keys[0][1] != hidden(editor.get(path).text, "form_key")
    token = hidden(page, "_authenticator")

    def together(row, count=4):
        start = Barrier(count)

        def send(_each):
            visitor = Staff(server, account)
            start.wait()
            return visitor.post(path, [*row.items(), *keys], token)

        with ThreadPoolExecutor(count) as threads:
            return list(threads.map(send, range(count)))

    row = {**ROW, "debtor_name": "Hứa Văn Đúp", "judgment_number": "9/2022/DS-ST"}
    answers = together(row)
    assert {answer.status for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    count = "SELECT count(*) FROM thads_listing WHERE debtor_name = %s"
    assert portal.query(count, row["debtor_name"]) == [(1,)]
    # Later too; but another case typed over it is a form of its own.
    assert editor.post(path, [*row.items(), *keys], token).status == 303
    assert portal.query(count, row["debtor_name"]) == [(1,)]
    other = {**row, "debtor_name": "Hứa Văn Khác", "judgment_number": "10/2022/DS-ST"}
    assert editor.post(path, [*other.items(), *keys], token).status == 303
    assert portal.query(count, other["debtor_name"]) == [(1,)]


def test_hints_while_typing(editor, portal):
    made(portal, debtor_name="Hà Thị Trùng Tên")
    draft = made(portal, state=State.DRAFT, debtor_name="Hà Thị Nháp")
    token = editor.token(f"{REGISTER}/them-moi")
    fields = [
        ("debtor_name", "Hà Thị Trùng Tên"),
        ("no_conditions_decision_date", "20/11/2026"),
        ("obligation", "Trả nợ cho số định danh 004079000123"),
    ]
    answer = editor.post(f"{REGISTER}/goi-y-nhap", fields, token=token)
    texts = json.dumps(answer.json(), ensure_ascii=False)
    assert "trùng tên" in texts and "Đăng tải lần đầu" in texts and "12 chữ số" in texts
    assert not [value for value in RESTRICTED.values() if value in texts]
    own = draft.rsplit("/", 1)[1]
    fields = [("debtor_name", "Hà Thị Nháp"), ("own", own)]
    assert "Nháp" not in json.dumps(
        editor.post(f"{REGISTER}/goi-y-nhap", fields, token=token).json(), ensure_ascii=False
    )


@pytest.mark.parametrize("day", ["31/12/9999", "30/12/9000", "01/01/0001", "31/02/2026"])
def test_no_term_is_told_of_a_day_that_the_form_refuses(editor, day):
    fields = [("no_conditions_decision_date", day)]
    answer = editor.post(
        f"{REGISTER}/goi-y-nhap", fields, token=editor.token(f"{REGISTER}/them-moi")
    )
    assert answer.status == 200
    assert "Đăng tải lần đầu" not in json.dumps(answer.json(), ensure_ascii=False)


# Changing


def test_a_draft_is_edited_and_restricted_values_are_not_sent_out(editor, portal):
    path = made(portal, state=State.DRAFT)
    fields, page = form_of(editor, f"{path}/sua")
    assert not [value for value in RESTRICTED.values() if value in page]
    answer = editor.post(f"{path}/sua", {**fields, "debtor_address": "Địa chỉ mới"}.items())
    assert answer.status == 303, answer.text
    with portal.site() as site:
        listing = site.unrestrictedTraverse(path.strip("/"))
        assert listing.debtor_address == "Địa chỉ mới"
        assert listing.personal_id == RESTRICTED["personal_id"]


def test_two_editors_lose_nothing(editor, portal):
    path = made(portal, state=State.DRAFT)
    mine, _page = form_of(editor, f"{path}/sua")
    other = {**mine, "debtor_address": "Người khác sửa", "signed_by": "Người ký khác"}
    assert editor.post(f"{path}/sua", other.items()).status == 303
    late = {**mine, "debtor_address": "Tôi sửa", "judgment_body": "Tòa khác"}
    answer = editor.post(f"{path}/sua", late.items())
    assert answer.status == 409
    assert "Tôi sửa" in answer.text and "Người khác sửa" in answer.text
    assert 'value="Người ký khác"' in answer.text and 'value="Tòa khác"' in answer.text
    again = {
        **late,
        "signed_by": "Người ký khác",
        "revision": hidden(answer.text, "revision"),
        "base": hidden(answer.text, "base"),
    }
    assert editor.post(f"{path}/sua", again.items()).status == 303
    with portal.site() as site:
        listing = site.unrestrictedTraverse(path.strip("/"))
        assert (listing.debtor_address, listing.signed_by) == ("Tôi sửa", "Người ký khác")


def test_an_amendment_waits_and_shows_old_and_new(editor, people, portal, server):
    path = made(portal, debtor_address="Địa chỉ cũ")
    fields, _page = form_of(editor, f"{path}/sua")
    assert editor.post(f"{path}/sua", {**fields, "debtor_address": "Mới"}.items()).status == 422
    sent = {**fields, "debtor_address": "Địa chỉ mới", **dict(DOCUMENT)}
    assert editor.post(f"{path}/sua", sent.items()).status == 303
    page = people["editorial_board"].get(f"{path}/ho-so").text
    assert "<del>Địa chỉ cũ</del>" in page and "<ins>Địa chỉ mới</ins>" in page
    assert "Địa chỉ mới" not in Visitor(server).get(path).text
    revision = hidden(page, "revision")
    step = [("action", "approve_amendment"), ("revision", revision)]
    asked = people["editorial_board"].post(f"{path}/ho-so", step)
    assert asked.status == 200 and "Công khai sửa đổi của 1 trường hợp" in asked.text
    done = people["editorial_board"].post(f"{path}/ho-so", [*step, ("confirmed", "1")])
    assert done.status == 303
    assert "Địa chỉ mới" in Visitor(server).get(path).text


# Looking


def test_who_sees_the_file_and_what_of_it(people, portal, server):
    path = made(portal)
    for role in ("provincial_editor", "agency_head", "editorial_board", "inspector"):
        answer = people[role].get(f"{path}/ho-so")
        assert answer.status == 200, role
        assert not [value for value in RESTRICTED.values() if value in answer.text]
    for role in ("administrator", "central_editor", "case_system"):
        assert people[role].get(f"{path}/ho-so").status == 403, role
    assert Visitor(server).get(f"{path}/ho-so").status in (302, 401)


def test_a_look_at_restricted_fields_is_recorded_first(people, portal):
    path = made(portal)
    number = path.rsplit("/", 1)[1]
    counted = (
        "SELECT count(*) FROM thads_record WHERE action = 'restricted_viewed' AND listing = %s"
    )
    for seen, role in enumerate(("provincial_editor", "agency_head", "editorial_board"), start=1):
        answer = people[role].post(f"{path}/ho-so", [("action", "reveal")])
        assert RESTRICTED["personal_id"] in answer.text, role
        assert answer.headers["Cache-Control"] == "no-store"
        assert portal.query(counted, number) == [(seen,)]
    answer = people["inspector"].post(f"{path}/ho-so", [("action", "reveal")])
    assert answer.status == 403
    assert RESTRICTED["personal_id"] not in answer.text
    assert portal.query(counted, number) == [(3,)]


# Ending and what follows


def test_an_ending_is_proposed_then_applied_then_reopened(editor, people, portal, server):
    path = made(portal)
    board = people["editorial_board"]
    fields, _page = form_of(editor, f"{path}/cham-dut")
    answer = editor.post(f"{path}/cham-dut", fields.items())
    assert answer.status == 422 and 'id="f-end-reason-error"' in answer.text
    assert 'href="#f-end-reason"' in answer.text
    sent = {**fields, "end_reason": "discharged", **dict(DOCUMENT)}
    assert editor.post(f"{path}/cham-dut", sent.items()).status == 303
    assert Visitor(server).get(path).status == 200
    page = board.get(f"{path}/ho-so").text
    assert "Thi hành xong" in page
    step = [("action", "end"), ("revision", hidden(page, "revision")), ("confirmed", "1")]
    assert board.post(f"{path}/ho-so", step).status == 303
    assert Visitor(server).get(path).status == 410
    fields, _page = form_of(editor, f"{path}/cong-khai-lai")
    sent = {**fields, "reason": "Quyết định mới", **dict(DOCUMENT)}
    assert editor.post(f"{path}/cong-khai-lai", sent.items()).status == 303
    assert "Chờ Ban Biên tập duyệt" in editor.get(f"{path}/ho-so").text


def test_many_are_ended_from_a_list(people, portal):
    board = people["editorial_board"]
    paths = [made(portal, debtor_name=f"Nhiều {place}") for place in range(3)]
    numbers = [path.rsplit("/", 1)[1] for path in paths]
    page = "/cao-bang/cham-dut-hang-loat"
    ending = [("end_reason", "terminated"), *DOCUMENT]
    wrong = board.post(page, [("numbers", f"{numbers[0]} 2020-9999999"), *ending])
    assert wrong.status == 422 and "2020-9999999" in wrong.text
    asked = board.post(page, [("numbers", ";".join(numbers)), *ending])
    assert "Chấm dứt công khai 3 trường hợp" in asked.text
    sent = [("numbers", " ".join(numbers)), ("confirmed", "1"), *ending]
    assert board.post(page, sent).status == 303
    states = portal.query(
        "SELECT DISTINCT state FROM thads_listing WHERE number = ANY(%s)", numbers
    )
    assert states == [("ended",)]


def test_many_are_ended_by_the_numbers_of_their_decisions(people, portal):
    board = people["editorial_board"]
    own = {"no_conditions_decision_number": "0412/QĐ-CTHADS"}
    twice = {"no_conditions_decision_number": "0413/QĐ-CTHADS"}
    one = made(portal, debtor_name="Theo Quyết Định", **own).rsplit("/", 1)[1]
    two = [
        made(portal, debtor_name=f"Cùng Số {day}", no_conditions_decision_date=day, **twice).rsplit(
            "/", 1
        )[1]
        for day in (date(2026, 10, 1), date(2026, 10, 2))
    ]
    page = "/cao-bang/cham-dut-hang-loat"
    ending = [("end_reason", "terminated"), *DOCUMENT]

    def ask(text):
        return board.post(page, [("numbers", text), *ending])

    unclear = ask("413/QĐ-CTHADS")
    assert unclear.status == 422
    assert "nhiều quyết định cùng số này" in unclear.text and "Cùng Số" in unclear.text
    unknown = ask("9412/QĐ-CTHADS")
    assert unknown.status == 422 and "không có mục nào đang công khai" in unknown.text
    asked = ask("DANH SÁCH\n1\tTheo Quyết Định\t412/QĐ-CTHADS\n413/QĐ-CTHADS ngày 2/10/2026")
    assert "Chấm dứt công khai 2 trường hợp" in asked.text
    assert one in asked.text and two[1] in asked.text and two[0] not in asked.text
    assert "Không dùng 1 dòng" in asked.text and "“DANH SÁCH”" in asked.text


def test_posting_at_the_commune_and_the_reminder(editor, people, portal):
    path = made(portal)
    number = path.rsplit("/", 1)[1]
    fields, _page = form_of(editor, f"{path}/niem-yet")
    sent = {**fields, "commune": "Xã Mẫu", "sent_on": "02/11/2026"}
    assert editor.post(f"{path}/niem-yet", sent.items()).status == 303
    due = portal.query("SELECT posting_due::text FROM thads_listing WHERE number = %s", number)
    assert due == [("2026-11-12",)]
    assert "Xã Mẫu" in editor.get(f"{path}/ho-so").text
    notice = people["agency_head"].get(f"{path}/in-niem-yet")
    assert notice.status == 200 and "Xã Mẫu" in notice.text
    # Who signs, where the office is, and the amount.
    assert "TRƯỞNG THI HÀNH ÁN DÂN SỰ" in notice.text
    assert re.search(r"Cao Bằng,\s+ngày", notice.text)
    assert re.search(r"Số tiền</dt>\s*<dd>[0-9.]+\sđồng", notice.text)
    assert not [value for value in RESTRICTED.values() if value in notice.text]


def test_the_separate_track_waits_two_years(editor, portal):
    path = made(portal, no_conditions_decision_date=date(2026, 11, 18))
    fields, _page = form_of(editor, f"{path}/theo-doi-rieng")
    answer = editor.post(f"{path}/theo-doi-rieng", {**fields, **dict(DOCUMENT)}.items())
    assert answer.status == 422
    assert "Chưa đủ 2 năm kể từ quyết định ngày 18/11/2026" in answer.text
    assert "18/11/2028" in answer.text


def test_the_end_is_told_to_the_commune_too(people, editor, portal):
    board = people["editorial_board"]
    path = made(portal, commune_posting=POSTED)
    number = path.rsplit("/", 1)[1]

    def reminder():
        ((day,),) = portal.query(
            "SELECT posting_due::text FROM thads_listing WHERE number = %s", number
        )
        return day

    fields, _page = form_of(board, f"{path}/cham-dut")
    ending = {**fields, **dict(DOCUMENT), "end_reason": "discharged", "confirmed": "1"}
    assert board.post(f"{path}/cham-dut", ending.items()).status == 303
    assert reminder() == datetime.now(VIETNAM).date().isoformat()
    fields, page = form_of(editor, f"{path}/niem-yet")
    assert "Từ ngày này xã có 2 ngày làm việc để gỡ niêm yết" in page
    wrong = {**fields, "end_sent_on": "24/11/2026", "end_received_on": "23/11/2026"}
    assert editor.post(f"{path}/niem-yet", wrong.items()).status == 422
    # Monday; the 24th is a holiday since 2026.
    told = {**fields, "end_sent_on": "20/11/2026", "end_received_on": "23/11/2026"}
    assert editor.post(f"{path}/niem-yet", told.items()).status == 303
    assert reminder() == "2026-11-26"
    fields, _page = form_of(editor, f"{path}/niem-yet")
    down = {**fields, "taken_down_on": "26/11/2026"}
    assert editor.post(f"{path}/niem-yet", down.items()).status == 303
    assert reminder() is None
    assert "Ngày xã gỡ niêm yết" in editor.get(f"{path}/ho-so").text
    ((duties,),) = portal.query("SELECT duties FROM thads_listing WHERE number = %s", number)
    assert "commune_take_down 2026-11-23 - 2026-11-26 2026-11-26" in duties


def test_the_separate_track_is_a_mark(editor, portal, server):
    path = made(portal, no_conditions_decision_date=date(2024, 11, 18))
    fields, _page = form_of(editor, f"{path}/theo-doi-rieng")
    assert editor.post(f"{path}/theo-doi-rieng", {**fields, **dict(DOCUMENT)}.items()).status == 303
    assert "Theo dõi riêng từ 20/11/2026" in Visitor(server).get(path).text


def test_a_delegated_listing_goes_on_at_the_other_agency(people, portal):
    board = people["editorial_board"]
    path = made(portal, state=State.ENDED, end_reason="delegated", debtor_name="Người Ủy Thác")
    fields, _page = form_of(board, f"{path}/uy-thac")
    answer = board.post(f"{path}/uy-thac", {**fields, "agency": "bac-kan/cuc"}.items())
    assert answer.status == 303, answer.text
    successor = answer.headers["Location"].split("/")[-2]
    with portal.site() as site:
        there = site["bac-kan"][REGISTER_ID][successor]
        here = site.unrestrictedTraverse(path.strip("/"))
        assert (here.successor, there.predecessor) == (there.id, here.id)
        assert there.state is State.DRAFT and there.debtor_name == "Người Ủy Thác"
    assert successor in board.get(f"{path}/ho-so").text
    # The same form again: the listing has changed since it was shown.
    assert board.post(f"{path}/uy-thac", {**fields, "agency": "bac-kan/cuc"}.items()).status == 409
    fields, _page = form_of(board, f"{path}/uy-thac")
    assert board.post(f"{path}/uy-thac", {**fields, "agency": "bac-kan/cuc"}.items()).status == 422
