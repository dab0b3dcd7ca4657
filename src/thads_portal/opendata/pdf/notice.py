"""The notice that a commune posts (thông báo niêm yết tại UBND cấp xã), for one decision.

It names all debtors of the decision that are public, since they are posted together.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from reportlab.platypus import Flowable
from reportlab.platypus import KeepTogether
from reportlab.platypus import Spacer
from thads_portal.domain import words
from thads_portal.domain.publication_law import publication_law
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import numbered
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.typography import paragraph
from thads_portal.opendata.pdf.typography import text


TITLE = "Thông báo niêm yết quyết định về việc chưa có điều kiện thi hành án"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Where and how long: `commune` as addressed (xã, phường, thị trấn); days may be open."""

    commune: str
    posted_from: date | None = None
    posted_until: date | None = None


def notice(
    sheet: Paper,
    entries: Sequence[PaperListing],
    posting: Posting,
    *,
    over: str,
    agency: str,
    place: str,
    day: date,
    signer: str,
    signs: str,
    amounts: Mapping[str, int | None],
    decision_number: str,
    decision_date: date,
) -> bytes:
    """The PDF for the commune: one decision, its debtors, and what is asked of the commune.

    `signs` is the title of `signer`; `amounts` are those of the entries in đồng, by their numbers.
    """

    def story() -> Iterator[Flowable]:
        yield from paper.head(
            over=over, agency=agency, number=None, place=place, day=day, wide=False
        )
        yield paragraph("THÔNG BÁO", "title")
        yield paragraph(
            "Về việc niêm yết công khai quyết định về việc chưa có điều kiện thi hành án",
            "subtitle",
        )
        yield paragraph(f"Kính gửi: Ủy ban nhân dân {text(posting.commune)}", "centre")
        yield Spacer(0, 8)
        for act in publication_law(decision_date).acts:
            yield paragraph(f"<i>Căn cứ {text(act)};</i>", "body")
        decided = numbered(decision_number, decision_date)
        yield paragraph(
            f"<i>Căn cứ Quyết định về việc chưa có điều kiện thi hành án {text(_lower(decided))}"
            f" của {text(agency)},</i>",
            "body",
        )
        yield paragraph(
            f"{text(agency)} đề nghị Ủy ban nhân dân {text(posting.commune)} niêm yết công khai"
            " những nội dung sau đây:",
            "body",
        )
        for place_, entry in enumerate(entries, start=1):
            yield from _facts(
                entry, place_ if len(entries) > 1 else None, amounts.get(entry.number)
            )
        yield paragraph(f"<b>Thời gian niêm yết:</b> {_span(posting)}.", "fact")
        yield paragraph(
            "Việc niêm yết không có nghĩa là người có tên cố tình không thi hành án. Trùng tên"
            " không có nghĩa là cùng một người hoặc cùng một tổ chức.",
            "fact",
        )
        yield KeepTogether(
            [
                Spacer(0, 10),
                paper.signature(
                    left=[
                        paragraph("<b><i>Nơi nhận:</i></b>", "small"),
                        paragraph(f"- UBND {text(posting.commune)} (để niêm yết);", "small"),
                        paragraph("- Lưu: VT, hồ sơ thi hành án.", "small"),
                    ],
                    title=signs,
                    name=signer,
                    wide=False,
                ),
            ]
        )

    return paper.build(sheet, story())


def _lower(numbered_: str) -> str:
    return numbered_[:1].lower() + numbered_[1:]


def _facts(entry: PaperListing, place: int | None, amount: int | None) -> Iterator[Flowable]:
    lead = f"{place}. " if place else ""
    yield paragraph(
        f"{lead}<b>Người phải thi hành án:</b> <b>{text(entry.debtor_name)}</b>", "fact"
    )
    for name, value in (
        ("Địa chỉ", entry.debtor_address),
        ("Bản án, quyết định phải thi hành", entry.judgment),
        ("Quyết định thi hành án", entry.enforcement),
        ("Nghĩa vụ chưa có điều kiện thi hành", entry.obligation),
        ("Số tiền", "" if amount is None else words.money(amount)),
        ("Lý do chưa có điều kiện thi hành", entry.reason),
    ):
        if value:
            yield paragraph(f"<b>{name}:</b> {text(value)}", "fact")


def _span(posting: Posting) -> str:
    if posting.posted_from and posting.posted_until:
        return (
            f"từ ngày {words.day(posting.posted_from)} đến ngày {words.day(posting.posted_until)}"
        )
    if posting.posted_until:
        return f"đến ngày {words.day(posting.posted_until)}"
    if posting.posted_from:
        return f"từ ngày {words.day(posting.posted_from)}"
    return "ngay khi nhận được thông báo này, theo quy định của pháp luật"
