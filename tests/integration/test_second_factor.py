"""The second step of a sign-in: set up, asked for at every door, used once, slowed, recovered, recorded."""

from datetime import timedelta
from plone import api
from plone.namedfile.file import NamedBlobFile
from tests.support.second_step import Browser
from tests.support.second_step import OWN
from tests.support.second_step import PASSWORD
from tests.support.second_step import STEP
from tests.support.staff import hidden
from tests.support.staff import token_of
from thads_portal.domain import second_factor
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.testing_http import Visitor

import pyotp
import pytest
import re
import transaction


@pytest.fixture
def time(monkeypatch):
    """Moves the time by which codes are judged: ``time(minutes=5)``."""
    real = clock.now
    moved = [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])

    def move(**by):
        moved[0] += timedelta(**by)
        return clock.now()

    return move


@pytest.fixture
def make(portal, server, request):
    """Makes an account in a group; nothing is counted yet."""
    portal.query("DELETE FROM thads_sign_in")
    made = []

    def account(group="editorial-board"):
        name = f"hai-buoc-{abs(hash(request.node.name)) % 10**8}-{len(made)}"
        made.append(name)
        with portal.site() as site:
            api.user.create(username=name, email=f"{name}@thads.example", password=PASSWORD)
            site.acl_users.source_groups.addPrincipalToGroup(name, group)
            transaction.commit()
        return {"username": name, "password": PASSWORD}

    return account


@pytest.fixture
def policy(portal):
    def choose(value):
        with portal.site():
            api.portal.set_registry_record(factors.POLICY_RECORD, value)
            transaction.commit()

    yield choose
    choose("offered")


def set_up(browser, time):
    """Set a second factor up on the own page: (key, recovery codes)."""
    page = browser.ask("GET", OWN).text
    key = hidden(page, "key")
    assert "data:image/svg+xml" in page
    answer = browser.ask(
        "POST",
        OWN,
        _authenticator=token_of(page),
        action="set_up",
        key=key,
        code=pyotp.TOTP(key).at(clock.now()),
        password=PASSWORD,
    )
    assert answer.status == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.text)
    assert len(codes) == len(set(codes)) == 10
    time(seconds=31)
    return key, codes


def enrolled(server, account, time):
    browser = Browser(server)
    browser.log_in(account)
    return set_up(browser, time)


def test_the_whole_way(portal, server, make, time):
    account = make()
    key, _codes = enrolled(server, account, time)
    browser = Browser(server)
    answer = browser.log_in(account, came_from="/nhat-ky")
    assert answer.status == 302
    assert STEP in answer.headers["Location"]
    # The password alone opens nothing.
    assert not browser.is_in
    assert browser.ask("GET", "/").status == 200
    page = browser.ask("GET", STEP)
    assert page.headers["Cache-Control"] == "no-store"
    waiting = browser.cookie
    code = pyotp.TOTP(key).at(clock.now())
    answer = browser.ask("POST", STEP, code=f"{code[:3]} {code[3:]}", came_from="/nhat-ky")
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/nhat-ky")
    assert browser.is_in
    # The waiting one is over, whoever still has it.
    late = Browser(server)
    late.cookie = waiting
    assert late.ask("GET", STEP).status == 303
    kinds = portal.query(
        "SELECT action, details->>'step', details->>'kind' FROM thads_record"
        " WHERE actor = %s ORDER BY id",
        account["username"],
    )
    assert ("second_factor", "set_up", None) in kinds
    assert kinds[-1] == ("signed_in", None, "two_steps")


def test_a_code_is_taken_once_and_in_its_time(server, make, time):
    account = make()
    key, _codes = enrolled(server, account, time)
    code = pyotp.TOTP(key).at(clock.now())
    first, second = Browser(server), Browser(server)
    for browser in (first, second):
        browser.log_in(account)
    assert first.ask("POST", STEP, code=code).status == 303
    assert second.ask("POST", STEP, code=code).status == 422
    assert not second.is_in
    old = pyotp.TOTP(key).at(time(minutes=2) - timedelta(minutes=1))
    assert second.ask("POST", STEP, code=old).status == 422
    beside = pyotp.TOTP(key).at(clock.now() - timedelta(seconds=30))
    assert second.ask("POST", STEP, code=beside).status == 303


def test_a_recovery_code_opens_once(portal, server, make, time):
    account = make()
    _key, codes = enrolled(server, account, time)
    browser = Browser(server)
    browser.log_in(account)
    assert browser.ask("POST", STEP, code=codes[3].upper().replace("-", " ")).status == 303
    assert browser.is_in
    assert "9" in browser.ask("GET", OWN).text
    again = Browser(server)
    again.log_in(account)
    assert again.ask("POST", STEP, code=codes[3]).status == 422
    assert not again.is_in
    assert portal.query(
        "SELECT details->>'left' FROM thads_record WHERE about = %s"
        " AND details->>'step' = 'recovery_code'",
        account["username"],
    ) == [("9",)]


def test_tries_are_slowed(portal, server, make, time):
    account = make()
    key, _codes = enrolled(server, account, time)
    browser = Browser(server)
    browser.log_in(account)
    answers = [browser.ask("POST", STEP, code="000000").status for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    # Also the right one, until the wait is over.
    assert browser.ask("POST", STEP, code=pyotp.TOTP(key).at(clock.now())).status == 429
    time(seconds=30)
    assert browser.ask("POST", STEP, code=pyotp.TOTP(key).at(clock.now())).status == 303
    refused = portal.query(
        "SELECT count(*) FROM thads_record WHERE actor = %s AND action = 'sign_in_refused'"
        " AND details->>'step' = 'second'",
        account["username"],
    )
    assert refused == [(5,)]


def test_programs_bring_it_with_the_password(server, make, time):
    account = make()
    key, _codes = enrolled(server, account, time)
    body = {"login": account["username"], "password": PASSWORD}

    def token(**more):
        headers = {"Accept": "application/json"}
        return Visitor(server).ask(
            "POST", "/++api++/@login", body={**body, **more}, headers=headers
        )

    assert token().status == 401
    assert token(code="000000").status == 401
    assert token(code=5).status == 401
    code = pyotp.TOTP(key).at(clock.now())
    assert token(code=code).status == 200
    assert token(code=code).status == 401
    # Basic has no place for it.
    assert Visitor(server, account).get(OWN).status != 200


def test_who_must_sets_it_up_before_anything_else(portal, server, make, policy, time):
    board, head, editor = make(), make("heads-cao-bang"), make("editors-cao-bang")
    policy("required")
    for account in (board, head):
        browser = Browser(server)
        answer = browser.log_in(account)
        assert STEP in answer.headers["Location"]
        assert not browser.is_in
        page = browser.ask("GET", STEP).text
        key = hidden(page, "key")
        assert browser.ask("POST", STEP, key=key, code="123").status == 422
        # The picture that was scanned stays the same.
        again = browser.ask("POST", STEP, key=key, code="000000").text
        assert hidden(again, "key") == key
        done = browser.ask("POST", STEP, key=key, code=pyotp.TOTP(key).at(clock.now()))
        assert done.status == 200
        assert len(re.findall(r"<code>[a-z0-9]{5}-[a-z0-9]{5}</code>", done.text)) == 10
        assert browser.is_in
        assert Visitor(server, account).get(OWN).status != 200
    browser = Browser(server)
    assert STEP not in browser.log_in(editor).headers["Location"]
    assert browser.is_in
    policy("off")
    browser = Browser(server)
    browser.log_in(board)
    assert browser.is_in


def test_one_keeps_it_with_password_and_code(portal, server, make, time):
    account = make("editors-cao-bang")
    browser = Browser(server)
    browser.log_in(account)
    key, codes = set_up(browser, time)

    def send(action, **more):
        page = browser.ask("GET", OWN).text
        fields = {"_authenticator": token_of(page), "action": action, "password": PASSWORD}
        return browser.ask("POST", OWN, **{**fields, **more})

    def code():
        return pyotp.TOTP(key).at(time(seconds=31))

    assert send("renew", code=code(), password="sai hoàn toàn rồi").status == 422
    assert send("renew", code="000000").status == 422
    renewed = send("renew", code=code())
    fresh = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", renewed.text)
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    assert send("remove", code=codes[0]).status == 422
    assert send("remove", code=fresh[0]).status == 303
    again = Browser(server)
    again.log_in(account)
    assert again.is_in


def test_a_sign_in_that_waits_too_long_is_over(server, make, time):
    account = make()
    key, _codes = enrolled(server, account, time)
    browser = Browser(server)
    browser.log_in(account)
    time(minutes=11)
    answer = browser.ask("POST", STEP, code=pyotp.TOTP(key).at(clock.now()))
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/login")
    assert not browser.is_in


def test_nobody_reads_the_keys_in_the_database(portal, server, make, time):
    account = make()
    key, codes = enrolled(server, account, time)
    rows = portal.query("SELECT state FROM object_state")
    stored = b"".join(bytes(state) for (state,) in rows if state)
    assert key.encode() not in stored
    assert not any(each.encode() in stored for each in codes)
    with portal.site() as site:
        users = site.acl_users.source_users
        assert factors.remove(users, account["username"], actor="thads reset-second-factor")
        assert not factors.remove(users, account["username"], actor="x")
        transaction.commit()
    browser = Browser(server)
    browser.log_in(account)
    assert browser.is_in


@pytest.mark.parametrize("code", ["", "12345", "1234567", "٣٣٣٣٣٣", "abcdef", "12 456"])
def test_what_is_no_code(code):
    assert second_factor.step_of(second_factor.new_secret(), code, clock.now(), after=0) is None


def test_the_password_alone_opens_no_file_that_is_called_login(portal, server, make, time):
    """Only the login page asks for the second step by itself; no other page passes for it by its address."""
    account = make()
    enrolled(server, account, time)
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        file = NamedBlobFile(b"nhap", filename="nhap.txt")
        api.content.create(site, "File", "nhap", file=file)
        site["nhap"].manage_permission("View", ["Manager", "Authenticated"])
        transaction.commit()
    form = {"__ac_name": account["username"], "__ac_password": account["password"]}
    for path in ("/nhap/@@download/file/login", "/nhap/@@display-file/file/login"):
        answer = Browser(server).ask("POST", path, **form)
        assert answer.status != 200 or b"nhap" not in answer.body, path
