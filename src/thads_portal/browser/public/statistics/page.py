"""The page of statistics and the files of its tables."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from html import escape
from thads_portal.browser.public.statistics import charts
from thads_portal.browser.public.statistics.charts import Bar
from thads_portal.browser.public.statistics.tables import MONTH
from thads_portal.browser.public.statistics.tables import Table
from thads_portal.browser.public.statistics.tables import tables
from thads_portal.browser.shared.dataset import dataset
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
from thads_portal.register import statistics
from thads_portal.register import visits
from thads_portal.templates import PageTemplate
from thads_portal.theme.caching import ASK_EACH_TIME
from thads_portal.theme.layout import SITE
from zExceptions import NotFound

import io


#: Bars of one chart; the table has every row.
_BARS = 12
FIRST_YEAR = 2016
_VISITS = timedelta(days=30)
WRITERS = {"csv": csv, "xlsx": xlsx}
ABOUT = _(
    "about_statistics",
    default="Số việc và số tiền chưa có điều kiện thi hành án đang công khai: theo nơi, loại bản án,"
    " nghĩa vụ, lý do và tháng, trong năm báo cáo; biểu đồ, bảng số liệu, tệp Excel và CSV.",
)


def _media_type(writer) -> str:
    return writer.CONTENT_TYPE.partition(";")[0]


class StatisticsPage(PublicPage):
    # They are counted four times a day.
    shared = 300
    template = PageTemplate("page.pt")
    failed = False
    found = None

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
            (f"{address}.{suffix}?bang={table.name}", _media_type(writer), None)
            for table in shown
            for suffix, writer in WRITERS.items()
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
        period = self.period
        province = self.layout.province.slug if self.layout.province else None
        with self.register() as cursor:
            self.found = statistics.read(
                cursor, province=province, first=period.first, end=period.end
            )
            since = self.today - _VISITS
            self.visits = visits.by_kind(cursor, since=since, province=province)

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
        return tables(self, self.found, self.period)

    def chart(self, table: Table) -> str:
        """The chart of `table` as SVG."""
        name = table.name.replace("_", "-")
        if table.name == MONTH:
            bars = [Bar(row.label[:2], row.values[0], row.values[2], "", "") for row in table.rows]
            return charts.columns(name, table.heading, self._month_words(table), bars)
        bars = [
            Bar(
                row.label,
                row.values[0],
                row.values[2],
                self.cases_in_words(row.values[0]),
                self.short_money(row.values[2]),
            )
            for row in table.rows[:_BARS]
        ]
        first = table.rows[0]
        words = f"{first.label}: {self.cases_in_words(first.values[0])}"
        return charts.rows(name, table.heading, words, bars)

    def _month_words(self, table: Table) -> str:
        new = sum(row.values[0] for row in table.rows)
        over = sum(row.values[2] for row in table.rows)
        return self.say(
            _(
                "statistics_flow_words",
                default="${new} việc mới công khai, ${over} việc chấm dứt công khai trong kỳ",
                mapping={"new": self.number(new), "over": self.number(over)},
            )
        )

    def legend(self, table: Table) -> tuple[str, str]:
        """What the plain and the striped bars stand for."""
        return table.columns[0], table.columns[2]

    def left_out(self, table: Table) -> int:
        return max(0, len(table.rows) - _BARS) if table.name != MONTH else 0

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
            parts.append(f'<tr><th scope="row">{escape(row.label)}</th>')
            parts += [f'<td class="amount number">{self.number(n)}</td>' for n in row.values]
            parts.append("</tr>")
        return "".join(parts)

    def download(self, table: Table, suffix: str) -> str:
        period = self.period
        return f"{self.path}.{suffix}?bang={table.name}&nam={period.year}&ky={period.months}"

    @property
    def visited(self) -> int:
        return sum(self.visits.values())


class StatisticsFile(StatisticsPage):
    """``thong-ke.csv`` and ``thong-ke.xlsx``: one table, chosen by ``bang``."""

    def __call__(self):
        self.layout.prepare()
        self.read()
        asked = self.request.form.get("bang", "")
        made = {table.name: table for table in self.tables} if self.found else {}
        if asked not in made:
            if self.found is None:
                raise NotFound("thong-ke")
            raise BadFilter(name="bang", allowed=list(made))
        table = made[asked]
        suffix = self.__name__.partition(".")[2]
        place = self.layout.province.slug if self.layout.province else "ca-nuoc"
        period = self.period
        name = f"thong-ke-{place}-{table.name}-{period.year}-{period.months}.{suffix}"
        header = [table.heading, *table.columns]
        rows = [[row.label, *row.values] for row in table.rows]
        writer = WRITERS[suffix]
        response = self.request.response
        response.setHeader("Content-Type", writer.CONTENT_TYPE)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Robots-Tag", "noindex")
        if suffix == "csv":
            return b"".join(csv.write(rows, header))
        out = io.BytesIO()
        days = self.words.day
        notes = [
            f"{table.heading} {days(period.first)}–{days(period.last)}",
            f"{self.words.time(self.found.taken)} {days(self.found.taken)}",
            self.request.URL,
        ]
        xlsx.write(out, rows, header, title="Thống kê", notes=notes, widths=[44, *[22] * 7])
        return out.getvalue()
