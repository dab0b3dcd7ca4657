"""``/tuan-thu``: what the law wanted published was published in time or not, in numbers.

For the board, inspectors and administrators, and for the head of an agency the own province.
By province, or by month and agency of one province; the address holds the choice. The
numbers come with their table; the bar beside a share is only a picture of it.
"""

from datetime import date
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from thads_portal.browser.shared import request_figures
from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import LABELS
from thads_portal.domain.ledger.terms import DUTY_LABELS
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import find
from thads_portal.domain.spreadsheet_cells import csv_line
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.opendata import xlsx
from thads_portal.register import unsettled_grounds
from thads_portal.register import visits
from thads_portal.register.duties import Sums
from thads_portal.register.duties import sums
from thads_portal.register.ledger.compliance import follow_up_sums
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate
from thads_portal.theme.navigation import provinces_of


_DUTIES = (
    Duty.FIRST_PUBLICATION,
    Duty.AMEND,
    Duty.END,
    Duty.COMMUNE_POSTING,
    Duty.COMMUNE_TAKE_DOWN,
)
_LABELS = LABELS | DUTY_LABELS
_ALL = _("filter_all_provinces", default="Cả nước")
_GROUPS = {
    "province": _("compliance_by_province", default="Theo tỉnh"),
    "month": _("compliance_by_month", default="Theo tháng"),
    "agency": _("compliance_by_agency", default="Theo cơ quan"),
}
#: What the first column holds.
_PLACES = {
    "province": _("compliance_province", default="Tỉnh, thành phố"),
    "month": _("compliance_month", default="Tháng của hạn"),
    "agency": _("compliance_agency", default="Cơ quan"),
}
_COUNTS = (
    _("compliance_in_time", default="Đúng hạn"),
    _("compliance_late", default="Trễ hạn"),
    _("compliance_overdue", default="Quá hạn, chưa làm"),
    _("compliance_open", default="Còn hạn"),
    _("compliance_share", default="Tỷ lệ đúng hạn"),
)
_VISITS = timedelta(days=30)
_READ = _("visits_all", default="Tất cả các trang")
#: Kind of page (``browser/shared/visits.py``) -> what it is called.
_PAGES = {
    "home": _("visits_home", default="Trang chủ Cổng và các tỉnh"),
    "search": _("visits_search", default="Tra cứu, danh sách"),
    "listing": _("visits_listing", default="Trang của từng mục"),
    "content": _("visits_content", default="Danh sách tin, văn bản, thông báo"),
    "agency": _("visits_agency", default="Cơ quan thi hành án"),
    "statistics": _("visits_statistics", default="Thống kê"),
    "data": _("visits_data", default="Dữ liệu mở"),
    "page": _("visits_page", default="Trang khác"),
}
#: The first day that the filters offer.
_EARLIEST = date(2015, 9, 1)


class Compliance(DeskPage):
    template = PageTemplate("compliance.pt")
    title = _("compliance_title", default="Tuân thủ thời hạn")

    def respond(self):
        answer = super().respond()
        match self.sent.text("tep"):
            case "csv":
                return self._csv()
            case "xlsx":
                return self._xlsx()
        return answer

    def admit(self):
        if self.may(permissions.VIEW_RECORD):
            self.own = None
            return
        # A head sees the own province and no other.
        own = [
            slug
            for slug in provinces_of(self.layout.user)
            if self.may(permissions.VIEW_RECORD, self.context[slug])
        ]
        if not own:
            raise NotAllowed
        asked = self.sent.text("tinh")
        if asked and asked not in own:
            raise NotAllowed
        self.own = tuple(own)

    def update(self):
        with self.register() as cursor:
            self.found = sums(
                cursor,
                by=self.by,
                first=self.first,
                last=self.last,
                today=self.today,
                calendar=current_calendar(),
                province=self.province,
            )
            self.found += follow_up_sums(
                cursor,
                by=self.by,
                first=self.first,
                last=self.last,
                today=self.today,
                calendar=current_calendar(),
                province=self.province,
            )
            since = self.today - _VISITS
            self.unsettled = unsettled_grounds.counts(cursor, self.province)
            self.visits = visits.by_kind(cursor, since=since, province=self.province)
            self.request_rows = request_figures.rows(
                cursor,
                today=self.today,
                language=self.language,
                number=self.number,
                province=self.province,
                public=False,
            )

    @property
    def unsettled_rows(self) -> list[tuple[str, str]]:
        """(province, entries whose ground is still to be told by the list of the new law)."""
        named = [
            (((place := by_slug(slug)) and place.name) or slug, count)
            for slug, count in self.unsettled.items()
        ]
        named.sort(key=lambda pair: sort_key(pair[0], "organisation"))
        return [(name, self.number(count)) for name, count in named]

    @property
    def visited(self) -> list[tuple[str, str]]:
        """(kind of page, how often it was read in the last 30 days), the whole first."""
        if not self.visits:
            return []
        rows = [(_READ, sum(self.visits.values()))]
        rows += [
            (name, self.visits[kind]) for kind, name in _PAGES.items() if self.visits.get(kind)
        ]
        return [(self.say(name), self.number(n)) for name, n in rows]

    @cached_property
    def province(self) -> str | None:
        asked = self.sent.text("tinh")
        if self.own:
            return asked or self.own[0]
        found = find(asked)
        return found.slug if found else None

    @cached_property
    def by(self) -> str:
        asked = self.sent.text("theo")
        return asked if asked in _GROUPS else ("month" if self.province else "province")

    @cached_property
    def first(self) -> date:
        """The first day; absent, of the reporting year, which begins on 1 October."""
        year = self.today.year if self.today.month >= 10 else self.today.year - 1
        return self._day("tu") or date(year, 10, 1)

    @cached_property
    def last(self) -> date:
        return self._day("den") or self.today + timedelta(days=31)

    def _day(self, name: str) -> date | None:
        parts = self.sent.text(name).strip().split("/")
        try:
            found = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except (ValueError, IndexError, OverflowError):
            return None
        return max(found, _EARLIEST)

    @property
    def filters(self):
        make = field_maker(self)
        places = [(each.slug, each.name) for each in all_provinces()]
        if self.own:
            places = [pair for pair in places if pair[0] in self.own]
        else:
            places = [("", self.say(_ALL)), *places]
        groups = [(name, self.say(label)) for name, label in _GROUPS.items()]
        return [
            make("tinh", _("accounts_province", default="Tỉnh"), kind="select", options=places,
                 value=self.province or ""),
            make("theo", _("compliance_by", default="Chia"), kind="select", options=groups,
                 value=self.by),
            make("tu", _("compliance_from", default="Hạn từ ngày"), kind="date",
                 value=self.words.day(self.first)),
            make("den", _("compliance_to", default="đến ngày"), kind="date",
                 value=self.words.day(self.last)),
        ]  # fmt: skip

    @property
    def sections(self):
        """(label of the duty, its code, its rows, a note); the last row is the sum of all."""
        language = self.language == "en"
        return [
            (_LABELS[duty][language], duty.value, self._rows(duty), self._note(duty))
            for duty in (*_DUTIES, *FollowUp)
            if any(each.duty is duty for each in self.found)
        ]

    def whole(self, rows: list[dict]) -> str:
        """The sum of a duty, for who has not opened its table."""
        sum_ = rows[-1]
        return self.say(
            _(
                "compliance_whole",
                default="Đúng hạn ${share}; quá hạn, chưa làm: ${overdue}",
                mapping={"share": sum_["share"], "overdue": self.number(sum_["overdue"])},
            )
        )

    def _note(self, duty: Duty | FollowUp) -> str:
        if duty is FollowUp.VERIFY:
            return self.say(
                _(
                    "compliance_verify_note",
                    default="Ngày xác minh lấy từ sổ theo dõi của việc; việc chưa ghi xác minh lần nào"
                    " tính từ ngày quyết định về việc chưa có điều kiện thi hành án.",
                )
            )
        if duty is not Duty.COMMUNE_POSTING:
            return ""
        return self.say(
            _(
                "compliance_posting_note",
                default="Quyết định phải gửi ngay cho xã: hạn là ngày ra quyết định, hoặc ngày làm"
                " việc kế tiếp. Ngày gửi lấy từ mục “Niêm yết tại xã” của hồ sơ; chưa ghi thì coi là"
                " chưa gửi.",
            )
        )

    def _rows(self, duty: Duty) -> list[dict]:
        mine = [each for each in self.found if each.duty is duty]
        rows = [self._row(each, self._name(each.place)) for each in mine]
        rows.sort(key=lambda row: row["key"])
        if len(rows) > 1:
            whole = Sums(
                "",
                duty,
                sum(each.in_time for each in mine),
                sum(each.late for each in mine),
                sum(each.overdue for each in mine),
                sum(each.open for each in mine),
            )
            name = self.say(_("compliance_all", default="Tất cả"))
            rows.append({**self._row(whole, name), "whole": "total"})
        return rows

    def _row(self, each: Sums, name: str) -> dict:
        share = each.in_time / each.judged if each.judged else None
        text = "–" if share is None else f"{int(share * 1000) / 10:.1f}%"
        return {
            "whole": None,
            "key": each.place if self.by == "month" else sort_key(name, "organisation"),
            "name": name,
            "in_time": each.in_time,
            "late": each.late,
            "overdue": each.overdue,
            "open": each.open,
            "share": text if self.language == "en" else text.replace(".", ","),
            "value": f"{share:.3f}" if share is not None else None,
        }

    def _name(self, place: str) -> str:
        if self.by == "month":
            return f"{place[5:]}/{place[:4]}"
        if self.by == "province":
            found = by_slug(place)
            return found.name if found else place
        return agency_name(place)

    @property
    def files(self) -> dict[str, str]:
        """Kind of file -> its address, with the filters of the page."""
        kept = self.sent.present(("tinh", "theo", "tu", "den"))
        return {kind: address_with(self.address, kept, tep=kind) for kind in ("xlsx", "csv")}

    @property
    def _lines(self):
        """The numbers as rows of a file."""
        for label, _duty, rows, _note in self.sections:
            for row in rows:
                counts = (row[name] for name in ("in_time", "late", "overdue", "open", "share"))
                yield [label, row["name"], *counts]

    @property
    def _heads(self) -> list[str]:
        return ["", *(self.say(label) for label in self.columns)]

    def _csv(self) -> bytes:
        """No cell is one that a spreadsheet would run."""
        self._attach("csv", "text/csv; charset=utf-8")
        return ("\ufeff" + "".join(map(csv_line, [self._heads, *self._lines]))).encode()

    def _xlsx(self) -> bytes:
        self._attach("xlsx", xlsx.CONTENT_TYPE)
        file = BytesIO()
        heads = self._heads
        xlsx.write(file, self._lines, heads, title=self.heading, widths=[32] * 2 + [16] * 5)
        return file.getvalue()

    def _attach(self, kind: str, content_type: str) -> None:
        response = self.request.response
        response.setHeader("Content-Type", content_type)
        response.setHeader("Content-Disposition", f'attachment; filename="tuan-thu.{kind}"')

    @property
    def columns(self):
        return (_PLACES[self.by], *_COUNTS)
