"""What all answers of the register's services share: headers, times, the base of a service.

Pages of persons must not be kept or found by search engines; an answer that forgets
the headers would be indexed by name for ever.
"""

from http import HTTPStatus
from plone.restapi.services import Service
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import PersonalNumberTyped
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyRequests
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.services.fairness import take_share
from thads_portal.services.parameters import only
from typing import Any

import orjson


HEADERS = {
    "Content-Type": "application/json",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    # An ended listing must not live on in a shared cache.
    "Cache-Control": "private, no-cache",
    "Vary": "Accept, Authorization, Cookie",
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


class RegisterService(Service):
    """A service whose answer may be about persons; refusals become its answer."""

    #: Whether a client's fair share is counted.
    limited = True
    #: The parameters it knows; others are refused.
    parameters: tuple[str, ...] = ()

    def render(self) -> bytes:
        response = self.request.response
        self.check_permission()
        set_headers(response)
        try:
            if self.limited:
                take_share(self.request)
            only(self.request, self.parameters)
            answer = self.reply()
        except ThadsError as error:
            # Here, not by the exception view: a bad filter is no entry in the error log.
            response.setStatus(error.status, lock=1)
            if isinstance(error, PersonalNumberTyped):
                response.setHeader("Cache-Control", "no-store")
            if error.status == 401:
                response.setHeader("WWW-Authenticate", CHALLENGE)
            if error.status == 503:
                response.setHeader("Retry-After", "120")
            elif isinstance(error, TooManyRequests):
                response.setHeader("Retry-After", str(error.seconds))
            answer = error.as_dict()
        return orjson.dumps(answer, option=orjson.OPT_INDENT_2)

    def reply(self) -> dict[str, Any]:
        raise NotImplementedError
