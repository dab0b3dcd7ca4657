"""Lists of endings and of postings at communes, one row each, as provinces keep them in Excel."""

from collections.abc import Mapping
from datetime import date
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import LABELS
from thads_portal.domain.own_values import folded
from thads_portal.errors import Code
from thads_portal.importing.column_list import ColumnList
from thads_portal.importing.column_list import ListColumn
from thads_portal.importing.column_list import PUBLIC_NUMBER


#: Rows of one list; more are worked on as a posting batch, or by the case system.
MOST_ROWS = 1_000
_WHICH = (
    PUBLIC_NUMBER,
    ListColumn(
        field="decision",
        heading="Số quyết định chưa có điều kiện",
        width=28,
        note="Dạng 12/QĐ-CCTHADS.",
        other=(
            "so quyet dinh",
            "so qd",
            "quyet dinh",
            "so quyet dinh chua co dieu kien thi hanh",
            "qd chua co dieu kien",
        ),
    ),
    ListColumn(
        field="decided",
        heading="Ngày quyết định",
        width=16,
        note="Cần khi nhiều năm dùng lại một số.",
        other=("ngay qd", "ngay quyet dinh chua co dieu kien"),
        day=True,
    ),
    ListColumn(
        field="name",
        heading="Người phải thi hành án",
        width=34,
        note="Cần khi một quyết định có nhiều người mà chỉ ghi cho một số người.",
        other=("ho ten", "ho va ten", "ten", "nguoi phai tha", "ten nguoi phai thi hanh an"),
    ),
)
NEEDED = frozenset({"number", "decision"})
_REASONS = tuple(vietnamese for vietnamese, _english in LABELS[EndReason].values())
_GUIDE = (
    "1. Mỗi trường hợp một dòng. Ghi số công khai, hoặc số và ngày quyết định về việc chưa có điều kiện"
    " thi hành án; thêm họ tên nếu quyết định đó có nhiều người.",
    "2. Không đổi tên cột; có thể bỏ cột không dùng. Ngày ghi dạng 23/11/2026.",
    "3. Tải lên; Cổng cho xem trước từng dòng. Có dòng sai thì không ghi dòng nào.",
)

ENDINGS = ColumnList(
    sheet="Chấm dứt",
    columns=(
        *_WHICH,
        ListColumn(
            field="end_reason",
            heading="Căn cứ chấm dứt",
            width=28,
            other=("ly do", "ly do cham dut", "can cu"),
            choices=_REASONS,
        ),
        ListColumn(
            field="document",
            heading="Số văn bản chấm dứt",
            width=26,
            note="Quyết định, giấy xác nhận làm căn cứ của chính dòng này.",
            other=("so van ban", "van ban", "so vb"),
        ),
        ListColumn(
            field="dated",
            heading="Ngày văn bản chấm dứt",
            width=18,
            other=("ngay van ban", "ngay vb"),
            day=True,
        ),
        ListColumn(
            field="occurred_on",
            heading="Ngày sự việc",
            width=16,
            note="Để trống: ngày văn bản.",
            other=("ngay xay ra", "ngay thi hanh xong"),
            day=True,
        ),
        ListColumn(field="comment", heading="Ghi chú nội bộ", width=40, other=("ghi chu",)),
    ),
    needed=NEEDED,
    guide=(
        "Cách điền danh sách chấm dứt công khai",
        *_GUIDE,
        f"4. Căn cứ chấm dứt là một trong: {'; '.join(_REASONS)}.",
    ),
    examples=(
        {
            "decision": "12/QĐ-CCTHADS",
            "decided": date(2026, 3, 5),
            "name": "Nguyễn Văn Ví Dụ",
            "end_reason": "Thi hành xong",
            "document": "5/GXN-THADS",
            "dated": date(2026, 11, 20),
        },
    ),
    missing=Code.ACTS_NO_LIST,
    most_rows=MOST_ROWS,
)

POSTINGS = ColumnList(
    sheet="Niêm yết",
    columns=(
        *_WHICH,
        ListColumn(
            field="commune",
            heading="Xã, phường, thị trấn",
            width=28,
            other=("xa", "xa phuong", "noi niem yet", "ubnd xa", "ubnd cap xa"),
        ),
        ListColumn(field="sent_on", heading="Ngày gửi", width=14, other=("ngay gui xa",), day=True),
        ListColumn(
            field="posted_from",
            heading="Niêm yết từ ngày",
            width=16,
            other=("ngay niem yet", "tu ngay"),
            day=True,
        ),
        ListColumn(
            field="posted_until",
            heading="Niêm yết đến ngày",
            width=16,
            other=("den ngay",),
            day=True,
        ),
        ListColumn(
            field="end_sent_on",
            heading="Ngày gửi xã văn bản chấm dứt",
            width=18,
            other=("ngay gui van ban cham dut",),
            day=True,
        ),
        ListColumn(
            field="end_received_on",
            heading="Ngày xã nhận văn bản chấm dứt",
            width=18,
            other=("ngay xa nhan",),
            day=True,
        ),
        ListColumn(
            field="taken_down_on",
            heading="Ngày xã gỡ niêm yết",
            width=16,
            other=("ngay go", "ngay go niem yet"),
            day=True,
        ),
    ),
    needed=NEEDED,
    guide=(
        "Cách điền danh sách niêm yết tại xã",
        *_GUIDE,
        "4. Ô trống giữ nguyên điều đã ghi của trường hợp đó.",
    ),
    examples=(
        {
            "number": "2026-0000012",
            "commune": "Xã Ví Dụ",
            "sent_on": date(2026, 11, 20),
            "posted_from": date(2026, 11, 23),
        },
    ),
    missing=Code.ACTS_NO_LIST,
    most_rows=MOST_ROWS,
)


def end_reason_of(text: str) -> str:
    """The code that `text` means (a code, or what a reason is called); else `text` as it is."""
    said = folded(text)
    for reason, names in LABELS[EndReason].items():
        if said in (reason.value, *map(folded, names)):
            return str(reason.value)
    for reason, words in _SAID.items():
        if any(each in said for each in words):
            return reason.value
    return text


#: Words, without marks, by which provinces name the reasons.
_SAID: Mapping[EndReason, tuple[str, ...]] = {
    EndReason.DISCHARGED: ("thi hanh xong", "tha xong", "da nop du", "nop xong"),
    EndReason.RESUMED: ("tiep tuc",),
    EndReason.TERMINATED: ("dinh chi",),
    EndReason.WITHDRAWN: ("thu hoi",),
    EndReason.LISTED_IN_ERROR: ("dinh chinh", "dang nham", "cong khai nham"),
    EndReason.DELEGATED: ("uy thac",),
}
