"""The sheet of an official paper: the State's head, page numbers, the code to check it by.

Each page carries the verification code and its QR code, since pages get separated. A paper is
tagged (PDF/UA-1) and fit for the archive (PDF/A-2a); ``typesetting`` sets it.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from io import BytesIO
from thads_portal.domain import words
from thads_portal.opendata.pdf.typesetting import typeset
from typing import Any

import segno


_AUTHOR = "Cổng thông tin điện tử Thi hành án dân sự"
_QR_SAYS = "Mã QR dẫn tới trang xác minh văn bản này"


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

    @property
    def line(self) -> str:
        """What stands at the foot of every page."""
        made = f"{words.time(self.made)} ngày {words.day(self.made)}"
        what = f"Mã xác minh {self.code}" if self.code else "Bản in kết quả tra cứu"
        return " · ".join(filter(None, (what, f"lập lúc {made}", self.part)))


def build(template: str, paper: Paper, data: Mapping[str, Any]) -> bytes:
    """The PDF of a paper that is set in one go; `data` is what its template asks for."""
    return typeset(template, {"sheet": sheet(paper), **data})


def sheet(paper: Paper, *, first: int = 1, pages: int = 0) -> dict[str, Any]:
    """What ``sheet.typ`` asks for; `first` is the number of the first page, `pages` how many the
    whole paper has, 0 if these are all of them.
    """
    made = paper.made.astimezone(words.VIETNAM)
    return {
        "title": paper.title,
        "author": _AUTHOR,
        "code": paper.code,
        "line": paper.line,
        "check": paper.check,
        "date": [made.year, made.month, made.day],
        "wide": paper.wide,
        "first": first,
        "pages": pages,
        "qr": _qr(paper.check) if "://" in paper.check else "",
        "qr_says": _QR_SAYS,
    }


def _qr(address: str) -> str:
    """Drawn as squares: sharp at any size."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def head(
    *, over: str, agency: str, number: str | None, place: str, day: date
) -> dict[str, str | None]:
    """The head of a State paper: who issues it, the country's name and motto, place and day.

    `over` is the body above the agency. Without `number` its line is left to be filled in; an empty
    one has no line: nobody numbers that paper.
    """
    return {
        "over": over.upper(),
        "agency": agency.upper(),
        "number": "........./........." if number is None else number or None,
        "place": f"{place}, {words.day_in_words(day)}",
    }


def signature(*, left: Sequence[str], title: str, name: str) -> dict[str, Any]:
    """The foot of a paper: who receives it, and who signs it."""
    return {"left": list(left), "title": title.upper(), "name": name}
