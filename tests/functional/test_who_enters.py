"""Which account gets which page, over HTTP: everything the portal's layer registers is in a table.

A page that is added without a row here fails the first test: whoever adds it says who may
enter. Who is in no set of a row is refused: 403, or the login for who is not signed in.
"""

from AccessControl.SecurityManagement import noSecurityManager
from tests.support.everybody import account_of
from tests.support.everybody import EVERYBODY
from tests.support.everybody import make_everything
from tests.support.everybody import SIGNED_IN
from tests.support.exhaustive import part
from tests.support.registered_pages import registered
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.codes import State
from thads_portal.interfaces import IThadsLayer
from thads_portal.testing_http import Visitor
from urllib.parse import parse_qs
from urllib.parse import unquote
from urllib.parse import urlencode
from zExceptions import Unauthorized
from zope.component import getGlobalSiteManager
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import pytest
import re


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
#: Interface that pages are registered for -> address of such a thing.
PLACES = {
    "Interface": "",
    "IPloneSiteRoot": "",
    "INavigationRoot": "",
    "IProvincialSite": "/cao-bang",
    "IDebtorRegister": REGISTER,
    "IPostingBatches": "/cao-bang/dot-cong-khai",
    "IPostingBatch": "/cao-bang/dot-cong-khai/2026-0001",
    "IEnforcementAgency": "/cao-bang/cuc",
    "IContentSection": "/cao-bang/tin-tuc",
    "ISectionItem": "/cao-bang/tin-tuc/published",
    "INewsItem": "/cao-bang/tin-tuc/published",
    "IContentish": "/cao-bang/tin-tuc/published",
    "IDexterityContent": "/cao-bang/tin-tuc/published",
    "IEvent": "/cao-bang/su-kien/published",
    "ILegalDocument": "/cao-bang/van-ban/published",
    "IPublicNotice": "/cao-bang/thong-bao/published",
}
#: No pages: what other pages are made of, and what is shown when one fails.
PARTS = {
    ("Interface", "main_template"),
    ("Interface", "thads-layout"),
    ("Exception", "index.html"),
    ("Exception", "json-error"),
}
_FORMATS = ("atom", "csv", "feed.json", "json", "ndjson", "pdf", "phieu.pdf?q=nong", "xlsx")
#: For everybody, signed in or not.
OPEN = {
    "IPloneSiteRoot": {
        "gateway", "goi-y", "gop-y", "yeu-cau", "tra-cuu", *(f"tra-cuu.{each}" for each in _FORMATS),
        "dieu-khoan-su-dung", "huong-dan-tra-cuu", "lien-he", "luat-ap-dung", "quyen-rieng-tu", "tro-nang",
        "bao-tin", "du-lieu", "giay-tra-cuu", "nhat-ky-cong-khai", "thong-ke", "xac-minh", "so-sanh", "manifest.webmanifest", "ngoai-tuyen", "sw.js",
        "", "sitemap.xml", "sitemap.xml.gz", "@changes", "@openapi", "@schemas", "@register-search", "@register-suggest?q=nong",
    },
    "INavigationRoot": {"robots.txt", "login-help"},
    "IContentish": {""},
    "Interface": {"@search"},
    "IProvincialSite": {
        "subsite", "thong-ke", "danh-sach-pdf", *(f"nguoi-phai-thi-hanh-an.{each}" for each in _FORMATS),
        "@register-search", "@register-suggest?q=nong",
    },
    "IDebtorRegister": {"register", "", "csv"},
    "IEnforcementAgency": {"agency"},
    "IContentSection": {"section"},
    "INewsItem": {"news-item"},
    "IEvent": {"event-item", "lich.ics"},
    "ILegalDocument": {"legal-document"},
    "IPublicNotice": {"public-notice"},
}  # fmt: skip
#: For everybody, and answering otherwise than with a page.
OPEN_OTHERWISE = {
    ("IPloneSiteRoot", "chon-tinh"): 303,
    ("INavigationRoot", "contact-info"): 301,
    # Got, it leads to its form.
    ("Interface", "mail_password"): 302,
    # It leads to the login.
    ("Interface", "require_login"): 302,
    # So does the second step of a sign-in that nobody has begun.
    ("IPloneSiteRoot", "xac-nhan-dang-nhap"): 303,
    # No provider of identities is configured.
    ("IPloneSiteRoot", "dang-nhap-mot-lan"): 404,
    # Sent by a form, with code and name.
    ("IPloneSiteRoot", "giay-tra-cuu.pdf"): 405,
    ("IPloneSiteRoot", "giay-tra-cuu.json"): 405,
    # Without a number.
    ("IPloneSiteRoot", "@as-of"): 404,
    # A folder.
    ("IPloneSiteRoot", ".well-known"): 404,
    ("IPloneSiteRoot", "thads-static"): 404,
    # No numbers have been taken yet.
    # It has no last day.
    ("IPublicNotice", "lich.ics"): 404,
    ("IPloneSiteRoot", "thong-ke.csv"): 404,
    ("IPloneSiteRoot", "thong-ke.xlsx"): 404,
    ("IPloneSiteRoot", "thong-ke.json"): 404,
    ("IProvincialSite", "thong-ke.csv"): 404,
    ("IProvincialSite", "thong-ke.xlsx"): 404,
    ("IProvincialSite", "thong-ke.json"): 404,
}
EDITOR = {"provincial_editor"}
OVERSEERS = {"administrator", "editorial_board", "inspector"}
PROVINCE = {"provincial_editor", "agency_head"}
PROVINCES = {*PROVINCE, "provincial_editor_foreign", "agency_head_foreign"}
ADMINISTRATORS = {"administrator", "manager"}
BATCH = {*PROVINCE, "editorial_board", "inspector"}
#: For the staff: status -> accounts.
STAFF = {
    ("IPloneSiteRoot", "hop-yeu-cau"): {200: {"editorial_board"}},
    ("IPloneSiteRoot", "cach-nhan-yeu-cau"): {200: {"editorial_board"}},
    ("IPloneSiteRoot", "so-don"): {200: {"editorial_board"}},
    # Without its id there is no request.
    ("IPloneSiteRoot", "xu-ly-yeu-cau"): {404: {"editorial_board"}},
    ("IPloneSiteRoot", "tep-yeu-cau"): {404: {"editorial_board"}},
    ("IProvincialSite", "hop-yeu-cau"): {200: PROVINCE},
    ("IProvincialSite", "cach-nhan-yeu-cau"): {200: PROVINCE},
    ("IProvincialSite", "so-don"): {200: PROVINCE},
    ("IProvincialSite", "xu-ly-yeu-cau"): {404: PROVINCE},
    ("IProvincialSite", "tep-yeu-cau"): {404: PROVINCE},
    ("IPloneSiteRoot", "ban-lam-viec"): {200: OVERSEERS, 302: {*PROVINCES, "central_editor"}},
    ("IPloneSiteRoot", "lich-han"): {200: OVERSEERS},
    ("IProvincialSite", "lich-han"): {200: {*OVERSEERS, *PROVINCE}},
    ("IPloneSiteRoot", "co-quan"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "to-chuc-khai-thac"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "nhat-ky-khai-thac"): {200: OVERSEERS},
    ("IPloneSiteRoot", "gui-co-quan"): {200: OVERSEERS},
    ("IPloneSiteRoot", "co-quan-mau.xlsx"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "co-quan.xlsx"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "cong-viec"): {200: SIGNED_IN},
    ("IPloneSiteRoot", "cong-viec-tien-do"): {404: SIGNED_IN},
    ("IPloneSiteRoot", "de-nghi-dang"): {200: {"editorial_board"}},
    ("IPloneSiteRoot", "lich-lam-viec"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "dan-so"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "nhan-du-lieu"): {200: OVERSEERS},
    ("IPloneSiteRoot", "tim-trong-ban"): {200: {"editorial_board", "inspector"}},
    ("IProvincialSite", "tim-trong-ban"): {200: {*PROVINCE, "editorial_board", "inspector"}},
    ("IPloneSiteRoot", "ban-bien-tap"): {200: {"central_editor", "editorial_board"}},
    ("IPloneSiteRoot", "phan-cong"): {200: {"editorial_board"}},
    ("IPloneSiteRoot", "nhat-ky"): {200: {*OVERSEERS, "agency_head", "agency_head_foreign"}},
    ("IPloneSiteRoot", "quy-trinh"): {200: OVERSEERS},
    ("Interface", "getVocabulary"): {200: SIGNED_IN},
    ("IPloneSiteRoot", "sap-nhap"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "tai-khoan"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "thu-dien-tu"): {200: ADMINISTRATORS},
    ("IPloneSiteRoot", "bao-ve-tai-khoan"): {200: SIGNED_IN},
    ("IPloneSiteRoot", "cham-dut-cho-duyet"): {200: {"editorial_board"}},
    ("IPloneSiteRoot", "thu-bao-viec"): {200: SIGNED_IN},
    ("IPloneSiteRoot", "xac-nhan-vai-tro"): {200: {*ADMINISTRATORS, "editorial_board"}},
    ("IPloneSiteRoot", "tuan-thu"): {200: {*OVERSEERS, "agency_head", "agency_head_foreign"}},
    ("IPloneSiteRoot", "dieu-hanh"): {200: {*OVERSEERS, "agency_head", "agency_head_foreign"}},
    ("IPloneSiteRoot", "phien-hop"): {200: {*OVERSEERS}},
    ("IProvincialSite", "ban-lam-viec"): {200: {*OVERSEERS, *PROVINCE}},
    ("IProvincialSite", "can-cu-luat-moi"): {200: EDITOR},
    ("IProvincialSite", "cham-dut-hang-loat"): {200: {*EDITOR, "editorial_board"}},
    # Without an id of the case system there is nothing to look for.
    ("IPloneSiteRoot", "@cases"): {400: SIGNED_IN},
    ("IPloneSiteRoot", "viec-den-han"): {200: {"editorial_board"}},
    ("IPloneSiteRoot", "thong-ke-theo-doi"): {200: {"editorial_board"}},
    ("IProvincialSite", "thong-ke-theo-doi"): {200: {*PROVINCE, "editorial_board"}},
    ("IProvincialSite", "viec-den-han"): {200: {*PROVINCE, "editorial_board"}},
    ("IProvincialSite", "cham-dut-tu-excel"): {200: {*EDITOR, "editorial_board"}},
    ("IProvincialSite", "niem-yet-tu-excel"): {200: {*EDITOR}},
    ("IProvincialSite", "thu-tien-tu-excel"): {200: {*EDITOR}},
    ("IProvincialSite", "xac-minh-tu-excel"): {200: {*EDITOR}},
    ("IProvincialSite", "goi-y-noi"): {200: EDITOR},
    ("IProvincialSite", "in-danh-sach"): {200: {*OVERSEERS, *PROVINCE}},
    ("IProvincialSite", "ky-thay"): {200: {*OVERSEERS, *PROVINCE}},
    ("IProvincialSite", "nhap-excel"): {200: EDITOR},
    ("IProvincialSite", "nhap-excel-da-sua.xlsx"): {404: EDITOR},
    ("IProvincialSite", "nhap-excel-ghi-chu.xlsx"): {404: EDITOR},
    ("IProvincialSite", "nhap-excel-mau.xlsx"): {200: EDITOR},
    ("IProvincialSite", "quy-trinh"): {200: {*OVERSEERS, *PROVINCE}},
    ("IProvincialSite", "tai-khoan"): {200: {*OVERSEERS, "agency_head"}},
    ("IDebtorRegister", "goi-y-nhap"): {200: EDITOR},
    ("IDebtorRegister", "kiem-tra-noi-dung"): {200: EDITOR},
    ("IDebtorRegister", "them-moi"): {200: EDITOR},
    ("IPostingBatches", "batches"): {200: BATCH},
    ("IPostingBatch", "batch"): {200: BATCH},
    ("IPostingBatch", "in-danh-sach"): {200: BATCH},
    ("IPostingBatch", "tai-excel"): {200: BATCH},
    # There is no such document, for who might see it.
    ("IPostingBatch", "tai-lieu"): {404: {*PROVINCE, "editorial_board"}},
    # They take what is sent, and ask then who sends it.
    ("ISectionItem", "buoc"): {405: SIGNED_IN},
    ("ISectionItem", "chia-se"): {405: SIGNED_IN},
    ("IDexterityContent", "ban-sua"): {200: {*EDITOR, *ADMINISTRATORS, "editorial_board"}},
    ("IDexterityContent", "trao-doi"): {200: {*EDITOR, *ADMINISTRATORS, "editorial_board"}},
    ("IDexterityContent", "edit"): {200: {*EDITOR, *ADMINISTRATORS}},
    ("ISectionItem", "tep-dinh-kem"): {200: {*EDITOR, *ADMINISTRATORS}},
    ("IContentSection", "viet"): {200: {*EDITOR, *ADMINISTRATORS}},
    ("ISectionItem", "soan"): {200: {*EDITOR, *ADMINISTRATORS}},
    ("ISectionItem", "xem-truoc"): {200: {*EDITOR, *ADMINISTRATORS, "editorial_board"}},
    ("ISectionItem", "lich-su"): {200: {*EDITOR, *ADMINISTRATORS, "editorial_board"}},
    ("ISectionItem", "bo-vao-thung-rac"): {200: {*EDITOR, *ADMINISTRATORS}},
    ("IPloneSiteRoot", "mau-van-ban"): {200: {*ADMINISTRATORS, "central_editor"}},
    ("IProvincialSite", "mau-van-ban"): {200: {*EDITOR, *ADMINISTRATORS}},
    ("IPloneSiteRoot", "thung-rac"): {200: {*ADMINISTRATORS, "central_editor"}},
    ("IProvincialSite", "thung-rac"): {200: {*EDITOR, *ADMINISTRATORS}},
}
#: Sees a listing that is not public. For all others it is not there, or gone.
INSIDE = {"provincial_editor", "agency_head", "editorial_board", "inspector", "manager"}
ENTERED = (State.DRAFT, State.RETURNED)
UNPUBLISHED = (State.DRAFT, State.SUBMITTED, State.BOARD_REVIEW, State.RETURNED)


def _where(accounts, *states, otherwise=409):
    """State -> status -> accounts: a page that can be used in `states`."""
    return {state: {200 if state in states else otherwise: accounts} for state in State}


def _ending():
    """An editor proposes, for what is public; the board ends also what is not."""
    found = _where({*EDITOR, "editorial_board"}, State.PUBLISHED)
    return found | {s: {409: EDITOR, 200: {"editorial_board"}} for s in UNPUBLISHED}


_IN_A_CASE = [state for state in State if state is not State.DRAFT]
#: Page of a listing -> state -> status -> accounts.
LISTING = {
    "ho-so": _where(INSIDE, *State),
    "xem-duyet": _where(INSIDE, *State),
    "in-niem-yet": _where(INSIDE, *State),
    "thong-bao-niem-yet": _where(EDITOR, *State),
    "sua": _where(EDITOR, *ENTERED, State.PUBLISHED),
    "niem-yet": _where(EDITOR, *State),
    "theo-doi-rieng": _where(EDITOR, State.PUBLISHED),
    "cong-khai-lai": _where(EDITOR, State.ENDED),
    "uy-thac": _where({"editorial_board"}, State.ENDED),
    "cham-dut": _ending(),
    # A draft belongs to no case yet.
    "theo-doi-viec": _where({*PROVINCE, "editorial_board"}, *_IN_A_CASE, otherwise=422),
    # There is no such file, for who might see it.
    "xem-tai-lieu": {
        state: {422 if state is State.DRAFT else 404: {*PROVINCE, "editorial_board"}}
        for state in State
    },
    **dict.fromkeys(
        (
            *("ghi-xac-minh", "ghi-thu-tien", "ghi-so", "dao-but-toan", "lap-viec"),
            *("cap-nhat-cong-khai", "tai-lieu-viec"),
        ),
        _where(EDITOR, *_IN_A_CASE, otherwise=422),
    ),
}
#: For whom the listing itself is there, in a state.
SHOWN = {
    page: {
        state: {status: EVERYBODY} if state is State.PUBLISHED else {status_inside: INSIDE}
        for state in State
    }
    for page, status, status_inside in (
        ("listing", 200, 200), ("listing.json", 200, 200), ("", 200, 200),
        # No paper is made of what is not public.
        ("listing.pdf", 200, 404), ("pdf", 200, 404),
    )
}  # fmt: skip
#: Services that write: sent, and never got.
SERVICES = {
    *(
        ("IPloneSiteRoot", name)
        for name in (
            "@case-feed",
            "@certificates",
            "@match",
            "@watches",
            "@users",
            "@login-renew",
            "@logout",
        )
    ),
    ("IDexterityContent", "PATCH_application_json_"),
    ("ISectionItem", "DELETE_application_json_"),
    ("IPloneSiteRoot", "DELETE_application_json_@watches"),
}
FEEDS = {"case_system", "case_system_own", "case_system_foreign"}
#: The type IProcedure has no place of its own on the subsites.
ELSEWHERE = {("IProcedure", "procedure")}


@pytest.fixture(scope="module")
def numbers(portal):
    return make_everything(portal)


@pytest.fixture(scope="module")
def visitors(portal, server, numbers):
    return {name: Visitor(server, account_of(portal, name)) for name in sorted(EVERYBODY)}


def in_tables():
    rows = {(kind, name.partition("?")[0]) for kind, names in OPEN.items() for name in names}
    rows |= OPEN_OTHERWISE.keys() | STAFF.keys() | PARTS | SERVICES | ELSEWHERE
    rows |= {("IDebtorListing", name) for name in (*LISTING, *SHOWN)}
    return rows


def test_every_page_is_in_a_table(portal):
    assert registered() == in_tables()


def _get(visitor, path, name):
    if name == "csv":
        return visitor.get(path, accept="text/csv").status
    if name == "" or name.startswith("@"):
        return visitor.get(f"/++api++{path}/{name}", accept="application/json").status
    return _shown(visitor, f"{path}/{name}")


def _shown(visitor, path):
    """The status at the one address of a page: the name of a thing's own view leads there."""
    answer = visitor.get(path)
    if answer.status == 301 and answer.headers["Location"].endswith(path.rpartition("/")[0]):
        answer = visitor.get(path.rpartition("/")[0] or "/")
    return answer.status


@pytest.mark.parametrize("kind", OPEN)
def test_open_pages(visitors, kind):
    for name in OPEN[kind]:
        for account in ("anonymous", "provincial_editor_foreign"):
            assert (name, _get(visitors[account], PLACES[kind], name)) == (name, 200)


@pytest.mark.parametrize(("kind", "name"), OPEN_OTHERWISE)
def test_open_addresses(visitors, kind, name):
    answer = visitors["anonymous"].get(f"{PLACES[kind]}/{name}")
    assert answer.status == OPEN_OTHERWISE[kind, name]


def refused(account):
    return 302 if account == "anonymous" else 403


@pytest.mark.parametrize(("kind", "name"), STAFF)
def test_pages_of_the_staff(visitors, kind, name):
    statuses = {account: refused(account) for account in EVERYBODY}
    for status, accounts in STAFF[kind, name].items():
        statuses |= dict.fromkeys(accounts, status)
    if name.startswith("@"):
        # A program is told to sign in; it is not led to the login.
        statuses["anonymous"] = 401
    # Everybody who is refused; of those whom a page is made for one in three, other ones at each page.
    admitted = [account for account in visitors if statuses[account] == 200]
    left_out = {*admitted} - {*part(admitted, sum(name.encode()), 3)}
    asked = [account for account in visitors if account not in left_out]
    answers = {account: _get(visitors[account], PLACES[kind], name) for account in asked}
    assert answers == {account: statuses[account] for account in asked}


#: What is public, what is not yet and what was: the other states are not yet either.
MAIN = (State.DRAFT, State.PUBLISHED, State.ENDED)
#: One of each kind of those who are outside.
OUTSIDE = {"anonymous", "member", "administrator", "provincial_editor_foreign", "case_system_own"}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", [*LISTING, *SHOWN])
def test_pages_of_a_listing(visitors, numbers, state, name):
    row = (LISTING.get(name) or SHOWN[name])[state]
    if state not in MAIN:
        asked = {account for accounts in row.values() for account in accounts}
    elif name in ("listing", "ho-so"):
        asked = EVERYBODY
    else:
        asked = INSIDE | OUTSIDE
    statuses = {}
    for account in asked:
        if (
            (account == "anonymous" and name in LISTING)
            or account in INSIDE
            or state is State.PUBLISHED
        ):
            statuses[account] = refused(account)
        else:
            statuses[account] = 410 if state is State.ENDED else 404
    for status, accounts in row.items():
        statuses |= {account: status for account in accounts if account in asked}
    path = f"{REGISTER}/{numbers[state]}"
    assert {account: _get(visitors[account], path, name) for account in asked} == statuses


def staff_addresses(numbers):
    """(address, account that may open it): pages of the portal and of Plone, and links in mails."""
    for (kind, name), row in STAFF.items():
        for account in sorted(row.get(200, ()))[:1]:
            yield f"{PLACES[kind]}/{name}", account
    for state, number in numbers.items():
        for name, rows in LISTING.items():
            for account in sorted(rows[state].get(200, ()))[:1]:
                yield f"{REGISTER}/{number}/{name}", account
    for path in (
        "/cao-bang/dot-cong-khai?state=submitted",
        "/cao-bang/dot-cong-khai/2026-0001",
        "/cao-bang/tin-tuc/published/edit",
        "/cao-bang/tin-tuc/folder_contents",
        "/cao-bang/tin-tuc/++add++News%20Item",
        "/@@personal-information",
    ):
        yield path, "provincial_editor"


#: Which no account opens: not there, but nobody may learn that without an account.
NOT_THERE = (
    f"{REGISTER}/2026-9999999/ho-so",
    "/cao-bang/dot-cong-khai/2026-9999",
    "/cao-bang/dot-cong-khai/2026-9999/in-danh-sach",
)


def test_every_address_of_the_staff_leads_a_visitor_to_the_login(visitors, server, numbers):
    """A session ends, a link stands in a mail: nobody meets "there is no such page"."""
    visitor = visitors["anonymous"]
    for path in (*(path for path, _account in staff_addresses(numbers)), *NOT_THERE):
        answer = visitor.get(path)
        assert answer.status == 302, path
        login, _mark, back = answer.headers["Location"].partition("?")
        assert login == f"{server}/login", path
        (came_from,) = parse_qs(back)["came_from"]
        assert unquote(came_from) == unquote(path)
        assert "no-store" in answer.headers["Cache-Control"]
    answer = visitor.get(answer.headers["Location"].removeprefix(server))
    assert answer.status == 200
    assert 'value="/cao-bang/dot-cong-khai/2026-9999/in-danh-sach"' in answer.text


def test_the_login_leads_back_to_what_was_asked_for(portal, visitors, server, numbers):
    # The way back knows no states: of a listing's pages one each.
    kinds = {
        re.sub(r"/\d{4}-\d{7}/", "/", path): (path, name) for path, name in staff_addresses(numbers)
    }
    assert len(kinds) > 80
    for path, name in kinds.values():
        account = account_of(portal, name)
        asked = visitors["anonymous"].get(path).headers["Location"]
        (came_from,) = parse_qs(asked.partition("?")[2])["came_from"]
        sent = {
            "__ac_name": account["username"],
            "__ac_password": account["password"],
            "came_from": came_from,
            "buttons.login": "1",
        }
        answer = Visitor(server).ask(
            "POST",
            "/login",
            body=urlencode(sent),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": server},
        )
        assert answer.status in (302, 303), path
        back = answer.headers["Location"].removeprefix(server)
        assert unquote(back) == unquote(path)


@pytest.mark.parametrize(
    "came_from", ["https://elsewhere.example/x", "//elsewhere.example", "\\\\x"]
)
def test_the_way_back_is_never_to_another_host(visitors, came_from):
    answer = visitors["anonymous"].get(f"/require_login?{urlencode({'came_from': came_from})}")
    assert answer.status == 302
    page = visitors["anonymous"].get("/login?" + answer.headers["Location"].partition("?")[2])
    kept = re.search(r'<input[^>]*name="came_from"[^>]*>', page.text)
    assert "elsewhere" not in kept[0]
    assert "\\\\" not in kept[0]


def test_who_may_send_to_the_case_feed(visitors):
    def send(visitor):
        answer = visitor.ask(
            "POST",
            "/++api++/@case-feed",
            body=b"",
            headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
        )
        return answer.status

    statuses = {account: send(each) for account, each in visitors.items()}
    assert {account for account, status in statuses.items() if status not in (401, 403)} == FEEDS


def staff_pages():
    """(interface, name, class) of every page of a desk, as registered."""
    for each in getGlobalSiteManager().registeredAdapters():
        if isinstance(each.factory, type) and issubclass(each.factory, DeskPage):
            yield each.required[0].__name__.rpartition(".")[2], each.name, each.factory


def test_every_registration_of_a_staff_page_names_its_permission(portal):
    found = {
        (kind, name): {
            permission
            for permission, methods, *_roles in factory.__ac_permissions__
            if "__call__" in methods
        }
        for kind, name, factory in staff_pages()
    }
    assert len(found) > 35
    open_to_all = {"View", "Public", "Access contents information"}
    assert not {key for key, asked in found.items() if not asked or asked & open_to_all}


def test_who_has_not_entered_reaches_nothing_of_a_staff_page(portal, numbers, monkeypatch):
    """Even past its permission: nobody gets to ``respond``, so to ``update`` or ``handle``."""
    reached = []
    with portal.site() as site:
        noSecurityManager()
        for method in ("GET", "POST"):
            for kind, name, factory in staff_pages():
                path = PLACES.get(kind, f"{REGISTER}/{numbers[State.PUBLISHED]}")
                site.REQUEST["PARENTS"] = [site]
                request = site.REQUEST.clone()
                request["PARENTS"] = [site]
                request.method = method
                alsoProvides(request, IThadsLayer)
                context = site.unrestrictedTraverse(path.lstrip("/")) if path else site
                page = getMultiAdapter((context, request), name=name)
                assert isinstance(page, factory)
                for step in ("respond", "update", "handle"):
                    monkeypatch.setattr(
                        page, step, lambda *_all, at=(kind, name): reached.append(at)
                    )
                with pytest.raises(Unauthorized):
                    page()
    assert reached == []


def test_how_it_is_settled_who_enters_cannot_be_overridden():
    for name in ("__call__", "_enter"):
        with pytest.raises(TypeError, match="who enters"):
            type("Page", (DeskPage,), {name: lambda self: "open"})


def test_a_subclass_only_adds_to_what_is_asked():
    asked = []
    page = type("Page", (DeskPage,), {"admit": lambda self: asked.append("first")})
    page = type("Further", (page,), {"admit": lambda self: asked.append("second")})
    page.layout = type("Layout", (), {"user": "somebody"})
    page.may = lambda *_all: True
    page(None, None)._enter()
    assert asked == ["first", "second"]
