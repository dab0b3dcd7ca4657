"""Reads public texts for what must not be in them, or cannot be right.

A hit does not reject a listing, it makes it wait for the editorial board. So a
missed case is published and a false one costs a person's time: each rule below
names what it takes for granted, and the tests hold examples of both sides. A flag
says the kind only and never repeats what was found.

The listing's own restricted values (``own_values.py``), personal numbers, telephones and
bank accounts (``personal_numbers.py``), damaged letters (``damage.py``), whom a ground keeps back
(``ground_names.py``), dates that contradict each other (``contradictions.py``) have their rules there. Here:

Dates of birth
    "sinh ngày 07/07/1977" and the like, with day, month and year, of whomever.

Minors
    1. "cháu", "bé", "trẻ", "con chung", "người chưa thành niên" and the like, then a
       name of two words or more ("cháu", "bé", or after "tên": also one word, and a
       single capital letter); after a plain "con" the name must begin with a family name.
    2. A name followed by a year or date of birth less than 18 years ago.
    3. If the obligation is to hand over a minor or to pay maintenance: a name in the
       obligation that begins with a family name and has no adult's title before it.
    Not a hit: the debtor's or the creditor's own name; a name with a date of birth
    18 years ago or more; initials ("cháu N.V.A").

All patterns are linear in the text's length: blanks are made single before any of them,
and none begins in the middle of a word.
"""

from collections.abc import Collection
from collections.abc import Mapping
from datetime import date
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.contradictions import of_listing
from thads_portal.domain.damage import has_damaged_signs
from thads_portal.domain.damage import has_damaged_words
from thads_portal.domain.ground_names import names_others
from thads_portal.domain.own_values import repeats_own
from thads_portal.domain.personal_numbers import has_contact
from thads_portal.domain.personal_numbers import has_personal_number
from typing import Any

import re


#: Texts that are read for everything; those of _NUMBERS_TOO for numbers and damage only.
_TEXTS = ("obligation", "ground_text", "debtor_name", "debtor_address")
_NUMBERS_TOO = (
    "judgment_body",
    "signed_by",
    "judgment_number",
    "enforcement_decision_number",
    "no_conditions_decision_number",
)
#: Texts in which somebody may ask something.
_PROSE = frozenset({"obligation", "ground_text", "note"})
#: With whom the reason and its ground may stand in conflict.
_REASON = frozenset({"ground", "ground_text"})
ADULT_AGE = 18

# Names of minors

_LETTERS = [chr(code) for code in (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA))]
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
_LOWER = "".join(letter for letter in _LETTERS if letter.islower()) + "'’"
_WORD = rf"[{_UPPER}][{_UPPER}{_LOWER}]+"
#: The words after the first; one letter only between two words ("Giàng A Mẫu").
_MORE = rf"\s+(?:{_WORD}|[{_UPPER}](?=\s+[{_UPPER}]))"
_NAME = rf"(?<![\w'’]){_WORD}(?:{_MORE}){{1,5}}"
_LINK = r"(?: ?(?:có tên|tên|là|họ tên|:|,|\()){0,4} (?:tên )?| ?[:(] ?"
_CHILD = (
    r"cháu(?:\s+(?:trai|gái))?|em\s+bé|bé(?:\s+(?:trai|gái))?|(?<!nhà )trẻ(?:\s+em)?|con\s+chung"
    r"|con\s+(?:riêng|nuôi|đẻ|ruột|trai|gái)|(?:người\s+)?(?:chưa|vị)\s+thành\s+niên"
    r"|con(?:\s+(?:ông|bà|anh|chị)\s+ấy)?"
)
# A capital letter starts these words only where a sentence starts: "Nguyễn Thị Bé Ba" is a name.
_AFTER_CHILD = re.compile(
    rf"(?:(?<![\w])|^)(?P<word>{_CHILD}|(?:(?<=[.:;,(\-]\s)|(?<=[.:;,(\-])|^)"
    rf"(?:Cháu|Bé|Trẻ(?:\s+em)?|Con(?:\s+chung)?)|CHÁU|CON\s+CHUNG|BÉ)"
    rf"(?P<link>{_LINK})(?P<name>{_WORD}(?:{_MORE}){{0,5}}|[{_UPPER}](?![\w.'’]|\s[{_UPPER}][\w.]))"
)
_ANY_NAME = re.compile(_NAME)
_BORN = re.compile(
    r"\s*[,;(\-–]*\s*(?:sinh\s+năm|sinh\s+ngày|năm\s+sinh|ngày\s+sinh|sinh|s\.?n\.?)\s*:?\s*"
    r"(?:(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*)?(?P<year>(?:19|20)\d\d)",
    re.I,
)
_BIRTH_DATE = re.compile(
    r"\b(?:sinh(?: vào| ngày| năm| tại)?|ngày(?: tháng)?(?: năm)? sinh|năm sinh|s\. ?n\.?|sn|dob)"
    r" ?[:(]? ?(?:ngày )?\d{1,2} ?(?:[/.\u2010-\u2015-]|tháng) ?\d{1,2}"
    r" ?(?:[/.\u2010-\u2015-]|năm) ?(?:\d{4}|\d{2})\b",
    re.I,
)
#: The word before a name, of at most this many characters with what parts them.
_BEFORE = re.compile(r"([\w./]+)[\s,:(]+$")
_BEFORE_LENGTH = 24


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
        told = word.startswith(("cháu", "bé", "em bé")) or "tên" in match["link"]
        if " " not in name and not told:
            continue
        if word == "con" and " " in name and first not in _FAMILY_NAMES:
            continue
        if name.isupper() and len(name) > 1 and first not in _FAMILY_NAMES:
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
    for match in _ANY_NAME.finditer(text):
        age = _age_shown(text, match.end(), today)
        if age is not None and age < ADULT_AGE and not _is_known(match[0], known):
            return True
    return False


def _names_without_title(text: str, today: date, known: Collection[str]) -> bool:
    for match in _ANY_NAME.finditer(text):
        near = text[max(0, match.start() - _BEFORE_LENGTH) : match.start()]
        title = _BEFORE.search(near)
        before = title[1].lower() if title else ""
        name = match[0]
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
    """Flags raised by the public texts and dates of a listing, and by a public change note.

    `fields` is the complete listing (its restricted values are compared, not read);
    `only` narrows which of its texts and dates are looked at.
    """
    texts = _present(_TEXTS, fields, only)
    if note:
        texts["note"] = " ".join(note.split())
    numbers = _present(_NUMBERS_TOO, fields, only)
    flags = []
    # One pass over all texts decides for nearly every listing that there is nothing to see.
    joined = "\n".join(texts.values())
    everything = "\n".join([joined, *numbers.values()])
    if has_personal_number(everything):
        flags.append(Flag.PERSONAL_NUMBER)
    if _minor_named(texts, joined, fields, today):
        flags.append(Flag.MINOR_NAMED)
    if joined:
        if repeats_own(joined, fields, but_number=Flag.PERSONAL_NUMBER in flags):
            flags.append(Flag.OWN_RESTRICTED)
        if has_contact(joined):
            flags.append(Flag.CONTACT)
        if any(hint in joined.lower() for hint in _BIRTH_HINTS) and _BIRTH_DATE.search(joined):
            flags.append(Flag.BIRTH_DATE)
    if has_damaged_signs(everything) or any(
        has_damaged_words(text, plain=name not in _PROSE)
        for name, text in (*texts.items(), *numbers.items())
    ):
        flags.append(Flag.DAMAGED_TEXT)
    if (only is None or not _REASON.isdisjoint(only)) and names_others(fields):
        flags.append(Flag.GROUND_NAMES_OTHERS)
    if of_listing(fields, only):
        flags.append(Flag.DATES_CONTRADICT)
    return tuple(flags)


def _present(
    names: Collection[str], fields: Mapping[str, Any], only: Collection[str] | None
) -> dict[str, str]:
    return {
        name: " ".join(text.split())
        for name in names
        if (only is None or name in only) and (text := fields.get(name))
    }


def _minor_named(
    texts: Mapping[str, str], joined: str, fields: Mapping[str, Any], today: date
) -> bool:
    about_minor = not _MINOR_KINDS.isdisjoint(fields.get("obligation_kinds") or ())
    lowered = joined.lower()
    child = any(hint in lowered for hint in _CHILD_HINTS)
    birth = any(hint in lowered for hint in _BIRTH_HINTS)
    if not (child or birth or about_minor):
        return False
    known = [
        " ".join(name.lower().split())
        for name in (fields.get("debtor_name"), fields.get("creditor"))
        if name
    ]
    return any(
        (child and _names_after_child(text, today, known))
        or (birth and _names_with_birth(text, today, known))
        or (about_minor and name == "obligation" and _names_without_title(text, today, known))
        for name, text in texts.items()
    )
