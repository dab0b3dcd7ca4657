"""The review card over HTTP: what is shown is what is decided on, one by one, in a batch, in bulk."""

from tests.support.batch_pages import attached
from tests.support.batch_pages import drafts
from tests.support.batch_pages import made
from tests.support.batch_pages import state_of
from tests.support.staff import hidden
from tests.support.staff import Staff
from tests.support.staff import where
from thads_portal.actions.context import ActionContext
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing

import pytest
import re
import transaction


NATIONAL = "/ban-lam-viec"
REGISTER = f"/cao-bang/{REGISTER_ID}"
RESTRICTED = {
    "personal_id": "004079000123",
    "creditor": "Lý Thị Được",
    "enforcement_officer": "Chấp hành viên mật",
    "case_number": "HS-MẬT-77",
}
DOCUMENT = {"number": "77/QĐ-CTHADS", "date": "2026-11-20"}
SIGNATURE = [
    ("signatory", "Hoàng Thị Mẫu"),
    ("document.number", "77/QĐ-CTHADS"),
    ("document.date", "20/11/2026"),
]


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def board(people):
    return people["editorial_board"]


def listing(portal, *, state=State.BOARD_REVIEW, **fields):
    with portal.site() as site:
        number = make_listing(
            portal, site, state=state, **{"created_by": "ai đó", **RESTRICTED, **fields}
        ).id
        transaction.commit()
    return number


def card(number):
    return f"{REGISTER}/{number}/xem-duyet"


def seen(visitor, number):
    page = visitor.get(card(number)).text
    return [(name, hidden(page, name)) for name in ("revision", "events")]


def act(portal, number, action, **more):
    """What somebody else does meanwhile."""
    with portal.site(role=more.pop("role", "provincial_editor")) as site:
        action(site["cao-bang"][REGISTER_ID][number], ActionContext(), **more)
        transaction.commit()


def test_the_card_shows_what_is_decided_on_and_nothing_restricted(portal, people, board):
    name = "Đàm Văn Thẻ"
    listing(portal, state=State.PUBLISHED, debtor_name=name, judgment_number="99/2020/DS-ST")
    number = listing(
        portal, debtor_name=name, flags=(Flag.MINOR_NAMED.value,), ground_text="Không có tài sản"
    )
    page = board.get(card(number)).text
    for text in (
        "Trả nợ số tiền 12.500.000 đồng",
        "Số tiền",
        "12.500.000",
        "Không có tài sản",
        "12/QĐ-CCTHADS",
        "210/QĐ-CCTHADS",
        "15/2024/DS-ST",
        "Tổ 3, phường Hợp Giang",
        "Có thể nêu tên người chưa thành niên",
        "Trùng tên, đang công khai",
        'aria-keyshortcuts="D"',
        "Trong lúc gõ chữ, không phím tắt nào có tác dụng",
    ):
        assert text in page, text
    for role in ("editorial_board", "provincial_editor", "agency_head", "inspector"):
        page = people[role].get(card(number)).text
        assert name in page
        assert not [value for value in RESTRICTED.values() if value in page], role
    assert people["administrator"].get(card(number)).status == 404
    # Who may not decide reads, and has no button.
    assert 'value="approve"' not in people["provincial_editor"].get(card(number)).text


def test_approved_it_leads_to_the_next_of_the_list(portal, board):
    first = listing(
        portal, debtor_name="Đầu Danh Sách", agency="cao-bang/cuc", flags=(Flag.CONTACT.value,)
    )
    second = listing(
        portal, debtor_name="Sau Danh Sách", agency="cao-bang/cuc", flags=(Flag.CONTACT.value,)
    )
    kept = [("viec", "cho-duyet"), ("tinh", "cao-bang"), ("canh-bao", "1")]
    answer = board.post(card(first), [("action", "approve"), *seen(board, first), *kept])
    assert answer.status == 303
    assert state_of(portal, [first]) == {"published"}
    assert where(answer) == card(second)
    assert "viec=cho-duyet" in answer.headers["Location"]
    # The desk leads to the card, and the card back to that list.
    desk = board.get(f"{NATIONAL}?viec=cho-duyet&tinh=cao-bang").text
    assert f"{card(second)}?viec=cho-duyet&amp;tinh=cao-bang" in desk
    page = board.get(f"{card(second)}?viec=cho-duyet&tinh=cao-bang").text
    assert "/ban-lam-viec?viec=cho-duyet&amp;tinh=cao-bang" in page


def test_nothing_is_approved_that_was_not_shown(portal, board):
    number = listing(portal, state=State.PUBLISHED, debtor_name="Sửa Giữa Chừng")
    for address in ("Địa chỉ hai", "Địa chỉ ba"):
        before = seen(board, number) if address == "Địa chỉ ba" else None
        changes = {"debtor_address": address}
        act(portal, number, propose_amendment, changes=changes, document=DOCUMENT)
    answer = board.post(card(number), [("action", "approve_amendment"), *before])
    assert answer.status == 409
    assert "Đã thay đổi từ khi bạn xem" in answer.text
    assert answer.text.count("Đề nghị sửa đổi</strong>") == 1
    assert "→ Địa chỉ ba" in answer.text
    with portal.site() as site:
        assert "phường Hợp Giang" in site["cao-bang"][REGISTER_ID][number].debtor_address
    # What is shown now may be approved.
    again = [(name, hidden(answer.text, name)) for name in ("revision", "events")]
    assert board.post(card(number), [("action", "approve_amendment"), *again]).status == 303
    # Without a revision nothing was seen.
    other = listing(portal, debtor_name="Không Xem")
    assert board.post(card(other), [("action", "approve")]).status == 409
    assert state_of(portal, [other]) == {"board_review"}
    # The page of the listing asks with the same card, and says the same.
    page = f"{REGISTER}/{other}/ho-so"
    asked = board.post(page, [("action", "approve"), *seen(board, other)])
    assert asked.status == 200 and 'class="card"' in asked.text
    stale = [("action", "approve"), ("confirmed", "1"), ("revision", "99"), ("events", "0")]
    refused = board.post(page, stale)
    assert refused.status == 409 and 'class="card"' in refused.text
    assert state_of(portal, [other]) == {"board_review"}


def test_an_amendment_and_an_ending_are_read_old_beside_new(portal, board):
    amended = listing(portal, state=State.PUBLISHED, debtor_name="Sửa Đổi Một")
    act(
        portal,
        amended,
        propose_amendment,
        changes={"debtor_address": "Xã mới của thẻ", "creditor": "Người mật mới"},
        document=DOCUMENT,
        note="Theo xác minh",
    )
    page = board.get(card(amended)).text
    assert re.search(r"<del>Tổ 3, phường Hợp Giang.*?</del>", page)
    assert "<ins>Xã mới của thẻ</ins>" in page
    assert "Người mật mới" not in page and RESTRICTED["creditor"] not in page
    assert "Theo xác minh" in page and "77/QĐ-CTHADS" in page
    ended = listing(portal, state=State.PUBLISHED, debtor_name="Chấm Dứt Một")
    act(portal, ended, propose_ending, end_reason="discharged", document=DOCUMENT)
    page = board.get(card(ended)).text
    assert "Chấm dứt công khai:" in page and 'value="end"' in page
    answer = board.post(card(ended), [("action", "return_ending"), *seen(board, ended)])
    assert answer.status == 422 and 'id="f-reason-error"' in answer.text
    sent = [("action", "return_ending"), ("reason", "Chưa xong"), *seen(board, ended)]
    assert board.post(card(ended), sent).status == 303
    assert (
        board.post(card(amended), [("action", "approve_amendment"), *seen(board, amended)]).status
        == 303
    )
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        assert register[amended].debtor_address == "Xã mới của thẻ"
        assert register[ended].proposed_ending is None


def test_who_looked_last_stands_on_the_card(portal, people, board):
    number = listing(portal, debtor_name="Ai Xem")
    assert "Xem gần nhất" not in board.get(card(number)).text
    assert "Xem gần nhất" in people["inspector"].get(card(number)).text


def test_a_mixed_list_is_decided_at_once_or_not_at_all(portal, board):
    new = listing(portal, debtor_name="Trộn Mới")
    ended = listing(portal, state=State.PUBLISHED, debtor_name="Trộn Dứt")
    act(portal, ended, propose_ending, end_reason="discharged", document=DOCUMENT)
    page = board.get(NATIONAL).text
    assert 'name="muc"' in page and 'value="decide"' in page

    def boxes(numbers):
        rows = portal.query(
            "SELECT number, revision FROM thads_listing WHERE number = ANY(%s)", list(numbers)
        )
        return [("muc", f"cao-bang/{number}/{revision}") for number, revision in rows]

    asked = board.post(NATIONAL, [("action", "decide"), *boxes([new, ended])])
    assert asked.status == 200 and "Duyệt 2 việc" in asked.text
    # The same cards, differences first: the ending before what is plain.
    assert asked.text.count('class="card"') == 2
    shown = re.findall(r'value="(cao-bang/[^"]*)"', asked.text)
    act(portal, ended, propose_ending, end_reason="terminated", document=DOCUMENT)
    confirmed = [("action", "decide"), ("confirmed", "1"), *(("muc", each) for each in shown)]
    refused = board.post(NATIONAL, confirmed)
    assert refused.status in (409, 422)
    assert "Đã thay đổi từ khi bạn xem" in refused.text
    assert state_of(portal, [new]) == {"board_review"}
    shown = re.findall(r'value="(cao-bang/[^"]*)"', refused.text)
    confirmed = [("action", "decide"), ("confirmed", "1"), *(("muc", each) for each in shown)]
    assert board.post(NATIONAL, confirmed).status == 303
    assert state_of(portal, [new]) == {"published"}
    assert state_of(portal, [ended]) == {"ended"}


def test_in_a_batch_each_is_read_beside_its_scans_and_the_batch_keeps_account(
    portal, people, board
):
    numbers = drafts(portal, 4)
    editor, head = people["provincial_editor"], people["agency_head"]
    path = made(people, numbers)
    scan = b"%PDF-1.4 quyet dinh"
    for name, content in (("scan.pdf", scan), ("trang.pdf", b"<script>alert(1)</script>")):
        assert attached(editor, path, name, content, title=name).status == 303
    for person, step, more in ((editor, "submit", []), (head, "sign", SIGNATURE)):
        page = person.get(path).text
        sent = [("action", step), ("confirmed", "1"), ("revision", hidden(page, "revision"))]
        assert person.post(path, [*sent, *more]).status == 303
    page = board.get(path).text
    assert "Bạn đã xem 0 trên 4 mục" in page and f"{numbers[0]}/xem-duyet" in page
    page = board.get(card(numbers[0])).text
    assert "scan.pdf" in page and "Mục 1 trên 4" in page
    assert f"{numbers[1]}/xem-duyet" in page
    scans = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]*xem=1)"', page)]
    shown = board.get(scans[0])
    assert shown.headers["Content-Type"] == "application/pdf" and shown.body == scan
    assert "inline" in shown.headers["Content-Disposition"]
    assert board.get(scans[1]).headers["Content-Type"] == "application/octet-stream"
    assert people["inspector"].get(scans[0]).status == 403
    assert "scan.pdf" not in people["inspector"].get(card(numbers[0])).text
    assert "Bạn đã xem 1 trên 4 mục" in board.get(path).text
    assert (
        board.post(card(numbers[0]), [("action", "approve"), *seen(board, numbers[0])]).status
        == 303
    )
    sent = [("action", "return"), ("reason", "Sai số"), *seen(board, numbers[1])]
    assert where(board.post(card(numbers[1]), sent)) == card(numbers[2])
    with portal.site() as site:
        rows = site["cao-bang"]["dot-cong-khai"][path.rpartition("/")[2]].rows
        assert rows.published == (numbers[0],)
        assert [*rows.returned] == [numbers[1]] and len(rows.waiting) == 2
    # The rest as a whole, shown before it is confirmed.
    page = board.get(path).text
    sent = [("action", "approve"), ("revision", hidden(page, "revision"))]
    asked = board.post(path, sent)
    assert asked.text.count('class="card"') == 2
    assert board.post(path, [*sent, ("confirmed", "1")]).status == 303
    assert state_of(portal, numbers) == {"published", "returned"}
