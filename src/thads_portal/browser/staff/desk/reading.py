"""Reads what people type into forms: days the Vietnamese way, money with dots.

What cannot be read is handed on as it is, for the action's own check to refuse it with
the name of the field.
"""

from datetime import date

import re


_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[ ./-]+(?P<month>\d{1,2})[ ./-]+(?P<year>\d{4})")
_TOGETHER = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})")
_WRITTEN = re.compile(
    r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})", re.I
)
_MONEY = re.compile(r"\d{1,3}(?:[., ]\d{3})+|\d+")
#: What is longer is no sum of money; a number of thousands of digits Python would refuse.
_LONGEST = 40
_UNIT = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?\s*$", re.I)


def iso_day(text: str) -> str:
    """``23/11/2026``, ``23-11-2026``, ``23112026`` -> ``2026-11-23``; other text as it is."""
    text = text.strip()
    for pattern in (_DAY_FIRST, _WRITTEN, _TOGETHER):
        match = pattern.fullmatch(text)
        if match:
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
            except ValueError:
                return text
    return text


def amount(text: str) -> int | str:
    """``12.500.000 đồng`` -> 12500000; other text as it is, stripped."""
    bare = _UNIT.sub("", text.strip().replace("\N{NO-BREAK SPACE}", " "))
    if len(bare) < _LONGEST and _MONEY.fullmatch(bare):
        return int(re.sub(r"\D", "", bare))
    return text.strip()
