"""Reads public texts for what must not be in them: personal numbers and names of minors.

A hit does not reject a listing, it makes it wait for the editorial board. So a
missed case is published and a false one costs a person's time: each rule below
names what it takes for granted, and the tests hold examples of both sides.

Personal numbers
    Twelve digits, together or in groups parted alike by blanks, dots or hyphens
    (3-3-3-3, 3-3-6, 4-4-4, 6-6, 3-9, 3-1-2-6, single digits). Not a hit: part of
    a longer number; the number of a decision (followed or preceded by a slash);
    an amount of money (a currency behind it or "số tiền" before it, or groups of
    three after dots that do not begin with 0: every personal number begins with 0).
    Nine digits right after "CMND" or "chứng minh" are the old personal number.

Minors
    1. "cháu", "bé", "trẻ", "con chung", "người chưa thành niên" and the like, then a
       name of two words or more ("cháu", "bé": also one word); after a plain "con"
       the name must begin with a family name.
    2. A name followed by a year or date of birth less than 18 years ago.
    3. If the obligation is to hand over a minor or to pay maintenance: a name in the
       obligation that begins with a family name and has no adult's title before it.
    Not a hit: the debtor's or the creditor's own name; a name with a date of birth
    18 years ago or more; initials ("cháu N.V.A").
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import ObligationKind
from typing import Any

import re


#: Texts that are read for both; those of _NUMBERS_TOO for personal numbers only.
_TEXTS = ("obligation", "ground_text", "debtor_name", "debtor_address")
_NUMBERS_TOO = (
    "judgment_body",
    "signed_by",
    "judgment_number",
    "enforcement_decision_number",
    "no_conditions_decision_number",
)
ADULT_AGE = 18

# Personal numbers

#: Four times as fast as _RUN, and enough to know that a text holds no long number.
_MANY_DIGITS = re.compile(r"[0-9][0-9 .\u2010-\u2013-]{7,}[0-9]")
_RUN = re.compile(r"[0-9](?:[ .\u2010-\u2013-]?[0-9]){8,}")
_GROUPS = re.compile(r"\d+|\D")
_SHAPES = frozenset(
    {
        (12,),
        (3, 3, 3, 3),
        (3, 3, 6),
        (4, 4, 4),
        (6, 6),
        (3, 9),
        (3, 1, 2, 6),
        (1,) * 12,
    }
)
_CURRENCY = re.compile(
    r"(?:[.,]\d{1,2})?\s*(?:[,.]?-)?\s*\(?(?:đồng|đ\b|vnđ|vnd|usd|triệu|tỷ)", re.I
)
_SUM = re.compile(r"(?:số tiền|tổng cộng|tổng số|trị giá|giá trị)(?:\s+là)?\s*:?\s*$", re.I)
_OLD_CARD = re.compile(
    r"(?:CMND|CMTND|CMT|chứng minh(?: thư)?(?: nhân dân)?)(?:\s*số)?\s*[:.]?\s*(\d{9}|\d{3}[ .]\d{3}[ .]\d{3})(?!\d)",
    re.I,
)


def _windows(groups: list[str]) -> Iterator[tuple[int, int]]:
    """(first, last + 1) of neighbouring groups that have twelve digits together in a known shape."""
    for first in range(len(groups)):
        total = 0
        for last in range(first, len(groups)):
            total += len(groups[last])
            if total >= 12:
                if total == 12 and tuple(map(len, groups[first : last + 1])) in _SHAPES:
                    yield first, last + 1
                break


def _personal_in_run(text: str, start: int, end: int) -> bool:
    parts = _GROUPS.findall(text, start, end)
    groups, separators = parts[::2], parts[1::2]
    for first, last in _windows(groups):
        if len(set(separators[first : last - 1])) > 1:
            continue
        begin = start + sum(map(len, parts[: first * 2]))
        stop = begin + sum(map(len, parts[first * 2 : last * 2 - 1]))
        before, behind = text[max(0, begin - 24) : begin], text[stop : stop + 16]
        if behind[:1] == "/" or (before[-1:] == "/" and not before[-2:-1].isalpha()):
            continue
        if int(groups[first][0]) == 0:
            return True
        whole = last - first == len(groups)
        dotted = last - first > 1 and separators[first] == "."
        amount = dotted or _CURRENCY.match(behind) or _SUM.search(before)
        if whole and not amount and not before[-1:].isalpha():
            return True
    return False


def has_personal_number(text: str) -> bool:
    """Whether `text` seems to hold a personal number (số định danh cá nhân)."""
    if not _MANY_DIGITS.search(text):
        return False
    for match in _RUN.finditer(text):
        if _personal_in_run(text, match.start(), match.end()):
            return True
        if _OLD_CARD.search(text):
            return True
    return False


# Names of minors

_LETTERS = [chr(code) for code in (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA))]
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
_LOWER = "".join(letter for letter in _LETTERS if letter.islower()) + "'’"
_WORD = rf"[{_UPPER}][{_UPPER}{_LOWER}]+"
#: The words after the first; one letter only between two words ("Giàng A Mẫu").
_MORE = rf"\s+(?:{_WORD}|[{_UPPER}](?=\s+[{_UPPER}]))"
_NAME = rf"{_WORD}(?:{_MORE}){{1,5}}"
_LINK = r"(?:\s*(?:có\s+tên|tên|là|tên\s+là|họ\s+tên|:|,|\())*\s+(?:tên\s+)?|\s*[:(]\s*"
_CHILD = (
    r"cháu(?:\s+(?:trai|gái))?|em\s+bé|bé(?:\s+(?:trai|gái))?|(?<!nhà )trẻ(?:\s+em)?|con\s+chung"
    r"|con\s+(?:riêng|nuôi|đẻ|ruột|trai|gái)|(?:người\s+)?(?:chưa|vị)\s+thành\s+niên"
    r"|con(?:\s+(?:ông|bà|anh|chị)\s+ấy)?"
)
# A capital letter starts these words only where a sentence starts: "Nguyễn Thị Bé Ba" is a name.
_AFTER_CHILD = re.compile(
    rf"(?:(?<![\w])|^)(?P<word>{_CHILD}|(?:(?<=[.:;,(\-]\s)|(?<=[.:;,(\-])|^)"
    rf"(?:Cháu|Bé|Trẻ(?:\s+em)?|Con(?:\s+chung)?)|CHÁU|CON\s+CHUNG|BÉ)"
    rf"(?:{_LINK})(?P<name>{_WORD}(?:{_MORE}){{0,5}})"
)
_BORN = re.compile(
    r"\s*[,;(\-–]*\s*(?:sinh\s+năm|sinh\s+ngày|năm\s+sinh|ngày\s+sinh|sinh|s\.?n\.?)\s*:?\s*"
    r"(?:(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*)?(?P<year>(?:19|20)\d\d)",
    re.I,
)
_ANY_NAME = re.compile(rf"(?P<before>[\w./]+[\s,:(]+)?(?P<name>{_NAME})")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ADULT_BEFORE = _words(
    "ông bà anh chị cô chú bác dì cậu mợ thím bị nguyên đơn cụ vợ chồng cha mẹ bố má"
    " đường phố xã phường huyện quận tỉnh thôn ấp tổ bản làng thị trấn viên sở ty hàng"
)
_FAMILY_NAMES = _words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trương đoàn lâm"
    " mai trịnh đào cao lưu hà lương tạ châu thái tô tăng quách triệu nông lò vàng giàng sùng thào"
    " mùa hạng vừ lầu cà quàng tòng lường hoàng bế đàm ma mã hứa vi lục chu phùng kiều nghiêm bạch"
    " thạch danh sơn kim thân doãn la lã lại mạc mẫn ninh ông phó quan tôn tống từ uông văn viên"
    " ksor rơ siu nay rmah h’ y kpă niê êban k’ cil dương âu khổng khuất đồng đường giáp tiêu"
    " trang cù chung cái hàn hầu lạc nhâm nhan phí sầm thiều tiết"
)
#: Words with a capital letter that are no names of persons.
_NOT_NAMES = _words(
    "ông bà anh chị tòa toà bản án quyết định chi cục công ty nhà nước ngân hàng cơ quan viện"
    " kiểm sát ủy uỷ ban hội đồng luật bộ sở thi hành theo khi nếu cho của và do để được phải số"
    " tại từ đến mỗi hàng tháng năm ngày người bên nguyên đơn bị trung tâm trường bệnh thành phố"
    " tỉnh huyện quận xã phường thị trấn thôn đường việt ubnd tand vks việc tiền cấp dưỡng nuôi"
    " là đã chưa có không với trong ngoài tổng cộng giao trả buộc hai ba một"
)
_MINOR_KINDS = frozenset({ObligationKind.HAND_OVER_MINOR, ObligationKind.MAINTENANCE})
_CHILD_HINTS = ("cháu", "bé", "trẻ", "con ", "con:", "thành niên")
_BIRTH_HINTS = ("sinh", "sn", "s.n")


def _age_shown(text: str, place: int, today: date) -> int | None:
    """Years since the birth that is written at `place`, or None if none is written there."""
    match = _BORN.match(text, place)
    if match is None:
        return None
    years = today.year - int(match["year"])
    if match["month"] and (int(match["month"]), int(match["day"])) > (today.month, today.day):
        years -= 1
    return years


def _first(name: str) -> str:
    return name.split(None, 1)[0].lower()


def _names_after_child(text: str, today: date, known: Collection[str]) -> bool:
    for match in _AFTER_CHILD.finditer(text):
        word, name = match["word"].lower(), match["name"]
        first = _first(name)
        if first in _NOT_NAMES and not (first in _FAMILY_NAMES and " " in name):
            continue
        if " " not in name and not word.startswith(("cháu", "bé", "em bé")):
            continue
        if word == "con" and first not in _FAMILY_NAMES:
            continue
        if name.isupper() and first not in _FAMILY_NAMES:
            continue
        if _is_known(name, known):
            continue
        age = _age_shown(text, match.end("name"), today)
        if age is None or age < ADULT_AGE:
            return True
    return False


def _is_known(name: str, known: Collection[str]) -> bool:
    name = " ".join(name.lower().split())
    return any(name == other or other.endswith(" " + name) for other in known)


def _names_with_birth(text: str, today: date, known: Collection[str]) -> bool:
    for match in re.finditer(_NAME, text):
        age = _age_shown(text, match.end(), today)
        if age is not None and age < ADULT_AGE and not _is_known(match[0], known):
            return True
    return False


def _names_without_title(text: str, today: date, known: Collection[str]) -> bool:
    for match in _ANY_NAME.finditer(text):
        before = (match["before"] or "").strip(" ,:(").lower()
        name = match["name"]
        if before in _ADULT_BEFORE or _first(name) not in _FAMILY_NAMES or _is_known(name, known):
            continue
        age = _age_shown(text, match.end(), today)
        if age is None or age < ADULT_AGE:
            return True
    return False


def screen(
    fields: Mapping[str, Any],
    *,
    today: date,
    only: Collection[str] | None = None,
    note: str | None = None,
) -> tuple[Flag, ...]:
    """Flags raised by the public texts of a listing, and of a public change note.

    `fields` is the complete listing (the creditor's name in it is compared, not
    read); `only` narrows which of its texts are read.
    """
    texts = {
        name: text
        for name in _TEXTS
        if (only is None or name in only) and (text := fields.get(name))
    }
    if note:
        texts["note"] = note
    numbers = [
        text
        for name in _NUMBERS_TOO
        if (only is None or name in only) and (text := fields.get(name))
    ]
    flags = []
    # One pass over all texts decides for nearly every listing that there is nothing to see.
    if has_personal_number("\n".join([*texts.values(), *numbers])):
        flags.append(Flag.PERSONAL_NUMBER)
    about_minor = not _MINOR_KINDS.isdisjoint(fields.get("obligation_kinds") or ())
    lowered = "\n".join(texts.values()).lower()
    child = any(hint in lowered for hint in _CHILD_HINTS)
    birth = any(hint in lowered for hint in _BIRTH_HINTS)
    if not (child or birth or about_minor):
        return tuple(flags)
    known = [
        " ".join(name.lower().split())
        for name in (fields.get("debtor_name"), fields.get("creditor"))
        if name
    ]
    for name, text in texts.items():
        if (
            (child and _names_after_child(text, today, known))
            or (birth and _names_with_birth(text, today, known))
            or (about_minor and name == "obligation" and _names_without_title(text, today, known))
        ):
            flags.append(Flag.MINOR_NAMED)
            break
    return tuple(flags)
