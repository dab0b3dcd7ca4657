"""Whoever changes by what an account signs in ends all its sessions and tokens but the one it was done in."""

from plone import api
from tests.support.key_keeper import Keeper
from tests.support.second_step import OWN
from tests.support.second_step import PASSWORD
from tests.support.second_step import reached_at
from tests.support.second_step import STEP
from tests.support.soft_key import SoftKey
from tests.support.staff import hidden
from tests.support.staff import token_of
from thads_portal.actions import accounts
from thads_portal.actions.context import ActionContext
from thads_portal.domain import second_factor
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.pas import security_keys
from thads_portal.testing_http import Visitor

import itertools
import pyotp
import pytest
import transaction


HOST = "thads.example"
ORIGIN = f"https://{HOST}"
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def public_address(portal):
    with reached_at(portal, f"{ORIGIN} http://127.0.0.1") as keep:
        yield keep


class Owner:
    """An account with what it has to sign in by, its own browser, another one and a token."""

    def __init__(self, portal, server, has):
        self.portal, self.server = portal, server
        self.name = f"doi-{next(_numbers)}"
        self.account = {"username": self.name, "password": PASSWORD}
        self.keys = [SoftKey(ORIGIN, HOST) for _key in range(has.count("key"))]
        with portal.site() as site:
            api.user.create(
                username=self.name, email=f"{self.name}@thads.example", password=PASSWORD
            )
            site.acl_users.source_groups.addPrincipalToGroup(self.name, "editors-cao-bang")
            transaction.commit()
        self.codes = iter(())
        if has:
            first = self.signed_in()
            for key in self.keys:
                first.add(key, **self.proof(first, key is not self.keys[0]))
            if "app" in has:
                self.add_authenticator(first)
            with portal.site() as site:
                users = site.acl_users.source_users
                self.codes = iter(factors.renew_recovery(users, self.name))
                transaction.commit()
        body = {"login": self.name, "password": PASSWORD}
        if has:
            body["code"] = next(self.codes)
        headers = {"Accept": "application/json"}
        visitor = Visitor(server)
        answer = visitor.ask("POST", "/++api++/@login", body=body, headers=headers)
        self.token = answer.json()["token"]
        self.mine, self.other, self.waits = self.signed_in(), self.signed_in(), None
        if has:
            # The password is given, the second step is not.
            self.waits = Keeper(server)
            self.waits.log_in(self.account)

    def signed_in(self):
        browser = Keeper(self.server)
        if STEP in browser.log_in(self.account).headers["Location"]:
            assert browser.ask("POST", STEP, code=next(self.codes)).status == 303
        return browser

    def proof(self, browser, needed=True):
        return {"assertion": self.keys[0].sign(browser.challenge("key_proof"))} if needed else {}

    def add_authenticator(self, browser):
        key = hidden(browser.ask("GET", OWN).text, "key")
        code = pyotp.TOTP(key).at(clock.now())
        more = self.proof(browser, bool(self.keys))
        return browser.send("set_up", key=key, code=code, **more)

    @property
    def token_holds(self):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self.token}"}
        return Visitor(self.server).ask("GET", OWN, headers=headers).status == 200

    @property
    def second_step_waits(self):
        return self.waits is not None and self.waits.ask("GET", STEP).status == 200

    def users(self, work):
        with self.portal.site() as site:
            work(site, site.acl_users.source_users)
            transaction.commit()


def _sent(action):
    """By the owner, on the own page."""

    def change(owner):
        kept = []
        owner.users(lambda _site, users: kept.extend(security_keys.keys_of(users, owner.name)))
        name = action.format(*(each.id for each in kept))
        return owner.mine.send(name, code=next(owner.codes))

    return change


def _another_key(owner):
    more = {"code": next(owner.codes)} if owner.keys else {}
    return owner.mine.add(SoftKey(ORIGIN, HOST), **more)


def _own_password(owner):
    page = owner.mine.ask("GET", "/change-password").text
    fields = {
        "form.widgets.current_password": PASSWORD,
        "form.widgets.new_password": "bánh chưng xanh thuyền",
        "form.widgets.new_password_ctl": "bánh chưng xanh thuyền",
        "form.buttons.reset_passwd": "Change Password",
        "_authenticator": token_of(page),
    }
    return owner.mine.ask("POST", "/change-password", **fields)


def _others_password(owner):
    def change(site, _users):
        accounts.new_password(site, ActionContext(), user_id=owner.name)

    owner.users(change)


#: what changes -> (what the account has, how it is done, whether the browser in which it is done stays in)
CHANGES = {
    "the first authenticator": ((), lambda owner: owner.add_authenticator(owner.mine), True),
    "the first key": ((), _another_key, True),
    "an authenticator beside a key": (
        ("key",),
        lambda owner: owner.add_authenticator(owner.mine),
        True,
    ),
    "another key": (("key",), _another_key, True),
    "a key taken away": (("key", "key"), _sent("remove_key.{1}"), True),
    "the last key taken away": (("key",), _sent("remove_key.{0}"), True),
    "an authenticator taken away": (("key", "app"), _sent("remove_authenticator"), True),
    "recovery codes made anew": (("key",), _sent("renew"), True),
    "the second step taken away": (("key", "app"), _sent("remove"), True),
    "the own password": ((), _own_password, True),
    "the own password, behind a key": (("key",), _own_password, True),
    "a password by an administrator": ((), _others_password, False),
    "a password by an administrator, behind a key": (("key",), _others_password, False),
    "the second step taken away by the operator": (
        ("key",),
        lambda owner: owner.users(
            lambda _site, users: factors.remove(
                users, owner.name, actor="thads reset-second-factor"
            )
        ),
        False,
    ),
    "taken out of use": (
        (),
        lambda owner: owner.users(lambda _site, users: users.disable(owner.name)),
        False,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_others_are_over(portal, server, change):
    has, do, stays = CHANGES[change]
    owner = Owner(portal, server, has)
    assert owner.mine.is_in and owner.other.is_in and owner.token_holds
    assert owner.second_step_waits is bool(has)
    answer = do(owner)
    assert answer is None or answer.status in (200, 302, 303), answer.text
    assert not owner.other.is_in
    assert not owner.token_holds
    assert not owner.second_step_waits
    assert owner.mine.is_in is stays


def test_a_name_and_a_try_end_nothing(portal, server):
    owner = Owner(portal, server, ("key",))
    kept = []
    owner.users(lambda _site, users: kept.extend(security_keys.keys_of(users, owner.name)))
    code = next(owner.codes)
    name = {f"name_{kept[0].id}": "Khóa ở nhà"}
    assert owner.mine.send(f"rename_key.{kept[0].id}", code=code, **name).status == 303
    assert owner.mine.send("remove", code="000000").status == 422
    secret = second_factor.new_secret()
    assert owner.mine.send("set_up", key=secret, code="000000", proof="x").status == 422
    assert owner.mine.is_in and owner.other.is_in and owner.token_holds
