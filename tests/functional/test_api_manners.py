"""The manners of the API: problem details, methods, media types, ETags, languages, CORS, its description."""

from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import pytest
import transaction


API = "/++api++"
SEARCH = f"{API}/@register-search"


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site() as site:
        for n in range(3):
            make_listing(portal, site, debtor_name=f"Nông Văn {'ABC'[n]}")
        transaction.commit()
    return Visitor(server)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"{SEARCH}?ground=z", 400, "bad_filter"),
        ("GET", f"{SEARCH}?qq=a", 400, "unknown_parameter"),
        ("GET", f"{API}/@changes?sinse=0", 400, "unknown_parameter"),
        ("GET", f"{API}/@changes?since=x", 400, "bad_filter"),
        ("GET", f"{API}/@changes?limit=", 400, "bad_request"),
        ("GET", f"{SEARCH}?q=nong&exact=", 400, "bad_request"),
        ("GET", f"{API}/@openapi?x=1", 400, "unknown_parameter"),
        ("GET", f"{API}/@schemas/Nothing", 404, "not_found"),
        ("POST", f"{API}/@case-feed", 401, "unauthorized"),
        ("GET", f"{API}/@match", 405, "method_not_allowed"),
        ("POST", SEARCH, 405, "method_not_allowed"),
        ("DELETE", f"{API}/@changes", 405, "method_not_allowed"),
        ("PUT", f"{API}/cao-bang/@register-search", 405, "method_not_allowed"),
        ("POST", f"{API}/@match", 415, "unsupported_media"),
        ("POST", f"{API}/@case-feed/runs/1", 405, "method_not_allowed"),
        ("GET", f"{API}/@case-feed", 405, "method_not_allowed"),
        ("GET", f"{API}/@case-feed?dry_run=0&report=lines", 405, "method_not_allowed"),
        ("DELETE", f"{API}/@watches", 405, "method_not_allowed"),
        ("DELETE", f"{API}/@watches?x=1", 405, "method_not_allowed"),
        ("POST", f"{API}/@watches/1", 405, "method_not_allowed"),
        ("POST", f"{API}/@watches/1/deliveries?since=0", 405, "method_not_allowed"),
        ("DELETE", f"{API}/@watches/1/deliveries", 405, "method_not_allowed"),
        ("GET", f"{API}/@watches/1/others", 404, "not_found"),
        ("GET", f"{API}/@watches?since=1", 400, "unknown_parameter"),
        ("POST", f"{API}/@as-of/2026-0000001", 405, "method_not_allowed"),
        ("GET", f"{API}/@as-of/2026-0000001?when=now", 400, "unknown_parameter"),
    ],
)
def test_what_is_refused_is_told_as_problem_details(visitor, method, path, status, code):
    answer = visitor.ask(method, path, body="x" if method == "POST" else None, headers={"Content-Type": "text/plain"})  # fmt: skip
    told = answer.json()
    assert (answer.status, told["code"], told["status"]) == (status, code, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["type"] == f"urn:thads:problem:{code}"
    assert told["title"] and told["detail"] == told["message"]["vi"]
    assert told["instance"] == path.partition("?")[0]
    if status == 405:
        assert "OPTIONS" in answer.headers["Allow"] and method not in answer.headers["Allow"].split(", ")  # fmt: skip
    if status == 401:
        assert answer.headers["Www-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "xlsx", "json", "atom", "feed.json", "pdf"])
def test_a_file_of_results_knows_its_parameters(visitor, suffix):
    """A mistyped filter would give all of the register for a part of it."""
    refused = visitor.get(f"/tra-cuu.{suffix}?provnce=cao-bang")
    assert refused.status == 400 and "provnce" in refused.text
    assert visitor.get(f"/tra-cuu.{suffix}?province=cao-bang&q=nong").status == 200


def test_an_address_that_is_no_text_is_told_as_problem_details(visitor):
    answer = visitor.ask("GET", f"{API}/@schemas/%C2%9B")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["type"] == "urn:thads:problem:bad_request"


def test_json_only(visitor):
    assert visitor.ask("GET", SEARCH, headers={"Accept": "text/csv"}).status == 406
    assert visitor.ask("GET", SEARCH, headers={"Accept": "application/json;q=0, text/html"}).status == 406  # fmt: skip
    for accepted in ("*/*", "text/html, */*;q=0.1", "application/json", "application/*"):
        assert visitor.ask("GET", SEARCH, headers={"Accept": accepted}).status == 200


def test_an_answer_that_is_known_is_not_sent_again(visitor):
    first = visitor.get(SEARCH)
    again = visitor.ask("GET", SEARCH, headers={"If-None-Match": first.headers["Etag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Etag"] == first.headers["Etag"]
    other = visitor.ask("GET", f"{SEARCH}?q=nong+van+a", headers={"If-None-Match": first.headers["Etag"]})  # fmt: skip
    assert other.status == 200 and other.headers["Etag"] != first.headers["Etag"]


@pytest.mark.parametrize("path", [SEARCH, f"{API}/@changes", f"{API}/@openapi"])
def test_head_is_a_get_without_its_body(visitor, path):
    full, head = visitor.get(path), visitor.ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Etag"] == full.headers["Etag"]


def test_links_lead_on(visitor):
    links = visitor.get(f"{SEARCH}?b_size=2").headers["Link"]
    assert 'rel="service-desc"' in links and 'rel="next"' in links and 'rel="prev"' not in links


def test_labels_and_messages_in_the_language_asked_for(visitor):
    asked = {"Accept-Language": "en-GB,vi;q=0.5"}
    english = visitor.ask("GET", f"{SEARCH}?ground=z", headers=asked)
    assert english.json()["detail"] == english.json()["message"]["en"]
    assert english.headers["Content-Language"] == "en"
    labels = visitor.ask("GET", SEARCH, headers=asked).json()["facets"]["debtor_kind"]
    assert [each["label"] for each in labels] == ["individual"] or "ndividual" in str(labels)
    vietnamese = visitor.ask("GET", SEARCH, headers={"Accept-Language": "fr, vi;q=0.1"})
    assert vietnamese.headers["Content-Language"] == "vi"
    assert "Accept-Language" in vietnamese.headers["Vary"]


def test_pages_of_other_sites_may_read_and_nothing_else(visitor):
    origin = {"Origin": "https://example.org"}
    read = visitor.ask("GET", SEARCH, headers=origin)
    assert read.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in read.headers
    asked = visitor.ask(
        "OPTIONS", SEARCH, headers={**origin, "Access-Control-Request-Method": "GET"}
    )
    assert (asked.status, asked.headers["Access-Control-Allow-Methods"]) == (200, "GET")
    for path in (f"{API}/@case-feed", f"{API}/@match"):
        refused = visitor.ask("OPTIONS", path, headers={**origin, "Access-Control-Request-Method": "POST"})  # fmt: skip
        assert "Access-Control-Allow-Methods" not in refused.headers
    keyed = visitor.ask("GET", SEARCH, headers={**origin, "Authorization": "Bearer x"})
    assert "Access-Control-Allow-Origin" not in keyed.headers


def test_the_description_and_its_schemas_are_served(visitor):
    description = visitor.get(f"{API}/@openapi").json()
    assert description["openapi"].startswith("3.1")
    for path, operations in description["paths"].items():
        if "get" in operations and "{" not in path and operations["get"]["security"] == [{}]:
            answer = visitor.get(f"{API}{path}")
            assert answer.status == 200, path
    names = visitor.get(f"{API}/@schemas").json()["schemas"]
    assert names["FeedEvent"].endswith("/@schemas/FeedEvent")
    schema = visitor.get(f"{API}/@schemas/FeedEvent").json()
    assert schema["$id"] == names["FeedEvent"] and len(schema["oneOf"]) == 5


def test_answers_are_as_described(visitor):
    from jsonschema import Draft202012Validator
    from thads_portal.services.openapi.schemas import SCHEMAS

    for path, name in (
        (SEARCH, "SearchPage"),
        (f"{API}/@changes", "Changes"),
        (f"{API}/@register-suggest?q=nong", "Suggestions"),
        (f"{SEARCH}?ground=z", "Problem"),
    ):
        told = visitor.get(path).json()
        errors = [each.message for each in Draft202012Validator(SCHEMAS[name]()).iter_errors(told)]
        assert not errors, (path, errors[:5])
