"""Takes cells apart that name people: several of them, and what stands beside a name.

Birth, personal number, people and telephone must not be public: they are cut out of name
and address and given back apart. Every pattern is linear, the text bounded before any.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.domain.legal_forms import find_forms
from thads_portal.domain.person_names import looks_like_person
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


@dataclass(frozen=True, slots=True)
class People:
    """The pieces of a cell that names several; `sure`: signs leave no doubt that they are several."""

    pieces: tuple[str, ...]
    sure: bool = True


_BLANKS = re.compile(r"[^\S\n]+")
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
_ADDRESS = re.compile(
    r"(?<![^\W_])(?:nơi ?đkhktt|đkhktt|hktt|hộ khẩu thường trú|hộ khẩu|địa chỉ(?: thường trú)?|đ/c|đc|đ\.c|nơi ở(?: hiện nay)?"
    r"|nơi cư trú|nơi thường trú|chỗ ở|trú tại|trú quán|cư trú tại|cư trú|thường trú(?: tại)?|tạm trú(?: tại)?|trụ sở(?: chính)?|ngụ tại|ngụ"
    r"|trú)(?![^\W_])(?: tại)? ?[:.]?",
    re.IGNORECASE,
)
_PLACE = re.compile(
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
_HONORIFIC = re.compile(
    r"^(?:(?:vợ chồng|hai vợ chồng|hộ|hộ gia đình)? ?(?:ông|bà|anh|chị|cô|chú)(?: ?[/(]? ?(?:bà|ông|chị)\)?)?(?: ?: ?| (?=\S)))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d{1,2} ?[.)/-] ?(?=\D)")
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
    text = _BLANKS.sub(" ", text).strip()
    text = _NUMBERED.sub("", text).lstrip("-–•*+ ")
    organisation = is_organisation(text)
    found = _Parts()
    text = found.take(text)
    label = _ADDRESS.search(text)
    if label is not None and not (organisation and label.start() == 0):
        name, address = text[: label.start()], text[label.end() :]
    else:
        name, address = _divided(text, organisation)
    name = found.name_only(name, organisation)
    address = found.address_only(address)
    name = _HONORIFIC.sub("", _tidy(name)).strip()
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
        cut=tuple(found.cut),
    )


def read_address(text: str) -> Person:
    """The cell of an address: what may not be public is cut out of it. `name` is empty."""
    if len(text) > MAX_NAMES_TEXT:
        raise ValueError(text[:40])
    text = _BLANKS.sub(" ", text).strip()
    found = _Parts()
    text = found.take(text)
    label = _ADDRESS.match(text)
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
        if _PLACE.match(piece):
            return text[: parts[number - 1][1]], text[start:]
        if "\n" in sign or ";" in sign or "-" in sign or "–" in sign:
            if organisation and "\n" in sign and begins_lower(piece):
                continue
            return text[: parts[number - 1][1]], text[start:]
        if not organisation:
            return text[: parts[number - 1][1]], text[start:]
    return text, ""


def begins_lower(text: str) -> bool:
    return text[:1].islower()


# Several people

_NUMBERS = re.compile(r"(?:^|(?<=[\s;,]))(\d{1,2}) ?[.)/] ?(?=[^\W\d_])")
_BULLET = re.compile(r"^[-–•*+] ?")
_TITLE = r"(?:ông|bà|anh|chị|cô)"
_TWO_TITLES = re.compile(rf"(?<![^\W_]){_TITLE} ?:? (?=[^\W\d_])", re.IGNORECASE)
_COUPLE = re.compile(
    r"^(?:hai )?(?:vợ chồng|v/c|vc)(?: (?:ông bà|ông|anh chị|anh))? ?:? ?(?=\S)", re.IGNORECASE
)
_AND = re.compile(
    r" ?(?:,|;|\n|(?<![^\W_])(?:và|cùng vợ là|cùng chồng là|cùng|&)(?![^\W_])|&|\+| [-–] ) ?"
)


def several(text: str) -> People:
    """The people that a cell names; one piece if it names one."""
    if len(text) > MAX_NAMES_TEXT:
        raise ValueError(text[:40])
    text = _BLANKS.sub(" ", text).strip()
    for find in (_numbered, _listed, _parted, _titled, _named):
        found = find(text)
        if found is not None:
            return found
    return People((text,))


def _numbered(text: str) -> People | None:
    """ "1. A 2. B", in one line or more."""
    marks = list(_NUMBERS.finditer(text))
    run = []
    for match in marks:
        if int(match[1]) == len(run) + 1:
            run.append(match)
    if len(run) < 2 or text[: run[0].start()].strip(" :-"):
        return None
    ends = [match.start() for match in run[1:]] + [len(text)]
    pieces = tuple(
        text[match.end() : end].strip(" ;,\n") for match, end in zip(run, ends, strict=True)
    )
    return People(pieces) if all(pieces) else None


def _listed(text: str) -> People | None:
    """Lines that begin with a dash or a dot."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bullets = [line for line in lines if _BULLET.match(line)]
    if len(bullets) < 2 or not _BULLET.match(lines[0]):
        return None
    pieces: list[str] = []
    for line in lines:
        bare = _BULLET.sub("", line)
        if _BULLET.match(line) and _may_be_debtor(bare):
            pieces.append(bare)
        elif pieces:
            pieces[-1] += "\n" + bare
        else:
            return None
    return People(tuple(pieces)) if len(pieces) > 1 else None


def _may_be_debtor(piece: str) -> bool:
    first = re.split(r"[,;(\n]", piece.strip(), maxsplit=1)[0].strip()
    return looks_like_person(first) or is_organisation(first)


def _parted(text: str) -> People | None:
    """Pieces between semicolons, or lines, of which each begins with a name."""
    for sign in (";", "\n"):
        pieces = [piece.strip(" ,;\n") for piece in text.split(sign) if piece.strip(" ,;\n")]
        if len(pieces) < 2:
            continue
        pieces = [_NUMBERED.sub("", piece) for piece in pieces]
        names = [re.split(r"[,;(\n]", piece, maxsplit=1)[0].strip() for piece in pieces]
        if not all(
            (looks_like_person(name) or is_organisation(name))
            and not _ADDRESS.match(piece)
            and not _PLACE.match(piece)
            for name, piece in zip(names, pieces, strict=True)
        ):
            continue
        if sign == "\n" and is_organisation(names[0]) and not all(map(is_organisation, names)):
            return People(tuple(pieces), sure=False)
        sure = sign == ";" or all(len(piece.split()) >= 3 for piece in pieces)
        return People(tuple(pieces), sure=sure)
    return None


def _titled(text: str) -> People | None:
    """ "Ông A và bà B", "Vợ chồng A, B": the titles say that they are two."""
    couple = _COUPLE.match(text)
    titles = list(_TWO_TITLES.finditer(text))
    if couple is None and len(titles) < 2:
        return None
    if couple is not None:
        text = text[couple.end() :]
        pieces = [piece for piece in _AND.split(text) if piece.strip()]
        if len(pieces) == 2 and all(
            looks_like_person(_HONORIFIC.sub("", piece.strip()), family=False) for piece in pieces
        ):
            return People(tuple(piece.strip() for piece in pieces))
        return People((text,), sure=False) if len(pieces) > 1 else None
    starts = [
        match.start() for match in titles if _may_be_debtor(text[match.end() :].split(" và ")[0])
    ]
    if len(starts) < 2 or starts[0] > 0:
        return None
    ends = [*starts[1:], len(text)]
    pieces = [
        re.sub(r"(?:\s(?:và|cùng|&)|[,;\s+-])+$", "", text[start:end][:400]).strip()
        for start, end in zip(starts, ends, strict=True)
    ]
    if not all(pieces):
        return None
    return People(tuple(pieces))


def _named(text: str) -> People | None:
    """ "A và B", "A, B": full names side by side; asked, as nothing else says that they are two."""
    if is_organisation(text) or len(text) > 400:
        return None
    pieces = [piece.strip() for piece in _AND.split(text) if piece.strip()]
    if len(pieces) < 2:
        return None
    if all(map(looks_like_person, pieces)) and (
        " và " in text or all(len(piece.split()) >= 3 for piece in pieces)
    ):
        return People(tuple(pieces), sure=False)
    return None
