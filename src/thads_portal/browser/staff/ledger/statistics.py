"""``thong-ke-theo-doi``: a period of the follow-up counted in a job, and closed by the head."""

from calendar import monthrange
from datetime import date
from functools import cached_property
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.record.people import People
from thads_portal.domain.ledger.form import Dimension
from thads_portal.domain.ledger.form import FORM
from thads_portal.domain.ledger.form import PERIODS
from thads_portal.domain.ledger.form import reporting_year
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.jobs.queue import enqueue
from thads_portal.opendata.case_statistics import KIND
from thads_portal.register import record
from thads_portal.register.ledger.statistics import closed_periods
from thads_portal.templates import PageTemplate


#: Reporting years that are offered.
_YEARS = 4
_FIRST_YEAR = 2016


class CaseFigures(DeskPage):
    template = PageTemplate("statistics.pt")
    title = _("case_stats_title", default="Thống kê theo dõi việc thi hành án")

    @property
    def province(self) -> str:
        place = self.layout.province
        return place.slug if place is not None else ""

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    @property
    def closes(self) -> bool:
        """The head closes a period, of the own province."""
        return bool(self.province) and self.may(Permission.SIGN.value)

    def update(self):
        self.make = field_maker(self)
        with self.register() as cursor:
            self.closed = closed_periods(cursor, self.province)
        self.people = People(self)

    @property
    def fields(self):
        year = reporting_year(self.today)
        years = [
            (str(each), f"01/10/{each - 1} – 30/09/{each}")
            for each in range(year, year - _YEARS, -1)
        ]
        yield self.make(
            "year",
            _("case_stats_year", default="Năm báo cáo"),
            kind="select",
            options=years,
            value=str(year),
            required=True,
        )
        months = [
            (str(n), self.say(_("case_stats_months", default="${n} tháng", mapping={"n": n})))
            for n in PERIODS
        ]
        yield self.make(
            "months",
            _("case_stats_period", default="Kỳ"),
            kind="select",
            options=months,
            value="12",
            required=True,
        )
        yield self.make(
            "as_of",
            _("case_stats_as_of", default="Hoặc tính đến ngày"),
            kind="date",
            hint=_(
                "case_stats_as_of_hint",
                default="Một ngày bất kỳ đã qua: số liệu từ 01/10 của năm báo cáo đến hết ngày đó. Để"
                " trống thì tính theo kỳ đã chọn.",
            ),
        )
        if self.closes:
            yield self.make(
                "note",
                _("case_stats_note", default="Ghi chú khi khóa kỳ"),
                kind="area",
                rows=2,
                longest=1000,
            )

    @cached_property
    def period(self) -> tuple[date, date]:
        """The first and last day that were sent."""
        if self.sent.text("as_of").strip():
            return self._as_of(self.sent.text("as_of"))
        year, months = self.sent.number("year"), self.sent.number("months")
        if months not in PERIODS or year is None or not 2016 <= year <= reporting_year(self.today):
            raise Rejected(
                [
                    Problem(
                        0,
                        None,
                        "year",
                        Code.OUT_OF_RANGE,
                        {"min": 2016, "max": reporting_year(self.today)},
                    )
                ]
            )
        month = (9 + months - 1) % 12 + 1
        last_year = year - 1 if month >= 10 else year
        return date(year - 1, 10, 1), date(last_year, month, monthrange(last_year, month)[1])

    def _as_of(self, text: str) -> tuple[date, date]:
        """From the beginning of the reporting year of a day that is over, up to it."""
        day = iso_day(text)
        try:
            last = date.fromisoformat(day)
        except ValueError:
            raise Rejected([Problem(0, None, "as_of", Code.BAD_DATE, {})]) from None
        if last > self.today:
            params = {"latest": self.words.day(self.today)}
            raise Rejected([Problem(0, None, "as_of", Code.DATE_IN_FUTURE, params)])
        if last.year < _FIRST_YEAR:
            params = {"min": _FIRST_YEAR, "max": self.today.year}
            raise Rejected([Problem(0, None, "as_of", Code.OUT_OF_RANGE, params)])
        return date(reporting_year(last) - 1, 10, 1), last

    def handle(self, action):
        close = action == "close"
        if action not in ("count", "close") or (close and not self.closes):
            raise NotAllowed
        first, last = self.period
        if close and self.sent.text("as_of").strip():
            # A period is closed by its months: the next begins where it ends.
            raise Rejected([Problem(0, None, "as_of", Code.AS_OF_IS_NOT_CLOSED, {})])
        if close and last >= self.today:
            raise Rejected(
                [Problem(0, None, None, Code.PERIOD_NOT_OVER, {"day": self.words.day(last)})]
            )
        job = enqueue(
            self.context,
            KIND,
            {
                "scope": self.province,
                "first": first.isoformat(),
                "last": last.isoformat(),
                "close": close,
                "note": self.sent.text("note")[:1000] if close else "",
            },
            title=self.say(_("case_stats_job", default="Thống kê theo dõi việc thi hành án")),
            province=self.province or None,
            lock="case-statistics",
        )
        record.note(
            self.context,
            Recorded.PERIOD_CLOSED if close else Recorded.EXPORTED,
            actor=self.acting.user_id,
            province=self.province or None,
            about=job,
            details={"first": first.isoformat(), "last": last.isoformat()},
        )
        return self.go(f"{self.root}/cong-viec?ma={job}")

    @property
    def periods(self) -> list[dict]:
        """What is closed, the newest first, with the figures of its whole."""
        return [
            {
                "period": f"{self.words.day(each.first)} – {self.words.day(each.last)}",
                "version": each.version,
                "at": f"{self.words.day(each.cutoff)} {self.words.time(each.cutoff)}",
                "by": self.people.name(each.closed_by),
                "note": each.note,
                "figures": self._whole(each),
            }
            for each in self.closed
        ]

    def _whole(self, period) -> list[tuple[str, str]]:
        whole = next((row for row in period.rows if row.dimension is Dimension.WHOLE), None)
        if whole is None:
            return []
        english = self.language == "en"
        return [(column.title[english], self.number(whole.figures[column.key])) for column in FORM]
