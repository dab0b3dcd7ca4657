"""The columns of the two lists, their templates, and what the cells of a code may say."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from thads_portal.domain.ledger.kinds import Channel
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import label
from thads_portal.domain.ledger.kinds import Source
from thads_portal.domain.own_values import folded
from thads_portal.errors import Code
from thads_portal.importing.column_list import ColumnList
from thads_portal.importing.column_list import ListColumn
from thads_portal.importing.column_list import PUBLIC_NUMBER


_MEGABYTES = 5
_WHICH = (
    PUBLIC_NUMBER,
    ListColumn(
        field="decision",
        heading="Số quyết định thi hành án",
        width=26,
        note="Dạng 12/QĐ-CCTHADS. Mỗi quyết định thi hành án là một việc.",
        other=(
            "so quyet dinh",
            "so qd",
            "so qd tha",
            "so qdtha",
            "quyet dinh thi hanh an",
            "qd tha",
        ),
    ),
    ListColumn(
        field="decided",
        heading="Ngày quyết định thi hành án",
        width=18,
        note="Cần khi nhiều năm dùng lại một số.",
        other=("ngay quyet dinh", "ngay qd", "ngay qd tha"),
        day=True,
    ),
    ListColumn(
        field="name",
        heading="Người phải thi hành án",
        width=34,
        note="Để đối chiếu: khác tên trong sổ thì báo lỗi.",
        other=("ho ten", "ho va ten", "ten", "nguoi phai tha", "ten nguoi phai thi hanh an"),
    ),
)
_NEEDED = frozenset({"number", "decision"})
_GUIDE = (
    "1. Mỗi mục ghi sổ một dòng. Ghi số công khai, hoặc số và ngày quyết định thi hành án. Một việc có thể"
    " có nhiều dòng.",
    "2. Không đổi tên cột; có thể bỏ cột không dùng. Ngày ghi dạng 23/11/2026.",
    "3. Tải lên; Cổng cho xem trước từng dòng, sửa ngay trên trang. Còn dòng sai thì không ghi dòng nào.",
    "4. Dòng đã có trong sổ (cùng việc, cùng ngày, cùng nội dung) không ghi lần thứ hai.",
)


def _labels(codes: type[StrEnum]) -> tuple[str, ...]:
    return tuple(names[0] for each in codes if (names := label(each)) is not None)


PAYMENTS = ColumnList(
    sheet="Thu tiền",
    columns=(
        *_WHICH,
        ListColumn(
            field="occurred_on",
            heading="Ngày thu",
            width=14,
            other=("ngay nop", "ngay thu tien", "ngay nop tien", "ngay nhan tien"),
            day=True,
        ),
        ListColumn(
            field="amount",
            heading="Số tiền (đồng)",
            width=18,
            note="Ví dụ 12.500.000.",
            other=("so tien", "so tien thu", "so tien da thu", "so tien nop", "thu duoc"),
            money=True,
        ),
        ListColumn(
            field="receipt",
            heading="Số biên lai",
            width=16,
            note="Để hai khoản cùng ngày, cùng số tiền không bị coi là một.",
            other=("bien lai", "so bl", "bien lai so", "so bien lai thu tien"),
        ),
        ListColumn(
            field="line",
            heading="Khoản nghĩa vụ",
            width=16,
            note="Số của khoản trong sổ, ví dụ 1. Để trống: phân bổ theo thứ tự thanh toán của luật.",
            other=("khoan", "khoan so"),
        ),
        ListColumn(
            field="source",
            heading="Nguồn thu",
            width=18,
            other=("nguon", "hinh thuc thu"),
            choices=_labels(Source),
        ),
        ListColumn(
            field="note", heading="Ghi chú", width=36, other=("ghi chu noi bo",), lines=True
        ),
    ),
    needed=_NEEDED,
    guide=(
        "Cách điền danh sách thu tiền thi hành án",
        *_GUIDE,
        f"5. Nguồn thu là một trong: {'; '.join(_labels(Source))}.",
    ),
    examples=(
        {
            "decision": "12/QĐ-CCTHADS",
            "decided": date(2026, 3, 5),
            "name": "Nguyễn Văn Ví Dụ",
            "occurred_on": date(2026, 11, 20),
            "amount": "2.000.000",
            "receipt": "0001234",
            "source": "Tự nguyện nộp",
        },
    ),
    missing=Code.CASE_LIST_MISSING,
    most_bytes=_MEGABYTES * 2**20,
)

VERIFICATIONS = ColumnList(
    sheet="Xác minh",
    columns=(
        *_WHICH,
        ListColumn(
            field="occurred_on",
            heading="Ngày xác minh",
            width=14,
            other=("ngay", "xac minh ngay"),
            day=True,
        ),
        ListColumn(
            field="conclusion",
            heading="Kết luận",
            width=24,
            other=("ket qua", "ket qua xac minh", "dieu kien thi hanh"),
            choices=_labels(Conclusion),
        ),
        ListColumn(
            field="channel",
            heading="Hình thức xác minh",
            width=20,
            note="Để trống: trực tiếp.",
            other=("hinh thuc", "cach xac minh"),
            choices=_labels(Channel),
        ),
        ListColumn(
            field="place",
            heading="Nơi xác minh",
            width=24,
            other=("dia diem", "dia diem xac minh"),
        ),
        ListColumn(
            field="confirmer",
            heading="Người, cơ quan xác nhận",
            width=24,
            other=("nguoi xac nhan", "co quan xac nhan", "xac nhan"),
        ),
        ListColumn(
            field="officer", heading="Chấp hành viên", width=22, other=("chv", "can bo xac minh")
        ),
        ListColumn(
            field="document",
            heading="Số biên bản",
            width=18,
            other=("bien ban", "so bb", "bien ban so"),
        ),
        ListColumn(field="dated", heading="Ngày biên bản", width=14, other=("ngay bb",), day=True),
        ListColumn(
            field="declared",
            heading="Đã kê khai tài sản",
            width=14,
            note="Có hoặc Không.",
            other=("da ke khai", "ke khai"),
            choices=("Có", "Không"),
        ),
        ListColumn(
            field="assets",
            heading="Tài sản, tài khoản",
            width=30,
            other=("tai san",),
            lines=True,
        ),
        ListColumn(
            field="income", heading="Thu nhập", width=24, other=("thu nhap nguon tra",), lines=True
        ),
        ListColumn(
            field="findings",
            heading="Nội dung xác minh",
            width=40,
            other=("noi dung", "ghi chu"),
            lines=True,
        ),
    ),
    needed=_NEEDED,
    guide=(
        "Cách điền danh sách xác minh điều kiện thi hành án",
        *_GUIDE,
        f"5. Kết luận là một trong: {'; '.join(_labels(Conclusion))}.",
        f"6. Hình thức là một trong: {'; '.join(_labels(Channel))}.",
    ),
    examples=(
        {
            "number": "2026-0000012",
            "occurred_on": date(2026, 11, 20),
            "conclusion": "Chưa có điều kiện thi hành",
            "channel": "Trực tiếp",
            "place": "UBND Xã Ví Dụ",
        },
    ),
    missing=Code.CASE_LIST_MISSING,
    most_bytes=_MEGABYTES * 2**20,
)

LISTS: Mapping[EntryKind, ColumnList] = {
    EntryKind.COLLECTED: PAYMENTS,
    EntryKind.VERIFIED: VERIFICATIONS,
}
#: Which codes the cells of a field stand for.
CODES: Mapping[str, type[StrEnum]] = {
    "conclusion": Conclusion,
    "channel": Channel,
    "source": Source,
}
#: field -> (what a cell says without marks -> code), beside the labels and the codes themselves.
_SAID: Mapping[str, Mapping[str, StrEnum]] = {
    "conclusion": {
        "chua co": Conclusion.NONE,
        "khong": Conclusion.NONE,
        "khong co": Conclusion.NONE,
        "chua co dieu kien": Conclusion.NONE,
        "khong co dieu kien": Conclusion.NONE,
        "khong co dieu kien thi hanh": Conclusion.NONE,
        "khong co dieu kien thi hanh an": Conclusion.NONE,
        "chua co dieu kien thi hanh an": Conclusion.NONE,
        "mot phan": Conclusion.PART,
        "co mot phan": Conclusion.PART,
        "co dieu kien thi hanh mot phan": Conclusion.PART,
        "co": Conclusion.ALL,
        "co dieu kien": Conclusion.ALL,
        "toan bo": Conclusion.ALL,
        "co dieu kien toan bo": Conclusion.ALL,
        "co dieu kien thi hanh an": Conclusion.ALL,
    },
    "channel": {
        "so": Channel.DIGITAL,
        "truc tuyen": Channel.DIGITAL,
        "van ban": Channel.WRITTEN,
        "cong van": Channel.WRITTEN,
        "uy quyen": Channel.DELEGATED,
        "nguoi duoc thi hanh an": Channel.BY_CREDITOR,
        "thua hanh vien": Channel.BY_BAILIFF,
    },
    "source": {
        "tu nguyen": Source.VOLUNTARY,
        "duong su nop": Source.VOLUNTARY,
        "khau tru tai khoan": Source.DEDUCTED,
        "khau tru thu nhap": Source.DEDUCTED,
        "ban dau gia": Source.SALE,
        "trai giam": Source.PRISON,
        "nguoi khac nop": Source.THIRD_PARTY,
    },
}


def code_of(field: str, text: str) -> str:
    """The code that `text` means; `text` itself where it means none."""
    said = " ".join(folded(text).replace(".", " ").split())
    for code in CODES[field]:
        if said in (code.value, *map(folded, label(code) or ())):
            return code.value
    found = _SAID[field].get(said)
    return found.value if found is not None else text
