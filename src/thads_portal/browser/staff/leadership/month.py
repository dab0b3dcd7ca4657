"""A month or a year in numbers: on time or late with its trend, how long each turn took, who waits for whom.

For the board, inspectors and administrators the country or a province; for a head the own one.
The page, the Excel file and the PDF are made from the same tables (:class:`Table`).
"""

from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.leadership.month_tables import Figures
from thads_portal.browser.staff.leadership.month_tables import MonthTables
from thads_portal.browser.staff.leadership.report import report_pdf
from thads_portal.browser.staff.leadership.report import report_xlsx
from thads_portal.browser.staff.leadership.tables import Table
from thads_portal.browser.staff.leadership.tables import TABLES
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.leading import Month
from thads_portal.domain.leading import Period
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.opendata import xlsx
from thads_portal.register import leadership
from thads_portal.register.duties import Sums
from thads_portal.register.duties import sums
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate
from thads_portal.theme.navigation import provinces_of


_DESK = _("nav_desk", default="Bàn làm việc")


class MonthPage(DeskPage):
    template = PageTemplate("month.pt")
    title = _("leading_title", default="Điều hành theo tháng, năm")

    @property
    def trail(self):
        if self.own:
            return [(f"{self.root}/{self.own[0]}/{DESK}", self.say(_DESK))]
        return [(f"{self.root}/{DESK}", self.say(_DESK))]

    def respond(self):
        answer = super().respond()
        match self.sent.text("tep"):
            case "xlsx":
                return self._file("xlsx", xlsx.CONTENT_TYPE, report_xlsx(self.tables, self.notes))
            case "pdf":
                heading = f"{self.heading} {self.period.words}"
                return self._file(
                    "pdf", "application/pdf", report_pdf(self.tables, heading, self.notes)
                )
        return answer

    def admit(self):
        if self.may(permissions.VIEW_RECORD):
            self.own: tuple[str, ...] | None = None
            return
        own = tuple(
            slug
            for slug in provinces_of(self.layout.user)
            if self.may(permissions.VIEW_RECORD, self.context[slug])
        )
        if not own or self.sent.text("tinh") not in ("", *own):
            raise NotAllowed
        self.own = own

    def update(self):
        begin, end = self._moment(self.period.first), self._moment(self.period.end)
        here = {"province": self.province}
        with self.register() as cursor:
            self.figures = Figures(
                by_month=self._sums(cursor, "month", self.period.months[0].first, self.period.end),
                by_province=[
                    self._sums(cursor, "province", each.first, each.end)
                    for each in (self.period, self.period.before)
                    if self.province is None
                ],
                took=leadership.took(cursor, begin, end, **here),
                returned=leadership.returned(cursor, begin, end, **here),
                load=leadership.load(cursor, begin, end, **here),
                waiting=leadership.waiting(cursor, **here),
                waiting_by_province=leadership.waiting_by_province(cursor),
                returned_ones=leadership.returned_ones(cursor, **here),
            )

    def _sums(self, cursor, by: str, first: date, end: date) -> list[Sums]:
        """The duties whose last day is from `first` to before `end`."""
        return sums(
            cursor,
            by=by,
            first=first,
            last=end - timedelta(days=1),
            today=self.today,
            calendar=current_calendar(),
            province=self.province,
        )

    # What was asked

    @cached_property
    def period(self) -> Period:
        return Period.parse(self.sent.text("thang"), self.today)

    @cached_property
    def province(self) -> str | None:
        asked = self.sent.text("tinh")
        if self.own:
            return asked or self.own[0]
        return asked if by_slug(asked) else None

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), VIETNAM)

    @property
    def filters(self):
        make = field_maker(self)
        places = [(each.slug, each.name) for each in all_provinces()]
        if self.own:
            places = [pair for pair in places if pair[0] in self.own]
        else:
            places = [("", self.say(_("filter_all_provinces", default="Cả nước"))), *places]
        today = Month.of(self.today)
        months = [(str(each), each.words) for each in (today.back(n) for n in range(24))]
        years = [
            (
                str(year),
                self.say(_("leading_year", default="Cả năm ${year}", mapping={"year": str(year)})),
            )
            for year in range(self.today.year, self.today.year - 3, -1)
        ]
        return [
            make("thang", _("leading_month", default="Kỳ"), kind="select", options=[*months, *years],
                 value=self.period.code),
            make("tinh", _("accounts_province", default="Tỉnh"), kind="select", options=places,
                 value=self.province or ""),
        ]  # fmt: skip

    # What is told

    @property
    def notes(self) -> list[str]:
        place = (
            by_slug(self.province).name
            if self.province
            else self.say(_("filter_all_provinces", default="Cả nước"))
        )
        now = datetime.now(VIETNAM)
        return [
            f"{place} · {self.period.words}",
            self.say(
                _(
                    "leading_taken",
                    default="Lập lúc ${time} ngày ${day} từ sổ thời hạn và nhật ký thao tác.",
                    mapping={"time": self.words.time(now), "day": self.words.day(now.date())},
                )
            ),
        ]

    @cached_property
    def tables(self) -> list[Table]:
        return [table for table in MonthTables(self, self.figures).all() if table.rows]

    @property
    def report(self):
        """The macro that shows the tables."""
        return TABLES.macros

    def cell(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) else str(value)

    @property
    def files(self) -> dict[str, str]:
        kept = self.sent.present(("tinh", "thang"))
        return {kind: address_with(self.address, kept, tep=kind) for kind in ("xlsx", "pdf")}

    def _file(self, kind: str, content_type: str, body: bytes) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", content_type)
        name = f"dieu-hanh-{self.period.code}{f'-{self.province}' if self.province else ''}.{kind}"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return body
