"""The portal at `/` under any host name, and no path, host or header that reaches further."""

from thads_portal.cli.headers import secured
from thads_portal.cli.hosting import filter_factory
from thads_portal.cli.hosting import hosted
from thads_portal.theme.plain import POLICY

import json
import pytest


def serve(**environ: str) -> tuple[str, list, list[bytes], dict]:
    """Status, headers, body, and the environment that Zope would see."""
    seen: dict = {}
    started: list = []
    defaults = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "HTTP_HOST": "localhost:8080",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8080",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
    }

    def zope(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [("X-Powered-By", "Zope"), ("Content-Length", "4")])
        return [b"page"]

    body = list(hosted(zope)(defaults | environ, lambda *arguments: started.extend(arguments)))
    return started[0], started[1], body, seen


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({}, "/VirtualHostBase/http/localhost:8080/Plone/VirtualHostRoot/"),
        (
            {"PATH_INFO": "/cao-bang", "HTTP_HOST": "thads.example.vn"},
            "/VirtualHostBase/http/thads.example.vn:80/Plone/VirtualHostRoot/cao-bang",
        ),
        (
            {"HTTP_HOST": "[::1]:8080"},
            "/VirtualHostBase/http/[::1]:8080/Plone/VirtualHostRoot/",
        ),
        (
            {"HTTP_HOST": "thads.example.vn", "HTTP_X_FORWARDED_PROTO": "https"},
            "/VirtualHostBase/https/thads.example.vn:443/Plone/VirtualHostRoot/",
        ),
        (
            # A visitor from elsewhere may not say so.
            {
                "HTTP_HOST": "thads.example.vn",
                "HTTP_X_FORWARDED_PROTO": "https",
                "REMOTE_ADDR": "192.0.2.7",
            },
            "/VirtualHostBase/http/thads.example.vn:80/Plone/VirtualHostRoot/",
        ),
        ({"HTTP_HOST": ""}, "/VirtualHostBase/http/localhost:8080/Plone/VirtualHostRoot/"),
        (
            {"PATH_INFO": "/++api++/cao-bang/@register-search"},
            "/VirtualHostBase/http/localhost:8080/Plone/VirtualHostRoot"
            "/++api++/cao-bang/@register-search",
        ),
        (
            {"PATH_INFO": "/++api++/@types/Plone"},
            "/VirtualHostBase/http/localhost:8080/Plone/VirtualHostRoot/++api++/@types/Plone",
        ),
    ],
)
def test_zope_is_told_where_the_portal_stands(environ, path):
    status, _headers, body, seen = serve(**environ)
    assert status == "200 OK"
    assert body == [b"page"]
    assert seen["PATH_INFO"] == path


@pytest.mark.parametrize(
    "path",
    [
        "/Plone",
        "/Plone/cao-bang",
        "/cao-bang/Plone/x",
        "/++api++/Plone",
        "/VirtualHostBase/http/evil.example:80/Plone/VirtualHostRoot/",
        "/cao-bang/VirtualHostRoot/x",
        "/_vh_elsewhere/VirtualHostRoot/",
        "/cao-bang/_vh_x",
        "/++vh++http:evil.example:80/++/",
        "/++skin++Debug/",
        "/++etc++site",
        "/..",
        "/../manage_main",
        "/cao-bang/../../x",
        "/./x",
        "/Control_Panel",
        "/virtual_hosting/manage_main",
        "/*",
    ],
)
def test_paths_that_reach_further_are_not_found(path):
    status, headers, body, seen = serve(PATH_INFO=path)
    assert status == "404 Not Found"
    if "/++api++" not in path:
        assert ("Content-Type", "text/html; charset=utf-8") in headers
        assert "Không có trang này" in b"".join(body).decode()
    assert seen == {}


@pytest.mark.parametrize("path", ["/ng\xean", "/cao-bang/\xff\xfe/login", "/x\x00", "/\xc3("])
def test_a_path_that_is_no_text_is_told_so(path):
    status, headers, body, seen = serve(PATH_INFO=path)
    assert status == "400 Bad Request"
    assert ("Content-Security-Policy", POLICY) in headers
    text = b"".join(body).decode()
    assert "Không đọc được chữ trong địa chỉ" in text
    assert "The address is not readable" in text
    assert seen == {}
    status, headers, body, _seen = serve(PATH_INFO=f"/++api++{path}")
    assert status == "400 Bad Request"
    assert json.loads(b"".join(body))["code"] == "bad_request"


@pytest.mark.parametrize(
    "host",
    [
        "a/b",
        "a b",
        "a@b",
        "evil.example:80/Plone",
        "x:0",
        "x:99999",
        "x:y",
        "a\r\nb",
        "[::1",
        "*",
        "é",
    ],
)
def test_a_host_that_is_none_is_refused(host):
    status, _headers, _body, seen = serve(HTTP_HOST=host)
    assert status == "400 Bad Request"
    assert seen == {}


def test_head_is_answered_like_get_without_the_page():
    status, headers, body, seen = serve(REQUEST_METHOD="HEAD")
    assert (status, body) == ("200 OK", [])
    assert ("Content-Length", "4") in headers
    assert seen["REQUEST_METHOD"] == "GET"


def test_the_software_is_not_named():
    _status, headers, _body, _seen = serve()
    assert "X-Powered-By" not in dict(headers)


def test_it_is_a_filter_for_a_pipeline():
    assert filter_factory({}) is hosted


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("open_to_all", [False, True])
def test_what_browsers_are_told_of_transport_and_of_other_sites(scheme, open_to_all):
    said = {}
    given = [("Content-Type", "text/plain")]
    if open_to_all:
        given.append(("Access-Control-Allow-Origin", "*"))
    environ = {"PATH_INFO": "/", "wsgi.url_scheme": "http"}
    start = secured(lambda _status, headers: said.update(headers), environ)
    # The proxy's word is settled while the request is on its way.
    environ["wsgi.url_scheme"] = scheme
    start("200 OK", given)
    transport = said.get("Strict-Transport-Security")
    assert transport == ("max-age=63072000; includeSubDomains" if scheme == "https" else None)
    assert said["Cross-Origin-Resource-Policy"] == (
        "cross-origin" if open_to_all else "same-origin"
    )
    assert said["Cross-Origin-Opener-Policy"] == "same-origin"
