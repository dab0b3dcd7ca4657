"""Numbers of persons in a public text: personal numbers, telephones, bank accounts.

Personal numbers
    Twelve digits, together or in groups parted alike by blanks, dots or hyphens
    (3-3-3-3, 3-3-6, 4-4-4, 6-6, 3-9, 3-1-2-6, single digits). Not a hit: part of
    a longer number; the number of a decision (followed or preceded by a slash);
    an amount of money (a currency behind it or "số tiền" before it, or groups of
    three after dots that do not begin with 0: every personal number begins with 0).
    However they are parted, twelve digits that begin as a personal number does (province
    001 to 096, century and sex 0 to 3), unless a date is among them.
    Nine digits right after "CMND" or "chứng minh" are the old personal number.

Telephones
    Ten digits of a mobile number, also with +84, or what follows "điện thoại", "ĐT", "Zalo".

Bank accounts
    Six digits or more a few words after "tài khoản", "STK".

Digits of other scripts and widths count as digits. All is linear in the text's length.
"""

from collections.abc import Iterator
from itertools import accumulate

import re
import unicodedata


#: Where the digits of other scripts and widths stand (superscripts, Arabic to Thai, fullwidth …).
_ELSEWHERE = (
    (0xB2, 0xB9),
    (0x660, 0xF33),
    (0x1040, 0x1C59),
    (0x2070, 0x2089),
    (0x2460, 0x249B),
    (0xA620, 0xABF9),
    (0xFF10, 0xFF19),
    (0x1D7CE, 0x1D7FF),
)
#: Every sign that is read as a digit -> that digit.
_DIGITS = {
    code: str(digit)
    for first, last in _ELSEWHERE
    for code in range(first, last + 1)
    if (digit := unicodedata.digit(chr(code), None)) is not None
}
_STRANGE_DIGIT = re.compile(
    "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _ELSEWHERE) + "]"
)
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
    r"(?:[.,]\d{1,2})?\s?(?:[,.]?-)?\s?\(?(?:đồng|đ\b|vnđ|vnd|usd|triệu|tỷ)", re.I
)
_SUM = re.compile(r"(?:số tiền|tổng cộng|tổng số|trị giá|giá trị)(?: là)? ?:? ?$", re.I)
_OLD_CARD = re.compile(
    r"(?:CMND|CMTND|CMT|chứng minh(?: thư)?(?: nhân dân)?)(?: ?số)? ?[:.]? ?"
    r"(\d{9}|\d{3}[ .-]\d{3}[ .-]\d{3})(?!\d)",
    re.I,
)
_PARTED = re.compile(r"[0-9](?:[ .,:;_·•*'’|\u2010-\u2015-]{0,3}[0-9]){11,}")
_DIGIT_GROUPS = re.compile(r"\d+")
_BEGINS = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}")
_DATE = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")

_MOBILE = re.compile(r"[08]4?\)?[ .-]?[35789](?:[ .-]?\d){8}(?![\d/]|[.,]\d)")
_MOBILE_BEGINS = re.compile(r"0[35789]|84\)?[ .-]?[35789]")
_CALLED = re.compile(
    r"(?:điện thoại|di động|đ\.?t\b|tel\b|phone\b|hotline|zalo|viber)"
    r"[^\d\n]{0,20}\d(?:[ .()-]{0,2}\d){6,}"
)
_ACCOUNT = re.compile(
    r"(?:tài khoản|t\.?k\b|t/k\b|account)[^\d\n]{0,40}\d(?:[ .-]{0,2}\d){5,}(?!\d)"
    r"(?! ?(?:đồng|đ\b|vnđ))"
)
_CALLED_HINTS = ("điện thoại", "di động", "đt", "đ.t", "tel", "phone", "hotline", "zalo", "viber")
_ACCOUNT_HINTS = ("khoản", "tk", "t.k", "t/k", "account")


def with_plain_digits(text: str) -> str:
    """`text` with ASCII digits for all others, and single blanks."""
    if _STRANGE_DIGIT.search(text):
        text = text.translate(_DIGITS)
    return " ".join(text.split())


def _windows(groups: list[str]) -> Iterator[tuple[int, int]]:
    """(first, last + 1) of neighbouring groups that have twelve digits together."""
    for first in range(len(groups)):
        total = 0
        for last in range(first, len(groups)):
            total += len(groups[last])
            if total >= 12:
                if total == 12:
                    yield first, last + 1
                break


def _personal_in_run(text: str, start: int, end: int) -> bool:
    parts = _GROUPS.findall(text, start, end)
    places = [start, *accumulate(map(len, parts), initial=start)][1:]
    groups, separators = parts[::2], parts[1::2]
    for first, last in _windows(groups):
        if tuple(map(len, groups[first:last])) not in _SHAPES:
            continue
        if len(set(separators[first : last - 1])) > 1:
            continue
        begin, stop = places[first * 2], places[last * 2 - 1]
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


def _parted_oddly(text: str) -> bool:
    for run in _PARTED.finditer(text):
        found = list(_DIGIT_GROUPS.finditer(text, run.start(), run.end()))
        groups = [each[0] for each in found]
        for first, last in _windows(groups):
            begin, stop = found[first].start(), found[last - 1].end()
            if not _BEGINS.fullmatch("".join(groups[first:last])):
                continue
            if text[stop : stop + 1] == "/" or text[max(0, begin - 1) : begin] == "/":
                continue
            if not _DATE.search(text, begin, stop):
                return True
    return False


def has_personal_number(text: str) -> bool:
    """Whether `text` seems to hold a personal number (số định danh cá nhân)."""
    text = with_plain_digits(text)
    if _MANY_DIGITS.search(text):
        if any(_personal_in_run(text, *match.span()) for match in _RUN.finditer(text)):
            return True
        if _OLD_CARD.search(text):
            return True
    return _parted_oddly(text)


def has_contact(text: str) -> bool:
    """Whether `text` seems to hold a telephone number or a bank account."""
    text = with_plain_digits(text)
    for match in _MOBILE.finditer(text):
        before, behind = (
            text[max(0, match.start() - 1) : match.start()],
            text[match.end() : match.end() + 8],
        )
        free = not before or not (before.isalnum() or before in "/.,-")
        if free and _MOBILE_BEGINS.match(match[0]) and not _CURRENCY.match(behind):
            return True
    lowered = text.lower()
    if any(hint in lowered for hint in _CALLED_HINTS) and _CALLED.search(lowered):
        return True
    return any(hint in lowered for hint in _ACCOUNT_HINTS) and bool(_ACCOUNT.search(lowered))
