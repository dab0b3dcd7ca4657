"""The pages of posting batches over HTTP: what each person can do, see, and download."""

from io import BytesIO
from plone import api
from tests.support.batch_pages import attached
from tests.support.batch_pages import BATCHES
from tests.support.batch_pages import drafts
from tests.support.batch_pages import made
from tests.support.batch_pages import state_of
from tests.support.staff import Staff
from tests.support.staff import token_of
from thads_portal.content.register import REGISTER_ID

import openpyxl
import pytest
import transaction


SECRET = {
    "personal_id": "034079001234",
    "creditor": "Người được thi hành án mật",
    "enforcement_officer": "Chấp hành viên mật",
    "case_number": "HS-MẬT-77",
    "external_id": "caobang:2026:mat:1",
}


@pytest.fixture(scope="module")
def people(portal, server):
    with portal.site():
        api.user.create(
            username="bien-tap-bac-kan",
            email="x@thads.example",
            password="Bon-tu-khong-lien-quan-77",
        )
        api.group.add_user(groupname="editors-bac-kan", username="bien-tap-bac-kan")
        member = api.user.get(username=portal.accounts["agency_head"]["username"])
        member.setMemberProperties({"fullname": "Hoàng Thị Mẫu"})
        transaction.commit()
    accounts = {
        **portal.accounts,
        "foreign": {"username": "bien-tap-bac-kan", "password": "Bon-tu-khong-lien-quan-77"},
    }
    found = {role: Staff(server, account) for role, account in accounts.items()}
    return {**found, "anonymous": Staff(server)}


def test_the_whole_way_in_pages(portal, people):
    numbers = drafts(portal, 5)
    editor, head, board = (
        people[role] for role in ("provincial_editor", "agency_head", "editorial_board")
    )
    path = made(people, numbers, title="Danh sách Hòa An")
    page = editor.page(path)
    assert "Danh sách Hòa An" in page.answer.text
    confirm = editor.press(page, path, "submit")
    assert "Trình thủ trưởng ký 5 trường hợp" in confirm.answer.text
    assert state_of(portal, numbers) == {"draft"}
    editor.press(confirm, path, "submit")
    assert state_of(portal, numbers) == {"submitted"}

    page = head.page(path)
    form = head.press(page, path, "sign")
    assert ("signatory", "Hoàng Thị Mẫu") in form.form("sign")
    again = head.press(form, path, "sign", **{"document.number": "", "document.date": "31/02/2026"})
    assert again.answer.status == 422
    assert "Hãy nhập ngày/tháng/năm" in again.answer.text
    assert state_of(portal, numbers) == {"submitted"}
    head.press(
        again, path, "sign", **{"document.number": "77/QĐ-CTHADS", "document.date": "20/11/2026"}
    )
    assert state_of(portal, numbers) == {"board_review"}

    page = board.page(path)
    assert "Hoàng Thị Mẫu ký 5 mục theo quyết định số 77/QĐ-CTHADS ngày 20/11/2026" in (
        page.answer.text
    )
    reasons = board.press(page, path, "return", number=numbers[:1])
    refused = board.press(reasons, path, "return")
    assert refused.answer.status == 422
    after = board.press(refused, path, "return", reason="Thiếu ngày bản án")
    assert state_of(portal, numbers[:1]) == {"returned"}
    confirm = board.press(after, path, "approve")
    assert "Công khai 4 trường hợp" in confirm.answer.text
    assert state_of(portal, numbers[1:]) == {"board_review"}
    board.press(confirm, path, "approve")
    assert state_of(portal, numbers[1:]) == {"published"}
    found = people["anonymous"].get(f"/cao-bang/{REGISTER_ID}/{numbers[1]}")
    assert found.status == 200
    # The second click.
    again = board.press(confirm, path, "approve")
    assert again.answer.status == 409
    assert "đã thay đổi từ khi trang được mở" in again.answer.text
    returned = board.page(f"{path}?hien=returned")
    assert "Thiếu ngày bản án" in returned.answer.text
    listed = editor.page(f"{BATCHES}?state=published&q=h%C3%B2a")
    assert "Danh sách Hòa An" in listed.answer.text
    assert "Danh sách Hòa An" not in editor.page(f"{BATCHES}?state=draft").answer.text


def test_changed_row_is_named_and_the_others_go_on(portal, people):
    numbers = drafts(portal, 3, debtor_address="Xóm Nà Mẫu")
    editor, head, board = (
        people[role] for role in ("provincial_editor", "agency_head", "editorial_board")
    )
    path = made(people, numbers)
    editor.press(editor.press(editor.page(path), path, "submit"), path, "submit")
    signature = {"document.number": "78/QĐ-CTHADS", "document.date": "20/11/2026"}
    head.press(head.press(head.page(path), path, "sign"), path, "sign", **signature)
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][numbers[1]]
        listing.debtor_address = "Xóm đã sửa"
        listing.reindexObject()
        transaction.commit()
    page = board.page(path)
    assert "Đã thay đổi sau khi gửi" in page.answer.text
    refused = board.press(board.press(page, path, "approve"), path, "approve")
    assert refused.answer.status == 409
    assert numbers[1] in refused.answer.text
    assert "Công khai 2 trường hợp" in refused.answer.text
    assert "Tôi đã xem lại các mục thay đổi" in refused.answer.text
    assert state_of(portal, numbers) == {"board_review"}
    board.press(refused, path, "approve")
    assert state_of(portal, [numbers[0], numbers[2]]) == {"published"}
    assert state_of(portal, [numbers[1]]) == {"board_review"}


def test_a_large_step_shows_how_far_it_is(portal, people):
    numbers = drafts(portal, 230)
    editor = people["provincial_editor"]
    path = made(people, numbers)
    page = editor.press(editor.press(editor.page(path), path, "submit"), path, "submit")
    assert "<progress" in page.answer.text
    assert page.answer.headers["Refresh"] == "1"
    assert state_of(portal, numbers) == {"draft"}
    portal.run_jobs()
    page = editor.page(path)
    assert "<progress" not in page.answer.text
    assert "Trang sau" in page.answer.text
    assert state_of(portal, numbers) == {"submitted"}


def test_documents_are_for_the_staff_only(portal, people):
    path = made(people, drafts(portal, 1))
    editor = people["provincial_editor"]
    answer = attached(editor, path, "quyet-dinh.html", b"<script>1</script>", title="Quyết định")
    assert answer.status == 303, answer.text[:2000]
    assert "Quyết định" in editor.page(path).answer.text
    document = f"{path}/tai-lieu?ma=000001"
    got = editor.get(document)
    assert (got.status, got.body) == (200, b"<script>1</script>")
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment")
    for role in ("anonymous", "foreign", "inspector", "central_editor", "administrator"):
        assert people[role].get(document).status in (302, 401, 403, 404), role
    assert portal.query("SELECT count(*) FROM thads_record WHERE action = 'restricted_viewed'") == [
        (1,)
    ]
    assert editor.get(f"{path}/tai-lieu?ma=9").status == 404
    editor.press(editor.page(path), path, "detach")
    assert editor.get(document).status == 404


def test_who_sees_the_pages(portal, people):
    path = made(people, drafts(portal, 1))
    for place in (BATCHES, path, f"{path}/in-danh-sach", f"{path}/tai-excel"):
        for role in ("provincial_editor", "agency_head", "editorial_board", "inspector"):
            assert people[role].get(place).status == 200, (role, place)
        for role in ("anonymous", "foreign", "central_editor", "case_system"):
            answer = people[role].get(place)
            assert answer.status in (302, 401, 403, 404), (role, place)
            assert "Triệu" not in answer.text
    for place in (BATCHES, path):
        for role in ("anonymous", "editorial_board"):
            rest = people[role].get(f"/++api++{place}", accept="application/json")
            assert rest.status in (401, 403, 404), (role, place)


def test_no_restricted_value_leaves(portal, people):
    numbers = drafts(portal, 2, debtor_name="=HYPERLINK(1)", **SECRET | {"external_id": None})
    path = made(people, numbers)
    for role in ("provincial_editor", "editorial_board"):
        for place in (path, f"{path}?hien=warnings", f"{path}/in-danh-sach"):
            text = people[role].get(place).text
            assert not [value for value in SECRET.values() if value in text]
    answer = people["editorial_board"].get(f"{path}/tai-excel")
    sheet = openpyxl.load_workbook(BytesIO(answer.body)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert not [value for value in SECRET.values() if value in str(rows)]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert (
        portal.query(
            "SELECT count(*) FROM thads_record WHERE action = 'exported' AND about = %s",
            path.rpartition("/")[2],
        )[0][0]
        >= 1
    )


def test_a_form_without_its_token_does_nothing(portal, people):
    numbers = drafts(portal, 1)
    path = made(people, numbers)
    editor = people["provincial_editor"]
    answer = editor.send(path, {"action": "submit", "confirmed": "1"})
    assert answer.status == 403
    assert state_of(portal, numbers) == {"draft"}
    answer = people["editorial_board"].send(BATCHES, {"action": "create", "number": numbers})
    assert answer.status == 403


def test_offers_to_put_together_what_waits(portal, people):
    editor = people["provincial_editor"]
    numbers = drafts(portal, 2)
    page = editor.page(BATCHES)
    assert "bản nháp và mục bị trả lại chưa thuộc đợt nào" in page.answer.text
    token = token_of(page.answer.text)
    answer = editor.send(BATCHES, {"_authenticator": token, "action": "create", "from": "drafts"})
    assert answer.status == 303
    assert portal.query(
        "SELECT count(*) FROM thads_batch_listing WHERE number = ANY(%s)", numbers
    ) == [(2,)]
