"""Grounds by the law of the decision: told in public, chosen in the form, settled many at once."""

from tests.support.entered import ROW
from tests.support.staff import form_of
from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import datetime
import pytest
import re
import transaction


REGISTER = f"/cao-bang/{REGISTER_ID}"
PAGE = "/cao-bang/can-cu-luat-moi"
BEFORE = datetime.date(2026, 6, 30)


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def editor(people):
    return people["provincial_editor"]


def made(portal, **fields):
    """A listing as the first release stored it, if no scheme is given: with a letter alone."""
    with portal.site() as site:
        listing = make_listing(portal, site, created_by="ai đó", **fields)
        if "ground_scheme" not in fields:
            del listing.ground_scheme
        transaction.commit()
        return listing.id


@pytest.fixture(scope="module")
def stored(portal):
    """Numbers of listings from before the portal knew the new list, by what they are."""
    return {
        "public": made(portal, debtor_name="Nông Văn Chữ", ground="c"),
        "worded": made(portal, debtor_name="Lý Thị Lời", ground="a", ground_text="Không còn gì."),
        "draft": made(portal, debtor_name="Bế Văn Nháp", state=State.DRAFT, ground="b"),
        "right": made(
            portal, debtor_name="Hà Văn Đúng", ground="c", no_conditions_decision_date=BEFORE
        ),
        "ended": made(portal, debtor_name="Vi Thị Xong", state=State.ENDED, ground="a"),
    }


def test_a_letter_of_the_old_list_says_in_public_what_the_decision_says(server, stored):
    visitor = Visitor(server)
    page = visitor.get(f"{REGISTER}/{stored['public']}").text
    assert "Như nêu trong quyết định" in page
    assert "khoản 1 Điều 38 Luật Thi hành án dân sự số 106/2025/QH15" in page
    assert "nuôi dưỡng" not in page
    worded = visitor.get(f"{REGISTER}/{stored['worded']}").text
    assert "Không còn gì." in worded
    assert "Như nêu trong quyết định" not in worded
    old = visitor.get(f"{REGISTER}/{stored['right']}").text
    assert "điểm c khoản 1 Điều 44a" in old
    answer = visitor.get(f"/++api++{REGISTER}/{stored['public']}", accept="application/json")
    assert (answer.json()["ground"], answer.json()["ground_scheme"]) == ("c", "44a/2014")


def test_they_are_listed_for_their_editors_and_counted(people, editor, stored):
    page = editor.get(PAGE).text
    for name in ("Nông Văn Chữ", "Lý Thị Lời", "Bế Văn Nháp"):
        assert name in page
    for name in ("Hà Văn Đúng", "Vi Thị Xong"):
        assert name not in page
    assert "3 mục có quyết định từ 01/07/2026" in editor.get("/cao-bang/ban-lam-viec").text
    compliance = people["editorial_board"].get("/tuan-thu").text
    assert re.search(r"Căn cứ cần ghi lại.*Cao Bằng.*>3<", compliance, re.DOTALL)


def test_only_editors_of_the_province_may_settle(people, server):
    assert people["inspector"].get(PAGE).status == 403
    assert people["provincial_editor"].get("/bac-kan/can-cu-luat-moi").status == 403
    assert Visitor(server).get(PAGE).status in (302, 401)


def test_many_are_settled_at_once(portal, people, editor, stored):
    answer = editor.post(PAGE, [("common", "a")])
    assert answer.status == 422
    assert "Hãy chọn căn cứ" in answer.text
    chosen = [
        ("number", stored["worded"]),
        ("common", "a"),
        (f"ground.{stored['public']}", "d"),
        (f"ground.{stored['draft']}", "dd"),
    ]
    assert editor.post(PAGE, chosen).status == 303
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        draft, public = register[stored["draft"]], register[stored["public"]]
        assert (draft.ground, draft.ground_scheme) == ("dd", "38/2025")
        assert (public.ground, public.ground_scheme) == ("c", "44a/2014")
        assert public.pending["changes"] == {"ground": "d", "ground_scheme": "38/2025"}
        assert register[stored["worded"]].pending["changes"] == {"ground_scheme": "38/2025"}


def test_the_form_offers_both_lists_and_refuses_the_wrong_one(portal, editor):
    path = f"{REGISTER}/them-moi"
    page = editor.get(path).text
    assert page.index("Điều 38 Luật") < page.index("Điều 44a Luật")
    assert 'value="38/2025:dd"' in page
    assert 'value="44a/2014:c"' in page
    answer = editor.post(path, {**ROW, "ground": "44a/2014:c"}.items())
    assert answer.status == 422
    assert "Các căn cứ được dùng: a, b, c, d, đ (dd), e, g, h" in answer.text
    answer = editor.post(path, {**ROW, "debtor_name": "Bế Văn Luật", "ground": "38/2025:e"}.items())
    assert answer.status == 303
    ((number, code, scheme),) = portal.query(
        "SELECT number, ground, ground_scheme FROM thads_listing WHERE debtor_name = 'Bế Văn Luật'"
    )
    assert (code, scheme) == ("e", "38/2025")
    fields, _page = form_of(editor, f"{REGISTER}/{number}/sua")
    assert fields["ground"] == "38/2025:e"
    # The day moves to the law before: its letters are asked for.
    moved = {**fields, "no_conditions_decision_date": "30/06/2026", "action": "save"}
    answer = editor.post(f"{REGISTER}/{number}/sua", moved.items())
    assert answer.status == 422
    assert "Các căn cứ được dùng: a, b, c." in answer.text


def test_search_filters_by_letter_and_law(portal, server):
    made(portal, debtor_name="Mã Văn Hai", ground="b", ground_scheme="38/2025")
    visitor = Visitor(server)

    def found(query):
        answer = visitor.get(f"/++api++/@register-search?q=ma+van+hai&{query}")
        return [item["debtor_name"] for item in answer.json()["items"]]

    assert found("ground=b") == ["Mã Văn Hai"]
    assert found("ground=b&ground_scheme=38/2025") == ["Mã Văn Hai"]
    assert found("ground=38/2025:b") == ["Mã Văn Hai"]
    assert found("ground=b&ground_scheme=44a/2014") == []
    assert found("ground_scheme=38/2025") == ["Mã Văn Hai"]
    facets = visitor.get("/++api++/@register-search?q=ma+van+hai").json()["facets"]["ground"]
    assert [(each["value"], each["count"]) for each in facets] == [("38/2025:b", 1)]
    wrong = visitor.get("/++api++/@register-search?ground=d&ground_scheme=44a/2014")
    assert (wrong.status, wrong.json()["allowed"]) == (400, ["a", "b", "c"])


def test_the_law_that_is_applied_stands_on_a_page(server):
    page = Visitor(server).get("/luat-ap-dung").text
    for text in (
        "điểm đ khoản 1 Điều 38 Luật Thi hành án dân sự số 106/2025/QH15",
        "từ 01/07/2026",
        "từ 01/09/2015 đến 30/06/2026",
        "Nghị định 152/2026/NĐ-CP, Điều 23",
        "Cục Quản lý Thi hành án dân sự",
    ):
        assert text in page
    assert (
        "Rules that this portal applies"
        in Visitor(server).get("/luat-ap-dung?set_language=en").text
    )
