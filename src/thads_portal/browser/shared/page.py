"""What all public pages share: their frame, their language, their way to the register."""

from functools import cached_property
from Products.Five.browser import BrowserView
from thads_portal.browser.shared import english
from thads_portal.browser.shared.bound import bound
from thads_portal.browser.shared.places import province_options
from thads_portal.domain import codes
from thads_portal.domain import words
from thads_portal.domain.names import with_true_d
from thads_portal.i18n import _
from thads_portal.i18n import DEFAULT_LANGUAGE
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.templates import PageTemplate
from typing import NamedTuple
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Characters from which on a name in a heading is set smaller, and smaller again.
LONG, LONGER = 40, 90


class Step(NamedTuple):
    """One link of a trail: where to, its words, its ``rel`` and ``lang`` or None."""

    address: str
    label: str
    rel: str | None = None
    language: str | None = None


#: The public list of a province, as a step of a trail.
THE_LIST = _("trail_list", default="Danh sách công khai")
#: What a list of provinces says as long as none is chosen.
WHOLE_COUNTRY = _("whole_country", default="Cả nước")
CHOOSE_PROVINCE = _("choose_province", default="Chọn tỉnh, thành phố")
_HOME = _("trail_home", default="Trang chủ")
#: What is Vietnamese on a page of any language says so.
VIETNAMESE = DEFAULT_LANGUAGE
#: Seconds that a cache in front may keep a page without persons. It is purged when something is
#: published; where no purging is set up, this is how late it may be.
SHARED = 60


class PublicPage(BrowserView):
    """A page in the public frame: subclasses set `template` and fill themselves in `update`.

    `persons` is for pages that show people: search engines are told to stay away, and caches
    in front keep nothing. `shared`: for how many seconds they may keep another page.
    """

    template: PageTemplate | None = None
    persons = False
    shared = 0
    #: The home page of its place: no step of its own trail.
    is_home = False
    #: Shared pieces of templates.
    _contact = PageTemplate("contact.pt")
    _search = PageTemplate("search.pt")
    _provinces = PageTemplate("provinces.pt")
    _province_way = PageTemplate("province_way.pt")
    _figures = PageTemplate("figures.pt")
    _newest = PageTemplate("newest.pt")
    _pager = PageTemplate("pager.pt")
    _trail = PageTemplate("trail.pt")
    #: The templates format through this.
    words = words
    #: A text of an office as it is read: with Đ where a keyboard wrote another sign for it.
    shown = staticmethod(with_true_d)

    def __call__(self):
        self.layout.prepare(persons=self.persons, shared=0 if self.persons else self.shared)
        # After `prepare`: what goes wrong may set a status and headers of its own.
        self.update()
        return self.layout.finished(self.readable(self.template()))

    def readable(self, page: str) -> str:
        """`page`, HTML, as it is read: compounds bound; in English with its terms explained."""
        page = bound(page)
        return page if self.language == VIETNAMESE else english.finished(page)

    def update(self) -> None:
        """Fill the page; nothing by default."""

    @cached_property
    def layout(self):
        return getMultiAdapter((self.context, self.request), name="thads-layout")

    @property
    def parts(self) -> dict:
        """Shared pieces of templates, macros by name."""
        return {
            "contact": self._contact.macros["contact"],
            "offices": self._contact.macros["offices"],
            "search": self._search.macros["search"],
            "provinces": self._provinces.macros["provinces"],
            "province_way": self._province_way.macros["province_way"],
            "figures": self._figures.macros["figures"],
            "home_sections": self._newest.macros["home_sections"],
            "pager": self._pager.macros["pager"],
            "trail": self._trail.macros["trail"],
        }

    @property
    def trail(self) -> list[Step]:
        """The way to this page from the home page of all, without itself."""
        steps = [Step(f"{self.root}/", self.say(_HOME))]
        province = self.layout.province
        if province is not None and not self.is_home:
            address = f"{self.root}/{province.slug}"
            steps.append(Step(address, province.official_name, language=VIETNAMESE))
        return steps + self.steps

    @property
    def steps(self) -> list[Step]:
        """What lies between the home page of the place and this page; nothing by default."""
        return []

    @property
    def root(self) -> str:
        return self.layout.root

    @property
    def language(self) -> str:
        return self.layout.language

    def say(self, message) -> str:
        """`message` in the language of the page."""
        return translate(message, context=self.request, target_language=self.language)

    def length_of(self, name: str) -> str | None:
        """The class of a heading: a long name is set smaller, so that it stays in view."""
        if len(name) <= LONG:
            return None
        return "long" if len(name) <= LONGER else "longer"

    def number(self, value: int) -> str:
        return words.number(value, self.language)

    def size(self, value: int) -> str:
        return words.size(value, self.language)

    def money(self, value: int) -> str:
        return words.money(value, self.language)

    def label(self, code) -> str:
        return codes.label(code, self.language)

    def search_box(
        self, *, action: str | None = None, q: str = "", province: str = "", fixed=None, kept=()
    ) -> dict:
        """What the macro ``search`` needs: for the country, or for the province `fixed`.

        `kept` are parameters, as pairs, that a new search keeps.
        """
        return {
            "action": action or f"{self.root}/tra-cuu",
            "typing": f"{self.root}/goi-y",
            "q": q,
            "picker": None if fixed else self.province_picker(province),
            "fixed": fixed,
            "kept": kept,
        }

    def province_picker(
        self, chosen: str = "", *, none: Message = WHOLE_COUNTRY, told=False
    ) -> dict:
        """What the macro ``provinces`` needs: `chosen` is a slug, or one of the 34 behind ``2025:``;
        `none` is what stands there as long as nothing is chosen; `told`: with a hint on names.
        """
        options = province_options(chosen, self.language)
        return {"options": options, "none": self.say(none), "told": told}

    def province_way(self, to: str, *, none: Message = WHOLE_COUNTRY) -> dict:
        """What the macro ``province_way`` needs: a form that leads to the page `to` of a province,
        or without one to that of the country.
        """
        province = self.layout.province
        chosen = province.slug if province is not None else ""
        return {"to": to, "picker": self.province_picker(chosen, none=none, told=True)}

    def register(self):
        """A cursor to read the register with, as a context manager; RegisterUnavailable."""
        return reading(self.database)

    @property
    def database(self) -> str:
        """The DSN of the database that the site is in."""
        return dsn_of(connection_of(self.context).db())
