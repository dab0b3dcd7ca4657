"""The page of a section: its items with filters by kind and year, words, and an archive."""

from functools import cached_property
from Products.statusmessages.interfaces import IStatusMessage
from thads_portal.browser.public.content_lists.feed import feed
from thads_portal.browser.public.content_lists.feed import FEED_NAMES
from thads_portal.browser.public.content_lists.feed import FEEDS
from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.content_work import Work
from thads_portal.browser.shared.latest import DAY_LABELS
from thads_portal.browser.shared.latest import described
from thads_portal.browser.shared.latest import kind_label
from thads_portal.browser.shared.latest import Latest
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pager import Stretch
from thads_portal.catalog import lists
from thads_portal.content.section_item import home_of
from thads_portal.domain.topics import BY_TYPE
from thads_portal.i18n import _
from thads_portal.security.public_address import public_address_of
from thads_portal.templates import PageTemplate
from thads_portal.theme.layout import SITE
from urllib.parse import urlencode


PAGE_SIZE = 20
#: Further pages are not offered: a filter finds sooner.
MAX_PAGE = 500
#: Names of parameters.
KIND, YEAR, WORDS, PAST, PAGE, FORMAT = "loai", "nam", "q", "het-han", "trang", "dinh-dang"
HEADINGS = {
    "news": _("section_heading_news", default="Tin tức"),
    "documents": _("section_heading_documents", default="Văn bản"),
    "procedures": _("section_heading_procedures", default="Thủ tục hành chính"),
    "notices": _("section_heading_notices", default="Thông báo"),
    "events": _("section_heading_events", default="Sự kiện"),
}


class SectionPage(PublicPage):
    shared = SHARED
    template = PageTemplate("section.pt")
    _work = PageTemplate("../../shared/content_work.pt")

    def __call__(self):
        made = self._parameter(FORMAT)
        if made in FEEDS:
            return feed(self, made)
        return super().__call__()

    def update(self):
        self.found = lists.find(self.wanted, start=self.start, size=PAGE_SIZE)
        self.offered = lists.offered(self.section.topic, self.place)
        name = self.place_title or self.say(SITE)
        for key, writer in FEEDS.items():
            media_type = writer.CONTENT_TYPE.partition(";")[0]
            # A title of a link has one language: in English without the name of the place.
            of_place = "" if self.layout.of_data else f" – {name}"
            title = f"{self.heading}{of_place} ({FEED_NAMES[key]})"
            self.layout.offer(self.feed_address(key), media_type, title)
        self.layout.tell(
            headline=f"{self.heading} – {name}",
            description=self.context.Description() or f"{self.heading}: {name}.",
            structured={
                "@type": "CollectionPage",
                "name": self.heading,
                "url": public_address_of(self.context),
                "inLanguage": "vi",
                "publisher": {"@type": "GovernmentOrganization", "name": self.publisher},
            },
        )

    # What is asked for

    def _parameter(self, name: str) -> str:
        value = self.request.form.get(name, "")
        if not isinstance(value, str):
            return ""
        # What was not UTF-8 arrives as surrogates, which no page can hold.
        return value.encode(errors="replace").decode().strip()[:200]

    @property
    def section(self):
        return BY_TYPE[self.context.portal_type]

    @cached_property
    def place(self) -> str:
        return home_of(self.context)

    @cached_property
    def wanted(self) -> lists.Wanted:
        """What the address asks for; a value that is none of the list's is as if not given."""
        kind, year = self._parameter(KIND), self._parameter(YEAR)
        kinds = list(self.section.kinds or ())
        return lists.Wanted(
            self.section.topic,
            self.place,
            kind=kind if kind in kinds else "",
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            words=self._parameter(WORDS),
            past=self.section.dated and self._parameter(PAST) == "1",
        )

    @cached_property
    def page(self) -> int:
        given = self._parameter(PAGE)
        number = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1
        return min(max(number, 1), MAX_PAGE)

    @property
    def start(self) -> int:
        return (self.page - 1) * PAGE_SIZE

    # Addresses

    @property
    def path(self) -> str:
        return self.context.absolute_url_path()

    def address(self, *, page: int = 1, **changes) -> str:
        """This list with `changes` of its filters, from its first page unless told otherwise."""
        wanted = self.wanted
        state = {"kind": wanted.kind, "year": wanted.year, "words": wanted.words}
        state |= {"past": wanted.past} | changes
        pairs = [
            (KIND, state["kind"]),
            (YEAR, state["year"]),
            (WORDS, state["words"]),
            (PAST, "1" if state["past"] else ""),
            (PAGE, page if page > 1 else ""),
        ]
        query = urlencode([(name, value) for name, value in pairs if value])
        return f"{self.path}?{query}" if query else self.path

    # What the page shows

    @property
    def heading(self) -> str:
        return self.say(HEADINGS[self.section.topic])

    @property
    def day_label(self) -> str:
        return self.say(DAY_LABELS[self.section.topic])

    @property
    def site_name(self) -> str:
        province = self.layout.province
        return province.official_name if province else ""

    @property
    def place_title(self) -> str:
        subsite = self.layout.subsite
        return subsite.agency_name if subsite is not None else ""

    @property
    def publisher(self) -> str:
        """Who answers for what is listed."""
        return self.place_title or contact_of_gateway().name

    @property
    def entries(self) -> list[Latest]:
        return [
            described(entry, self.section.topic, self.place, self.root, self.language)
            for entry in self.found.entries
        ]

    @property
    def count_in_words(self) -> str:
        total = self.number(self.found.total)
        return self.say(_("section_count", default="${count} mục", mapping={"count": total}))

    @property
    def kinds(self) -> list[dict]:
        """The kinds to choose from: ``code``, ``label``, ``count``, ``chosen``."""
        return [
            {
                "code": code,
                "label": kind_label(self.section.topic, code, self.language),
                "count": self.number(count),
                "chosen": code == self.wanted.kind,
            }
            for code, count in self.offered.kinds
        ]

    @property
    def years(self) -> list[dict]:
        return [
            {"year": year, "count": self.number(count), "chosen": year == self.wanted.year}
            for year, count in self.offered.years
        ]

    @property
    def filtered(self) -> bool:
        return bool(self.wanted.kind or self.wanted.year or self.wanted.words)

    @cached_property
    def pager(self) -> Pager:
        offered = min(self.found.total, MAX_PAGE * PAGE_SIZE)
        pages = Stretch(start=self.start, size=PAGE_SIZE, total=self.found.total).pages
        shown = _(
            "section_page",
            default="Trang ${page}/${last}",
            mapping={"page": self.page, "last": pages},
        )
        return Stretch(start=self.start, size=PAGE_SIZE, total=offered).pager(
            lambda place: self.address(page=place // PAGE_SIZE + 1),
            shown=self.say(shown),
            small=True,
        )

    def feed_address(self, made: str) -> str:
        """Of this list, with its filters, as the feed `made` (a key of FEEDS)."""
        mark = "&" if "?" in self.address() else "?"
        return f"{self.address()}{mark}{urlencode({FORMAT: made})}"

    @property
    def work_macros(self):
        return self._work.macros

    def messages(self):
        return IStatusMessage(self.request).show()

    @cached_property
    def work(self) -> Work:
        return Work(self.context, self.request)
