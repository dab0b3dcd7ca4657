"""``niem-yet``: to which commune the decision went, and when it is posted there."""

from thads_portal.actions.commune_posted import commune_posted
from thads_portal.actions.commune_posted import END_DAYS
from thads_portal.browser.staff.casework.one_step import OneStep
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import posted_until
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.i18n import _


#: What is recorded when publication has ended.
END_LABELS = {
    "end_sent_on": _("posting_end_sent", default="Ngày gửi xã văn bản chấm dứt"),
    "end_received_on": _("posting_end_received", default="Ngày xã nhận văn bản chấm dứt"),
    "taken_down_on": _("posting_taken_down", default="Ngày xã gỡ niêm yết"),
}
_END_HINT = _(
    "posting_end_hint", default="Khi chấm dứt công khai, gửi ngay văn bản cho xã đang niêm yết."
)
_BEGUN_HINT = _("posting_begun_hint", default="Theo thông báo của xã. Chưa có thì để trống.")


class Posting(OneStep):
    """``niem-yet``: to which commune, sent when, posted from and until."""

    step = Step.COMMUNE_POSTED
    title = _("file_posting", default="Niêm yết tại Ủy ban nhân dân cấp xã")
    text = _(
        "posting_text",
        default="Quyết định phải gửi ngay cho xã để niêm yết. Khi gửi, ghi xã và ngày gửi. Khi xã báo"
        " đã niêm yết, trở lại đây ghi ngày bắt đầu; sau 10 ngày chưa ghi, bàn làm việc sẽ nhắc.",
    )
    effect_message = _("posting_effect", default="Ghi việc niêm yết")
    done_message = _("posting_done", default="Đã ghi việc niêm yết.")

    @property
    def print_address(self):
        return f"{self.place}/in-niem-yet"

    def fields(self):
        before = self.context.commune_posting or {}
        day = self.words.day
        yield self.make(
            "commune",
            _("posting_commune", default="Xã, phường, thị trấn"),
            value=before.get("commune") or "",
            required=True,
            asks=f"{self.root}/{self.layout.province.slug}/goi-y-noi?loai=xa&tron=1",
            longest=255,
        )
        for name, label, needed, hint in (
            ("sent_on", _("posting_sent", default="Ngày gửi"), True, self._sent_hint),
            ("posted_from", _("posting_begun", default="Niêm yết từ ngày"), False, _BEGUN_HINT),
            ("posted_until", _("posting_until", default="Đến ngày"), False, self._until_hint),
        ):
            value = day(before.get(name))
            yield self.make(name, label, kind="date", value=value, required=needed, hint=hint)
        if self.context.state is not State.ENDED:
            return
        for name, label, hint in (
            ("end_sent_on", END_LABELS["end_sent_on"], _END_HINT),
            ("end_received_on", END_LABELS["end_received_on"], self._take_down_hint),
            ("taken_down_on", END_LABELS["taken_down_on"], ""),
        ):
            yield self.make(name, label, kind="date", value=day(before.get(name)), hint=hint)

    @property
    def _take_down_hint(self):
        term = legal_term(Duty.COMMUNE_TAKE_DOWN, Trigger.END_RECEIVED, self.today)
        return _(
            "posting_take_down_hint",
            default="Từ ngày này xã có ${days} ngày làm việc để gỡ niêm yết.",
            mapping={"days": term.working_days},
        )

    @property
    def _sent_hint(self):
        due = self.acting.posting_due_on(self.context)
        if due is None:
            return ""
        day = self.words.day(due)
        return _("posting_sent_hint", default="Hạn gửi: ${day}.", mapping={"day": day})

    @property
    def _until_hint(self):
        if posted_until(self.context.no_conditions_decision_date) is None:
            return ""
        return _(
            "posting_until_hint",
            default="Để trống: hệ thống tự tính theo thời gian niêm yết mà luật quy định.",
        )

    def take(self, expected):
        days = ("sent_on", "posted_from", "posted_until", *END_DAYS)
        posting = {name: iso_day(self.sent.text(name)) or None for name in days}
        commune_posted(
            self.context,
            self.acting,
            {"commune": self.sent.text("commune"), **posting},
            expected=expected,
        )
