"""The doors that Plone and Zope bring: who is no manager finds them shut, and learns nothing.

What is read here is what somebody sees who tries the well-known addresses.
"""

from plone import api
from plone.registry.interfaces import IRegistry
from tests.support.registered_pages import registered
from thads_portal.security.open_doors import Audience
from thads_portal.security.open_doors import VIEWS
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.interface import Interface

import pytest
import re
import transaction


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Accept": "application/json", "Content-Type": "application/json"}
ROLES = ("anonymous", "provincial_editor", "editorial_board")
TRACE = re.compile(r"traceback|Module [\w.]+, line|File &quot;|psycopg|zexceptions", re.I)
SHUT = (302, 401, 403, 404)

#: Zope's management, of the root, the portal and what is in it; for managers only.
MANAGEMENT = [
    "/manage", "/manage_main", "/manage_tabs", "/manage_workspace", "/manage_access", "/manage_menu",
    "/manage_propertiesForm", "/manage_findForm", "/manage_addProduct", "/manage_zmi_logout",
    "/acl_users/manage_main", "/acl_users/getUsers", "/acl_users/searchUsers",
    "/acl_users/source_users/manage_users", "/acl_users/source_users/listUserInfo",
    "/cao-bang/manage", "/cao-bang/manage_main", "/cao-bang/cuc/manage_main",
    "/error_log", "/error_log/manage_main", "/error_log/getLogEntries", "/error_log/showEntry",
    "/portal_memberdata", "/portal_membership", "/portal_membership/listMembers", "/portal_groups",
    "/portal_workflow", "/portal_setup", "/portal_setup/manage_importSteps", "/portal_registry",
    "/portal_catalog/manage_catalogView", "/portal_skins/manage_main", "/portal_types",
    "/MailHost", "/MailHost/manage_main", "/plone_utils", "/content_type_registry",
    "/@@error-log-form", "/@@error-log-show-entry", "/@@maintenance-controlpanel",
    "/@@export_content", "/@@import_content", "/@@plone-upgrade", "/@@manage-viewlets",
    "/prefs_install_products_form", "/Control_Panel", "/Control_Panel/Database/manage_main",
    "/Plone/manage_main", "/virtual_hosting", "/objectIds", "/objectValues", "/get_local_roles",
]  # fmt: skip
#: Plone's pages for administrators.
ADMINISTRATION = [
    "/@@usergroup-userprefs", "/@@usergroup-groupprefs", "/@@usergroup-controlpanel",
    "/@@user-information?userid=ban-bien-tap", "/@@new-user", "/@@register",
    "/@@overview-controlpanel", "/@@site-controlpanel", "/@@mail-controlpanel",
    "/@@security-controlpanel", "/@@dexterity-types", "/@@manage-portlets",
]  # fmt: skip
#: Services that tell of accounts, groups or the system.
SERVICES = [
    "/@users", "/@users?query=ban", "/@groups", "/@groups/editors-cao-bang", "/@registry",
    "/@controlpanels", "/@system", "/@database", "/@roles", "/@addons", "/@upgrade",
    "/@principals?search=ban", "/@aliases",
]  # fmt: skip


@pytest.fixture(scope="module")
def visitors(portal, server):
    roles = (*ROLES, "administrator")
    return {role: Visitor(server, portal.accounts.get(role)) for role in roles}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", [*MANAGEMENT, *ADMINISTRATION])
def test_management_is_shut(visitors, role, path):
    answer = visitors[role].get(path)
    # The board may look at who may write news; it may change nothing.
    assert answer.status in SHUT, path
    assert not TRACE.search(answer.text)


@pytest.mark.parametrize("place", ["", "/cao-bang", "/cao-bang/tin-tuc"])
@pytest.mark.parametrize(
    "tool",
    [
        "acl_users", "acl_users/source_users", "portal_catalog", "portal_catalog/Indexes",
        "portal_setup", "portal_workflow", "portal_types", "MailHost", "error_log", "Control_Panel",
    ],
)  # fmt: skip
def test_a_tool_of_zopes_is_no_page_for_visitors(visitors, place, tool):
    """As an unknown name: neither a login nor a refusal tells that something is there."""
    answer = visitors["anonymous"].get(f"{place}/{tool}")
    assert answer.status == 404
    assert "Không có trang này" in answer.text


@pytest.mark.parametrize("path", MANAGEMENT)
def test_zopes_management_is_not_for_administrators(visitors, path):
    assert visitors["administrator"].get(path).status in SHUT, path


def test_of_plones_pages_a_visitor_gets_the_needed_ones(visitors):
    """Every page that is registered anywhere, asked for where a visitor may stand."""
    names = {
        each.name
        for each in getGlobalSiteManager().registeredAdapters()
        if len(each.required) == 2 and each.provided is Interface
        if each.name and "logout" not in each.name
    }
    assert len(names) > 500
    own = {view for _place, view in registered()} | {"register", "agency", "subsite"}
    shown = set()
    for number, name in enumerate(sorted(names)):
        # Few are registered for one kind of place only: they take turns.
        for place in ("", "/cao-bang" if number % 2 else "/cao-bang/tin-tuc")[: 1 + number % 3]:
            answer = visitors["anonymous"].get(f"{place}/@@{quote(name)}")
            assert answer.status < 500, (place, name)
            if answer.status == 200:
                shown.add(name)
    visitors_own = {name for name, to in VIEWS.items() if to is Audience.EVERYBODY}
    assert shown - own <= visitors_own | {"main_template"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", SERVICES)
def test_services_tell_nothing_of_accounts(visitors, role, path):
    answer = visitors[role].get(f"/++api++{path}", accept="application/json")
    assert answer.status in SHUT, path
    assert "ban-bien-tap" not in answer.text


def test_accounts_are_not_named_to_visitors(visitors):
    for path in (
        "/author/ban-bien-tap",
        "/@@getVocabulary?name=plone.app.vocabularies.Users",
        "/++api++/@vocabularies/plone.app.vocabularies.Users",
        "/++api++/@querystring",
        "/++api++/@users/ban-bien-tap",
        "/++api++/@sharing",
    ):
        text = visitors["anonymous"].get(path, accept="application/json").text
        assert "@thads.example" not in text
        assert "Ban Biên tập (mẫu)" not in text
        assert "phan-mem-thu-ly" not in text


@pytest.mark.parametrize("role", ["anonymous", "provincial_editor", "editorial_board"])
@pytest.mark.parametrize("path", ["", "/cao-bang", "/cao-bang/tin-tuc"])
def test_nobody_gives_roles_by_the_sharing_page(portal, visitors, role, path):
    assert visitors[role].get(f"{path}/@@sharing").status in SHUT
    answer = visitors[role].ask(
        "POST",
        f"/++api++{path}/@sharing",
        body={"entries": [{"id": "kiem-tra", "type": "user", "roles": {"Editor": True}}]},
        headers=JSON,
    )
    assert answer.status in SHUT
    with portal.site() as site:
        place = site.unrestrictedTraverse(path.lstrip("/")) if path else site
        assert "kiem-tra" not in dict(place.get_local_roles())


def test_nobody_registers(portal, visitors):
    assert visitors["anonymous"].get("/@@register").status in SHUT
    answer = visitors["anonymous"].ask(
        "POST",
        "/++api++/@users",
        body={"username": "nguoi-la", "email": "la@thads.example", "password": "Mot-mat-khau-9"},
        headers=JSON,
    )
    assert answer.status in SHUT
    with portal.site():
        assert api.user.get(username="nguoi-la") is None


@pytest.fixture
def outbox(portal, monkeypatch):
    from Products.MailHost.MailHost import MailHost

    sent = []
    monkeypatch.setattr(MailHost, "send", lambda self, message, *a, **more: sent.append(message))

    def server(host, sender):
        with portal.site():
            registry = getUtility(IRegistry)
            registry["plone.smtp_host"], registry["plone.email_from_address"] = host, sender
            transaction.commit()

    server("mail.thads.example", "cong@thads.example")
    yield sent
    server("", None)


def _forgotten(visitor, login):
    body = urlencode({"userid": login})
    return visitor.ask("POST", "/mail_password", body=body, headers=FORM)


def test_a_forgotten_password_says_nothing_of_who_has_an_account(portal, visitors, outbox):
    known = _forgotten(visitors["anonymous"], "ban-bien-tap")
    unknown = _forgotten(visitors["anonymous"], "khong-co-ai")
    assert outbox == []
    portal.run_jobs()
    assert len(outbox) == 1
    (link,) = re.findall(r"/passwordreset/\S+", outbox[0].get_content())
    assert visitors["anonymous"].get(link).status == 200
    assert (known.status, known.text) == (unknown.status, unknown.text) == (303, "")
    assert known.headers["Location"] == unknown.headers["Location"]
    assert visitors["anonymous"].get("/mail_password_response").status == 200
    assert known.headers.keys() == unknown.headers.keys()
    assert known.cookies == unknown.cookies == ()


def test_nobody_is_mailed_thirty_links(portal, visitors, outbox):
    for _ in range(30):
        _forgotten(visitors["anonymous"], "kiem-tra")
    portal.run_jobs()
    assert 1 <= len(outbox) <= 3


def test_nor_by_the_service(portal, visitors, outbox):
    def reset(login, **data):
        path = f"/++api++/@users/{login}/reset-password"
        answer = visitors["anonymous"].ask("POST", path, body=data, headers=JSON)
        return answer.status, answer.text

    assert reset("ban-bien-tap") == reset("khong-co-ai")
    portal.run_jobs()
    assert len(outbox) == 1
    token = {"reset_token": "x" * 32, "new_password": "Bon tu khong lien quan 9"}
    assert reset("ban-bien-tap", **token)[0] == reset("khong-co-ai", **token)[0] == 403


def test_a_wrong_link_sets_no_password(visitors):
    answer = visitors["anonymous"].get("/passwordreset/" + "x" * 32)
    assert "ban-bien-tap" not in answer.text
    assert not TRACE.search(answer.text)


@pytest.mark.parametrize("path", ["/", "/cao-bang", "/login", "/tra-cuu?q=nong", "/khong-co"])
def test_headers(visitors, path):
    headers = visitors["anonymous"].get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["script-src"] == "'self'"
    for sources in policy.values():
        assert "http" not in sources
        assert "*" not in sources
    assert "X-Powered-By" not in headers


def _signed_in(server, portal, **headers):
    account = portal.accounts["editorial_board"]
    body = urlencode(
        {
            "__ac_name": account["username"],
            "__ac_password": account["password"],
            "buttons.login": "Log in",
        }
    )
    return Visitor(server).ask("POST", "/login", body=body, headers={**FORM, **headers}).cookies


def test_the_cookie_of_a_session(server, portal):
    plain = [each for each in _signed_in(server, portal) if each.startswith("__ac=")]
    assert len(plain) == 1
    assert "httponly" in plain[0].lower()
    assert "samesite=lax" in plain[0].lower()
    secure = [
        each
        for each in _signed_in(server, portal, **{"X-Forwarded-Proto": "https"})
        if each.startswith("__Host-__ac=")
    ]
    assert "secure" in secure[0].lower()


@pytest.mark.parametrize(
    "path", ["/", "/cao-bang", "/tai-khoan", "/cao-bang/nguoi-phai-thi-hanh-an"]
)
@pytest.mark.parametrize(
    "method",
    ["TRACE", "TRACK", "DEBUG", "CONNECT", "FOO", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE",
     "LOCK", "UNLOCK", "SEARCH", "REPORT"],
)  # fmt: skip
def test_methods_that_no_page_has(visitors, method, path):
    for role in ("anonymous", "administrator"):
        answer = visitors[role].ask(method, path, headers={"X-Secret": "dau-vet"})
        assert answer.status == 405
        assert "TRACE" not in answer.headers["Allow"]
        assert "dau-vet" not in answer.text


def test_what_is_allowed_is_said(visitors):
    answer = visitors["anonymous"].ask("OPTIONS", "/cao-bang")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    head = visitors["anonymous"].ask("HEAD", "/cao-bang")
    assert (head.status, head.body) == (200, b"")


def test_an_error_shows_no_trace(visitors, monkeypatch):
    from thads_portal.browser.public.home import Gateway

    def fail(self):
        raise RuntimeError("bi-mat")

    monkeypatch.setattr(Gateway, "__call__", fail)
    for role in ("anonymous", "administrator"):
        for accept in ("text/html", "application/json"):
            answer = visitors[role].get("/", accept=accept)
            assert not TRACE.search(answer.text)
            assert "bi-mat" not in answer.text
