"""Numbers, money, days and times as a reader of the portal sees them.

Times are Vietnam's wherever the reader is: a term that ends "on 25/11/2026" ends
by the clock of the agency.
"""

from datetime import date
from datetime import datetime
from zoneinfo import ZoneInfo

import re


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


#: An amount with its unit: cut in two it would say another sum.
_SUM = (
    r"\d(?:[ .,\xa0]?\d){0,24}\s{0,2}"
    r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s{0,2}){0,3}"
    r"(?:đồng|VNĐ|VND|USD|EUR|đô la|nghìn|ngàn|triệu|tỷ|tỉ|chỉ vàng|lượng vàng|đ)(?!\w)"
)
_MONEY = re.compile(rf"{_SUM}(?:\s{{1,2}}{_SUM}){{0,3}}", re.IGNORECASE)


def shortened(text: str, most: int) -> str:
    """`text` in about `most` characters: between words, and with every amount of money whole.

    Amounts behind the end are named after it: ``Trả nợ theo … 5.000.000 đồng …``.
    """
    if len(text) <= most * 5 // 4:
        return text
    end = text.rfind(" ", 0, most + 1)
    end = end if end > 0 else most
    amounts = list(_MONEY.finditer(text))
    for amount in amounts:
        if amount.start() < end < amount.end():
            end = amount.end()
    if end >= len(text):
        return text
    later = dict.fromkeys(each[0] for each in amounts if each.start() >= end)
    told = [each for each in later if each not in text[:end]]
    return " ".join([f"{text[:end].rstrip(' ,;:.')}…", *(f"{each}…" for each in told)])


def number(value: int, language: str = "vi") -> str:
    """12500000 -> ``12.500.000`` (``12,500,000`` in English)."""
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def size(value: int, language: str = "vi") -> str:
    """Bytes as ``12 kB`` or ``1,5 MB``."""
    if value < 1024 * 1024:
        return f"{number(max(1, round(value / 1024)), language)}\N{NO-BREAK SPACE}kB"
    text = f"{value / 1024 / 1024:.1f}"
    return f"{text if language == 'en' else text.replace('.', ',')}\N{NO-BREAK SPACE}MB"


def money(value: int, language: str = "vi") -> str:
    """Whole VND: ``12.500.000 đồng``."""
    unit = "VND" if language == "en" else "đồng"
    return f"{number(value, language)}\N{NO-BREAK SPACE}{unit}"


def day(value: date | None) -> str:
    """``23/11/2026``; of an aware moment, the day in Vietnam."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def time(value: datetime) -> str:
    """``09:30``, in Vietnam."""
    here = value.astimezone(VIETNAM)
    return f"{here.hour:02}:{here.minute:02}"


def day_in_words(value: date) -> str:
    """``ngày 05 tháng 9 năm 2026``, as the head of a State paper has it.

    Days below ten and the first two months are written with a leading zero
    (Decree 30/2020/NĐ-CP, annex I).
    """
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"
