"""The desks over HTTP: whose work stands there, steps on many, what is asked before they are taken."""

from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import pytest
import re
import transaction


DESK = "/cao-bang/ban-lam-viec"
NATIONAL = "/ban-lam-viec"
RESTRICTED = {"personal_id": "004079000123", "creditor": "Lý Thị Được"}


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = {
            name: make_listing(
                portal, site, state=state, debtor_name=name, created_by="ai đó", **RESTRICTED
            ).id
            for name, state in {
                "Nháp Một": State.DRAFT,
                "Nháp Hai": State.DRAFT,
                "Trả Lại": State.RETURNED,
                "Chờ Ký": State.SUBMITTED,
                "Chờ Duyệt": State.BOARD_REVIEW,
                "Đã Công Khai": State.PUBLISHED,
            }.items()
        }
        made["Bắc Kạn"] = make_listing(
            portal, site, province="bac-kan", state=State.BOARD_REVIEW, debtor_name="Bắc Kạn"
        ).id
        transaction.commit()
    return made


def revision(portal, number):
    return portal.query("SELECT revision FROM thads_listing WHERE number = %s", number)[0][0]


def state(portal, number):
    return portal.query("SELECT state FROM thads_listing WHERE number = %s", number)[0][0]


def box(portal, number, province="cao-bang"):
    return ("muc", f"{province}/{number}/{revision(portal, number)}")


def test_each_finds_their_own_work_first(people, numbers):
    page = people["provincial_editor"].get(DESK).text
    assert "Nháp Một" in page and "Trả Lại" in page
    assert "Chờ Ký</a>" not in page
    assert re.search(r"hạn|quá hạn", page)
    page = people["agency_head"].get(DESK).text
    assert "Chờ Ký</a>" in page and "Nháp Một</a>" not in page
    page = people["editorial_board"].get(NATIONAL).text
    assert "Chờ Duyệt</a>" in page and "Bắc Kạn</a>" in page
    assert "Nháp Một</a>" not in page


def test_the_board_narrows_by_province_and_deadline(people, numbers):
    page = people["editorial_board"].get(f"{NATIONAL}?tinh=bac-kan").text
    assert "Bắc Kạn</a>" in page and "Chờ Duyệt</a>" not in page
    for status in ("overdue", "today", "tomorrow", "later"):
        assert people["editorial_board"].get(f"{NATIONAL}?han={status}").status == 200


def test_other_provinces_and_visitors_have_no_desk_here(people, server, numbers):
    assert people["provincial_editor"].get("/bac-kan/ban-lam-viec").status == 403
    assert people["case_system"].get(DESK).status == 403
    assert Visitor(server).get(DESK).status in (302, 401)


def test_the_administrator_sees_how_many_wait_and_none_of_them(people, numbers):
    """On listings an administrator is as the public: the pages behind such links are not there."""
    for path in (NATIONAL, DESK, f"{DESK}?viec=ban-nhap", f"{NATIONAL}?viec=phan-mem-cham-dut"):
        page = people["administrator"].get(path)
        assert page.status == 200
        assert "không xem trường hợp chưa công khai" in page.text
        assert "/ho-so" not in page.text
        assert not [name for name in {*numbers} - {"Bắc Kạn"} if name in page.text]
    assert "/ho-so" in people["inspector"].get(NATIONAL).text


@pytest.mark.parametrize("role", ["inspector", "administrator", "editorial_board"])
def test_a_desk_shows_nothing_restricted(people, numbers, role):
    for path in (NATIONAL, DESK):
        page = people[role].get(path).text
        assert not [value for value in RESTRICTED.values() if value in page]


def test_a_step_on_many_is_read_before_it_is_confirmed(people, portal, numbers):
    editor = people["provincial_editor"]
    chosen = [box(portal, numbers[name]) for name in ("Nháp Một", "Trả Lại")]
    answer = editor.post(DESK, [("action", "submit"), *chosen])
    assert answer.status == 200
    assert "Trình thủ trưởng ký 2 trường hợp" in answer.text
    assert state(portal, numbers["Nháp Một"]) == "draft"
    answer = editor.post(DESK, [("action", "submit"), ("confirmed", "1"), *chosen])
    assert answer.status == 303
    assert state(portal, numbers["Nháp Một"]) == state(portal, numbers["Trả Lại"]) == "submitted"
    # The second click of a double click is refused and changes nothing.
    again = editor.post(DESK, [("action", "submit"), ("confirmed", "1"), *chosen])
    assert again.status in (409, 422)


def test_the_head_signs_with_the_decision(people, portal, numbers):
    head = people["agency_head"]
    chosen = [box(portal, numbers["Chờ Ký"])]
    answer = head.post(DESK, [("action", "sign"), ("confirmed", "1"), *chosen])
    assert answer.status == 422
    assert 'href="#f-signatory"' in answer.text
    assert state(portal, numbers["Chờ Ký"]) == "submitted"
    half = [("signatory", "Hoàng Thị Mẫu"), ("document.date", "20/11/2026")]
    answer = head.post(DESK, [("action", "sign"), ("confirmed", "1"), *half, *chosen])
    assert answer.status == 422
    assert 'href="#f-document-number"' in answer.text
    document = [("document.number", "77/QĐ-CTHADS"), ("document.date", "20/11/2026")]
    answer = head.post(DESK, [("action", "sign"), ("confirmed", "1"), *document, *chosen])
    assert answer.status == 422
    assert 'href="#f-signatory"' in answer.text
    signature = [("signatory", "Hoàng Thị Mẫu"), *document]
    answer = head.post(DESK, [("action", "sign"), ("confirmed", "1"), *signature, *chosen])
    assert answer.status == 303
    assert state(portal, numbers["Chờ Ký"]) == "board_review"
    file = head.get(f"/cao-bang/{REGISTER_ID}/{numbers['Chờ Ký']}/ho-so").text
    assert "Người ký: Hoàng Thị Mẫu" in file


def test_each_is_signed_under_its_own_decision_where_they_differ(people, portal):
    with portal.site() as site:
        made = [
            make_listing(
                portal,
                site,
                state=State.SUBMITTED,
                created_by="ai đó",
                debtor_name=f"Riêng {number}",
                no_conditions_decision_number=number,
            ).id
            for number in ("501/QĐ-CTHADS", "502/QĐ-CTHADS")
        ]
        transaction.commit()
    head = people["agency_head"]
    chosen = [box(portal, number) for number in made]
    asked = head.post(DESK, [("action", "sign"), *chosen]).text
    assert (
        'name="document.number" maxlength="100"' in asked
        or 'name="document.number" value=""' in asked
    )
    one = head.post(DESK, [("action", "sign"), chosen[0]]).text
    assert 'value="501/QĐ-CTHADS"' in one
    signature = [("signatory", "Hoàng Thị Mẫu"), ("document.number", ""), ("document.date", "")]
    sent = [("action", "sign"), ("confirmed", "1"), *signature, *chosen]
    assert head.post(DESK, sent).status == 303
    with portal.site() as site:
        for number, decision in zip(made, ("501/QĐ-CTHADS", "502/QĐ-CTHADS"), strict=True):
            signed = site["cao-bang"][REGISTER_ID][number].history[-1]
            assert (signed["document_number"], signed["signatory"]) == (decision, "Hoàng Thị Mẫu")


def test_the_list_of_returned_ones_says_why(people, portal):
    with portal.site() as site:
        number = make_listing(
            portal, site, state=State.BOARD_REVIEW, debtor_name="Sẽ Trả", created_by="ai đó"
        ).id
        transaction.commit()
    reason = [("reason", "Thiếu ngày của bản án số 5")]
    sent = [("action", "return"), ("confirmed", "1"), box(portal, number), *reason]
    assert people["editorial_board"].post(NATIONAL, sent).status == 303
    for path in (DESK, f"{DESK}?viec=tra-lai"):
        assert "Lý do: Thiếu ngày của bản án số 5" in people["provincial_editor"].get(path).text
    assert "Thiếu ngày" not in people["administrator"].get(DESK).text


def test_the_board_returns_with_a_reason_and_approves(people, portal, numbers):
    board = people["editorial_board"]
    one = [box(portal, numbers["Bắc Kạn"], "bac-kan")]
    answer = board.post(NATIONAL, [("action", "return"), ("confirmed", "1"), *one])
    assert answer.status == 422
    assert 'id="f-reason-error"' in answer.text
    answer = board.post(
        NATIONAL, [("action", "return"), ("confirmed", "1"), ("reason", "Sai địa chỉ"), *one]
    )
    assert answer.status == 303
    assert state(portal, numbers["Bắc Kạn"]) == "returned"
    other = [box(portal, numbers["Chờ Duyệt"])]
    assert board.post(NATIONAL, [("action", "approve"), ("confirmed", "1"), *other]).status == 303
    assert state(portal, numbers["Chờ Duyệt"]) == "published"


def test_nobody_takes_a_step_that_is_not_theirs(people, portal, numbers):
    chosen = [box(portal, numbers["Nháp Hai"])]
    # The administrator's desk has no form; that of another page gives what a form sends.
    pages = {"administrator": "/lich-lam-viec"}
    for role in ("agency_head", "inspector", "administrator", "editorial_board"):
        token = people[role].token(pages.get(role, DESK))
        for confirmed in ([], [("confirmed", "1")]):
            fields = [("action", "submit"), *confirmed, *chosen]
            answer = people[role].post(DESK, fields, token)
            if confirmed or role == "administrator":
                assert answer.status in (403, 422), role
            if role == "administrator":
                assert "Nháp Hai" not in answer.text
    assert state(portal, numbers["Nháp Hai"]) == "draft"


def test_the_page_of_a_listing_is_linked(people, numbers):
    page = people["provincial_editor"].get(DESK).text
    assert f"/cao-bang/{REGISTER_ID}/{numbers['Nháp Hai']}/ho-so" in page


def test_the_administrator_sees_jobs_feeds_and_errors(people, portal, numbers):
    sql = (
        "INSERT INTO thads_job (id, kind, title, owner, state, started, finished, error)"
        " VALUES (%s, 'mail', %s, 'ai-do', %s, now(), %s, %s)"
    )
    told = '{"vi": "Hết chỗ.", "en": "No room."}'
    portal.query(sql, "hong-1", "Việc Hỏng", "failed", "2026-11-24 03:00+00", told)
    portal.query(sql, "chay-1", "Việc Đang Chạy", "running", None, None)
    portal.query("INSERT INTO thads_feed_run (actor, atomic) VALUES ('phan-mem', false)")
    page = people["administrator"].get(NATIONAL).text
    for text in ("Việc Hỏng", "Hết chỗ.", "Việc Đang Chạy", "phan-mem", "Lỗi trang gần đây"):
        assert text in page, text
    for link in ("cong-viec?ma=hong-1", "cong-viec?trang-thai=failed", "nhan-du-lieu?ma="):
        assert f"/{link}" in page, link
        address = re.search(rf'href="([^"]*{re.escape(link)}[^"]*)"', page)[1]
        assert people["administrator"].get(address).status == 200
    for role in ("editorial_board", "inspector"):
        assert "Việc Hỏng" not in people[role].get(NATIONAL).text, role
