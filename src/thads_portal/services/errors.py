"""What a client of the API reads when something is refused or goes wrong.

``{"code", "message": {"vi", "en"}}`` and what the refusal adds. The text of an
exception that is not a refusal never leaves: it names modules, paths of the file
system, sometimes the values of fields.
"""

from Acquisition import aq_base
from collections.abc import Mapping
from DateTime.interfaces import DateTimeError
from OFS.CopySupport import CopyError
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import ICORSPolicy
from plone.rest.interfaces import IService
from plone.restapi.exceptions import DeserializationError
from plone.restapi.exceptions import QueryParsingError
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import ListingEnded
from thads_portal.errors import message
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyAttempts
from thads_portal.errors import TooManyRequests
from thads_portal.register.trouble import away
from thads_portal.register.trouble import unwritable
from thads_portal.services.answer import CHALLENGE
from thads_portal.services.answer import choose_language
from thads_portal.services.answer import set_headers
from thads_portal.services.answer import set_status
from thads_portal.services.items import responsible_today
from thads_portal.services.openapi.operations import METHODS
from thads_portal.services.openapi.operations import methods_of
from thads_portal.services.problems import CONTENT_TYPE as PROBLEM
from thads_portal.services.problems import problem
from transaction.interfaces import TransientError
from types import MappingProxyType
from typing import Any
from zExceptions import BadRequest
from zExceptions import HTTPException
from zExceptions import HTTPRedirection
from zExceptions import NotFound
from ZODB.POSException import StorageError
from zope.component import queryMultiAdapter

import binascii
import orjson


#: Seconds after which a client may ask again.
RETRY_AFTER = 120
_CODES: Mapping[int, Code] = MappingProxyType(
    {
        400: Code.BAD_REQUEST,
        401: Code.UNAUTHORIZED,
        403: Code.NOT_ALLOWED,
        404: Code.NOT_FOUND,
        405: Code.METHOD_NOT_ALLOWED,
        409: Code.CONFLICT,
        410: Code.LISTING_ENDED,
        413: Code.FEED_TOO_LARGE,
        415: Code.UNSUPPORTED_FEED,
        422: Code.REJECTED,
        503: Code.REGISTER_UNAVAILABLE,
    }
)
_DETAIL = "detail"
_PARAMETERS = "parameters"
_AMISS = (
    ArithmeticError,
    AttributeError,
    DateTimeError,
    LookupError,
    QueryParsingError,
    TypeError,
    ValueError,
)
#: How Zope says that a place takes no content of a type.
_NO_PLACE = "Disallowed subobject type"


def answer_to(error: Exception) -> tuple[int, dict[str, Any]]:
    """Status and body for `error`."""
    if isinstance(error, ThadsError):
        return error.status, error.as_dict()
    if isinstance(error, TransientError):
        return _plain(409, Code.CONFLICT)
    if unwritable(error):
        return _plain(503, Code.REGISTER_READ_ONLY)
    if isinstance(error, StorageError) or away(error):
        return _plain(503, Code.REGISTER_UNAVAILABLE)
    if isinstance(error, ValueError) and str(error).startswith(_NO_PLACE):
        return _plain(400, Code.BAD_REQUEST, detail="type")
    if isinstance(error, RecursionError):
        # Nested deeper than any parser goes.
        return _plain(400, Code.BAD_REQUEST, detail="JSON")
    if isinstance(error, CopyError):
        return _plain(403, Code.NOT_ALLOWED)
    if isinstance(error, DeserializationError):
        return _plain(400, Code.BAD_REQUEST, detail="JSON")
    if isinstance(error, HTTPException):
        return _answer_to_http(error)
    return _plain(500, Code.INTERNAL_ERROR)


def _answer_to_http(error: HTTPException) -> tuple[int, dict[str, Any]]:
    status = error.getStatus()
    if status == 410 and hasattr(error, "ended_at"):
        ended = error.ended_at and error.ended_at.astimezone(VIETNAM).date().isoformat()
        asked = responsible_today(error.agency, error.province)
        return status, {
            **ListingEnded().as_dict(),
            "number": error.number,
            "ended": ended,
            "responsible_agency": asked,
        }
    code = _CODES.get(status, Code.BAD_REQUEST if status < 500 else Code.INTERNAL_ERROR)
    detail = ""
    if code == Code.BAD_REQUEST:
        # What a client sent to Plone's own services; only those who edit content get here.
        detail = echo(error) if isinstance(error, BadRequest) else str(status)
    return _plain(status, code, detail=detail)


def _plain(status: int, code: Code, *, detail: str = "") -> tuple[int, dict[str, Any]]:
    return status, {"code": code.value, "message": message(code, {_DETAIL: detail})}


class JsonError(ErrorHandling):
    """The view ``json-error`` of an exception, for requests of the API."""

    @property
    def _asked_amiss(self) -> bool:
        """Whether one of Plone's own services failed on what it was sent.

        They judge little of it, and what cannot be used ends in these. Ours judge all.
        """
        published = self.request.get("PUBLISHED")
        service = aq_base(getattr(published, "__self__", published))
        own = type(service).__module__.startswith("thads_portal.")
        return IService.providedBy(service) and not own and isinstance(self.context, _AMISS)

    @property
    def _as_problem(self) -> bool:
        """Of the services that the API describes always; of content for who asks for it.

        Whoever reads content by its address has known ``code`` and ``message`` alone.
        """
        accepted = self.request.environ.get("HTTP_ACCEPT", "").lower()
        path = self.request.environ.get("PATH_INFO", "")
        described = any(part in METHODS for part in path.split("/"))
        return described or PROBLEM in accepted

    def __call__(self):
        error = self.context
        response = self.request.response
        if isinstance(error, HTTPRedirection):
            return ""
        if isinstance(error, binascii.Error) and "AUTHENTICATED_USER" not in self.request.other:
            # Credentials that are no credentials.
            error = BadRequest("Authorization")
        policy = queryMultiAdapter((error, self.request), ICORSPolicy)
        if policy is not None:
            policy.process_simple_request()
        if isinstance(error, NotFound) and self.attempt_redirect():
            response.setBody("", lock=1)
            return ""
        status, answer = answer_to(error)
        if status in (404, 405) and (allowed := methods_of(self.request)):
            # The service is there, and takes other methods.
            status, answer = _plain(405, Code.METHOD_NOT_ALLOWED)
            response.setHeader("Allow", ", ".join(allowed))
        if status == 500 and self._asked_amiss:
            status, answer = _plain(400, Code.BAD_REQUEST, detail=_PARAMETERS)
        set_headers(response)
        if isinstance(error, (TooManyAttempts, TooManyRequests)):
            response.setHeader("Retry-After", str(error.params["seconds"]))
        if status == 503:
            response.setHeader("Retry-After", str(RETRY_AFTER))
        set_status(response, status)
        if status == 401:
            response.setHeader("WWW-Authenticate", CHALLENGE)
        choose_language(self.request)
        if self._as_problem:
            response.setHeader("Content-Type", PROBLEM)
            answer = problem(self.request, status, answer)
        body = orjson.dumps(answer, option=orjson.OPT_INDENT_2)
        response.setBody(body, lock=1)
        # Without this, an answer of 401 would become a redirect to the login page.
        response._has_challenged = True
        return body
