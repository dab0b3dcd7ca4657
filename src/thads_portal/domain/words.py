"""Numbers, money, days and times as a reader of the portal sees them.

Times are Vietnam's wherever the reader is: a term that ends "on 25/11/2026" ends
by the clock of the agency.
"""

from datetime import date
from datetime import datetime
from zoneinfo import ZoneInfo


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


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
    return f"{value.astimezone(VIETNAM):%H:%M}"


def day_in_words(value: date) -> str:
    """``ngày 05 tháng 9 năm 2026``, as the head of a State paper has it.

    Days below ten and the first two months are written with a leading zero
    (Decree 30/2020/NĐ-CP, annex I).
    """
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"
