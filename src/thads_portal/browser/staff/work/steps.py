"""The steps that people take from a desk or a listing's page: what each asks, says and does.

One table for one listing and for many, so that a button means the same everywhere.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from thads_portal.actions.approve import approve
from thads_portal.actions.approve_amendment import approve_amendment
from thads_portal.actions.discard import discard
from thads_portal.actions.end import end_as_proposed
from thads_portal.actions.give_back import return_listing
from thads_portal.actions.give_back import return_unsigned
from thads_portal.actions.recall import recall
from thads_portal.actions.recall import recall_amendment
from thads_portal.actions.recall import recall_ending
from thads_portal.actions.recall import recall_signature
from thads_portal.actions.return_amendment import return_amendment
from thads_portal.actions.return_ending import return_ending
from thads_portal.actions.see_ending import see_ending
from thads_portal.actions.sign import sign_by_policy
from thads_portal.actions.sign import submit_signed
from thads_portal.actions.submit import submit
from thads_portal.browser.staff.desk.documents import document_sent
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.signing import own_name
from thads_portal.browser.staff.desk.signing import signature_fields
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.signing import Signing
from thads_portal.i18n import _
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class DeskStep:
    """`label` on a button; `effect` and `done` name the number of listings (``${count}``)."""

    step: Step
    label: Message
    effect: Message
    done: Message
    run: Callable
    #: The head by name with the number and date of their decision.
    signature: bool = False
    reason: bool = False
    comment: bool = False
    #: What its button sends, if not the step's own name.
    named: str = ""

    @property
    def code(self) -> str:
        return self.named or self.step.value

    @property
    def decides(self) -> bool:
        """Whether it is taken on what others entered, who must see it first."""
        return BY_STEP[self.step].permission in (Permission.SIGN, Permission.APPROVE)

    def possible(self, signing: Signing | None) -> bool:
        """Whether the policy of the province has the step; None on the desk of the country."""
        return signing is None or signing in BY_STEP[self.step].policies


def _plainly(action):
    return lambda listings, acting, sent, expected: action(
        listings, acting, comment=sent.text("comment"), expected=expected
    )


def _only(action):
    return lambda listings, acting, sent, expected: action(listings, acting, expected=expected)


def _signed(action):
    return lambda listings, acting, sent, expected: action(
        listings,
        acting,
        document=document_sent(sent),
        signatory=sent.text("signatory"),
        signed_as=sent.text("signed_as"),
        comment=sent.text("comment"),
        expected=expected,
    )


def _with_reason(action):
    return lambda listings, acting, sent, expected: action(
        listings, acting, reason=sent.text("reason"), expected=expected
    )


STEPS: dict[str, DeskStep] = {
    each.step.value: each
    for each in (
        DeskStep(
            Step.SUBMIT,
            _("step_submit", default="Trình thủ trưởng"),
            _("step_submit_effect", default="Trình thủ trưởng ký ${count} trường hợp"),
            _("step_submit_done", default="Đã trình thủ trưởng ${count} trường hợp."),
            _plainly(submit),
            comment=True,
        ),
        DeskStep(
            Step.SUBMIT_SIGNED,
            _("step_submit_signed", default="Trình Ban Biên tập"),
            _("step_submit_signed_effect", default="Trình Ban Biên tập ${count} trường hợp"),
            _("step_submit_signed_done", default="Đã trình Ban Biên tập ${count} trường hợp."),
            _signed(submit_signed),
            signature=True,
            comment=True,
        ),
        DeskStep(
            Step.SIGN,
            _("step_sign", default="Ký"),
            _("step_sign_effect", default="Ký ${count} trường hợp"),
            _("step_sign_done", default="Đã ký ${count} trường hợp."),
            _signed(sign_by_policy),
            signature=True,
            comment=True,
        ),
        DeskStep(
            Step.RETURN_UNSIGNED,
            _("step_return_unsigned", default="Trả lại, không ký"),
            _("step_return_effect", default="Trả lại ${count} trường hợp cho biên tập viên"),
            _("step_return_done", default="Đã trả lại ${count} trường hợp."),
            _with_reason(return_unsigned),
            reason=True,
        ),
        DeskStep(
            Step.APPROVE,
            _("step_approve", default="Duyệt công khai"),
            _("step_approve_effect", default="Công khai ${count} trường hợp"),
            _("step_approve_done", default="Đã công khai ${count} trường hợp."),
            _plainly(approve),
            comment=True,
        ),
        DeskStep(
            Step.RETURN,
            _("step_return", default="Trả lại"),
            _("step_return_effect", default="Trả lại ${count} trường hợp cho biên tập viên"),
            _("step_return_done", default="Đã trả lại ${count} trường hợp."),
            _with_reason(return_listing),
            reason=True,
        ),
        DeskStep(
            Step.APPROVE_AMENDMENT,
            _("step_approve_amendment", default="Duyệt sửa đổi"),
            _("step_approve_amendment_effect", default="Công khai sửa đổi của ${count} trường hợp"),
            _(
                "step_approve_amendment_done",
                default="Đã công khai sửa đổi của ${count} trường hợp.",
            ),
            _plainly(approve_amendment),
            comment=True,
        ),
        DeskStep(
            Step.RETURN_AMENDMENT,
            _("step_return_amendment", default="Trả lại đề nghị sửa đổi"),
            _(
                "step_return_amendment_effect",
                default="Trả lại đề nghị sửa đổi của ${count} trường hợp",
            ),
            _("step_return_done", default="Đã trả lại ${count} trường hợp."),
            _with_reason(return_amendment),
            reason=True,
        ),
        DeskStep(
            Step.END,
            _("step_end_as_proposed", default="Chấm dứt như đề nghị"),
            _("step_end_effect", default="Chấm dứt công khai ${count} trường hợp"),
            _("step_end_done", default="Đã chấm dứt công khai ${count} trường hợp."),
            _plainly(end_as_proposed),
            comment=True,
        ),
        DeskStep(
            Step.RETURN_ENDING,
            _("step_return_ending", default="Trả lại đề nghị chấm dứt"),
            _(
                "step_return_ending_effect",
                default="Trả lại đề nghị chấm dứt của ${count} trường hợp",
            ),
            _("step_return_done", default="Đã trả lại ${count} trường hợp."),
            _with_reason(return_ending),
            reason=True,
        ),
        DeskStep(
            Step.SEE_ENDING,
            _("step_see_ending", default="Đã xem"),
            _("step_see_ending_effect", default="Ghi nhận đã xem ${count} trường hợp"),
            _("step_see_ending_done", default="Đã ghi nhận ${count} trường hợp."),
            _only(see_ending),
        ),
        *(
            DeskStep(
                step,
                _("step_recall", default="Rút lại"),
                _("step_recall_effect", default="Rút lại ${count} trường hợp"),
                _("step_recall_done", default="Đã rút lại ${count} trường hợp."),
                run,
                comment=comment,
            )
            for step, run, comment in (
                (Step.RECALL, _plainly(recall), True),
                (Step.RECALL_SIGNATURE, _plainly(recall_signature), True),
                (Step.RECALL_AMENDMENT, _only(recall_amendment), False),
                (Step.RECALL_ENDING, _only(recall_ending), False),
            )
        ),
        DeskStep(
            Step.DISCARD,
            _("step_discard", default="Xóa bản nháp"),
            _("step_discard_effect", default="Xóa hẳn ${count} bản nháp"),
            _("step_discard_done", default="Đã xóa ${count} bản nháp."),
            _only(discard),
        ),
    )
}


#: What the head's signature does where it publishes.
_SIGN_PUBLISHES = (
    _("step_sign_publish", default="Ký và công khai"),
    _("step_sign_publish_effect", default="Ký và công khai ${count} trường hợp"),
)


def label_of(step: DeskStep, signing: Signing | None) -> Message:
    """What its button says in a province with this policy."""
    publishes = step.step is Step.SIGN and signing is Signing.HEAD_ALONE
    return _SIGN_PUBLISHES[0] if publishes else step.label


def effect_of(step: DeskStep, signing: Signing | None) -> Message:
    """What the button that confirms it says."""
    publishes = step.step is Step.SIGN and signing is Signing.HEAD_ALONE
    return _SIGN_PUBLISHES[1] if publishes else step.effect


def step_fields(
    page, make, step: DeskStep, decisions: Iterable, *, signed_by: str = ""
) -> list[Field]:
    """The fields that `step` asks for; `make` is the page's ``field_maker``.

    `decisions`: those (number, date) of the listings, for a signature. `signed_by`: who has
    signed on paper, as far as that is known.
    """
    found = []
    if step.signature:
        name = own_name(page.layout) if step.step is Step.SIGN else signed_by
        by_paper = step.step is not Step.SIGN
        found += signature_fields(page, make, decisions, name=name, by_paper=by_paper)
    if step.reason:
        found.append(
            make(
                "reason",
                _("field_reason", default="Lý do trả lại"),
                hint=_(
                    "field_reason_hint",
                    default="Biên tập viên sẽ đọc nội dung này: cần sửa gì, ở đâu.",
                ),
                kind="area",
                required=True,
                longest=1000,
            )
        )
    if step.comment:
        found.append(
            make(
                "comment",
                _("field_comment", default="Ghi chú nội bộ"),
                kind="area",
                rows=2,
                longest=1000,
            )
        )
    return found


def counted(page, message: Message, count: int) -> str:
    """`message` with its number."""
    return page.say(Message(message, mapping={"count": page.number(count)}))
