"""The way of who is not signed in to a page of the staff: to the login, and back from there.

A session ends while a page is open, and links in mails are opened by whoever reads them, so
every address of the staff leads to the login. What stands behind an address is not told: a
batch or a listing that is not public answers as one that never was.
"""

from Products.Five.browser import BrowserView
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from urllib.parse import urlencode
from zope.component.hooks import getSite

import re


#: Pages of the staff below a listing.
LISTING_PAGES = frozenset({
    "ho-so", "sua", "cham-dut", "cong-khai-lai", "niem-yet", "in-niem-yet", "thong-bao-niem-yet",
    "theo-doi-rieng", "uy-thac", "theo-doi-viec", "ghi-xac-minh", "ghi-thu-tien", "ghi-so",
    "dao-but-toan", "lap-viec", "xem-duyet", "cap-nhat-cong-khai", "tai-lieu-viec", "xem-tai-lieu",
})  # fmt: skip
_OF_LISTING = re.compile(
    rf"(?:/[a-z-]+)?/{REGISTER_ID}/[12][0-9]{{3}}-[0-9]{{7}}/(?:@@)?({'|'.join(LISTING_PAGES)})/?"
)
_OF_BATCH = re.compile(rf"(?:/[a-z-]+)?/{BATCHES_ID}(?:/[^/]+){{1,2}}/?")


def is_of_staff(path: str) -> bool:
    """Whether `path`, below the portal, is that of a page of a listing or batch for the staff.

    Of the others Zope itself says that one must sign in.
    """
    return bool(_OF_LISTING.fullmatch(path) or _OF_BATCH.fullmatch(path))


def path_of(request) -> str:
    """The address that was asked for, below the portal; "" for its front page."""
    return request.get("ACTUAL_URL", "").removeprefix(getSite().absolute_url())


def to_login(request, came_from: str = "") -> str:
    """Send the visitor to the login, from where they come back to what they asked for.

    `came_from`: an address of the portal; absent, that of `request`, of a GET with its parameters.
    """
    site = getSite()
    if not came_from:
        came_from = site.absolute_url_path().rstrip("/") + path_of(request)
        asked = request.get("QUERY_STRING", "")
        if asked and request.method == "GET":
            came_from = f"{came_from}?{asked}"
    response = request.response
    address = f"{site.absolute_url()}/login?{urlencode({'came_from': came_from})}"
    response.redirect(address, status=302, lock=1)
    response.setHeader("Cache-Control", "no-store")
    # Nothing else asks for credentials any more.
    response._has_challenged = True
    return ""


class RequireLogin(BrowserView):
    """``require_login``: where Plone's own sign-in sends who lacks a right."""

    def __call__(self):
        site = getSite()
        came_from = self.request.form.get("came_from", "")
        if not isinstance(came_from, str):
            came_from = ""
        if site.portal_membership.isAnonymousUser():
            return to_login(self.request, came_from or f"{site.absolute_url_path()}")
        self.request.response.redirect(f"{site.absolute_url()}/insufficient-privileges")
        return ""
