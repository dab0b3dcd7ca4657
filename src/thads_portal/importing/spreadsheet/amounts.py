"""Sums of money as offices write them, and what else stands in a column of sums.

A text is read into one of: an amount that is sure; several readings, of which the editor
chooses; a sum that comes again every month, or a thing, which are no total; or nothing.
All patterns are linear in the length of the text, which is bounded first.
"""

from dataclasses import dataclass
from thads_portal.importing.spreadsheet.headings import folded

import itertools
import re


#: Longer text in a column of sums is no sum.
MAX_AMOUNT_TEXT = 600
#: Less is no debt that an office would list: the unit was left out, or a sign lost.
LEAST = 10_000


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in VND if it is sure. `readings`: the values it could be. `parts`: what a sum
    is made of. `word`: "amount", "sum", "monthly", "thing", "readings" or "none"."""

    word: str
    value: int | None = None
    readings: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


NONE = Amount("none")

_UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "ti dong": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "ng": 10**3,
    "k": 10**3,
}
_UNIT = r"(?:tỷ|tỉ|triệu|trieu|nghìn|nghin|ngàn|ngan|tr|ty|ti|ng|k)"
_PLAIN = r"\d{1,3}(?:(?:[.,] ?|[ \xa0])\d{3}(?!\d)){1,5}(?:[.,]\d{1,2}(?!\d))?|\d{1,16}(?:[.,]\d{1,4}(?!\d))?"
_TOKEN = re.compile(
    rf"({_PLAIN})\s?(trăm\s)?\s?({_UNIT})?(?![^\W\d_])(\d{{1,3}}(?![\d.,]))?", re.IGNORECASE
)
#: "12tr5": the rest stands right behind the unit.
_SHORT = re.compile(rf"(\d{{1,6}})\s?({_UNIT})\s?(\d{{1,3}})(?![\d.,]\d|\d)", re.IGNORECASE)
_CURRENCY = re.compile(
    r"(?:việt nam|vn)?\s?(?:đồng|dong|vnđ|vnd|₫|(?<=[\d. ,])đ)(?![^\W\d_/])\.?", re.IGNORECASE
)
_CURRENCY_LEFT = re.compile(r"(?:vnđ|vnd|đồng|₫)\s?:?", re.IGNORECASE)
_MONTHLY = re.compile(
    r"/\s?(?:1\s)?(?:tháng|thang|th\b|năm|nam\b|quý|tuần)|\b(?:mỗi|hàng|hằng|một|1|từng)\s(?:tháng|năm|quý)\b"
    r"|\btháng\b.{0,20}\b(?:lần|một lần)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:chỉ|cây|lượng|phân)\s(?:vàng|bạc)|\bvàng\b|\bm2\b|\bm²|\bkg\b|\btấn\b|\busd\b|\beuro?\b|\bđô la\b"
    r"|\$|\bcon\s(?:trâu|bò|lợn)|\bsổ đỏ\b|\bgiấy chứng nhận\b|\bchiếc\b|\bthửa\b|\bngôi nhà\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^(?:(?:số tiền|tổng cộng|tổng số|tổng|cộng|là|thành tiền)(?![^\W_])|[:=\s])+", re.IGNORECASE
)
_GROUPED = re.compile(r"\d{1,3}(?:[., \xa0] ?\d{3}(?!\d))+")
_PARENS = re.compile(r"\([^()]*\)")
_PART_ENDS = re.compile(r"[\n;+(]|,(?=\s?[^\W\d_])|\bvà\b", re.IGNORECASE)
_LABEL = re.compile(r"^[-–•*\s]*(?:\d{1,2}[.)]\s)?([^\d:=]{1,80}?)[:=\s]\s?(?=\d)")
_TOTAL = re.compile(r"^\W*(?:tổng|cộng)", re.IGNORECASE)


def read_amount(text: str, factor: int = 1) -> Amount:
    """What a cell of a column of sums says; `factor` is the unit that its heading names."""
    bare = text.replace("\xa0", " ").strip().strip("'’`")
    if not bare or len(bare) > MAX_AMOUNT_TEXT:
        return NONE
    if _MONTHLY.search(bare):
        return Amount("monthly")
    said = _one(bare, factor)
    if said is not None:
        return said
    if _THING.search(bare):
        return Amount("thing")
    return _several(bare, factor)


def _bare(text: str) -> str:
    text = _PARENS.sub(lambda match: " " if not _digits(match[0]) else match[0], text)
    if "(" in text and not _digits(text[text.find("(") :]):
        text = text[: text.find("(")]
    text = _CURRENCY.sub(" ", text + " ")
    text = _CURRENCY_LEFT.sub(" ", text)
    text = _SAID.sub("", text.strip())
    return text.strip().rstrip(".,-–:; ").strip()


def _digits(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _one(text: str, factor: int) -> Amount | None:
    """The text as one amount, or None if it is not one."""
    bare = _bare(text)
    own_unit = bool(_CURRENCY.search(text + " ")) or bool(_CURRENCY_LEFT.match(text))
    short = _SHORT.fullmatch(bare)
    if short is not None:
        return _short(int(short[1]), _unit(short[2]), short[3])
    if factor > 1 and re.fullmatch(r"\d{1,6}[.,]\d{1,2}", bare):
        # "12,5" in millions.
        value, _readings = _scaled(bare, factor)
        return Amount("amount", value) if value is not None else None
    total = 0
    place = 0
    smallest: int | None = None
    unclear: tuple[int, ...] = ()
    for match in _TOKEN.finditer(bare):
        if bare[place : match.start()].strip(" ,"):
            return None
        number, hundred, word, rest = match.groups()
        scale = _unit(word) * (100 if hundred else 1) if word or hundred else 1
        if hundred and not word:
            return None
        if rest:
            return None
        if smallest is not None and scale >= smallest:
            return None
        value, readings = _scaled(number, scale)
        if readings:
            if smallest is not None:
                return None
            unclear = readings
        elif value is None or (smallest is not None and value >= smallest):
            return None
        smallest = scale
        total += value or 0
        place = match.end()
    if smallest is None or bare[place:].strip():
        return None
    if unclear:
        return Amount("readings", readings=unclear)
    return _in_unit(total, smallest, bare, own_unit, factor)


def _in_unit(total: int, smallest: int, bare: str, own_unit: bool, factor: int) -> Amount:
    if smallest > 1:
        return Amount("amount", total)
    if factor > 1:
        scaled = total * factor
        decimal = re.fullmatch(r"(\d{1,6})[.,](\d{3})", bare)
        if own_unit or total >= 10**9 // factor * 10 or (decimal and factor >= 10**6):
            readings = [total, scaled]
            if decimal and factor >= 10**6:
                readings = [total * factor // 1000, scaled]
            return Amount("readings", readings=tuple(sorted(set(readings))))
        return Amount("amount", scaled)
    if 0 < total < LEAST:
        readings = [total, total * 1000]
        if total < 1000:
            readings.append(total * 10**6)
        return Amount("readings", readings=tuple(readings))
    return Amount("amount", total)


def _short(whole: int, unit: int, rest: str) -> Amount:
    """ "1 tỷ 2" is 1,2 tỷ and "1 tỷ 250" 1,25 tỷ; of "1 tỷ 25" nobody knows."""
    if unit <= 1000 and len(rest) != 1:
        return Amount(
            "readings", readings=(whole * unit + int(rest), whole * unit + int(rest) * 10)
        )
    if len(rest) == 2:
        readings = {whole * unit + int(rest) * unit // 100, whole * unit + int(rest) * unit // 1000}
        return Amount("readings", readings=tuple(sorted(readings)))
    return Amount("amount", whole * unit + int(rest) * unit // 10 ** len(rest))


def _unit(word: str) -> int:
    return _UNITS[folded(word)] if word else 1


def _scaled(number: str, scale: int) -> tuple[int | None, tuple[int, ...]]:
    """(value, readings): the value, or two readings, or (None, ()) for none."""
    number = number.strip()
    grouped = _GROUPED.match(number)
    if grouped is not None:
        decimals = number[grouped.end() :]
        signs = {sign for sign in grouped[0] if not sign.isdigit() and sign != " "}
        if len(signs) > 1 or decimals.strip(".,0"):
            return None, ()
        if decimals and signs and decimals[0] in signs and decimals.strip(".,"):
            return None, ()
        whole = int(re.sub(r"\D", "", grouped[0]))
        single = re.fullmatch(r"(\d{1,3})[.,](\d{3})", grouped[0])
        if scale > 1 and single is not None:
            # "1,250 tỷ" is one and a quarter to some and 1,250 to others.
            return None, tuple(sorted({whole * scale // 1000, whole * scale}))
        return whole * scale, ()
    whole_text, _sign, decimals = number.replace(",", ".").partition(".")
    if not decimals.strip("0"):
        return int(whole_text) * scale, ()
    value, rest = divmod(int(whole_text + decimals) * scale, 10 ** len(decimals))
    if rest or scale == 1:
        return None, ()
    return value, ()


def _several(text: str, factor: int) -> Amount:
    """A sum of parts, where each is an amount: added with +, or each with its label."""
    parts: list[int] = []
    labelled = True
    total: int | None = None
    pieces = [piece for piece in _PART_ENDS.split(text) if piece.strip(" .,:()")]
    if not 2 <= len(pieces) <= 12:
        return NONE
    for piece in pieces:
        label = _LABEL.match(piece)
        rest = piece[label.end() :] if label else piece
        read = _one(rest.strip(" ()"), factor)
        if read is None or read.value is None:
            return NONE
        if label and _TOTAL.match(label[1]):
            total = read.value
            continue
        labelled = labelled and label is not None
        parts.append(read.value)
    added = sum(parts)
    if total is not None:
        if added == total or not parts:
            return Amount("sum", total, parts=tuple(parts))
        return Amount("readings", readings=tuple(sorted({total, added})), parts=tuple(parts))
    if "+" in text or labelled:
        return Amount("sum", added, parts=tuple(parts))
    return Amount(
        "readings", readings=tuple(dict.fromkeys((added, *sorted(parts)[:4]))), parts=tuple(parts)
    )


# In a sentence

_IN_TEXT = re.compile(
    rf"(?<![\d/.,])((?:{_PLAIN})(?:\s?(?:tỷ|tỉ|triệu|trieu|tr|nghìn|ngàn)(?![^\W\d_])(?:\s?\d{{1,3}}\s?(?:triệu|nghìn|ngàn))?)?)"
    r"\s?(?:đồng|vnđ|vnd|đ|₫)(?![^\W\d_])|(?<![\d/.,])(\d{1,4}(?:[.,]\d{1,3})?\s?(?:tỷ|tỉ|triệu))(?![^\W\d_])",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:trong đó|đã|còn|lãi|gốc|tổng|cộng|mỗi người|mỗi|gồm|tương đương|trị giá|giá trị|trên|tạm ứng|khấu trừ|từ|x)\b",
    re.IGNORECASE,
)
_TOTAL_BEFORE = re.compile(
    r"(?:tổng cộng|tổng số tiền|tổng số|tổng|cộng)[^\d]{0,30}$", re.IGNORECASE
)
MAX_SENTENCE = 4_000


def amount_in(text: str) -> Amount:
    """What an obligation in words comes to: one sum, several that add up, or what to ask."""
    text = text[:MAX_SENTENCE].replace("\xa0", " ")
    found: list[tuple[int, int]] = []
    monthly = False
    for match in _IN_TEXT.finditer(text):
        read = _one((match[1] or match[2]) + " đồng", 1)
        if read is None or read.value is None or read.value < LEAST:
            return NONE
        around = text[max(0, match.start() - 24) : match.end() + 16]
        if _MONTHLY.search(around):
            monthly = True
            continue
        found.append((read.value, match.start()))
    if not found:
        return Amount("monthly") if monthly else NONE
    values = [value for value, _start in found]
    if monthly:
        return Amount("readings", readings=tuple(dict.fromkeys((sum(values), *values))))
    if len(values) == 1:
        return Amount("amount", values[0])
    totals = [
        value for value, start in found if _TOTAL_BEFORE.search(text[max(0, start - 48) : start])
    ]
    if len(totals) == 1 and 2 * totals[0] == sum(values):
        return Amount("amount", totals[0])
    if not _UNSURE.search(text) and _apart(text, [start for _value, start in found]):
        return Amount("sum", sum(values), parts=tuple(values))
    return Amount(
        "readings", readings=tuple(dict.fromkeys((sum(values), *values)))[:5], parts=tuple(values)
    )


def _apart(text: str, starts: list[int]) -> bool:
    """Whether each sum stands in a piece of its own, with words that say what it is."""
    ends = [0]
    for match in re.finditer(r";|\n|,\s|\+|\bvà\b", text):
        ends.append(match.end())
    ends.append(len(text))
    held = []
    for begin, end in itertools.pairwise(ends):
        count = sum(begin <= start < end for start in starts)
        if count > 1:
            return False
        if count:
            held.append(text[begin:end])
    return all(len(re.findall(r"[^\W\d_]{2,}", piece)) >= 2 for piece in held)


_UNIT_SAID = re.compile(
    r"(?:\bdvt\b|don vi tinh|don vi|\btinh bang\b)?\s?(?:la )?\b(1 000 000|1000000|1 000|1000|nghin|ngan|trieu|tr|ty)\s?(dong|d|vnd|vn dong)\b"
)
_UNIT_AFTER = re.compile(
    r"\b(?:dvt|don vi tinh|don vi)\s?(?:la )?\s?(1 000 000|1 000|1000|nghin|ngan|trieu|ty)\b"
)
_FACTORS = {
    "1 000 000": 10**6,
    "1000000": 10**6,
    "trieu": 10**6,
    "tr": 10**6,
    "1 000": 1000,
    "1000": 1000,
    "nghin": 1000,
    "ngan": 1000,
    "ty": 10**9,
}


def unit_in(heading: str) -> int:
    """The unit that a heading or a line above the list names, in VND; 1 if none."""
    text = folded(heading[:300])
    match = _UNIT_SAID.search(text) or _UNIT_AFTER.search(text)
    return _FACTORS[match[1]] if match else 1
