"""The template that editors download: columns with notes and drop-downs, an example, a guide.

The same columns take rows that are known, so that a corrected list can be taken away and
read again: what ``filled_workbook`` writes is read back as it was.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import cache
from thads_portal.domain import codes
from thads_portal.domain import grounds
from thads_portal.domain.agencies import issuers_of
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.importing.spreadsheet.template_columns import COLUMNS
from thads_portal.importing.spreadsheet.template_columns import EXAMPLE_ROWS
from thads_portal.importing.spreadsheet.template_columns import PLACES
from typing import Any

import io


#: Sheets of the template that hold no list; the reader leaves them out by their names.
EXAMPLE, GUIDE, LISTS = "Ví dụ", "Hướng dẫn", "Danh mục"
NO_LISTS = (EXAMPLE, GUIDE, LISTS)
LIST = "Danh sách"
_ROWS = 1_000


_GUIDE = (
    "Cách điền danh sách",
    "1. Điền vào trang “Danh sách”, mỗi người một dòng. Không đổi tên cột. Cột có dấu * phải điền.",
    "2. Ngày ghi theo thứ tự ngày/tháng/năm. Số tiền chỉ ghi số, ví dụ 12.500.000.",
    "3. Các cột nền xám là thông tin hạn chế: chỉ để đối chiếu, không bao giờ công khai.",
    "4. Không ghi số CCCD, tên người chưa thành niên vào các cột công khai.",
    "5. Lưu tệp, vào Cổng, mục “Nhập Excel”, chọn tệp và bấm “Tải lên và xem trước”.",
    "6. Trang xem trước cho biết từng dòng sẽ ra sao. Chưa có gì được ghi cho đến khi bấm tạo bản nháp.",
    "",
    "Căn cứ, theo luật của ngày ra quyết định",
)
_TITLES = (0, 8)
_CODES: dict[str, Any] = {
    "debtor_kind": codes.DebtorKind,
    "judgment_kind": codes.JudgmentKind,
    "obligation_kinds": codes.ObligationKind,
}
#: How the letters of the grounds are written.
_LETTERS = {code.value: "đ" if code is codes.Ground.DD else code.value for code in codes.Ground}
_DATES = tuple(place for place, column in enumerate(COLUMNS) if column.body == "day")


def template_workbook(province: str) -> bytes:
    """The template for a province, as an .xlsx file."""
    return _workbook(province, ())


def filled_workbook(province: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The template with `rows` in it: field -> value as a listing has it, ISO dates or dates.

    A value that is no date or code goes in as it is written, for somebody to correct.
    """
    return _workbook(province, rows)


def _workbook(province: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    target = io.BytesIO()
    with workbook(target) as book:
        sheets = {name: book.add_worksheet(name) for name in (LIST, EXAMPLE, GUIDE, LISTS)}
        _lists(sheets[LISTS], province)
        formats = _formats(book)
        for name, listed in ((LIST, rows), (EXAMPLE, EXAMPLE_ROWS)):
            _head(sheets[name], formats)
            for number, fields in enumerate(listed, start=1):
                _row(sheets[name], number, fields, formats, province)
        _choices(sheets[LIST], len(issuers_of(province)))
        guide = sheets[GUIDE]
        guide.set_column(0, 0, 110, formats["wrap"])
        lines = [
            *_GUIDE,
            *(
                line
                for law in reversed(list(grounds.LAWS.values()))
                for line in (
                    codes.label(law.scheme),
                    *(f"{row.letter}: {row.full[0]}" for row in grounds.grounds_of(law.scheme)),
                )
            ),
        ]
        for number, line in enumerate(lines):
            guide.write_string(number, 0, line, formats["title" if number in _TITLES else "wrap"])
    return target.getvalue()


def _row(sheet, number: int, fields: Mapping[str, Any], formats, province: str) -> None:
    sheet.write_number(number, 0, number)
    for column, told in enumerate(COLUMNS):
        value = _shown(told.field, fields.get(told.field), province) if told.field else None
        if value in (None, ""):
            continue
        if isinstance(value, date):
            sheet.write_datetime(number, column, value, formats["day"])
        elif isinstance(value, int):
            sheet.write_number(number, column, value, formats["money"])
        else:
            sheet.write_string(number, column, value, formats["plain"])


def _shown(field: str, value: Any, province: str) -> date | int | str | None:
    """`value` as people write it: codes by their terms, an agency by its name."""
    if value is None or isinstance(value, (date, int)):
        return value
    if isinstance(value, (list, tuple)):
        return "; ".join(str(_shown(field, each, province)) for each in value)
    if COLUMNS[PLACES[field]].body == "day":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if field in _CODES:
        return _terms(field).get(value, value)
    if field == grounds.GROUND:
        return _LETTERS.get(value, value)
    if field == "agency":
        return _names(province).get(value, value)
    return str(value)


@cache
def _terms(field: str) -> dict[str, str]:
    return {code.value: label for code, (label, _en) in codes.LABELS[_CODES[field]].items()}


@cache
def _names(province: str) -> dict[str, str]:
    return {agency.key: agency.name for agency in issuers_of(province)}


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
    for column, told in enumerate(COLUMNS):
        sheet.set_column(column, column, told.width, formats[told.body])
        heading = f"{told.heading} *" if told.needed else told.heading
        sheet.write_string(0, column, heading, formats["restricted" if told.restricted else "head"])
        if told.note:
            sheet.write_comment(0, column, told.note)


def _lists(sheet, province: str) -> None:
    """The values of the drop-downs: lists that are long cannot stand in the rule itself."""
    columns = (
        [label for label, _en in codes.LABELS[codes.DebtorKind].values()],
        [label for label, _en in codes.LABELS[codes.JudgmentKind].values()],
        [agency.name for agency in issuers_of(province)],
    )
    for column, values in enumerate(columns):
        for row, value in enumerate(values):
            sheet.write_string(row, column, value)
    sheet.hide()


def _choices(sheet, agencies: int) -> None:
    name = f"'{LISTS}'"
    for column, source in (
        (PLACES["debtor_kind"], f"={name}!$A$1:$A$2"),
        (PLACES["judgment_kind"], f"={name}!$B$1:$B${len(codes.JudgmentKind)}"),
        (PLACES["agency"], f"={name}!$C$1:$C${max(agencies, 1)}"),
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
    ground = PLACES["ground"]
    sheet.data_validation(
        1,
        ground,
        _ROWS,
        ground,
        {"validate": "list", "source": list(_LETTERS.values())},
    )
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
