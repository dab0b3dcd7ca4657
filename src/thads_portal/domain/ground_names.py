"""Whom the reason of a listing names that its ground keeps out of the public.

Grounds c and đ of Art. 38(1) of Law 106/2025/QH15 are about children, carers and persons without
capacity, e and h about lenders: the public learns the ground, not their names (Law 91/2025/QH15).
A name of a person is told by a family name before further words with capitals; the debtor's own
is none. All patterns are linear.
"""

from collections.abc import Mapping
from thads_portal.domain.grounds import fits
from thads_portal.domain.grounds import ground_row
from thads_portal.domain.grounds import NotNamed
from thads_portal.domain.person_names import begins_with_family_name
from typing import Any

import re


_LONGEST = 4000
_UPPER = "".join(
    letter for letter in map(chr, (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA))) if letter.isupper()
)
#: Words with a capital, one after the other, at most six.
_CAPITALS = re.compile(rf"(?<![\w'’])[{_UPPER}][^\W\d_]*(?: [{_UPPER}][^\W\d_]*){{1,5}}")
_TITLES = frozenset({"ông", "bà", "anh", "chị", "cháu", "em", "cụ"})
_LENDER = re.compile(
    r"(?<![^\W_])(?i:ngân hàng|tổ chức tín dụng|quỹ tín dụng|công ty tài chính|nh tmcp|nhtm)"
    r"(?: (?i:thương mại|cổ phần|tmcp|tnhh|mtv|nhân dân)){0,5} (?P<name>\w{2,})"
)
_BANKS = re.compile(
    r"(?<![^\W_])(?:agribank|vietinbank|vietcombank|bidv|sacombank|techcombank|vpbank|mbbank|acb|shb"
    r"|hdbank|vib|tpbank|seabank|eximbank|msb|ocb|lienvietpostbank|lpbank|vamc|vbsp)(?![^\W_])",
    re.IGNORECASE,
)


def names_others(fields: Mapping[str, Any]) -> bool:
    """Whether the reason (``ground_text``) of a listing names whom its ground keeps back."""
    code, scheme = fields.get("ground"), fields.get("ground_scheme")
    text = " ".join((fields.get("ground_text") or "")[:_LONGEST].split())
    if not text or not code or not scheme or not fits(code, scheme):
        return False
    kept_back = ground_row(code, scheme).not_named
    if kept_back is NotNamed.PERSONS:
        return _names_a_person(text, (fields.get("debtor_name") or "").lower())
    return kept_back is NotNamed.LENDERS and _names_a_lender(text)


def _names_a_person(text: str, debtor: str) -> bool:
    for match in _CAPITALS.finditer(text):
        words = match[0].split()
        name = " ".join(words[1:] if words[0].lower() in _TITLES else words)
        if begins_with_family_name(name) and name.lower() not in debtor:
            return True
    return False


def _names_a_lender(text: str) -> bool:
    if _BANKS.search(text):
        return True
    return any(match["name"][0].isupper() for match in _LENDER.finditer(text))
