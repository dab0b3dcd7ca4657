"""Attacks that once succeeded, each as it was done, over HTTP: none does any more, and each leaves its trace."""

from http.cookies import SimpleCookie
from plone import api
from tests.support.staff import send_form
from thads_portal.security import given_roles
from thads_portal.security.pas import clock
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import base64
import datetime
import pytest
import re
import transaction


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Accept": "application/json", "Content-Type": "application/json"}
REFUSED = (302, 401, 403, 404, 405, 415)
PASSWORD = "rau muống xanh thuyền"


@pytest.fixture(scope="module")
def second(portal):
    """Another administrator."""
    with portal.site() as site:
        api.user.create(username="quan-tri-hai", email="hai@thads.example", password=PASSWORD)
        site.acl_users.source_groups.addPrincipalToGroup("quan-tri-hai", "administrators")
        transaction.commit()
    return {"username": "quan-tri-hai", "password": PASSWORD}


@pytest.fixture(scope="module")
def people(portal, server, second):
    people = {role: Visitor(server, account) for role, account in portal.accounts.items()}
    return {**people, "second": Visitor(server, second), "nobody": Visitor(server)}


@pytest.fixture
def account(portal, server):
    """An editor of Cao Bằng of the test's own; nothing is counted yet."""
    portal.query("DELETE FROM thads_sign_in")
    with portal.site() as site:
        if api.user.get(username="nan-nhan") is None:
            api.user.create(username="nan-nhan", email="n@thads.example", password=PASSWORD)
            site.acl_users.source_groups.addPrincipalToGroup("nan-nhan", "editors-cao-bang")
        site.acl_users.source_users.updateUserPassword("nan-nhan", PASSWORD)
        transaction.commit()
    return {"username": "nan-nhan", "password": PASSWORD}


def recorded(portal, action):
    return portal.query(
        "SELECT actor, about, details FROM thads_record WHERE action = %s ORDER BY at, id", action
    )


def roles_of(portal, name):
    with portal.site() as site:
        user = site.acl_users.getUserById(name)
        return None if user is None else {*user.getRoles(), *user.getGroups()}


# An administrator makes a member of the board

WAYS = [
    ("POST", "/@users", {"username": "ke-gian", "email": "k@thads.example", "password": PASSWORD,
                         "roles": ["EditorialBoard"]}),
    ("PATCH", "/@users/kiem-tra", {"roles": {"EditorialBoard": True}}),
    ("PATCH", "/@users/ban-bien-tap", {"email": "ke-gian@thads.example"}),
    ("PATCH", "/@users/ban-bien-tap", {"password": PASSWORD}),
    ("DELETE", "/@users/kiem-tra", None),
    ("PATCH", "/@groups/editorial-board", {"users": {"kiem-tra": True}}),
    ("POST", "/@groups", {"groupname": "ke-gian", "roles": ["EditorialBoard"]}),
    ("DELETE", "/@groups/inspectors", None),
    ("POST", "/@sharing", {"entries": [{"id": "kiem-tra", "type": "user",
                                        "roles": {"Editor": True}}]}),
    ("POST", "/cao-bang/@sharing", {"entries": [{"id": "kiem-tra", "type": "user",
                                                 "roles": {"ProvincialEditor": True}}]}),
    ("POST", "/cao-bang/@sharing", {"inherit": True}),
    ("PATCH", "/@controlpanels/security", {"enable_self_reg": True}),
    ("PATCH", "/@registry", {"plone.enable_self_reg": True}),
    ("PATCH", "/@registry", {"thads_portal.trusted_provinces": ["cao-bang"]}),
    ("POST", "/@addons/plone.session/install", {}),
    ("PATCH", "/@types/News Item", {"title": "x"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), WAYS, ids=lambda each: str(each)[:40])
def test_no_door_of_plone_gives_a_role(portal, people, method, path, body):
    before = [roles_of(portal, name) for name in ("kiem-tra", "ban-bien-tap", "ke-gian")]
    path = path.replace(" ", "%20")
    answer = people["administrator"].ask(method, f"/++api++{path}", body=body, headers=JSON)
    assert answer.status in REFUSED
    after = [roles_of(portal, name) for name in ("kiem-tra", "ban-bien-tap", "ke-gian")]
    assert before == after
    with portal.site() as site:
        assert not api.portal.get_registry_record("plone.enable_self_reg")
        assert "kiem-tra" not in dict(site["cao-bang"].get_local_roles())


PAGES = [
    "/@@usergroup-userprefs", "/@@usergroup-groupprefs", "/@@usergroup-groupmembership",
    "/@@usergroup-usermembership?userid=kiem-tra", "/@@usergroup-groupdetails",
    "/@@usergroup-controlpanel", "/@@security-controlpanel", "/@@new-user", "/@@register",
    "/@@user-information?userid=ban-bien-tap", "/@@member-fields", "/@@sharing",
    "/cao-bang/@@sharing", "/cao-bang/tin-tuc/@@sharing", "/cao-bang/@@updateSharingInfo",
    "/portal_groups/addGroup?id=ke-gian", "/portal_membership/setLocalRoles",
    "/acl_users/userFolderAddUser?name=ke-gian&password=x&confirm=x",
    "/acl_users/source_groups/addPrincipalToGroup", "/portal_registration/addMember",
    "/cao-bang/manage_setLocalRoles?userid=kiem-tra", "/portal_role_manager",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nor_a_page(people, path):
    for method in ("GET", "POST"):
        answer = people["administrator"].ask(method, path, body="", headers=FORM)
        assert answer.status in REFUSED, method


def test_settings_that_are_fixed_are_fixed_by_every_door(portal):
    from thads_portal.errors import SettingFixed

    with portal.site(), pytest.raises(SettingFixed):
        api.portal.set_registry_record("plone.enable_self_reg", True)


def test_one_administrator_makes_no_member_of_the_board(portal, people):
    page = "/tai-khoan?ten=kiem-tra"
    asked = send_form(
        people["administrator"], page, ten="kiem-tra", action="groups",
        group=["editorial-board", "inspectors", "heads-cao-bang"],
    )  # fmt: skip
    assert asked.status == 303
    # What needs nobody else holds; the rest waits.
    assert {"heads-cao-bang", "inspectors"} <= roles_of(portal, "kiem-tra")
    assert "editorial-board" not in roles_of(portal, "kiem-tra")
    consent = "/xac-nhan-vai-tro"
    shown = people["administrator"].get(consent).text
    request = re.search(r'name="request" type="hidden" value="(\w+)"', shown)[1]
    own = send_form(people["administrator"], consent, action="confirm", request=request)
    assert own.status == 403
    assert "editorial-board" not in roles_of(portal, "kiem-tra")
    done = send_form(people["second"], consent, action="confirm", request=request)
    assert done.status == 303
    assert "editorial-board" in roles_of(portal, "kiem-tra")
    assert send_form(people["second"], consent, action="confirm", request=request).status == 409
    assert recorded(portal, "role_asked")[-1][:2] == ("quan-tri", "kiem-tra")
    assert recorded(portal, "role_confirmed")[-1][:2] == ("quan-tri-hai", "kiem-tra")
    assert recorded(portal, "membership_changed")[-1][2]["asked_by"] == "quan-tri"
    # Taking away needs nobody else.
    send_form(people["administrator"], page, ten="kiem-tra", action="groups", group=["inspectors"])
    assert "editorial-board" not in roles_of(portal, "kiem-tra")


def test_nor_takes_the_account_of_one(portal, people):
    page = "/tai-khoan?ten=ban-bien-tap"
    answer = send_form(people["administrator"], page, ten="ban-bien-tap", action="password")
    assert answer.status == 303
    assert people["editorial_board"].get("/xac-nhan-vai-tro").status == 200
    shown = people["editorial_board"].get("/xac-nhan-vai-tro").text
    # It is about this very account: another one confirms.
    assert 'value="confirm"' not in shown
    request = re.search(
        r'name="request" type="hidden" value="(\w+)"',
        people["second"].get("/xac-nhan-vai-tro").text,
    )[1]
    assert send_form(people["second"], "/xac-nhan-vai-tro", action="decline", request=request)
    assert people["editorial_board"].get("/xac-nhan-vai-tro").status == 200


def test_roles_that_came_otherwise_are_told(portal, people):
    with portal.site() as site:
        api.user.create(username="len-lut", email="l@thads.example", password=PASSWORD)
        site.acl_users.portal_role_manager.assignRoleToPrincipal("EditorialBoard", "len-lut")
        site["cao-bang"].manage_setLocalRoles("len-lut", ["ProvincialEditor"])
        site.acl_users.source_groups.addPrincipalToGroup("len-lut", "heads-ha-noi")
        transaction.commit()
    with portal.site() as site:
        found = given_roles.findings(site, portal.dsn, everywhere=True)
    told = {(each.how.value, each.what) for each in given_roles.of_account(found, "len-lut")}
    assert told == {
        ("own_role", "EditorialBoard"),
        ("local_role", "ProvincialEditor"),
        ("unrecorded", "heads-ha-noi"),
    }
    # What the portal gave is none of these.
    assert not given_roles.of_account(found, "ban-bien-tap")
    for page in ("/tai-khoan", "/tai-khoan?ten=len-lut"):
        assert "EditorialBoard" in people["administrator"].get(page).text
    assert "Không do Cổng trao" in people["administrator"].get("/tai-khoan?q=len-lut").text


# Signing in and out


def login(visitor, account, *, path="/login", headers=None, query=""):
    fields = {"__ac_name": account["username"], "__ac_password": account["password"]}
    body = urlencode({**fields, "buttons.login": "Log in"})
    return visitor.ask("POST", path + query, body=body, headers={**FORM, **(headers or {})})


def cookie_of(answer):
    jar = SimpleCookie()
    for each in answer.cookies:
        jar.load(each)
    found = {name: jar[name].value for name in ("__ac", "__Host-__ac") if name in jar}
    return {name: value for name, value in found.items() if value and value != "deleted"}


def sent(cookie):
    return "; ".join(f'{name}="{value}"' for name, value in cookie.items())


def inside(server, cookie):
    return "logout" in Visitor(server).get("/", cookie=sent(cookie)).text


@pytest.mark.parametrize("path", ["/", "/cao-bang", "/login", "/ban-lam-viec", "/++api++/@search"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_signs_in(server, account, path, method):
    query = urlencode({"__ac_name": account["username"], "__ac_password": account["password"]})
    answer = Visitor(server).ask(method, f"{path}?{query}", headers=FORM)
    assert not cookie_of(answer)
    assert "logout" not in answer.text


def test_nor_a_form_elsewhere_nor_a_cookie_of_a_password(server, account):
    for path in ("/", "/cao-bang", "/tra-cuu", "/++api++/@search"):
        answer = login(Visitor(server), account, path=path)
        assert not cookie_of(answer) and "logout" not in answer.text
    pair = ":".join(account[name].encode().hex() for name in ("username", "password"))
    value = base64.b64encode(pair.encode()).decode()
    assert not inside(server, {"__ac": value})
    body = {"login": account["username"], "password": account["password"]}
    answer = Visitor(server).ask("POST", "/++api++/@case-feed", body=body, headers=JSON)
    assert answer.status == 401


FOREIGN = [
    {"Origin": "https://ke-gian.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Referer": "https://ke-gian.example/trang"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_page_neither_signs_in_nor_acts(server, account, headers):
    refused = login(Visitor(server), account, headers=headers)
    assert refused.status == 403
    assert not cookie_of(refused)
    cookie = sent(cookie_of(login(Visitor(server), account)))
    for path in ("/++api++/cao-bang/tin-tuc", "/cao-bang/nhap-excel", "/++api++/@logout"):
        answer = Visitor(server).ask(
            "POST", path, body={"title": "x"}, headers={**JSON, **headers, "Cookie": cookie}
        )
        assert answer.status == 403, path


def test_the_own_origin_is_welcome(server, account):
    for headers in ({"Origin": server}, {"Sec-Fetch-Site": "same-origin"}, {"Referer": server}):
        assert cookie_of(login(Visitor(server), account, headers=headers))


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_service_takes_json_from_a_session(server, account, kind):
    cookie = sent(cookie_of(login(Visitor(server), account)))
    headers = {"Accept": "application/json", "Content-Type": kind, "Cookie": cookie}
    body = '{"@type": "News Item", "title": "x"}'
    for path in ("/cao-bang/tin-tuc", "/@users/nan-nhan/reset-password"):
        answer = Visitor(server).ask("POST", f"/++api++{path}", body=body, headers=headers)
        # One that is no form at all is refused before anything looks at it.
        assert answer.status == (400 if kind.startswith("multipart") else 415), path


def test_over_https_the_cookie_is_this_hosts_only(server, account):
    https = {"X-Forwarded-Proto": "https"}
    answer = login(Visitor(server), account, headers=https)
    (cookie,) = [each for each in answer.cookies if each.startswith("__Host-__ac=")]
    assert "secure" in cookie.lower() and "path=/" in cookie.lower()
    assert "domain" not in cookie.lower()
    value = cookie_of(answer)
    page = Visitor(server).ask("GET", "/", headers={**https, "Cookie": sent(value)})
    assert "logout" in page.text


def test_signing_out_ends_the_session_at_the_server(portal, server, account):
    other = cookie_of(login(Visitor(server), account))
    cookie = cookie_of(login(Visitor(server), account))
    assert inside(server, cookie)
    Visitor(server).get("/logout", cookie=sent(cookie))
    assert not inside(server, cookie)
    # The one at another desk goes on.
    assert inside(server, other)
    assert recorded(portal, "signed_out")[-1][0] == account["username"]
    assert any(row[0] == account["username"] for row in recorded(portal, "signed_in"))


def token(server, account):
    body = {"login": account["username"], "password": account["password"]}
    return Visitor(server).ask("POST", "/++api++/@login", body=body, headers=JSON).json()["token"]


def holds(server, token):
    answer = Visitor(server).get(
        "/++api++/@users/nan-nhan", accept="application/json", authorization=f"Bearer {token}"
    )
    return answer.status == 200


def service(server, name, **headers):
    return Visitor(server).ask("POST", f"/++api++/{name}", headers={**JSON, **headers})


def test_signing_out_ends_a_token(portal, server, account):
    kept, ended = token(server, account), token(server, account)
    assert service(server, "@logout", Authorization=f"Bearer {ended}").status in (200, 204)
    assert (holds(server, kept), holds(server, ended)) == (True, False)
    assert recorded(portal, "signed_out")[-1][2] == {"kind": "token"}


def test_a_token_is_renewed_by_a_token_and_not_for_ever(server, account, monkeypatch):
    cookie = sent(cookie_of(login(Visitor(server), account)))
    assert service(server, "@login-renew", Cookie=cookie).status == 401
    first = token(server, account)
    fresh = service(server, "@login-renew", Authorization=f"Bearer {first}").json()["token"]
    assert (holds(server, first), holds(server, fresh)) == (False, True)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + datetime.timedelta(hours=12, minutes=1))
    assert not holds(server, fresh)
    assert service(server, "@login-renew", Authorization=f"Bearer {fresh}").status == 401


def test_a_lock_ends_sessions_for_good(portal, server, account):
    cookie, bearer = cookie_of(login(Visitor(server), account)), token(server, account)
    for step in ("disable", "enable"):
        with portal.site() as site:
            getattr(site.acl_users.source_users, step)("nan-nhan")
            transaction.commit()
    assert not inside(server, cookie)
    assert not holds(server, bearer)
    assert inside(server, cookie_of(login(Visitor(server), account)))


def test_who_reads_the_database_forges_nothing(portal, server, account):
    """A cookie and a token made with every key that the database holds."""
    from plone.keyring.interfaces import IKeyManager
    from plone.session import tktauth
    from zope.component import getUtility

    import jwt

    with portal.site() as site:
        stamp = site.acl_users.source_users.stamp("nan-nhan")
        keys = [key for ring in getUtility(IKeyManager).values() for key in ring if key]
        path = "/".join(site.acl_users.jwt_auth.getPhysicalPath())
    now = int(clock.now().timestamp())
    for key in keys:
        ticket = tktauth.createTicket(
            secret=key, userid="nan-nhan", user_data=f"{now} {stamp} {'0' * 32}", timestamp=now
        )
        assert not inside(server, {"__ac": base64.b64encode(ticket).decode()})
        payload = {"sub": "nan-nhan", "jti": "0", "began": now, "exp": now + 900, "stamp": stamp}
        for secret in (key, key + path):
            assert not holds(server, jwt.encode(payload, secret, algorithm="HS256"))


def test_refused_sign_ins_are_recorded_without_what_was_typed(portal, server, account):
    login(Visitor(server), {**account, "password": "sai hoàn toàn rồi"})
    login(Visitor(server), {"username": "mat-khau-go-nham-o", "password": "x"})
    known, unknown = recorded(portal, "sign_in_refused")[-2:]
    assert (known[0], unknown[0]) == ("nan-nhan", "")
    text = str(portal.query("SELECT * FROM thads_record"))
    assert "mat-khau-go-nham-o" not in text and "sai hoàn" not in text


def test_links_to_set_a_password(portal, account, monkeypatch):
    with portal.site() as site:
        tool = site.portal_password_reset
        first = tool.requestReset("nan-nhan")["randomstring"]
        second = tool.requestReset("nan-nhan")["randomstring"]
        assert first not in str(dict(tool._requests)) and second not in str(dict(tool._requests))
        with pytest.raises(Exception):  # noqa: B017 - Plone's own kind
            tool.verifyKey(first)
        tool.verifyKey(second)
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + datetime.timedelta(minutes=61))
        with pytest.raises(Exception):  # noqa: B017 - Plone's own kind
            tool.verifyKey(second)


def test_removed_accounts_and_settings_are_recorded(portal, people):
    with portal.site(role="administrator") as site:
        api.user.create(username="tam-thoi", email="t@thads.example", password=PASSWORD)
        site.acl_users.source_users.removeUser("tam-thoi")
        api.portal.set_registry_record("plone.site_title", "Cổng khác")
        transaction.commit()
    assert recorded(portal, "account_removed")[-1][1] == "tam-thoi"
    assert recorded(portal, "settings_changed")[-1][2] == {"setting": "plone.site_title"}


# What is hidden answers as what never was


@pytest.fixture(scope="module")
def hidden(portal):
    with portal.site() as site:
        numbers = [
            make_listing(portal, site, state=state).id for state in ("draft", "board_review")
        ]
        shown = make_listing(portal, site).id
        transaction.commit()
    return shown, numbers


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "LOCK"]
)
@pytest.mark.parametrize("api", ["", "/++api++"])
def test_a_hidden_number_answers_as_an_unknown_one(server, people, hidden, method, api):
    shown, numbers = hidden
    register = f"{api}/cao-bang/nguoi-phai-thi-hanh-an"

    def ask(who, path):
        body = {"title": "x"} if method in ("POST", "PUT", "PATCH") else None
        answer = people[who].ask(method, path, body=body, headers={"Accept": "application/json"})
        text = re.sub(r"[12]\d{3}-\d{7}", "", answer.text)
        return answer.status, text, answer.headers.get("Location")

    for who in ("nobody", "central_editor"):
        for place in (register, f"{register}/{shown}"):
            unknown = ask(who, f"{place}/2026-9999999")
            for number in numbers:
                assert ask(who, f"{place}/{number}") == unknown


def test_who_does_not_write_learns_no_names(people):
    for who in ("nobody", "inspector"):
        for path in (
            "/++api++/cao-bang", "/++api++/@search?metadata_fields=_all&fullobjects=1",
            "/++api++/@search?metadata_fields=Creator&metadata_fields=listCreators",
            "/++api++/@vocabularies/plone.app.vocabularies.Users",
            "/@@getVocabulary?name=plone.app.vocabularies.Users",
            "/++api++/@querystring-search?query:list=x",
        ):  # fmt: skip
            text = people[who].get(path, accept="application/json").text
            assert "ban-bien-tap" not in text and '"creators"' not in text, path
        for known in ("Creator=ban-bien-tap", "sort_on=Creator"):
            plain = people[who].get("/++api++/@search", accept="application/json").json()
            asked = people[who].get(f"/++api++/@search?{known}", accept="application/json").json()
            assert asked["items_total"] == plain["items_total"]
    editor = people["provincial_editor"]
    for path in (
        "/++api++/@vocabularies/plone.app.vocabularies.Users",
        "/cao-bang/@@getVocabulary?name=plone.app.vocabularies.Users",
        "/cao-bang/@@getVocabulary?name=plone.app.vocabularies.Principals",
    ):
        answer = editor.get(path, accept="application/json")
        assert answer.status in (403, 404)
    # The options of Plone's query would list all accounts; its list of contents needs the others.
    for who in ("provincial_editor", "central_editor", "editorial_board"):
        answer = people[who].get("/@@qsOptions")
        options = answer.json()["indexes"]
        assert options["Creator"]["values"] == {}, who
        assert options["review_state"]["values"] != {}, who
        assert "bien-tap-cao-bang" not in answer.text and "ban-bien-tap" not in answer.text, who
    for who in ("nobody", "inspector"):
        assert people[who].get("/@@qsOptions").status == 404


def test_what_the_editors_screens_ask_for_is_open(people):
    """A list or a form of Plone's without its icons, names or filters does not work."""
    for path in (
        "/@@iconresolver/plone-edit", "/cao-bang/tin-tuc/folder_contents",
        "/cao-bang/tin-tuc/@@fc-contextInfo", "/plonejsi18n?domain=widgets&language=vi",
    ):  # fmt: skip
        assert people["provincial_editor"].get(path).status == 200, path


def test_site_setup_offers_only_what_is_open(people):
    page = people["administrator"].get("/@@overview-controlpanel").text
    offered = set(
        re.findall(r'href="https?://[^/"]+(/(?:@@)?[\w-]+-controlpanel|/portal_registry)"', page)
    )
    assert "/@@mail-controlpanel" in offered
    assert {people["administrator"].get(path).status for path in offered} == {200}
