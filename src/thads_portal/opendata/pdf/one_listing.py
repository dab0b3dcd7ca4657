"""One listing as a paper: the public fields in the order of the law, and what they mean."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.typesetting import in_one_piece


_MEANING = (
    "Có tên ở đây nghĩa là thủ trưởng cơ quan thi hành án dân sự đã ra quyết định về việc chưa có"
    " điều kiện thi hành án đối với người này. Điều đó không có nghĩa là người này cố tình không"
    " thi hành.",
    "Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức. Hãy đối chiếu địa chỉ, số"
    " bản án và số quyết định, và hỏi cơ quan thi hành án trước khi kết luận.",
    "Bản in này chỉ đúng tại thời điểm lập; thông tin có thể đã được sửa hoặc đã chấm dứt công"
    " khai. Quét mã QR hoặc mở địa chỉ ở chân trang để kiểm tra.",
)
#: Points that the name has in its column, and its size (``one_listing.typ``).
_WIDTH, _SIZE = 280.0, 13.0


def one_listing(
    sheet: Paper,
    entry: PaperListing,
    *,
    over: str,
    agency: str,
    place: str,
    day: date,
    address: str,
    published: str,
    notes: Sequence[Mapping[str, str]],
    issuer: str | None = None,
) -> bytes:
    """The PDF of `entry`. `agency` answers on `day`; `issuer` decided, where it is another.
    `address` is its permanent one, `published` a day in words;
    `notes` are the public change notes with ``day`` and ``note``.
    """
    facts = [
        ("Địa chỉ", entry.debtor_address),
        ("Bản án, quyết định phải thi hành", entry.judgment),
        ("Quyết định thi hành án", entry.enforcement),
        ("Nghĩa vụ chưa có điều kiện thi hành", entry.obligation),
        ("Lý do chưa có điều kiện thi hành", entry.reason),
    ]
    if entry.decision:
        facts.append(("Quyết định về việc chưa có điều kiện thi hành án", entry.decision))
    facts += [
        ("Cơ quan ra quyết định", issuer or agency),
        *([] if issuer in (None, agency) else [("Cơ quan đang giải quyết", agency)]),
        ("Số công khai", entry.number),
        ("Công khai ngày", published),
        ("Địa chỉ trên Cổng", address),
    ]
    name = {
        "name": "Người phải thi hành án",
        "value": in_one_piece(entry.debtor_name, _WIDTH, _SIZE, bold=True),
        "strong": True,
    }
    return paper.build(
        "one_listing",
        sheet,
        {
            "head": paper.head(over=over, agency=agency, number=None, place=place, day=day),
            "title": "THÔNG TIN CÔNG KHAI",
            "subtitle": "Người phải thi hành án chưa có điều kiện thi hành",
            "facts": [name, *({"name": n, "value": v, "strong": False} for n, v in facts)],
            "notes": [f"Ngày {note['day']}: {note['note']}" for note in notes],
            "meaning": _MEANING,
        },
    )
