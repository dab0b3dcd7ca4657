"""What stands around a name in a field for names: titles, years, numbers, addresses.

Nothing is dropped without being told: each function says what it took away. A personal
number is only recognised, never returned.
"""

from dataclasses import dataclass
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.provinces import find
from thads_portal.domain.syllables import word_forms

import re


_FLAGS = re.IGNORECASE
_DIGIT = re.compile(r"\d")
#: 9 digits (the old card) or 12 (the citizen's number), also in groups; a letter, a slash or
#: more digits beside them make it another number.
_PERSONAL = re.compile(
    r"(?:(?<![\w/.-])|(?<=cccd)|(?<=cmnd)|(?<=cmt)|(?<=cmtnd))(?:\d[ .\-]?){8}(?:(?:\d[ .\-]?){3})?\d(?![\w/]|[.-]\d)",
    _FLAGS,
)
_LABEL = (
    r"(?:họ\s*(?:và|&)?\s*tên|ho\s*(?:va|&)?\s*ten|tên\s+(?:là|người)|ten\s+la|tên|ten|người|đương sự)"
    r"(?:\s+(?:khai sinh|đầy đủ|người phải thi hành án))?\s*(?::|=|\blà\b|\bla\b)"
)
_TITLES = r"ông|ong|bà|ba|anh|chị|chi|cụ|cu|cô|co|chú|chu|bác|bac|em|cháu|mrs?\.?|ms\.?|miss|mister"
#: What a clerk writes before a name: who the person is in a case, or that one is looking for them.
_ROLES = (
    r"bị đơn|bi don|nguyên đơn|nguyen don|bị cáo|bi cao|bị hại|bi hai|đương sự|duong su"
    r"|người phải (?:thi hành án|tha)|nguoi phai (?:thi hanh an|tha)|thi hành án|thi hanh an|người vay|người nợ|con nợ"
    r"|hộ gia đình|ho gia dinh|hộ(?!\s+kinh)|gia đình|gia dinh|vợ chồng|vo chong|chủ hộ|chu ho"
    r"|tổng giám đốc|tong giam doc|giám đốc|giam doc|người đại diện|nguoi dai dien|đại diện"
    r"|tra cứu|tra cuu|kiểm tra|kiem tra|tìm kiếm|tim kiem|tìm|xem|hỏi"
)
_TITLE = re.compile(
    rf"^(?:{_LABEL}|tên\s+là|ten\s+la|(?:{_ROLES})(?:\s*:|\b)|(?:{_TITLES})(?:\s*:|\b\.?)(?:\s*[/,]\s*(?:{_TITLES})\b)?)\s*(?=\S)",
    _FLAGS,
)
#: A title behind the name, parted from it: "Nguyễn Văn An (ông)".
_TITLE_BEHIND = re.compile(rf"\s*[,;(\[]\s*(?:{_TITLES})\s*[)\].,;]*$", _FLAGS)
#: Titles with marks of their own are no names of persons where they stand first.
_SURE_TITLE = re.compile(
    rf"^(?:{_LABEL}|tên\s+là|ông|bà|chị|cụ|chú|bác|cháu|mrs?\b|ms\b|miss|mister)", _FLAGS
)
#: The same behind it: "có nợ thi hành án không", "và vợ".
_ASKED = re.compile(
    r"[\s,;(]+(?:(?:có|co)\s+(?:nợ|bị|phải|đang|trong|no thi hanh|bi thi hanh|phai thi hanh|trong danh sach)\b.*"
    r"|(?:và|va|cùng|cung)\s+(?:vợ|vo|chồng|chong|gia đình|gia dinh|các con|cac con)(?:\s+con)?)[\s)?.]*$",
    _FLAGS,
)
_DATE = r"(?:\d{1,2}\s*[/.\-]\s*){1,2}(?:19|20)\d\d|(?:19|20)\d\d"
_YEAR = re.compile(
    r"[\s,;(\-–]*(?:"
    r"(?:năm sinh|ngày sinh|sinh năm|sinh ngày|sinh|nam sinh|ngay sinh|sinh nam|sinh ngay|sn|s\.n\.?|ns)"
    rf"\s*[:.]?\s*(?:{_DATE}|\d\d)|\(?\s*(?<!\d)(?:{_DATE})"
    r"|(?:tuổi|tuoi)\s*:?\s*\d{1,3}|\d{1,3}\s*(?:tuổi|tuoi|t)"
    r"|(?:(?:số\s+)?(?:điện thoại|dien thoai|sđt|sdt|đt|dt|tel)\s*[:.]?\s*)?(?<!\d)(?:\+?84|0)(?:[ .\-]?\d){8,10}"
    r"|(?:số\s+)?(?:cccd|cmnd|cmt|căn cước(?: công dân)?|can cuoc|định danh|hộ chiếu|mst|mã số thuế)"
    r"(?:\s*(?:số|so)?\s*[:.]?\s*[\w.]*\d[\w.]*)?"
    r")[\s)\].,;]*$",
    _FLAGS,
)
_ALIAS_WORDS = re.compile(
    r"[\s,;(]*\b(?:tức là|tức|tuc|tên gọi khác(?: là)?|ten goi khac|tên khác|tên thường gọi|bí danh|bi danh"
    r"|hay còn gọi là|còn gọi là|hay còn|còn gọi|con goi la)\b\s*:?\s*",
    _FLAGS,
)
_NUMBER = re.compile(
    r"^(?:(?:quyết định|quyet dinh|bản án|ban an|qđ|qd|ba)\s*)?"
    r"(?:mã số|ma so|mã công khai|số công khai|số|so|no\.?|mã|ma)?\s*:?\s*"
    r"(\d{4}\s*[-–]\s*\d{5,7}|\d{1,7}\s*(?:[/\-–]\s*[\w.ĐđÐ&]+\s*)+)"
    r"(?:\s*,?\s*(?:ngày|ngay|đề ngày|của|cua)\b.*)?$",
    _FLAGS,
)
#: The public number without its hyphen, or with another sign in its place.
_PUBLIC = re.compile(r"^(\D*)((?:20)\d\d)\s*[/. ]?\s*(\d{7})$")
_ONLY_A_DAY = re.compile(rf"^(?:{_DATE}|\d{{1,2}}\s*[/.\-]\s*\d{{1,2}})$")
_ADDRESS_OF_MAIL = re.compile(r"^\s*(?:\S+@\S+\.\w+|(?:https?://|www\.)\S+)\s*$", _FLAGS)
_PLACES = (
    r"số nhà|phường|phuong|xã|xa|thị trấn|thi tran|thị xã|thi xa|quận|quan|huyện|huyen|tỉnh|tinh"
    r"|thành phố|thanh pho|tp\.?|đường|duong|phố|pho|thôn|thon|ấp|ap|bản|ban|làng|lang|tổ dân phố|tổ|to"
    r"|khu phố|khu|khóm|ngõ|hẻm|đặc khu|trú tại|tru tai|địa chỉ|dia chi|ở tại|thường trú"
)
_ADDRESS = re.compile(rf"(?:^|[,;\-–]\s*)(?P<place>{_PLACES})\b\s*:?\s*(?=\w)", _FLAGS)
_PLACE = re.compile(rf"\b(?:{_PLACES})\b", _FLAGS)
_LIVES = re.compile(r"[\s,;(–-]+(?:ở|quê|ngụ|sống tại|cư trú)\b\s*(?:tại\s+)?\w.*$", _FLAGS)
#: What stands behind the last sign that parts.
_TAIL = re.compile(r"(?:\s*[,;(–]|\s-)\s*([^,;()–]+?)[\s).]*$")
#: Words of the longest name of a province, and of a name before which one stands without a sign.
_PLACE_WORDS = 5
_NAME_WORDS = 3
#: Bare letters with one run of vowels: what a word of a name looks like.
_SYLLABLE = re.compile(r"[^\Waeiouy]*[aeiouy]+[^\Waeiouy]*")
#: Without marks these are names too (Tô, Dương, Lăng, Phó, Quan): alone they tell no address.
_NAMES_TOO = frozenset(["to", "duong", "lang", "pho", "quan", "ban", "ap", "xa", "tinh", "ba"])


def holds_personal_number(text: str) -> bool:
    """Whether `text` holds what may be somebody's identity number; it must go nowhere."""
    # Most names have no digit at all, and a thousand of them are asked about at once.
    return _DIGIT.search(text) is not None and any(
        len(re.sub(r"\D", "", each[0])) in (9, 12) for each in _PERSONAL.finditer(text)
    )


def number_in(text: str) -> str | None:
    """The lookup key of the public, judgment or decision number that `text` is, else None."""
    bare = text.strip(" \"'“”.,;")
    if _ONLY_A_DAY.match(bare):
        return None
    found = _NUMBER.match(_PUBLIC.sub(r"\1\2-\3", bare))
    return number_key(found[1]) or None if found else None


@dataclass(frozen=True, slots=True)
class Stripped:
    """`text` without what is no part of a name; `done` are the readings, `dropped` the words.

    `sure`: what was dropped is no name, so that the text before is not to be looked for.
    """

    text: str
    done: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    sure: bool = False


def strip(text: str) -> Stripped:
    """Take titles before, years and words of cards after, and words of aliases from a name."""
    done, dropped, sure = [], [], False
    if found := _ASKED.search(text):
        text = text[: found.start()]
        dropped.append(found[0].strip(" ,;()?."))
        done.append("title_dropped")
    while (found := _YEAR.search(text)) and found.start() > 0:
        text = text[: found.start()]
        dropped.append(found[0].strip(" ,;()[]-–"))
        done.append("year_dropped")
        sure = True
    while (found := _TITLE_BEHIND.search(text)) and found.start() > 0:
        text = text[: found.start()]
        dropped.append(found[0].strip(" ,;()[]."))
        done.append("title_dropped")
        sure = sure or bool(_SURE_TITLE.match(dropped[-1]))
    while found := _TITLE.match(text):
        sure = sure or bool(_SURE_TITLE.match(text))
        text = text[found.end() :]
        dropped.append(found[0].strip())
        done.append("title_dropped")
    aliased = _ALIAS_WORDS.sub(" ", text).strip()
    if aliased != text and aliased:
        dropped.append("".join(_ALIAS_WORDS.findall(text)).strip())
        done.append("title_dropped")
        text = aliased
    return Stripped(text.strip(" ,;"), tuple(dict.fromkeys(done)), tuple(dropped), sure)


def before_address(text: str) -> tuple[str, str] | None:
    """(what stands before, the address) if `text` holds one; nothing before: it is one."""
    found = _ADDRESS.search(text)
    if found is None:
        return None
    rest = text[found.end() :]
    doubtful = found["place"].casefold() in _NAMES_TOO
    if doubtful and not (any(map(str.isdigit, rest)) or _PLACE.search(rest)):
        return None
    return text[: found.start()].strip(" ,;-–"), text[found.start() :].strip(" ,;-–")


def before_place(text: str) -> tuple[str, str] | None:
    """(what stands before, the place) where a province is named behind the name, or after "ở"."""
    found = _LIVES.search(text)
    if found is None:
        tail = _TAIL.search(text)
        found = tail if tail is not None and find(tail[1]) is not None else None
    if found is None or not text[: found.start()].strip(" ,;-–("):
        return None
    return text[: found.start()].strip(" ,;-–("), found[0].strip(" ,;-–()")


def before_bare_place(text: str) -> tuple[str, str] | None:
    """The same where no sign parts the two: "Lý Phú Sơn TP.HCM". Three words at least stay a name,
    and one word alone is a place only if it can be no syllable of a name ("hcm", not "Huế").
    """
    words = text.split()
    for length in range(min(_PLACE_WORDS, len(words) - _NAME_WORDS), 0, -1):
        place = " ".join(words[-length:])
        if (length > 1 or not may_be_named(place)) and find(place) is not None:
            return " ".join(words[:-length]).strip(" ,;-–("), place
    return None


def may_be_named(place: str) -> bool:
    """Whether somebody's name may end so: "Thái Bình", not "TP.HCM"."""
    return all(_SYLLABLE.fullmatch(word_forms(word).marks) for word in place.split())


def is_no_name(text: str) -> bool:
    """Whether `text` is only what stands beside a name (a year, a card, a telephone), or an address
    of mail or of a page: it can be nobody's name.
    """
    return bool(_ADDRESS_OF_MAIL.match(text)) or bool(
        (found := _YEAR.search(f" {text}")) and found.start() == 0
    )


def names_in_address(text: str) -> str | None:
    """The words of an address that may be a name, to be offered; None if `text` is no address."""
    parts = before_address(text)
    if parts is None or parts[0]:
        return None
    words = re.sub(r"[^\w\s]|\d\w*", " ", _PLACE.sub(" ", parts[1])).split()
    return " ".join(words)
