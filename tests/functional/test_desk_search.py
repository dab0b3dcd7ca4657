"""The search inside the desks over HTTP: every state, numbers by digest, nothing in an address."""

from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.register import desk_search
from thads_portal.register.desk_search import Wanted
from thads_portal.register.pool import reading
from thads_portal.testing import make_listing
from urllib.parse import quote

import pytest
import transaction


FIND = "/tim-trong-ban"
HERE = "/cao-bang/tim-trong-ban"
PERSONAL = "004079000123"
CASE = "HS-MẬT/77"


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = {
            state: make_listing(
                portal,
                site,
                state=state,
                debtor_name=f"Đàm Thị Tìm {place}",
                no_conditions_decision_number=f"70{place}/QĐ-CTHADS",
                created_by="ai đó",
                **({"personal_id": PERSONAL, "case_number": CASE} if state is State.DRAFT else {}),
            ).id
            for place, state in enumerate(State)
        }
        made["elsewhere"] = make_listing(
            portal,
            site,
            province="bac-kan",
            state=State.DRAFT,
            debtor_name="Đàm Thị Tìm Xa",
            no_conditions_decision_number="700/QĐ-CTHADS",
        ).id
        transaction.commit()
    return made


def found(answer, numbers):
    return {key for key, number in numbers.items() if number in answer.text}


def test_a_name_is_found_in_every_state_without_marks(people, numbers):
    answer = people["editorial_board"].get(f"{FIND}?q=dam+thi+tim")
    assert found(answer, numbers) == {*State, "elsewhere"}
    answer = people["provincial_editor"].get(f"{HERE}?q=tim+dam")
    assert found(answer, numbers) == set(State)
    answer = people["inspector"].get(f"{FIND}?q=dam+thi+tim&trang-thai=draft&tinh=cao-bang")
    assert found(answer, numbers) == {State.DRAFT}
    assert people["administrator"].get(f"{FIND}?q=dam").status == 403


@pytest.mark.parametrize("state", [State.PUBLISHED, State.DRAFT, State.ENDED])
def test_a_decision_and_a_public_number_are_found(people, numbers, state):
    place = [*State].index(state)
    for typed in (f"70{place}/QĐ-CTHADS", f"70{place}/qd-cthads", numbers[state]):
        answer = people["editorial_board"].get(f"{FIND}?q={quote(typed)}&tinh=cao-bang")
        assert found(answer, numbers) == {state}, typed
        answer = people["editorial_board"].get(f"{FIND}?q={quote(typed)}")
        same = {"elsewhere"} if "/" in typed and place == 0 else set()
        assert found(answer, numbers) == {state} | same, typed


def test_a_decision_number_of_another_province_is_left_out(people, numbers):
    answer = people["editorial_board"].get(f"{FIND}?q={quote('700/QĐ-CTHADS')}&tinh=bac-kan")
    assert found(answer, numbers) == {"elsewhere"}


def test_restricted_numbers_are_found_by_digest_and_stand_in_no_address(portal, people, numbers):
    board = people["editorial_board"]
    for field, typed in (("personal_id", "004 079 000 123"), ("case_number", "hs-mật/77")):
        answer = board.post(FIND, [("action", "search"), (field, typed)])
        assert answer.status == 200 and "Location" not in answer.headers
        assert found(answer, numbers) == {State.DRAFT}, field
        assert typed not in answer.text and answer.headers["Cache-Control"] == "no-store"
    rows = portal.query(
        "SELECT actor, details::text FROM thads_record WHERE action = 'restricted_searched'"
    )
    assert [actor for actor, _details in rows] == ["ban-bien-tap"] * 2
    assert not [each for _actor, each in rows if PERSONAL in each or "77" in each]
    # In the field of names it is not looked for, and not led to an address.
    answer = board.post(FIND, [("action", "search"), ("q", PERSONAL)])
    assert answer.status == 200 and not found(answer, numbers)
    assert "Ô này không nhận số định danh" in answer.text
    assert not found(board.get(f"{FIND}?q={PERSONAL}"), numbers)
    inspector = people["inspector"]
    assert inspector.post(FIND, [("action", "search"), ("personal_id", PERSONAL)]).status == 403
    assert 'name="personal_id"' not in inspector.get(FIND).text
    # An editor finds in the own province only.
    editor = people["provincial_editor"]
    assert found(editor.post(HERE, [("action", "search"), ("case_number", CASE)]), numbers) == {
        State.DRAFT
    }
    assert editor.get("/bac-kan/tim-trong-ban").status == 403


def test_the_state_of_the_search_stands_in_its_address(people, numbers):
    board = people["editorial_board"]
    sent = [("action", "search"), ("q", "đàm"), ("trang-thai", "ended"), ("tinh", "")]
    answer = board.post(FIND, sent)
    assert answer.status == 303
    assert answer.headers["Location"].endswith(f"{FIND}?q={quote('đàm')}&trang-thai=ended")


def test_what_an_account_worked_on_is_found(people, numbers):
    editor = people["provincial_editor"]
    path = f"/cao-bang/{REGISTER_ID}/{numbers[State.DRAFT]}/xem-duyet"
    page = editor.get(path)
    assert page.status == 200
    assert editor.post(path, [("action", "note"), ("note_text", "Đã gọi điện")]).status == 303
    answer = people["editorial_board"].get(f"{FIND}?tai-khoan=bien-tap-cao-bang")
    assert found(answer, numbers) == {State.DRAFT}


def test_a_filter_is_kept_under_a_name_for_oneself(people, numbers):
    board = people["editorial_board"]
    kept = [("viec", "cho-duyet"), ("tinh", "cao-bang")]
    answer = board.post("/ban-lam-viec", [("action", "save_filter"), ("filter_name", ""), *kept])
    assert answer.status == 422
    sent = [("action", "save_filter"), ("filter_name", "Cao Bằng <b>chờ</b>"), *kept]
    assert board.post("/ban-lam-viec", sent).status == 303
    page = board.get(FIND).text
    assert "/ban-lam-viec?viec=cho-duyet&amp;tinh=cao-bang" in page
    assert "Cao Bằng &lt;b&gt;chờ&lt;/b&gt;" in page
    assert "Cao Bằng &lt;b&gt;" not in people["inspector"].get(FIND).text
    sent = [("action", "forget_filter"), ("filter_name", "Cao Bằng <b>chờ</b>")]
    assert board.post(FIND, sent).status == 303
    assert "Cao Bằng &lt;b&gt;" not in board.get(FIND).text


def test_pages_follow_each_other_without_a_gap(portal, numbers):
    seen, after = [], ""
    with reading(portal.dsn) as cursor:
        while True:
            page = desk_search.search(cursor, Wanted(text="Đàm Thị"), after=after, size=3)
            seen += [work.number for work in page.rows]
            after = page.after
            if not after:
                break
    assert sorted(seen) == sorted(numbers.values()) and len(seen) == len(set(seen))
