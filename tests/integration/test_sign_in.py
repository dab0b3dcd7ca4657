"""Signing in over HTTP: slowed after failures at every door, sessions that end, passwords."""

from datetime import timedelta
from http.cookies import SimpleCookie
from plone import api
from thads_portal.errors import WeakPassword
from thads_portal.security.pas import clock
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import pytest
import transaction


PASSWORD = "rau muống xanh thuyền"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def time(monkeypatch):
    """Moves the time by which sign-ins are judged: ``time(minutes=5)``."""
    real = clock.now
    moved = [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])

    def move(**by):
        moved[0] += timedelta(**by)

    return move


@pytest.fixture
def account(portal, server, request):
    """An editor of Cao Bằng of the test's own; nothing is counted yet."""
    portal.query("DELETE FROM thads_sign_in")
    name = f"thu-{abs(hash(request.node.name)) % 10**8}"
    with portal.site() as site:
        api.user.create(username=name, email=f"{name}@thads.example", password=PASSWORD)
        site.acl_users.source_groups.addPrincipalToGroup(name, "editors-cao-bang")
        transaction.commit()
    return {"username": name, "password": PASSWORD}


def by_basic(server, account, **other):
    return Visitor(server, {**account, **other}).get("/")


def by_form(server, account, **other):
    fields = {**account, **other}
    body = urlencode(
        {
            "__ac_name": fields["username"],
            "__ac_password": fields["password"],
            "buttons.login": "Log in",
        }
    )
    return Visitor(server).ask("POST", "/login", body=body, headers=FORM)


def by_token(server, account, **other):
    fields = {**account, **other}
    body = {"login": fields["username"], "password": fields["password"]}
    headers = {"Accept": "application/json"}
    return Visitor(server).ask("POST", "/++api++/@login", body=body, headers=headers)


def session(answer):
    """The value of the cookie that `answer` sets, or None; and its attributes."""
    jar = SimpleCookie()
    for each in answer.cookies:
        jar.load(each)
    return jar.get("__ac")


def signed_in(server, cookie):
    """Whether the session still stands: the frame then offers to leave."""
    return "logout" in Visitor(server).get("/", cookie=f'__ac="{cookie}"').text


DOORS = pytest.mark.parametrize("door", [by_basic, by_form, by_token])


@DOORS
def test_every_door_is_slowed_and_opens_again(server, account, time, door):
    for _ in range(5):
        assert door(server, account, password="sai hoàn toàn rồi").status != 429
    refused = door(server, account)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) <= 5
    time(seconds=6)
    assert door(server, account).status in (200, 302)


@DOORS
def test_an_account_that_is_not_there_answers_alike(server, account, door):
    ghost = {"username": "khong-co-ai", "password": "sai hoàn toàn rồi"}
    wrong = [door(server, account, password="sai hoàn toàn rồi").status for _ in range(6)]
    portal_counts = [door(server, ghost).status for _ in range(6)]
    assert portal_counts == wrong
    assert wrong[-1] == 429


def test_a_stranger_does_not_lock_out_the_owner(portal, server, account):
    assert by_basic(server, account).status == 200
    # From elsewhere: what is counted by account alone.
    portal.query(
        "UPDATE thads_sign_in SET failures = 99, last_failed = now() WHERE succeeded IS NULL"
    )
    assert by_basic(server, account).status == 200


def test_a_feed_writes_nothing_for_its_successes(portal, server, account):
    by_basic(server, account)
    before = portal.query("SELECT xmin::text, ctid::text FROM thads_sign_in")
    for _ in range(3):
        by_basic(server, account)
    assert portal.query("SELECT xmin::text, ctid::text FROM thads_sign_in") == before
    assert len(before) == 1


def test_the_cookie(portal, server, account):
    cookie = session(by_form(server, account))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    with portal.site() as site:
        site.REQUEST["SERVER_URL"] = "https://portal.example"
        response = site.REQUEST.response
        site.acl_users.session._setupSession(account["username"], response)
        (sent,) = [value for name, value in response.listHeaders() if name == "Set-Cookie"]
    assert "; Secure" in sent


def test_a_session_ends_without_use_and_after_a_day(server, account, time):
    cookie = session(by_form(server, account)).value
    assert signed_in(server, cookie)
    time(minutes=50)
    renewed = session(Visitor(server).get("/", cookie=f'__ac="{cookie}"'))
    assert renewed is not None
    time(minutes=50)
    assert not signed_in(server, cookie)
    assert signed_in(server, renewed.value)
    for _ in range(14):
        time(minutes=50)
        again = session(Visitor(server).get("/", cookie=f'__ac="{renewed.value}"'))
        if again is None:
            break
        renewed = again
    assert not signed_in(server, renewed.value)


def test_a_new_password_ends_sessions_and_tokens(portal, server, account):
    cookie = session(by_form(server, account)).value
    token = by_token(server, account).json()["token"]
    bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    own = f"/++api++/@users/{account['username']}"
    assert signed_in(server, cookie)
    assert Visitor(server).ask("GET", own, headers=bearer).status == 200
    with portal.site() as site:
        site.acl_users.userSetPassword(account["username"], "ba con thuyền ngược sông")
        transaction.commit()
    assert not signed_in(server, cookie)
    assert Visitor(server).ask("GET", own, headers=bearer).status == 401


def test_a_disabled_account_is_out_at_once(portal, server, account):
    cookie = session(by_form(server, account)).value
    token = by_token(server, account).json()["token"]
    bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    own = f"/++api++/@users/{account['username']}"
    with portal.site() as site:
        site.acl_users.source_users.disable(account["username"])
        transaction.commit()
    assert not signed_in(server, cookie)
    assert Visitor(server).ask("GET", own, headers=bearer).status == 401
    assert "logout" not in by_basic(server, account).text
    with portal.site() as site:
        site.acl_users.source_users.enable(account["username"])
        transaction.commit()
    # What the lock ended stays over.
    assert not signed_in(server, cookie)
    assert "logout" in by_basic(server, account).text


@pytest.mark.parametrize("weak", ["ngắn", "MatKhau@123456"])
def test_weak_passwords_are_refused_at_every_door(portal, server, account, weak):
    headers = {"Accept": "application/json"}
    own = f"/++api++/@users/{account['username']}"
    changed = Visitor(server, account).ask(
        "POST",
        f"{own}/reset-password",
        body={"old_password": PASSWORD, "new_password": weak},
        headers=headers,
    )
    assert changed.status == 400
    with portal.site() as site:
        with pytest.raises(WeakPassword):
            site.acl_users.source_users.updateUserPassword(account["username"], weak)
        assert "Mật khẩu" in site.portal_registration.testPasswordValidity(weak)
    assert by_basic(server, account).status == 200
