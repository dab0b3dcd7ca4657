"""Takes cells apart that name people: several of them, and what stands beside a name.

Birth, personal number, people and telephone must not be public: they are cut out of name
and address and given back apart. Every pattern is linear, the text bounded before any.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.domain.address_provinces import is_province
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.person_names import is_plain_name
from thads_portal.importing.spreadsheet.headings import folded
from thads_portal.importing.spreadsheet.values import find_day

import re


#: Longer text is no cell of names.
MAX_NAMES_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Person:
    """A name cell. `name` keeps its alias. `year`: a year of birth that was said without a day.
    `doubtful_year`: a bare year that stays in the text until somebody has looked.
    `cut`: what else was taken out ("dân tộc Mông"). `address`: what the cell says of it."""

    name: str
    alias: str = ""
    birth: date | None = None
    year: str = ""
    doubtful_year: str = ""
    personal_id: str = ""
    address: str = ""
    cut: tuple[str, ...] = ()

    @property
    def birth_year_only(self) -> bool:
        return bool(self.year) and self.birth is None


BLANKS = re.compile(r"[^\S\n]+")
_SPACE = re.compile(r"\s+")
_LABELLED_BIRTH = re.compile(
    r"(?<![^\W_])(?:sinh ?(?:năm|ngày)?|s\.? ?n\.?|năm sinh|ngày sinh|ns)(?![^\W\d_]) ?[:.]? ?"
    r"(\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|(?:\d{1,2}/)?(?:19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?<![^\W_])(?:số )?(?:cccd|cmnd|cmtnd|cmt|căn cước(?: công dân)?|chứng minh(?: thư)?(?: nhân dân)?"
    r"|(?:số )?định danh(?: cá nhân)?|đddd|mst|mã số(?: thuế| doanh nghiệp)?|msdn)(?![^\W_]) ?(?:số)? ?[:.]? ?"
    r"(\d[\d .\-]{7,16}\d)",
    re.IGNORECASE,
)
_ISSUED = re.compile(r"^(?:do|ngày cấp|nơi cấp|cấp (?:ngày|tại|bởi)|cấp) ?[:]?(?= )", re.IGNORECASE)
_ALIAS = re.compile(
    r"(?<![^\W_])(?:tức|hay còn gọi là|hay còn gọi|còn gọi là|còn gọi|tên gọi khác|tên thường gọi|tên khác"
    r"|bí danh)(?![^\W_]) ?(?:là)? ?[:.]? ?([^),;\n]{1,80})",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?<![^\W_])(?:nơi ?đkhktt|đkhktt|hktt|hộ khẩu thường trú|hộ khẩu|địa chỉ(?: thường trú)?|đ/c|đc|đ\.c|nơi ở(?: hiện nay)?"
    r"|nơi cư trú|nơi thường trú|chỗ ở|trú tại|trú quán|cư trú tại|cư trú|thường trú(?: tại)?|tạm trú(?: tại)?|trụ sở(?: chính)?|ngụ tại|ngụ"
    # The last known address says so itself.
    r"|trú)(?![^\W_])(?! (?:trụ sở |nơi ở |nơi cư trú |cư trú )?cuối cùng)(?: tại)? ?[:.]?",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"^(?:xóm|thôn|bản|làng|ấp|buôn|phum|sóc|tổ|tổ dân phố|tdp|khu|khối|xã|phường|thị trấn|tt|huyện|quận|thị xã|tỉnh|tp|thành phố|đường|phố"
    r"|số|ngõ|ngách|hẻm|khóm|đội|cụm|tiểu khu|chung cư|căn hộ|p|x|h|q)(?:[ .]|\d)",
    re.IGNORECASE,
)
_ETHNIC = re.compile(
    r"^(?:dân tộc|dt) ?[:]? ?[^\W\d_]{2,9}(?: [^\W\d_]{2,9})?$|^(?:giới tính ?:? ?)?(?:nam|nữ)$|^quốc tịch ?:? ?[\w ]{2,20}$"
    r"|^(?:tôn giáo|nghề nghiệp|trình độ(?: văn hóa| học vấn)?) ?:? ?[\w /]{1,40}$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"^(?:sđt|đt|điện thoại|số điện thoại|di động|tel|zalo) ?[:.]? ?[\d .+()-]{8,20}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:19[2-9]\d|200\d|201\d)$")
_IN_PARENS = re.compile(r"\( ?((?:19[2-9]\d|20[01]\d)) ?\)")
HONORIFIC = re.compile(
    r"^(?:(?:vợ chồng|hai vợ chồng|hộ|hộ gia đình)? ?(?:ông|bà|anh|chị|cô|chú)(?: ?[/(]? ?(?:bà|ông|chị)\)?)?(?: ?: ?| (?=\S)))",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^\d{1,2} ?[.)/-] ?(?=\D)")
#: Behind these an organisation's name is over where a province follows; behind a dash it may go on.
_PARTING = (",", ";", "")
_SEGMENT = re.compile(r"\n|;|,|\s[-–] ?(?=\S)|[-–] (?=\S)")


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ,;-–.:\n")


def is_organisation(text: str) -> bool:
    words = folded(text[:200]).split()
    return any(start == 0 for start, _end, _code in find_forms(words)) or bool(
        re.match(
            r"^(cong ty|cty|ngan hang|hop tac xa|doanh nghiep|dntn|ubnd|htx|chi nhanh)\b",
            " ".join(words),
        )
    )


def read_person(text: str) -> Person:
    """One debtor's cell in its parts. ValueError if it is too long for one."""
    if len(text) > MAX_NAMES_TEXT:
        raise ValueError(text[:40])
    if is_plain_name(text):
        return Person(text)
    text = BLANKS.sub(" ", text).strip()
    text = NUMBERED.sub("", text).lstrip("-–•*+ ")
    organisation = is_organisation(text)
    found = _Parts()
    text = found.take(text)
    label = ADDRESS.search(text)
    if label is not None and not (organisation and label.start() == 0):
        name, address = text[: label.start()], text[label.end() :]
    else:
        name, address = _divided(text, organisation)
    name = found.name_only(name, organisation)
    address = found.address_only(address)
    name, household = _without_title(_tidy(name))
    name = name.rstrip("( ").strip(" ,;-–.:") if name.count("(") > name.count(")") else name
    alias = _ALIAS.search(name)
    return Person(
        name=name,
        alias=_tidy(alias[1]) if alias else "",
        birth=found.birth,
        year=found.year,
        doubtful_year=found.doubtful,
        personal_id=found.personal,
        address=address,
        cut=(*household, *found.cut),
    )


def _without_title(name: str) -> tuple[str, tuple[str, ...]]:
    """The name without "ông", "bà"; what else goes with it ("hộ") is given back to be told."""
    match = HONORIFIC.match(name)
    if match is None:
        return name, ()
    title = match[0].strip(" :")
    return name[match.end() :].strip(), (title,) if " " in title else ()


def read_address(text: str) -> Person:
    """The cell of an address: what may not be public is cut out of it. `name` is empty."""
    if len(text) > MAX_NAMES_TEXT:
        raise ValueError(text[:40])
    text = BLANKS.sub(" ", text).strip()
    found = _Parts()
    text = found.take(text)
    label = ADDRESS.match(text)
    if label is not None:
        text = text[label.end() :]
    address = found.address_only(text)
    return Person(
        name="",
        birth=found.birth,
        year=found.year,
        doubtful_year=found.doubtful,
        personal_id=found.personal,
        address=address,
        cut=tuple(found.cut),
    )


def without_births(text: str) -> str:
    """`text` without labelled births and personal numbers, to look at the names in it."""
    return _Parts().take(BLANKS.sub(" ", text[:MAX_NAMES_TEXT]).strip()).replace(", và ", " và ")


@dataclass(slots=True)
class _Parts:
    """What was cut out of a text so far."""

    birth: date | None = None
    year: str = ""
    doubtful: str = ""
    personal: str = ""
    cut: list[str] = field(default_factory=list)

    def take(self, text: str) -> str:
        """Birth and personal number with their labels, wherever they stand."""
        match = _PERSONAL.search(text)
        if match is not None:
            self.personal = re.sub(r"[ .]", "", match[1])
            text = _without(text, match)
        for _round in range(3):
            match = _LABELLED_BIRTH.search(text)
            if match is None:
                break
            try:
                found = find_day(match[1])
            except ValueError:
                found = None
            if found is not None:
                self.birth = self.birth or found[0]
            self.year = self.year or match[1][-4:]
            text = _without(text, match)
        return text

    def name_only(self, text: str, organisation: bool) -> str:
        if not organisation:
            match = _IN_PARENS.search(text)
            if match is not None:
                self.year = self.year or match[1]
                text = _without(text, match)
        return self._kept(text, bare_years=not organisation)

    def address_only(self, text: str) -> str:
        text = _SPACE.sub(" ", self._kept(text, bare_years=False)).strip(" ,;-–.:\n")
        for number, (start, end, _sign) in enumerate(_segments(text)):
            bare = text[start:end].strip(" .()")
            if _YEAR.match(bare):
                if number == 0:
                    self.year = self.year or bare
                    return text[end:].strip(" ,;-–.:\n")
                self.doubtful = bare
        return text

    def _kept(self, text: str, *, bare_years: bool) -> str:
        """`text` without the segments that say people, sex, telephone, or a bare year."""
        kept = text
        for start, end, _sign in reversed(list(_segments(text))):
            bare = text[start:end].strip(" .()")
            year = bare_years and _YEAR.match(bare)
            issued = self.personal and _ISSUED.match(bare)
            if year:
                self.year = self.year or bare
            elif _ETHNIC.match(bare) or _PHONE.match(bare) or issued:
                self.cut.append(bare)
            else:
                continue
            kept = kept[:start].rstrip(" ,;-–\n(") + kept[end:]
        return kept


def _without(text: str, match: re.Match[str]) -> str:
    before, behind = text[: match.start()].rstrip(" ("), text[match.end() :].lstrip(" )")
    return f"{before} {behind}" if behind[:1] not in ",;\n" else f"{before}{behind}"


def _segments(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, the sign before it) of the pieces between commas, semicolons, lines, dashes."""
    place = 0
    sign = ""
    for match in _SEGMENT.finditer(text):
        yield place, match.start(), sign
        place, sign = match.end(), match[0]
    yield place, len(text), sign


def _divided(text: str, organisation: bool) -> tuple[str, str]:
    """Name and address where no word says which is which."""
    parts = list(_segments(text))
    for number, (start, end, sign) in enumerate(parts):
        if not number:
            continue
        piece = text[start:end].strip()
        opening = text[:start].count("(") > text[:start].count(")")
        if opening or not piece:
            continue
        alias = _ALIAS.match(piece.lstrip("("))
        if alias or _ETHNIC.match(piece) or _PHONE.match(piece) or _YEAR.match(piece):
            continue
        if PLACE.match(piece) or (sign.strip() in _PARTING and is_province(piece)):
            return text[: parts[number - 1][1]], text[start:]
        if "\n" in sign or ";" in sign or "-" in sign or "–" in sign:
            if organisation and ("-" in sign or "–" in sign or begins_lower(piece)):
                # "Công ty A - Chi nhánh B" is one name.
                continue
            return text[: parts[number - 1][1]], text[start:]
        if not organisation:
            return text[: parts[number - 1][1]], text[start:]
    return text, ""


def begins_lower(text: str) -> bool:
    return text[:1].islower()
