"""Judgments and decisions out of one cell: number, day and body, in whatever order.

Pure text; all patterns are linear, and the text is bounded before any of them.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.importing.spreadsheet.values import find_day

import itertools
import re


#: Longer text names no single document.
MAX_ACT_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Act:
    """A judgment or decision: its number, day and body, as far as the cell says them."""

    number: str = ""
    day: date | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """`act` is the first of the cell. `others`: further ones. `numbers`: the number in two
    readings, where letters stand before it ("Bản án HNGĐ-ST số 15/2024"). `no_day`: a month or
    a year stands where a day should."""

    act: Act
    others: tuple[Act, ...] = ()
    numbers: tuple[str, ...] = ()
    no_day: bool = False


#: 15/2024/DS-ST, 210/QĐ-CCTHADS, 05/HSST, 12-QĐ/THA; not 05/03/2024.
_ACT_NUMBER = re.compile(
    r"(?<![\w/])\d{1,6}[A-Za-z]?(?: ?[/-] ?\d{2,4}(?!\d))?"
    r"(?: ?[/-] ?(?!(?:TAND|TAQS|TA|[Tt][òo]a|TÒA|[Tt]oà|TOÀ|[Cc]hi cục|[Cc]ục|[Vv]iện|[Hh]ội|ngày|[Nn]gày)\b)[^\W\d_][\w.&]{0,30}){1,6}"
    r"(?: ?[/-] ?\d{4}(?![\d/]))?"
    r"|(?<![\w/])\d{1,6}[A-Za-z]? ?/ ?\d{4}(?![\d/])"
)
_PLAIN_NUMBER = re.compile(r"(?:\bsố ?:? ?|^)(\d{1,6}[A-Za-z]?)(?![\w/.])", re.IGNORECASE)
_SEPARATORS = re.compile(r" ?([/–-]) ?")
#: Letters of a kind of judgment that stand before its number.
_KIND_FIRST = re.compile(
    r"(?:bản án|quyết định|ba|qđ)[ :]{0,2}((?:QĐST|QĐPT|HNGĐ|HN|DS|HS|HC|KDTM|LĐ|KT|PS)(?:[-–/ ]?(?:ST|PT|HNGĐ|DS|KDTM|LĐ|GĐT))?)[ ,]{1,2}số",
    re.IGNORECASE,
)
_COURT = re.compile(
    r"(?<![^\W_])(?:TAND|TAQS|T\.?A\.?N\.?D|t[òo]a[ ]?án|toà[ ]?án|t[òo]à?[ ]án|TA(?= (?:huyện|tỉnh|quận|tp|thành|thị|nhân))"
    r"|tòa(?= (?:kinh tế|dân sự|hình sự|phúc thẩm))|hội đồng|trung tâm trọng tài|trọng tài|VIAC|chi cục|cục|phòng|viện|ủy ban|uỷ ban|UBND|sở)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_BODY_ENDS = re.compile(
    r"[;\n]|[,.(–] ?(?=(?:bản án|quyết định|ba|qđ|số|ngày|ngay|ra|về việc|v/v)(?![^\W_]))|\bsố ?:? ?(?=\d)|(?<![^\W_])ngày(?= ?\d)|\((?=[ ]?ngày)|(?<![^\W_])(?:bản án|về việc|v/v)(?![^\W_])",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"(?<![^\W_])(?:bản án|quyết định|ba|qđ|qđ tha|qđtha|qđ ccđk|số|so|no|ngày|của|do|bởi|cơ quan|ban hành|ra|ký|năm|tháng"
    r"|dân sự|hình sự|hành chính|kinh doanh thương mại|lao động|hôn nhân|gia đình|và|sơ thẩm|phúc thẩm|công nhận|sự thỏa thuận|sự thoả thuận|các đương sự"
    r"|thi hành án|tha|ccđk|về việc|v/v|chưa có điều kiện|theo|đơn yêu cầu|chủ động|tại|là)(?![^\W_])",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(r"(?:tháng ?\d{1,2} ?(?:/|năm) ?\d{4})", re.IGNORECASE)


def read_acts(text: str) -> Acts:
    """The documents that a cell names. ValueError if a day in it cannot be one, or it is too long."""
    if len(text) > MAX_ACT_TEXT:
        raise ValueError(text[:40])
    text = re.sub(r"[^\S\n]+", " ", text).strip()
    pieces = _pieces(text)
    first = split_act(pieces[0])
    kind = _KIND_FIRST.search(pieces[0])
    numbers: tuple[str, ...] = ()
    if kind is not None and first.number and not re.search(r"[^\W\d_]", first.number):
        letters = kind[1].upper().replace(" ", "-")
        numbers = (f"{first.number}/{letters}", first.number)
    others = tuple(split_act(piece) for piece in pieces[1:])
    no_day = first.day is None and bool(_MONTH_ONLY.search(pieces[0]))
    return Acts(first, others, numbers, no_day)


def _numbers(text: str) -> list[re.Match[str]]:
    return [match for match in _ACT_NUMBER.finditer(text) if re.search(r"[^\W\d_]", match[0])]


def _pieces(text: str) -> list[str]:
    """One piece for each full number; one number alone keeps the whole text."""
    found = _numbers(text)
    if len(found) < 2:
        return [text]
    cuts = [0]
    for match in found[1:6]:
        cut = max(text.rfind(sign, cuts[-1], match.start()) for sign in ";\n,")
        word = text.lower().rfind(" và ", cuts[-1], match.start())
        cut = max(cut, word)
        label = text.lower().rfind("bản án", cuts[-1] + 1, match.start())
        cut = label if label > 0 else (cut if cut > cuts[-1] else match.start())
        cuts.append(cut)
    cuts.append(len(text))
    return [text[start:end].strip(" ;,\n") for start, end in itertools.pairwise(cuts)]


def split_act(text: str) -> Act:
    """ "15/2024/DS-ST; 05/03/2024; TAND huyện Hòa An" in its parts, in this order or another.

    ValueError if its day cannot be one.
    """
    text = re.sub(r"[^\S\n]+", " ", text[:MAX_ACT_TEXT]).strip()
    found = find_day(text)
    day = None
    rest = text
    if found is not None:
        day, start, end = found
        rest = f"{text[:start]};{text[end:]}"
    match = _ACT_NUMBER.search(rest)
    if match is not None:
        number = _SEPARATORS.sub(r"\1", match[0]).strip(" .-/")
        rest = f"{rest[: match.start()]};{rest[match.end() :]}"
    else:
        match = _PLAIN_NUMBER.search(rest)
        number = match[1] if match else ""
        if match is not None:
            rest = f"{rest[: match.start()]};{rest[match.end() :]}"
    return Act(number, day, _body(rest))


#: Led to the day or the next document, which are taken out by now.
_LEFT_OVER = re.compile(
    r"(?: ?[,;.:(–-])* (?:ngày|và|cùng|theo|ra ngày)[ ,;.:(–-]*$", re.IGNORECASE
)


def _body(text: str) -> str:
    match = _COURT.search(text)
    if match is not None:
        tail = text[match.start() :]
        end = _BODY_ENDS.search(tail, match.end() - match.start())
        tail = tail[: end.start()] if end else tail
        return _LEFT_OVER.sub("", re.sub(r"\s+", " ", tail)).strip(" ,;.-–:()")
    parts = []
    for part in re.split(r"[;\n]|,(?=\s)", text):
        kept = _trimmed(part)
        if kept and _NOISE.sub(" ", kept).strip(" ,;.-–:()/") != "":
            parts.append(kept)
    return ", ".join(parts)


def _trimmed(part: str) -> str:
    """Without the words that only lead to a body."""
    part = part.strip(" ,;.-–:()|")
    for _round in range(8):
        match = _NOISE.match(part)
        if match is None or not match.end():
            break
        part = part[match.end() :].strip(" ,;.-–:()|")
    return part
