"""What all answers of the register's services share: headers, times, the base of a service.

Pages of persons must not be kept or found by search engines; an answer that forgets
the headers would be indexed by name for ever.
"""

from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from plone.restapi.services import Service
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import NotAcceptable
from thads_portal.errors import PersonalNumberTyped
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyRequests
from thads_portal.i18n import language_of
from thads_portal.i18n import LANGUAGES
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.services.fairness import take_share
from thads_portal.services.parameters import only
from thads_portal.services.parameters import valued
from thads_portal.services.problems import CONTENT_TYPE as PROBLEM
from thads_portal.services.problems import problem
from typing import Any
from zope.component.hooks import getSite

import hashlib
import orjson


HEADERS = {
    "Content-Type": "application/json",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    # An ended listing must not live on in a shared cache.
    "Cache-Control": "private, no-cache",
    "Vary": "Accept, Accept-Language, Authorization, Cookie",
}
#: How an organisation shows its key.
CHALLENGE = 'Bearer realm="THADS"'


def set_headers(response) -> None:
    """Set the headers of an answer that may be about persons."""
    for name, value in HEADERS.items():
        response.setHeader(name, value)


def set_status(response, status: int, *, lock: bool = True) -> None:
    """Set the status, also one that Zope has not heard of and would turn into 500 (421)."""
    response.setStatus(status, lock=lock)
    if response.getStatus() != status:
        response.status, response.errmsg = status, HTTPStatus(status).phrase


def moment(value) -> str | None:
    """An aware time as ``2026-11-23T09:30:00+07:00``, by Vietnam's clock."""
    return value.astimezone(VIETNAM).isoformat(timespec="seconds") if value else None


def database_of(context) -> str:
    """The DSN of the database that `context` is stored in."""
    return dsn_of(connection_of(context).db())


def acceptable(request) -> None:
    """Raise NotAcceptable if the client takes no JSON."""
    accepted = request.environ.get("HTTP_ACCEPT", "").strip().lower()
    if not accepted:
        return
    for each in accepted.split(","):
        kind, *parameters = (part.strip() for part in each.split(";"))
        refused_at = any(part.replace(" ", "") in ("q=0", "q=0.0") for part in parameters)
        if kind in ("*/*", "application/*", "application/json", PROBLEM) and not refused_at:
            return
    raise NotAcceptable


def choose_language(request) -> None:
    """Answer in the language that ``Accept-Language`` asks for, if it is one of the portal's."""
    wanted = []
    for place, each in enumerate(request.environ.get("HTTP_ACCEPT_LANGUAGE", "").split(",")):
        name, _, weight = each.strip().lower().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, name.partition("-")[0]))
        except ValueError:
            continue
    for weight, _, name in sorted(wanted):
        if weight < 0 and name in dict(LANGUAGES):
            request.set("LANGUAGE", name)
            break
    request.response.setHeader("Content-Language", language_of(request))


def set_lifetime(request, service: "RegisterService") -> None:
    """``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594) of a service that will end."""
    if service.deprecated is not None:
        request.response.setHeader("Deprecation", f"@{int(service.deprecated.timestamp())}")
    if service.sunset is not None:
        request.response.setHeader("Sunset", format_datetime(service.sunset, usegmt=True))


def refused(request, error: ThadsError) -> dict[str, Any]:
    """The body of an answer to `request` that is refused; sets status and headers."""
    response = request.response
    response.setStatus(error.status, lock=1)
    response.setHeader("Content-Type", PROBLEM)
    if isinstance(error, PersonalNumberTyped):
        response.setHeader("Cache-Control", "no-store")
    if error.status == 401:
        response.setHeader("WWW-Authenticate", CHALLENGE)
    if error.status == 503:
        response.setHeader("Retry-After", "120")
    elif isinstance(error, TooManyRequests):
        response.setHeader("Retry-After", str(error.seconds))
    return problem(request, error.status, error.as_dict())


def set_links(request, answer: dict[str, Any]) -> None:
    """``Link``: where the API is described, and the pages beside this one."""
    links = [f'<{getSite().absolute_url()}/++api++/@openapi>; rel="service-desc"']
    batching = answer.get("batching") if isinstance(answer, dict) else None
    for rel in ("first", "prev", "next", "last"):
        if batching and rel in batching:
            links.append(f'<{batching[rel]}>; rel="{rel}"')
    request.response.setHeader("Link", ", ".join(links))


def unless_known(request, body: bytes) -> bytes:
    """`body` with its ETag; nothing, and 304, for who has it."""
    response = request.response
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.setHeader("ETag", etag)
    known = request.environ.get("HTTP_IF_NONE_MATCH", "")
    plain = etag.removeprefix("W/")
    if known.strip() == "*" or plain in [
        each.strip().removeprefix("W/") for each in known.split(",")
    ]:
        response.setStatus(304, lock=1)
        return b""
    return body


class RegisterService(Service):
    """A service whose answer may be about persons; refusals become its answer."""

    #: Whether a client's fair share is counted.
    limited = True
    #: The parameters it knows; others are refused.
    parameters: tuple[str, ...] = ()
    #: Whether the answer is laid out for who reads it; one of megabytes is not.
    laid_out = True
    #: Days from which it is deprecated, and on which it ends (aware midnights); docs/api.md.
    deprecated: datetime | None = None
    sunset: datetime | None = None

    def render(self) -> bytes:
        response = self.request.response
        self.fit()
        self.check_permission()
        set_headers(response)
        choose_language(self.request)
        set_lifetime(self.request, self)
        try:
            acceptable(self.request)
            if self.limited:
                take_share(self.request)
            only(self.request, self.parameters)
            valued(self.request)
            answer = self.reply()
        except ThadsError as error:
            # Here, not by the exception view: a bad filter is no entry in the error log.
            return orjson.dumps(refused(self.request, error), option=orjson.OPT_INDENT_2)
        set_links(self.request, answer)
        body = orjson.dumps(answer, option=orjson.OPT_INDENT_2 if self.laid_out else 0)
        return body if self.request.method == "POST" else unless_known(self.request, body)

    def fit(self) -> None:
        """Raise NotFound where the address names nothing that takes this method.

        First of all: whatever else is wrong with the request, this is what is told.
        """

    def reply(self) -> dict[str, Any]:
        raise NotImplementedError
