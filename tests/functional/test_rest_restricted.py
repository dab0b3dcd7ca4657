"""What is not public leaves by no address: every value of it is a marker, every address is read.

A new page, service, file or feed is added to ADDRESSES by one line. The test proves
first that the markers are stored, so that it cannot pass on an empty listing.
"""

from plone import api
from tests.support.everybody import FURTHER
from tests.support.everybody import PASSWORD
from tests.support.exhaustive import part
from thads_portal.browser.public.exports.formats import FORMATS
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.records import STAFF_FIELDS
from thads_portal.opendata import bulk
from thads_portal.register import statistics
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from thads_portal.workflow.transitions import set_state
from urllib.parse import quote

import datetime
import gzip
import io
import pytest
import transaction
import zipfile


NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
BORN = datetime.date(1907, 3, 9)
#: field -> value; the text by which a value is recognised is in FORMS.
RESTRICTED = {
    "personal_id": "004079555777",
    "date_of_birth": BORN,
    "creditor": "Dấuhiệu Chủnợ",
    "enforcement_officer": "Dấuhiệu Chấphành",
    "case_number": "DAUHIEU-HS-77",
}
#: Beside the restricted fields: for the staff, or for the machinery, never for the public.
INTERNAL = {
    "signed_by": "Dấuhiệu Ngườiký",
    "external_id": "dauhieu:ext:{state}",
    "created_by": "dauhieu-nguoi-nhap",
}
COMMENT = "Dấuhiệu ý kiến nội bộ"
ACTOR = "dauhieu-can-bo"
PENDING = "Dấuhiệu nội dung chờ duyệt"
#: Every way a marker can be written. Upper and lower case are the same.
FORMS = ("dấuhiệu", "dauhieu", "004079555777", "1907-03-09", "09/03/1907", "9/3/1907", "19070309")

NAME = "Nông Văn Kiểmtra"
REGISTER = f"/cao-bang/{REGISTER_ID}"
STATES = ("published", "ended", "draft")
BULK = (
    "SHA256SUMS",
    "manifest.json",
    "thads-ca-nuoc.csv.gz",
    "thads-ca-nuoc.ndjson.gz",
    "thads-cao-bang.csv.gz",
    "thads-cao-bang.ndjson.gz",
)
Q = quote(NAME)

#: What may follow a listing's or a register's address.
_SUFFIXES = """
@history @workflow @actions @types @sharing @lock @breadcrumbs @navigation @contextnavigation
@comments @inherit?expand.inherit.behaviors=plone.basic @navroot @aliases @relations @translations
@workingcopy @linkintegrity @content-rules @querystring @vocabularies @sources @users @search
@@view view @@listing @@register @@historyview @@historypopup content_status_history @@sharing
@@edit edit @@item_view @@summary_view @@full_view RSS rss.xml atom.xml @@download @@images
personal_id date_of_birth creditor enforcement_officer case_number signed_by external_id history
applied pending created_by workflow_history title Title Creator listCreators Description
SearchableText PrincipiaSearchSource snapshot state manage_DAVget manage_FTPget document_src
get_size Format manage_tabs manage_main manage_workspace manage_propertiesForm manage_interfaces
propertyItems propertyValues propertyMap valid_property_ids getProperty?id=creditor
@@getVocabulary?name=x @@contentlisting @@uuid objectIds objectValues contentValues listFolderContents
folder_contents @@fc-contents @@exportimport @@export_content manage_exportObject?download=1
@@dublincore ++widget++form.widgets.personal_id ++rest++x ++api++ @@plone_context_state
@@updated_search @@ploneform-macros externalEdit_ ?personal_id:method=1 ?manage_DAVget:method=1
"""
SUFFIXES = tuple(_SUFFIXES.split())

#: {published}, {ended}, {draft} stand for numbers. One line for each address.
ADDRESSES = [
    "/",
    "/cao-bang",
    "/cao-bang/cuc",
    "/robots.txt",
    "/sitemap.xml.gz",
    "/sitemap",
    REGISTER,
    f"{REGISTER}?q={Q}",
    f"{REGISTER}/{{published}}",
    f"{REGISTER}/{{ended}}",
    f"{REGISTER}/{{ended}}?__ac_name=x&__ac_password=y",
    f"{REGISTER}/{{draft}}?__ac_name=x&__ac_password=y",
    f"{REGISTER}/{{draft}}",
    f"/tra-cuu?q={Q}",
    f"/tra-cuu?q={Q}&sort=name",
    "/tra-cuu?ground=z",
    f"/goi-y?q={Q}",
    f"/@@search?SearchableText={Q}",
    f"/@@ajax-search?SearchableText={Q}",
    "/search_rss",
    "/RSS",
    *(f"/tra-cuu.{suffix}?q={Q}" for suffix in FORMATS),
    *(f"/tra-cuu.{suffix}?ground=z" for suffix in FORMATS),
    # The others say again what was asked for, in their own addresses.
    *(f"/tra-cuu.{suffix}?number=004079555777" for suffix in ("csv", "xlsx", "ndjson")),
    *(f"{REGISTER}.{suffix}" for suffix in FORMATS),
    *(f"{REGISTER}/{{{state}}}.{suffix}" for state in STATES for suffix in ("json", "pdf", "csv")),
    "/du-lieu",
    *(f"/du-lieu/{name}" for name in BULK),
    "/thong-ke",
    "/cao-bang/thong-ke",
    "/thong-ke.csv?bang=agency",
    "/cao-bang/thong-ke.xlsx?bang=agency",
    "/++api++/@changes?limit=10000",
    f"/++api++/@register-search?q={Q}",
    "/++api++/@register-search?ground=z",
    f"/++api++/cao-bang/@register-search?q={Q}&fullobjects=1",
    f"/++api++/@register-suggest?q={Q}",
    f"/++api++{REGISTER}",
    f"/++api++{REGISTER}?fullobjects=1&include_items=1",
    f"/++api++{REGISTER}/{{published}}",
    f"/++api++{REGISTER}/{{published}}?fullobjects=1&expand=workflow,actions,types&metadata_fields=_all",
    f"/++api++{REGISTER}/{{ended}}",
    f"/++api++{REGISTER}/{{draft}}",
    f"/++api++/@search?SearchableText={Q}&metadata_fields=_all&fullobjects=1",
    "/++api++/@search?portal_type=DebtorListing&fullobjects=1",
    "/++api++/cao-bang/@search?fullobjects=1&metadata_fields=_all",
    "/++api++/cao-bang?fullobjects=1&include_items=1",
    "/++api++/@querystring-search?query=%7B%7D",
    "/++api++/no-such-page",
    *(f"{REGISTER}/{{published}}/{suffix}" for suffix in SUFFIXES),
    *(f"/++api++{REGISTER}/{{published}}/{suffix}" for suffix in SUFFIXES),
    *(f"{REGISTER}/{{draft}}/{suffix}" for suffix in SUFFIXES),
    *(f"/++api++{REGISTER}/{{ended}}/{suffix}" for suffix in SUFFIXES),
    *(f"{REGISTER}/{suffix}" for suffix in SUFFIXES),
    *(f"/++api++{REGISTER}/{suffix}" for suffix in SUFFIXES),
]


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = {state: marked(portal, site, state).id for state in State}
        transaction.commit()
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    statistics.take(portal.dsn)
    return {str(state): number for state, number in made.items()}


def marked(portal, site, state):
    """A listing in which all that is not public is a marker."""
    internal = {name: value.format(state=state) for name, value in INTERNAL.items()}
    changes = {name: (value, value) for name, value in (*RESTRICTED.items(), *internal.items())}
    history = tuple(
        {
            "kind": kind,
            "occurred_on": NOW.date(),
            "recorded_at": NOW,
            "actor": ACTOR,
            "document_number": None,
            "document_date": None,
            "changes": changes,
            "note": COMMENT,
            "public": False,
            "end_reason": None,
            "due_on": None,
            "comment": COMMENT,
        }
        for kind in ("issued", "amended", "ended")
    )
    pending = {
        "changes": {"obligation": PENDING, **RESTRICTED},
        "note": COMMENT,
        "by": ACTOR,
        "occurred_on": NOW.date(),
    }
    listing = make_listing(
        portal,
        site,
        state=state,
        debtor_name=NAME,
        history=history,
        pending=pending,
        proposed_ending={
            "comment": COMMENT,
            "by": ACTOR,
            "occurred_on": NOW.date(),
            "end_reason": "discharged",
        },
        **RESTRICTED,
        **internal,
    )
    set_state(listing, state, action=ACTOR, actor=ACTOR, when=NOW, comment=COMMENT)
    return listing


def _opened(answer) -> str:
    """The text of an answer, also of one that is packed."""
    if answer.body.startswith(b"\x1f\x8b"):
        return gzip.decompress(answer.body).decode()
    if answer.body.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(answer.body))
        return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return answer.text


def shows_marker(answer) -> bool:
    sent = f"{_opened(answer)} {answer.headers}".casefold()
    # JSON may write the letters as \\u escapes, HTML as entities or for an address.
    plain = sent.encode().decode("unicode_escape", "replace") if "\\u" in sent else sent
    quoted = [quote(form) for form in FORMS]
    return any(form.casefold() in text for text in (sent, plain) for form in (*FORMS, *quoted))


def test_every_field_that_is_not_public_has_its_marker():
    assert set(RESTRICTED) == set(RESTRICTED_FIELDS)
    assert set(STAFF_FIELDS) <= set(INTERNAL)


def test_the_markers_are_stored(portal, numbers):
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][numbers["published"]]
        assert listing.title == NAME
        stored = {name: getattr(listing, name) for name in (*RESTRICTED, *INTERNAL)}
    assert stored["personal_id"] == RESTRICTED["personal_id"]
    assert stored["external_id"] == "dauhieu:ext:published"
    assert all(any(form in str(value).casefold() for form in FORMS) for value in stored.values())


def test_no_column_of_the_register_holds_a_restricted_value(portal, numbers):
    """The source system's id is there to find a listing by; nothing else of all this is."""
    for query in (
        "SELECT to_jsonb(listing) - 'external_id' FROM thads_listing AS listing",
        "SELECT to_jsonb(search) FROM thads_search AS search",
        "SELECT word FROM thads_word",
    ):
        rows = portal.query(query)
        assert rows
        text = str(rows).casefold()
        assert not [form for form in FORMS if form in text]


def leaks(visitor, numbers, addresses=ADDRESSES):
    return [
        (address, answer.status)
        for address in addresses
        if shows_marker(answer := visitor.get(address.format(**numbers)))
    ]


def test_nothing_leaves_for_the_public(server, numbers):
    assert leaks(Visitor(server), numbers) == []


#: Who has an account tries a third of the addresses each, another one than the others; the public all.
THIRDS = ("inspector", "administrator", "provincial_editor_foreign")


def third(role):
    return part(ADDRESSES, THIRDS.index(role), 3)


@pytest.mark.parametrize("role", ["inspector", "administrator"])
def test_nothing_leaves_for_those_who_may_not_see_it(server, portal, numbers, role):
    assert leaks(Visitor(server, portal.accounts[role]), numbers, third(role)) == []


#: Pages of the staff, with what they take.
DESKS = [
    *(
        f"{REGISTER}/{{{state}}}/{page}"
        for state in STATES
        for page in ["ho-so", "sua", "cham-dut", "niem-yet", "uy-thac", "cong-khai-lai", "theo-doi-rieng", "thong-bao-niem-yet", "in-niem-yet", "listing.json", "listing.pdf", "pdf"]
    ),
    f"{REGISTER}/them-moi?debtor_name={Q}",
    f"{REGISTER}/goi-y-nhap?debtor_name={Q}",
    f"{REGISTER}/kiem-tra-noi-dung",
    *(
        f"/cao-bang/{page}"
        for page in ["ban-lam-viec", "ban-lam-viec?viec=sua-doi", "in-danh-sach", "nhap-excel", "dot-cong-khai", "cham-dut-hang-loat", "cham-dut-tu-excel", "lich-han", "niem-yet-tu-excel", "thu-tien-tu-excel", "xac-minh-tu-excel", "tai-khoan", "quy-trinh", "nhap-excel-da-sua.xlsx", "nhap-excel-ghi-chu.xlsx", "folder_contents"]
    ),
    "/ban-lam-viec", "/cong-viec", "/nhan-du-lieu", "/tuan-thu", "/dieu-hanh", "/phien-hop", "/de-nghi-dang", "/thu-bao-viec",
    "/nhat-ky?province=cao-bang", "/nhat-ky?listing={published}",
    "/error_log/getLogEntries", "/@@usergroup-userprefs", "/@@export_content", "/@@historyview",
]  # fmt: skip


@pytest.mark.parametrize("desks", [False, True])
def test_nothing_leaves_for_the_editors_of_another_province(server, portal, numbers, desks):
    username, group = FURTHER["provincial_editor_foreign"]
    with portal.site():
        if api.user.get(username=username) is None:
            email = f"{username}@thads.example"
            api.user.create(username=username, email=email, password=PASSWORD)
            api.group.add_user(groupname=group, username=username)
            transaction.commit()
    editor = Visitor(server, {"username": username, "password": PASSWORD})
    assert editor.get("/bac-kan/ban-lam-viec").status == 200
    asked = DESKS if desks else third("provincial_editor_foreign")
    assert leaks(editor, numbers, asked) == []


@pytest.mark.parametrize("role", ["anonymous", "central_editor", "case_system", "administrator"])
def test_no_desk_shows_it_to_who_works_elsewhere(server, portal, numbers, role):
    visitor = Visitor(server, portal.accounts.get(role))
    assert leaks(visitor, numbers, DESKS) == []


def test_what_is_tried_under_other_types_and_methods(server, numbers):
    visitor = Visitor(server)
    leaked = []
    for number in (numbers["published"], numbers["ended"], numbers["draft"]):
        path = f"{REGISTER}/{number}"
        tries = [
            visitor.get(path, accept=accept)
            for accept in ("application/json", "text/plain", "application/xml", "application/pdf")
        ]
        tries += [
            visitor.ask(method, path, headers={"Depth": "1"})
            for method in ("PROPFIND", "OPTIONS", "REPORT", "SEARCH", "TRACE", "HEAD", "POST")
        ]
        tries.append(visitor.get(path, range="bytes=0-100"))
        leaked += [answer for answer in tries if shows_marker(answer)]
    assert leaked == []


@pytest.mark.parametrize("value", [*RESTRICTED.values(), *INTERNAL.values(), COMMENT])
@pytest.mark.parametrize("parameter", ["q", "number"])
def test_nobody_is_found_by_what_is_not_public(server, numbers, parameter, value):
    asked = quote(str(value).format(state="published"))
    visitor = Visitor(server)
    for path in ("/++api++/@register-search", "/++api++/cao-bang/@register-search"):
        answer = visitor.get(f"{path}?{parameter}={asked}")
        if answer.status == 400:
            # An identity number is refused, whoever's it is, and not said again.
            assert answer.json()["code"] == "personal_number_typed"
            assert str(value) not in answer.text
        else:
            assert answer.json()["total"] == 0
    suggested = visitor.get(f"/++api++/@register-suggest?q={asked}").json()
    assert suggested.get("items", []) == []


def test_a_refused_filter_does_not_say_it_again(server, numbers):
    answer = Visitor(server).get(f"/++api++/@register-search?year={RESTRICTED['personal_id']}")
    assert answer.status == 400
    assert not shows_marker(answer)
