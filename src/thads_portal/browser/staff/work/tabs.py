"""The lists of a desk: what each holds, who works on it, which steps can be taken on many."""

from dataclasses import dataclass
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.i18n import _
from thads_portal.register.waiting import Waits
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Tab:
    """`code` stands in the address. It is somebody's own work who has `permission`."""

    code: str
    label: Message
    waits: tuple[Waits, ...]
    permission: Permission
    steps: tuple[Step, ...]
    empty: Message
    #: What who sent it may do with it while others have it.
    recall: tuple[Step, ...] = ()


TABS = (
    Tab(
        "tra-lai",
        _("tab_returned", default="Bị trả lại"),
        (Waits.RETURNED,),
        Permission.SUBMIT,
        (Step.SUBMIT, Step.SUBMIT_SIGNED),
        _("tab_returned_empty", default="Không có trường hợp nào bị trả lại."),
    ),
    Tab(
        "ban-nhap",
        _("tab_drafts", default="Bản nháp"),
        (Waits.DRAFT,),
        Permission.SUBMIT,
        (Step.SUBMIT, Step.SUBMIT_SIGNED, Step.DISCARD),
        _("tab_drafts_empty", default="Không có bản nháp nào."),
    ),
    Tab(
        "cho-ky",
        _("tab_submitted", default="Chờ thủ trưởng ký"),
        (Waits.SUBMITTED,),
        Permission.SIGN,
        (Step.SIGN, Step.RETURN_UNSIGNED),
        _("tab_submitted_empty", default="Không có trường hợp nào chờ ký."),
        (Step.RECALL,),
    ),
    Tab(
        "cho-duyet",
        _("tab_board", default="Chờ Ban Biên tập duyệt"),
        (Waits.BOARD_REVIEW,),
        Permission.APPROVE,
        (Step.APPROVE, Step.RETURN),
        _("tab_board_empty", default="Không có trường hợp nào chờ duyệt."),
        (
            Step.RECALL,
            Step.RECALL_SIGNATURE,
        ),
    ),
    Tab(
        "sua-doi",
        _("tab_amendments", default="Sửa đổi chờ duyệt"),
        (Waits.AMENDMENT,),
        Permission.APPROVE,
        (Step.APPROVE_AMENDMENT, Step.RETURN_AMENDMENT),
        _("tab_amendments_empty", default="Không có đề nghị sửa đổi nào chờ duyệt."),
        (Step.RECALL_AMENDMENT,),
    ),
    Tab(
        "cham-dut",
        _("tab_endings", default="Đề nghị chấm dứt"),
        (Waits.ENDING,),
        Permission.APPROVE,
        (Step.END, Step.RETURN_ENDING),
        _("tab_endings_empty", default="Không có đề nghị chấm dứt nào."),
        (Step.RECALL_ENDING,),
    ),
)
BY_CODE = {tab.code: tab for tab in TABS}
