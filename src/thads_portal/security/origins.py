"""Requests that change something come from the portal's own pages, or from a program with its own credentials.

A browser sends the cookie of a session along with whatever any page makes it send. So an unsafe
request that comes with one, or that signs in, is looked at: the browser says where it comes
from (``Origin``, else ``Sec-Fetch-Site``, else ``Referer``), and a service takes JSON, which no
foreign form can send.
"""

from Acquisition import aq_base
from plone.rest.interfaces import IService
from thads_portal.errors import ForeignOrigin
from thads_portal.errors import UnsupportedMedia
from thads_portal.security.pas.session import COOKIE
from thads_portal.security.pas.session import HOST_COOKIE
from thads_portal.security.public_address import known_addresses
from urllib.parse import urlsplit
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


_SAFE = {"GET", "HEAD", "OPTIONS"}
#: What a form of another site may send without being asked first by the browser.
_FORMS = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""}
_PORTS = {"http": "80", "https": "443"}


@adapter(IPubAfterTraversal)
def refuse_foreign_requests(event) -> None:
    """Raises ForeignOrigin, UnsupportedMedia."""
    request = event.request
    if request.get("REQUEST_METHOD", "GET").upper() in _SAFE:
        return
    cookie = any(name in request.cookies for name in (COOKIE, HOST_COOKIE))
    signs_in = "__ac_name" in request.form
    if not cookie and not signs_in:
        return
    if is_foreign(request):
        raise ForeignOrigin
    published = request.get("PUBLISHED")
    if cookie and not request._auth and IService.providedBy(_owner(published)):
        _require_json(request)


def is_foreign(request) -> bool:
    """Whether the browser says that a page of another site sends this; silence is no such word."""
    environ = request.environ
    for name in ("HTTP_ORIGIN", "HTTP_REFERER"):
        said = environ.get(name)
        if name == "HTTP_REFERER" and environ.get("HTTP_SEC_FETCH_SITE"):
            return environ["HTTP_SEC_FETCH_SITE"] not in ("same-origin", "none")
        if said:
            return _host_of(said) not in _own_hosts(request)
    return False


def _own_hosts(request) -> set[str]:
    asked = (
        f"{urlsplit(request.get('SERVER_URL', '')).scheme}://{request.environ.get('HTTP_HOST', '')}"
    )
    own = {_host_of(asked), _host_of(request.get("SERVER_URL", ""))}
    return (own | set(map(_host_of, known_addresses()))) - {""}


def _host_of(address: str) -> str:
    """Name and port; a proxy may have taken https off, so the scheme is not compared. "" for none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    standard = port is None or str(port) == _PORTS.get(parts.scheme)
    return parts.hostname if standard else f"{parts.hostname}:{port}"


def _require_json(request) -> None:
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    sent = request.environ.get("CONTENT_LENGTH") or "0"
    if kind in _FORMS and (kind or sent != "0"):
        raise UnsupportedMedia


def _owner(published):
    return aq_base(getattr(published, "__self__", published))
