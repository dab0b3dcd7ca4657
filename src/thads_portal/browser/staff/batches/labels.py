"""Words for the states, sources and steps of a batch, and for what must be looked at in it."""

from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import Source
from thads_portal.domain.signing import Signing
from thads_portal.i18n import _
from thads_portal.register.batch_pages import Show


STATES = {
    BatchState.DRAFT: _("batch_state_draft", default="Đang lập"),
    BatchState.SUBMITTED: _("batch_state_submitted", default="Chờ thủ trưởng ký"),
    BatchState.BOARD_REVIEW: _("batch_state_board_review", default="Chờ Ban Biên tập duyệt"),
    BatchState.PUBLISHED: _("batch_state_published", default="Đã công khai"),
    BatchState.RETURNED: _("batch_state_returned", default="Đã trả lại"),
}
#: Class of the tag of a state.
KINDS = {
    BatchState.DRAFT: "",
    BatchState.SUBMITTED: "",
    BatchState.BOARD_REVIEW: "",
    BatchState.PUBLISHED: "live",
    BatchState.RETURNED: "flag",
}
SOURCES = {
    Source.PICKED: _("batch_source_picked", default="Chọn từng mục"),
    Source.UPLOAD: _("batch_source_upload", default="Từ tệp Excel"),
    Source.FEED: _("batch_source_feed", default="Từ phần mềm thụ lý"),
}
SHOWS = {
    Show.WAITING: _("batch_show_waiting", default="Tất cả"),
    Show.WARNINGS: _("batch_show_warnings", default="Cần chú ý"),
    Show.FLAGGED: _("batch_show_flagged", default="Có dấu hiệu cần xem"),
    Show.DUPLICATES: _("batch_show_duplicates", default="Có thể trùng"),
    Show.NAMESAKES: _("batch_show_namesakes", default="Trùng tên"),
    Show.CHANGED: _("batch_show_changed", default="Đã thay đổi sau khi gửi"),
    Show.REOPENED: _("batch_show_reopened", default="Công khai lại"),
    Show.PUBLISHED: _("batch_show_published", default="Đã công khai"),
    Show.RETURNED: _("batch_show_returned", default="Đã trả lại"),
}
_DRAFT = (BatchState.DRAFT, _("batch_way_draft", default="Lập đợt"))
_HEAD = (BatchState.SUBMITTED, _("batch_way_submitted", default="Thủ trưởng ký"))
_BOARD = (BatchState.BOARD_REVIEW, _("batch_way_board", default="Ban Biên tập duyệt"))
_PUBLIC = (BatchState.PUBLISHED, _("batch_way_published", default="Công khai"))
#: The way of a batch by the policy of its province, for the line of steps.
WAYS = {
    Signing.HEAD_THEN_BOARD: (_DRAFT, _HEAD, _BOARD, _PUBLIC),
    Signing.HEAD_ALONE: (_DRAFT, _HEAD, _PUBLIC),
    Signing.BOARD_ALONE: (_DRAFT, _BOARD, _PUBLIC),
}


def way_of(signing: Signing, state: BatchState) -> tuple:
    """The steps of a batch that is in `state`: both, if the policy does not know that state."""
    way = WAYS[signing]
    known = {each for each, _text in way} | {BatchState.RETURNED}
    return way if state in known else WAYS[Signing.HEAD_THEN_BOARD]


HISTORY = {
    "create": _("batch_did_create", default="Lập đợt: ${rows} mục"),
    "split": _("batch_did_split", default="Tách từ đợt ${comment}: ${rows} mục"),
    "add": _("batch_did_add", default="Thêm ${rows} mục"),
    "remove": _("batch_did_remove", default="Bỏ ${rows} mục khỏi đợt"),
    "attach": _("batch_did_attach", default="Đính kèm tài liệu"),
    "detach": _("batch_did_detach", default="Bỏ tài liệu đính kèm"),
    "submit": _("batch_did_submit", default="Trình thủ trưởng: ${rows} mục"),
    "submit_signed": _(
        "batch_did_submit_signed",
        default="Trình Ban Biên tập ${rows} mục; ${signed_by} đã ký quyết định số ${document_number}"
        " ngày ${document_date}",
    ),
    "sign": _(
        "batch_did_sign",
        default="${signed_by} ký ${rows} mục theo quyết định số ${document_number} ngày"
        " ${document_date}",
    ),
    "submit_signed_own": _(
        "batch_did_submit_signed_own",
        default="Trình Ban Biên tập ${rows} mục; ${signed_by} đã ký, mỗi mục theo quyết định ghi ở"
        " mục đó",
    ),
    "sign_own": _(
        "batch_did_sign_own",
        default="${signed_by} ký ${rows} mục, mỗi mục theo quyết định ghi ở mục đó",
    ),
    "recall": _("batch_did_recall", default="Người gửi rút lại ${rows} mục"),
    "recall_signature": _(
        "batch_did_recall_signature", default="Thủ trưởng rút lại chữ ký ${rows} mục"
    ),
    "return_unsigned": _("batch_did_return_unsigned", default="Thủ trưởng trả lại ${rows} mục"),
    "return": _("batch_did_return", default="Ban Biên tập trả lại ${rows} mục"),
    "approve": _("batch_did_approve", default="Duyệt và công khai ${rows} mục"),
}
