"""The pages of accounts and of the calendar, over HTTP: who may enter, what they change."""

from datetime import date
from tests.support.staff import send_form
from thads_portal.content.calendar import current_calendar
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import pytest
import re
import transaction


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAGES = ("/tai-khoan", "/lich-lam-viec")


@pytest.fixture(scope="module")
def administrator(portal, server):
    return Visitor(server, portal.accounts["administrator"])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "role",
    [
        "editorial_board",
        "central_editor",
        "inspector",
        "case_system",
        "provincial_editor",
        "agency_head",
    ],
)
def test_only_administrators_enter(portal, server, page, role):
    assert Visitor(server, portal.accounts[role]).get(page).status == 403


@pytest.mark.parametrize("page", PAGES)
def test_visitors_are_sent_to_the_login(server, administrator, page):
    answer = Visitor(server).get(page)
    assert answer.status in (302, 401)
    assert administrator.get(page).status == 200


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_done_without_the_token_of_the_form(administrator, page):
    body = urlencode({"action": "create", "login": "la", "list": "02/01/2027 nghỉ", "source": "x"})
    assert administrator.ask("POST", page, body=body, headers=FORM).status == 403


def test_the_life_of_an_account(portal, server, administrator):
    made = send_form(
        administrator, "/tai-khoan", action="create", login="Hoang.Lan", full_name="Hoàng Thị Lan",
        email="lan@thads.example",
    )  # fmt: skip
    assert made.status == 200
    assert made.headers["Cache-Control"] == "no-store"
    password = re.search(r'class="password">([^<]+)<', made.text)[1]
    person = {"username": "hoang.lan", "password": password}
    page = "/tai-khoan?ten=hoang.lan"
    assert password not in administrator.get(page).text

    desk = "/cao-bang/ban-lam-viec"
    assert Visitor(server, person).get("/++api++/cao-bang/@case-feed").status != 200
    saved = send_form(
        administrator, page, ten="hoang.lan", action="groups",
        group=["editors-cao-bang", "heads-bac-kan"],
    )  # fmt: skip
    assert saved.status == 303
    shown = administrator.get(page).text
    assert shown.count('checked="checked"') == 2
    with portal.site() as site:
        groups = site.acl_users.getUserById("hoang.lan").getGroups()
    assert {"editors-cao-bang", "heads-bac-kan"} <= set(groups)
    listed = administrator.get(
        "/tai-khoan?" + urlencode({"q": "hoang lan", "tinh": "cao-bang"})
    ).text
    assert "Hoàng Thị Lan" in listed
    assert "Biên tập viên Cao Bằng" in listed
    assert "Hoàng Thị Lan" not in administrator.get("/tai-khoan?tinh=ha-noi").text

    head = Visitor(server, portal.accounts["agency_head"])
    assert "Hoàng Thị Lan" in head.get("/cao-bang/tai-khoan").text
    assert head.get("/bac-kan/tai-khoan").status == 403

    assert send_form(administrator, page, ten="hoang.lan", action="disable").status == 303
    assert "logout" not in Visitor(server, person).get("/").text
    assert send_form(administrator, page, ten="hoang.lan", action="enable").status == 303
    assert "logout" in Visitor(server, person).get("/").text
    other = send_form(administrator, page, ten="hoang.lan", action="password")
    newer = re.search(r'class="password">([^<]+)<', other.text)[1]
    assert newer != password
    assert "logout" not in Visitor(server, person).get("/").text

    recorded = portal.query(
        "SELECT action, actor, details::text FROM thads_record WHERE about = 'hoang.lan' ORDER BY id"
    )
    assert [row[0] for row in recorded] == [
        "account_created", "membership_changed", "account_changed", "account_changed",
        "account_changed",
    ]  # fmt: skip
    assert {row[1] for row in recorded} == {"quan-tri"}
    assert not any(password in row[2] or newer in row[2] for row in recorded)
    assert desk


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"login": "x"}, "3 đến 50"),
        ({"login": "kiem-tra"}, "đã có người dùng"),
        ({"email": "sai"}, "địa chỉ thư"),
        ({"full_name": ""}, "Hãy điền"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(portal, administrator, fields, said):
    sent = {"login": "nguoi.moi", "full_name": "Người Mới", "email": "moi@thads.example", **fields}
    answer = send_form(administrator, "/tai-khoan", action="create", **sent)
    assert answer.status == 422
    assert said in answer.text
    with portal.site() as site:
        assert site.acl_users.getUserById("nguoi.moi") is None


def test_administrators_do_not_lock_themselves_out(administrator):
    page = "/tai-khoan?ten=quan-tri"
    assert send_form(administrator, page, ten="quan-tri", action="disable").status == 403
    assert send_form(administrator, page, ten="quan-tri", action="groups").status == 403


def test_a_group_that_is_not_the_portals_is_refused(administrator):
    answer = send_form(
        administrator,
        "/tai-khoan?ten=kiem-tra",
        ten="kiem-tra",
        action="groups",
        group="Administrators",
    )
    assert answer.status == 400


def test_the_calendar_in_both_directions(portal, administrator):
    text = "04/01/2027 nghỉ Công văn 9/VPCP\n09/01/2027 làm bù"
    saved = send_form(
        administrator, "/lich-lam-viec", action="add", list=text, source="Công văn 10/VPCP"
    )
    assert saved.status == 303
    assert saved.headers["Location"].endswith("nam=2027")
    with portal.site():
        calendar = current_calendar()
        assert not calendar.is_working_day(date(2027, 1, 4))
        assert calendar.is_working_day(date(2027, 1, 9))
        assert calendar.override_on(date(2027, 1, 9)).source == "Công văn 10/VPCP"
        assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 5)
    assert "Công văn 9/VPCP" in administrator.get("/lich-lam-viec?nam=2027").text
    removed = send_form(
        administrator, "/lich-lam-viec?nam=2027", action="remove", day=["2027-01-04", "2027-01-09"]
    )
    assert removed.status == 303
    with portal.site():
        assert current_calendar().is_working_day(date(2027, 1, 4))
        transaction.abort()
    recorded = portal.query("SELECT details FROM thads_record WHERE action = 'calendar_changed'")
    assert [row[0]["days"] for row in recorded] == [["2027-01-04", "2027-01-09"]] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02/2027 nghỉ", "Dòng 1"),
        ("02/01/2027 nghỉ\n02/01/2027 làm", "Dòng 2"),
        ("mai nghỉ", "không đọc được"),
        ("02/01/2027 chơi", "không đọc được"),
        ("", "Hãy điền"),
    ],
)
def test_a_wrong_list_changes_nothing(portal, administrator, text, said):
    answer = send_form(
        administrator, "/lich-lam-viec", action="add", list=text, source="Công văn 11"
    )
    assert answer.status == 422
    assert said in answer.text
    with portal.site():
        assert current_calendar().override_on(date(2027, 1, 2)) is None


def test_a_day_needs_its_decision(administrator):
    answer = send_form(administrator, "/lich-lam-viec", action="add", list="02/01/2027 nghỉ")
    assert answer.status == 422
    assert "văn bản quyết định" in answer.text
