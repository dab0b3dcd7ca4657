"""The certificate of a search as a paper: what the register held under a name at a moment.

It says first of all what it does not prove: one that found nothing must not pass for a certificate of
owing nothing.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.domain import words
from thads_portal.domain.certificates import Certificate
from thads_portal.domain.certificates import RULES
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.search_slip import WARNINGS


TITLE = "Giấy xác nhận kết quả tra cứu"
_WHERE = "Danh sách công khai người phải thi hành án chưa có điều kiện thi hành"
_LISTED = (
    "Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức. Hãy đối chiếu địa chỉ, số bản"
    " án và số quyết định ở các số công khai nêu trên, và hỏi cơ quan thi hành án trước khi kết luận."
)
_NONE = (
    "Điều này không xác nhận rằng người đó không có nghĩa vụ thi hành án, không có tên gọi khác"
    " trong danh sách, hay chưa từng được công khai."
)
#: Numbers that are printed.
_PRINTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`root_hash` is that of the publication log at the moment, in base64."""

    certificate: Certificate
    name: str
    log: str
    root_hash: str
    close: int = 0


def certificate_paper(
    sheet: Paper, said: Said, *, over: str, agency: str, place: str, day: date
) -> bytes:
    """The PDF of what `said` holds."""
    made = said.certificate
    when = f"{words.time(made.made)} ngày {words.day(made.made)}"
    return paper.build(
        "search_result",
        sheet,
        {
            "head": paper.head(over=over, agency=agency, number="", place=place, day=day),
            "title": TITLE.upper(),
            "subtitle": _WHERE,
            "facts": [
                {"name": "Tên được tra cứu", "value": said.name},
                {"name": "Quy tắc tra cứu", "value": f"{RULES[made.rules][0]} ({made.rules})"},
                {"name": "Tại thời điểm", "value": when},
                {"name": "Kết quả", "value": _result(made)},
                {
                    "name": "Nhật ký công khai",
                    "value": f"{words.number(made.log_size)} dấu; mã gốc {said.root_hash}",
                },
                {"name": "Mã xác minh", "value": sheet.code},
            ],
            "answer": _answer(made, when),
            "says": [_LISTED if made.numbers else _NONE, *_close(said)],
            "warnings": WARNINGS,
            "checked": f"Mã xác minh cho biết kết quả, thời điểm và những thay đổi từ đó đến nay. Kiểm"
            f" tra tại {sheet.check}. Cổng không lưu tên được tra cứu. Nhật ký: {said.log}.",
        },
    )


def _result(made: Certificate) -> str:
    if not made.numbers:
        return "Không có"
    listed = ", ".join(made.numbers[:_PRINTED])
    more = made.total - min(len(made.numbers), _PRINTED)
    return f"{words.number(made.total)} mục: {listed}" + (
        f" và {words.number(more)} mục khác" if more > 0 else ""
    )


def _answer(made: Certificate, when: str) -> str:
    if made.numbers:
        return (
            f"Có {words.number(made.total)} mục mang tên này trong danh sách công khai lúc {when}"
        )
    return f"Không có mục nào mang tên này trong danh sách công khai lúc {when}"


def _close(said: Said) -> list[str]:
    if not said.close:
        return []
    return [
        f"Có {words.number(said.close)} tên gần giống; giấy này không xác nhận về những tên đó. Hãy"
        " xem trên Cổng: có thể tên đã được gõ hoặc ghi khác vài chữ cái."
    ]
