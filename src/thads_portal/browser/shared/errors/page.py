"""The exception view of the portal: status, page, redirects of old addresses, tombstones."""

from datetime import datetime
from functools import cached_property
from OFS.CopySupport import CopyError
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IAPIRequest
from Products.CMFCore.interfaces import IContentish
from thads_portal.browser.shared.addresses.entrance import is_of_staff
from thads_portal.browser.shared.addresses.entrance import path_of
from thads_portal.browser.shared.addresses.entrance import to_login
from thads_portal.browser.shared.addresses.legacy import successor_of
from thads_portal.browser.shared.contact import contact_for
from thads_portal.browser.shared.errors.texts import LAST_RESORT
from thads_portal.browser.shared.errors.texts import MAINTENANCE
from thads_portal.browser.shared.errors.texts import NO_RIGHT
from thads_portal.browser.shared.errors.texts import NOT_UTF8
from thads_portal.browser.shared.errors.texts import READ_ONLY
from thads_portal.browser.shared.errors.texts import text_for
from thads_portal.browser.shared.errors.texts import TOO_MANY
from thads_portal.browser.shared.page import PublicPage
from thads_portal.domain.words import day
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import AddressNotUtf8
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyAttempts
from thads_portal.errors import TooManyRequests
from thads_portal.register.trouble import away
from thads_portal.register.trouble import unwritable
from thads_portal.security.doors import within_tool
from thads_portal.security.signed_in import who
from thads_portal.services.answer import set_status
from thads_portal.templates import PageTemplate
from thads_portal.theme.navigation import desk_of
from thads_portal.theme.plain import POLICY
from transaction.interfaces import TransientError
from zExceptions import Forbidden
from zExceptions import HTTPException
from zExceptions import HTTPGone
from zExceptions import HTTPRedirection
from zExceptions import NotFound
from zExceptions import Unauthorized
from ZODB.POSException import StorageError
from zope.component import getMultiAdapter
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.i18nmessageid import Message

import logging


logger = logging.getLogger(__name__)
#: What pages answer to.
METHODS = ("GET", "HEAD", "POST")
#: The database is away or too busy: the visitor should come back.
_BUSY = (TransientError, StorageError)


class ErrorPage(PublicPage):
    """``index.html`` of an exception; `context` is the exception, `__parent__` where it happened."""

    template = PageTemplate("error.pt")

    def __call__(self):
        error = self.context
        if isinstance(error, HTTPRedirection):
            return ""
        if IAPIRequest.providedBy(self.request) or "/++api++" in self.request.get("PATH_INFO", ""):
            return getMultiAdapter((error, self.request), name="json-error")()
        if isinstance(error, NotFound) and self._moved():
            return ""
        if self._must_sign_in:
            return to_login(self.request)
        set_status(self.request.response, self.status)
        if self.person is not None:
            # Signing in again would change nothing.
            self.request.response._has_challenged = True
        try:
            return self.page()
        except Exception:  # whatever it is, the visitor must not be left with the framework's page
            logger.exception("The error page itself failed")
            self.request.response.setHeader("Content-Security-Policy", POLICY)
            return MAINTENANCE if self.status == 503 else LAST_RESORT

    def page(self) -> str:
        self.layout.prepare(persons=True)
        if self.status == 405:
            self.request.response.setHeader("Allow", ", ".join(METHODS))
        if isinstance(self.context, (TooManyAttempts, TooManyRequests)):
            self.request.response.setHeader("Retry-After", str(self.context.params["seconds"]))
        if self.status == 503:
            self.request.response.setHeader("Retry-After", "120")
        return self.readable(self.template())

    @cached_property
    def status(self) -> int:
        error = self.context
        if isinstance(error, ThadsError):
            return error.status
        if self._nothing_there:
            return 404
        if self.person is not None:
            return 403
        if isinstance(error, HTTPException):
            return error.getStatus()
        if isinstance(error, CopyError):
            return 403
        if isinstance(error, AttributeError) and self._foreign_method:
            return 405
        if isinstance(error, (AttributeError, TypeError)) and not self._reached:
            # A help of Plone's that is no page, or not one of this place.
            return 404
        if isinstance(error, ValueError) and self._signing_in:
            # Credentials that are no credentials: not base64, not text.
            return 400
        return 503 if isinstance(error, _BUSY) or away(error) else 500

    @cached_property
    def person(self):
        """Who is signed in and lacks the right for the page; None for any other error."""
        return who(self.request) if isinstance(self.context, Unauthorized) else None

    @property
    def _must_sign_in(self) -> bool:
        """Whether a page of the staff was asked for by who is not signed in."""
        if isinstance(self.context, Unauthorized):
            return self.person is None and not self._nothing_there
        hidden = isinstance(self.context, (NotFound, HTTPGone))
        return hidden and is_of_staff(path_of(self.request)) and who(self.request) is None

    @cached_property
    def _nothing_there(self) -> bool:
        """Whether this is one of Zope's tools, or what nobody may see: no page, for all one is told."""
        if isinstance(self.context, Forbidden):
            return not self._reached
        return isinstance(self.context, Unauthorized) and within_tool(self.request)

    @property
    def _signing_in(self) -> bool:
        """Whether the failure came while credentials were being read."""
        sent = self.request.environ.get("HTTP_AUTHORIZATION") or getattr(
            self.request, "_auth", None
        )
        return bool(sent) and "AUTHENTICATED_USER" not in self.request.other

    @property
    def _foreign_method(self) -> bool:
        """Zope stops at a page asked for by PUT or PATCH as if it were not there."""
        return self.request.method not in METHODS and not self._reached

    @property
    def _reached(self) -> bool:
        """Whether there was something to be shown, and it failed."""
        return "PUBLISHED" in self.request.other

    @cached_property
    def layout(self):
        # The exception is nowhere in the site; what was reached last is.
        place = getattr(self, "__parent__", None)
        if not (IContentish.providedBy(place) or IPloneSiteRoot.providedBy(place)):
            place = getSite()
        return getMultiAdapter((place, self.request), name="thads-layout")

    # Where else it may be

    def _moved(self) -> bool:
        """Send the visitor on, if the address is the old portal's or that of a moved page."""
        site = getSite()
        path = self.request.get("ACTUAL_URL", "").removeprefix(site.absolute_url())
        slug = successor_of(path.lstrip("/"))
        if slug is not None:
            target = f"{site.absolute_url()}/{slug}"
            self.request.response.redirect(target, status=301, lock=1)
            return True
        redirector = getMultiAdapter((site, self.request), name="plone_redirector_view")
        return bool(redirector.attempt_redirect())

    # What the page says

    @property
    def text(self):
        if self.status == 403 and self.layout.user is not None:
            return NO_RIGHT
        if isinstance(self.context, TooManyRequests):
            return TOO_MANY
        if isinstance(self.context, AddressNotUtf8):
            return NOT_UTF8
        if self.status == 503 and unwritable(self.context):
            return READ_ONLY
        return text_for(self.status)

    @property
    def desk(self) -> str | None:
        """The address of the own desk, for who is signed in and has one."""
        path = desk_of(self.layout.site, self.layout.user)
        return f"{self.layout.root}/{path}" if path else None

    @property
    def message(self) -> Message:
        """What happened, with its date where it has one."""
        ended_at = getattr(self.context, "ended_at", None)
        mapping = {
            "date": day(ended_at),
            "seconds": getattr(self.context, "params", {}).get("seconds", ""),
            "account": self.layout.user.getUserName() if self.layout.user is not None else "",
        }
        return Message(self.text.text, mapping=mapping)

    @cached_property
    def contact(self):
        """Whom to ask about a listing that is no longer public; None for any other error."""
        agency, subsite = getattr(self.context, "agency", None), self.layout.subsite
        if self.status != 410 or agency is None or subsite is None:
            return None
        return contact_for(subsite, agency, datetime.now(VIETNAM).date())

    @property
    def other(self) -> dict[str, str]:
        """The same in the other language: ``code``, ``heading``, ``text``."""
        code = self.layout.other_languages[0]["code"]
        heading = translate(self.text.heading, target_language=code)
        return {
            "code": code,
            "heading": heading,
            "text": translate(self.message, target_language=code),
        }

    @property
    def box(self) -> dict:
        return self.search_box()
