"""A list of offices as a file: read from what administrators upload, written as they take it away."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.codes import LABELS
from thads_portal.domain.office_plan import Told
from thads_portal.domain.offices import Office
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.column_list import ColumnList
from thads_portal.importing.column_list import list_file
from thads_portal.importing.column_list import ListColumn
from thads_portal.importing.column_list import read_list
from typing import NamedTuple


COLUMNS = (
    ListColumn(
        field="key",
        heading="Mã",
        width=30,
        note="Để trống với cơ quan mới: Cổng tự đặt mã. Không đổi mã của cơ quan đã có.",
        other=("ma co quan", "ma don vi", "ma phong"),
    ),
    ListColumn(
        field="province",
        heading="Tỉnh, thành phố",
        width=22,
        note="Tên tỉnh cũ hoặc mới; viết tắt cũng được, ví dụ TP.HCM.",
        other=("tinh", "dia ban"),
    ),
    ListColumn(
        field="kind",
        heading="Loại cơ quan",
        width=34,
        other=("loai",),
        choices=tuple(vietnamese for vietnamese, _english in LABELS[AgencyKind].values()),
    ),
    ListColumn(
        field="name",
        heading="Tên cơ quan",
        width=52,
        note="Tên đầy đủ. Cục, Chi cục và cơ quan cấp tỉnh có sẵn: tên không đổi được.",
        other=("ten", "ten phong", "ten don vi", "co quan", "don vi"),
    ),
    ListColumn(
        field="address",
        heading="Địa chỉ",
        width=52,
        note="Ô trống: giữ nguyên. Dấu gạch (-): xóa.",
        other=("tru so", "noi lam viec"),
    ),
    ListColumn(
        field="telephone",
        heading="Điện thoại",
        width=24,
        other=("so dien thoai", "dien thoai", "dt", "sdt"),
    ),
    ListColumn(
        field="valid_from",
        day=True,
        heading="Hiệu lực từ",
        width=14,
        note="Ngày/tháng/năm.",
        other=("tu ngay", "ngay thanh lap", "ngay bat dau", "bat dau"),
    ),
    ListColumn(
        field="valid_to",
        day=True,
        heading="Hiệu lực đến",
        width=14,
        other=("den ngay", "ngay ket thuc", "ket thuc", "ngay giai the"),
    ),
    ListColumn(
        field="successors",
        lines=True,
        heading="Đơn vị kế thừa",
        width=60,
        note="Tên hoặc mã; nhiều đơn vị cách nhau bằng dấu chấm phẩy. Sau Chi cục ghi Phòng khu vực"
        " nhận hồ sơ; cơ quan cấp tỉnh tự có.",
        other=("ke thua", "co quan ke thua", "phong tiep nhan", "don vi tiep nhan", "tiep nhan"),
    ),
)
HEADINGS = {column.field: column.heading for column in COLUMNS}


class OfficeList(NamedTuple):
    """What was read: its rows, what cannot be a value, and what was not read (columns, sheets)."""

    rows: tuple[Told, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read_offices(data: bytes) -> OfficeList:
    """Read an uploaded list. Raises SpreadsheetRefused, which says what to do."""
    read = read_list(data, OFFICES)
    rows = tuple(Told(line=row.line, texts=row.texts) for row in read.rows)
    return OfficeList(rows, read.problems, read.unread)


# Written


_GUIDE = (
    "Cách điền danh sách cơ quan",
    "1. Mỗi cơ quan một dòng ở trang “Cơ quan”. Không đổi tên cột; có thể bỏ cột không dùng.",
    "2. Ô trống giữ nguyên điều Cổng đang lưu. Dấu gạch (-) xóa điều đang lưu.",
    "3. Cục, Chi cục và 34 cơ quan cấp tỉnh có sẵn: chỉ thêm địa chỉ, điện thoại, đơn vị kế thừa.",
    "4. Phòng Thi hành án dân sự khu vực: ghi tỉnh, tên, địa chỉ, điện thoại, hiệu lực từ. Cổng tự đặt mã.",
    "5. Chi cục chuyển về Phòng nào thì ghi tên hoặc mã Phòng đó ở cột “Đơn vị kế thừa” của dòng Chi"
    " cục. Nhiều Chi cục về một Phòng: ghi cùng một Phòng. Một Chi cục tách về nhiều Phòng: ghi các"
    " Phòng cách nhau bằng dấu chấm phẩy.",
    "6. Tải lên ở trang “Cơ quan” của quản trị. Cổng cho xem trước từng dòng; có lỗi thì không ghi gì.",
)
_EXAMPLES: tuple[Mapping[str, str | date | None], ...] = (
    {
        "province": "Cao Bằng",
        "kind": LABELS[AgencyKind][AgencyKind.REGIONAL_OFFICE][0],
        "name": "Phòng Thi hành án dân sự khu vực Ví Dụ",
        "address": "Số 1 đường Ví Dụ, phường Mẫu, tỉnh Cao Bằng",
        "telephone": "0206 0000 000",
        "valid_from": date(2025, 7, 1),
    },
    {
        "province": "Cao Bằng",
        "kind": LABELS[AgencyKind][AgencyKind.CHI_CUC][0],
        "name": "Chi cục Thi hành án dân sự huyện Hòa An",
        "successors": "Phòng Thi hành án dân sự khu vực Ví Dụ",
    },
)


OFFICES = ColumnList(
    sheet="Cơ quan",
    columns=COLUMNS,
    needed=frozenset({"name"}),
    guide=_GUIDE,
    examples=_EXAMPLES,
    missing=Code.OFFICE_NO_LIST,
)
#: Bytes of a list; all agencies of the country take a tenth of it.
MAX_LIST = OFFICES.most_bytes


def template_of_offices() -> bytes:
    """The empty list with an example and a guide, as an .xlsx file."""
    return list_file(OFFICES)


def offices_as_file(offices: Iterable[Office]) -> bytes:
    """`offices` in the columns of the template: read back, it changes nothing."""
    return list_file(OFFICES, (_cells(office) for office in offices))


def _cells(office: Office) -> dict[str, str | date | None]:
    province = by_slug(office.province)
    return {
        "key": office.key,
        "province": province.name if province else office.province,
        "kind": LABELS[AgencyKind][office.kind][0],
        "name": office.name,
        "address": office.address,
        "telephone": office.telephone,
        "valid_from": office.valid_from,
        "valid_to": office.valid_to,
        "successors": "; ".join(office.successors),
    }
