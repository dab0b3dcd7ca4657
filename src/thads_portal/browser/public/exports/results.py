"""The results of a search as a file, a feed or JSON, for the country or a province."""

from contextlib import ExitStack
from functools import cached_property
from thads_portal.browser.public.exports.answers import DataView
from thads_portal.browser.public.exports.feeds import BEFORE
from thads_portal.browser.public.exports.feeds import feed_of
from thads_portal.browser.public.exports.formats import Format
from thads_portal.browser.public.exports.formats import FORMATS
from thads_portal.browser.public.exports.formats import WHOLE
from thads_portal.browser.public.exports.paper import as_paper
from thads_portal.browser.shared.streaming import send
from thads_portal.browser.shared.streaming import send_file
from thads_portal.browser.shared.streaming import turn
from thads_portal.content.register import IDebtorRegister
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.settings import shows_decision
from thads_portal.content.site import IProvincialSite
from thads_portal.domain.words import day
from thads_portal.domain.words import time
from thads_portal.errors import TooLongForPaper
from thads_portal.i18n import language_of
from thads_portal.opendata import atom
from thads_portal.opendata import csv
from thads_portal.opendata import jsonfeed
from thads_portal.opendata import ndjson
from thads_portal.opendata import xlsx
from thads_portal.opendata.records import COLUMNS
from thads_portal.opendata.records import Layout
from thads_portal.register import public_lists
from thads_portal.register.export import export
from thads_portal.register.export import snapshot
from thads_portal.register.pool import reading
from thads_portal.register.query import FILTERS
from thads_portal.register.query import PARAMETERS
from thads_portal.register.query import parse
from thads_portal.register.query import Query
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import READS
from thads_portal.services.parameters import only
from thads_portal.services.search.get import answer
from zope.component.hooks import getSite

import orjson


class Export(DataView):
    """One format of one search; the view's name ends with the suffix of the format."""

    def __init__(self, context, request, *, made: Format | None = None):
        super().__init__(context, request)
        self._made = made

    @cached_property
    def format(self) -> Format:
        if self._made is not None:
            return self._made
        return FORMATS[self.__name__.partition(".")[2]]

    @property
    def _json(self) -> bool:
        return self.format.suffix in ("json", "feed.json", "ndjson")

    @property
    def content_type(self) -> str:
        return self.format.content_type

    @property
    def share(self) -> str:
        return EXPORTS if self.format.suffix in WHOLE else READS

    @cached_property
    def fixed(self) -> str | None:
        """The province that the address stands for."""
        place = self.context
        if IDebtorRegister.providedBy(place):
            place = place.aq_inner.aq_parent
        return place.getId() if IProvincialSite.providedBy(place) else None

    @property
    def page(self) -> str:
        """The address of the page of these results, without its query."""
        inside = f"/{self.fixed}/{REGISTER_ID}" if self.fixed else "/tra-cuu"
        return f"{self.root}{inside}"

    def body(self):
        feed = self.format.suffix in ("atom", "feed.json")
        only(self.request, (*PARAMETERS, BEFORE) if feed else PARAMETERS)
        query = parse(self.request.form, fixed_province=self.fixed)
        if self.format.suffix == "json":
            found = answer(self.context, self.request, query)
            return orjson.dumps(found, option=orjson.OPT_INDENT_2)
        if self.format.suffix == "pdf":
            self.request.response.setHeader(
                "Content-Disposition", f'inline; filename="thads-{self.stamp}.pdf"'
            )
            try:
                return as_paper(self, query)
            except TooLongForPaper:
                whole = self._whole_list(query)
                if whole is None:
                    raise
                self.request.response.redirect(whole, status=303)
                return b""
        if self.format.suffix in WHOLE:
            return self._file(query)
        return self._feed(query)

    def _whole_list(self, query: Query) -> str | None:
        """Where the list of a whole province is that is too long to be set at once.

        The file if it is one, else the page that has its parts; None for a search that is not
        for a whole province, and before the first night.
        """
        narrowed = [name for name in FILTERS if name != "province" and query.asks(name)]
        if query.province is None or narrowed:
            return None
        with reading(self.database) as cursor:
            made = public_lists.list_of(cursor, query.province)
        if made is None:
            return None
        here = getSite().absolute_url()
        if len(made.parts) == 1:
            return f"{here}/du-lieu/{made.parts[0].name}"
        return f"{here}/{query.province}/danh-sach-pdf"

    def _file(self, query: Query):
        layout = Layout(
            base=self.root,
            register_id=REGISTER_ID,
            decision=shows_decision(),
            match=query.names is not None,
        )
        self.attach(f"thads-{self.fixed or 'tra-cuu'}-{self.stamp}.{self.format.suffix}")
        life = ExitStack()
        try:
            turn(life)
            connection = life.enter_context(snapshot(self.database))
            found = export(connection, query, COLUMNS)
        except BaseException:
            life.close()
            raise
        # So that who has a file can tell whether all of it came.
        self.request.response.setHeader("X-Total-Count", str(found.total))
        rows = map(layout.row, found.rows)
        if self.format.suffix == "csv":
            return send(self.request, csv.write(rows, layout.fields), life)
        if self.format.suffix == "ndjson":
            return send(self.request, ndjson.write(rows, layout.fields), life)
        return send_file(self.request, lambda file: self._book(file, rows, layout), life)

    def _book(self, file, rows, layout: Layout) -> None:
        notes = (
            f"Lấy lúc {time(self.now)} ngày {day(self.now)} từ {self.page}",
            "Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức.",
            f"Điều khoản sử dụng: {self.root}/du-lieu",
        )
        titles = [layout.titles[name] for name in layout.fields]
        xlsx.write(file, rows, titles, title="Danh sách công khai", notes=notes, widths=[16] * 30)

    def _feed(self, query: Query):
        language = language_of(self.request)
        with reading(self.database) as cursor:
            feed = feed_of(cursor, query, view=self, language=language)
        writer = atom if self.format.suffix == "atom" else jsonfeed
        return self.unless_known(writer.write(feed))

    def at(self, suffix: str) -> str:
        """The address of this search in another format; an empty suffix is its page."""
        return f"{self.page}.{suffix}" if suffix else self.page
