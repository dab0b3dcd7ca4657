"""``cham-dut-tu-excel``: endings with a document each; the board ends, an editor proposes."""

from thads_portal.actions.end import end
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.browser.staff.act_lists.page import ActListPage
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Permission
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.importing.act_lists import end_reason_of
from thads_portal.importing.act_lists import ENDINGS


class Endings(ActListPage):
    title = _("acts_endings", default="Chấm dứt công khai theo danh sách Excel")
    lead = _(
        "acts_endings_lead",
        default="Mỗi dòng có căn cứ và văn bản riêng. Cổng cho xem trước từng dòng; có dòng sai thì"
        " không ghi dòng nào.",
    )
    kind = ENDINGS
    states = (State.PUBLISHED.value,)

    def admit(self):
        if not (self.ends or self.may(Permission.PROPOSE.value)):
            raise NotAllowed

    @property
    def ends(self) -> bool:
        return self.may(Permission.APPROVE.value)

    def step(self, row, listing, expected):
        texts = row.texts
        act = end if self.ends else propose_ending
        act(
            listing,
            self.acting,
            end_reason=end_reason_of(texts.get("end_reason", "")),
            document={"number": texts.get("document"), "date": texts.get("dated")},
            occurred_on=texts.get("occurred_on") or None,
            comment=texts.get("comment") or None,
            expected=expected.get(listing.id),
        )

    def told(self, row):
        texts = row.texts
        reason = end_reason_of(texts.get("end_reason", ""))
        known = self.label(EndReason(reason)) if reason in list(EndReason) else reason
        document = f"{texts.get('document', '')} – {self.shown_day(texts.get('dated', ''))}"
        happened = self.shown_day(texts.get("occurred_on", ""))
        return [each for each in (known, document.strip(" –"), happened) if each]

    def effect(self, count):
        mapping = {"count": self.number(count)}
        if self.ends:
            return _(
                "step_end_effect", default="Chấm dứt công khai ${count} trường hợp", mapping=mapping
            )
        return _(
            "end_many_propose_effect",
            default="Gửi đề nghị chấm dứt ${count} trường hợp",
            mapping=mapping,
        )

    def done_message(self, count):
        mapping = {"count": self.number(count)}
        if self.ends:
            return _(
                "step_end_done",
                default="Đã chấm dứt công khai ${count} trường hợp.",
                mapping=mapping,
            )
        return _(
            "end_many_proposed",
            default="Đã gửi đề nghị chấm dứt ${count} trường hợp.",
            mapping=mapping,
        )
