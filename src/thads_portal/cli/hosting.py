"""Serves the portal at `/` for any host name, and nothing else of Zope.

Zope is told by a prefix of the path which object is the root and how to write addresses. A visitor
who could write that prefix could make pages with addresses of another site, and one who could step
out of it with `..` would stand in Zope's own root. So such paths end here.
"""

from collections.abc import Callable
from collections.abc import Iterable
from thads_portal.browser.shared.errors.texts import NO_TEXT
from thads_portal.browser.shared.errors.texts import NOTHING_THERE
from thads_portal.cli.headers import secured
from thads_portal.cli.languages import below
from thads_portal.cli.packing import packed
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.services.problems import CONTENT_TYPE
from thads_portal.services.problems import KIND
from thads_portal.theme.plain import POLICY
from urllib.parse import quote

import json
import re


SITE = "Plone"

#: Segments that steer Zope's virtual hosting or lead to its root.
_RESERVED = re.compile(
    r"""
    \.\.? | \* | VirtualHostBase | VirtualHostRoot | _vh_.*
    | aq_.* | im_.* | func_.* | __.*
    | virtual_hosting | Control_Panel | temp_folder | browser_id_manager | session_data_manager
    | \+\+(?:vh|etc|skin|debug|apidoc|acquire)\+\+.*
    """,
    re.VERBOSE,
)

#: A host name, an IPv4 address or an IPv6 address in brackets, perhaps with a port.
_HOST = re.compile(
    r"([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253})|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?"
)

#: An address within an address (``https://``) is none of ours, and what it leads to says so.
_DOUBLED = re.compile("(?<!:)/{2,}")
#: Control characters: no name has one, and a database takes no NUL.
_UNWRITTEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CODES = {"400": Code.BAD_REQUEST, "404": Code.NOT_FOUND, "405": Code.METHOD_NOT_ALLOWED}
_PORTS = {"http": "80", "https": "443"}
#: What pages and services know. WebDAV's have no use here, and Zope shows a page for any other.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_ALLOWED = ("Allow", "GET, HEAD, POST")
_LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+")

Application = Callable[[dict, Callable], Iterable[bytes]]


def hosted(application: Application) -> Application:
    """The WSGI application with the portal as its root."""

    def serve(environ: dict, start_response: Callable) -> Iterable[bytes]:
        start_response = secured(start_response, environ)
        if not _LOOPBACK.fullmatch(environ.get("REMOTE_ADDR", "")):
            # Only a proxy on this machine has looked at a client's certificate.
            environ.pop("HTTP_X_CLIENT_CERTIFICATE", None)
        host = _host(environ)
        if host is None:
            return _refuse(start_response, "400 Bad Request", "Bad Host header", environ)
        path = environ.get("PATH_INFO", "")
        if not _is_text(path):
            return _refuse(
                start_response, "400 Bad Request", "The address is no text", environ, page=NO_TEXT
            )
        if forbidden(path):
            return _refuse(
                start_response, "404 Not Found", "Not Found", environ, page=NOTHING_THERE
            )
        if _DOUBLED.search(path):
            return _canonical(start_response, environ, path)
        within = below(path, environ)
        if within is None:
            return _refuse(
                start_response, "404 Not Found", "Not Found", environ, page=NOTHING_THERE
            )
        method = environ["REQUEST_METHOD"]
        if method not in _METHODS or (method == "OPTIONS" and not _to_service(environ, path)):
            return _other_method(start_response, environ)
        scheme = _scheme(environ)
        name, port = host
        # Always with a port: without one, Zope would keep the port of the previous guess.
        place = f"{name}:{port or _PORTS[scheme]}"
        environ["wsgi.url_scheme"] = scheme
        head = environ["REQUEST_METHOD"] == "HEAD"
        if head:
            # Zope would look for something named HEAD, and pages have none.
            environ["REQUEST_METHOD"] = "GET"
        environ["PATH_INFO"] = f"/VirtualHostBase/{scheme}/{place}/{SITE}/VirtualHostRoot/{within}"
        answer = packed(application, environ, start_response)
        return _without_body(answer) if head else answer

    return serve


def filter_factory(global_configuration: dict, **settings: str) -> Callable:
    """For a pipeline in `zope.ini`."""
    return hosted


def _host(environ: dict) -> tuple[str, str | None] | None:
    """Name and port from the Host header; None if it is not one."""
    text = environ.get("HTTP_HOST")
    if not text:
        # HTTP/1.0 may leave it out.
        text = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    match = _HOST.fullmatch(text)
    if match is None or int(match[2] or 1) not in range(1, 65536):
        return None
    return match[1], match[2]


def _scheme(environ: dict) -> str:
    """`https` only if a proxy on this machine says so; anyone else could make it up."""
    claimed = environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
    if claimed in _PORTS and _LOOPBACK.fullmatch(environ.get("REMOTE_ADDR", "")):
        return claimed
    return environ.get("wsgi.url_scheme", "http")


def forbidden(path: str) -> bool:
    """Whether a visitor's path would reach beyond the portal or steer how it is served."""
    arguments = False
    for segment in path.split("/"):
        if _RESERVED.fullmatch(segment):
            return True
        # Zope would find the portal again below itself, and serve every page at a second address.
        # What follows a service's name is its argument and may read like anything.
        arguments = arguments or re.match(r"@[^@]", segment) is not None
        if segment == SITE and not arguments:
            return True
    return False


def _is_text(path: str) -> bool:
    """Whether the bytes of the path, which WSGI hands over as Latin-1, are UTF-8 that is written."""
    try:
        text = path.encode("latin-1").decode()
    except UnicodeError:
        return False
    return not _UNWRITTEN.search(text)


def _canonical(start_response: Callable, environ: dict, path: str) -> Iterable[bytes]:
    """Every page has one address: ``/cao-bang//cuc`` leads to ``/cao-bang/cuc``."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return _refuse(start_response, "404 Not Found", "Not Found", environ, page=NOTHING_THERE)
    place = quote(_DOUBLED.sub("/", path), safe="/@+,:;=~!$&'()*", encoding="latin-1")
    query = environ.get("QUERY_STRING", "")
    location = f"{place}?{query}" if query else place
    start_response("301 Moved Permanently", [("Location", location), ("Content-Length", "0")])
    return []


def _without_body(answer: Iterable[bytes]) -> Iterable[bytes]:
    # The first part is made, because some applications send their headers with it.
    next(iter(answer), None)
    if hasattr(answer, "close"):
        answer.close()
    return []


def _to_service(environ: dict, path: str) -> bool:
    """Whether a program asks, before it sends something from another site."""
    return "/++api++" in path or "json" in environ.get("HTTP_ACCEPT", "")


def _other_method(start_response: Callable, environ: dict) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "OPTIONS":
        start_response("204 No Content", [_ALLOWED])
        return []
    return _refuse(
        start_response, "405 Method Not Allowed", "Method Not Allowed", environ, _ALLOWED
    )


def _refuse(
    start_response: Callable,
    status: str,
    text: str,
    environ: dict,
    *more: tuple[str, str],
    page: str = "",
) -> Iterable[bytes]:
    """A short answer in both languages: problem details to programs, else a page; without one a line
    of text.
    """
    if "/++api++" in environ.get("PATH_INFO", ""):
        code = _CODES[status[:3]]
        said = message(code, {"detail": text})
        answer = {
            "type": f"{KIND}{code.value}",
            "title": said["vi"].partition(". ")[0].rstrip("."),
            "status": int(status[:3]),
            "detail": said["vi"],
            "code": code.value,
            "message": said,
        }
        body, kind = json.dumps(answer, ensure_ascii=False).encode(), CONTENT_TYPE
    elif page:
        body, kind = page.encode(), "text/html; charset=utf-8"
        more = (*more, ("Content-Security-Policy", POLICY))
    else:
        body, kind = f"{text}\n".encode(), "text/plain; charset=utf-8"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *more]
    start_response(status, headers)
    return [body]
