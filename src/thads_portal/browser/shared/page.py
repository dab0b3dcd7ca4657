"""What all public pages share: their frame, their language, their way to the register."""

from functools import cached_property
from Products.Five.browser import BrowserView
from thads_portal.browser.shared.places import province_options
from thads_portal.domain import codes
from thads_portal.domain import words
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.templates import PageTemplate
from zope.component import getMultiAdapter
from zope.i18n import translate


#: Seconds that a cache in front may keep a page without persons. It is purged when something is
#: published; where no purging is set up, this is how late it may be.
SHARED = 60


class PublicPage(BrowserView):
    """A page in the public frame: subclasses set `template` and fill themselves in `update`.

    `persons` is for pages that show people: search engines are told to stay away, and caches
    in front keep nothing. `shared`: for how many seconds they may keep another page.
    """

    template = None
    persons = False
    shared = 0
    #: Shared pieces of templates.
    _contact = PageTemplate("contact.pt")
    _search = PageTemplate("search.pt")
    _figures = PageTemplate("figures.pt")
    _newest = PageTemplate("newest.pt")
    _pager = PageTemplate("pager.pt")
    #: The templates format through this.
    words = words

    def __call__(self):
        self.layout.prepare(persons=self.persons, shared=0 if self.persons else self.shared)
        # After `prepare`: what goes wrong may set a status and headers of its own.
        self.update()
        return self.layout.finished(self.template())

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
            "figures": self._figures.macros["figures"],
            "home_sections": self._newest.macros["home_sections"],
            "pager": self._pager.macros["pager"],
        }

    @property
    def root(self) -> str:
        return self.layout.root

    @property
    def language(self) -> str:
        return self.layout.language

    def say(self, message) -> str:
        """`message` in the language of the page."""
        return translate(message, context=self.request, target_language=self.language)

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
            "options": "" if fixed else province_options(province),
            "fixed": fixed,
            "kept": kept,
        }

    def register(self):
        """A cursor to read the register with, as a context manager; RegisterUnavailable."""
        return reading(self.database)

    @property
    def database(self) -> str:
        """The DSN of the database that the site is in."""
        return dsn_of(connection_of(self.context).db())
