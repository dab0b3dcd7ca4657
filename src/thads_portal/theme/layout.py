"""The frame of every public page: head, navigation, foot, and the headers it is sent with.

Pages use it through the view ``thads-layout``: ``prepare`` for the headers, the
macro ``page`` for the frame. It asks no catalog and no viewlet manager, because
those would cost more than all else on the page. A page of persons that forgets
``persons=True`` would be indexed by name for ever.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from plone.base.interfaces import IPloneSiteRoot
from Products.Five.browser import BrowserView
from thads_portal.content.section_item import ISectionItem
from thads_portal.content.settings import is_demo
from thads_portal.content.site import IProvincialSite
from thads_portal.domain.provinces import by_slug
from thads_portal.i18n import _
from thads_portal.i18n import DEFAULT_LANGUAGE
from thads_portal.i18n import ENGLISH_PATH
from thads_portal.i18n import language_of
from thads_portal.i18n import LANGUAGES
from thads_portal.security.public_address import public_address
from thads_portal.templates import PageTemplate
from thads_portal.theme.assets import address
from thads_portal.theme.caching import policy
from thads_portal.theme.caching import tagged
from thads_portal.theme.downtime import planned_downtime
from thads_portal.theme.menu import menu
from thads_portal.theme.menu import siblings
from thads_portal.theme.navigation import staff_links
from thads_portal.theme.sections import sections_of
from urllib.parse import urlencode
from zope.component.hooks import getSite
from zope.i18n import translate

import json


#: Search engines may neither keep nor follow pages about persons.
PERSONS = "noindex, nofollow, noarchive"
ORDINARY = "index, follow"
SITE = _("site_title", default="Cổng thông tin điện tử Thi hành án dân sự")
SITE_PURPOSE = _(
    "foot_purpose",
    default="Nơi công khai thông tin người phải thi hành án chưa có điều kiện thi hành theo Luật Thi"
    " hành án dân sự.",
)

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'{styles}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY.format(styles=""),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Cookie, Accept",
}
#: Text that editors wrote may carry styles of its own (a width, a colour), never scripts.
EDITED_POLICY = _POLICY.format(styles=" 'unsafe-inline'")

#: Links of the staff's bar that stand side by side; the others are behind one more.
_ON_THE_BAR = 6


class Layout(BrowserView):
    """Public frame for `context`; one for each request."""

    template = PageTemplate("templates/layout.pt")
    robots = ORDINARY
    article_of = ""
    #: What search engines and messengers show of a page that is not about persons.
    _about = None

    @property
    def macros(self):
        return self.template.macros

    def prepare(
        self,
        *,
        persons: bool = False,
        edited: bool = False,
        content_type: str = "text/html",
        shared: int = 0,
    ) -> "Layout":
        """Set the headers of a public page and keep Plone's transforms off it.

        `shared`: as many seconds a proxy in front may answer for us; 0 for pages of persons.
        """
        response = self.request.response
        # The page is complete: nothing to theme, and no form in it changes anything.
        self.request.environ["plone.transformchain.disable"] = True
        response.setHeader("Content-Type", f"{content_type}; charset=utf-8")
        for name, value in HEADERS.items():
            response.setHeader(name, value)
        response.setHeader("Cache-Control", policy(shared=shared, signed_in=bool(self.user)))
        if edited:
            response.setHeader("Content-Security-Policy", EDITED_POLICY)
        if persons:
            self.robots = PERSONS
            response.setHeader("X-Robots-Tag", PERSONS)
        return self

    def finished(self, body: str) -> str:
        """`body` with its ETag; nothing, as 304, for a visitor who has it already."""
        return tagged(self.request, body)

    # What engines and messengers are told; nothing on pages of persons

    def offer(self, address: str, media_type: str, title: str) -> None:
        """Say in the head of the page that it is also there as `media_type`, such as a feed."""
        self.alternates.append({"address": address, "type": media_type, "title": title})

    def tell(
        self,
        *,
        headline: str,
        description: str = "",
        structured: Mapping | None = None,
        article_of: date | None = None,
    ):
        """Say what this page is about, `structured` in the vocabulary of schema.org.

        `article_of`: the day of an article; other pages are no articles.
        """
        self._about = (headline, description, structured)
        self.article_of = article_of.isoformat() if article_of else ""

    @property
    def is_indexed(self) -> bool:
        return self.robots == ORDINARY

    @property
    def headline(self) -> str:
        return self._about[0] if self._about else self._say(SITE)

    @property
    def description(self) -> str:
        return (self._about and self._about[1]) or self._say(SITE_PURPOSE)

    @property
    def structured(self) -> str | None:
        """JSON-LD, safe inside of a script element."""
        if not self._about or not self._about[2]:
            return None
        data = {"@context": "https://schema.org", **self._about[2]}
        return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")

    @property
    def here(self) -> str:
        """The path of this page below the portal, in any language; "" at home."""
        here = self.request.get("ACTUAL_URL", "").removeprefix(self.site.absolute_url())
        return f"/{path}" if (path := here.strip("/")) else ""

    @property
    def canonical(self) -> str:
        """The whole address of this page in its language, without parameters."""
        return self._address_in(self.language)

    @property
    def permanent(self) -> str:
        """The address by which this page is quoted, whoever reads it."""
        return self._address_in(DEFAULT_LANGUAGE)

    @property
    def languages(self) -> list[dict[str, str]]:
        """The address of this page in each language, and which is for all others."""
        found = [{"code": code, "address": self._address_in(code)} for code, _name in LANGUAGES]
        return [*found, {"code": "x-default", "address": self.permanent}]

    def _address_in(self, language: str) -> str:
        if language != DEFAULT_LANGUAGE:
            return f"{self.public_root}{ENGLISH_PATH}{self.here or '/'}"
        return f"{self.public_root}{self.here or '/'}"

    @cached_property
    def public_root(self) -> str:
        """The portal's public address, for whatever is kept of a page; no slash at its end."""
        return public_address()

    def whole_asset(self, name: str) -> str:
        return f"{self.public_root}/{address(name)}"

    def _say(self, message) -> str:
        return translate(message, context=self.request, target_language=self.language)

    @cached_property
    def alternates(self) -> list[dict[str, str]]:
        """Other forms of this page: ``address``, ``type``, ``title``."""
        return []

    @cached_property
    def site(self):
        return getSite()

    @cached_property
    def root(self) -> str:
        """The path of the portal as the visitor sees it, without a slash at its end."""
        return self.site.absolute_url_path().rstrip("/")

    @property
    def is_english_address(self) -> bool:
        return self.root.endswith(ENGLISH_PATH)

    @property
    def base(self) -> str:
        """The same without a language: where files are that are one for all."""
        return self.root.removesuffix(ENGLISH_PATH)

    @cached_property
    def subsite(self):
        """The provincial site that `context` is in, or None."""
        for element in aq_chain(aq_inner(self.context)):
            if IProvincialSite.providedBy(element):
                return element
            if IPloneSiteRoot.providedBy(element):
                break
        return None

    @cached_property
    def province(self):
        """The province of the subsite, or None on the gateway."""
        return by_slug(aq_base(self.subsite).getId()) if self.subsite is not None else None

    @cached_property
    def language(self) -> str:
        return language_of(self.request)

    @property
    def of_data(self) -> str | None:
        """The ``lang`` of names and of what offices write, where the page is in another."""
        return None if self.language == DEFAULT_LANGUAGE else DEFAULT_LANGUAGE

    @property
    def foreign(self) -> str | None:
        """The ``lang`` of the page's own words within what is Vietnamese."""
        return self.language if self.of_data else None

    @property
    def other_languages(self) -> list[dict[str, str]]:
        """Links to this page in the other languages: ``code``, ``name``, ``address``."""
        query = [(name, value) for name, value in self._query() if name != b"set_language"]
        return [
            {"code": code, "name": name, "address": self._other(code, query)}
            for code, name in LANGUAGES
            if code != self.language
        ]

    def _other(self, code: str, query: list[tuple[bytes, bytes]]) -> str:
        """This page in the language `code`: at its own address for the public. Who is signed in
        takes the language along by Plone's cookie, and who has the cookie changes it.
        """
        by_cookie = self.language != DEFAULT_LANGUAGE and not self.is_english_address
        if self.user is not None or by_cookie:
            return f"?{urlencode([*query, ('set_language', code)])}"
        prefix = "" if code == DEFAULT_LANGUAGE else ENGLISH_PATH
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self.base}{prefix}{self.here or '/'}{asked}"

    def _query(self):
        """The parameters of the address. What a form sent stays out: it may be about a person."""
        if self.request.method == "POST":
            return
        for name, value in self.request.form.items():
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, str):
                    # What was not UTF-8 arrives as surrogates, which no page can hold.
                    yield name.encode(errors="replace"), each.encode(errors="replace")

    def asset(self, name: str) -> str:
        return f"{self.base}/{address(name)}"

    @property
    def place(self):
        """The subsite that the page is in, or the gateway."""
        return self.site if self.subsite is None else self.subsite

    @property
    def menu(self) -> list:
        """The five items of the menu (``menu.Item``)."""
        return menu(self, self._say)

    @property
    def siblings(self) -> list:
        """The sections beside that of the page (``menu.Item``)."""
        return siblings(self, self._say)

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        """``(name, address)`` of the sections of the subsite, or of the gateway."""
        base = self.root if self.subsite is None else f"{self.root}/{self.province.slug}"
        return [
            (self._say(name), f"{base}/{path}")
            for path, name in sections_of(self.place, self.request)
        ]

    @property
    def demo(self) -> bool:
        """Whether what is here is made up."""
        return is_demo(getSite())

    @property
    def downtime(self):
        return planned_downtime(self.language)

    @cached_property
    def user(self):
        """Who is signed in, or None."""
        user = getSecurityManager().getUser()
        return user if user is not None and user.getId() else None

    @property
    def person(self) -> str:
        """The name of who is signed in; of an account without one, that of the account."""
        get = getattr(self.user, "getProperty", None)
        return (get("fullname", "") if get else "") or self.user.getUserName()

    @cached_property
    def desk_links(self) -> list:
        """For who is signed in: where they work (``navigation.Link``)."""
        return staff_links(self) if self.user is not None else []

    @property
    def desk_links_first(self) -> list:
        """Those that stand on the bar itself."""
        return self.desk_links[: _ON_THE_BAR if self.desk_links_more else None]

    @property
    def desk_links_more(self) -> list:
        """Those behind “more”, so that the bar is one line; none where all of them fit."""
        links = self.desk_links
        return links[_ON_THE_BAR:] if len(links) > _ON_THE_BAR + 1 else []

    @property
    def staff_links(self) -> list[tuple[str, str]]:
        """For who is signed in: (kind, address) of what may be done from here."""
        here = self.context
        may = getSecurityManager().checkPermission
        address = getattr(here, "absolute_url_path", None)
        links = []
        # Of the gateway itself there is nothing to edit: its pages and sections are. Of a subsite its
        # home is; a desk below it is no page of it.
        edited = address is not None and not IPloneSiteRoot.providedBy(here)
        if IProvincialSite.providedBy(here):
            edited = self.here == f"/{here.getId()}"
        if edited and may("Modify portal content", here):
            # Items of the sections have a form of the portal's own.
            form = "soan" if ISectionItem.providedBy(here) else "edit"
            links.append(("edit", f"{address().rstrip('/')}/{form}"))
        if address is not None and may("List folder contents", here):
            links.append(("contents", f"{address().rstrip('/')}/folder_contents"))
        links.append(("password", f"{self.root}/change-password"))
        links.append(("logout", f"{self.root}/logout"))
        return links
