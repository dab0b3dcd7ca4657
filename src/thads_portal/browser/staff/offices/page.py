"""The list of offices: handed in, looked at line by line, written as one recorded action."""

from collections.abc import Iterator
from functools import cached_property
from thads_portal.actions.offices import planned
from thads_portal.actions.offices import seen_as
from thads_portal.actions.offices import stored_offices
from thads_portal.actions.offices import write_offices
from thads_portal.browser.shared.values import fit
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.codes import LABELS
from thads_portal.domain.office_plan import OfficeChange
from thads_portal.domain.office_plan import OfficePlan
from thads_portal.domain.offices import Office
from thads_portal.domain.places import DESK
from thads_portal.errors import message
from thads_portal.errors import SpreadsheetRefused
from thads_portal.i18n import _
from thads_portal.importing.office_list import HEADINGS
from thads_portal.importing.office_list import MAX_LIST
from thads_portal.importing.office_list import read_offices
from thads_portal.register import office_lists
from thads_portal.register.own_transaction import own_transaction
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode
from zExceptions import NotFound


#: Lines that the look at a list shows; the rest is counted.
_SHOWN = 500


class OfficesPage(DeskPage):
    """``?ma=<id>`` shows a list that was uploaded."""

    title = _("offices_title", default="Cơ quan thi hành án")
    template = PageTemplate("upload.pt")
    _preview = PageTemplate("preview.pt")
    uploaded: office_lists.UploadedOffices | None = None

    def update(self) -> None:
        if self.sent.text("ma") and self.uploaded is None:
            self.uploaded = self._uploaded()
        if self.uploaded is not None:
            self.template = self._preview

    @property
    def trail(self):
        steps = [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]
        if self.uploaded is not None:
            steps.append((self.address, self.say(self.title)))
        return steps

    @property
    def heading(self) -> str:
        return self.say(self.title) if self.uploaded is None else self.uploaded.name

    # What is sent

    def handle(self, action: str) -> str | None:
        if action == "upload":
            return self._received()
        if action == "write":
            return self._written()
        return None

    def _received(self) -> str | None:
        file = self.request.form.get("file")
        if not getattr(file, "filename", ""):
            self.errors.say(_("offices_no_file", default="Hãy chọn tệp danh sách cơ quan."), "file")
            self._refuse(422)
            return None
        name = fit(file.filename.replace("\\", "/").rsplit("/", 1)[-1][:120])
        try:
            read = read_offices(file.read(MAX_LIST + 1))
        except SpreadsheetRefused as error:
            self.errors.say(error.as_dict()["message"][self.language], "file")
            self._refuse(error.status)
            return None
        if read.problems:
            self._tell(read.problems)
            self._refuse(422)
            return None
        with own_transaction(self.database) as cursor:
            list_id = office_lists.keep(
                cursor, self.acting.user_id, name, read.rows, {"unread": list(read.unread)}
            )
        return self.go(self.at(list_id))

    def _written(self) -> str | None:
        self.uploaded = self._uploaded()
        with self.register() as cursor:
            new, changed = write_offices(
                self.context,
                self.acting,
                cursor,
                self.uploaded.id,
                self.uploaded.rows,
                self.sent.text("seen"),
            )
        said = _(
            "offices_written",
            default="Đã ghi danh sách: ${new} cơ quan mới, ${changed} cơ quan thay đổi.",
            mapping={"new": new, "changed": changed},
        )
        return self.done(said)

    def _uploaded(self) -> office_lists.UploadedOffices:
        with self.register() as cursor:
            found = office_lists.by_id(cursor, self.sent.text("ma"))
        if found is None:
            raise NotFound
        return found

    def at(self, list_id: str) -> str:
        return f"{self.address}?{urlencode({'ma': list_id})}"

    def _tell(self, problems) -> None:
        for text in self._texts(problems):
            self.errors.say(text)

    def _texts(self, problems) -> Iterator[str]:
        for problem in problems:
            text = message(problem.code, problem.params)[self.language]
            if not problem.line:
                yield text
                continue
            heading = HEADINGS.get(problem.field or "", "")
            where = {"line": problem.line, "column": heading, "text": text}
            if heading:
                told = _(
                    "offices_problem",
                    default="Dòng ${line}, cột “${column}”: ${text}",
                    mapping=where,
                )
            else:
                told = _("form_line", default="Dòng ${line}: ${text}", mapping=where)
            yield self.say(told)

    # What is shown

    @property
    def fields(self):
        make = field_maker(self)
        return [
            make(
                "file",
                _("offices_file", default="Tệp danh sách cơ quan"),
                hint=_(
                    "offices_file_hint",
                    default="Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV, tối đa 2 MB, theo các cột của tệp mẫu.",
                ),
                kind="file",
                required=True,
            )
        ]

    @property
    def counts(self) -> list[dict[str, str]]:
        """What is stored: for each kind, how many there are and how many can be reached."""
        stored = stored_offices(self.context).values()
        found = []
        for kind, (vietnamese, english) in LABELS[AgencyKind].items():
            offices = [office for office in stored if office.kind is kind]
            reached = sum(bool(office.address or office.telephone) for office in offices)
            found.append(
                {
                    "kind": english if self.language == "en" else vietnamese,
                    "number": self.number(len(offices)),
                    "reached": self.number(reached),
                }
            )
        return found

    @cached_property
    def plan(self) -> OfficePlan:
        return planned(self.context, self.uploaded.rows)

    @property
    def seen(self) -> str:
        return seen_as(self.plan)

    @cached_property
    def problems(self) -> list[str]:
        return list(self._texts(self.plan.problems))

    @property
    def unread(self) -> str:
        return ", ".join(f"“{name}”" for name in self.uploaded.extra.get("unread", ()))

    @property
    def summary(self) -> str:
        written = self.plan.written
        new = sum(change.is_new for change in written)
        counts = {
            "new": self.number(new),
            "changed": self.number(len(written) - new),
            "same": self.number(len(self.plan.changes) - len(written)),
        }
        return self.say(
            _(
                "offices_summary",
                default="${new} cơ quan mới, ${changed} cơ quan thay đổi, ${same} cơ quan giữ nguyên.",
                mapping=counts,
            )
        )

    @property
    def hidden(self) -> int:
        """How many lines are not shown."""
        return max(0, len(self.plan.written) - _SHOWN)

    @property
    def table(self) -> Table:
        columns = (
            Column("line", self.say(_("offices_line", default="Dòng")), "number"),
            Column("name", self.say(_("offices_name", default="Cơ quan")), "main"),
            Column("what", self.say(_("offices_what", default="Sẽ ghi"))),
        )
        rows = [
            Row(key=change.after.key, label=change.after.name, cells=self._cells(change))
            for change in self.plan.written[:_SHOWN]
        ]
        caption = self.say(_("offices_changes", default="Những gì sẽ được ghi"))
        return Table(caption=caption, columns=columns, rows=rows)

    def _cells(self, change: OfficeChange) -> tuple[Cell, ...]:
        new = _("offices_new", default="mới")
        changed = _("offices_changed", default="thay đổi")
        tag = (self.say(new), "live") if change.is_new else (self.say(changed), "")
        lines = self._new(change.after) if change.is_new else self._differences(change)
        return (
            Cell(text=str(change.line)),
            Cell(text=change.after.name, more=(change.after.key,), tags=(tag,)),
            Cell(more=tuple(lines)),
        )

    def _new(self, office: Office) -> Iterator[str]:
        for field in ("address", "telephone", "valid_from", "valid_to", "successors"):
            text = self._shown(office, field)
            if text:
                yield f"{HEADINGS[field]}: {text}"

    def _differences(self, change: OfficeChange) -> Iterator[str]:
        for field in change.fields:
            before = self._shown(change.before, field) or "–"
            after = self._shown(change.after, field) or "–"
            yield f"{HEADINGS[field]}: {before} → {after}"

    @cached_property
    def _names(self) -> dict[str, str]:
        names = {key: office.name for key, office in stored_offices(self.context).items()}
        return names | {change.after.key: change.after.name for change in self.plan.changes}

    def _shown(self, office: Office, field: str) -> str:
        value = getattr(office, field)
        if field == "successors":
            return "; ".join(self._names.get(key, key) for key in value)
        if field in ("valid_from", "valid_to"):
            return self.words.day(value) if value else ""
        return value
