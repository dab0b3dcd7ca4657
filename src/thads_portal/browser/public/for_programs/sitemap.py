"""``sitemap.xml``, also packed as ``sitemap.xml.gz``: everything that is not about a person.

Registers and listings are no content of the portal catalog and are left out by type as
well: a map of persons would let engines index them by name.
"""

from DateTime import DateTime
from plone import api
from Products.Five.browser import BrowserView
from thads_portal.browser.public.static_pages import TITLES
from thads_portal.i18n import ENGLISH_PATH
from thads_portal.security.public_address import public_address
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr
from zope.component.hooks import getSite

import gzip


#: The most that one file may hold (sitemaps.org).
MOST = 50_000
PAGES = (
    "",
    "thong-ke",
    "du-lieu",
    "nhat-ky-cong-khai",
    "giay-tra-cuu",
    "xac-minh",
    "gop-y",
    "luat-ap-dung",
    *TITLES,
)
TYPES = (
    "ProvincialSite",
    "EnforcementAgency",
    "NewsSection",
    "DocumentSection",
    "ProcedureSection",
    "NoticeSection",
    "EventSection",
    "News Item",
    "LegalDocument",
    "Procedure",
    "PublicNotice",
    "Event",
    "Document",
)


class Sitemap(BrowserView):
    packed = False

    def __call__(self):
        response = self.request.response
        self.request.environ["plone.transformchain.disable"] = True
        response.setHeader("Cache-Control", "public, max-age=3600")
        body = sitemap(public_address(), self._entries()).encode()
        if not self.packed:
            response.setHeader("Content-Type", "application/xml; charset=utf-8")
            return body
        response.setHeader("Content-Type", "application/gzip")
        return gzip.compress(body, mtime=0)

    def _entries(self):
        """``(path, day of the last change or None)``, the newest content first."""
        home = getSite().absolute_url()
        for name in PAGES:
            yield f"/{name}", None
        catalog = api.portal.get_tool("portal_catalog")
        # As a visitor sees it, also when a member of the staff asks.
        found = catalog.unrestrictedSearchResults(
            portal_type=list(TYPES),
            allowedRolesAndUsers=["Anonymous"],
            effectiveRange=DateTime(),
            sort_on="modified",
            sort_order="reverse",
            sort_limit=MOST - len(PAGES),
        )
        for brain in found[: MOST - len(PAGES)]:
            yield brain.getURL().removeprefix(home), brain.modified


class PackedSitemap(Sitemap):
    packed = True


def sitemap(site: str, entries) -> str:
    """The XML of `entries` below the address `site`, each with its address in every language."""
    urls = "".join(
        f"<url><loc>{escape(site + path)}</loc>"
        + (f"<lastmod>{changed.ISO8601()[:10]}</lastmod>" if changed else "")
        + _alternate("vi", site + path)
        + _alternate("en", f"{site}{ENGLISH_PATH}{path}")
        + "</url>\n"
        for path, changed in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n'
    )


def _alternate(language: str, address: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
