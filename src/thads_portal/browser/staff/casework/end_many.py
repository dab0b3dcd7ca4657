"""End many listings of a province at once: their numbers, or those of their decisions, pasted or in a file.

The board ends them, an editor proposes; for one reason, on one document, all or nothing.
"""

from thads_portal.actions.end import end
from thads_portal.actions.load import load
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.browser.staff.casework.ending import ending_fields
from thads_portal.browser.staff.casework.ending import ending_values
from thads_portal.browser.staff.casework.pasted import Pasted
from thads_portal.browser.staff.casework.pasted import read_pasted
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.templates import PageTemplate
from zope.i18nmessageid import Message


#: More are worked on as a posting batch, or by the case system.
MOST = 1000
_MOST_BYTES = 200_000
#: Cases, or lines, that one message names.
_NAMED = 10
_UNKNOWN = _(
    "end_many_unknown",
    default="${decision}: không có mục nào đang công khai theo quyết định này.",
)
_SEVERAL = _(
    "end_many_several",
    default="${decision}: nhiều quyết định cùng số này (${cases}). Hãy ghi thêm ngày quyết định,"
    " hoặc ghi số công khai.",
)
_IGNORED = _(
    "end_many_ignored",
    default="Không dùng ${count} dòng vì không có số công khai hay số quyết định: ${lines}.",
)


class EndMany(DeskPage):
    template = PageTemplate("end_many.pt")
    title = _("end_many_title", default="Chấm dứt công khai nhiều trường hợp")
    confirming = None

    def admit(self):
        if not (self.ends or self.may(Permission.PROPOSE.value)):
            raise NotAllowed

    @property
    def ends(self) -> bool:
        return self.may(Permission.APPROVE.value)

    @property
    def trail(self):
        desk_address = f"{self.place}/{DESK}"
        return [(desk_address, self.say(_("nav_desk", default="Bàn làm việc")))]

    def update(self):
        make = field_maker(self)
        self.shown = [
            make(
                "numbers",
                _("end_many_numbers", default="Số công khai, hoặc số quyết định"),
                hint=_(
                    "end_many_hint",
                    default="Dán từ Excel hoặc văn bản, mỗi trường hợp một dòng. Ví dụ:"
                    " 2026-0000012, hoặc 12/QĐ-CCTHADS ngày 23/11/2026.",
                ),
                kind="area",
                rows=6,
                required=True,
            ),
            make(
                "file",
                _("end_many_file", default="Hoặc tệp văn bản, CSV có các số đó"),
                kind="file",
            ),
            *ending_fields(self, make),
        ]

    def _pasted(self) -> Pasted:
        text = self.sent.text("numbers")
        upload = self.request.form.get("file")
        if hasattr(upload, "read"):
            text += "\n" + upload.read(_MOST_BYTES).decode("utf-8", "replace")
        return read_pasted(text)

    def _of_decisions(self, cursor, decisions) -> list[str]:
        """The numbers of what is public under `decisions`; what is not clear is told."""
        keys = {each: number_key(each.text) for each in decisions}
        found = desk.by_decision(cursor, self.layout.province.slug, set(keys.values()))
        numbers = []
        for each, key in keys.items():
            works = [work for work, named in found if key in named]
            if each.day is not None:
                works = [work for work in works if work.decision_date == each.day] or works
            if not works:
                self._say(_UNKNOWN, decision=each.text)
            elif len({(work.agency, work.decision_date) for work in works}) > 1:
                cases = "; ".join(f"{work.debtor_name} – {work.number}" for work in works[:_NAMED])
                self._say(_SEVERAL, decision=each.text, cases=cases)
            numbers += [work.number for work in works]
        return numbers

    def _say(self, message, **mapping) -> None:
        self.errors.say(Message(message, mapping=mapping), "numbers")

    def handle(self, action):
        pasted = self._pasted()
        with self.register() as cursor:
            numbers = self._of_decisions(cursor, pasted.decisions)
        numbers = list(dict.fromkeys((*pasted.numbers, *numbers)))
        if self.errors:
            self._refuse(422)
            return None
        if not numbers or len(numbers) > MOST:
            self._refuse(422)
            self.errors.say(
                _(
                    "end_many_none",
                    default="Hãy nhập từ 1 đến ${most} số công khai, dạng 2026-0000012, hoặc số quyết"
                    " định, dạng 12/QĐ-CCTHADS.",
                    mapping={"most": self.number(MOST)},
                ),
                "numbers",
            )
            return None
        with self.register() as cursor:
            known = desk.known(cursor, self.layout.province.slug, numbers)
        wrong = [
            number
            for number in numbers
            if number not in known or known[number].state != State.PUBLISHED
        ]
        if wrong:
            self._refuse(422)
            for number in wrong[:20]:
                self.errors.say(
                    _(
                        "end_many_wrong",
                        default="${number}: không phải mục đang công khai của tỉnh này.",
                        mapping={"number": number},
                    ),
                    "numbers",
                )
            return None
        listings = load(self.context[REGISTER_ID], numbers)
        self.errors.lines = [f"{each.debtor_name} ({each.id})" for each in listings]
        if not self.sent.text("confirmed"):
            self.confirming = self._confirm(numbers, known, pasted.ignored)
            return None
        act = end if self.ends else propose_ending
        act(listings, self.acting, **ending_values(self))
        message = (
            _(
                "step_end_done",
                default="Đã chấm dứt công khai ${count} trường hợp.",
                mapping={"count": self.number(len(numbers))},
            )
            if self.ends
            else _(
                "end_many_proposed",
                default="Đã gửi đề nghị chấm dứt ${count} trường hợp.",
                mapping={"count": self.number(len(numbers))},
            )
        )
        return self.done(message, self.trail[0][0])

    def _confirm(self, numbers, known, ignored):
        count = {"count": self.number(len(numbers))}
        effect = self.say(
            _(
                "step_end_effect",
                default="Chấm dứt công khai ${count} trường hợp",
                mapping=count,
            )
            if self.ends
            else _(
                "end_many_propose_effect",
                default="Gửi đề nghị chấm dứt ${count} trường hợp",
                mapping=count,
            )
        )
        names = ("end_reason", "document.number", "document.date", "occurred_on", "comment")
        return {
            "question": effect + "?",
            "text": self._ignored(ignored),
            "effect": effect,
            "action": "end",
            "fields": [],
            "hidden": [
                ("numbers", " ".join(numbers)),
                *((name, self.sent.text(name)) for name in names),
            ],
            "rows": [
                " – ".join(
                    filter(
                        None,
                        (known[number].debtor_name, number, known[number].decision_number),
                    )
                )
                for number in numbers
            ],
            "back": self.address,
        }

    def _ignored(self, lines) -> str:
        """What stands in the list and names nothing."""
        if not lines:
            return ""
        shown = "; ".join(f"“{line}”" for line in lines[:_NAMED])
        return self.say(
            Message(_IGNORED, mapping={"count": self.number(len(lines)), "lines": shown})
        )
