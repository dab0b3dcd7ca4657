"""Security keys at the portal's doors: added, asked for, named, taken away; what is forged or sent twice opens nothing."""

from datetime import timedelta
from plone import api
from tests.support.key_keeper import Keeper
from tests.support.second_step import OWN
from tests.support.second_step import PASSWORD
from tests.support.second_step import reached_at
from tests.support.second_step import STEP
from tests.support.soft_key import data
from tests.support.soft_key import SoftKey
from tests.support.staff import hidden
from thads_portal.domain import second_factor
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.pas import security_keys
from thads_portal.testing_http import Visitor

import html
import itertools
import pyotp
import pytest
import re
import transaction


ORIGIN, HOST = "https://thads.example", "thads.example"
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def public_address(portal):
    with reached_at(portal, f"{ORIGIN} http://127.0.0.1") as keep:
        yield keep


@pytest.fixture
def policy(portal):
    def choose(value):
        with portal.site():
            api.portal.set_registry_record(factors.POLICY_RECORD, value)
            transaction.commit()

    yield choose
    choose("offered")


@pytest.fixture
def account(portal):
    name = f"khoa-{next(_numbers)}"
    with portal.site() as site:
        api.user.create(username=name, email=f"{name}@thads.example", password=PASSWORD)
        site.acl_users.source_groups.addPrincipalToGroup(name, "editorial-board")
        transaction.commit()
    return {"username": name, "password": PASSWORD}


def codes_of(page):
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", page)


@pytest.fixture
def owner(server, account):
    """(who is signed in and has a key, the key, recovery codes)"""
    keeper, key = Keeper(server), SoftKey(ORIGIN, HOST)
    keeper.log_in(account)
    answer = keeper.add(key)
    assert answer.status == 200, answer.text
    codes = codes_of(answer.text)
    assert len(set(codes)) == 10
    return keeper, key, codes


@pytest.fixture
def waiting(server, account, owner):
    """Who has given the password and waits for the key."""
    keeper = Keeper(server)
    assert STEP in keeper.log_in(account).headers["Location"]
    return keeper


def kept(portal, account):
    with portal.site() as site:
        return security_keys.keys_of(site.acl_users.source_users, account["username"])


def recorded(portal, account):
    return portal.query(
        "SELECT action, details->>'step', coalesce(details->>'by', details->>'key')"
        " FROM thads_record WHERE actor = %s ORDER BY id",
        account["username"],
    )


def test_the_whole_way(portal, account, owner, waiting):
    _keeper, key, _codes = owner
    assert not waiting.is_in
    asked = waiting.options("key_proof", STEP)
    assert asked["rpId"] == HOST
    assert [data(each["id"]) for each in asked["allowCredentials"]] == [key.id]
    assert waiting.prove(key).status == 303
    assert waiting.is_in
    ((_id, name, since, used),) = kept(portal, account)
    assert name == "Khóa cơ quan" and since and used
    found = recorded(portal, account)
    assert ("second_factor", "key_added", "Khóa cơ quan") in found
    assert found[-1] == ("signed_in", None, "key")
    page = waiting.ask("GET", OWN).text
    assert "Khóa cơ quan" in page


def test_what_the_browser_is_asked_to_make_tells_no_more_than_it_must(account, owner):
    keeper, key, _codes = owner
    asked = keeper.options("key_new")
    assert asked["rp"] == {"id": HOST, "name": HOST}
    assert asked["attestation"] == "none"
    assert account["username"].encode() not in data(asked["user"]["id"])
    # The browser makes no second key on the same device.
    assert [data(each["id"]) for each in asked["excludeCredentials"]] == [key.id]


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://thads.example.evil.example"}, {"rp": "evil.example"}, {"flags": 0}],
)
def test_what_another_page_was_given_opens_nothing(portal, account, owner, waiting, wrong):
    answer = waiting.prove(owner[1], **wrong)
    assert answer.status == 422
    assert "khóa bảo mật" in answer.text
    assert not waiting.is_in
    assert recorded(portal, account)[-1] == ("sign_in_refused", "second", "key")


def test_an_answer_is_taken_once_and_by_the_session_that_was_asked(server, account, owner, waiting):
    key = owner[1]
    stale = key.sign(waiting.challenge("key_proof", STEP))
    # A newer question takes the place of the older one.
    sent = key.sign(waiting.challenge("key_proof", STEP))
    other = Keeper(server)
    other.log_in(account)
    assert other.ask("POST", STEP, assertion=sent).status == 422
    other.challenge("key_proof", STEP)
    assert other.ask("POST", STEP, assertion=sent).status == 422
    assert waiting.ask("POST", STEP, assertion=stale).status == 422
    # That try has used the challenge up, though it was wrong.
    assert waiting.ask("POST", STEP, assertion=sent).status == 422
    assert not waiting.is_in and not other.is_in
    right = key.sign(waiting.challenge("key_proof", STEP))
    assert waiting.ask("POST", STEP, assertion=right).status == 303
    again = Keeper(server)
    again.log_in(account)
    assert again.ask("POST", STEP, assertion=right).status == 422


def test_an_answer_that_comes_too_late(monkeypatch, owner, waiting):
    sent = owner[1].sign(waiting.challenge("key_proof", STEP))
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=6))
    assert waiting.ask("POST", STEP, assertion=sent).status == 422


def test_a_copied_key_is_refused_and_recorded(portal, server, account, owner, waiting):
    _keeper, key, codes = owner
    key.count = 40
    assert waiting.prove(key).status == 303
    copy = Keeper(server)
    copy.log_in(account)
    key.count = 7
    answer = copy.prove(key)
    assert answer.status == 422
    assert "sao chép" in answer.text
    assert not copy.is_in
    assert recorded(portal, account)[-1] == ("sign_in_refused", "second", "counter")
    # Its owner gets in another way.
    assert copy.ask("POST", STEP, code=codes[0]).status == 303


def test_tries_with_keys_are_slowed_as_those_with_codes(portal, owner, waiting):
    key = owner[1]
    answers = [waiting.ask("POST", STEP, assertion="{}").status for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert waiting.prove(key).status == 429
    portal.query("DELETE FROM thads_sign_in")
    assert waiting.prove(key).status == 303


def test_a_lost_key_and_recovery_codes(portal, account, owner, waiting):
    _keeper, _key, codes = owner
    page = waiting.ask("GET", STEP).text
    assert "mã khôi phục" in page
    assert waiting.ask("POST", STEP, code="000000").status == 422
    assert waiting.ask("POST", STEP, code=codes[2]).status == 303
    (key,) = kept(portal, account)
    assert waiting.send(f"remove_key.{key.id}", code=codes[2]).status == 422
    assert waiting.send(f"remove_key.{key.id}", code=codes[3]).status == 303
    assert kept(portal, account) == ()
    # Nothing is left but the password.
    assert ("second_factor", "removed", None) in recorded(portal, account)


def test_more_keys_are_named_and_taken_away_with_password_and_proof(portal, account, owner):
    keeper, key, codes = owner
    second = SoftKey(ORIGIN, HOST)
    # Neither without a proof nor with a wrong password.
    assert keeper.add(second).status == 422
    proof = key.sign(keeper.challenge("key_proof"))
    assert keeper.add(second, assertion=proof, password="sai hoàn toàn rồi").status == 422
    added = keeper.add(second, name="<b>Khóa ở nhà</b>", assertion=proof)
    assert added.status == 303
    # No other recovery codes come with it.
    assert codes_of(keeper.ask("GET", OWN).text) == []
    page = keeper.ask("GET", OWN).text
    assert html.escape("<b>Khóa ở nhà</b>") in page and "<b>Khóa ở nhà" not in page
    first, other = kept(portal, account)
    proof = second.sign(keeper.challenge("key_proof"))
    named = {f"name_{first.id}": "Khóa dự phòng", "assertion": proof}
    assert keeper.send(f"rename_key.{first.id}", **named).status == 303
    assert kept(portal, account)[0].name == "Khóa dự phòng"
    proof = key.sign(keeper.challenge("key_proof"))
    assert keeper.send("rename_key.00", assertion=proof).status == 404
    proof = key.sign(keeper.challenge("key_proof"))
    assert keeper.send(f"remove_key.{other.id}", assertion=proof).status == 303
    assert [each.name for each in kept(portal, account)] == ["Khóa dự phòng"]
    # The one that is gone proves nothing any more.
    sent = second.sign(keeper.challenge("key_proof"))
    assert keeper.send("renew", assertion=sent).status == 422
    proof = key.sign(keeper.challenge("key_proof"))
    renewed = codes_of(keeper.send("renew", assertion=proof).text)
    assert len(renewed) == 10 and not set(renewed) & set(codes)


def test_the_same_key_is_not_kept_twice(portal, account, owner):
    keeper, key, codes = owner
    assert keeper.add(key, code=codes[0]).status == 422
    assert len(kept(portal, account)) == 1


def test_authenticator_and_key_stand_beside_each_other(server, account, owner):
    keeper, key, _codes = owner
    page = keeper.ask("GET", OWN).text
    secret = hidden(page, "key")
    code = pyotp.TOTP(secret).at(clock.now())
    assert keeper.send("set_up", key=secret, code=code).status == 422
    proof = key.sign(keeper.challenge("key_proof"))
    assert keeper.send("set_up", key=secret, code=code, assertion=proof).status == 303
    either = Keeper(server)
    either.log_in(account)
    page = either.ask("GET", STEP).text
    assert "data-security-key" in page and "6 chữ số" in page
    assert either.prove(key).status == 303
    # The authenticator goes, the key stays.
    proof = key.sign(either.challenge("key_proof"))
    assert either.send("remove_authenticator", assertion=proof).status == 303
    last = Keeper(server)
    last.log_in(account)
    assert not last.is_in
    assert last.prove(key).status == 303


def test_who_must_may_set_up_a_key_at_the_door(portal, server, account, policy):
    policy("required")
    keeper, key = Keeper(server), SoftKey(ORIGIN, HOST)
    keeper.log_in(account)
    assert "data-key-new" in keeper.ask("GET", STEP).text
    # Nothing to prove with yet.
    assert keeper.ask("POST", STEP, action="key_proof").status == 422
    wrong = key.make(keeper.challenge("key_new", STEP), origin="https://evil.example")
    assert keeper.ask("POST", STEP, attestation=wrong).status == 422
    sent = key.make(keeper.challenge("key_new", STEP))
    answer = keeper.ask("POST", STEP, attestation=sent, key_name="")
    assert answer.status == 200 and len(codes_of(answer.text)) == 10
    assert keeper.is_in
    assert kept(portal, account)[0].name == "Khóa 1"


def test_a_sign_in_that_waits_to_set_up_cannot_take_the_place_of_what_was_set_up(
    server, account, policy
):
    """Two sign-ins wait; one sets up: the other, which knows the password only, must prove like anybody."""
    policy("required")
    owner, thief, key = Keeper(server), Keeper(server), SoftKey(ORIGIN, HOST)
    for each in (owner, thief):
        each.log_in(account)
    secret = hidden(thief.ask("GET", STEP).text, "key")
    challenge = thief.challenge("key_new", STEP)
    sent = key.make(owner.challenge("key_new", STEP))
    assert owner.ask("POST", STEP, attestation=sent).status == 200
    foreign = SoftKey(ORIGIN, HOST).make(challenge)
    code = pyotp.TOTP(secret).at(clock.now())
    for fields in ({"attestation": foreign}, {"key": secret, "code": code}):
        answer = thief.ask("POST", STEP, **fields)
        # What waited is over.
        assert answer.status == 303 and answer.headers["Location"].endswith("/login")
    assert not thief.is_in
    thief.log_in(account)
    assert thief.ask("POST", STEP, attestation=foreign).status == 422
    assert thief.ask("POST", STEP, key=secret, code=code).status == 422
    assert not thief.is_in
    assert thief.prove(key).status == 303


def test_programs_and_other_addresses_get_no_challenge(server, account, owner, public_address):
    keeper = owner[0]
    public_address("https://203.0.113.9 http://127.0.0.1")
    assert keeper.options("key_new") is None
    assert "https" in keeper.ask("GET", OWN).text
    public_address(f"{ORIGIN} http://127.0.0.1")
    assert keeper.options("key_new") is not None
    # Who comes with name and password has no session that a challenge could belong to.
    page = Visitor(server, account).get(OWN)
    assert page.status == 302 and "/login" in page.headers["Location"]


def test_what_was_enrolled_before_there_were_keys_goes_on(portal, server, account, owner):
    """A factor of an earlier release has no keys in it; one with keys only has nothing to seal anew."""
    from thads_portal.register.resealing.accounts import seal_accounts

    with portal.site() as site:
        users = site.acl_users.source_users
        users._factors.pop(account["username"])
        secret = second_factor.new_secret()
        code = pyotp.TOTP(secret).at(clock.now())
        factors.enrol(users, account["username"], secret, code)
        assert "keys" not in users._factors[account["username"]]
        transaction.commit()
        database, path = site._p_jar.db(), "/".join(site.getPhysicalPath())
    assert kept(portal, account) == ()
    keeper = Keeper(server)
    keeper.log_in(account)
    assert keeper.options("key_proof", STEP) is None
    assert seal_accounts(database, path)[1] == 0
