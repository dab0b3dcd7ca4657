"""A month or a year in numbers: on time or late with its trend, how long each turn took, who waits for whom.

For the board, inspectors and administrators the country or a province; for a head the own one.
The page, the Excel file and the PDF are made from the same tables (:class:`Table`).
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.leadership.report import report_pdf
from thads_portal.browser.staff.leadership.report import report_xlsx
from thads_portal.browser.staff.leadership.tables import Table
from thads_portal.browser.staff.leadership.tables import TABLES
from thads_portal.browser.staff.record.people import People
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import LABELS as DUTIES
from thads_portal.domain.leading import Month
from thads_portal.domain.leading import Period
from thads_portal.domain.leading import TREND
from thads_portal.domain.leading import Whose
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.recording import LABELS as STEPS
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.opendata import xlsx
from thads_portal.register import leadership
from thads_portal.register.duties import Sums
from thads_portal.register.duties import sums
from thads_portal.register.waiting import later
from thads_portal.register.waiting import Waits
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate
from thads_portal.theme.navigation import provinces_of


_WHOSE = {
    Whose.HEAD: _("leading_head", default="Thủ trưởng cơ quan"),
    Whose.BOARD: _("leading_board", default="Ban Biên tập"),
    Whose.EDITOR: _("leading_editor", default="Biên tập viên"),
}
#: What waits -> (whose turn it is, for what).
_TURNS = {
    Waits.DRAFT: (Whose.EDITOR, _("leading_draft", default="Hoàn thiện bản nháp và trình")),
    Waits.RETURNED: (Whose.EDITOR, _("leading_returned", default="Sửa mục bị trả lại")),
    Waits.SUBMITTED: (Whose.HEAD, _("leading_submitted", default="Ký mục đã trình")),
    Waits.BOARD_REVIEW: (Whose.BOARD, _("leading_review", default="Duyệt mục mới")),
    Waits.AMENDMENT: (Whose.BOARD, _("leading_amendment", default="Duyệt đề nghị sửa đổi")),
    Waits.ENDING: (Whose.BOARD, _("leading_ending", default="Quyết định việc chấm dứt")),
}
_COUNT = _("leading_count", default="Số lượng")


class MonthPage(DeskPage):
    template = PageTemplate("month.pt")
    title = _("leading_title", default="Điều hành theo tháng, năm")

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
        with self.register() as cursor:
            calendar = current_calendar()
            self.by_month = sums(
                cursor,
                by="month",
                first=self.period.months[0].first,
                last=self.period.end - timedelta(days=1),
                today=self.today,
                calendar=calendar,
                province=self.province,
            )
            self.by_province = [
                sums(
                    cursor,
                    by="province",
                    first=period.first,
                    last=period.end - timedelta(days=1),
                    today=self.today,
                    calendar=calendar,
                )
                for period in (self.period, self.period.before)
                if self.province is None
            ]
            self.took = leadership.took(cursor, begin, end, province=self.province)
            self.returned = leadership.returned(cursor, begin, end, province=self.province)
            self.load = leadership.load(cursor, begin, end, province=self.province)
            self.waiting = leadership.waiting(cursor, province=self.province)
            self.waiting_by_province = leadership.waiting_by_province(cursor)
            self.returned_ones = leadership.returned_ones(cursor, province=self.province)

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
        return [table for table in self._tables() if table.rows]

    def _tables(self) -> Iterator[Table]:
        yield self._trend()
        yield self._waits()
        yield self._turns()
        yield self._returns()
        yield self._returned_now()
        if self.province is None:
            yield self._provinces()
        yield self._people()

    def _trend(self) -> Table:
        months = self.period.months
        yearly = len(months) > TREND + 1
        rows = []
        for duty in Duty:
            shares = {each.place: each for each in self.by_month if each.duty is duty}
            if shares:
                values = [_share(shares.get(str(month))) for month in months]
                rows.append([
                    DUTIES[duty][self._english],
                    *(self._percent(value) for value in values),
                    *([] if yearly else [self._change(values[-2], values[-1])]),
                ])  # fmt: skip
        return Table(
            "dung-han",
            self.say(_("leading_trend", default="Tỷ lệ đúng hạn từng tháng")),
            [
                self.say(_("leading_duty", default="Việc phải làm")),
                *(f"{month.month:02d}" if yearly else month.words for month in months),
                *([] if yearly else [self.say(_("leading_change", default="So với kỳ trước"))]),
            ],
            rows,
        )

    def _waits(self) -> Table:
        rows = []
        for each in self.waiting:
            whose, what = _TURNS[each.waits]
            since = None
            if each.oldest is not None:
                since = each.oldest - (later(each.waits, each.oldest) - each.oldest)
            rows.append(
                [
                    self.say(_WHOSE[whose]),
                    self.say(what),
                    each.count,
                    self.words.day(since) if since else "–",
                ]
            )
        return Table(
            "dang-cho",
            self.say(_("leading_waits", default="Ai đang chờ ai, ngay lúc này")),
            [
                self.say(_("leading_whose", default="Đến lượt")),
                self.say(_("leading_what", default="Để làm")),
                self.say(_COUNT),
                self.say(_("leading_oldest", default="Cũ nhất, tính từ ngày")),
            ],
            rows,
        )

    def _turns(self) -> Table:
        return Table(
            "thoi-gian",
            self.say(_("leading_turns", default="Mỗi bước mất bao lâu")),
            [
                self.say(_("leading_whose", default="Đến lượt")),
                self.say(_("leading_step", default="Bước")),
                self.say(_("leading_times", default="Số lần")),
                self.say(_("leading_median", default="Một nửa xong trong (ngày)")),
                self.say(_("leading_most", default="Lâu nhất (ngày)")),
            ],
            [
                [
                    self.say(_WHOSE[each.turn.whose]),
                    each.turn.label[self._english],
                    each.steps,
                    self._days(each.days),
                    self._days(each.most),
                ]
                for each in self.took
            ],
        )

    def _returns(self) -> Table:
        return Table(
            "tra-lai",
            self.say(_("leading_returns", default="Trả lại trong kỳ")),
            [
                self.say(_("leading_step", default="Bước")),
                self.say(_("leading_times", default="Số lần")),
            ],
            [
                [STEPS[action][self._english], self.returned[action.value]]
                for action in leadership.RETURNS
                if self.returned.get(action.value)
            ],
        )

    def _returned_now(self) -> Table:
        """The reason is the staff's own words: shown here, in no file that goes elsewhere."""
        rows, links = [], []
        for each in self.returned_ones:
            listing = self.context[each.province][REGISTER_ID].get(each.number)
            if listing is None:
                continue
            rows.append([
                each.number,
                by_slug(each.province).name,
                self.words.day(each.since) if each.since else "–",
                _reason(listing),
            ])  # fmt: skip
            links.append(f"{self.root}/{each.province}/{REGISTER_ID}/{each.number}")
        return Table(
            "dang-sua",
            self.say(_("leading_with_editors", default="Đang bị trả lại, và vì sao")),
            [
                self.say(_("leading_number", default="Số công khai")),
                self.say(_("compliance_province", default="Tỉnh, thành phố")),
                self.say(_("leading_since", default="Tính từ ngày")),
                self.say(_("leading_reason", default="Lý do trả lại")),
            ],
            rows,
            links=links,
            page_only=True,
        )

    def _provinces(self) -> Table:
        now, before = map(_whole, self.by_province)
        rows = []
        for place in sorted({*now, *before, *self.waiting_by_province}, key=_by_name):
            share, old = _share(now.get(place)), _share(before.get(place))
            known = by_slug(place)
            rows.append([
                known.name if known else place,
                self._percent(share),
                self._percent(old),
                self._change(old, share),
                now[place].overdue if place in now else 0,
                self.waiting_by_province.get(place, 0),
            ])  # fmt: skip
        return Table(
            "theo-tinh",
            self.say(_("leading_provinces", default="Theo tỉnh, thành phố")),
            [
                self.say(_("compliance_province", default="Tỉnh, thành phố")),
                self.say(_("leading_share", default="Đúng hạn trong kỳ")),
                self.say(_("leading_share_before", default="Kỳ trước")),
                self.say(_("leading_change", default="So với kỳ trước")),
                self.say(_("compliance_overdue", default="Quá hạn, chưa làm")),
                self.say(_("leading_waiting", default="Đang chờ thủ trưởng, Ban Biên tập")),
            ],
            rows,
        )

    def _people(self) -> Table:
        people = People(self)
        return Table(
            "khoi-luong",
            self.say(_("leading_load", default="Khối lượng việc của từng người trong kỳ")),
            [
                self.say(_("leading_person", default="Người làm")),
                self.say(_("leading_accepted", default="Ký, duyệt, đăng")),
                self.say(_("leading_returns_by", default="Trả lại")),
                self.say(_("leading_entered", default="Trình, đề nghị")),
            ],
            [
                [people.name(each.actor), each.accepted, each.returned, each.entered]
                for each in self.load
            ],
        )

    # Words and numbers

    @property
    def _english(self) -> int:
        return int(self.language == "en")

    def _comma(self, text: str) -> str:
        return text if self._english else text.replace(".", ",")

    def _percent(self, share: float | None) -> str:
        return "–" if share is None else self._comma(f"{int(share * 1000) / 10:.1f}%")

    def _change(self, old: float | None, new: float | None) -> str:
        if old is None or new is None:
            return "–"
        points = round((new - old) * 100, 1)
        if not points:
            return self.say(_("leading_same", default="như cũ"))
        value = self._comma(f"{abs(points):.1f}")
        if points > 0:
            return self.say(
                _("leading_up", default="tăng ${points} điểm", mapping={"points": value})
            )
        return self.say(_("leading_down", default="giảm ${points} điểm", mapping={"points": value}))

    def _days(self, days: float) -> str:
        return self._comma(f"{days:.1f}")

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


def _share(each: Sums | None) -> float | None:
    return each.in_time / each.judged if each is not None and each.judged else None


def _whole(found: list[Sums]) -> dict[str, Sums]:
    """All duties of a place together."""
    whole: dict[str, Sums] = {}
    for each in found:
        old = whole.get(each.place)
        whole[each.place] = Sums(
            each.place,
            each.duty,
            each.in_time + (old.in_time if old else 0),
            each.late + (old.late if old else 0),
            each.overdue + (old.overdue if old else 0),
            each.open + (old.open if old else 0),
        )
    return whole


def _by_name(slug: str) -> str:
    known = by_slug(slug)
    return sort_key(known.name if known else slug, "organisation")


def _reason(listing) -> str:
    """Why it was returned last."""
    return next(
        (
            str(event["comment"])
            for event in reversed(listing.history)
            if str(event["kind"]).startswith("return") and event.get("comment")
        ),
        "–",
    )
