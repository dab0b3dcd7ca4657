"""``lich-han``: a month of deadlines, day by day, or a year of them: how much falls due, and of what.

For a province its editors and heads, for the country the board. The year is a sheet to print.
"""

from collections import Counter
from datetime import date
from datetime import timedelta
from functools import cached_property
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.leading import Month
from thads_portal.domain.places import DESK
from thads_portal.i18n import _
from thads_portal.register.falling_due import Falling
from thads_portal.register.falling_due import falling_due
from thads_portal.templates import PageTemplate


_DAY = timedelta(days=1)
_KINDS = {
    Falling.PUBLISH: _("falling_publish", default="Công khai lần đầu"),
    Falling.AMENDMENT: _("falling_amendment", default="Sửa đổi"),
    Falling.ENDING: _("falling_ending", default="Chấm dứt"),
    Falling.POSTING: _("falling_posting", default="Niêm yết tại xã"),
    Falling.FOLLOW_UP: _("falling_follow_up", default="Theo dõi việc, xác minh"),
}
_WEEKDAYS = (
    _("weekday_1", default="Thứ Hai"),
    _("weekday_2", default="Thứ Ba"),
    _("weekday_3", default="Thứ Tư"),
    _("weekday_4", default="Thứ Năm"),
    _("weekday_5", default="Thứ Sáu"),
    _("weekday_6", default="Thứ Bảy"),
    _("weekday_7", default="Chủ nhật"),
)
#: Months ahead that may be looked at, and behind: what was left undone there.
_AHEAD, _BEHIND = 12, 3


class DueCalendar(DeskPage):
    template = PageTemplate("page.pt")
    title = _("falling_title", default="Lịch đến hạn")

    @property
    def province(self) -> str | None:
        place = self.layout.province
        return place.slug if place is not None else None

    @property
    def heading(self):
        place = self.layout.province
        return f"{super().heading} – {place.name}" if place is not None else super().heading

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    @cached_property
    def month(self) -> Month:
        today = Month.of(self.today)
        asked = Month.parse(self.sent.text("thang")) or today
        return max(min(asked, today.back(-_AHEAD)), today.back(_BEHIND))

    @cached_property
    def year(self) -> int | None:
        """The year that is looked at as a whole; None for a month."""
        return self.sent.number("thang") if self.sent.text("thang") in self._years else None

    @property
    def _years(self) -> list[str]:
        return [str(self.today.year), str(self.today.year + 1)]

    def update(self):
        first, self.last = self.month.first, self.month.next.first - _DAY
        if self.year is not None:
            first, self.last = date(self.year, 1, 1), date(self.year, 12, 31)
        with self.register() as cursor:
            self.found = falling_due(
                cursor,
                first,
                self.last,
                calendar=current_calendar(),
                province=self.province,
            )

    @property
    def filters(self):
        today = Month.of(self.today)
        months = [today.back(n) for n in range(_BEHIND, -_AHEAD - 1, -1)]
        years = [
            (
                year,
                self.say(_("leading_year", default="Cả năm ${year}", mapping={"year": year})),
            )
            for year in self._years
        ]
        return [
            field_maker(self)(
                "thang",
                _("falling_month", default="Tháng"),
                kind="select",
                options=[*((str(month), month.words) for month in months), *years],
                value=str(self.year or self.month),
            )
        ]

    @property
    def kinds(self) -> list[Falling]:
        """Those of which something falls due in the month, in the order of the way."""
        there = {kind for _day, kind in self.found}
        return [kind for kind in Falling if kind in there]

    @property
    def heads(self) -> list[str]:
        return [self.say(_KINDS[kind]) for kind in self.kinds]

    @property
    def days(self) -> list[dict]:
        """The days on which something falls due, and today."""
        if self.year is not None:
            return self._months(self.year)
        days = sorted({day for day, _kind in self.found} | self._today)
        calendar = current_calendar()
        return [
            {
                "day": f"{self.say(_WEEKDAYS[day.weekday()])}, {self.words.day(day)}",
                "today": day == self.today,
                "rest": not calendar.is_working_day(day),
                "past": day < self.today,
                "counts": [self._count(day, kind) for kind in self.kinds],
            }
            for day in days
        ]

    def _months(self, year: int) -> list[dict]:
        """The twelve months of `year` as the days of a month are told."""
        months = [Month(year, number) for number in range(1, 13)]
        counts: Counter = Counter()
        for (day, kind), count in self.found.items():
            counts[Month.of(day), kind] += count
        return [
            {
                "day": month.words,
                "today": month == Month.of(self.today),
                "rest": False,
                "past": month.next.first <= self.today,
                "counts": [
                    self.number(counts[month, kind]) if counts[month, kind] else ""
                    for kind in self.kinds
                ],
            }
            for month in months
        ]

    @property
    def _today(self) -> set[date]:
        return {self.today} if self.month == Month.of(self.today) else set()

    def _count(self, day: date, kind: Falling) -> str:
        count = self.found.get((day, kind), 0)
        return self.number(count) if count else ""

    @property
    def totals(self) -> list[str]:
        return [
            self.number(sum(n for (_day, one), n in self.found.items() if one is kind))
            for kind in self.kinds
        ]

    @property
    def links(self) -> list[tuple[str, str]]:
        return [
            (f"{self.place}/{DESK}", self.say(_("falling_to_desk", default="Mở bàn làm việc"))),
            (
                f"{self.place}/viec-den-han",
                self.say(_("falling_to_cases", default="Mở việc đến hạn theo dõi")),
            ),
        ]
