"""The page of statistics."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from html import escape
from thads_portal.browser.public.statistics import charts
from thads_portal.browser.public.statistics.more_tables import more_tables
from thads_portal.browser.public.statistics.shading import CASES
from thads_portal.browser.public.statistics.shading import MEASURES
from thads_portal.browser.public.statistics.shading import MONEY
from thads_portal.browser.public.statistics.shading import RATE
from thads_portal.browser.public.statistics.shading import shading
from thads_portal.browser.public.statistics.tables import RATE as PER_PEOPLE
from thads_portal.browser.public.statistics.tables import Table
from thads_portal.browser.public.statistics.tables import tables
from thads_portal.browser.shared import request_figures
from thads_portal.browser.shared.dataset import dataset
from thads_portal.browser.shared.map import shaded_map
from thads_portal.browser.shared.page import PublicPage
from thads_portal.domain.reporting import Period
from thads_portal.domain.reporting import PERIODS
from thads_portal.domain.reporting import reporting_year
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import BadFilter
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.opendata import csv
from thads_portal.opendata import xlsx
from thads_portal.register import punctuality
from thads_portal.register import replica
from thads_portal.register import statistics
from thads_portal.register import visits
from thads_portal.templates import PageTemplate
from thads_portal.theme.caching import ASK_EACH_TIME
from thads_portal.theme.layout import SITE


def _plain(content_type: str) -> str:
    return content_type.partition(";")[0]


#: Bars of one chart; the table has every row.
_BARS = 12
FIRST_YEAR = 2016
_VISITS = timedelta(days=30)
#: suffix -> media type of a table as a file.
FILES = {"csv": _plain(csv.CONTENT_TYPE), "xlsx": _plain(xlsx.CONTENT_TYPE)}
ABOUT = _(
    "about_statistics",
    default="Số việc và số tiền chưa có điều kiện thi hành án đang công khai: theo nơi, loại bản án,"
    " nghĩa vụ, lý do và tháng, trong năm báo cáo; biểu đồ, bảng số liệu, tệp Excel và CSV.",
)


class StatisticsPage(PublicPage):
    # They are counted four times a day.
    shared = 300
    template = PageTemplate("page.pt")
    failed = False
    found = None
    #: Figures of citizens' requests, without small cells.
    request_rows: list[dict[str, str]] = []

    def update(self):
        try:
            self.read()
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")
            self.request.response.setHeader("Cache-Control", ASK_EACH_TIME)
        self._tell()

    def _tell(self) -> None:
        """What engines and messengers show of this page."""
        place = self.layout.province
        title = self.say(_("statistics_title", default="Thống kê"))
        name = place.official_name if place else self.say(SITE)
        about = self.say(ABOUT)
        root = self.layout.public_root
        address = f"{root}/{place.slug}/thong-ke" if place else f"{root}/thong-ke"
        shown = self.tables if self.found is not None else ()
        files = [
            (f"{address}.{suffix}?bang={table.name}", media_type, None)
            for table in shown
            for suffix, media_type in FILES.items()
        ]
        self.layout.tell(
            headline=f"{title} – {name}",
            description=about,
            structured=dataset(
                name=f"{title} – {name}",
                description=about,
                url=address,
                taken=self.found.taken if self.found is not None else None,
                files=files,
                terms=f"{root}/du-lieu",
                place=place.official_name if place else "Việt Nam",
            ),
        )

    def read(self) -> None:
        """Ask the register. Raises BadFilter, RegisterUnavailable."""
        replica.read(self.database, self._read)

    def _read(self, cursor) -> None:
        period = self.period
        province = self.layout.province.slug if self.layout.province else None
        self.found = statistics.read(cursor, province=province, first=period.first, end=period.end)
        self.punctual = punctuality.read(
            cursor, province=province, first=period.first, end=period.end
        )
        since = self.today - _VISITS
        self.visits = visits.by_kind(cursor, since=since, province=province)
        self.request_rows = request_figures.rows(
            cursor,
            today=self.today,
            language=self.language,
            number=self.number,
            province=province,
            public=True,
        )

    @cached_property
    def today(self):
        return datetime.now(UTC).astimezone(VIETNAM).date()

    @cached_property
    def period(self) -> Period:
        this_year = reporting_year(self.today)
        year = self._whole("nam", range(FIRST_YEAR, this_year + 1), this_year)
        return Period(year, self._whole("ky", PERIODS, 12))

    def _whole(self, name: str, allowed, default: int) -> int:
        value = self.request.form.get(name, "")
        if value == "":
            return default
        if value not in [str(each) for each in allowed]:
            raise BadFilter(name=name, allowed=list(allowed)[-12:])
        return int(value)

    # The page

    @property
    def way(self) -> dict:
        """To the statistics of a province, or back to the country's."""
        return self.province_way("thong-ke")

    @property
    def path(self) -> str:
        province = self.layout.province
        return f"{self.root}/{province.slug}/thong-ke" if province else f"{self.root}/thong-ke"

    @property
    def years(self):
        """The reporting years that can be chosen, newest first: (year, text, chosen)."""
        this_year = reporting_year(self.today)
        for year in range(this_year, this_year - 6, -1):
            yield year, f"{year} (01/10/{year - 1} – 30/09/{year})", year == self.period.year

    @property
    def periods(self):
        for months in PERIODS:
            message = _(
                "statistics_months", default="${months} tháng", mapping={"months": str(months)}
            )
            yield months, self.say(message), months == self.period.months

    @cached_property
    def tables(self) -> list[Table]:
        nation = self.layout.province is None
        return [
            *tables(self, self.found, self.period),
            *more_tables(self, self.found, self.punctual, nation=nation),
        ]

    def drawn(self, table: Table):
        """``(title, chart as HTML, id)`` of each measure of `table`."""
        for name in table.charts:
            place = table.columns.index(name)
            identity = f"{table.name}-{name}".replace("_", "-")
            known = [(label, value) for label, value in table.column(name) if value is not None]
            first = known if table.order else sorted(known, key=lambda each: -each[1])
            if name == "share":
                first = known
            found = charts.bars(
                [(label, value, self.in_words(name, value)) for label, value in first[:_BARS]]
            )
            yield {
                "id": identity,
                "title": table.titles[place],
                "chart": charts.chart(found, labelled_by=identity),
                "left_out": max(0, len(table.rows) - _BARS),
            }

    def in_words(self, name: str, value: int | float) -> str:
        """A number of the column `name` with its unit."""
        if name in ("money", "new_money", "over_money"):
            return self.short_money(int(value))
        if name == "share":
            return f"{self.decimal(value)}%"
        if name == "per_100000":
            return self.decimal(value)
        return self.cases_in_words(int(value))

    def decimal(self, value: float) -> str:
        """One place after the point."""
        text = f"{value:,.1f}"
        if self.language == "en":
            return text
        return text.replace(",", "|").replace(".", ",").replace("|", ".")

    # The map

    @cached_property
    def measure(self) -> str:
        asked = self.request.form.get("do", "")
        if asked and asked not in MEASURES:
            raise BadFilter(name="do", allowed=MEASURES)
        return asked or CASES

    @property
    def measures(self):
        """``(words, address, chosen)`` of what the map can show."""
        words = {
            CASES: _("statistics_map_cases", default="Số việc"),
            MONEY: _("statistics_map_money", default="Số tiền"),
            RATE: _("statistics_map_rate", default="Số việc trên 100.000 dân"),
        }
        period = self.period
        for measure in MEASURES:
            address = f"{self.path}?nam={period.year}&ky={period.months}&do={measure}#ban-do"
            yield self.say(words[measure]), address, measure == self.measure

    @cached_property
    def shading(self):
        return shading(self.found, self.measure)

    @property
    def map(self) -> str:
        label = self.say(
            _("statistics_map_label", default="Bản đồ ô các tỉnh, thành phố theo số liệu đang chọn")
        )
        texts = {slug: self._on_tile(value) for slug, value in self.shading.values.items()}
        return shaded_map(
            self.root, label, page="thong-ke", levels=self.shading.levels, texts=texts
        )

    def _on_tile(self, value: float) -> str:
        if self.measure == MONEY:
            return self.say(
                _(
                    "statistics_tile_money",
                    default="${count} tỷ",
                    mapping={"count": self.decimal(value / 1_000_000_000)},
                )
            )
        return self.decimal(value) if self.measure == RATE else self.number(int(value))

    @property
    def shades(self):
        """``(level, words)`` of the classes of the map, from few to many."""
        for level, (least, most) in self.shading.ranges.items():
            words = self._on_tile(least)
            yield level, words if least == most else f"{words} – {self._on_tile(most)}"

    @property
    def people_source(self) -> str:
        """Where the numbers of people are from, for the map that needs them."""
        made = next((table for table in self.tables if table.name == PER_PEOPLE), None)
        return made.note if made is not None and self.measure == RATE else ""

    def cases_in_words(self, value: int) -> str:
        message = _(
            "statistics_count", default="${count} việc", mapping={"count": self.number(value)}
        )
        return self.say(message)

    def short_money(self, value: int) -> str:
        """In billions of VND from one billion on."""
        if value < 1_000_000_000:
            return self.money(value)
        billions = f"{value / 1_000_000_000:,.1f}"
        if self.language != "en":
            billions = billions.replace(",", "|").replace(".", ",").replace("|", ".")
        count = {"count": billions}
        return self.say(_("statistics_billions", default="${count} tỷ đồng", mapping=count))

    def body(self, table: Table) -> str:
        """The rows of `table` as HTML: in a template they would take most of the page's time."""
        parts = []
        for row in table.rows:
            parts.append(f'<tr><th scope="row"{charts.marked(row.label)}>{escape(row.label)}</th>')
            parts += [f'<td class="amount number">{self._cell(n)}</td>' for n in row.values]
            parts.append("</tr>")
        return "".join(parts)

    def _cell(self, value: int | float | None) -> str:
        if value is None:
            return "–"
        return self.decimal(value) if isinstance(value, float) else self.number(value)

    def download(self, table: Table, suffix: str) -> str:
        period = self.period
        return f"{self.path}.{suffix}?bang={table.name}&nam={period.year}&ky={period.months}"

    @property
    def visited(self) -> int:
        return sum(self.visits.values())
