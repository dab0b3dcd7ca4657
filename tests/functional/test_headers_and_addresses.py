"""Headers on everything, uploads that nothing runs, one address for each page, and no 500 for odd questions."""

from base64 import b64encode
from thads_portal.testing_http import Visitor

import json
import pytest
import transaction


JSON = {"Accept": "application/json", "Content-Type": "application/json"}
SAID = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cache-Control",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)
#: Files that a browser would run, by their type.
HARMFUL = {
    "x.js": "text/javascript",
    "x.mjs": "application/javascript",
    "x.html": "text/html",
    "x.xhtml": "application/xhtml+xml",
    "x.xml": "text/xml",
    "x.svg": "image/svg+xml",
    "x.css": "text/css",
    "x.swf": "application/x-shockwave-flash",
}
ROLES = ("anonymous", "provincial_editor", "administrator")


@pytest.fixture(scope="module")
def people(portal, server):
    found = {role: Visitor(server, account) for role, account in portal.accounts.items()}
    return {**found, "anonymous": Visitor(server)}


@pytest.fixture(scope="module")
def uploads(portal, people):
    """Paths of files that an editor put in and the board accepted."""
    paths = {}
    for name, kind in HARMFUL.items():
        data = b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
        body = {
            "@type": "File",
            "id": name,
            "title": name,
            "file": {"data": data, "encoding": "base64", "filename": name, "content-type": kind},
        }
        made = people["provincial_editor"].ask("POST", "/++api++/cao-bang", body=body, headers=JSON)
        assert made.status == 201
        paths[name] = f"/cao-bang/{name}"
    with portal.site() as site:
        for name in HARMFUL:
            file = site["cao-bang"][name]
            file.waiting_change = None
            file.manage_permission("View", [], acquire=1)
            file.manage_permission("Access contents information", [], acquire=1)
        transaction.commit()
    return paths


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/cao-bang",
        "/login",
        "/khong-co",
        "/cao-bang/folder_contents",
        "/@@overview-controlpanel",
        "/cao-bang/edit",
        "/cao-bang/tin-tuc/++add++News%20Item",
        "/++api++/cao-bang",
        "/++api++/khong-co",
        "/++api++/@register-search",
        "/robots.txt",
        "/sitemap.xml",
        "/du-lieu/khong-co",
        "/Plone",
        "/du-lieu/x%00",
        "/caobang",
        "/site-logo",
        "/@@plonejsi18n?domain=plone",
    ],
)
def test_every_answer_says_how_it_may_be_used(people, role, path):
    answer = people[role].get(path)
    for name in SAID:
        assert answer.headers.get(name), name
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    if role != "anonymous" and answer.headers.get("Content-Type", "").startswith("text/html"):
        assert (
            "private" in answer.headers["Cache-Control"]
            or "no-store" in answer.headers["Cache-Control"]
        )


@pytest.mark.parametrize("name", HARMFUL)
@pytest.mark.parametrize(
    "way", ["", "/@@download/file", "/@@display-file/file", "/@@images/file", "/download"]
)
def test_an_upload_is_neither_a_script_nor_a_page(people, uploads, name, way):
    answer = people["anonymous"].get(f"{uploads[name]}{way}")
    if answer.status in (302, 404):
        return
    assert answer.status == 200
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in ("application/octet-stream", "image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("path", "status", "to"),
    [
        ("/aq_parent/", 404, None),
        ("/cao-bang/aq_parent/ha-noi", 404, None),
        ("/cao-bang/aq_inner/aq_parent", 404, None),
        ("/cao-bang/aq_base", 404, None),
        ("/cao-bang/aq_chain", 404, None),
        ("/cao-bang/ha-noi", 404, None),
        ("/cao-bang/tin-tuc/cao-bang", 404, None),
        ("/cao-bang/tra-cuu", 404, None),
        ("/cao-bang/robots.txt", 404, None),
        ("/cao-bang/sitemap.xml", 404, None),
        ("/cao-bang/getId", 404, None),
        ("/cao-bang/absolute_url", 404, None),
        ("/cao-bang/Title", 404, None),
        ("/cao-bang/objectIds", 404, None),
        ("/cao-bang//cuc", 301, "/cao-bang/cuc"),
        ("/cao-bang///cuc?x=1", 301, "/cao-bang/cuc?x=1"),
        ("/cao-bang/subsite", 301, "/cao-bang"),
        ("/cao-bang/@@subsite", 301, "/cao-bang"),
        ("/cao-bang/view", 301, "/cao-bang"),
        ("/view", 301, ""),
        ("/gateway", 301, ""),
        ("/cao-bang/cuc/agency?set_language=en", 301, "/cao-bang/cuc?set_language=en"),
    ],
)
def test_each_page_has_one_address(people, server, path, status, to):
    answer = people["anonymous"].get(path)
    assert answer.status == status
    if to is not None:
        assert answer.headers["Location"].removeprefix(server) == to


NUL = ("/du-lieu/x%00", "/%00", "/cao-bang/%0a", "/cao-bang/x%1f", "/++api++/@vocabularies/x%00", "/du-lieu/%c2%80")  # fmt: skip
ODD = (
    "/++api++/@email-notification",
    "/++api++/@vocabularies/plone.app.content.ValidAddableTypes",
    "/++api++/@vocabularies/x",
    "/++api++/?x:int=abc",
    "/++api++/cao-bang?x:int=abc",
    "/++api++/@register-search?b_size:int=abc",
    "/++api++/cao-bang?x:date=abc",
    "/++api++/cao-bang?x:float=abc",
    "/++api++/cao-bang?x:tokens:int=a",
    "/++api++/@linkintegrity?uids=x",
    "/++api++/@linkintegrity",
    "/++api++/@search?path.depth=abc",
    "/++api++/@search?created.range=x",
    "/++api++/@search?b_size=abc",
    "/++api++/@search?sort_on=zzz",
    "/++api++/@navigation?expand.navigation.depth=abc",
    "/++api++/@types/x",
    "/++api++/@querystring-search",
    "/++api++/cao-bang/++api++",
    "/++api++/@users/x",
    "/++api++/@history",
)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", NUL)
def test_control_characters_name_nothing(people, role, path):
    assert people[role].get(path).status == 400


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", ODD)
def test_odd_questions_get_json_and_never_500(people, role, path):
    answer = people[role].get(path)
    assert answer.status < 500
    if answer.status >= 400:
        assert answer.headers["Content-Type"] in ("application/json", "application/problem+json")
        assert answer.json()


DEEP = {
    "list": "[" * 50_000 + "]" * 50_000,
    "dict": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "middle": "[" * 900 + "]" * 900,
    "field": '{"title":' + "[" * 900 + "]" * 900 + "}",
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        ("anonymous", "POST", "/++api++/@login"),
        ("anonymous", "POST", "/++api++/@users/x/reset-password"),
        ("provincial_editor", "PATCH", "/++api++/cao-bang"),
        ("provincial_editor", "POST", "/++api++/cao-bang/tin-tuc"),
        ("provincial_editor", "POST", "/++api++/cao-bang/@querystring-search"),
        ("case_system", "POST", "/++api++/@case-feed"),
    ],
)
def test_json_nested_deeply_is_refused(people, role, method, path, name):
    answer = people[role].ask(method, path, body=DEEP[name], headers=JSON)
    assert answer.status < 500
    json.loads(answer.text or "{}")


def test_deep_lines_of_a_feed_are_problems(people):
    line = '{"event":"issued","external_id":"a:1","province":' + "[" * 1000 + "]" * 1000 + "}\n"
    headers = {"Content-Type": "application/x-ndjson"}
    answer = people["case_system"].ask("POST", "/++api++/@case-feed", body=line, headers=headers)
    assert answer.status in (200, 400)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/", "/cao-bang", "/du-lieu", "/robots.txt", "/sitemap.xml", "/tra-cuu", "/++api++/cao-bang",
             "/++api++/@search", "/cao-bang/tin-tuc", "/login", "/.well-known/security.txt"]
)  # fmt: skip
def test_no_method_ends_in_500(people, method, path):
    assert people["anonymous"].ask(method, path).status < 500


@pytest.mark.parametrize(
    "path", ["/", "/login", "/khong-co-trang-nay", "/@search?q=a", "/robots.txt"]
)
def test_browsers_are_told_to_come_by_https_over_https_alone(server, path):
    visitor = Visitor(server)
    plain = visitor.get(path)
    assert "Strict-Transport-Security" not in plain.headers
    safe = visitor.ask("GET", path, headers={"X-Forwarded-Proto": "https"})
    assert safe.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_answers_for_everybody_may_be_taken_into_other_pages(server):
    visitor = Visitor(server)
    assert visitor.get("/").headers["Cross-Origin-Resource-Policy"] == "same-origin"
    log = visitor.get("/nhat-ky-cong-khai/checkpoint")
    assert log.headers["Access-Control-Allow-Origin"] == "*"
    assert log.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
