"""Marks that earlier faults of reading lists have left in what is published.

A list in Excel was once taken wrong without a word: letters of an old font, several
people in one cell, a year of birth in a name, "12tr5" as 12.000.005. What is listed from then still
stands there. The marks tell where a person should look; nothing is certain, nothing is
changed. Pure, and linear in the texts.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from enum import StrEnum
from thads_portal.domain.damage import seems_damaged
from typing import Any

import re


class Mark(StrEnum):
    DAMAGED = "damaged_text"
    SEVERAL_PEOPLE = "several_people_in_a_name"
    YEAR_IN_NAME = "year_in_a_name"
    YEAR_IN_ADDRESS = "year_of_birth_in_an_address"
    AMOUNT_WORDS = "amount_read_from_short_words"
    UNIT_LOST = "unit_of_the_amount_lost"


#: Mark -> (Vietnamese, English)
LABELS = {
    Mark.DAMAGED: ("Chữ có vẻ hỏng (Qé, Ỗ, NguyÔn…)", "Damaged letters (Qé, Ỗ, NguyÔn …)"),
    Mark.SEVERAL_PEOPLE: (
        "Tên có thể gồm nhiều người hoặc còn số thứ tự",
        "Several people, or a running number, in a name",
    ),
    Mark.YEAR_IN_NAME: ("Tên còn năm sinh", "A year in a name"),
    Mark.YEAR_IN_ADDRESS: ("Địa chỉ còn năm sinh", "A year of birth in an address"),
    Mark.AMOUNT_WORDS: (
        "Số tiền có thể đọc sai từ cách viết tắt (12tr5 thành 12.000.005)",
        "An amount that may come from short words (12tr5 read as 12.000.005)",
    ),
    Mark.UNIT_LOST: (
        "Số tiền có thể mất đơn vị nghìn, triệu đồng",
        "An amount that may have lost its unit, thousand or million",
    ),
}
#: Columns that are read; the amount beside them.
TEXTS = (
    "debtor_name",
    "debtor_address",
    "judgment_number",
    "judgment_body",
    "enforcement_decision_number",
    "no_conditions_decision_number",
    "obligation",
    "ground_text",
)
_PROSE = frozenset({"obligation", "ground_text"})
_LONE = re.compile(r"(?<![^\W\d_])[ỖỗẺẽ](?![^\W\d_])|(?<=[/\d-])[A-Z]{0,4}Ỗ|Ỗ-[A-Z]")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}\s?[.)/]\s?(?=[^\W\d_])|;\s?[^\W\d_]|\n")
_YEAR = re.compile(
    r"\(\s?(?:sn|s\.n\.?|sinh(?: năm)?)?\s?:?\s?(?:19|20)\d\d\s?\)|(?<!\d)(?:19|20)\d\d\s?$", re.I
)
_BORN = re.compile(
    r"(?:\bsinh(?: năm| ngày)?|\bsn|\bs\.n\.?|năm sinh)\s?:?\s?(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19|20)\d\d"
    r"|\(\s?19\d\d\s?\)|^\s?19\d\d\s?[,;-]",
    re.I,
)
_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d)")
#: Sums below this are seldom anybody's whole debt.
_LEAST = 10_000
_MILLION = 1_000_000


def marks(fields: Mapping[str, Any]) -> Iterator[tuple[str, Mark]]:
    """(field, mark) of what a person should look at in a listing's public fields."""
    for name in TEXTS:
        text = fields.get(name)
        if text and (seems_damaged(text, plain=name not in _PROSE) or _LONE.search(text)):
            yield name, Mark.DAMAGED
    name = fields.get("debtor_name") or ""
    if _NUMBERED.search(name):
        yield "debtor_name", Mark.SEVERAL_PEOPLE
    if _YEAR.search(name):
        yield "debtor_name", Mark.YEAR_IN_NAME
    if _BORN.search(fields.get("debtor_address") or ""):
        yield "debtor_address", Mark.YEAR_IN_ADDRESS
    amount = fields.get("obligation_amount")
    if amount:
        if amount >= _MILLION and 0 < amount % _MILLION < 1000:
            yield "obligation_amount", Mark.AMOUNT_WORDS
        elif amount < _LEAST or _thousandfold(fields.get("obligation") or "", amount):
            yield "obligation_amount", Mark.UNIT_LOST


def _thousandfold(text: str, amount: int) -> bool:
    """Whether the obligation names the amount a thousand or a million times as large."""
    named = {int(re.sub(r"[.,]", "", match[0])) for match in _SUM.finditer(text)}
    return amount not in named and not named.isdisjoint({amount * 1000, amount * _MILLION})
