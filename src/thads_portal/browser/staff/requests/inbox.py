"""``hop-yeu-cau``: what is open, by deadline; one's own; what is late; what is closed."""

from thads_portal.browser.shared import request_steps
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.requests.place import FILE
from thads_portal.browser.staff.requests.place import INBOX_TITLE
from thads_portal.browser.staff.requests.place import OfRequests
from thads_portal.domain.requests.mandates import STANDING_LABELS
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.i18n import _
from thads_portal.register.requests import inbox
from thads_portal.register.requests import mandates
from thads_portal.templates import PageTemplate


LISTS = {
    "mo": _("rqs_open", default="Đang mở"),
    "toi": _("rqs_mine", default="Của tôi"),
    "qua-han": _("rqs_late", default="Quá hạn"),
    "tien": _("rqs_money_list", default="Tiền, chi phí"),
    "xong": _("rqs_closed", default="Đã xong"),
}
#: What the accountant works on.
_MONEY = tuple(each.id for each in PROCEDURES if each.about_money)


class Inbox(OfRequests):
    template = PageTemplate("inbox.pt")
    title = INBOX_TITLE

    @property
    def trail(self):
        return super().trail[:1]

    @property
    def chosen(self) -> str:
        wanted = self.sent.text("danh-sach")
        return wanted if wanted in LISTS else "mo"

    def _asked(self, chosen: str, **more) -> inbox.Asked:
        return inbox.Asked(
            province=self.province,
            account=self.acting.user_id,
            head=self.is_head,
            also=tuple(sorted(self.handler.also)),
            open=chosen != "xong",
            mine=chosen == "toi",
            procedures=_MONEY if chosen == "tien" else (),
            overdue_on=self.today if chosen == "qua-han" else None,
            **more,
        )

    def update(self):
        super().update()
        procedure = self.sent.text("viec")
        asked = self._asked(
            self.chosen,
            procedure=procedure if procedure in BY_ID else "",
            number=self.sent.text("so").strip().upper()[:30],
            after=self.sent.text("sau"),
        )
        with self.register() as cursor:
            self.page = inbox.page(cursor, asked)
            self.counts = {
                code: inbox.count(cursor, self._asked(code)) for code in LISTS if code != "xong"
            }
            shown = [each.id for each in self.page.rows]
            self.standings = mandates.standings(cursor, shown, self.today)

    @property
    def tabs(self):
        found = []
        for code, label in LISTS.items():
            count = self.counts.get(code)
            text = self.say(label)
            if count is not None:
                most = count > inbox.MOST
                text = f"{text}: {self.number(inbox.MOST)}+" if most else f"{text}: {count}"
            address = f"{self.address}?danh-sach={code}"
            found.append({"text": text, "address": address, "here": code == self.chosen})
        return found

    @property
    def filters(self):
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        options = [any_, *((each.id, each.title[self.language == "en"]) for each in PROCEDURES)]
        return [
            self.make(
                "viec",
                _("rqs_procedure", default="Loại yêu cầu"),
                kind="select",
                options=options,
                value=self.sent.text("viec"),
            ),
            self.make(
                "so", _("rqs_number", default="Số yêu cầu"), value=self.sent.text("so"), longest=30
            ),
        ]

    @property
    def table(self) -> Table:
        return Table(
            caption=self.say(LISTS[self.chosen]),
            columns=[
                Column("number", self.say(_("rqs_number", default="Số yêu cầu")), "main"),
                Column("procedure", self.say(_("rqs_procedure", default="Loại yêu cầu"))),
                Column("due", self.say(_("due_due", default="Hạn")), "due"),
                Column("state", self.say(_("rqs_state", default="Trạng thái"))),
                Column("who", self.say(_("rqs_who", default="Người xử lý"))),
                Column("received", self.say(_("rqs_received", default="Nhận lúc"))),
            ],
            rows=[self._row(each) for each in self.page.rows],
        )

    def _row(self, request) -> Row:
        due = request_steps.deadline(request, self.today, self.language)
        tags = ((due["text"], due["kind"]),) if due else ()
        return Row(
            key=str(request.id),
            label=request.number,
            cells=(
                Cell(text=request.number, address=f"{self.place}/{FILE}?id={request.id}"),
                Cell(text=request_steps.procedure_title(request.procedure, self.language)),
                Cell(text=self.words.day(request.due_on) or "–", tags=tags),
                Cell(
                    text=request_steps.state(request, self.language),
                    more=self._represented(request.id),
                ),
                Cell(text=self.people.name(request.assigned) if request.assigned else "–"),
                Cell(text=request_steps.moment(request.received)),
            ),
        )

    def _represented(self, id: int) -> tuple[str, ...]:
        """That somebody acts for others, and how their paper stands."""
        standing = self.standings.get(id)
        if standing is None:
            return ()
        text = STANDING_LABELS[standing][self.language == "en"]
        told = _("rqs_represented", default="Đại diện: ${standing}", mapping={"standing": text})
        return (self.say(told),)

    @property
    def more(self) -> str:
        if not self.page.following:
            return ""
        kept = {"danh-sach": self.chosen, **self.sent.present(("viec", "so"))}
        return address_with(self.address, kept, sau=self.page.following)

    @property
    def empty(self):
        return {"text": self.say(_("rqs_none", default="Không có yêu cầu nào ở đây."))}
