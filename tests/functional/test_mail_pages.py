"""Mail as people meet it: nothing fails without a server, and who caused a refused mail reads so."""

from plone.registry.interfaces import IRegistry
from tests.support.staff import token_of
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from zope.component import getUtility

import pytest
import transaction


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def people(portal, server):
    visitors = {role: Visitor(server, account) for role, account in portal.accounts.items()}
    return {**visitors, "anonymous": Visitor(server)}


@pytest.fixture
def mail(portal):
    """Sets server and sender; by default nothing listens at the port."""

    def use(host, sender="cong@thads.example", port=9):
        with portal.site():
            registry = getUtility(IRegistry)
            registry["plone.smtp_host"], registry["plone.email_from_address"] = host, sender
            registry["plone.smtp_port"] = port
            transaction.commit()

    yield use
    use("", None, 25)


def send(visitor, path, **fields):
    return visitor.ask("POST", path, body=urlencode(fields), headers=_FORM)


@pytest.mark.parametrize("host", ["", "127.0.0.1"])
def test_a_forgotten_password_is_no_error_without_a_mail_server(portal, people, mail, host):
    mail(host, "cong@thads.example" if host else None)
    page = people["anonymous"].get("/login-help")
    assert page.status == 200
    assert ('name="userid"' in page.text) == bool(host)
    for path in ("/mail_password", "/cao-bang/mail_password"):
        assert send(people["anonymous"], path, userid="ban-bien-tap").status == 303
    answer = people["anonymous"].ask(
        "POST", "/++api++/@users/ban-bien-tap/reset-password", body={},
        headers={"Accept": "application/json", "Content-Type": "application/json"},
    )  # fmt: skip
    assert answer.status < 300
    portal.run_jobs()
    assert people["anonymous"].get("/login-help").status == 200


def test_what_plones_own_help_sends_is_no_error_either(people, mail):
    mail("127.0.0.1")
    fields = {"form.widgets.reset_password": "ban-bien-tap", "form.buttons.reset": "1"}
    assert send(people["anonymous"], "/login-help", **fields).status == 200


def test_the_page_says_whether_mail_goes_and_sends_a_test(portal, people, mail):
    administrator = people["administrator"]
    page = administrator.get("/thu-dien-tu").text
    assert "Chưa có máy chủ thư" in page
    assert 'value="test"' not in page
    mail("127.0.0.1")
    page = administrator.get("/thu-dien-tu").text
    assert "127.0.0.1:9" in page
    answer = send(administrator, "/thu-dien-tu", action="test", _authenticator=token_of(page))
    assert answer.status == 303
    job = answer.headers["Location"].partition("?")
    assert job[0].endswith("/cong-viec")
    portal.run_jobs()
    page = administrator.get("/thu-dien-tu").text
    assert "Thư gần nhất bị máy chủ từ chối" in page
    assert "ConnectionRefusedError" in page
    # Who caused it reads so at the desk; nobody else does.
    assert "Thư chưa gửi được" in administrator.get("/ban-lam-viec").text
    assert "Thư chưa gửi được" not in people["editorial_board"].get("/ban-lam-viec").text


def test_a_new_account_is_there_although_its_mail_is_refused(portal, people, mail):
    mail("127.0.0.1")
    administrator = people["administrator"]
    page = administrator.get("/tai-khoan").text
    fields = {
        "action": "create",
        "login": "nguoi-moi",
        "full_name": "Người Mới",
        "email": "moi@thads.example",
        "by": "mail",
        "_authenticator": token_of(page),
    }
    assert send(administrator, "/tai-khoan", **fields).status in (200, 303)
    portal.run_jobs()
    assert administrator.get("/tai-khoan?ten=nguoi-moi").status == 200
    assert "Thư đặt mật khẩu" in administrator.get("/ban-lam-viec").text


def test_everybody_who_is_signed_in_finds_the_way_to_a_new_password(people):
    for role in ("provincial_editor", "agency_head", "editorial_board", "administrator"):
        page = people[role].get("/").text
        assert 'href="/change-password"' in page
        assert people[role].get("/change-password").status == 200
    assert "/change-password" not in people["anonymous"].get("/").text
