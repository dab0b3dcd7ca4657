"""One listing as a paper: the public fields in the order of the law, and what they mean."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.typography import paragraph
from thads_portal.opendata.pdf.typography import text


_MEANING = (
    "Có tên ở đây nghĩa là thủ trưởng cơ quan thi hành án dân sự đã ra quyết định về việc chưa có"
    " điều kiện thi hành án đối với người này. Điều đó không có nghĩa là người này cố tình không"
    " thi hành.",
    "Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức. Hãy đối chiếu địa chỉ, số"
    " bản án và số quyết định, và hỏi cơ quan thi hành án trước khi kết luận.",
    "Bản in này chỉ đúng tại thời điểm lập; thông tin có thể đã được sửa hoặc đã chấm dứt công"
    " khai. Quét mã QR hoặc mở địa chỉ ở chân trang để kiểm tra.",
)


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
) -> bytes:
    """The PDF of `entry`. `address` is its permanent one, `published` a day in words;
    `notes` are the public change notes with ``day`` and ``note``.
    """

    def story() -> Iterator[Flowable]:
        yield from paper.head(
            over=over, agency=agency, number=None, place=place, day=day, wide=False
        )
        yield paragraph("THÔNG TIN CÔNG KHAI", "title")
        yield paragraph("Người phải thi hành án chưa có điều kiện thi hành", "subtitle")
        facts = [
            ("Người phải thi hành án", f"<b>{text(entry.debtor_name)}</b>"),
            ("Địa chỉ", text(entry.debtor_address)),
            ("Bản án, quyết định phải thi hành", text(entry.judgment)),
            ("Quyết định thi hành án", text(entry.enforcement)),
            ("Nghĩa vụ chưa có điều kiện thi hành", text(entry.obligation)),
            ("Lý do chưa có điều kiện thi hành", text(entry.reason)),
        ]
        if entry.decision:
            facts.append(("Quyết định về việc chưa có điều kiện thi hành án", text(entry.decision)))
        facts += [
            ("Cơ quan thi hành án dân sự", text(agency)),
            ("Số công khai", text(entry.number)),
            ("Công khai ngày", text(published)),
            ("Địa chỉ trên Cổng", text(address)),
        ]
        yield from (_fact(name, value) for name, value in facts)
        if notes:
            yield Spacer(0, 4 * mm)
            yield paragraph("<b>Những thay đổi đã công khai</b>", "plain")
            for note in notes:
                yield paragraph(f"Ngày {text(note['day'])}: {text(note['note'])}", "plain")
        yield Spacer(0, 5 * mm)
        for sentence in _MEANING:
            yield paragraph(text(sentence), "small")

    return paper.build(sheet, story())


def _fact(name: str, value: str) -> Table:
    row = [paragraph(f"<b>{text(name)}</b>", "plain"), paragraph(value, "plain")]
    return Table(
        [row],
        colWidths=[58 * mm, 104 * mm],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#999999"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ],
        splitInRow=1,
    )
