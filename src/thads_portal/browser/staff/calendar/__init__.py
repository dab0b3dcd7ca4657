"""``/lich-lam-viec``: the working days of a year, and the days the administrator adds."""

from calendar import Calendar as Weeks
from datetime import date
from functools import cached_property
from thads_portal.actions.calendar import add_days
from thads_portal.actions.calendar import remove_days
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.calendar import current_calendar
from thads_portal.content.calendar import overrides
from thads_portal.domain.calendar_list import read_list
from thads_portal.domain.working_days import known_overrides
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


_FIRST, _LAST = 2016, 2060
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_WEEKDAYS_EN = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


class WorkingDays(DeskPage):
    """The year ``?nam=2026``."""

    template = PageTemplate("calendar.pt")
    title = _("calendar_title", default="Lịch làm việc")

    def handle(self, action):
        if action == "remove":
            days = [date.fromisoformat(day) for day in self.sent.texts("day") if _is_day(day)]
            if not days:
                self.errors.say(_("calendar_pick", default="Hãy chọn ngày cần bỏ."))
                return None
            remove_days(self.context, self.acting, days)
            return self.done(_("calendar_removed", default="Đã bỏ các ngày đã chọn."), self.here)
        pasted = read_list(self.sent.text("list"), source=self.sent.text("source").strip())
        if pasted.problems:
            raise Rejected(pasted.problems)
        add_days(self.context, self.acting, pasted.days)
        said = _(
            "calendar_added",
            default="Đã ghi ${number} ngày. Mọi thời hạn được tính theo lịch mới từ bây giờ.",
            mapping={"number": len(pasted.days)},
        )
        year = pasted.days[0].day.year
        return self.done(said, f"{self.address}?nam={year}")

    @property
    def here(self) -> str:
        return f"{self.address}?nam={self.year}"

    @cached_property
    def year(self) -> int:
        asked = self.sent.number("nam")
        return asked if asked is not None and _FIRST <= asked <= _LAST else self.today.year

    @property
    def years(self) -> list[int]:
        return [year for year in range(self.year - 1, self.year + 2) if _FIRST <= year <= _LAST]

    @property
    def weekdays(self):
        return _WEEKDAYS_EN if self.language == "en" else _WEEKDAYS

    @cached_property
    def months(self):
        """(month, weeks of (day or "", class, text for who hears it))."""
        plain = WorkingCalendar()
        calendar = current_calendar()
        own = {each.day for each in overrides()}
        weeks = Weeks()
        return [
            (
                f"{month:02}/{self.year}",
                [
                    [self._cell(day, month, calendar, plain, own) for day in week]
                    for week in weeks.monthdatescalendar(self.year, month)
                ],
            )
            for month in range(1, 13)
        ]

    def _cell(self, day: date, month: int, calendar, plain, own) -> tuple[str, str, str]:
        if day.month != month:
            return "", "", ""
        worked = calendar.is_working_day(day)
        kinds = ["worked" if worked else "off"]
        text = ""
        if calendar.override_on(day) is not None:
            kinds.append("own" if day in own else "swapped")
        if not worked and day.weekday() < 5:
            text = self.say(_("calendar_off", default="nghỉ"))
        elif worked and day.weekday() >= 5:
            text = self.say(_("calendar_worked", default="làm việc"))
        if text:
            kinds.append("said")
        return str(day.day), " ".join(kinds), text

    @property
    def own_days(self):
        """The administrator's days of the year: ``iso, day, worked, source``."""
        return [self._row(each) for each in overrides() if each.day.year == self.year]

    @property
    def shipped_days(self):
        return [self._row(each) for each in known_overrides() if each.day.year == self.year]

    def _row(self, each) -> dict[str, str]:
        worked = _("calendar_worked", default="làm việc")
        off = _("calendar_off", default="nghỉ")
        return {
            "iso": each.day.isoformat(),
            "day": self.words.day(each.day),
            "kind": self.say(worked if each.worked else off),
            "source": each.source,
        }

    @property
    def fields(self):
        make = field_maker(self)
        return [
            make(
                "list",
                _("calendar_list", default="Các ngày"),
                kind="area",
                rows=6,
                required=True,
                hint=_(
                    "calendar_list_hint",
                    default="Mỗi dòng một ngày, dán được cả danh sách của năm. Ví dụ: “02/01/2027 nghỉ”"
                    " hoặc “09/01/2027 làm bù”. Có thể ghi số văn bản ở cuối dòng.",
                ),
            ),
            make(
                "source",
                _("calendar_source", default="Văn bản quyết định"),
                longest=200,
                hint=_(
                    "calendar_source_hint",
                    default="Dùng cho những dòng không ghi số văn bản, ví dụ: Công văn số … ngày …",
                ),
            ),
        ]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
