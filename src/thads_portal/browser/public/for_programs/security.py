"""``/.well-known/security.txt`` (RFC 9116): where to report a vulnerability."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone.registry.interfaces import IRegistry
from Products.Five.browser import BrowserView
from thads_portal.content.settings import CONTACT_EMAIL
from thads_portal.security.public_address import public_address
from zExceptions import NotFound
from zope.component import getUtility
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


#: RFC 9116 recommends less than a year; it is computed, so that it can never be past.
VALID_FOR = timedelta(days=180)


@implementer(IPublishTraverse)
class WellKnown(BrowserView):
    """``.well-known/<name>``; only security.txt is there."""

    asked = None

    def publishTraverse(self, request, name):
        if self.asked is not None or name != "security.txt":
            raise NotFound(name)
        self.asked = name
        return self

    def __call__(self):
        if self.asked is None:
            raise NotFound(self.__name__)
        response = self.request.response
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        response.setHeader("Cache-Control", "public, max-age=86400")
        return security_txt(
            public_address(), _contact(), today=datetime.now(UTC).replace(microsecond=0)
        )


def _contact() -> str:
    registry = getUtility(IRegistry)
    contact = registry.get("thads_portal.security_contact")
    email = registry.get(CONTACT_EMAIL)
    if contact and not contact.startswith(("mailto:", "https:", "tel:")):
        contact = ""
    return contact or (f"mailto:{email}" if email else "")


def security_txt(site: str, contact: str, *, today: datetime) -> str:
    """The file for the portal at `site`; without a `contact` it names the contact page."""
    expires = today.replace(hour=0, minute=0, second=0) + VALID_FOR
    lines = (
        f"Contact: {contact or f'{site}/lien-he'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {site}/.well-known/security.txt",
    )
    return "\n".join(lines) + "\n"
