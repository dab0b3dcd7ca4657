"""What somebody looked for and how many there were, as a paper; also for nothing found.

It names nobody of those found, and says first of all what it does not prove: a slip without a hit must
not pass for a certificate of owing nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.domain import words
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper


TITLE = "Phiếu kết quả tra cứu"
_WHERE = "Danh sách công khai người phải thi hành án chưa có điều kiện thi hành"
_AS_TYPED = "Đúng như đã nhập; không phân biệt chữ hoa, chữ thường, có dấu hay không dấu"
_NAMESAKES = (
    "Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức. Hãy đối chiếu địa chỉ, số bản"
    " án và số quyết định trên Cổng, và hỏi cơ quan thi hành án trước khi kết luận."
)
_NOT_CLEAN = (
    "Điều này không xác nhận rằng người đó không có nghĩa vụ thi hành án, không có tên gọi khác"
    " trong danh sách, hay chưa từng được công khai."
)
_CLOSE = "Hãy xem những tên gần giống trên Cổng: có thể tên đã được gõ hoặc ghi khác vài chữ cái."
_NARROWED = "Tra cứu này đã được thu hẹp như ghi ở trên; ngoài phạm vi đó chưa được tra."
WARNINGS = (
    "Không chứng minh một người có hay không có nghĩa vụ thi hành án: danh sách chỉ có những trường"
    " hợp đã có quyết định về việc chưa có điều kiện thi hành án và còn đang được công khai.",
    "Không chứng minh danh tính: tra cứu theo tên hoặc số văn bản, không theo giấy tờ tùy thân.",
    "Không còn đúng sau thời điểm ghi trên phiếu: danh sách thay đổi từng ngày.",
    "Không thay cho văn bản trả lời hoặc xác nhận của cơ quan thi hành án dân sự.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search that was made. `text` is what was looked for, as it stands on the slip; `reading` how
    it was taken, if not as typed; `found` and `close` are exact unless `more`; `when` is aware.
    """

    text: str
    reading: str | None
    found: int
    close: int
    more: bool
    narrowed: bool
    when: datetime


def search_slip(
    sheet: Paper, searched: Searched, *, over: str, agency: str, place: str, day: date
) -> bytes:
    """The PDF that says what `searched` looked for and found."""
    when = f"{words.time(searched.when)} ngày {words.day(searched.when)}"
    return paper.build(
        "search_result",
        sheet,
        {
            "head": paper.head(over=over, agency=agency, number="", place=place, day=day),
            "title": TITLE.upper(),
            "subtitle": _WHERE,
            "facts": [
                {"name": "Nội dung tra cứu", "value": searched.text},
                {"name": "Cách đọc", "value": searched.reading or _AS_TYPED},
                {"name": "Thời điểm tra cứu", "value": when},
                {"name": "Kết quả", "value": result_in_words(searched)},
                {"name": "Mã xác minh", "value": sheet.code},
            ],
            "answer": _answer(searched, when),
            "says": _says(searched),
            "warnings": WARNINGS,
            "checked": "Mã xác minh cho biết thời điểm và số kết quả ghi trên phiếu có đúng là do Cổng"
            f" cấp hay không. Kiểm tra tại {sheet.check}. Cổng không lưu nội dung tra cứu.",
        },
    )


def result_in_words(searched: Searched) -> str:
    found = words.number(searched.found)
    parts = [f"Hơn {found} mục" if searched.more else f"{found} mục"]
    if searched.close:
        parts.append(f"{words.number(searched.close)} tên gần giống")
    return "; ".join(parts)


def _answer(searched: Searched, when: str) -> str:
    if searched.found:
        return f"Tìm thấy {result_in_words(searched)} lúc {when}"
    if searched.close:
        return f"Không có ai đúng tên này; {words.number(searched.close)} tên gần giống, lúc {when}"
    return f"Không có kết quả trong danh sách công khai lúc {when}"


def _says(searched: Searched) -> Sequence[str]:
    says = [_NAMESAKES] if searched.found else [_NOT_CLEAN]
    if searched.close:
        says.append(_CLOSE)
    if searched.narrowed:
        says.append(_NARROWED)
    return says
