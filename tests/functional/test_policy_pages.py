"""``quy-trinh`` over HTTP: the administrator sets it, and desks and batches follow it at once."""

from tests.support.batch_pages import BATCHES
from tests.support.batch_pages import drafts
from tests.support.batch_pages import made
from tests.support.batch_pages import state_of
from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID

import pytest
import re


PAGE = "/cao-bang/quy-trinh"
DESK = "/cao-bang/ban-lam-viec"
SIGNATURE = {
    "signatory": "Hoàng Thị Mẫu",
    "document.number": "81/QĐ-CTHADS",
    "document.date": "20/11/2026",
}


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture
def policy(people):
    """Sets the policy; afterwards it is as before."""
    administrator = people["administrator"]

    def to(signing, **more):
        return administrator.press(administrator.page(PAGE), PAGE, "save", signing=signing, **more)

    yield to
    to("head_then_board")


def test_who_sets_it_and_who_reads_it(people, policy):
    assert "Ghi quy trình" not in people["agency_head"].page(PAGE).answer.text
    page = policy("head_alone", trusted="1").answer.text
    assert re.search(r'value="head_alone" checked', page)
    read = people["provincial_editor"].page(PAGE).answer.text
    assert "Thủ trưởng ký trên Cổng là công khai" in read
    assert "Công khai ngay" in read
    token = dict(people["agency_head"].page(DESK).forms[-1]["fields"]).get("_authenticator", "")
    sent = {"_authenticator": token, "action": "save", "signing": "board_alone"}
    assert people["agency_head"].send(PAGE, sent).status == 403
    refused = policy("nobody").answer
    assert refused.status == 422
    assert "Thủ trưởng ký trên Cổng là công khai" in people["agency_head"].page(DESK).answer.text


def test_all_provinces_on_one_page(people, policy):
    policy("board_alone")
    page = people["editorial_board"].page("/quy-trinh").answer.text
    assert page.count("/quy-trinh") >= 63
    # No province of the test has a head but this one, whose policy now needs none.
    assert page.count("Không có ai ký") == 62
    assert 'href="/quy-trinh"' in people["administrator"].page(DESK).answer.text


def test_the_editor_enters_the_signature_of_one(portal, people, policy):
    (number,) = drafts(portal, 1, signed_by="Lò Văn Ký")
    policy("board_alone")
    editor = people["provincial_editor"]
    path = f"/cao-bang/{REGISTER_ID}/{number}/ho-so"
    page = editor.page(path)
    assert "Trình Ban Biên tập" in page.answer.text
    assert "Trình thủ trưởng" not in page.answer.text
    confirm = editor.press(page, path, "submit_signed")
    assert ("signatory", "Lò Văn Ký") in confirm.form("submit_signed")
    page = editor.press(confirm, path, "submit_signed", **SIGNATURE)
    assert state_of(portal, [number]) == {"board_review"}
    assert "Người ký: Hoàng Thị Mẫu" in page.answer.text
    assert "81/QĐ-CTHADS" in page.answer.text
    # On the desk the same button, for many.
    drafts(portal, 1)
    desk = editor.page(f"{DESK}?viec=ban-nhap")
    assert 'value="submit_signed"' in desk.answer.text
    assert 'value="submit"' not in desk.answer.text


def test_the_editor_enters_the_signature_of_a_batch(portal, people, policy):
    policy("board_alone")
    numbers = drafts(portal, 2)
    editor, board = people["provincial_editor"], people["editorial_board"]
    path = made(people, numbers)
    page = editor.page(path)
    assert "Thủ trưởng ký</li>" not in page.answer.text
    assert "Thủ trưởng ký trên giấy" in page.answer.text
    confirm = editor.press(page, path, "submit_signed")
    again = editor.press(confirm, path, "submit_signed")
    assert again.answer.status == 422
    page = editor.press(again, path, "submit_signed", **SIGNATURE)
    assert "Hoàng Thị Mẫu đã ký quyết định số 81/QĐ-CTHADS ngày 20/11/2026" in page.answer.text
    assert state_of(portal, numbers) == {"board_review"}
    board.press(board.press(board.page(path), path, "approve"), path, "approve")
    assert state_of(portal, numbers) == {"published"}


def test_the_button_of_the_head_says_that_it_publishes(portal, people, policy):
    numbers = drafts(portal, 2)
    editor, head = people["provincial_editor"], people["agency_head"]
    path = made(people, numbers)
    editor.press(editor.press(editor.page(path), path, "submit"), path, "submit")
    assert "Ký 2 trường hợp" in head.page(path).answer.text
    policy("head_alone")
    confirm = head.press(head.page(path), path, "sign")
    assert "Ký và công khai 2 trường hợp" in confirm.answer.text
    head.press(confirm, path, "sign", **SIGNATURE)
    assert state_of(portal, numbers) == {"published"}
    assert people["editorial_board"].page(BATCHES).answer.status == 200
