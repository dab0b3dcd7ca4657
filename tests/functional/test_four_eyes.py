"""What is public changes only when a second person accepts it, by whatever door it is tried."""

from plone import api
from plone.app.textfield.value import RichTextValue
from tests.support.staff import token_of
from thads_portal.actions.context import ActionContext
from thads_portal.actions.publication import take_step
from thads_portal.browser.staff.content_items.files import add_file
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import itertools
import pytest
import re
import transaction


NAMES = itertools.count()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Accept": "application/json", "Content-Type": "application/json"}
OLD = "Bản đang đăng"
NEW = "Bản đã sửa"


@pytest.fixture(scope="module")
def people(portal, server):
    found = {role: Visitor(server, account) for role, account in portal.accounts.items()}
    return {**found, "anonymous": Visitor(server)}


@pytest.fixture
def item(portal):
    """The path of a published news item with a file, written by the editor of Cao Bằng."""
    name = f"tin-{next(NAMES)}"
    with portal.site(role="provincial_editor") as site:
        made = api.content.create(
            site["cao-bang"]["tin-tuc"],
            "News Item",
            id=name,
            title=OLD,
            text=RichTextValue(f"<p>{OLD}</p>", "text/html", "text/x-html-safe"),
        )
        add_file(made, "cu.pdf", b"%PDF-1.4 cu")
        take_step(made, "submit", ActionContext())
        transaction.commit()
    with portal.site(role="editorial_board") as site:
        take_step(site["cao-bang"]["tin-tuc"][name], "publish", ActionContext())
        transaction.commit()
    return f"/cao-bang/tin-tuc/{name}"


def patch(visitor, path, **fields):
    return visitor.ask("PATCH", f"/++api++{path}", body=fields, headers=JSON)


def step(visitor, path, action, **more):
    answer = visitor.get(f"{path}/ban-sua")
    if answer.status != 200:
        return answer
    page = answer.text
    version = re.search(r'name="version"[^>]* value="([^"]*)"', page)
    sent = {
        "_authenticator": token_of(page),
        "version": version[1] if version else "",
        "action": action,
        **more,
    }
    return visitor.ask("POST", f"{path}/ban-sua", body=urlencode(sent), headers=FORM)


def heading(visitor, path):
    return re.search(r"<h1[^>]*>(.*?)</h1>", visitor.get(path).text)[1]


def record_of(portal, path):
    return portal.query(
        "SELECT action, actor FROM thads_record WHERE about = %s ORDER BY id", path.lstrip("/")
    )


def test_a_patch_waits_and_is_public_when_the_board_accepts_it(portal, people, item):
    answer = patch(people["provincial_editor"], item, title=NEW, description="Tóm tắt mới")
    assert answer.status == 202
    assert answer.json()["change"].endswith(f"{item}/ban-sua")
    assert heading(people["anonymous"], item) == OLD
    assert people["anonymous"].get(f"/++api++{item}").json()["title"] == OLD
    assert item in people["editorial_board"].get("/de-nghi-dang").text
    compared = people["editorial_board"].get(f"{item}/ban-sua").text
    assert OLD in compared
    assert NEW in compared
    assert step(people["editorial_board"], item, "accept").status == 303
    assert heading(people["anonymous"], item) == NEW
    assert people["anonymous"].get(f"/++api++{item}").json()["description"] == "Tóm tắt mới"
    editor, board = (
        portal.accounts[role]["username"] for role in ("provincial_editor", "editorial_board")
    )
    assert record_of(portal, item)[-2:] == [("change_proposed", editor), ("change_accepted", board)]


def test_the_form_waits_too(people, item):
    editor = people["provincial_editor"]
    page = editor.get(f"{item}/edit").text
    assert "creators" not in page
    fields = dict(re.findall(r'<input[^>]*name="(form\.widgets\.[^"]+)"[^>]*value="([^"]*)"', page))
    fields |= {
        "form.widgets.IDublinCore.title": NEW,
        "form.widgets.IBasic.title": NEW,
        "form.buttons.save": "Lưu",
        "_authenticator": token_of(page),
    }
    answer = editor.ask("POST", f"{item}/edit", body=urlencode(fields), headers=FORM)
    assert answer.status == 302
    assert answer.headers["Location"].endswith(f"{item}/ban-sua")
    assert heading(people["anonymous"], item) == OLD
    # The form goes on from what waits.
    assert NEW in editor.get(f"{item}/edit").text
    assert step(people["editorial_board"], item, "accept").status == 303
    assert heading(people["anonymous"], item) == NEW


def test_nobody_accepts_their_own_change_and_editors_accept_none(portal, people, item):
    patch(people["administrator"], item, title=NEW)
    patch(people["provincial_editor"], item, description="thêm")
    for role in ("administrator", "provincial_editor", "agency_head", "central_editor"):
        assert step(people[role], item, "accept").status in (403, 404)
    assert heading(people["anonymous"], item) == OLD
    assert step(people["editorial_board"], item, "accept").status == 303


def test_a_change_that_came_after_the_look_is_not_accepted_unseen(people, item):
    editor, board = people["provincial_editor"], people["editorial_board"]
    patch(editor, item, title=NEW)
    page = board.get(f"{item}/ban-sua").text
    seen = re.search(r'name="version"[^>]* value="([^"]*)"', page)[1]
    patch(editor, item, title="Bản thứ ba")
    assert step(board, item, "accept", version=seen).status == 409
    assert OLD in people["anonymous"].get(item).text


def test_returned_with_a_reason_and_dropped(people, item):
    editor, board = people["provincial_editor"], people["editorial_board"]
    patch(editor, item, title=NEW)
    assert step(board, item, "return").status == 422
    assert step(board, item, "return", reason="Sai tên phòng").status == 303
    assert "Sai tên phòng" in editor.get(f"{item}/ban-sua").text
    desk = editor.get("/cao-bang/ban-lam-viec").text
    assert f'href="{item}/ban-sua"' in desk
    assert "Sai tên phòng" in desk
    assert "Sai tên phòng" not in people["agency_head"].get("/cao-bang/ban-lam-viec").text
    assert "Sai tên phòng" not in board.get("/ban-lam-viec").text
    assert step(board, item, "accept").status == 409
    assert step(editor, item, "take_back").status == 303
    assert "Sai tên phòng" not in editor.get("/cao-bang/ban-lam-viec").text
    assert NEW not in editor.get(f"{item}/edit").text


def test_nobody_says_who_made_it_or_when(people, item, portal):
    forged = {
        "creators": ["ban-bien-tap"],
        "effective": "2001-01-01T00:00:00",
        "created": "2001-01-01T00:00:00",
        "modified": "2001-01-01T00:00:00",
        "id": "khac",
    }
    before = people["editorial_board"].get(f"/++api++{item}").json()
    patch(people["provincial_editor"], item, **forged)
    after = people["editorial_board"].get(f"/++api++{item}").json()
    for name in forged:
        assert after.get(name) == before.get(name), name
    made = people["provincial_editor"].ask(
        "POST",
        "/++api++/cao-bang/tin-tuc",
        body={"@type": "News Item", "title": "Tin mới", **forged},
        headers=JSON,
    )
    assert made.status == 201
    assert made.json()["creators"] == [portal.accounts["provincial_editor"]["username"]]
    assert not made.json()["created"].startswith("2001")
    assert not (made.json()["effective"] or "").startswith("2001")


def test_files_come_and_go_with_the_second_pair_of_eyes(portal, people, item):
    editor, board, anybody = (
        people[role] for role in ("provincial_editor", "editorial_board", "anonymous")
    )
    made = editor.ask(
        "POST",
        f"/++api++{item}",
        body={
            "@type": "File",
            "id": "moi.pdf",
            "title": "moi.pdf",
            "file": {"data": "JVBERi0=", "encoding": "base64", "filename": "moi.pdf"},
        },
        headers=JSON,
    )
    assert made.status == 201
    assert "moi.pdf" not in anybody.get(item).text
    for path in ("", "/@@download/file", "/view", "/@@images/image"):
        assert anybody.get(f"{item}/moi.pdf{path}").status in (302, 401, 404)
    assert editor.ask("DELETE", f"/++api++{item}/cu.pdf", headers=JSON).status == 403
    assert patch(editor, f"{item}/cu.pdf", title="khác").status == 202
    page = editor.get(f"{item}/tep-dinh-kem").text
    sent = urlencode({"_authenticator": token_of(page), "xoa": "cu.pdf"})
    assert editor.ask("POST", f"{item}/tep-dinh-kem", body=sent, headers=FORM).status == 303
    assert "cu.pdf" in anybody.get(item).text
    assert anybody.get(f"{item}/cu.pdf/@@download/file").status == 200
    assert step(board, item, "accept").status == 303
    page = anybody.get(item).text
    assert "moi.pdf" in page
    assert "cu.pdf" not in page
    assert anybody.get(f"{item}/moi.pdf/@@download/file").status == 200


def test_a_file_put_anywhere_in_public_waits(people):
    made = people["provincial_editor"].ask(
        "POST",
        "/++api++/cao-bang",
        body={
            "@type": "File",
            "id": "le.pdf",
            "title": "le.pdf",
            "file": {"data": "JVBERi0=", "encoding": "base64", "filename": "le.pdf"},
        },
        headers=JSON,
    )
    assert made.status == 201
    path = "/cao-bang/le.pdf"
    assert people["anonymous"].get(f"{path}/@@download/file").status in (302, 401, 404)
    assert step(people["editorial_board"], path, "accept").status == 303
    assert people["anonymous"].get(f"{path}/@@download/file").status == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "{place}/@move", {"source": "{item}"}),
        ("PATCH", "{item}/@history", {"version": 0}),
        ("PATCH", "{item}", {"ordering": {"obj_id": "cu.pdf", "delta": "top"}}),
        ("PATCH", "{item}", {"layout": "event_view"}),
        ("DELETE", "{item}/cu.pdf", None),
    ],
)
def test_no_other_door_changes_what_is_public(people, portal, item, method, path, body):
    def filled(value):
        return (
            value.format(item=item, place="/cao-bang/thong-bao")
            if isinstance(value, str)
            else value
        )

    before = people["anonymous"].get(f"/++api++{item}").json()
    body = {name: filled(value) for name, value in body.items()} if body else None
    address = f"/++api++{filled(path)}"
    answer = people["provincial_editor"].ask(method, address, body=body, headers=JSON)
    assert 400 <= answer.status < 500
    assert people["anonymous"].get(f"/++api++{item}").json() == before


def test_taken_back_it_is_changed_freely_and_published_by_another(portal, people, item):
    patch(people["provincial_editor"], item, title=NEW)
    with portal.site(role="provincial_editor") as site:
        made = site.restrictedTraverse(item.lstrip("/"))
        take_step(made, "retract", ActionContext())
        # What waited is how it stands now.
        assert made.title == NEW
        assert made.waiting_change is None
        made.title = "Sửa nháp"
        transaction.abort()


def test_an_administrator_publishes_nothing(portal, people):
    made = people["administrator"].ask(
        "POST",
        "/++api++/tin-tuc",
        body={"@type": "News Item", "title": "Tin của quản trị"},
        headers=JSON,
    )
    assert made.status == 201
    path = (
        made.json()["@id"].partition("++api++")[2] or made.json()["@id"].rpartition("/tin-tuc")[2]
    )
    path = f"/tin-tuc{path.rpartition('/tin-tuc')[2]}"
    people["administrator"].ask("POST", f"/++api++{path}/@workflow/submit", headers=JSON)
    answer = people["administrator"].ask("POST", f"/++api++{path}/@workflow/publish", headers=JSON)
    assert answer.status >= 400
    assert people["anonymous"].get(path).status in (302, 401, 404)


# Contact data


@pytest.mark.parametrize(
    "field",
    [
        ("telephone", "0206 9999 999"),
        ("email", "gia-mao@thads.example"),
        ("leadership", ["Cục trưởng; Người Khác; 0206 1"]),
        ("agency_name", "Cục giả"),
        ("address", "Nơi khác"),
        ("map_link", "https://maps.example/noi-khac"),
        ("working_hours", "Không giờ nào"),
    ],
)
def test_contact_data_waits_too_and_is_recorded(portal, people, field):
    name, value = field
    shown = value[0].split(";")[1].strip() if isinstance(value, list) else value
    people_of = people["provincial_editor"]
    assert patch(people_of, "/cao-bang", **{name: value}).status == 202
    assert shown not in people["anonymous"].get("/cao-bang").text
    assert "change_proposed" in [action for action, _who in record_of(portal, "/cao-bang")]
    assert step(people["editorial_board"], "/cao-bang", "accept").status == 303
    assert people["anonymous"].get("/++api++/cao-bang").json()[name] == value


def test_where_policy_says_so_contact_data_is_only_recorded(portal, people):
    def policy(value):
        with portal.site() as site:
            site.portal_registry["thads_portal.contact_changes"] = value
            transaction.commit()

    policy("recorded")
    try:
        assert patch(people["provincial_editor"], "/cao-bang", telephone="0206 1").status == 204
    finally:
        policy("reviewed")
    assert people["anonymous"].get("/++api++/cao-bang").json()["telephone"] == "0206 1"
    assert record_of(portal, "/cao-bang")[-1][0] == "contact_changed"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "java\tscript:x",
     "https://gov.vn@evil.example", "ftp://x.example/"],
)  # fmt: skip
def test_an_address_is_of_the_web_or_refused(people, link):
    assert patch(people["provincial_editor"], "/cao-bang", map_link=link).status == 400
    made = people["provincial_editor"].ask(
        "POST",
        "/++api++/cao-bang",
        body={"@type": "Link", "title": "Liên kết", "remoteUrl": link},
        headers=JSON,
    )
    assert made.status == 400
