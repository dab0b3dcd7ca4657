"""Words of a heading that belong together stay on one line where there is room for them.

Vietnamese is written with a blank between syllables, and a browser breaks a line at any of them:
"Cổng thông tin điện / tử". A compound stands in a part of its own, which is broken only where it
is wider than the line, as with very large letters on a small screen.
"""

import re


#: Terms of law and names of bodies that headings have; the longest first, where one begins another.
COMPOUNDS = (
    "Cổng thông tin điện tử",
    "Thi hành án dân sự",
    "Tòa án nhân dân",
    "Ủy ban nhân dân",
    "Viện kiểm sát nhân dân",
    "số định danh cá nhân",
    "khả năng tiếp cận",
    "Cổng toàn quốc",
    "danh sách công khai",
    "điều kiện thi hành",
    "quyền riêng tư",
    "dữ liệu mở",
    "đề nghị",
    "trực tuyến",
    "khiếu nại",
    "nội dung",
    "tố cáo",
    "yêu cầu",
    "thi hành án",
)
_HEADING = re.compile(r"(<h[1-3]\b[^>]*>)(.*?)(?=</h[1-3]>)", re.DOTALL)
#: With the signs that may not begin a line, or end one, beside it.
_COMPOUND = re.compile(rf"[“‘(]?(?<!\w)(?:{'|'.join(COMPOUNDS)})(?!\w)[”’),.:;!?…]*", re.IGNORECASE)
_TAG = re.compile(r"(<[^>]*>)")
_BOUND = '<span class="bound">'


def bound(page: str) -> str:
    """`page`, HTML, with the compounds of its headings bound."""
    return _HEADING.sub(_heading, page)


def _heading(found: re.Match[str]) -> str:
    opening, text = found.groups()
    if _BOUND in text or " " not in text:
        return found[0]
    parts = _TAG.split(text)
    # Every other one is a tag.
    parts[::2] = [_COMPOUND.sub(_whole, part) for part in parts[::2]]
    return opening + "".join(parts)


def _whole(found: re.Match[str]) -> str:
    return f"{_BOUND}{found[0]}</span>"
