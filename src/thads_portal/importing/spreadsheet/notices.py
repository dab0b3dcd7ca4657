"""What an editor is told about an upload as a whole: what was not read, and why. Never an error."""

from enum import StrEnum
from thads_portal.i18n import _
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
        default="Trang tính “${sheet}” có ${count} dòng đang bị ẩn (${rows}); các dòng này vẫn được đọc.",
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
