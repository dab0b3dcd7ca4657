"""End many listings of a province at once: their numbers pasted, or read from a text file.

The board ends them, an editor proposes; for one reason, on one document, all or nothing.
"""

from thads_portal.actions.end import end
from thads_portal.actions.load import load
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.browser.casework.ending import ending_fields
from thads_portal.browser.casework.ending import ending_values
from thads_portal.browser.desk.forms import field_maker
from thads_portal.browser.desk.page import DeskPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Permission
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.templates import PageTemplate

import re


#: More are worked on as a posting batch, or by the case system.
MOST = 1000
_NUMBER = re.compile(r"(?<![0-9])[12][0-9]{3}-[0-9]{7}(?![0-9])")
_MOST_BYTES = 200_000


class EndMany(DeskPage):
    template = PageTemplate("end_many.pt")
    title = _("end_many_title", default="Chấm dứt công khai nhiều trường hợp")
    confirming = None

    def admit(self):
        super().admit()
        if not (self.ends or self.may(Permission.PROPOSE.value)):
            raise NotAllowed

    @property
    def ends(self) -> bool:
        return self.may(Permission.APPROVE.value)

    @property
    def trail(self):
        desk_address = f"{self.place}/ban-lam-viec"
        return [(desk_address, self.say(_("nav_desk", default="Bàn làm việc")))]

    def update(self):
        make = field_maker(self)
        self.shown = [
            make(
                "numbers",
                _("end_many_numbers", default="Số công khai"),
                hint=_(
                    "end_many_hint",
                    default="Dán từ Excel hoặc văn bản, cách nhau bằng dấu phẩy, dấu cách hay"
                    " xuống dòng. Ví dụ: 2026-0000012.",
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

    def _numbers(self) -> list[str]:
        text = self.sent.text("numbers")
        upload = self.request.form.get("file")
        if hasattr(upload, "read"):
            text += "\n" + upload.read(_MOST_BYTES).decode("utf-8", "replace")
        return list(dict.fromkeys(_NUMBER.findall(text)))

    def handle(self, action):
        numbers = self._numbers()
        if not numbers or len(numbers) > MOST:
            self._refuse(422)
            self.errors.say(
                _(
                    "end_many_none",
                    default="Hãy nhập từ 1 đến ${most} số công khai, dạng 2026-0000012.",
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
            self.confirming = self._confirm(numbers, known)
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

    def _confirm(self, numbers, known):
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
            "effect": effect,
            "action": "end",
            "fields": [],
            "hidden": [
                ("numbers", " ".join(numbers)),
                *((name, self.sent.text(name)) for name in names),
            ],
            "rows": [f"{known[number].debtor_name} – {number}" for number in numbers],
            "back": self.address,
        }
