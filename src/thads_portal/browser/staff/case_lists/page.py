"""A list for the ledgers of a province: uploaded, looked at row by row, corrected, written once.

The rows are kept between the steps, with what was corrected. Each look plans the whole list anew
against the ledgers, and so does the writing, in its own transaction.
"""

from functools import cached_property
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.staff.case_lists.correcting import corrected
from thads_portal.browser.staff.case_lists.correcting import rows_to_correct
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.names import clean
from thads_portal.domain.places import DESK
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import message
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.errors import SpreadsheetRefused
from thads_portal.i18n import _
from thads_portal.importing.case_lists.columns import LISTS
from thads_portal.importing.case_lists.planning import ListPlan
from thads_portal.importing.case_lists.planning import Outcome
from thads_portal.importing.case_lists.planning import plan_list
from thads_portal.importing.case_lists.planning import without_numbers
from thads_portal.importing.case_lists.writing import write_list
from thads_portal.importing.column_list import list_file
from thads_portal.importing.column_list import ListRow
from thads_portal.importing.column_list import read_list
from thads_portal.opendata.xlsx import CONTENT_TYPE
from thads_portal.register.ledger import lists
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.templates import PageTemplate

import hashlib


#: Rows of a page of the preview.
_PAGE = 100
#: A plan of 5,000 rows asks for all their cases at once.
_PATIENCE = 30.0
_NAME = 120
_KNOWN = _("case_list_known_row", default="Đã có trong sổ")
_ENTERED = _("case_list_new_row", default="Sẽ ghi")


class CaseListPage(DeskPage):
    """Subclasses say which `kind` of entry, and tell what a row enters."""

    template = PageTemplate("page.pt")
    kind: EntryKind
    lead = ""
    plan: ListPlan | None = None
    earlier = None

    def effect(self, count: int):
        raise NotImplementedError

    def told(self, entry) -> list[str]:
        raise NotImplementedError

    def admit(self):
        if not self.may(Permission.PROPOSE.value):
            raise NotAllowed

    def respond(self):
        if self.request.method == "GET" and self.sent.text("mau"):
            return self._template_file()
        return super().respond()

    @property
    def columns(self):
        return LISTS[self.kind]

    @property
    def province(self) -> str:
        return self.layout.province.slug

    @property
    def trail(self):
        return [
            (f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc"))),
            (
                f"{self.place}/viec-den-han",
                self.say(_("due_title", default="Việc đến hạn theo dõi")),
            ),
        ]

    # What is shown

    def update(self):
        self.keep_secret()
        self.make = field_maker(self)
        with reading(self.database, statement_timeout=_PATIENCE) as cursor:
            self.waiting = lists.waiting(cursor, province=self.province, kind=self.kind.value)
            self.list = self._found(cursor)
            if self.list is None or self.list.rows is None:
                return
            self.earlier = lists.written_before(cursor, self.list)
            self.plan = plan_list(
                cursor,
                province=self.province,
                kind=self.kind,
                rows=[ListRow(line, texts) for line, texts in self.list.rows],
                left_out=self.list.left_out,
                actor=self.acting.user_id,
                today=self.today,
                ids=without_numbers(),
            )
        self.to_correct = rows_to_correct(self)

    def _found(self, cursor):
        wanted = self.sent.text("ma")
        if not wanted:
            return None
        return lists.by_id(cursor, wanted, province=self.province, kind=self.kind.value)

    @property
    def missing(self) -> bool:
        """A list was asked for that is not there (any more)."""
        return bool(self.sent.text("ma")) and self.list is None

    @property
    def fields(self):
        return [
            self.make(
                "file",
                _("acts_file", default="Tệp danh sách"),
                hint=_(
                    "case_list_file_hint",
                    default="Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV theo các cột của tệp"
                    " mẫu, tối đa 5.000 dòng.",
                ),
                kind="file",
                required=True,
            )
        ]

    @property
    def started(self) -> list[dict[str, str]]:
        """Lists that wait to be written."""
        return [
            {
                "name": each.name,
                "when": f"{self.words.day(each.created)} {self.words.time(each.created)}",
                "address": self.at(each.id),
            }
            for each in self.waiting
            if self.list is None or each.id != self.list.id
        ]

    @cached_property
    def counts(self) -> dict[str, int]:
        return {outcome.value: self.plan.count(outcome) for outcome in Outcome}

    @property
    def sums(self) -> str:
        filled = {name: self.number(count) for name, count in self.counts.items()}
        return self.say(
            _(
                "case_list_sum",
                default="${all} dòng: ${entered} sẽ ghi, ${known} đã có trong sổ, ${wrong} có lỗi,"
                " ${left_out} bỏ ra.",
                mapping={"all": self.number(len(self.plan.rows)), **filled},
            )
        )

    @property
    def ready(self) -> bool:
        return not self.counts["wrong"] and bool(self.counts["entered"])

    @property
    def button(self) -> str:
        return self.say(self.effect(self.counts["entered"]))

    @property
    def result(self) -> str:
        found = self.list
        return self.say(
            _(
                "case_list_result",
                default="Danh sách “${name}” đã ghi vào sổ ngày ${day} lúc ${time}: ${entered} dòng ghi"
                " mới, ${known} dòng đã có từ trước.",
                mapping={
                    "name": found.name,
                    "day": self.words.day(found.written),
                    "time": self.words.time(found.written),
                    "entered": self.number(found.entered or 0),
                    "known": self.number(found.known or 0),
                },
            )
        )

    @cached_property
    def _stretch(self) -> Stretch:
        start = self.sent.number("tu") or 0
        return Stretch(start=min(start, len(self._shown)), size=_PAGE, total=len(self._shown))

    @cached_property
    def _shown(self):
        return [each for each in self.plan.rows if each.outcome in (Outcome.ENTERED, Outcome.KNOWN)]

    @property
    def pager(self):
        return self._stretch.pager(lambda start: self.at(self.list.id, tu=str(start or "")))

    @property
    def table(self) -> Table:
        say = self.say
        columns = (
            Column("line", say(_("offices_line", default="Dòng")), "number"),
            Column("name", say(_("desk_column_name", default="Người phải thi hành án")), "main"),
            Column("decision", say(_("case_decision", default="Quyết định thi hành án"))),
            Column("what", say(_("offices_what", default="Sẽ ghi"))),
        )
        rows = [
            Row(
                key=str(each.row.line),
                label=each.target.name,
                cells=(
                    Cell(text=str(each.row.line)),
                    Cell(
                        text=each.target.name,
                        address=f"{self.place}/{REGISTER_ID}/{each.target.number}/theo-doi-viec",
                        more=(each.target.number,),
                    ),
                    Cell(
                        text=each.target.decision_number,
                        more=(self.words.day(each.target.decision_date),),
                    ),
                    Cell(
                        more=tuple(self.told(each.entry)),
                        tags=((self.say(_KNOWN), ""),) if each.outcome is Outcome.KNOWN else (),
                    ),
                ),
            )
            for each in self._stretch.of(self._shown)
        ]
        return Table(caption=self.heading, columns=columns, rows=rows)

    def at(self, wanted: str, **more: str) -> str:
        return address_with(self.address, {"ma": wanted}, **more)

    # What is sent

    def handle(self, action):
        if action == "check":
            return self._uploaded()
        if action == "correct":
            return self._corrected()
        if action == "write":
            return self._written()
        if action == "remove":
            with own_transaction(self.database) as cursor:
                found = self._locked(cursor)
                lists.remove(cursor, found)
            return self.done(_("case_list_removed", default="Đã bỏ danh sách, chưa ghi gì."))
        return super().handle(action)

    def _uploaded(self):
        file = self.request.form.get("file")
        if not getattr(file, "filename", ""):
            return self._wrong([self.say(_("acts_no_file", default="Hãy chọn tệp danh sách."))])
        data = file.read(self.columns.most_bytes + 1)
        try:
            read = read_list(data, self.columns)
        except SpreadsheetRefused as error:
            return self._wrong([error.as_dict()["message"][self.language]], error.status)
        if not read.rows:
            return self._wrong([message(self.columns.missing)[self.language]])
        rows = [(row.line, dict(row.texts)) for row in read.rows]
        with own_transaction(self.database) as cursor:
            made = lists.add(
                cursor,
                province=self.province,
                kind=self.kind.value,
                actor=self.acting.user_id,
                at=self.acting.when,
                name=clean(file.filename.replace("\\", "/").rpartition("/")[2])[:_NAME] or "excel",
                sha256=hashlib.sha256(data).hexdigest(),
                rows=rows,
                unread=", ".join(f"“{name}”" for name in read.unread),
            )
        return self.go(self.at(made))

    def _locked(self, cursor):
        """The list that is meant, under its lock, as it was looked at."""
        found = lists.by_id(
            cursor, self.sent.text("ma"), province=self.province, kind=self.kind.value, lock=True
        )
        if found is None or found.rows is None:
            raise Conflict(code=Code.NOTHING_PENDING)
        if found.revision != self.sent.number("revision"):
            raise Conflict
        return found

    def _corrected(self):
        with own_transaction(self.database) as cursor:
            found = self._locked(cursor)
            names = [column.field for column in self.columns.columns]
            lists.correct(cursor, found, *corrected(found, self.sent, names))
        return self.go(self.at(found.id))

    def _written(self):
        try:
            done = write_list(
                self.database,
                self.sent.text("ma"),
                province=self.province,
                kind=self.kind,
                actor=self.acting.user_id,
                at=self.acting.when,
                today=self.today,
                calendar=self.acting.calendar,
                expected=self.sent.number("revision"),
            )
        except Rejected:
            # Somebody entered something meanwhile: the page shows what is wrong now.
            self._refuse(422)
            return None
        if done is None:
            raise Conflict(code=Code.NOTHING_PENDING)
        return self.go(self.at(self.sent.text("ma")))

    def _wrong(self, texts, status: int = 422):
        self._refuse(status)
        for text in texts:
            self.errors.say(text)

    def _template_file(self) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", CONTENT_TYPE)
        name = f"mau-{self.__name__.removesuffix('-tu-excel')}.xlsx"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return list_file(self.columns)
