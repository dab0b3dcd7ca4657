"""What the forms of the ledger share: whose case it is, fields from the table of details."""

from functools import cached_property
from thads_portal.actions.ledger.attach import attach
from thads_portal.browser.staff.casework.one_step import about_text
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.reading import amount
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.ledger import words as said
from thads_portal.browser.staff.ledger.case import OfCase
from thads_portal.domain import grounds
from thads_portal.domain.codes import Ground
from thads_portal.domain.ledger.details import Detail
from thads_portal.domain.ledger.details import DETAILS
from thads_portal.domain.ledger.details import LONGEST
from thads_portal.domain.ledger.details import Shape
from thads_portal.domain.ledger.kinds import Channel
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


_NUMBER = _("case_document_number", default="Số biên bản, biên lai, quyết định")
_DATE = _("case_document_date", default="Ngày của văn bản đó")
_SHAPES = {Shape.TEXT: "area", Shape.BOX: "check", Shape.DAY: "date", Shape.UNTIL: "date"}


class LedgerForm(OfCase):
    """Subclasses give ``fields`` and ``take``; `more_fields` are folded away."""

    template = PageTemplate("form.pt")
    effect_message = _("case_write", default="Ghi vào sổ")
    done_message = _("case_written", default="Đã ghi vào sổ theo dõi.")
    text = ""
    other = ""
    hidden = ()
    compared = ()

    def admit(self):
        if not self.enters:
            raise NotAllowed

    def update(self):
        self.keep_secret()
        self.make = field_maker(self)
        self.shown = list(self.fields())
        self.more_shown = list(self.more_fields())

    def fields(self):
        return ()

    def more_fields(self):
        return ()

    @property
    def about(self) -> tuple[str, str]:
        return about_text(self)

    @property
    def explained(self) -> str:
        return self.say(self.text) if self.text else ""

    @property
    def effect(self) -> str:
        return self.say(self.effect_message)

    @property
    def revision(self) -> str:
        return str(self.book.case.revision)

    @property
    def trail(self):
        return [
            *super().trail,
            (self.case_address, self.say(_("case_title", default="Theo dõi việc thi hành án"))),
        ]

    def handle(self, action):
        expected = self.sent.number("revision")
        self.take(-1 if expected is None else expected)
        return self.done(self.done_message, self.case_address)

    def take(self, expected: int) -> None:
        raise NotAllowed

    # A file beside the entry

    def file_field(self, *, required=False):
        return self.make(
            "file",
            _("case_file_field", default="Ảnh hoặc bản quét"),
            kind="file",
            required=required,
            hint=_("case_file_hint", default="PDF, JPEG, PNG, TIFF, HEIC; đến 50 MB."),
        )

    @property
    def uploads(self) -> list:
        """(name, stream) of the files that were sent."""
        sent = self.request.form.get("file")
        given = sent if isinstance(sent, list) else [sent]
        return [(each.filename, each) for each in given if getattr(each, "filename", "")]

    def missing_file(self):
        raise Rejected([Problem(0, None, "file", Code.MISSING, {})])

    def attach_to(self, book) -> None:
        """Keep what was sent with the entry that `book` has just taken."""
        first = next((each for each in book.new_entries if each.kind is self.kind), None)
        for name, stream in self.uploads:
            attach(
                self.context,
                self.acting,
                name=name,
                stream=stream,
                entry=first.id if first else None,
            )

    # Fields

    def day_field(self, label, *, hint=""):
        """The day of what happened; today is proposed."""
        return self.make(
            "occurred_on",
            label,
            kind="date",
            value=self.words.day(self.today),
            required=True,
            hint=hint,
        )

    def document_fields(self, *, needed=False, label=_NUMBER):
        yield self.make("document.number", label, longest=100, required=needed)
        yield self.make("document.date", _DATE, kind="date", required=needed)

    def line_field(self, *, shared: bool):
        """Which obligation line; nothing where there is one only."""
        if len(self.lines) < 2:
            return
        options = [
            (line.line, f"{label}: {self.money(balance.left)}")
            for line, label, balance in self.lines
            if balance.left or not shared
        ]
        first = (
            self.say(_("case_shared", default="Phân bổ theo thứ tự thanh toán"))
            if shared
            else self.say(_("choose", default="– Chọn –"))
        )
        yield self.make(
            "line",
            _("case_line_field", default="Khoản nghĩa vụ (số còn lại)"),
            kind="select",
            options=[("", first), *options],
            required=not shared,
        )

    def detail_fields(self, kind: EntryKind, names=None):
        for detail in DETAILS[kind]:
            if names is None or detail.name in names:
                yield self.detail_field(detail)

    def detail_field(self, detail: Detail):
        label = detail.label[self.language == "en"]
        name = f"details.{detail.name}"
        if detail.shape is Shape.CODE:
            options = self._options(detail)
            kind = "radios" if detail.required else "select"
            if kind == "select":
                options = [("", "–"), *options]
            return self.make(
                name,
                label,
                kind=kind,
                options=options,
                required=detail.required,
                # Most verifications are; the conclusion is told by hand.
                value=Channel.DIRECT.value if detail.codes is Channel else "",
            )
        return self.make(
            name,
            label,
            kind=_SHAPES.get(detail.shape, "text"),
            required=detail.required,
            longest=LONGEST.get(detail.shape),
        )

    def _options(self, detail: Detail):
        if detail.codes is Ground:
            law = grounds.scheme_of(self.today)
            return [
                (row.code.value, f"{row.letter}) {row.short[self.language == 'en']}")
                for row in grounds.grounds_of(law)
            ]
        return [
            (each.value, said.code_label(self, each))
            for each in detail.codes or ()
            if each is not Origin.UNKNOWN
        ]

    # What was sent

    def sent_document(self) -> dict[str, str]:
        return {
            "number": self.sent.text("document.number"),
            "date": iso_day(self.sent.text("document.date")),
        }

    def sent_amount(self):
        """A sum in đồng; text that is none as it is; None for an empty field."""
        text = self.sent.text("amount")
        return amount(text) if text.strip() else None

    def sent_details(self, kind: EntryKind) -> dict:
        found: dict = {}
        for detail in DETAILS[kind]:
            text = self.sent.text(f"details.{detail.name}")
            if detail.shape is Shape.BOX:
                if text:
                    found[detail.name] = True
            elif text.strip():
                day = detail.shape in (Shape.DAY, Shape.UNTIL)
                found[detail.name] = iso_day(text) if day else text
        return found

    @cached_property
    def several(self) -> bool:
        """Whether the case has more than one debtor."""
        return len(self.book.settled) > 1

    def only_field(self):
        if self.several:
            yield self.make(
                "only_this",
                _(
                    "case_only_this",
                    default="Chỉ liên quan đến ${name}",
                    mapping={"name": self.context.debtor_name},
                ),
                kind="check",
            )
