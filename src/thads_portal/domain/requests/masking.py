"""Masks private persons in a decision before it is published; a person checks what it made.

Names that the request itself gives (who asked, whom they represent, debtors) become their initials
with a dot; personal numbers, telephones, dates of birth and addresses from it become dots. It cannot
know everybody who is named: so the text is shown first, and what is still there is refused.
"""

from collections.abc import Iterator
from thads_portal.domain.own_values import folded
from thads_portal.domain.personal_numbers import has_personal_number
from unicodedata import normalize

import re


_NAMES = ("name", "principal", "group_who", "representatives", "debtor_name", "relative_of")
_GONE = (
    "personal_number",
    "debtor_number",
    "phone",
    "email",
    "address",
    "debtor_address",
    "account",
)
_DOTS = "…"
_SHORTEST = 4


def initials(name: str) -> str:
    """``Nông Thị Hỏi`` -> ``N.T.H.``"""
    return "".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def _pattern(text: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in text.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _names(answers: dict[str, str]) -> Iterator[str]:
    for field in _NAMES:
        for name in answers.get(field, "").split("\n"):
            if len(name.strip()) >= _SHORTEST:
                yield normalize("NFC", name.strip())


def masked(text: str, answers: dict[str, str]) -> str:
    """`text` with what `answers` tell of private persons masked."""
    text = normalize("NFC", text)
    for name in _names(answers):
        text = _pattern(name).sub(initials(name), text)
    for field in _GONE:
        value = answers.get(field, "").strip()
        if len(value) >= _SHORTEST:
            text = _pattern(value).sub(_DOTS, text)
    return text


def still_there(text: str, answers: dict[str, str]) -> bool:
    """Whether something of a person stands in `text` that must not be published; also a name that
    is written without marks.
    """
    if masked(text, answers) != normalize("NFC", text) or has_personal_number(text):
        return True
    plain = folded(text)
    return any(_pattern(folded(name)).search(plain) for name in _names(answers) if " " in name)
