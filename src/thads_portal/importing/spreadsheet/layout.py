"""What the rows of a sheet are that are no debtors: titles, sections, totals, signatures.

Pure text. What a row is decides whether anybody is published because of it, so each rule
is narrow, and what none fits is left to be a row of the list, where it is asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.domain.person_names import looks_like_person
from thads_portal.importing.spreadsheet.acts import split_act
from thads_portal.importing.spreadsheet.headings import folded
from thads_portal.importing.spreadsheet.people import is_organisation

import re


#: Longer lines are not looked at.
MAX_LINE = 400
_TOTAL = re.compile(
    r"^[\s(]*(?:tổng(?! hợp)|cộng(?! ty| hòa| hoà)|luỹ kế|lũy kế|tong cong|tong so|cong\b(?! ty| hoa))(?![^\W\d_])",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(nguoi lap\b|lap (bang|bieu)|can bo lap|ky (va )?ghi ro|ky ten|ky va dong dau|noi nhan|noi gui"
    r"|thu truong( don vi| co quan)?$|(kt |tuq |q )?(pho )?(chi cuc|cuc) truong\b.{0,20}$|pho (chi cuc|cuc) truong|kt (chi )?(cuc|thu)|truong phong\b|ke toan\b"
    r"|chap hanh vien$|tham tra vien$|thu ky$|xac nhan cua|nguoi (kiem tra|bao cao|thong ke|ky)$|luu vt|da ky$|dong dau$)"
)
_PLACE_AND_DAY = re.compile(r"^(.{0,40} )?ngay \S{1,6} thang \S{1,6} nam \S{0,6}$")
_HEAD = re.compile(
    r"\b(chi cuc truong|cuc truong|thu truong|truong phong thi hanh an|truong phong thads)\b"
)
_SECTION = re.compile(
    r"^(?:[ivx]{1,5}|[a-h]|\d{1,2})?\s?(?:chi cuc|cuc|phong|cac chi cuc|don vi|chap hanh vien|chv|can bo|dia ban|cac xa|xa|phuong|thi tran|tt"
    r"|huyen|thi xa|thanh pho|tp|quan|cum|danh sach|phan|muc|loai|an|viec|cac viec|nhom|khu vuc|tong hop|thang|quy|nam|ca nhan|to chuc|doanh nghiep|theo|truong hop|cac truong hop|nguoi phai)\b"
)
_ROMAN = re.compile(r"^\s*(?:[IVX]{1,5}|[A-H])\s*[.)/:-]?\s*$|^\s*(?:[IVX]{1,5}|[A-H])\s?[.)/:-]\s")
_OFFICER = re.compile(
    r"^(?:\W|[IVXivx\d.)]{1,5}\s)*(?:chấp hành viên|chv|cán bộ(?: thụ lý)?)(?![^\W\d_])\s?(?:thụ lý)?\s?[:.\-–]?\s?(?:ông|bà|đ/c|đồng chí)?\s?:?\s?(.{2,60})$",
    re.IGNORECASE,
)
_COMMUNE = re.compile(
    r"^(?:\W|(?:[IVXivx]{1,5}|\d{1,2}|[a-hA-H])[.)/:-]?\s)*(?:địa bàn\s)?((?:xã|phường|thị trấn|tt)(?![^\W\d_])\.?\s.{2,60})$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"cham dut|thoi (dang|cong khai)|ngung (dang|cong khai)|go (bo|xuong|ten)|xoa (ten|khoi)|rut (ten|khoi)|loai khoi|dua ra khoi"
    r"|da (thi hanh|tha) xong|da co dieu kien|dinh chi|ket thuc (thi hanh|cong khai)|tiep tuc thi hanh|thu hoi quyet dinh"
)
_DONE = re.compile(
    r"\b(da (thi hanh|tha|nop|thanh toan|tra)( \w+)? ?(xong|het|du|day du)|(thi hanh|tha|nop) xong|xong\b|dinh chi|uy thac|chuyen (ho so|viec|uy thac|(ve|den|cho|qua|sang) (chi cuc|cuc|co quan|phong|tha))"
    r"|cham dut|thu hoi (qd|quyet dinh)|(da )?rut don|mien (thi hanh|tha)|da co dieu kien|du dieu kien|tiep tuc thi hanh|xoa (so|ten)|khong dang|khong cong khai|bo khoi|ket thuc)"
)
_MAYBE_DONE = re.compile(
    r"\b(da nop|da tra|da thanh toan|nop \d|tra \d|con lai|da chet|chet|hoan (thi hanh|tha)|^hoan\b|tam (dinh chi|ngung)|trung\b|kiem tra lai|xem lai|sai\b|nham|giam \d|duoc giam)"
)
#: In the column of reasons, where "chuyển đi nơi khác" is one.
_OVER = re.compile(
    r"\b(thi hanh xong|tha xong|nop xong|dinh chi|cham dut|da co dieu kien|du dieu kien)\b"
)
#: What is done is not all of it.
_IN_PART = re.compile(
    r"\b(mot phan|phan an phi|phan con lai|con lai|con phai|chua xong|rieng phan)\b"
)
_NOT = re.compile(r"\b(chua|khong)( \w+)?$")


@dataclass(frozen=True, slots=True)
class Section:
    """What a line above rows says of them. `word`: agency, officer, commune, ending, list, other."""

    word: str
    text: str = ""


def is_total(texts: Sequence[str]) -> bool:
    return any(_TOTAL.match(text[:60]) for text in texts)


def is_signature(text: str) -> bool:
    """Whether the text belongs below a list: who made it, who signs, where and when."""
    if len(text) > 120:
        return False
    said = folded(text)
    return bool(_SIGNATURE.match(said) or _PLACE_AND_DAY.match(said))


def is_head(text: str) -> bool:
    """The title above the signature of the head of the agency."""
    return len(text) <= 120 and bool(_HEAD.search(folded(text)))


def is_section(number: str, text: str) -> bool:
    """Whether a line with this text, and this in the column of numbers, heads a section."""
    if len(text) > MAX_LINE:
        return True
    if _ROMAN.match(number) or _ROMAN.match(text):
        return True
    if looks_like_person(text) or is_organisation(text):
        return False
    return bool(_SECTION.match(folded(text)) or _OFFICER.match(text) or _COMMUNE.match(text))


def section_of(text: str) -> Section:
    """What a section line says of the rows under it."""
    text = text[:MAX_LINE].strip()
    said = folded(text)
    if _ENDING.search(said) and "chua co dieu kien de" not in said:
        return Section("ending", text)
    if "danh sach" in said:
        return Section("list", text)
    match = _OFFICER.match(text)
    if match is not None:
        return Section("officer", match[1].strip(" :.-–"))
    match = _COMMUNE.match(text)
    if match is not None:
        return Section("commune", match[1].strip(" :.-–"))
    return Section("other", text)


def is_ending_title(text: str) -> bool:
    """Whether a title says that its list is of publications to be ended."""
    said = folded(text[:MAX_LINE])
    return bool(_ENDING.search(said)) and ("danh sach" in said or said[:2] in _LETTERED)


_LETTERED = frozenset({"b ", "ii", "c ", "2 ", "iv", "3 "})


def is_ending_heading(heading: str) -> bool:
    """A column like "Lý do chấm dứt" belongs to such a list."""
    return bool(
        re.search(
            r"\b(ly do|ngay|qd|quyet dinh|so) .{0,20}(cham dut|dinh chi)\b", folded(heading[:200])
        )
    )


def done(text: str, *, reason: bool = False) -> str:
    """ "done" if a note says that a case is over or elsewhere, "maybe" if it may, else "".

    `reason`: the text is from the column of reasons.
    """
    said = folded(text[:MAX_LINE])
    patterns = ((_OVER, "done"),) if reason else ((_DONE, "done"), (_MAYBE_DONE, "maybe"))
    for pattern, word in patterns:
        for match in pattern.finditer(said):
            if not _NOT.search(said[: match.start()].strip()[-24:]):
                return "maybe" if _IN_PART.search(said) else word
    return ""


@dataclass(frozen=True, slots=True)
class TitleDecision:
    """The decision that a title names for the whole list; `sure`: it says which kind it is."""

    number: str
    day: str
    text: str
    sure: bool


def decision_in(title: Sequence[str]) -> TitleDecision | None:
    """The no-conditions decision that stands in the lines above a list."""
    for line in title:
        text = line[:MAX_LINE]
        lower = text.lower()
        if "quyết định" not in lower and "qđ" not in lower:
            continue
        start = re.search(r"quyết định|qđ(?![^\W\d_])", text, re.IGNORECASE)
        try:
            act = split_act(text[start.start() if start else 0 :])
        except ValueError:
            continue
        if not act.number or act.day is None or not re.search(r"[^\W\d_]", act.number):
            continue
        said = folded(text)
        sure = bool(re.search(r"(chua|khong) co dieu kien|\bccdk\b|\bcdk\b", said))
        return TitleDecision(act.number, act.day.isoformat(), text, sure)
    return None
