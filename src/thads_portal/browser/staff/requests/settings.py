"""``cach-nhan-yeu-cau``: how each procedure is taken, texts of answers, hours, who stands in."""

from datetime import datetime
from datetime import timedelta
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.requests.place import OfRequests
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.checking import read_day
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.steps import DEFAULT_MODE
from thads_portal.domain.requests.steps import Mode
from thads_portal.domain.requests.steps import MODE_LABELS
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import accountants
from thads_portal.register.requests import agencies
from thads_portal.register.requests import slots
from thads_portal.templates import PageTemplate

import re


_TIME = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)")
#: Hours of one step.
_MOST = 60
SAVED = _("rqs_saved", default="Đã lưu.")


class Settings(OfRequests):
    """The head sets the modes; everybody here the texts, the hours and the deputies."""

    template = PageTemplate("settings.pt")
    title = _("rqs_settings", default="Cách nhận yêu cầu, mẫu trả lời, lịch hẹn")

    def handle(self, action):
        with own_transaction(self.database) as cursor:
            self._act(cursor, action)
            record.write(
                cursor,
                Recorded.REQUEST_SETTINGS,
                actor=self.acting.user_id,
                province=self.province,
                details={"what": action},
            )
        return self.done(SAVED)

    def _act(self, cursor, action: str) -> None:
        match action:
            case "cach":
                if not self.is_head:
                    raise NotAllowed
                for each in PROCEDURES:
                    mode = self.sent.text(f"cach.{each.id}")
                    if mode in list(Mode):
                        agencies.set_mode(
                            cursor, each.id, self.province, Mode(mode), self.acting.user_id
                        )
            case "ke-toan":
                if not self.is_head:
                    raise NotAllowed
                known = dict(self.colleagues)
                wanted = [each for each in self.sent.texts("accountants") if each in known]
                accountants.name(cursor, self.province, wanted, self.acting.user_id)
            case "mau":
                title = self._needed("title", 120)
                text = self._needed("text", 5000)
                procedure = self.sent.text("procedure")
                agencies.keep_template(
                    cursor,
                    self.province,
                    procedure if procedure in BY_ID else "",
                    title,
                    text,
                    self.acting.user_id,
                )
            case "bo-mau":
                agencies.remove_template(cursor, self.province, self.sent.number("id") or 0)
            case "gio":
                slots.offer(cursor, self.province, self._hours(), self._minutes())
            case "bo-gio":
                slots.remove_free(cursor, self.province, self.sent.number("id") or 0)
            case "vang":
                self._absence(cursor)
            case _:
                raise NotAllowed

    def _needed(self, name: str, most: int) -> str:
        text = self.sent.text(name).strip()
        if not text:
            raise Rejected([Problem(0, None, name, Code.MISSING, {})])
        if len(text) > most:
            raise Rejected([Problem(0, None, name, Code.TOO_LONG, {"max": most})])
        return text

    def _day(self, name: str):
        day = read_day(iso_day(self.sent.text(name)))
        if day is None:
            raise Rejected([Problem(0, None, name, Code.BAD_DATE, {})])
        return day

    def _minutes(self) -> int:
        minutes = self.sent.number("minutes") or 0
        if not 5 <= minutes <= 240:
            raise Rejected([Problem(0, None, "minutes", Code.MISSING, {})])
        return minutes

    def _hours(self) -> list[datetime]:
        """One hour after the other between two times of a day."""
        day, minutes = self._day("day"), self._minutes()
        moments = []
        for name in ("from", "to"):
            match = _TIME.fullmatch(self.sent.text(name).strip())
            if match is None:
                raise Rejected([Problem(0, None, name, Code.MISSING, {})])
            moments.append(
                datetime(day.year, day.month, day.day, int(match[1]), int(match[2]), tzinfo=VIETNAM)
            )
        step = timedelta(minutes=minutes)
        found: list[datetime] = []
        at = moments[0]
        while at + step <= moments[1] and len(found) < _MOST:
            found.append(at)
            at += step
        if not found:
            raise Rejected([Problem(0, None, "to", Code.MISSING, {})])
        return found

    def _absence(self, cursor) -> None:
        known = dict(self.colleagues)
        account, deputy = self.sent.text("account"), self.sent.text("deputy")
        for name, value in (("account", account), ("deputy", deputy)):
            if value not in known or account == deputy:
                raise Rejected([Problem(0, None, name, Code.MISSING, {})])
        since, until = self._day("since"), self._day("until")
        if until < since:
            raise Rejected([Problem(0, None, "until", Code.ENDS_BEFORE, {})])
        agencies.set_absence(cursor, self.province, account, deputy, since, until)

    def update(self):
        super().update()
        with self.register() as cursor:
            modes = agencies.modes(cursor, self.province)
            self.templates = agencies.templates(cursor, self.province)
            self.free = slots.free(cursor, self.province, most=100)
            self.taken = slots.taken(cursor, self.province)
            self.accountants = accountants.named(cursor, self.province)
            self.away = agencies.absences(cursor, self.province, self.today)
        english = self.language == "en"
        options = [(mode.value, label[english]) for mode, label in MODE_LABELS.items()]
        choose = ("", self.say(_("choose", default="– Chọn –")))
        people = [choose, *self.colleagues]
        make = self.make
        self.mode_fields = [
            make(
                f"cach.{each.id}",
                each.title[english],
                kind="select",
                options=options,
                value=modes.get(each.id, DEFAULT_MODE).value,
            )
            for each in PROCEDURES
        ]
        self.accountant_field = make(
            "accountants",
            _("rqs_accountants", default="Kế toán"),
            kind="checks",
            options=self.colleagues,
            values=tuple(self.accountants),
        )
        for_all = ("", self.say(_("rqs_for_all", default="Mọi loại yêu cầu")))
        self.template_fields = [
            make("title", _("rqs_template_title", default="Tên mẫu"), longest=120, required=True),
            make(
                "procedure",
                _("rqs_procedure", default="Loại yêu cầu"),
                kind="select",
                options=[for_all, *((each.id, each.title[english]) for each in PROCEDURES)],
            ),
            make(
                "text",
                _("rqs_text", default="Nội dung"),
                kind="area",
                rows=6,
                longest=5000,
                required=True,
            ),
        ]
        self.slot_fields = [
            make("day", _("rqs_day", default="Ngày"), kind="date", required=True),
            make(
                "from",
                _("rqs_from", default="Từ giờ"),
                hint=_("rqs_hour_hint", default="Ví dụ 08:00"),
            ),
            make("to", _("rqs_to", default="Đến giờ")),
            make("minutes", _("rqs_minutes", default="Mỗi lượt (phút)"), value="30"),
        ]
        self.absence_fields = [
            make("account", _("rqs_absent", default="Người vắng"), kind="select", options=people),
            make(
                "deputy", _("rqs_deputy", default="Người làm thay"), kind="select", options=people
            ),
            make("since", _("rqs_since", default="Từ ngày"), kind="date"),
            make("until", _("rqs_until", default="Đến ngày"), kind="date"),
        ]

    def moment(self, value) -> str:
        return f"{self.words.time(value)} {self.words.day(value)}"
