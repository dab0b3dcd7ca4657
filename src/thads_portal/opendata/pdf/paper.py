"""The sheet of an official paper: the State's head, page numbers, the code to check it by.

Each page carries the verification code, since pages get separated; the first carries
its QR code as well.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from io import BytesIO
from itertools import islice
from reportlab.lib.pagesizes import A4
from reportlab.lib.pagesizes import landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ActionFlowable
from reportlab.platypus import BaseDocTemplate
from reportlab.platypus import Flowable
from reportlab.platypus import Frame
from reportlab.platypus import NextPageTemplate
from reportlab.platypus import PageTemplate
from reportlab.platypus import Paragraph
from reportlab.platypus import Table
from thads_portal.domain import words
from thads_portal.opendata.pdf.typography import FAMILY
from thads_portal.opendata.pdf.typography import ITALIC
from thads_portal.opendata.pdf.typography import paragraph
from thads_portal.opendata.pdf.typography import ready
from thads_portal.opendata.pdf.typography import text
from typing import Any

import segno


#: Margins of a State paper: 30 mm to the left, for the binding; 20 mm above and below.
_LEFT, _RIGHT, _ABOVE, _BELOW = 30 * mm, 18 * mm, 20 * mm, 22 * mm
_QR = 20 * mm
_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What all pages of a paper share.

    `code` is what it is checked by and `check` the address that does so; a print-out that
    nobody issued has no code, and `check` is where its content stands. `made` is aware.
    Only a whole address becomes a QR code: a path leads a telephone nowhere.
    """

    title: str
    code: str
    check: str
    made: datetime
    wide: bool = False
    #: Which part of a paper in several ones, in words; stands on every page.
    part: str = ""


def build(paper: Paper, story: Iterable[Flowable], *, heading: Table | None = None) -> bytes:
    """The PDF of `story`, which is taken piece by piece: a long paper never lies in memory whole.

    `heading` stands above the text of every page but the first.
    """
    ready()
    out = BytesIO()
    size = landscape(A4) if paper.wide else A4
    left = 20 * mm if paper.wide else _LEFT
    document = BaseDocTemplate(
        out,
        pagesize=size,
        title=paper.title,
        author="Cổng thông tin điện tử Thi hành án dân sự",
        subject=paper.code,
        creator="THADS",
        lang="vi-VN",
        # The same content gives the same bytes, whatever the clock says.
        invariant=1,
    )
    width, top = size[0] - left - _RIGHT, size[1] - _ABOVE
    heading_height = heading.wrap(width, top)[1] if heading is not None else 0.0

    def first(canvas: Canvas, template: BaseDocTemplate) -> None:
        if "://" in paper.check:
            _qr(canvas, paper.check, size[0] - _RIGHT - _QR, 5 * mm)

    def later(canvas: Canvas, template: BaseDocTemplate) -> None:
        if heading is not None:
            heading.drawOn(canvas, left, top - heading_height)

    document.addPageTemplates(
        [
            PageTemplate(
                "first",
                [_frame(left, _QR + 8 * mm, width, top)],
                onPage=first,
                pagesize=size,
            ),
            PageTemplate(
                "later",
                [_frame(left, _BELOW, width, top - heading_height)],
                onPage=later,
                pagesize=size,
            ),
        ]
    )
    pieces: list[Flowable] = [NextPageTemplate("later")]
    pieces.append(_More(pieces, iter(story)))
    document.build(pieces, canvasmaker=_numbered(paper, left=left, width=size[0]))
    return out.getvalue()


def _frame(left: float, bottom: float, width: float, top: float) -> Frame:
    return Frame(
        *(left, bottom, width, top - bottom),
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )


class _More(ActionFlowable):
    """Stands at the end of the pieces at hand and fetches more when it is reached."""

    _AT_ONCE = 20

    def __init__(self, pieces: list[Flowable], story: Iterator[Flowable]):
        super().__init__()
        self._pieces = pieces
        self._story = story

    def apply(self, doc) -> None:
        more = list(islice(self._story, self._AT_ONCE))
        if more:
            self._pieces.extend([*more, self])


def _numbered(paper: Paper, *, left: float, width: float):
    """A canvas that knows the number of all pages before it writes the first."""
    made = f"{words.time(paper.made)} ngày {words.day(paper.made)}"
    what = f"Mã xác minh {paper.code}" if paper.code else "Bản in kết quả tra cứu"
    line = " · ".join(filter(None, (what, f"lập lúc {made}", paper.part)))

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict] = []

        def showPage(self):
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self):
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                self.setFont(FAMILY, 9)
                self.drawString(left, 13 * mm, line)
                self.setFont(ITALIC, 9)
                self.drawString(left, 9 * mm, paper.check)
                self.setFont(FAMILY, 9)
                end = width - _RIGHT - (_QR + 4 * mm if number == 1 else 0)
                self.drawRightString(end, 13 * mm, f"Trang {number}/{len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered


def _qr(canvas: Canvas, address: str, x: float, y: float) -> None:
    """Drawn as squares: sharp at any size, no picture to embed."""
    matrix = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = _QR / len(matrix)
    canvas.saveState()
    for down, row in enumerate(matrix):
        for across, dark in enumerate(row):
            if dark:
                # A hair larger, so that no white line shows between two squares.
                place = x + across * side, y + _QR - (down + 1) * side
                canvas.rect(*place, side + 0.05, side + 0.05, stroke=0, fill=1)
    canvas.restoreState()


def head(
    *, over: str, agency: str, number: str | None, place: str, day: date, wide: bool
) -> list[Flowable]:
    """The head of a State paper: who issues it, the country's name and motto, place and day.

    `over` is the body above the agency. Without `number` its line is left to be filled in; an empty
    one has no line: nobody numbers that paper.
    """
    left = [
        paragraph(text(over.upper()), "head"),
        paragraph(f"<u>{text(agency.upper())}</u>", "head_bold"),
    ]
    if number != "":
        left.append(
            paragraph(f"Số: {text(number)}" if number else "Số: ........./.........", "head")
        )
    right = [
        paragraph(_MOTTO[0], "head_bold"),
        paragraph(f"<u>{_MOTTO[1]}</u>", "head_bold"),
        paragraph(f"<i>{text(place)}, {words.day_in_words(day)}</i>", "head"),
    ]
    widths = [110 * mm, 146 * mm] if wide else [76 * mm, 86 * mm]
    table = Table([[left, right]], colWidths=widths)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return [table]


def signature(*, left: Sequence[Paragraph], title: str, name: str, wide: bool) -> Table:
    """The foot of a paper: who receives it, and who signs it."""
    right = [
        paragraph(f"<b>{text(title.upper())}</b>", "centre"),
        paragraph("<i>(Ký, ghi rõ họ tên, đóng dấu)</i>", "centre"),
        *[paragraph("&nbsp;", "centre")] * 3,
        paragraph(f"<b>{text(name)}</b>" if name else "&nbsp;", "centre"),
    ]
    widths = [150 * mm, 106 * mm] if wide else [82 * mm, 80 * mm]
    table = Table([[list(left), right]], colWidths=widths)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return table
