"""A list of offices as a file: read from what administrators upload, written as they take it away.

Reading goes through the spreadsheets' reader in its own process. One sheet is read, the first
with the headings; what is not read is told by its name.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.codes import LABELS
from thads_portal.domain.office_plan import Told
from thads_portal.domain.offices import Office
from thads_portal.domain.own_values import folded
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import Problem
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.opening import open_book
from thads_portal.importing.spreadsheet.values import parse_day

import io
import re


#: Bytes of a list; all agencies of the country take a tenth of it.
MAX_LIST = 2 * 2**20
LIST, EXAMPLE, GUIDE = "Cơ quan", "Ví dụ", "Hướng dẫn"
#: Rows at the top among which the headings are looked for.
_SEARCHED = 30
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeColumn:
    """`heading` as it is written; `other`: how else a heading may begin, without marks."""

    field: str
    heading: str
    width: int
    note: str = ""
    other: tuple[str, ...] = ()


COLUMNS = (
    OfficeColumn(
        field="key",
        heading="Mã",
        width=30,
        note="Để trống với cơ quan mới: Cổng tự đặt mã. Không đổi mã của cơ quan đã có.",
        other=("ma co quan", "ma don vi", "ma phong"),
    ),
    OfficeColumn(
        field="province",
        heading="Tỉnh, thành phố",
        width=22,
        note="Tên tỉnh cũ hoặc mới; viết tắt cũng được, ví dụ TP.HCM.",
        other=("tinh", "dia ban"),
    ),
    OfficeColumn(field="kind", heading="Loại cơ quan", width=34, other=("loai",)),
    OfficeColumn(
        field="name",
        heading="Tên cơ quan",
        width=52,
        note="Tên đầy đủ. Cục, Chi cục và cơ quan cấp tỉnh có sẵn: tên không đổi được.",
        other=("ten", "ten phong", "ten don vi", "co quan", "don vi"),
    ),
    OfficeColumn(
        field="address",
        heading="Địa chỉ",
        width=52,
        note="Ô trống: giữ nguyên. Dấu gạch (-): xóa.",
        other=("tru so", "noi lam viec"),
    ),
    OfficeColumn(
        field="telephone",
        heading="Điện thoại",
        width=24,
        other=("so dien thoai", "dien thoai", "dt", "sdt"),
    ),
    OfficeColumn(
        field="valid_from",
        heading="Hiệu lực từ",
        width=14,
        note="Ngày/tháng/năm.",
        other=("tu ngay", "ngay thanh lap", "ngay bat dau", "bat dau"),
    ),
    OfficeColumn(
        field="valid_to",
        heading="Hiệu lực đến",
        width=14,
        other=("den ngay", "ngay ket thuc", "ket thuc", "ngay giai the"),
    ),
    OfficeColumn(
        field="successors",
        heading="Đơn vị kế thừa",
        width=60,
        note="Tên hoặc mã; nhiều đơn vị cách nhau bằng dấu chấm phẩy. Sau Chi cục ghi Phòng khu vực"
        " nhận hồ sơ; cơ quan cấp tỉnh tự có.",
        other=("ke thua", "co quan ke thua", "phong tiep nhan", "don vi tiep nhan", "tiep nhan"),
    ),
)
HEADINGS = {column.field: column.heading for column in COLUMNS}
_DAYS = frozenset({"valid_from", "valid_to"})
#: Where the columns of names must stand for a row to be one of headings.
_NEEDED = "name"


@dataclass(frozen=True, slots=True)
class OfficeList:
    """What was read: its rows, what cannot be a value, and what was not read (columns, sheets)."""

    rows: tuple[Told, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read_offices(data: bytes) -> OfficeList:
    """Read an uploaded list. Raises SpreadsheetRefused, which says what to do."""
    if len(data) > MAX_LIST:
        raise refused(Code.SPREADSHEET_TOO_LARGE, max=MAX_LIST // 2**20)
    book = open_book(data)
    unread = []
    for sheet in book.sheets:
        if sheet.name in (EXAMPLE, GUIDE):
            continue
        found = None if sheet.hidden else _headings(sheet)
        if found is None:
            unread.append(sheet.name)
            continue
        row, columns, strange = found
        unread.extend(strange)
        rest = book.sheets[book.sheets.index(sheet) + 1 :]
        unread.extend(each.name for each in rest if each.name not in (EXAMPLE, GUIDE))
        unread.extend(book.unread_sheets)
        rows, problems = _rows(sheet, row, columns)
        return OfficeList(rows, problems, tuple(unread))
    raise refused(Code.OFFICE_NO_LIST)


def _headings(sheet: Sheet) -> tuple[int, dict[int, str], list[str]] | None:
    """The number of the row of headings, column -> field, and headings that say nothing to us."""
    for row in sheet.rows[:_SEARCHED]:
        columns: dict[int, str] = {}
        strange = []
        for place, cell in sorted(row.cells.items()):
            field = _field_of(cell.text)
            if field is None or field in columns.values():
                strange.append(" ".join(cell.text.split())[:60])
            else:
                columns[place] = field
        if len(columns) >= _FEWEST and _NEEDED in columns.values():
            known = [text for text in strange if text and folded(text) not in ("stt", "tt")]
            return row.number, columns, known
    return None


def _field_of(text: str) -> str | None:
    said = re.sub(r"[^a-z0-9 ]+", " ", folded(text)).strip()
    said = " ".join(said.split())
    for column in COLUMNS:
        own = re.sub(r"[^a-z0-9 ]+", "", folded(column.heading))
        if said == own or said in column.other:
            return column.field
    return None


def _rows(
    sheet: Sheet, heading: int, columns: Mapping[int, str]
) -> tuple[tuple[Told, ...], tuple[Problem, ...]]:
    found: list[Told] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        if row.number <= heading:
            continue
        texts = _texts(row, columns, problems)
        if any(texts.values()):
            found.append(Told(line=row.number, texts=texts))
        if len(found) > MAX_ROWS:
            raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
    return tuple(found), tuple(problems)


def _texts(row: Row, columns: Mapping[int, str], problems: list[Problem]) -> dict[str, str]:
    texts = {}
    for place, field in columns.items():
        cell = row.cells.get(place)
        texts[field] = "" if cell is None else _text(cell, field)
        if cell is not None and cell.error:
            params = {"value": echo(cell.text)}
            problems.append(Problem(row.number, None, field, Code.CELL_NO_VALUE, params))
    return texts


def _text(cell: Cell, field: str) -> str:
    """What the cell says; a day as ISO, if it is one."""
    if field in _DAYS and isinstance(cell.value, date):
        return date(cell.value.year, cell.value.month, cell.value.day).isoformat()
    text = cell.live.strip()
    if field in _DAYS and text:
        try:
            return parse_day(text).isoformat()
        except ValueError:
            return text
    return text if field == "successors" else " ".join(text.split())


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
_EXAMPLES = (
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


def template_of_offices() -> bytes:
    """The empty list with an example and a guide, as an .xlsx file."""
    return _workbook(())


def offices_as_file(offices: Iterable[Office]) -> bytes:
    """`offices` in the columns of the template: read back, it changes nothing."""
    return _workbook(_cells(office) for office in offices)


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


def _workbook(rows: Iterable[Mapping[str, str | date | None]]) -> bytes:
    target = io.BytesIO()
    with workbook(target) as book:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        head = book.add_format({**base, "bold": True, "border": 1, "text_wrap": True})
        plain = book.add_format({**base, "text_wrap": True, "num_format": "@"})
        day = book.add_format({**base, "num_format": "dd/mm/yyyy"})
        for name, listed in ((LIST, rows), (EXAMPLE, _EXAMPLES)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(COLUMNS):
                body = day if column.field in _DAYS else plain
                sheet.set_column(place, place, column.width, body)
                sheet.write_string(0, place, column.heading, head)
                if column.note:
                    sheet.write_comment(0, place, column.note)
            for number, cells in enumerate(listed, start=1):
                for place, column in enumerate(COLUMNS):
                    value = cells.get(column.field)
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif value:
                        sheet.write_string(number, place, value, plain)
            if name == LIST:
                kinds = [vietnamese for vietnamese, _en in LABELS[AgencyKind].values()]
                place = next(n for n, each in enumerate(COLUMNS) if each.field == "kind")
                choices = {"validate": "list", "source": kinds, "error_type": "warning"}
                sheet.data_validation(1, place, MAX_ROWS, place, choices)
        guide = book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 110, plain)
        for number, line in enumerate(_GUIDE):
            guide.write_string(number, 0, line, plain)
    return target.getvalue()
