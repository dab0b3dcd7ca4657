"""A synthetic list as a district office sends it in Excel: legacy fonts, merged heads, composite cells.

For the tests and the benchmark of the reading of spreadsheets, and to try it out by hand.
Deterministic: the same arguments give the same list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.generator.draw import Draw
from thads_portal.generator.names import Names

import io


_FONTS = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times", None: "Times New Roman"}
_TOP = (
    ("Họ và tên người phải thi hành án", 1),
    ("Địa chỉ", 1),
    ("Bản án, quyết định (số; ngày; cơ quan)", 1),
    ("Quyết định thi hành án", 2),
    ("Quyết định về việc chưa có điều kiện thi hành án", 3),
    ("Nghĩa vụ phải thi hành", 1),
    ("Số tiền (đồng)", 1),
    ("Lý do chưa có điều kiện thi hành án", 1),
    ("Số CCCD", 1),
    ("Ngày sinh", 1),
    ("Ghi chú", 1),
)
_BELOW = {4: "Số", 5: "Ngày", 6: "Số", 7: "Ngày", 8: "Người ký"}
_REASONS = (
    "Không có tài sản, không có thu nhập để thi hành án",
    "Tài sản hiện có thuộc loại không được kê biên",
    "Thu nhập chỉ bảo đảm cuộc sống tối thiểu",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """`wrong`: places (from 0) of rows with a date that is none. `serial`: where numbers begin."""

    rows: int
    province: str = "cao-bang"
    district: str = "huyện Hòa An"
    encoding: Encoding | None = Encoding.TCVN3
    decided_on: date = date(2026, 11, 19)
    wrong: frozenset[int] = field(default_factory=frozenset)
    serial: int = 1
    seed: int = 1


def list_rows(options: ListOptions) -> Iterator[list]:
    """The rows, without heads: texts in Unicode, dates and numbers as such."""
    draw = Draw(options.seed)
    names = Names(draw)
    province = by_slug(options.province)
    if province is None:
        raise ValueError(f"unknown province: {options.province}")
    for place in range(options.rows):
        serial = options.serial + place
        name = names.person(province, female=place % 2 == 1)
        if place % 40 == 7:
            name = f"{name} (tức {name.split()[-1]} Bé)"
        judged = date(2022, 1, 3) + timedelta(days=place % 700)
        enforced = judged + timedelta(days=60)
        amount = 1_000_000 + 500_000 * (place % 90)
        dotted = f"{amount:,}".replace(",", ".")
        day = f"{options.decided_on:%d/%m/%Y}"
        yield [
            place + 1,
            name,
            f"Tổ {place % 9 + 1}, xã Đức Long, {options.district}, {province.official_name}",
            f"{serial}/{judged.year}/DS-ST; {judged:%d/%m/%Y}; TAND {options.district}",
            f"{serial}/QĐ-CCTHADS",
            enforced if place % 3 else f"{enforced.day}/{enforced.month}/{enforced.year}",
            f"{serial}/QĐ-CCTHADS",
            "31/02/2026" if place in options.wrong else day,
            "Hoàng Thị Mẫu",
            f"Trả nợ {dotted} đồng" if place % 4 else "Án phí dân sự sơ thẩm, bồi thường",
            amount if place % 5 else f"{dotted} đồng",
            _REASONS[place % 3],
            f"00{4 + place % 5}1{60 + place % 39:02d}{serial:06d}",
            f"{place % 27 + 1:02d}/{place % 12 + 1:02d}/{1960 + place % 40}",
            None,
        ]


def messy_workbook(options: ListOptions) -> bytes:
    """The list as an .xlsx file: title, two rows of heads, column numbers, total, signatures."""
    target = io.BytesIO()
    font = _FONTS[options.encoding]

    def typed(text: str) -> str:
        return encode(text, options.encoding) if options.encoding else text

    with workbook(target) as book:
        plain = book.add_format({"font_name": font, "text_wrap": True})
        head = book.add_format({"font_name": font, "bold": True, "border": 1, "text_wrap": True})
        day = book.add_format({"font_name": font, "num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Danh sach")
        sheet.set_column(0, 0, 5, plain)
        sheet.set_column(1, 14, 22, plain)
        sheet.merge_range(0, 0, 0, 4, typed(f"Chi cục THADS {options.district}"), head)
        sheet.merge_range(
            2, 0, 2, 14, typed("Danh sách người phải thi hành án chưa có điều kiện thi hành"), head
        )
        _heads(sheet, head, typed)
        number = 7
        for row in list_rows(options):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, typed(value), plain)
                elif value is not None:
                    sheet.write_number(number, column, value, plain)
            number += 1
        sheet.write_string(number, 1, typed("Tổng cộng"), plain)
        sheet.write_formula(number, 10, f"=COUNT(A8:A{number})", plain, options.rows)
        sheet.write_string(number + 2, 2, typed("Người lập biểu"), plain)
        sheet.write_string(number + 2, 9, typed("Thủ trưởng đơn vị"), plain)
    return target.getvalue()


def _heads(sheet, head, typed) -> None:
    sheet.merge_range(4, 0, 5, 0, "STT", head)
    column = 1
    for text, width in _TOP:
        if width == 1:
            sheet.merge_range(4, column, 5, column, typed(text), head)
        else:
            sheet.merge_range(4, column, 4, column + width - 1, typed(text), head)
        column += width
    for place, text in _BELOW.items():
        sheet.write_string(5, place, typed(text), head)
    for place in range(column):
        sheet.write_string(6, place, f"({place + 1})", head)
