"""``cham-dut``: end the publication of a listing, or propose to; the fields of an ending."""

from thads_portal.actions.end import end
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.browser.staff.casework import listing_form
from thads_portal.browser.staff.casework.from_templates import FromTemplates
from thads_portal.browser.staff.casework.one_step import OneStep
from thads_portal.browser.staff.desk.documents import document_fields
from thads_portal.browser.staff.desk.documents import document_sent
from thads_portal.browser.staff.desk.documents import occurred_field
from thads_portal.browser.staff.desk.documents import occurred_sent
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import EndReason
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.i18n import _


class Ending(FromTemplates, OneStep):
    """``cham-dut``: the board ends at once, an editor proposes."""

    @property
    def taken(self):
        return Step.END if self.may(Permission.APPROVE.value) else Step.PROPOSE_ENDING

    @property
    def title(self):
        if self.taken is Step.END:
            return _("go_end", default="Chấm dứt công khai")
        return _("go_propose_ending", default="Đề nghị chấm dứt")

    @property
    def explained(self):
        term = legal_term(Duty.END, Trigger.DISCHARGED, self.today)
        return self.say(
            _(
                "ending_text",
                default="Sau khi chấm dứt, trang của mục này chỉ còn thông báo ngày chấm dứt, không có"
                " thông tin cá nhân. Hạn chấm dứt là ${days} ngày làm việc, tính từ ngày sau ngày sự"
                " việc.",
                mapping={"days": term.working_days},
            )
        )

    @property
    def effect(self):
        if self.taken is Step.END:
            return self.say(_("ending_effect", default="Chấm dứt công khai ngay"))
        return self.say(_("ending_propose_effect", default="Gửi đề nghị chấm dứt"))

    @property
    def done_message(self):
        if self.taken is Step.END:
            return _("ending_done", default="Đã chấm dứt công khai.")
        return _("ending_propose_done", default="Đã gửi đề nghị chấm dứt, chờ Ban Biên tập.")

    @property
    def figures(self):
        return listing_form.texts_of(self.context.snapshot().fields, self.context.agency)

    def handle(self, action):
        if self.asks_to_fill(action):
            return None
        self.refuse_gaps()
        return super().handle(action)

    def fields(self):
        return ending_fields(self, self.make)

    def take(self, expected):
        act = end if self.taken is Step.END else propose_ending
        act(self.context, self.acting, expected=expected, **ending_values(self))


def ending_fields(page, make):
    yield make(
        "end_reason",
        _("field_end_reason", default="Căn cứ chấm dứt"),
        kind="radios",
        options=[(each.value, page.label(each)) for each in EndReason],
        required=True,
    )
    hint = _("ending_document_hint", default="Quyết định, giấy xác nhận làm căn cứ chấm dứt.")
    yield from document_fields(make, hint=hint)
    yield occurred_field(make)
    yield make(
        "comment", _("field_comment", default="Ghi chú nội bộ"), kind="area", rows=2, longest=1000
    )


def ending_values(page):
    sent = page.sent
    return {
        "end_reason": sent.text("end_reason"),
        "document": document_sent(sent),
        "occurred_on": occurred_sent(sent),
        "comment": sent.text("comment"),
    }
