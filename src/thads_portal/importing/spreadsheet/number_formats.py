"""What a cell shows of its number, day or text: the number formats of Excel (ECMA-376, 18.8.31).

Written as Vietnamese Excel writes it (12.500,5), and days always with the day first and four
digits of the year, whatever the format's order: 05/03/2024. A format that leaves a part of a
day out shows the others ("03/2024"), so that nobody takes it for a day.
"""

from datetime import date
from decimal import Decimal
from decimal import InvalidOperation
from decimal import ROUND_HALF_UP
from functools import lru_cache
from typing import NamedTuple

import re


#: The formats that files name by number only.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "0.0E+0",
    49: "@",
    # Days of East Asian versions.
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "dd/mm/yyyy"),
}
#: Longer codes are not looked into: Excel itself takes 255 characters.
_LONGEST = 255
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<power>E[+-])|(?P<day>[yYmMdDhHsSeEbBgG]+)"
    r"|(?P<place>[0#?])|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)")
_LETTER = re.compile(r"[^\W\d_]")


class _Part(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    parts: tuple[_Part, ...]
    condition: tuple[str, Decimal] | None
    is_date: bool

    def has(self, kind: str) -> bool:
        return any(part.kind == kind for part in self.parts)


class Format(NamedTuple):
    """`numbers`: the sections for positive, negative, zero; `text`: the one for texts."""

    numbers: tuple[_Section, ...]
    text: _Section | None

    @property
    def is_date(self) -> bool:
        """Whether numbers are days."""
        return bool(self.numbers) and self.numbers[0].is_date


@lru_cache(maxsize=4096)
def compiled(code: str) -> Format | None:
    """The format of this code; None if everything is shown as it is stored."""
    if len(code) > _LONGEST or code in ("", "General", "@", "GENERAL", "general"):
        return None
    sections = [_section(each) for each in _split(code)][:4]
    text = None
    if len(sections) == 4 or (sections[-1].has("@")):
        text = sections.pop()
    if text is not None and all(part.kind == "@" for part in text.parts):
        text = None
    return Format(tuple(sections), text)


def _split(code: str) -> list[str]:
    """The sections of a code, which semicolons part outside of quotation marks."""
    found = [""]
    for match in _TOKEN.finditer(code):
        if match[0] == ";":
            found.append("")
        else:
            found[-1] += match[0]
    return found


def _section(code: str) -> _Section:
    parts: list[_Part] = []
    condition = None
    day = False
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match[kind] if kind != "other" else match[0]
        if kind in ("quoted", "escaped"):
            parts.append(_Part("literal", text))
        elif kind == "bracket":
            held = _CONDITION.fullmatch(text)
            if held is not None:
                condition = (held[1], Decimal(held[2]))
            elif (currency := _CURRENCY.match(text)) is not None:
                parts.append(_Part("literal", currency[1]))
            elif text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
                day = True
                parts.append(_Part("day", text.lower()))
        elif kind == "blank":
            parts.append(_Part("literal", " "))
        elif kind == "half":
            day = True
        elif kind == "day":
            # "E" alone is a year of the Japanese calendar; a "B" stands for one of the Thai.
            day = True
            parts.extend(
                _Part("day", run) for run in re.findall(r"(?:y+|m+|d+|h+|s+)", text.lower())
            )
        elif kind == "other" and text in ".,%@":
            parts.append(_Part(text, text))
        elif kind == "other":
            parts.append(_Part("literal", text))
        elif kind != "fill":
            parts.append(_Part(kind, text))
    letters = {part.text[0] for part in parts if part.kind == "day"}
    # "mm:ss" and "h:mm" are times; what stands with neither is a month.
    day = day and ("y" in letters or "d" in letters or letters == {"m"})
    return _Section(tuple(parts), condition, day)


def shown_text(form: Format | None, text: str) -> str:
    """What a cell of this format shows of a text."""
    if form is None or form.text is None:
        return text
    return "".join([text if part.kind == "@" else _literal(part) for part in form.text.parts])


def _literal(part: _Part) -> str:
    return part.text if part.kind in ("literal", ".", ",", "%") else ""


def shown_number(form: Format | None, number: float, general: str) -> str:
    """What a cell of this format shows of a number; `general` is the number without a format."""
    if form is None or not form.numbers:
        return general
    value = Decimal(repr(number))
    section, value, negative = _chosen(form.numbers, value)
    if section.has("power") or section.has("day") or _is_fraction(section):
        # 1,08E+09 would lose digits that the cell holds.
        return general
    if section.has("general"):
        sign = "-" if negative else ""
        bare = general.removeprefix("-")
        return sign + "".join(
            [bare if part.kind == "general" else _literal(part) for part in section.parts]
        )
    try:
        return ("-" if negative else "") + _digits(section, value)
    except InvalidOperation:
        # More digits than anybody shows.
        return general


def _is_fraction(section: _Section) -> bool:
    """Whether a slash stands between places for digits: # ?/?."""
    texts = [part.text for part in section.parts]
    return any(
        text == "/" and left == "?" and (right == "?" or right.isdigit())
        for left, text, right in zip(texts, texts[1:], texts[2:], strict=False)
    )


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal, bool]:
    """The section for a number, the number as it shows it, and whether a minus stands before it."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(section.condition, value):
                return section, abs(value), value < 0
        return sections[-1], abs(value), value < 0
    if value < 0 and len(sections) > 1:
        return sections[1], -value, False
    if value == 0 and len(sections) > 2:
        return sections[2], value, False
    return sections[0], abs(value), value < 0


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]


def _digits(section: _Section, value: Decimal) -> str:
    parts = section.parts
    places = [place for place, part in enumerate(parts) if part.kind == "place"]
    if not places:
        return "".join([_literal(part) for part in parts])
    point = next((place for place, part in enumerate(parts) if part.kind == "."), len(parts))
    before = [place for place in places if place < point]
    after = [place for place in places if place > point]
    commas = [place for place, part in enumerate(parts) if part.kind == "," and place < point]
    last = before[-1] if before else -1
    grouped = any(before and before[0] < place < last for place in commas)
    # Commas behind the digits, also behind those after the point, show thousands of it.
    behind = sum(place > last for place in commas)
    behind += sum(
        part.kind == "," and place > max(point, places[-1]) for place, part in enumerate(parts)
    )
    value = value.scaleb(-3 * behind)
    value = value.scaleb(2 * sum(part.kind == "%" for part in parts))
    value = value.quantize(Decimal(1).scaleb(-len(after)), rounding=ROUND_HALF_UP)
    whole, _point, fraction = f"{value:f}".partition(".")
    return _filled(parts, before, after, point, whole.lstrip("0"), fraction, grouped=grouped)


def _filled(parts, before, after, point, whole: str, fraction: str, *, grouped: bool) -> str:
    """The parts with their digits: the whole from the right, all that is left at the first place."""
    digits: dict[int, str] = {}
    rest = whole
    done = 0
    for place in reversed(before):
        own = rest[-1:]
        rest = rest[:-1]
        if not own:
            own = "0" if parts[place].text == "0" else ""
        if place == before[0]:
            own = rest + own
            rest = ""
        if grouped:
            own, done = _grouped(own, done)
        digits[place] = own
    # Zeros at the end that only # asks for are not shown.
    kept = len(fraction)
    while kept and parts[after[kept - 1]].text == "#" and fraction[kept - 1] == "0":
        kept -= 1
    for number, place in enumerate(after):
        digits[place] = fraction[number] if number < kept else ""
    return "".join(
        [
            digits.get(place, "")
            if part.kind == "place"
            else (("," if kept or part.kind != "." else "") if place == point else _sign(part))
            for place, part in enumerate(parts)
        ]
    )


def _sign(part: _Part) -> str:
    return "" if part.kind in (",", ".") else _literal(part)


def _grouped(digits: str, done: int) -> tuple[str, int]:
    """`digits` with a point before every third from the right; `done` stand behind them."""
    found = ""
    for digit in reversed(digits):
        found = digit + ("." if done and done % 3 == 0 else "") + found
        done += 1
    return found, done


def shown_day(form: Format | None, day: date) -> str:
    """What a cell of this format shows of a day."""
    full = f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    if form is None or not form.is_date:
        return full
    parts = form.numbers[0].parts
    letters = {part.text[0] for part in parts if part.kind == "day"}
    words = any(part.kind == "literal" and _LETTER.search(part.text) for part in parts)
    has_day = any(part.kind == "day" and part.text in ("d", "dd") for part in parts)
    has_month = "m" in letters and (has_day or "y" in letters)
    if has_day and has_month and "y" in letters and not words:
        return full
    if not words:
        wanted = (
            (has_day, f"{day.day:02d}"),
            (has_month, f"{day.month:02d}"),
            ("y" in letters, f"{day.year:04d}"),
        )
        return "/".join([text for asked, text in wanted if asked]) or full
    return "".join([_day_part(part, day) for part in parts]).strip()


def _day_part(part: _Part, day: date) -> str:
    if part.kind != "day":
        return part.text if part.kind in ("literal", ".", ",") else ""
    letter = part.text[0]
    if letter == "d":
        return f"{day.day:02d}" if len(part.text) < 3 else ""
    if letter == "m":
        return f"{day.month:02d}"
    return f"{day.year:04d}" if letter == "y" else ""
