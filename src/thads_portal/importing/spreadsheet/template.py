"""The template that editors download: columns with notes and drop-downs, an example, a guide."""

from datetime import date
from thads_portal.domain import codes
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.spreadsheet_cells import workbook

import io


#: Sheets of the template that hold no list; the reader leaves them out by their names.
EXAMPLE, GUIDE, LISTS = "Ví dụ", "Hướng dẫn", "Danh mục"
NO_LISTS = (EXAMPLE, GUIDE, LISTS)
_ROWS = 1_000
#: (heading, width, note, must be filled)
_COLUMNS = (
    ("STT", 6, "", False),
    (
        "Họ và tên người phải thi hành án",
        30,
        "Ghi đúng như quyết định. Tên gọi khác ghi trong ngoặc: (tức ...).",
        True,
    ),
    ("Loại đối tượng", 16, "Chọn Cá nhân hoặc Cơ quan, tổ chức.", False),
    ("Địa chỉ", 40, "Địa chỉ được công khai. Không ghi số CCCD ở đây.", True),
    ("Số bản án, quyết định", 20, "Ví dụ 15/2024/DS-ST.", True),
    ("Ngày bản án, quyết định", 14, "Ngày/tháng/năm, ví dụ 05/03/2024.", True),
    ("Cơ quan ra bản án, quyết định", 30, "Ví dụ TAND huyện Hòa An.", True),
    ("Loại bản án, quyết định", 22, "Chọn trong danh mục.", False),
    ("Số quyết định thi hành án", 20, "Ví dụ 210/QĐ-CCTHADS.", True),
    ("Ngày quyết định thi hành án", 14, "Ngày/tháng/năm.", True),
    ("Số quyết định về việc chưa có điều kiện thi hành án", 20, "Ví dụ 12/QĐ-CCTHADS.", True),
    ("Ngày quyết định về việc chưa có điều kiện thi hành án", 14, "Ngày/tháng/năm.", True),
    ("Người ký quyết định", 22, "Họ tên người ký quyết định chưa có điều kiện.", True),
    ("Cơ quan thi hành án", 34, "Chọn trong danh mục.", False),
    (
        "Nghĩa vụ chưa có điều kiện thi hành",
        44,
        "Không ghi tên người chưa thành niên; có thể viết tắt, ví dụ cháu N.V.B.",
        True,
    ),
    ("Số tiền (đồng)", 16, "Chỉ ghi số; để trống nếu nghĩa vụ không tính bằng tiền.", False),
    ("Căn cứ (a, b, c)", 10, "Điểm a, b hoặc c khoản 1; xem trang Hướng dẫn.", True),
    ("Lý do", 36, "Ghi ngắn gọn.", False),
    ("Số CCCD hoặc mã số doanh nghiệp", 20, "Thông tin hạn chế, không công khai.", False),
    ("Ngày sinh", 14, "Thông tin hạn chế, không công khai.", False),
    ("Người được thi hành án", 28, "Thông tin hạn chế, không công khai.", False),
    ("Chấp hành viên", 22, "Thông tin hạn chế, không công khai.", False),
    ("Số hồ sơ", 16, "Thông tin hạn chế, không công khai.", False),
)
_FIRST_RESTRICTED = 18
_DATES = (5, 9, 11, 19)
_EXAMPLE = (
    (
        1, "Nguyễn Văn Mẫu (tức Ba Mẫu)", "Cá nhân", "Thôn Ví Dụ, xã Mẫu, huyện Mẫu",
        "15/2024/DS-ST", date(2024, 3, 5), "TAND huyện Mẫu", "Dân sự", "210/QĐ-CCTHADS",
        date(2024, 6, 10), "12/QĐ-CCTHADS", date(2025, 11, 20), "Trần Thị Ký", "",
        "Trả nợ số tiền 12.500.000 đồng", 12_500_000, "a",
        "Không có tài sản, không có thu nhập", "001000000000", date(1979, 4, 2), "", "", "",
    ),
    (
        2, "Công ty TNHH Ví Dụ", "Cơ quan, tổ chức", "Số 1 đường Mẫu, thành phố Mẫu",
        "03/2023/KDTM-ST", date(2023, 9, 12), "TAND tỉnh Mẫu", "Kinh doanh thương mại",
        "99/QĐ-CTHADS", date(2024, 1, 8), "07/QĐ-CTHADS", date(2025, 11, 20), "Trần Thị Ký", "",
        "Thanh toán tiền hàng 250.000.000 đồng", 250_000_000, "c",
        "Chưa xác định được địa chỉ trụ sở", "0100000000", "", "", "", "",
    ),
)  # fmt: skip
_GUIDE = (
    "Cách điền danh sách",
    "1. Điền vào trang “Danh sách”, mỗi người một dòng. Không đổi tên cột. Cột có dấu * phải điền.",
    "2. Ngày ghi theo thứ tự ngày/tháng/năm. Số tiền chỉ ghi số, ví dụ 12.500.000.",
    "3. Các cột nền xám là thông tin hạn chế: chỉ để đối chiếu, không bao giờ công khai.",
    "4. Không ghi số CCCD, tên người chưa thành niên vào các cột công khai.",
    "5. Lưu tệp, vào Cổng, mục “Nhập Excel”, chọn tệp và bấm “Tải lên và xem trước”.",
    "6. Trang xem trước cho biết từng dòng sẽ ra sao. Chưa có gì được ghi cho đến khi bấm tạo bản nháp.",
    "",
    "Căn cứ (khoản 1 Điều 44a Luật Thi hành án dân sự)",
)


def template_workbook(province: str) -> bytes:
    """The template for a province, as an .xlsx file."""
    target = io.BytesIO()
    with workbook(target) as book:
        sheets = {name: book.add_worksheet(name) for name in ("Danh sách", EXAMPLE, GUIDE, LISTS)}
        _lists(sheets[LISTS], province)
        formats = _formats(book)
        _head(sheets["Danh sách"], formats)
        _choices(sheets["Danh sách"], len(agencies_of(province)))
        _head(sheets[EXAMPLE], formats)
        for number, row in enumerate(_EXAMPLE, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheets[EXAMPLE].write_datetime(number, column, value, formats["day"])
                elif value != "":
                    sheets[EXAMPLE].write(number, column, value)
        guide = sheets[GUIDE]
        guide.set_column(0, 0, 110, formats["wrap"])
        lines = [
            *_GUIDE,
            *(
                f"{code.value}: {label}"
                for code, (label, _en) in codes.LABELS[codes.Ground].items()
            ),
        ]
        for number, line in enumerate(lines):
            guide.write_string(number, 0, line, formats["title" if number in (0, 8) else "wrap"])
    return target.getvalue()


def _formats(book):
    base = {"font_name": "Times New Roman", "font_size": 12}
    return {
        "head": book.add_format(
            {
                **base,
                "bold": True,
                "text_wrap": True,
                "border": 1,
                "valign": "vcenter",
                "align": "center",
            }
        ),
        "restricted": book.add_format(
            {
                **base,
                "bold": True,
                "text_wrap": True,
                "border": 1,
                "valign": "vcenter",
                "align": "center",
                "bg_color": "#D9D9D9",
            }
        ),
        "plain": book.add_format({**base, "text_wrap": True, "num_format": "@"}),
        "day": book.add_format({**base, "num_format": "dd/mm/yyyy"}),
        "money": book.add_format({**base, "num_format": "#,##0"}),
        "wrap": book.add_format({**base, "text_wrap": True}),
        "title": book.add_format({**base, "bold": True}),
    }


def _head(sheet, formats) -> None:
    sheet.set_row(0, 66)
    sheet.freeze_panes(1, 2)
    for column, (heading, width, note, needed) in enumerate(_COLUMNS):
        kind = "restricted" if column >= _FIRST_RESTRICTED else "head"
        body = "day" if column in _DATES else "money" if column == 15 else "plain"
        sheet.set_column(column, column, width, formats[body])
        sheet.write_string(0, column, f"{heading} *" if needed else heading, formats[kind])
        if note:
            sheet.write_comment(0, column, note)


def _lists(sheet, province: str) -> None:
    """The values of the drop-downs: lists that are long cannot stand in the rule itself."""
    columns = (
        [label for label, _en in codes.LABELS[codes.DebtorKind].values()],
        [label for label, _en in codes.LABELS[codes.JudgmentKind].values()],
        [agency.name for agency in agencies_of(province)],
    )
    for column, values in enumerate(columns):
        for row, value in enumerate(values):
            sheet.write_string(row, column, value)
    sheet.hide()


def _choices(sheet, agencies: int) -> None:
    name = f"'{LISTS}'"
    for column, source in (
        (2, f"={name}!$A$1:$A$2"),
        (7, f"={name}!$B$1:$B${len(codes.JudgmentKind)}"),
        (13, f"={name}!$C$1:$C${max(agencies, 1)}"),
    ):
        sheet.data_validation(
            1,
            column,
            _ROWS,
            column,
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": "Ngoài danh mục",
                "error_message": "Hãy chọn một giá trị trong danh mục.",
            },
        )
    sheet.data_validation(1, 16, _ROWS, 16, {"validate": "list", "source": ["a", "b", "c"]})
    for column in _DATES:
        sheet.data_validation(
            1,
            column,
            _ROWS,
            column,
            {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1920, 1, 1),
                "maximum": date(2099, 12, 31),
                "error_type": "warning",
                "error_title": "Ngày không hợp lệ",
                "error_message": "Ghi ngày/tháng/năm, ví dụ 05/03/2024.",
            },
        )
