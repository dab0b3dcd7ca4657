"""Takes cells apart that hold several things: "số; ngày; cơ quan", a name with an alias or birth.

Pure text. What is taken out of a name because it must not be public (a date of birth, a
personal number) is given back apart, so that it can be kept where it belongs.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.importing.spreadsheet.values import find_day

import re


@dataclass(frozen=True, slots=True)
class Act:
    """A judgment or decision: its number, day and body, as far as the cell says them."""

    number: str = ""
    day: date | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A name cell. `name` keeps its alias; `birth_year_only` was said and cannot be kept."""

    name: str
    alias: str = ""
    birth: date | None = None
    birth_year_only: bool = False
    personal_id: str = ""
    address: str = ""


#: 15/2024/DS-ST, 210/QĐ-CCTHADS, 05 / HSST, 12-QĐ/THA; not 05/03/2024.
_ACT_NUMBER = re.compile(
    r"\d+[A-Za-z]?(?:\s?[/-]\s?\d{2,4})?(?:\s?[/-]\s?[^\W\d_][\w.&]*(?:\s?[-–/.]\s?[^\W_][\w.&]*)*)+"
    r"|\d+\s?/\s?\d{4}(?![\d/])"
)
_PLAIN_NUMBER = re.compile(r"(?:\bsố\s*:?\s*|^)(\d+[A-Za-z]?)\b", re.IGNORECASE)
_BEFORE_BODY = re.compile(
    r"^(?:[\s,;:.\-–|]|\b(?:ngày|của|do|bởi|cơ quan(?= ban| ra| *:)|ban hành|ra|tại|toà|ký)\b(?=\s*(?:[:;,]|$|của|do|tòa|toà|cơ|chi|cục))|\b(?:của|do|bởi)\b)+",
    re.IGNORECASE,
)
_KINDS_BEFORE = re.compile(
    r"^(?:bản án|quyết định|ba|qđ)(?:\s+(?:dân sự|hình sự|hành chính|kinh doanh thương mại|sơ thẩm|phúc thẩm"
    r"|công nhận[^,;]*|thi hành án|ccđk|về việc[^,;]*))*(?:\s+số)?\s*[:.]?\s*$",
    re.IGNORECASE,
)


def split_act(text: str) -> Act:
    """ "15/2024/DS-ST; 05/03/2024; TAND huyện Hòa An" in its parts, in this order or another.

    ValueError if its day cannot be one.
    """
    found = find_day(text)
    day = None
    rest = text
    if found is not None:
        day, start, end = found
        rest = f"{text[:start]};{text[end:]}"
    match = _ACT_NUMBER.search(rest)
    if match is not None:
        number = re.sub(r"\s*([/–-])\s*", r"\1", match[0]).strip(" .-/")
        before, behind = rest[: match.start()], rest[match.end() :]
    else:
        match = _PLAIN_NUMBER.search(rest)
        if match is None:
            return Act("", day, _body(rest))
        number, before, behind = match[1], rest[: match.start()], rest[match.end() :]
    before = before.strip(" ;,.\n")
    if _KINDS_BEFORE.match(before) or before.lower() in ("số", "so", "no", "ngày", "quyết định số"):
        before = ""
    return Act(number, day, _body(f"{before};{behind}"))


def _body(text: str) -> str:
    parts = []
    for part in re.split(r"[;\n]|,(?=\s)", text):
        part = _BEFORE_BODY.sub("", part).strip(" ,;.-–:")
        if part and part.lower() not in ("ngày", "số", "của", "tháng", "năm"):
            parts.append(part)
    return ", ".join(parts)


_BIRTH = re.compile(
    r"[\s,;(\-–]*\b(?:sinh\s*(?:năm|ngày)?|s\.?n\.?|năm\s+sinh|ngày\s+sinh)\s*[:.]?\s*"
    r"(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|(?:19|20)\d\d)\s*\)?",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"[\s,;(\-–]*\b(?:số\s+)?(?:cccd|cmnd|cmtnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân)?"
    r"|số định danh(?: cá nhân)?|đddd|mst|mã số(?: thuế| doanh nghiệp)?)\s*(?:số)?\s*[:.]?\s*"
    r"([\d][\d .\-]{7,16}\d)\s*\)?",
    re.IGNORECASE,
)
_ALIAS = re.compile(
    r"[\s,;(\-–/]*\b(?:tức|hay còn gọi là|hay còn gọi|còn gọi là|còn gọi|tên gọi khác|tên thường gọi|tên khác"
    r"|bí danh)\b\s*(?:là)?\s*[:.]?\s*([^),;\n]+)\)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\s,;.\-–]*\b(?:địa chỉ|đ/c|đc|đ\.c|nơi ở|nơi cư trú|trú tại|cư trú tại|hktt|trụ sở)\b\s*(?:tại)?\s*[:.]?\s*",
    re.IGNORECASE,
)


def split_person(text: str) -> Person:
    """A name cell: birth and personal number taken out, the alias noted and left in the name."""
    birth = None
    year_only = False
    match = _BIRTH.search(text)
    if match is not None:
        try:
            found = find_day(match[1])
            birth = found[0] if found else None
        except ValueError:
            birth = None
        year_only = birth is None
        text = f"{text[: match.start()]} {text[match.end() :]}"
    personal = ""
    match = _PERSONAL.search(text)
    if match is not None:
        personal = re.sub(r"[ .]", "", match[1])
        text = f"{text[: match.start()]} {text[match.end() :]}"
    alias = _ALIAS.search(text)
    name = re.sub(r"\s+", " ", text).strip(" ,;-–.")
    name = re.sub(r"^(?:\d+[.)]\s*|(?:ông|bà|anh|chị)\s*[:/]?\s+)", "", name, flags=re.IGNORECASE)
    return Person(
        name=name,
        alias=re.sub(r"\s+", " ", alias[1]).strip(" .") if alias else "",
        birth=birth,
        birth_year_only=year_only,
        personal_id=personal,
    )


def split_name_and_address(text: str) -> Person:
    """A cell with the name first and the address behind a line break, "địa chỉ", ; or a comma."""
    match = _ADDRESS.search(text)
    if match is not None:
        name, address = text[: match.start()], text[match.end() :]
    else:
        for sign in ("\n", ";", " - ", " – ", ","):
            name, found, address = text.partition(sign)
            if found:
                break
    person = split_person(name)
    # Birth and number may stand in front of the address.
    behind = split_person(address) if _BIRTH.search(address) or _PERSONAL.search(address) else None
    address = behind.name if behind else re.sub(r"\s+", " ", address).strip(" ,;-–.")
    return Person(
        name=person.name,
        alias=person.alias,
        birth=person.birth or (behind.birth if behind else None),
        birth_year_only=person.birth_year_only or bool(behind and behind.birth_year_only),
        personal_id=person.personal_id or (behind.personal_id if behind else ""),
        address=address,
    )
