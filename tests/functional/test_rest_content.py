"""Listings and registers as JSON, tombstones, and what the API says when something is refused."""

from plone import api
from Products.Five.browser import BrowserView
from thads_portal.content.settings import SHOW_DECISION
from thads_portal.domain.codes import State
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import datetime
import pytest
import transaction


#: The members of problem details, and ours.
PROBLEM = {"type", "title", "status", "detail", "instance", "code", "message"}


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
NOTES = (
    {
        "kind": "amended",
        "occurred_on": datetime.date(2026, 11, 21),
        "note": "Sửa địa chỉ theo xác minh của cơ quan thi hành án.",
        "public": True,
    },
    {
        "kind": "amended",
        "occurred_on": datetime.date(2026, 11, 22),
        "note": "Ghi chú nội bộ",
        "public": False,
    },
)


@pytest.fixture(scope="module")
def numbers(portal):
    """Name of a case -> number."""
    with portal.site() as site:
        made = {
            str(state): make_listing(portal, site, state=state, debtor_name=f"Bế Văn {state}")
            for state in State
        }
        made["amended"] = make_listing(portal, site, history=NOTES)
        made["never"] = make_listing(portal, site, state="ended")
        made["never"].first_published = None
        numbers = {name: listing.id for name, listing in made.items()}
        transaction.commit()
    return numbers


@pytest.fixture(scope="module")
def visitor(numbers, server):
    return Visitor(server)


@pytest.fixture(scope="module")
def staff(portal, server):
    return {role: Visitor(server, account) for role, account in portal.accounts.items()}


def test_a_listing_has_its_public_fields_and_no_others(visitor, numbers, server):
    answer = visitor.get(f"/++api++{REGISTER}/{numbers['amended']}")
    assert answer.status == 200
    listing = answer.json()
    assert set(listing) == {
        "@id",
        "@type",
        "number",
        "province",
        "agency",
        "agency_name",
        "responsible_agency",
        "responsible_agency_name",
        "state",
        "published",
        "last_amended",
        "change_notes",
        "proof",
        *PUBLIC_FIELDS,
    }
    assert listing["@id"] == f"{server}{REGISTER}/{numbers['amended']}"
    assert listing["number"] == numbers["amended"]
    assert listing["agency"] == "cao-bang/cuc"
    # By the day of the decision, when the Cục was no more.
    assert listing["agency_name"] == "Thi hành án dân sự tỉnh Cao Bằng"
    assert listing["judgment_date"] == "2024-03-05"
    assert listing["obligation_kinds"] == ["debt"]
    assert listing["state"] == "published"
    assert listing["change_notes"] == [{"date": "2026-11-21", "note": NOTES[0]["note"]}]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_parameters_of_plone_open_nothing(visitor, numbers):
    path = f"/++api++{REGISTER}/{numbers['published']}"
    plain = visitor.get(path).json()
    for query in (
        "fullobjects=1",
        "expand=actions,workflow,breadcrumbs,navigation,types,contextnavigation",
        "expand.navigation.depth=3",
        "include_items=1",
        "metadata_fields=_all",
    ):
        assert visitor.get(f"{path}?{query}").json() == plain


def test_an_earlier_version_is_refused_and_not_answered_with_todays(visitor, numbers):
    answer = visitor.get(f"/++api++{REGISTER}/{numbers['published']}?version=0")
    assert answer.status == 400
    assert answer.json()["code"] == "unknown_parameter"
    assert answer.json()["unknown"] == ["version"]


def test_the_accept_header_is_enough(visitor, numbers):
    path = f"{REGISTER}/{numbers['published']}"
    assert visitor.get(path, accept="application/json").json() == (
        visitor.get(f"/++api++{path}").json()
    )


def test_the_decision_can_be_kept_back(visitor, numbers, portal):
    with portal.site():
        api.portal.set_registry_record(SHOW_DECISION, False)
        transaction.commit()
    try:
        listing = visitor.get(f"/++api++{REGISTER}/{numbers['published']}").json()
    finally:
        with portal.site():
            api.portal.set_registry_record(SHOW_DECISION, True)
            transaction.commit()
    assert not {name for name in listing if name.startswith("no_conditions_decision")}
    assert listing["enforcement_decision_number"]


def test_a_register_shows_its_newest_page_counted_by_the_register(visitor, numbers):
    register = visitor.get(f"/++api++{REGISTER}?b_size=1").json()
    assert register["@type"] == "DebtorRegister"
    assert register["items_total"] == 2
    assert register["items_total_is_exact"] is True
    assert [item["number"] for item in register["items"]] == [numbers["amended"]]
    following = register["batching"]["next"]
    second = visitor.get(following[following.index("/++api++") :]).json()
    assert [item["number"] for item in second["items"]] == [numbers["published"]]
    assert "next" not in second["batching"]


def test_a_register_refuses_pages_that_do_not_exist(visitor):
    assert visitor.get(f"/++api++{REGISTER}?b_size=1000").status == 400


SUFFIXES = (
    "",
    "/",
    "/@history",
    "/@workflow",
    "/@@view",
    "/view",
    "/edit",
    "/manage_main",
    "/x/y",
    ".json",
    ".pdf",
    "/@register-search",
    "?expand=actions",
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*"])
@pytest.mark.parametrize("prefix", ["/++api++", ""])
def test_an_ended_listing_is_gone_by_every_way(visitor, numbers, prefix, accept, suffix):
    path = f"{prefix}{REGISTER}/{numbers['ended']}{suffix}"
    answer = visitor.get(path, accept=accept)
    assert answer.status == 410
    if prefix or accept == "application/json":
        body = answer.json()
        said = {"code", "message", "number", "ended", "responsible_agency"}
        # A service says it as problem details (RFC 9457) beside that.
        assert set(body) - {"type", "title", "status", "detail", "instance"} == said
        assert body["code"] == "listing_ended"
        assert set(body["message"]) == {"vi", "en"}
        assert body["number"] == numbers["ended"]
        assert datetime.date.fromisoformat(body["ended"])
    assert "Bế Văn" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_an_ended_listing_is_gone_for_every_method(visitor, numbers, method):
    path = f"/++api++{REGISTER}/{numbers['ended']}"
    assert visitor.ask(method, path, headers={"Accept": "application/json"}).status == 410


@pytest.mark.parametrize("name", ["draft", "submitted", "board_review", "returned", "never"])
@pytest.mark.parametrize("prefix", ["/++api++", ""])
@pytest.mark.parametrize("suffix", ["", "/@history", ".json", "/view"])
def test_what_was_never_public_looks_like_nothing(visitor, numbers, name, prefix, suffix):
    hidden = visitor.get(f"{prefix}{REGISTER}/{numbers[name]}{suffix}")
    nothing = visitor.get(f"{prefix}{REGISTER}/2026-9999999{suffix}")
    assert hidden.status == nothing.status == 404
    if prefix:
        assert hidden.json() == nothing.json()
    assert "Bế Văn" not in hidden.text


@pytest.mark.parametrize(
    "role", ["provincial_editor", "agency_head", "editorial_board", "inspector"]
)
def test_the_staff_is_told_the_state(staff, numbers, role):
    for state in State:
        listing = staff[role].get(f"/++api++{REGISTER}/{numbers[str(state)]}").json()
        assert listing["state"] == state


@pytest.mark.parametrize("role", ["central_editor", "case_system", "administrator"])
def test_other_accounts_see_what_the_public_sees(staff, numbers, role):
    for state in State:
        status = staff[role].get(f"/++api++{REGISTER}/{numbers[str(state)]}").status
        assert status == {State.PUBLISHED: 200, State.ENDED: 410}.get(state, 404)


# Errors


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/++api++/no-such-page", 404, "not_found"),
        ("/++api++/@no-such-service", 404, "not_found"),
        ("/++api++/cao-bang/no-such-page", 404, "not_found"),
        (f"/++api++{REGISTER}/@history", 401, "unauthorized"),
        (f"/++api++{REGISTER}/@types", 404, "not_found"),
        ("/++api++/@users", 401, "unauthorized"),
        ("/++api++/@registry", 401, "unauthorized"),
    ],
)
def test_errors_of_the_api(visitor, path, status, code):
    answer = visitor.get(path)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"code", "message"}
    assert body["code"] == code
    assert body["message"]["vi"] != body["message"]["en"]


def test_an_ended_listing_as_problem_details_for_who_asks_for_them(visitor, numbers):
    path = f"/++api++{REGISTER}/{numbers['ended']}"
    answer = visitor.get(path, accept="application/problem+json, application/json")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {*PROBLEM, "number", "ended", "responsible_agency"}


def test_what_goes_wrong_inside_stays_inside(visitor, portal, monkeypatch, staff):
    """Also for those who manage the portal: the log has it."""
    from thads_portal.services.search.get import RegisterSearch

    def broken(self):
        raise RuntimeError("secret detail at /var/lib/secret.py")

    monkeypatch.setattr(RegisterSearch, "reply", broken)
    for who in (visitor, staff["administrator"]):
        answer = who.get("/++api++/@register-search")
        assert answer.status == 500
        assert answer.json()["code"] == "internal_error"
        assert set(answer.json()) == PROBLEM
        assert "secret" not in answer.text
        assert "RuntimeError" not in answer.text


def test_bad_json_is_a_bad_request(staff):
    answer = staff["central_editor"].ask(
        "POST", "/++api++/", body="{", headers={"Content-Type": "application/json"}
    )
    assert answer.status == 400
    assert "Traceback" not in answer.text


def test_a_wrong_password_is_refused_and_not_a_login_page(server, portal):
    account = {**portal.accounts["case_system"], "password": "wrong"}
    answer = Visitor(server, account).get("/++api++/@users")
    assert answer.status == 401
    assert answer.json()["code"] == "unauthorized"


# Doors below a register


def test_only_own_views_are_published_below_a_register(visitor, server, numbers, portal):
    """A view that somebody's package registers for everything stays shut there."""
    from zope.component import provideAdapter
    from zope.interface import Interface
    from zope.publisher.interfaces.browser import IBrowserRequest

    class Stranger(BrowserView):
        __module__ = "somebody.else"
        __allow_access_to_unprotected_subobjects__ = True

        def __call__(self):
            return f"leaked {self.context.getId()}"

    provideAdapter(Stranger, (Interface, IBrowserRequest), Interface, name="stranger")
    editor = Visitor(server, portal.accounts["provincial_editor"])
    # Elsewhere too: it is in no list of what is open.
    assert editor.get("/cao-bang/@@stranger").status == 404
    assert visitor.get("/cao-bang/@@stranger").status == 404
    for path in (REGISTER, f"{REGISTER}/{numbers['published']}"):
        answer = visitor.get(f"{path}/@@stranger")
        assert answer.status == 404
        assert "leaked" not in answer.text
