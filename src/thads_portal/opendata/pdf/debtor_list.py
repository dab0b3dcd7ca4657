"""The list of a province as a paper: agency by agency, by name, with the fields of the law.

The grounds are explained once, above the list; a row names the point of the law. Set in pieces
that are joined on disk, so that a list of any length takes the memory of one piece.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from itertools import islice
from tempfile import TemporaryFile
from thads_portal.domain import grounds
from thads_portal.domain import words
from thads_portal.domain.agencies import issuer_key
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.joined import Joined
from thads_portal.opendata.pdf.joined import pages_in
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.typesetting import in_one_piece
from thads_portal.opendata.pdf.typesetting import typeset
from typing import Any

import pickle


TITLE = "Danh sách người phải thi hành án chưa có điều kiện thi hành"
_TEMPLATE = "debtor_list"
_HEADINGS = (
    "STT",
    "Tên, địa chỉ của người phải thi hành án",
    "Bản án, quyết định phải thi hành",
    "Quyết định thi hành án",
    "Nghĩa vụ chưa có điều kiện thi hành",
    "Lý do chưa có điều kiện thi hành",
    "Quyết định về việc chưa có điều kiện thi hành án",
)
#: Rows of a piece: about 70 pages.
_PIECE = 1000
#: As many are set in this process.
_AT_HAND = 100
#: A row with longer texts may not fit a page; it is the only kind that may be cut.
_LONG = 900
#: Points that a name and a number have in their columns, and their size (``debtor_list.typ``).
_NAME, _NUMBER, _SIZE = 142.0, 69.0, 8.3
_MEANING = (
    "Có tên trong danh sách nghĩa là thủ trưởng cơ quan thi hành án dân sự đã ra quyết định về việc"
    " chưa có điều kiện thi hành án; điều đó không có nghĩa là người này cố tình không thi hành."
    " Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức."
)
_AUTOMATIC = (
    "Danh sách do Cổng thông tin điện tử THADS lập tự động từ dữ liệu đang công khai tại thời điểm"
    " ghi ở chân trang. Từ đó có thể có trường hợp đã được sửa hoặc đã chấm dứt công khai: tra mã"
    " xác minh để biết đây còn là bản mới nhất hay không."
)
_FROM = "Danh sách được lập từ Cổng thông tin điện tử THADS."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Part `number` of `of`, from row `first` on, of a list of `total` rows that the portal makes
    by itself.
    """

    number: int
    of: int
    first: int
    total: int

    @property
    def in_words(self) -> str:
        return f"Phần {self.number}/{self.of}" if self.of > 1 else ""


def debtor_list(
    sheet: Paper,
    entries: Iterable[PaperListing],
    *,
    over: str,
    agency: str,
    place: str,
    day: date,
    agencies: Mapping[str, str],
    scope: str,
    part: Part | None = None,
    reached: Callable[[int], None] | None = None,
) -> bytes:
    """The PDF of `entries`, in the order in which they come, grouped by agency.

    `agencies` gives the name of an agency by its key, `scope` says in words what the list
    covers. A print-out without a code, and a `part`, is signed by nobody. `reached` is told the
    number of the last row that is set.
    """
    before = count = part.first - 1 if part else 0
    # A paper by hand gets a number from the office that signs it.
    by_hand = not part and bool(sheet.code)
    opening: dict[str, Any] = {
        "head": paper.head(
            over=over, agency=agency, number=None if by_hand else "", place=place, day=day
        ),
        "title": TITLE.upper(),
        "scope": scope,
        "before": [sheet.part] if sheet.part else [],
        "laws": _laws(),
    }
    with TemporaryFile() as waiting:
        pages: list[int] = []
        last: dict[str, Any] = {}
        # Twice: a page says of how many it is one.
        for piece in _pieces(entries):
            if last:
                pages.append(_measured(sheet, waiting, last))
            last = opening | {"groups": _groups(piece, agencies, count)}
            opening = dict.fromkeys(opening)
            count += len(piece)
            if reached is not None and piece:
                reached(count)
        last = last | {
            "after": [f"{_count(before, count, part)} {_MEANING}", *([_AUTOMATIC] if part else [])],
            "signature": (
                paper.signature(left=[_FROM], title="Thủ trưởng cơ quan", name="")
                if by_hand
                else None
            ),
        }
        if not pages:
            return _set(sheet, last)
        pages.append(_measured(sheet, waiting, last))
        waiting.seek(0)
        with Joined() as whole:
            for nth in range(len(pages)):
                numbered = {"first": sum(pages[:nth]) + 1, "pages": sum(pages)}
                whole.add(_set(sheet, pickle.load(waiting), **numbered))  # noqa: S301 - ours
            return whole.finish()


def _set(sheet: Paper, data: dict[str, Any], **numbered: int) -> bytes:
    whole = {"after": [], "signature": None, "headings": _HEADINGS, **data}
    apart = sum(len(group["rows"]) for group in data["groups"]) > _AT_HAND
    return typeset(_TEMPLATE, {"sheet": paper.sheet(sheet, **numbered), **whole}, apart=apart)


def _measured(sheet: Paper, waiting, data: dict[str, Any]) -> int:
    """How many pages `data` takes, which is put by."""
    pickle.dump(data, waiting)
    return pages_in(_set(sheet, data))


def _pieces(entries: Iterable[PaperListing]) -> Iterator[list[PaperListing]]:
    """At least one, so that an empty list is a paper too."""
    rest = iter(entries)
    yield list(islice(rest, _PIECE))
    yield from iter(partial(_next, rest), [])


def _next(entries: Iterator[PaperListing]) -> list[PaperListing]:
    return list(islice(entries, _PIECE))


def _laws() -> list[dict[str, Any]]:
    """The grounds of each law with their letters, newest law first."""
    return [
        {
            "name": f"{_capital(law.article[0])}",
            "grounds": [
                {"letter": f"Điểm {row.letter}", "text": row.full[0]}
                for row in grounds.GROUNDS
                if row.scheme == scheme
            ],
        }
        for scheme, law in grounds.LAWS.items()
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(before: int, last: int, part: Part | None) -> str:
    if part is None or part.of == 1:
        return f"Danh sách này có {words.number(last)} trường hợp."
    first = words.number(before + 1)
    return (
        f"Phần này có {words.number(last - before)} trường hợp, số thứ tự từ {first} đến"
        f" {words.number(last)}; toàn bộ danh sách có {words.number(part.total)} trường hợp trong"
        f" {part.of} phần."
    )


def _groups(
    piece: list[PaperListing], agencies: Mapping[str, str], place: int
) -> list[dict[str, Any]]:
    """The rows by agency; `place` stand before them."""
    numbered = enumerate(piece, start=place + 1)
    return [
        {
            "name": agencies.get(key, key),
            "rows": [_row(nth, entry, agencies) for nth, entry in group],
        }
        for key, group in groupby(numbered, key=lambda each: each[1].agency)
    ]


def _row(place: int, entry: PaperListing, agencies: Mapping[str, str]) -> dict[str, Any]:
    decision = entry.no_conditions_decision_number
    decided = _dated(entry.no_conditions_decision_date)
    issuer = issuer_key(entry.agency, entry.no_conditions_decision_date)
    if decision is not None and issuer != entry.agency:
        # Kept under one that had ended by then.
        decided += f" của {agencies.get(issuer, issuer)}"
    point, reason = entry.reason_in_short
    return {
        "place": words.number(place),
        "name": in_one_piece(entry.debtor_name, _NAME, _SIZE, bold=True),
        "address": entry.debtor_address,
        "judgment": in_one_piece(entry.judgment_number, _NUMBER, _SIZE),
        "judged": f"{_dated(entry.judgment_date)} của {entry.judgment_body}".strip(),
        "enforcement": in_one_piece(entry.enforcement_decision_number, _NUMBER, _SIZE),
        "enforced": _dated(entry.enforcement_decision_date),
        "obligation": entry.obligation,
        "ground": point,
        "reason": reason,
        "decision": None if decision is None else in_one_piece(decision, _NUMBER, _SIZE),
        "decided": decided,
        "long": len(entry.obligation) + len(entry.ground_text or "") > _LONG,
    }


def _dated(day: date | None) -> str:
    return f"ngày {words.day(day)}" if day else ""
