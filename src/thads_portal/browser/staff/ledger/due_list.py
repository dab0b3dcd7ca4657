"""``viec-den-han``: cases to verify this month, overdue, never verified; texts to bring in step; relief.

For a province, and for the board of the whole country. To print, and as Excel (recorded: it holds
officers and communes). Deadlines are moved past rest days when they are shown.
"""

from calendar import monthrange
from datetime import date
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.ledger import plain_lists
from thads_portal.browser.staff.ledger import words as said
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import issuers_of
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.ledger.terms import last_raw_day
from thads_portal.domain.ledger.terms import moved_past_rest
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.domain.recording import Recorded
from thads_portal.i18n import _
from thads_portal.opendata import xlsx
from thads_portal.register.ledger import asked
from thads_portal.register.ledger import due
from thads_portal.register.ledger.movable import movable_count
from thads_portal.register.record import write_now
from thads_portal.templates import PageTemplate
from typing import Any


#: Rows of a printed list or a workbook.
_MOST = 5000
#: Years of the months that can be asked for.
_FIRST_YEAR, _YEARS_AHEAD = 2015, 30
_DAY = timedelta(days=1)
#: code -> label of a list
LISTS = {
    "thang": _("due_month", default="Phải xác minh trong tháng"),
    "qua-han": _("due_overdue", default="Quá hạn"),
    "chua-ghi": _("due_never", default="Chưa ghi xác minh lần nào"),
    "cong-khai": _("due_follow", default="Cần cập nhật công khai"),
    "mien-giam": _("due_relief", default="Đủ điều kiện xét miễn, giảm"),
    "chuyen-so": _("due_moves", default="Đủ điều kiện chuyển sổ theo dõi riêng, gửi lại yêu cầu"),
    "ket-thuc": _("due_ended", default="Kết thúc trong tháng, gửi Viện kiểm sát"),
}


class DueList(DeskPage):
    template = PageTemplate("due_list.pt")
    title = _("due_title", default="Việc đến hạn theo dõi")
    after = ""

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

    @property
    def enters_lists(self) -> bool:
        return self.province is not None and self.may(Permission.PROPOSE.value)

    def respond(self):
        if self.sent.text("tep") == "xlsx":
            return self._workbook()
        return super().respond()

    # What is asked for

    @cached_property
    def chosen(self) -> str:
        sent = self.sent.text("danh-sach")
        lists = self.lists
        return sent if sent in lists else "thang"

    @property
    def lists(self):
        """Relief is judged by province."""
        return {k: v for k, v in LISTS.items() if k != "mien-giam" or self.province is not None}

    @cached_property
    def month(self) -> date:
        """The first day of the month that is shown."""
        text = self.sent.text("thang")
        try:
            month, year = (int(part) for part in text.split("/"))
            if _FIRST_YEAR <= year <= self.today.year + _YEARS_AHEAD:
                return date(year, month, 1)
        except ValueError:
            pass
        return self.today.replace(day=1)

    @property
    def printing(self) -> bool:
        return bool(self.sent.text("in"))

    @cached_property
    def params(self) -> dict[str, str]:
        kept = self.sent.present(("danh-sach", "thang", "co-quan", "chap-hanh-vien", "xa"))
        return {"danh-sach": self.chosen, **kept}

    @cached_property
    def _bounds(self):
        """(since, until) as raw days; since None where all before is wanted."""
        calendar = self.acting.calendar
        overdue = last_raw_day(self.today - _DAY, calendar)
        if self.chosen == "qua-han":
            return None, overdue
        last = self.month.replace(day=monthrange(self.month.year, self.month.month)[1])
        until = last_raw_day(last, calendar)
        if self.chosen == "chua-ghi":
            return None, max(until, overdue)
        return last_raw_day(self.month - _DAY, calendar) + _DAY, until

    @property
    def _filters(self) -> dict[str, str]:
        return {
            "agency": self.sent.text("co-quan"),
            "officer": self.sent.text("chap-hanh-vien"),
            "commune": self.sent.text("xa"),
        }

    def _found(self, cursor, *, after="", size=due.SIZE):
        since, until = self._bounds
        return due.due_cases(
            cursor,
            until=until,
            since=since,
            province=self.province,
            filters=self._filters,
            verify=self.chosen == "thang",
            never=self.chosen == "chua-ghi",
            after=after,
            size=size,
        )

    def update(self):
        self.keep_secret()
        self.make = field_maker(self)
        size = _MOST if self.printing else due.SIZE
        self.cases, self.plain, self.following = (), [], ""
        with self.register() as cursor:
            self.counts = self._counts(cursor)
            if self.chosen in plain_lists.CODES and self.printing:
                self.plain = plain_lists.all_rows(self, cursor, self.chosen, _MOST)
            elif self.chosen in plain_lists.CODES:
                self.plain, self.following = plain_lists.rows_of(
                    self, cursor, self.chosen, self.sent.text("sau")
                )
            else:
                page = self._found(cursor, after=self.sent.text("sau"), size=size)
                self.cases, self.following = page.rows, page.after
            if self.province is not None:
                self.people = due.officers_and_communes(cursor, province=self.province)
            else:
                self.people = ([], [])

    def _counts(self, cursor) -> dict[str, int]:
        """List -> how many, of those that are told on the tabs."""
        calendar = self.acting.calendar
        first = last_raw_day(self.month - _DAY, calendar) + _DAY
        last = self.month.replace(day=monthrange(self.month.year, self.month.month)[1])
        common: dict[str, Any] = {"province": self.province}
        overdue = last_raw_day(self.today - _DAY, calendar)
        relief = {}
        if self.province is not None:
            relief["mien-giam"] = asked.qualifying_count(
                cursor, today=self.today, province=self.province
            )
        return {
            **relief,
            "thang": due.due_count(
                cursor, until=last_raw_day(last, calendar), since=first, verify=True, **common
            ),
            "qua-han": due.due_count(cursor, until=overdue, **common),
            "cong-khai": asked.asked_count(cursor, province=self.province),
            "chuyen-so": movable_count(cursor, today=self.today, province=self.province),
        }

    # What the template shows

    @property
    def tabs(self) -> list[dict]:
        found = []
        for code, label in self.lists.items():
            count = self.counts.get(code)
            text = self.say(label)
            if count is not None:
                more = f"{self.number(due.MOST)}+" if count > due.MOST else self.number(count)
                text = f"{text}: {more}"
            found.append(
                {
                    "text": text,
                    "address": f"{self.address}?danh-sach={code}",
                    "here": code == self.chosen,
                }
            )
        return found

    @property
    def filters(self):
        if self.chosen in plain_lists.CODES - plain_lists.MONTHLY:
            return []
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        found = [
            self.make(
                "thang",
                _("due_month_field", default="Tháng"),
                value=f"{self.month.month:02}/{self.month.year}",
                hint=_("due_month_hint", default="Ví dụ 12/2026."),
            )
        ]
        if self.province is None or self.chosen in plain_lists.MONTHLY:
            return found
        officers, communes = self.people
        for name, label, options in (
            (
                "co-quan",
                _("filter_agency_desk", default="Cơ quan"),
                [(each.key, each.name) for each in issuers_of(self.province)],
            ),
            (
                "chap-hanh-vien",
                _("due_officer", default="Chấp hành viên"),
                [(each, each) for each in officers],
            ),
            ("xa", _("due_commune", default="Xã, phường"), [(each, each) for each in communes]),
        ):
            if options:
                found.append(
                    self.make(
                        name,
                        label,
                        kind="select",
                        options=[any_, *options],
                        value=self.sent.text(name),
                    )
                )
        return found

    @property
    def columns(self):
        return [
            Column("name", self.say(_("due_debtor", default="Người phải thi hành án")), "main"),
            Column("duty", self.say(_("due_duty", default="Việc phải làm"))),
            Column("due", self.say(_("due_due", default="Hạn")), "due"),
            Column("last", self.say(_("due_last", default="Xác minh lần cuối"))),
            Column("decision", self.say(_("due_decision", default="Quyết định thi hành án"))),
            Column("officer", self.say(_("due_officer", default="Chấp hành viên"))),
            Column("commune", self.say(_("due_commune", default="Xã, phường"))),
        ]

    @property
    def table(self) -> Table:
        return Table(
            caption=self.say(LISTS[self.chosen]),
            columns=self.columns,
            rows=[self._row(each) for each in self.cases],
        )

    def _row(self, case) -> Row:
        verifying = self.chosen in ("thang", "chua-ghi")
        duty = FollowUp.VERIFY if verifying else FollowUp(case.next_duty)
        last = moved_past_rest(case.next_on, self.acting.calendar)
        told = self.due(last)
        name = case.names[0] if case.names else case.decision_number
        others = case.listed - 1
        more = list(case.addresses[:1])
        if others > 0:
            more.append(
                self.say(_("due_others", default="và ${n} người khác", mapping={"n": others}))
            )
        place = f"{self.root}/{case.province}/{REGISTER_ID}/{case.numbers[0]}/theo-doi-viec"
        return Row(
            key=str(case.id),
            label=name,
            cells=(
                Cell(text=name, address=place, more=tuple(more)),
                Cell(text=said.duty_label(self, duty)),
                Cell(text=self.words.day(last), tags=((told["text"], told["kind"]),)),
                Cell(text=self.words.day(case.last_verified) or "–"),
                Cell(
                    text=f"{case.decision_number}, {self.words.day(case.decision_date)}",
                    more=(agency_name(case.agency),),
                ),
                Cell(text=case.officer or "–"),
                Cell(text=case.commune or "–"),
            ),
        )

    @property
    def empty(self) -> dict:
        return {"text": self.say(_("due_none", default="Không có việc nào trong danh sách này."))}

    @property
    def something(self) -> bool:
        return bool(self.cases or self.plain)

    @property
    def pager(self):
        return keyset_pager(self, self.params, self.following)

    @property
    def files(self) -> dict[str, str]:
        return {
            "xlsx": address_with(self.address, self.params, tep="xlsx"),
            "print": address_with(self.address, self.params, **{"in": "1"}),
        }

    def _workbook(self):
        self.keep_secret()
        if self.chosen in plain_lists.CODES:
            return self._plain_workbook()
        with self.register() as cursor:
            rows = self._found(cursor, size=_MOST).rows
        self._taken(len(rows))
        head = [
            self.say(_("due_debtor", default="Người phải thi hành án")),
            self.say(_("due_number", default="Số công khai")),
            self.say(_("due_address", default="Địa chỉ")),
            *(column.label for column in self.columns[1:]),
            self.say(_("filter_agency_desk", default="Cơ quan")),
        ]
        file = BytesIO()
        lines = (
            [
                "; ".join(each.names),
                "; ".join(each.numbers),
                "; ".join(each.addresses[:1]),
                said.duty_label(
                    self,
                    FollowUp.VERIFY if self.chosen != "qua-han" else FollowUp(each.next_duty),
                ),
                moved_past_rest(each.next_on, self.acting.calendar),
                each.last_verified,
                f"{each.decision_number}, {self.words.day(each.decision_date)}",
                each.officer or "",
                each.commune or "",
                agency_name(each.agency),
            ]
            for each in rows
        )
        xlsx.write(
            file,
            lines,
            head,
            title=self.say(LISTS[self.chosen]),
            widths=[30, 14, 40, 24, 12, 12, 30, 24, 24, 40],
        )
        return self._sent(file)

    def _plain_workbook(self):
        with self.register() as cursor:
            rows = plain_lists.all_rows(self, cursor, self.chosen, _MOST)
        self._taken(len(rows))
        head = [
            self.say(_("due_debtor", default="Người phải thi hành án")),
            self.say(_("due_number", default="Số công khai")),
            self.say(_("due_duty", default="Việc phải làm")),
            self.say(_("due_due", default="Hạn")),
        ]
        file = BytesIO()
        lines = ([each.name, each.number, each.text, each.day] for each in rows)
        title = self.say(LISTS[self.chosen])
        xlsx.write(file, lines, head, title=title, widths=[30, 14, 80, 12])
        return self._sent(file)

    def _taken(self, rows: int) -> None:
        write_now(
            self.database,
            Recorded.CASE_LIST_TAKEN,
            actor=self.acting.user_id,
            province=self.province,
            details={"list": self.chosen, "rows": rows},
        )

    def _sent(self, file: BytesIO) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", xlsx.CONTENT_TYPE)
        response.setHeader("Content-Disposition", 'attachment; filename="viec-den-han.xlsx"')
        return file.getvalue()
