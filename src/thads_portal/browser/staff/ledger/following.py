"""``cap-nhat-cong-khai``: what the ledger asks of the public text of a listing: old and new, sent or put aside."""

from functools import cached_property
from thads_portal.actions.ledger.settle import settle
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.browser.staff.desk.reading import amount
from thads_portal.browser.staff.ledger.entry_form import LedgerForm
from thads_portal.domain.ledger.effects import amended_obligation
from thads_portal.domain.ledger.effects import Effect
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.i18n import _


class Following(LedgerForm):
    title = _("case_follow_title", default="Cập nhật nội dung công khai theo sổ theo dõi")

    @cached_property
    def asked(self):
        return self.book.proposals(self.acting.calendar).get(self.context.getId())

    @property
    def explained(self):
        if self.asked is None:
            return self.say(
                _("case_follow_none", default="Nội dung công khai đã theo kịp sổ theo dõi.")
            )
        if self.asked.due_on is None:
            return ""
        return self.say(
            _(
                "case_follow_due",
                default="Hạn: ${day}. Gửi đi thì đi theo đường duyệt thường lệ; chưa gửi thì nội dung"
                " công khai giữ nguyên.",
                mapping={"day": self.words.day(self.asked.due_on)},
            )
        )

    @property
    def ends(self) -> bool:
        return self.asked is not None and self.asked.effect is Effect.END

    @property
    def effect(self):
        if self.ends:
            return self.say(_("ending_propose_effect", default="Gửi đề nghị chấm dứt"))
        return self.say(_("case_follow_send", default="Gửi đề nghị sửa đổi"))

    @property
    def done_message(self):
        if self.sent.text("action") == "other":
            return _("case_follow_kept_done", default="Đã ghi: nội dung công khai giữ nguyên.")
        return _("case_follow_done", default="Đã gửi, chờ Ban Biên tập duyệt.")

    @property
    def other(self):
        return self.say(_("case_follow_keep", default="Không cần sửa nội dung công khai"))

    @property
    def compared(self):
        if self.asked is None:
            return ()
        if self.ends:
            return (
                (
                    self.say(_("case_follow_state", default="Công khai")),
                    self.label(self.context.state),
                    self.label(self.asked.end_reason),
                ),
            )
        old = self.context.__dict__.get("obligation_amount")
        return (
            (
                self.say(_("case_follow_text", default="Nghĩa vụ")),
                self.context.obligation,
                self._new_text,
            ),
            (
                self.say(_("case_follow_amount", default="Số tiền")),
                "–" if old is None else self.money(old),
                self.money(self.asked.left or 0),
            ),
        )

    @property
    def _new_text(self) -> str:
        return amended_obligation(
            self.context.obligation, self.asked.done or 0, self.asked.left or 0
        )

    def fields(self):
        if self.asked is None:
            return
        if not self.ends:
            yield self.make(
                "obligation",
                _("case_follow_new_text", default="Nghĩa vụ sẽ công khai"),
                kind="area",
                value=self._new_text,
                required=True,
                longest=4000,
            )
            yield self.make(
                "obligation_amount",
                _("case_follow_new_amount", default="Số tiền sẽ công khai (đồng)"),
                kind="money",
                value=self.number(self.asked.left or 0),
            )
        document = self.asked.entry.document
        yield self.make(
            "document.number",
            _("field_document_number", default="Số văn bản"),
            value=document.number if document else "",
            required=True,
            longest=100,
        )
        yield self.make(
            "document.date",
            _("field_document_date", default="Ngày văn bản"),
            kind="date",
            value=self.words.day(document.date) if document else "",
            required=True,
        )

    def handle(self, action):
        if self.asked is None:
            raise Conflict(code=Code.NOTHING_PENDING)
        if action == "other":
            expected = self.sent.number("revision")
            settle(
                self.context,
                self.acting,
                sent=False,
                expected=-1 if expected is None else expected,
            )
            return self.done(self.done_message, self.case_address)
        return super().handle(action)

    def take(self, expected):
        act = self.sent_document()
        if self.ends:
            propose_ending(
                self.context,
                self.acting,
                end_reason=self.asked.end_reason.value,
                document=act,
                occurred_on=self.asked.since.isoformat(),
            )
        else:
            sent = self.sent.text("obligation_amount")
            propose_amendment(
                self.context,
                self.acting,
                {
                    "obligation": self.sent.text("obligation"),
                    "obligation_amount": amount(sent) if sent.strip() else None,
                },
                document=act,
                occurred_on=self.asked.since.isoformat(),
            )
        settle(self.context, self.acting, sent=True, expected=expected)
