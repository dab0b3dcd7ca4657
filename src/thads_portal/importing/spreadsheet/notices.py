"""What an editor is told about an upload as a whole: what was not read, and why. Never an error."""

from enum import StrEnum
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.cells import column_name
from typing import Any
from zope.i18nmessageid import Message


class Notice(StrEnum):
    MACROS = "macros"
    FORMULAS = "formulas"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    NO_LIST_ON_SHEET = "no_list_on_sheet"
    TWO_LISTS = "two_lists"
    SIDE_BY_SIDE = "side_by_side"
    BLANK_ROWS = "blank_rows"
    SKIPPED_ROWS = "skipped_rows"
    TOTALS = "totals"
    UNUSED_COLUMNS = "unused_columns"
    TOO_WIDE = "too_wide"
    UNREAD_SHEETS = "unread_sheets"
    CONVERTED = "converted"


TEXTS = {
    Notice.MACROS: _(
        "notice_macros",
        default="Tệp có macro. Hệ thống chỉ đọc dữ liệu, không chạy macro.",
    ),
    Notice.FORMULAS: _(
        "notice_formulas",
        default="Trang tính “${sheet}” có ${count} ô công thức. Hệ thống lấy giá trị mà Excel đã lưu lần cuối.",
    ),
    Notice.HIDDEN_SHEET: _(
        "notice_hidden_sheet",
        default="Trang tính “${sheet}” đang bị ẩn trong Excel nhưng có danh sách nên vẫn được đọc. Nếu không cần, hãy bỏ qua các dòng của trang tính đó.",
    ),
    Notice.HIDDEN_ROWS: _(
        "notice_hidden_rows",
        default="Trang tính “${sheet}” có ${count} dòng đang bị ẩn (${rows}); các dòng này không được công khai trừ khi bạn chọn lấy.",
    ),
    Notice.NO_LIST_ON_SHEET: _(
        "notice_no_list_on_sheet",
        default="Trang tính “${sheet}” không có danh sách nhận ra được nên không được đọc.",
    ),
    Notice.TWO_LISTS: _(
        "notice_two_lists",
        default="Trang tính “${sheet}” có ${count} danh sách (tiêu đề ở các dòng ${rows}); tất cả đều được đọc.",
    ),
    Notice.SIDE_BY_SIDE: _(
        "notice_side_by_side",
        default="Trang tính “${sheet}” có hai danh sách nằm cạnh nhau (cột ${columns}). Chỉ danh sách bên trái được đọc: hãy chép danh sách bên phải xuống dưới hoặc sang trang tính khác.",
    ),
    Notice.BLANK_ROWS: _(
        "notice_blank_rows",
        default="Trang tính “${sheet}”: từ dòng ${row} trở đi có hàng trăm dòng trống liên tiếp, phần sau đó không được đọc.",
    ),
    Notice.SKIPPED_ROWS: _(
        "notice_skipped_rows",
        default="Trang tính “${sheet}”: không đọc ${count} dòng ngoài danh sách (${rows}), như dòng tên đơn vị hoặc chữ ký.",
    ),
    Notice.TOTALS: _(
        "notice_totals",
        default="Trang tính “${sheet}”: bỏ qua dòng tổng cộng (${rows}).",
    ),
    Notice.UNUSED_COLUMNS: _(
        "notice_unused_columns",
        default="Trang tính “${sheet}”: các cột không dùng đến: ${columns}.",
    ),
    Notice.TOO_WIDE: _(
        "notice_too_wide",
        default="Trang tính “${sheet}” có quá nhiều cột; chỉ 120 cột đầu được đọc.",
    ),
    Notice.UNREAD_SHEETS: _(
        "notice_unread_sheets",
        default="Tệp có quá nhiều trang tính; chưa đọc: ${sheets}.",
    ),
    Notice.CONVERTED: _(
        "notice_converted",
        default="${count} ô gõ bằng phông chữ cũ (${encodings}) đã được chuyển sang Unicode; chữ gốc hiện bên dưới chữ đã chuyển.",
    ),
}


def tell_sheet(notices: list, sheet, tables, rows) -> None:
    """What is to be said of a sheet with lists: `tables`, and `rows` as ``source`` keeps them."""
    name = sheet.name
    read = [row for row in rows if row["k"] == "row"]
    if sheet.hidden and read:
        notices.append(notice(Notice.HIDDEN_SHEET, sheet=name))
    hidden = [row["r"] for row in read if row.get("hidden")]
    if hidden:
        notices.append(
            notice(Notice.HIDDEN_ROWS, sheet=name, count=len(hidden), rows=row_list(hidden))
        )
    if len({tuple(sorted(table.columns.items())) for table in tables}) > 1 or len(tables) > 1:
        starts = ", ".join(str(table.heading_rows[0]) for table in tables)
        notices.append(notice(Notice.TWO_LISTS, sheet=name, count=len(tables), rows=starts))
    for table in tables:
        if table.side_by_side:
            columns = "-".join(column_name(column) for column in table.side_by_side)
            notices.append(notice(Notice.SIDE_BY_SIDE, sheet=name, columns=columns))
    formulas = sum(row.get("fx", 0) for row in read)
    if formulas:
        notices.append(notice(Notice.FORMULAS, sheet=name, count=formulas))
    totals = [row["r"] for row in rows if row["k"] == "total"]
    if totals:
        notices.append(notice(Notice.TOTALS, sheet=name, rows=row_list(totals)))
    skipped = [row["r"] for row in rows if row["k"] in ("section", "note", "signature")]
    if skipped:
        notices.append(
            notice(Notice.SKIPPED_ROWS, sheet=name, count=len(skipped), rows=row_list(skipped))
        )
    if sheet.blank_from is not None:
        notices.append(notice(Notice.BLANK_ROWS, sheet=name, row=sheet.blank_from))
    if sheet.too_wide:
        notices.append(notice(Notice.TOO_WIDE, sheet=name))
    unused = unused_columns(tables, rows)
    if unused:
        notices.append(notice(Notice.UNUSED_COLUMNS, sheet=name, columns="; ".join(unused)))


def unused_columns(tables, rows) -> list[str]:
    """Every column with something in it that no field is taken from, with its heading."""
    used = {
        column
        for table in tables
        for column, held in table.columns.items()
        if held.value != "unused"
    }
    filled = {int(column) for row in rows if row["k"] in ("row", "heading") for column in row["c"]}
    headings: dict[int, str] = {}
    for table in tables:
        for column, text in table.headings.items():
            headings.setdefault(column, text)
    return [
        f"{column_name(column)} ({headings[column][:40]})"
        if column in headings
        else column_name(column)
        for column in sorted({*filled, *headings} - used)
    ][:40]


def notice(kind: Notice, **params: Any) -> dict[str, Any]:
    """A notice as it is kept with the upload."""
    return {"notice": kind.value, **params}


def in_words(kept: dict[str, Any]) -> Message:
    """The message of a kept notice."""
    mapping = {key: str(value) for key, value in kept.items() if key != "notice"}
    return Message(TEXTS[Notice(kept["notice"])], mapping=mapping)


def row_list(rows: list[int]) -> str:
    """ "7, 9, 12-15 …": the first of many rows, runs drawn together."""
    parts: list[str] = []
    place = 0
    while place < len(rows) and len(parts) < 12:
        end = place
        while end + 1 < len(rows) and rows[end + 1] == rows[end] + 1:
            end += 1
        parts.append(str(rows[place]) if end == place else f"{rows[place]}-{rows[end]}")
        place = end + 1
    return ", ".join(parts) + (" …" if place < len(rows) else "")
