"""A list handed in, shown row by row as it would be written, then written as a whole.

Nothing is kept between the two: the rows travel in the page, with the revision of every listing
that was looked at, and are read anew when they come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from thads_portal.actions.each_own import each_own
from thads_portal.actions.each_own import OwnStep
from thads_portal.actions.load import load
from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.staff.act_lists.which import Meant
from thads_portal.browser.staff.act_lists.which import meant_by
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.places import DESK
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import SpreadsheetRefused
from thads_portal.i18n import _
from thads_portal.importing.column_list import ColumnList
from thads_portal.importing.column_list import list_file
from thads_portal.importing.column_list import ListRow
from thads_portal.importing.column_list import read_list
from thads_portal.opendata.xlsx import CONTENT_TYPE
from thads_portal.templates import PageTemplate
from zope.i18nmessageid import Message

import orjson
import transaction


_LINE = _("form_line", default="Dòng ${line}: ${text}")
_AT = _("offices_problem", default="Dòng ${line}, cột “${column}”: ${text}")
#: Problems that one answer shows.
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """What came back with the second sending."""

    rows: tuple[ListRow, ...]
    seen: Mapping[str, int]


class ActListPage(DeskPage):
    """Subclasses say what `kind` of list it is, what a row does and how it is shown."""

    template = PageTemplate("page.pt")
    kind: ColumnList
    #: States in which a listing may be meant.
    states: tuple[str, ...] = ()
    #: Field of a problem -> field of the column where it stands.
    columns_of: Mapping[str, str] = {"document.number": "document", "document.date": "dated"}
    rows: tuple[ListRow, ...] = ()
    unread = ""

    def step(self, row: ListRow, listing: DebtorListing, expected: Mapping[str, int]) -> None:
        """Do what `row` says of `listing`."""
        raise NotImplementedError

    def told(self, row: ListRow) -> list[str]:
        """What `row` says beside the listing, for the look at it."""
        raise NotImplementedError

    def effect(self, count: int) -> Message:
        raise NotImplementedError

    def done_message(self, count: int) -> Message:
        raise NotImplementedError

    def respond(self):
        if self.request.method == "GET" and self.sent.text("mau"):
            return self._template_file()
        return super().respond()

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    @property
    def fields(self):
        return [
            field_maker(self)(
                "file",
                _("acts_file", default="Tệp danh sách"),
                hint=_(
                    "acts_file_hint",
                    default="Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV theo các cột của tệp mẫu,"
                    " tối đa 1.000 dòng.",
                ),
                kind="file",
                required=True,
            )
        ]

    # What is sent

    def handle(self, action: str) -> str | None:
        if action == "write":
            return self._written()
        if action == "check":
            self._checked()
        return None

    def _checked(self) -> None:
        file = self.request.form.get("file")
        if not getattr(file, "filename", ""):
            return self._wrong([self.say(_("acts_no_file", default="Hãy chọn tệp danh sách."))])
        try:
            read = read_list(file.read(self.kind.most_bytes + 1), self.kind)
        except SpreadsheetRefused as error:
            return self._wrong([error.as_dict()["message"][self.language]], error.status)
        self.unread = ", ".join(f"“{name}”" for name in read.unread)
        if read.problems:
            return self._wrong([self._text(each) for each in read.problems])
        if not read.rows:
            missing = message(self.kind.missing)[self.language]
            return self._wrong([missing])
        self.rows = read.rows
        self._try(Kept(read.rows, {}))
        # Looked at, not done: what the steps have written goes with the transaction.
        transaction.doom()
        return None

    def _written(self) -> str | None:
        kept = self._kept()
        if kept is None:
            self._wrong([self.say(_("acts_again", default="Hãy tải tệp lên lại."))])
            return None
        self.rows = kept.rows
        count = self._try(kept)
        return None if self.errors else self.done(self.done_message(count), self.trail[0][0])

    def _try(self, kept: Kept) -> int:
        """Take every row's step; how many listings there were. What is wrong is in `errors`."""
        with self.register() as cursor:
            meant, unclear = meant_by(
                cursor, self.layout.province.slug, kept.rows, states=self.states
            )
        self.meant = meant
        if unclear:
            self._wrong(
                self._line(each.line, self.say(Message(each.text, mapping=dict(each.filled))))
                for each in unclear
            )
            return 0
        numbers = [work.number for each in meant for work in each.works]
        listings = {each.id: each for each in load(self.context[REGISTER_ID], numbers)}
        steps = [
            OwnStep(each.row.line, listings[work.number], self._step_of(each, kept))
            for each in meant
            for work in each.works
        ]
        try:
            return each_own(steps)
        except Rejected as rejected:
            self._wrong(self._text(each) for each in rejected.problems)
            return 0

    def _step_of(self, meant: Meant, kept: Kept):
        return lambda listing: self.step(meant.row, listing, kept.seen)

    def _kept(self) -> Kept | None:
        """The rows as the page sent them; None for what it never sent."""
        try:
            sent = orjson.loads(self.sent.text("rows"))
            rows = tuple(
                ListRow(int(line), {str(name): str(text) for name, text in texts.items()})
                for line, texts in sent["rows"]
            )
            seen = {str(number): int(revision) for number, revision in sent["seen"].items()}
        except (orjson.JSONDecodeError, TypeError, ValueError, KeyError, AttributeError):
            return None
        return Kept(rows, seen) if rows and len(rows) <= self.kind.most_rows else None

    def _wrong(self, texts, status: int = 422) -> None:
        texts = list(texts)
        self._refuse(status)
        for text in texts[:_SHOWN]:
            self.errors.say(text)
        if len(texts) > _SHOWN:
            more = _(
                "acts_more",
                default="Còn ${count} điểm sai nữa.",
                mapping={"count": self.number(len(texts) - _SHOWN)},
            )
            self.errors.say(more)

    def _text(self, problem: Problem) -> str:
        code = problem.code
        params = dict(problem.params)
        if code is Code.BAD_DATE:
            text = self.say(
                _("form_bad_date", default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026.")
            )
        elif code is Code.CONFLICT:
            text = self.say(
                _(
                    "acts_conflict",
                    default="Người khác vừa thay đổi mục này. Hãy tải tệp lên lại để xem.",
                )
            )
        else:
            text = message(code, params)[self.language]
        name = self.columns_of.get(problem.field or "", problem.field or "")
        heading = next((each.heading for each in self.kind.columns if each.field == name), "")
        return self._line(problem.line, text, heading)

    def _line(self, line: int, text: str, heading: str = "") -> str:
        filled = {"line": line, "text": text, "column": heading}
        return self.say(Message(_AT if heading else _LINE, mapping=filled))

    # What is shown

    meant: list[Meant] = []

    @property
    def ready(self) -> bool:
        """Whether there is something to be written, and nothing wrong with it."""
        return bool(self.rows) and not self.errors

    @property
    def count(self) -> int:
        return sum(len(each.works) for each in self.meant)

    @property
    def button(self) -> str:
        return self.say(self.effect(self.count))

    @cached_property
    def kept(self) -> str:
        rows = [[row.line, dict(row.texts)] for row in self.rows]
        seen = {work.number: work.revision for each in self.meant for work in each.works}
        return orjson.dumps({"rows": rows, "seen": seen}).decode()

    @property
    def table(self) -> Table:
        say = self.say
        columns = (
            Column("line", say(_("offices_line", default="Dòng")), "number"),
            Column("name", say(_("desk_column_name", default="Người phải thi hành án")), "main"),
            Column("decision", say(_("desk_column_decision", default="Quyết định"))),
            Column("what", say(_("offices_what", default="Sẽ ghi"))),
        )
        rows = [
            Row(
                key=work.number,
                label=work.debtor_name,
                cells=(
                    Cell(text=str(each.row.line)),
                    Cell(text=work.debtor_name, more=(work.debtor_address, work.number)),
                    Cell(
                        text=work.decision_number or "",
                        more=(self.words.day(work.decision_date), agency_name(work.agency)),
                    ),
                    Cell(more=tuple(self.told(each.row))),
                ),
            )
            for each in self.meant
            for work in each.works
        ]
        return Table(caption=self.heading, columns=columns, rows=rows)

    def shown_day(self, text: str) -> str:
        """A day as people write it; what is no day as it stands."""
        year, _, rest = text.partition("-")
        month, _, day = rest.partition("-")
        return f"{day}/{month}/{year}" if day and year.isdigit() else text

    # The template

    def _template_file(self) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", CONTENT_TYPE)
        name = f"mau-{self.__name__.removesuffix('-tu-excel')}.xlsx"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return list_file(self.kind)
