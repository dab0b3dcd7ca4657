"""``/gui-co-quan``: what judicial records, procuracy, prisons and communes are told, and what they have got.

It shows which event, when and whether in time; what a message says is for its partner alone. An administrator
has a refused one sent again.
"""

from functools import cached_property
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.jobs.texts import moment
from thads_portal.domain.outboxes import KIND_LABELS
from thads_portal.domain.outboxes import LABELS
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.recording import Recorded
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register.outbox import messages
from thads_portal.register.outbox import reports
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.record import write_now
from thads_portal.security import permissions
from thads_portal.security.provinces import allowed_provinces
from thads_portal.templates import PageTemplate


_PAGE = 50
STATES = {
    "waiting": _("outbox_waiting", default="Đang chờ"),
    "refused": _("outbox_refused", default="Bị từ chối"),
    "acknowledged": _("outbox_acknowledged", default="Đã nhận"),
}
_LATE = _("outbox_late", default="Quá hạn")


class Outboxes(DeskPage):
    template = PageTemplate("page.pt")
    title = _("outbox_title", default="Gửi cơ quan liên quan")

    def admit(self):
        """Who watches over the whole portal."""
        if allowed_provinces(self.context, permissions.VIEW_RECORD) is not None:
            raise NotAllowed

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    @cached_property
    def administrates(self) -> bool:
        return self.may(permissions.MANAGE_PORTAL_SETTINGS)

    @cached_property
    def params(self) -> dict[str, str]:
        found = self.sent.present(("partner", "state"))
        allowed: dict[str, list[str]] = {"partner": list(Partner), "state": list(STATES)}
        return {name: value for name, value in found.items() if value in allowed[name]}

    @property
    def filters(self):
        make = field_maker(self)
        every = ("", self.say(_("record_any", default="Tất cả")))
        partners = [(each.value, self._label(LABELS[each])) for each in Partner]
        states = [(name, self.say(label)) for name, label in STATES.items()]
        yield make(
            "partner",
            _("outbox_partner", default="Cơ quan nhận"),
            kind="select",
            value=self.params.get("partner", ""),
            options=[every, *partners],
        )
        yield make(
            "state",
            _("outbox_state", default="Tình trạng"),
            kind="select",
            value=self.params.get("state", ""),
            options=[every, *states],
        )

    def _label(self, pair: tuple[str, str]) -> str:
        return pair[self.language == "en"]

    @cached_property
    def _counts(self):
        with self.register() as cursor:
            return messages.counts(cursor, self.today)

    @property
    def summary(self) -> Table:
        columns = [
            Column("partner", self.say(_("outbox_partner", default="Cơ quan nhận")), "main"),
            *(Column(name, self.say(label), "number") for name, label in STATES.items()),
            Column("late", self.say(_LATE), "number"),
        ]
        rows = [
            Row(
                key=partner,
                label=self._label(LABELS[partner]),
                cells=(
                    Cell(
                        text=self._label(LABELS[partner]),
                        address=f"{self.address}?partner={partner}",
                    ),
                    *(Cell(text=self.number(counts[name])) for name in (*STATES, "late")),
                ),
            )
            for partner, counts in self._counts.items()
        ]
        return Table(caption=self.heading, columns=columns, rows=rows)

    @cached_property
    def _listed(self) -> list[messages.Listed]:
        with self.register() as cursor:
            return messages.listed(
                cursor,
                partner=self.params.get("partner"),
                state=self.params.get("state"),
                before=self.sent.number("truoc"),
                limit=_PAGE + 1,
            )

    @property
    def entries(self):
        """The messages: what they are about, for whom, until when, what became of them."""
        for each in self._listed[:_PAGE]:
            late = each.state != "acknowledged" and each.due_on < self.today
            province = by_slug(each.province)
            told = [each.receipt or "", moment(each.acknowledged) if each.acknowledged else ""]
            yield {
                "id": each.id if self.administrates and each.state != "acknowledged" else "",
                "partner": self._label(LABELS[Partner(each.partner)]),
                "kind": self._label(KIND_LABELS[each.kind]),
                "cause": each.cause,
                "place": province.name if province else each.province,
                "made": moment(each.made),
                "due": self.words.day(each.due_on),
                "state": self.say(STATES[each.state]),
                "tag": {"acknowledged": "live", "refused": "late"}.get(each.state, "wait"),
                "late": self.say(_LATE) if late else "",
                "told": " · ".join(filter(None, told)) or (each.problem or ""),
                "attempts": self.number(each.attempts),
            }

    @property
    def reports(self) -> Table:
        with self.register() as cursor:
            found = reports.newest(cursor)
        labels = (
            ("month", _("outbox_month", default="Tháng"), "main"),
            ("partner", _("outbox_partner", default="Cơ quan nhận"), ""),
            ("ours", _("outbox_ours", default="Cổng đã gửi"), "number"),
            ("theirs", _("outbox_theirs", default="Bên kia đã nhận"), "number"),
            ("missing", _("outbox_missing", default="Bên kia thiếu"), "number"),
            ("unknown", _("outbox_unknown", default="Cổng không có"), "number"),
            ("different", _("outbox_different", default="Khác nội dung"), "number"),
        )
        rows = [
            Row(
                key=f"{each.partner}-{each.month}",
                label=f"{each.month:%m/%Y}",
                cells=(
                    Cell(text=f"{each.month:%m/%Y}"),
                    Cell(text=self._label(LABELS[each.partner])),
                    Cell(text=self.number(each.ours)),
                    Cell(text=self.number(each.theirs)),
                    *(
                        Cell(text=self.number(len(names)), more=names[:5])
                        for names in (each.missing, each.unknown, each.different)
                    ),
                ),
            )
            for each in found
        ]
        columns = [Column(name, self.say(label), kind) for name, label, kind in labels]
        caption = self.say(_("outbox_reports", default="Đối chiếu hằng tháng"))
        return Table(caption=caption, columns=columns, rows=rows)

    @property
    def pager(self) -> Pager:
        last = last_of(self._listed, _PAGE)
        return keyset_pager(self, self.params, last and last.place, name="truoc")

    def handle(self, action):
        if action != "again" or not self.administrates:
            raise NotAllowed
        name = self.sent.text("id")
        write_now(
            self.database,
            Recorded.OUTBOX_SENT_AGAIN,
            actor=self.layout.user.getId(),
            about=name[:40],
        )
        with own_transaction(self.database) as cursor:
            messages.send_again(cursor, name)
        return self.done(_("outbox_again_done", default="Sẽ gửi lại ở lần chạy tới."))
