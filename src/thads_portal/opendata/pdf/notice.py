"""The notice that a commune posts (thông báo niêm yết tại UBND cấp xã), for one decision.

It names all debtors of the decision that are public, since they are posted together.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain import words
from thads_portal.domain.publication_law import publication_law
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import numbered
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.typesetting import in_one_piece
from typing import Any


TITLE = "Thông báo niêm yết quyết định về việc chưa có điều kiện thi hành án"
#: Points that a name has in one line, and its size (``notice.typ``).
_WIDTH, _SIZE = 440.0, 13.0


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
    issuer: str | None = None,
) -> bytes:
    """The PDF for the commune: one decision, its debtors, and what is asked of the commune.

    `issuer` decided, where it is not `agency`. `signs` is the title of `signer`; `amounts` are those of the entries in đồng, by their numbers.
    """

    decided = _lower(numbered(decision_number, decision_date))
    several = len(entries) > 1
    return paper.build(
        "notice",
        sheet,
        {
            "head": paper.head(over=over, agency=agency, number=None, place=place, day=day),
            "title": "THÔNG BÁO",
            "subtitle": "Về việc niêm yết công khai quyết định về việc chưa có điều kiện thi hành án",
            "to": f"Kính gửi: Ủy ban nhân dân {posting.commune}",
            "because": [
                *(f"Căn cứ {act};" for act in publication_law(decision_date).acts),
                f"Căn cứ Quyết định về việc chưa có điều kiện thi hành án {decided} của"
                f" {issuer or agency},",
            ],
            "asks": f"{agency} đề nghị Ủy ban nhân dân {posting.commune} niêm yết công khai những"
            " nội dung sau đây:",
            "debtors": [
                _debtor(entry, nth if several else None, amounts.get(entry.number))
                for nth, entry in enumerate(entries, start=1)
            ],
            "span": _span(posting),
            "meaning": "Việc niêm yết không có nghĩa là người có tên cố tình không thi hành án."
            " Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức.",
            "signature": paper.signature(
                left=[
                    "Nơi nhận:",
                    f"- UBND {posting.commune} (để niêm yết);",
                    "- Lưu: VT, hồ sơ thi hành án.",
                ],
                title=signs,
                name=signer,
            ),
        },
    )


def _lower(numbered_: str) -> str:
    return numbered_[:1].lower() + numbered_[1:]


def _debtor(entry: PaperListing, place: int | None, amount: int | None) -> dict[str, Any]:
    facts = (
        ("Địa chỉ", entry.debtor_address),
        ("Bản án, quyết định phải thi hành", entry.judgment),
        ("Quyết định thi hành án", entry.enforcement),
        ("Nghĩa vụ chưa có điều kiện thi hành", entry.obligation),
        ("Số tiền", "" if amount is None else words.money(amount)),
        ("Lý do chưa có điều kiện thi hành", entry.reason),
    )
    return {
        "lead": f"{place}. " if place else "",
        "name": in_one_piece(entry.debtor_name, _WIDTH, _SIZE, bold=True),
        "facts": [{"name": name, "value": value} for name, value in facts if value],
    }


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
