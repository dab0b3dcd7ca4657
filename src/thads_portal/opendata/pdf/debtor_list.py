"""The list of a province as a paper: agency by agency, by name, with the fields of the law.

Set in pieces of a few rows each: one table of 60,000 rows would be measured again for
every page.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from itertools import islice
from operator import attrgetter
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from thads_portal.domain import words
from thads_portal.opendata.pdf import paper
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.opendata.pdf.typography import paragraph
from thads_portal.opendata.pdf.typography import ready
from thads_portal.opendata.pdf.typography import text


TITLE = "Danh sách người phải thi hành án chưa có điều kiện thi hành"
_HEADINGS = (
    "STT",
    "Tên, địa chỉ của người phải thi hành án",
    "Bản án, quyết định phải thi hành",
    "Quyết định thi hành án",
    "Nghĩa vụ chưa có điều kiện thi hành",
    "Lý do chưa có điều kiện thi hành",
    "Quyết định về việc chưa có điều kiện thi hành án",
)
_WIDTHS = [12 * mm, 52 * mm, 44 * mm, 32 * mm, 50 * mm, 37 * mm, 32 * mm]
_PIECE = 10
#: A row with longer texts may not fit a page; it is the only kind that may be cut.
_LONG = 900
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
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, "#444444"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


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
    ready()
    heading = _table(
        [[paragraph(text(each), "cell_head") for each in _HEADINGS]],
        [("BACKGROUND", (0, 0), (-1, -1), "#eeeeee")],
    )

    def story() -> Iterator[Flowable]:
        # A paper by hand gets a number from the office that signs it.
        number = "" if part or not sheet.code else None
        yield from paper.head(
            over=over, agency=agency, number=number, place=place, day=day, wide=True
        )
        yield paragraph(text(TITLE.upper()), "title")
        yield paragraph(text(scope), "aside")
        if sheet.part:
            yield paragraph(f"<b>{text(sheet.part)}</b>", "aside")
        yield heading
        before = count = part.first - 1 if part else 0
        for count, piece in _tables(entries, agencies, before):
            yield piece
            if reached is not None:
                reached(count)
        yield Spacer(0, 4 * mm)
        yield paragraph(f"{_count(before, count, part)} {_MEANING}", "small")
        if part:
            yield paragraph(_AUTOMATIC, "small")
        if part or not sheet.code:
            return
        yield paper.signature(
            left=[paragraph("<i>Danh sách được lập từ Cổng thông tin điện tử THADS.</i>", "small")],
            title="Thủ trưởng cơ quan",
            name="",
            wide=True,
        )

    return paper.build(sheet, story(), heading=heading)


def _count(before: int, last: int, part: Part | None) -> str:
    if part is None or part.of == 1:
        return f"Danh sách này có {words.number(last)} trường hợp."
    first = words.number(before + 1)
    return (
        f"Phần này có {words.number(last - before)} trường hợp, số thứ tự từ {first} đến"
        f" {words.number(last)}; toàn bộ danh sách có {words.number(part.total)} trường hợp trong"
        f" {part.of} phần."
    )


def _next(entries: Iterator[PaperListing]) -> list[PaperListing]:
    return list(islice(entries, _PIECE))


def _tables(
    entries: Iterable[PaperListing], agencies: Mapping[str, str], place: int
) -> Iterator[tuple[int, Flowable]]:
    """Pieces of the table, each with the number of rows up to its end; `place` stand before."""
    for agency, group in groupby(entries, key=attrgetter("agency")):
        yield place, _group(agencies.get(agency, agency))
        for piece in iter(partial(_next, group), []):
            rows = [_row(place + nth, entry) for nth, entry in enumerate(piece, start=1)]
            place += len(piece)
            yield place, _table(rows, cut=any(map(_long, piece)))


def _long(entry: PaperListing) -> bool:
    return len(entry.obligation) + len(entry.ground_text or "") > _LONG


def _row(place: int, entry: PaperListing) -> list:
    name = f"<b>{text(entry.debtor_name)}</b><br/>{text(entry.debtor_address)}"
    return [
        paragraph(words.number(place), "cell_centre"),
        paragraph(name, "cell"),
        paragraph(text(entry.judgment), "cell"),
        paragraph(text(entry.enforcement), "cell"),
        paragraph(text(entry.obligation), "cell"),
        paragraph(text(entry.reason), "cell"),
        paragraph(text(entry.decision), "cell"),
    ]


def _table(rows: list[list], more: Sequence[tuple] = (), *, cut: bool = False) -> Table:
    return Table(rows, colWidths=_WIDTHS, style=[*_GRID, *more], splitByRow=1, splitInRow=int(cut))


def _group(name: str) -> Table:
    cell = [paragraph(f"<b>{text(name)}</b>", "cell")]
    return Table([[cell]], colWidths=[sum(_WIDTHS)], style=[*_GRID, ("NOSPLIT", (0, 0), (-1, -1))])
