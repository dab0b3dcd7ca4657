"""The steps that people take from a desk or a listing's page: what each asks, says and does.

One table for one listing and for many, so that a button means the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from thads_portal.actions.approve import approve
from thads_portal.actions.approve_amendment import approve_amendment
from thads_portal.actions.discard import discard
from thads_portal.actions.end import end_as_proposed
from thads_portal.actions.give_back import return_listing
from thads_portal.actions.give_back import return_unsigned
from thads_portal.actions.return_amendment import return_amendment
from thads_portal.actions.return_ending import return_ending
from thads_portal.actions.see_ending import see_ending
from thads_portal.actions.sign import sign_by_policy
from thads_portal.actions.submit import submit
from thads_portal.browser.desk.forms import Field
from thads_portal.browser.desk.reading import iso_day
from thads_portal.domain.lifecycle import Step
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
    document: bool = False
    reason: bool = False
    comment: bool = False


def _document(sent) -> dict[str, str]:
    return {
        "number": sent.text("document.number"),
        "date": iso_day(sent.text("document.date")),
    }


def _plainly(action):
    return lambda listings, acting, sent, expected: action(
        listings, acting, comment=sent.text("comment"), expected=expected
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
            Step.SIGN,
            _("step_sign", default="Ký"),
            _("step_sign_effect", default="Ký ${count} trường hợp"),
            _("step_sign_done", default="Đã ký ${count} trường hợp."),
            lambda listings, acting, sent, expected: sign_by_policy(
                listings,
                acting,
                document=_document(sent),
                comment=sent.text("comment"),
                expected=expected,
            ),
            document=True,
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
            lambda listings, acting, sent, expected: see_ending(
                listings, acting, expected=expected
            ),
        ),
        DeskStep(
            Step.DISCARD,
            _("step_discard", default="Xóa bản nháp"),
            _("step_discard_effect", default="Xóa hẳn ${count} bản nháp"),
            _("step_discard_done", default="Đã xóa ${count} bản nháp."),
            lambda listings, acting, sent, expected: discard(listings, acting, expected=expected),
        ),
    )
}


def step_fields(make, step: DeskStep) -> list[Field]:
    """The fields that `step` asks for; `make` is the page's ``field_maker``."""
    found = []
    if step.document:
        found += [
            make(
                "document.number",
                _("field_document_number", default="Số văn bản"),
                hint=_("field_sign_hint", default="Quyết định của thủ trưởng mà việc này dựa vào."),
                required=True,
                longest=100,
            ),
            make(
                "document.date",
                _("field_document_date", default="Ngày văn bản"),
                kind="date",
                required=True,
            ),
        ]
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
