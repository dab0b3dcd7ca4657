"""What is done on the page of a batch: each step is shown with its effect before it is taken.

Every form carries the revision of the batch that was looked at, so that a page from before
somebody else's step, or a second click, does nothing twice.
"""

from thads_portal.actions.batch_create import dissolve_batch
from thads_portal.actions.batch_create import remove_rows
from thads_portal.actions.batch_documents import attach
from thads_portal.actions.batch_documents import detach
from thads_portal.actions.batch_recall import recall_step
from thads_portal.actions.batch_take import Order
from thads_portal.actions.batch_take import refused
from thads_portal.actions.batch_take import take
from thads_portal.browser.shared.values import fit
from thads_portal.browser.shared.values import whole_number
from thads_portal.browser.staff.batches.shown import what_goes
from thads_portal.browser.staff.desk.documents import document_sent
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.signing import own_name
from thads_portal.browser.staff.desk.signing import signature_fields
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.batches import ROW_STATES
from thads_portal.domain.signing import Signing
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.security.public_address import public_address_of
from zope.i18nmessageid import Message

import transaction


EFFECTS = {
    BatchStep.SUBMIT: _("batch_do_submit", default="Trình thủ trưởng ký ${rows} trường hợp"),
    BatchStep.SUBMIT_SIGNED: _(
        "batch_do_submit_signed", default="Trình Ban Biên tập ${rows} trường hợp"
    ),
    BatchStep.SIGN: _("batch_do_sign", default="Ký ${rows} trường hợp"),
    BatchStep.APPROVE: _("batch_do_approve", default="Công khai ${rows} trường hợp"),
    BatchStep.RETURN: _("batch_do_return", default="Trả lại ${rows} trường hợp"),
    BatchStep.RETURN_UNSIGNED: _("batch_do_return", default="Trả lại ${rows} trường hợp"),
    BatchStep.RECALL: _("batch_do_recall", default="Rút lại ${rows} trường hợp"),
    BatchStep.RECALL_SIGNATURE: _("batch_do_recall", default="Rút lại ${rows} trường hợp"),
}
DONE = {
    BatchStep.SUBMIT: _("batch_done_submit", default="Đã trình thủ trưởng ký."),
    BatchStep.SUBMIT_SIGNED: _("batch_done_submit_signed", default="Đã trình Ban Biên tập."),
    BatchStep.SIGN: _("batch_done_sign", default="Đã ký."),
    BatchStep.APPROVE: _("batch_done_approve", default="Đã duyệt; các mục đã công khai."),
    BatchStep.RETURN: _("batch_done_return", default="Đã trả lại cho biên tập viên."),
    BatchStep.RETURN_UNSIGNED: _("batch_done_return", default="Đã trả lại cho biên tập viên."),
    BatchStep.RECALL: _("batch_done_recall", default="Đã rút lại."),
    BatchStep.RECALL_SIGNATURE: _("batch_done_recall", default="Đã rút lại."),
}
_QUESTIONS = {
    BatchStep.SUBMIT: _("batch_ask_submit", default="Trình thủ trưởng ký cả đợt?"),
    BatchStep.SUBMIT_SIGNED: _("batch_ask_submit_signed", default="Trình cả đợt cho Ban Biên tập?"),
    BatchStep.SIGN: _("batch_ask_sign", default="Ký cả đợt"),
    BatchStep.APPROVE: _("batch_ask_approve", default="Công khai cả đợt?"),
    BatchStep.RECALL: _("batch_ask_recall", default="Rút lại cả đợt?"),
    BatchStep.RECALL_SIGNATURE: _("batch_ask_recall", default="Rút lại cả đợt?"),
}
_TEXTS = {
    BatchStep.SUBMIT: _(
        "batch_text_submit",
        default="Sau khi trình, các mục trong đợt không sửa được nữa cho đến khi bị trả lại.",
    ),
    BatchStep.SUBMIT_SIGNED: _(
        "batch_text_submit_signed",
        default="Thủ trưởng của tỉnh ký trên giấy: hãy ghi đúng họ tên, số và ngày của quyết định đã"
        " ký. Sau khi trình, các mục không sửa được nữa cho đến khi bị trả lại.",
    ),
    BatchStep.SIGN: _(
        "batch_text_sign",
        default="Tên người ký, số và ngày quyết định được ghi vào hồ sơ của từng mục.",
    ),
    BatchStep.APPROVE: _(
        "batch_text_approve",
        default="Tất cả hiện ra cùng một lúc trên trang của tỉnh và trên cổng toàn quốc. Nếu có mục"
        " không duyệt được thì không mục nào được công khai.",
    ),
    BatchStep.RECALL: _(
        "batch_text_recall",
        default="Đợt trở lại với người gửi; việc trình hoặc ký trước đó vẫn ghi trong lịch sử. Chỉ rút lại được khi chưa ai làm bước tiếp theo.",
    ),
    BatchStep.RECALL_SIGNATURE: _(
        "batch_text_recall",
        default="Đợt trở lại với người gửi; việc trình hoặc ký trước đó vẫn ghi trong lịch sử. Chỉ rút lại được khi chưa ai làm bước tiếp theo.",
    ),
}
#: Where the head's signature publishes.
_SIGN_PUBLISHES = {
    "effect": _("batch_do_sign_publish", default="Ký và công khai ${rows} trường hợp"),
    "question": _("batch_ask_sign_publish", default="Ký và công khai cả đợt"),
    "text": _(
        "batch_text_sign_publish",
        default="Chữ ký công khai ngay, trừ mục có cảnh báo hoặc do chính người ký nhập: các mục đó"
        " chờ Ban Biên tập. Tên người ký, số và ngày quyết định được ghi vào hồ sơ của từng mục.",
    ),
}
_RETURNING = (BatchStep.RETURN, BatchStep.RETURN_UNSIGNED)
_OF_STATE = {
    BatchState.DRAFT: BatchStep.SUBMIT,
    BatchState.SUBMITTED: BatchStep.SIGN,
    BatchState.BOARD_REVIEW: BatchStep.APPROVE,
}
#: Where the head signs on paper.
_OF_STATE_SIGNED = {
    BatchState.DRAFT: BatchStep.SUBMIT_SIGNED,
    BatchState.SUBMITTED: BatchStep.SUBMIT_SIGNED,
}


class Steps(DeskPage):
    """Answers the POSTs of the page; what is to be confirmed or was refused is left for it."""

    #: What the macro ``confirm`` needs, once a step was asked for and is to be confirmed.
    step = None
    #: What a refused step leaves to decide: see ``actions.batch_take.refused``.
    refusal = None
    refused_step = None

    def handle(self, action):
        handler = {
            "remove": self._remove,
            "dissolve": self._dissolve,
            "attach": self._attach,
            "detach": self._detach,
        }.get(action)
        if handler is not None:
            return handler()
        if action not in {step.value for step in BatchStep}:
            return super().handle(action)
        return self._step(BatchStep(action))

    # The steps of all rows

    def _step(self, step: BatchStep):
        if not self.sent.text("confirmed"):
            self.step = self.returning() if step in _RETURNING else self.confirming(step)
            return None
        order = Order(
            step=step,
            revision=self.sent.number("revision"),
            comment=self.sent.text("comment").strip() or None,
            leave=self.sent.texts("leave"),
            seen=self._seen(),
            signatory=self.sent.text("signatory"),
            signed_as=self.sent.text("signed_as"),
            document=document_sent(self.sent),
            reasons=self._reasons() if step in _RETURNING else {},
            address=public_address_of(self.context),
        )
        try:
            job = take(self.context, self.acting, order)
        except BatchRefused as refusal:
            # The rows are named on the page, with what can be done about them.
            self.refusal = refused(refusal)
            self.refused_step = order
            self.request.response.setStatus(refusal.status, lock=1)
            transaction.doom()
            return None
        except Rejected:
            self.step = self.returning() if step in _RETURNING else self.confirming(step)
            raise
        if job is not None:
            return self.go(self.place)
        return self.done(DONE[step])

    def _seen(self):
        """Rows that were looked at again: fields ``seen`` as ``number:revision``."""
        pairs = (each.partition(":") for each in self.sent.texts("seen"))
        read = {number: whole_number(text) for number, _colon, text in pairs}
        return {number: revision for number, revision in read.items() if revision is not None}

    def _reasons(self):
        """Number -> reason of its own, or else the one for all."""
        common = self.sent.text("reason").strip()
        return {
            number: self.sent.text(f"reason.{number}").strip() or common
            for number in self.sent.texts("number")
        }

    def main_step(self) -> BatchStep | None:
        """The step that this account may take on the batch as it is."""
        state = BatchState(self.context.state)
        steps = [_OF_STATE.get(state)]
        if self.signing is Signing.BOARD_ALONE:
            # A head who has an account all the same may still sign what was submitted before.
            later = steps if state is BatchState.SUBMITTED else []
            steps = [*later, _OF_STATE_SIGNED.get(state, _OF_STATE.get(state))]
        return next((each for each in steps if each is not None and self.may_take(each)), None)

    @property
    def recalls(self) -> dict[str, str] | None:
        """The button by which who sent the batch calls it back: ``action``, ``text``."""
        step = recall_step(self.context, self.acting)
        waiting = len(self.context.rows.waiting)
        if step is None or self.running or not waiting or not self.may_take(step):
            return None
        return {"action": step.value, "text": self.effect(step, waiting)}

    @property
    def signing(self) -> Signing:
        """The policy of the province."""
        return self.acting.policy.signing(self.context.province)

    def confirming(self, step: BatchStep, *, leave=(), seen=(), rows: int | None = None) -> dict:
        """What the macro ``confirm`` shows before `step` is taken."""
        waiting = len(self.context.rows.waiting)
        count = waiting - len(leave) if rows is None else rows
        fields = []
        said = self._said(step)
        if step in (BatchStep.SIGN, BatchStep.SUBMIT_SIGNED):
            name = own_name(self.layout) if step is BatchStep.SIGN else ""
            fields = [
                *signature_fields(
                    self,
                    self.make,
                    self._decisions(),
                    name=name,
                    by_paper=step is BatchStep.SUBMIT_SIGNED,
                ),
                self.comment_field(),
            ]
        elif step in (BatchStep.SUBMIT, BatchStep.RECALL, BatchStep.RECALL_SIGNATURE):
            fields = [self.comment_field()]
        return {
            "question": self.say(said["question"]),
            "text": self.say(said["text"]),
            "effect": self.effect(step, count),
            "action": step.value,
            "address": self.place,
            "fields": fields,
            **what_goes(self, self.context, self._row_states, step, frozenset(leave)),
            "hidden": [
                ("revision", str(self._revision())),
                *(("leave", number) for number in leave),
                *(("seen", pair) for pair in seen),
            ],
            "back": self.place,
        }

    @property
    def _row_states(self):
        states = ROW_STATES.get(BatchState(self.context.state), ())
        return [state.value for state in states]

    def _decisions(self):
        """Number and date of the decision of each row."""
        with self.register() as cursor:
            known = desk.known(cursor, self.context.province, list(self.context.rows.waiting))
        return map(desk.decision_of, known.values())

    def _revision(self) -> int:
        """That of the page from which the form came: a confirmation does not renew it."""
        sent = self.sent.number("revision")
        return self.context.revision if sent is None else sent

    def effect(self, step: BatchStep, rows: int) -> str:
        effect = self._said(step)["effect"]
        return self.say(Message(effect, mapping={"rows": self.number(rows)}))

    def _said(self, step: BatchStep) -> dict[str, Message]:
        """What a step is called; the head's signature says so where it publishes."""
        if step is BatchStep.SIGN and self.signing is Signing.HEAD_ALONE:
            return _SIGN_PUBLISHES
        return {
            "effect": EFFECTS[step],
            "question": _QUESTIONS.get(step, ""),
            "text": _TEXTS.get(step, ""),
        }

    def comment_field(self):
        return self.make(
            "comment", _("batch_comment", default="Ghi chú nội bộ"), kind="area", longest=2000
        )

    def returning(self) -> dict | None:
        """A reason for each of the chosen rows, or one for all."""
        numbers = self.sent.texts("number")
        if not numbers:
            raise Rejected([Problem(0, None, "rows", Code.BATCH_EMPTY)])
        draft = BatchState(self.context.state) is BatchState.SUBMITTED
        step = BatchStep.RETURN_UNSIGNED if draft else BatchStep.RETURN
        names = {row.number: row.debtor_name for row in self.rows_named(numbers)}
        fields = [
            self.make(
                "reason",
                _("batch_reason_all", default="Lý do chung"),
                hint=_(
                    "batch_reason_hint",
                    default="Dùng cho các mục không có lý do riêng ở dưới. Nêu rõ cần sửa gì.",
                ),
                needed=_(
                    "batch_reason_needed", default="(cần, trừ khi mục nào cũng có lý do riêng)"
                ),
                kind="area",
                longest=2000,
            )
        ]
        for number in numbers:
            label = _(
                "batch_reason_of",
                default="Lý do riêng: ${name} (${number})",
                mapping={"name": names.get(number) or "", "number": number},
            )
            fields.append(self.make(f"reason.{number}", label, kind="area", rows=2, longest=2000))
        return {
            "question": self.say(_("batch_ask_return", default="Trả lại cho biên tập viên")),
            "text": self.say(
                _(
                    "batch_text_return",
                    default="Các mục này rời khỏi đợt; biên tập viên sửa rồi trình lại trong đợt"
                    " khác. Các mục còn lại vẫn chờ ở đây.",
                )
            ),
            "effect": self.effect(step, len(numbers)),
            "action": step.value,
            "address": self.place,
            "fields": fields,
            "rows": (),
            "hidden": [
                ("revision", str(self._revision())),
                *(("number", number) for number in numbers),
            ],
            "back": self.place,
        }

    # The list of rows, while it is put together

    def _remove(self):
        numbers = self.sent.texts("number")
        remove_rows(self.context, self.acting, numbers, self.sent.number("revision"))
        return self.done(
            _(
                "batch_done_remove",
                default="Đã bỏ ${rows} mục khỏi đợt; các mục vẫn là bản nháp.",
                mapping={"rows": self.number(len(numbers))},
            )
        )

    def _dissolve(self):
        if not self.sent.text("confirmed"):
            self.step = {
                "question": self.say(_("batch_ask_dissolve", default="Giải tán đợt này?")),
                "text": self.say(
                    _(
                        "batch_text_dissolve",
                        default="Đợt và tài liệu đính kèm bị xóa. Các mục vẫn là bản nháp và có thể"
                        " đưa vào đợt khác.",
                    )
                ),
                "effect": self.say(_("batch_do_dissolve", default="Giải tán đợt")),
                "action": "dissolve",
                "address": self.place,
                "fields": [],
                "rows": (),
                "hidden": [("revision", str(self._revision()))],
                "back": self.place,
            }
            return None
        above = self.place.rpartition("/")[0]
        dissolve_batch(self.context, self.acting, self.sent.number("revision"))
        return self.done(_("batch_done_dissolve", default="Đã giải tán đợt."), above)

    # Documents

    def _attach(self):
        upload = self.request.form.get("document")
        name = fit(getattr(upload, "filename", "") or "")
        if not name:
            raise Rejected([Problem(0, None, "document", Code.MISSING)])
        title = self.sent.text("document_title")
        attach(self.context, self.acting, name=name, stream=upload, title=title)
        return self.done(_("batch_done_attach", default="Đã đính kèm tài liệu."))

    def _detach(self):
        detach(self.context, self.acting, self.sent.text("document_key"))
        return self.done(_("batch_done_detach", default="Đã bỏ tài liệu."))
