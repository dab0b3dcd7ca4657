"""Staff who come by a provider of identities: only who is bound here, in use, and has done the second step."""

from datetime import timedelta
from plone import api
from tests.support.second_step import Browser
from tests.support.second_step import OWN
from tests.support.second_step import PASSWORD
from tests.support.second_step import STEP
from tests.support.staff import Staff
from thads_portal.browser.shared.way_cookie import WayCookie
from thads_portal.domain import second_factor
from thads_portal.generator.simulators import Simulator
from thads_portal.security.openid import LASTS
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.pas import subjects
from thads_portal.testing_http import Visitor
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit

import itertools
import pyotp
import pytest
import re
import threading
import time
import transaction


DOOR = "/dang-nhap-mot-lan"
_numbers = itertools.count()


@pytest.fixture
def provider(portal, monkeypatch):
    portal.query("DELETE FROM thads_sign_in")
    server = Simulator()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("THADS_STAFF_OIDC_ISSUER", server.issuer)
    monkeypatch.setenv("THADS_STAFF_OIDC_CLIENT", "thads-staff")
    server.claims = {"sub": f"người-{next(_numbers)}"}
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def account(portal):
    name = f"mot-lan-{next(_numbers)}"
    with portal.site() as site:
        api.user.create(username=name, email=f"{name}@thads.example", password=PASSWORD)
        site.acl_users.source_groups.addPrincipalToGroup(name, "editors-cao-bang")
        transaction.commit()
    return name


@pytest.fixture
def bound(portal, provider, account):
    with portal.site() as site:
        users = site.acl_users.source_users
        subjects.bind(users, account, provider.issuer, provider.claims["sub"])
        transaction.commit()
    return account


class Comer(Browser):
    """Somebody at a browser who keeps the cookie of the way there, too."""

    way = ""

    def ask(self, method, path, headers=(), **fields):
        answer = self.visitor.ask(
            method,
            path,
            body=urlencode(fields) if fields else None,
            headers={
                **({"Content-Type": "application/x-www-form-urlencoded"} if fields else {}),
                "Cookie": "; ".join(filter(None, (self.cookie, self.way))),
                **dict(headers),
            },
        )
        for each in answer.cookies:
            pair = each.partition(";")[0]
            if pair.startswith("thads-dang-nhap="):
                self.way = "" if "deleted" in pair else pair
            elif pair.startswith("__ac="):
                self.cookie = pair
        return answer

    def away(self, **asked):
        """To the provider: the query with which it sends back."""
        query = f"?{urlencode(asked)}" if asked else ""
        answer = self.ask("GET", f"{DOOR}{query}")
        assert answer.status == 303, answer.text
        there = urlsplit(answer.headers["Location"])
        back = Visitor(f"{there.scheme}://{there.netloc}").get(f"{there.path}?{there.query}")
        return urlsplit(back.headers["Location"]).query

    def come(self, **asked):
        return self.ask("GET", f"{DOOR}?{self.away(**asked)}")


def recorded(portal, actor, most=3):
    return portal.query(
        "SELECT action, details->>'kind', details->>'reason' FROM thads_record"
        " WHERE actor = %s ORDER BY id DESC LIMIT %s",
        actor,
        most,
    )


def test_who_is_bound_enters_with_the_roles_of_here(portal, server, provider, bound):
    # What it says of roles is nobody's business here.
    provider.claims |= {"groups": ["administrators"], "roles": ["Manager", "administrators"]}
    comer = Comer(server)
    answer = comer.come(came_from="/cao-bang/ban-lam-viec")
    assert answer.status == 303, answer.text
    assert answer.headers["Location"].endswith("/cao-bang/ban-lam-viec")
    assert answer.headers["Cache-Control"] == "no-store"
    assert comer.is_in
    assert comer.ask("GET", "/tai-khoan").status != 200
    assert recorded(portal, bound)[0] == ("signed_in", "single_sign_on", None)
    # Signing out ends it here, whoever still has the cookie.
    cookie = comer.cookie
    comer.ask("GET", "/logout")
    comer.cookie = cookie
    assert not comer.is_in
    assert recorded(portal, bound)[0][0] == "signed_out"


def test_a_foreign_address_to_go_on_to_is_not_taken(server, provider, bound):
    answer = Comer(server).come(came_from="https://evil.example/")
    assert answer.status == 303
    assert "evil" not in answer.headers["Location"]


def test_what_is_asked_of_the_provider(server, provider):
    answer = Comer(server).ask("GET", DOOR)
    asked = {
        name: value[0]
        for name, value in parse_qs(urlsplit(answer.headers["Location"]).query).items()
    }
    assert asked["client_id"] == "thads-staff"
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) > 30 and len(asked["nonce"]) > 30
    assert asked["redirect_uri"].endswith(DOOR)
    (cookie,) = [each for each in answer.cookies if each.startswith("thads-dang-nhap=")]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert asked["nonce"] not in cookie and asked["state"] not in cookie


def test_who_is_not_bound_or_locked_stays_outside(portal, server, provider, bound):
    provider.claims["sub"] = "ai-đó-khác"
    stranger = Comer(server)
    unknown = stranger.come()
    assert unknown.status == 403 and not stranger.is_in
    assert recorded(portal, "", 1)[0] == ("sign_in_refused", "single_sign_on", "unknown")
    with portal.site() as site:
        users = site.acl_users.source_users
        ((kept, subject),) = [users._subjects[bound]]
        users.disable(bound)
        transaction.commit()
    assert kept == provider.issuer
    provider.claims["sub"] = subject
    locked = stranger.come()
    assert locked.status == 403 and not stranger.is_in
    # Nobody learns which of the two it was.
    told = [re.search(r'role="alert">([^<]+)<', each.text)[1] for each in (locked, unknown)]
    assert told[0] == told[1]
    assert recorded(portal, bound)[0] == ("sign_in_refused", "single_sign_on", "locked")


def test_a_lock_ends_the_sessions_that_came_so(portal, server, provider, bound):
    comer = Comer(server)
    comer.come()
    assert comer.is_in
    with portal.site() as site:
        site.acl_users.source_users.disable(bound)
        transaction.commit()
    assert not comer.is_in


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["thads-staff", "another-client"]},
        {"aud": ["thads-staff", "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"exp": 1_000_000_000},
        {"nonce": "another"},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 300},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_opens_nothing(portal, server, provider, bound, claims):
    provider.claims |= claims
    comer = Comer(server)
    assert comer.come().status in (403, 422)
    assert not comer.is_in
    assert recorded(portal, "", 1)[0][0] == "sign_in_refused"


def test_the_way_back_belongs_to_one_way_there(server, provider, bound):
    first, second = Comer(server), Comer(server)
    query = first.away()
    # In another browser, with another state, or without any.
    assert second.ask("GET", f"{DOOR}?{query}").status == 422
    second.away()
    assert second.ask("GET", f"{DOOR}?{query}").status == 422
    assert first.ask("GET", f"{DOOR}?{urlencode({'state': 'x', 'code': 'y'})}").status == 422
    # That try has ended it.
    assert first.ask("GET", f"{DOOR}?{query}").status == 422
    # A code is good once.
    query = first.away()
    way = first.way
    assert first.ask("GET", f"{DOOR}?{query}").status == 303
    thief = Comer(server)
    thief.way = way
    assert thief.ask("GET", f"{DOOR}?{query}").status == 422
    assert not thief.is_in


def test_a_way_there_has_its_time(server, provider, bound, monkeypatch):
    """By the portal's clock: a browser may keep a cookie for ever."""
    comer = Comer(server)
    query = comer.away()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=LASTS))
    assert comer.ask("GET", f"{DOOR}?{query}").status == 422
    assert not comer.is_in


def test_a_token_for_several_says_for_whom_it_was_made(server, provider, bound):
    provider.claims |= {"aud": ["another-client", "thads-staff"], "azp": "thads-staff"}
    comer = Comer(server)
    assert comer.come().status == 303 and comer.is_in


@pytest.mark.parametrize(
    ("address", "name"),
    [("https://thads.example", "__Host-thads-x"), ("http://localhost", "thads-x")],
)
def test_over_https_the_cookie_is_of_this_host_only(portal, address, name):
    """Both ways to a provider, the staff's and the citizens', keep theirs so."""
    with portal.site() as site:
        request = site.REQUEST
        request["SERVER_URL"] = address
        cookie = WayCookie(request, "thads-x", "a test")
        asking = cookie.begin("/nhat-ky")
        cookie.keep(asking)
        kept = request.response.cookies
        assert set(kept) == {name}
        assert bool(kept[name].get("Secure")) is (name != "thads-x")
        assert kept[name]["Path"] == "/" and not kept[name].get("Domain")
        request.cookies[name] = kept[name]["value"]
        assert cookie.take() == asking
        # Not under the name that any host of the domain can set.
        request.cookies.clear()
        request.cookies[{"thads-x": "__Host-thads-x"}.get(name, "thads-x")] = kept[name]["value"]
        assert cookie.take() is None


def test_errors_are_told_in_both_languages(server, provider, bound, monkeypatch, tmp_path):
    provider.denies = True
    comer = Comer(server)
    answer = comer.come()
    assert answer.status == 403 and "không cho đăng nhập" in answer.text
    provider.denies = False
    english = comer.ask("GET", f"/en{DOOR}?state=x")
    assert english.status == 422 and "sign-in" in english.text
    monkeypatch.setenv("THADS_STAFF_OIDC_SECRET_FILE", str(tmp_path / "none"))
    assert comer.come().status == 503
    (tmp_path / "none").write_text("bí mật\n")
    assert comer.come().status == 303
    provider.shutdown()
    provider.server_close()
    from thads_portal.security import openid

    openid._discovered.cache_clear()
    answer = comer.ask("GET", DOOR)
    assert answer.status == 503 and "chưa trả lời" in answer.text


def test_the_second_step_follows_unless_a_setting_lets_the_providers_stand_for_it(
    portal, server, provider, bound, monkeypatch
):
    secret = second_factor.new_secret()
    with portal.site() as site:
        users = site.acl_users.source_users
        factors.enrol(users, bound, secret, pyotp.TOTP(secret).at(clock.now()))
        transaction.commit()
    provider.claims |= {"amr": ["pwd", "otp"], "acr": "gold"}
    comer = Comer(server)
    answer = comer.come(came_from="/nhat-ky")
    assert STEP in answer.headers["Location"] and "nhat-ky" in answer.headers["Location"]
    assert not comer.is_in
    monkeypatch.setenv("THADS_STAFF_OIDC_SECOND", "amr:hwk acr:silver")
    assert STEP in Comer(server).come().headers["Location"]
    for value in ("amr:otp", "amr:hwk acr:gold"):
        monkeypatch.setenv("THADS_STAFF_OIDC_SECOND", value)
        comer = Comer(server)
        assert STEP not in comer.come().headers["Location"]
        assert comer.is_in
    provider.claims |= {"amr": "otp", "acr": ["gold"]}
    assert STEP in Comer(server).come().headers["Location"]


def test_the_claim_that_names_somebody_can_be_chosen(portal, server, provider, bound, monkeypatch):
    monkeypatch.setenv("THADS_STAFF_OIDC_CLAIM", "email")
    provider.claims |= {"email": "an@thads.example"}
    with portal.site() as site:
        subjects.bind(site.acl_users.source_users, bound, provider.issuer, "an@thads.example")
        transaction.commit()
    # An address that the provider has not checked is anybody's.
    assert Comer(server).come().status == 422
    provider.claims["email_verified"] = True
    comer = Comer(server)
    assert comer.come().status == 303 and comer.is_in


def test_another_sites_page_signs_nobody_in(server, provider, bound):
    answer = Comer(server).ask("GET", DOOR, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/login")


def test_it_is_off_unless_it_is_set(server):
    assert Visitor(server).get(DOOR).status == 404
    assert DOOR not in Visitor(server).get("/login").text


def test_the_login_page_shows_the_way(server, provider):
    page = Visitor(server).get("/login?came_from=/nhat-ky").text
    assert f"{DOOR}?came_from=%2Fnhat-ky" in page
    assert DOOR not in Visitor(server).get("/").text


def test_an_administrator_binds_and_unbinds(portal, server, provider, account):
    administrator = Staff(server, portal.accounts["administrator"])
    path = f"/tai-khoan?ten={account}"

    def bind(subject, name=account):
        fields = [("ten", name), ("action", "subject"), ("subject", subject)]
        return administrator.post("/tai-khoan", fields, page=path)

    subject = provider.claims["sub"]
    comer = Comer(server)
    assert comer.come().status == 403
    assert bind(subject).status == 303
    assert comer.come().status == 303 and comer.is_in
    ((about, details),) = portal.query(
        "SELECT about, details FROM thads_record WHERE action = 'account_changed' AND about = %s",
        account,
    )
    assert about == account and details["subject"] == subject
    # One subject, one account.
    with portal.site():
        api.user.create(username=f"{account}-b", email="b@thads.example", password=PASSWORD)
        transaction.commit()
    taken = bind(subject, f"{account}-b")
    assert taken.status == 422 and "đã gắn với một tài khoản khác" in taken.text
    assert bind("").status == 303
    assert not comer.is_in
    assert Comer(server).come().status == 403


def test_a_board_members_subject_needs_a_second_person(portal, server, provider, account):
    with portal.site() as site:
        site.acl_users.source_groups.addPrincipalToGroup(account, "editorial-board")
        transaction.commit()
    administrator = Staff(server, portal.accounts["administrator"])
    fields = {
        "_authenticator": administrator.token(f"/tai-khoan?ten={account}"),
        "ten": account,
        "action": "subject",
        "subject": provider.claims["sub"],
    }
    assert administrator.send("/tai-khoan", fields).status == 303
    assert Comer(server).come().status == 403
    board = Staff(server, portal.accounts["editorial_board"])
    page = board.get("/xac-nhan-vai-tro").text
    assert provider.claims["sub"] in page
    request = page.split('name="request"')[1].split('value="')[1].split('"')[0]
    fields = {
        "_authenticator": board.token("/xac-nhan-vai-tro"),
        "action": "confirm",
        "request": request,
    }
    assert board.send("/xac-nhan-vai-tro", fields).status == 303
    comer = Comer(server)
    assert comer.come().status == 303 and comer.is_in
    assert comer.ask("GET", OWN).status == 200


def test_a_colleague_whom_nobody_has_bound_keeps_no_office_out(portal, server, provider, bound):
    """Many stand behind one address: tries that fail count by it, and there is nothing to guess."""
    subject = provider.claims["sub"]
    provider.claims["sub"] = "ai-đó-khác"
    assert [Comer(server).come().status for _each in range(8)] == [403] * 8
    provider.claims["sub"] = subject
    comer = Comer(server)
    assert comer.come().status == 303 and comer.is_in
    # An address that goes on waits all the same.
    portal.query("UPDATE thads_sign_in SET failures = 30")
    late = comer.come()
    assert late.status == 429 and int(late.headers["Retry-After"]) > 0


def test_a_providers_clock_may_be_a_little_ahead(server, provider, bound):
    now = int(time.time())
    provider.claims |= {"iat": now + 20, "exp": now + 320}
    comer = Comer(server)
    assert comer.come().status == 303 and comer.is_in
    provider.claims |= {"iat": now + 3600, "exp": now + 7200}
    assert Comer(server).come().status == 422
