"""What is answered when a request failed before it reached the site.

Zope reads the form before it looks for anything, and a value that does not fit the
type that its name asks for (``b_size:int=x``, ``year:date=x``) ends there: that is a bad request, not
a fault of ours. There is no site yet, so no language and no frame.
"""

from Products.Five.browser import BrowserView
from thads_portal.browser.shared.errors.texts import LAST_RESORT
from thads_portal.browser.shared.errors.texts import MAINTENANCE
from thads_portal.browser.shared.errors.texts import NO_ROOM
from thads_portal.browser.shared.errors.texts import UNREADABLE
from thads_portal.errors import ThadsError
from thads_portal.register.trouble import away
from thads_portal.register.trouble import unwritable
from thads_portal.services.answer import set_headers
from thads_portal.services.answer import set_status
from thads_portal.services.errors import answer_to
from thads_portal.theme.plain import POLICY
from zExceptions import BadRequest
from zExceptions import HTTPException
from zExceptions import HTTPRedirection
from zExceptions import Unauthorized
from ZODB.POSException import StorageError

import orjson


_AWAY = (StorageError,)


class OutsidePage(BrowserView):
    """``index.html`` of an exception where the portal's layer is not on the request."""

    def __call__(self):
        status = self._status()
        if 300 <= status < 400:
            return ""
        if "/++api++" in self.request.get("PATH_INFO", ""):
            return self._to_program(status)
        response = self.request.response
        set_status(response, status, lock=status != 401)
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        response.setHeader("Cache-Control", "no-cache")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", POLICY)
        if status == 503:
            response.setHeader("Retry-After", "120")
        if status == 503:
            return NO_ROOM if unwritable(self.context) else MAINTENANCE
        return UNREADABLE if status < 500 else LAST_RESORT

    def _to_program(self, status: int) -> bytes:
        """The same for a client of the API, which reads JSON."""
        error = self.context
        if status == 400 and not isinstance(error, HTTPException):
            # A parameter whose name asks for a type that its value has not.
            error = BadRequest("parameters")
        status, answer = answer_to(error)
        response = self.request.response
        set_headers(response)
        if status == 503:
            response.setHeader("Retry-After", "120")
        set_status(response, status)
        # Without this, an answer of 401 would become a redirect to the login page.
        response._has_challenged = True
        return orjson.dumps(answer, option=orjson.OPT_INDENT_2)

    def _status(self) -> int:
        error = self.context
        if isinstance(error, ThadsError):
            return error.status
        if isinstance(error, (HTTPException, HTTPRedirection, Unauthorized)):
            return error.getStatus()
        if isinstance(error, _AWAY) or away(error):
            return 503
        # Set when the search for the object begins: until then the request was being read.
        reading = "ACTUAL_URL" not in self.request.other
        return 400 if reading else 500
