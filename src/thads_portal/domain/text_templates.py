"""Texts that editors start from: obligations and reasons by the kind of judgment, with gaps for figures.

A gap is a name in square brackets. What the form knows is put there; what is left is a gap that the
editor fills, and no form takes a text with one. The portal brings the texts of
``data/text_templates.tsv``; each agency and the gateway keep their own beside them
(``register/text_templates.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from thads_portal.domain.tables import read_table

import re


class Use(StrEnum):
    """The field of a listing's forms that a text is for; each is a field's name there."""

    OBLIGATION = "obligation"
    GROUND_TEXT = "ground_text"
    #: Of an amendment, public.
    NOTE = "note"
    #: Of an ending, for the staff.
    COMMENT = "comment"


#: use -> (Vietnamese, English)
LABELS = {
    Use.OBLIGATION: ("Nội dung nghĩa vụ", "Obligation"),
    Use.GROUND_TEXT: ("Lý do chưa có điều kiện", "Reason for lacking conditions"),
    Use.NOTE: ("Ghi chú thay đổi", "Note on a change"),
    Use.COMMENT: ("Ghi chú khi chấm dứt", "Comment on an ending"),
}

#: Gap -> the field of a listing whose figure goes there.
FIGURES = {
    "số tiền": "obligation_amount",
    "số bản án": "judgment_number",
    "ngày bản án": "judgment_date",
    "tòa án": "judgment_body",
    "quyết định thi hành án": "enforcement_decision_number",
    "ngày quyết định thi hành án": "enforcement_decision_date",
    "họ tên": "debtor_name",
    "địa chỉ": "debtor_address",
}
#: Gap -> how it is put together: text with gaps; without the first of them it stays a gap.
_TOGETHER = {"bản án": ("số bản án", "Bản án, quyết định số {0}{1}{2}", ("ngày bản án", "tòa án"))}
#: Gaps that only the editor knows.
OWN = ("ngày xác minh", "tài sản", "hành vi", "số tiền mỗi tháng", "tháng bắt đầu")
GAPS = (*FIGURES, *_TOGETHER, *OWN)
_GAP = re.compile(r"\[(" + "|".join(sorted(map(re.escape, GAPS), key=len, reverse=True)) + r")\]")
#: Said after the word in the sentence, so that "[số tiền] đồng" does not say it twice.
_UNIT = re.compile(r"\s*đồng\s*$")


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """`key`: ``p3`` of the portal's, ``a17`` of an agency's. Without kinds it fits any judgment."""

    key: str
    use: Use
    title: str
    text: str
    judgment_kinds: tuple[str, ...] = ()
    #: Kinds of obligation that go with it.
    kinds: tuple[str, ...] = ()
    #: A province's slug, "gateway", or "" for the portal's own.
    place: str = ""

    def fits(self, judgment_kind: str) -> bool:
        return not self.judgment_kinds or not judgment_kind or judgment_kind in self.judgment_kinds


@cache
def shipped() -> tuple[TextTemplate, ...]:
    """The texts that come with the portal."""
    return tuple(
        TextTemplate(
            key=f"p{number}",
            use=Use(row["use"]),
            title=row["title"],
            text=row["text"],
            judgment_kinds=tuple(filter(None, row["judgment_kinds"].split("|"))),
            kinds=tuple(filter(None, row["kinds"].split("|"))),
        )
        for number, row in enumerate(read_table("text_templates.tsv"), start=1)
    )


def fill(text: str, fields: Mapping[str, str]) -> str:
    """`text` with the figures of `fields` (field -> as it stands in the form) in its gaps."""

    def figure(name: str) -> str:
        value = (fields.get(FIGURES[name]) or "").strip()
        return _UNIT.sub("", value) if name == "số tiền" else value

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name in FIGURES:
            return figure(name) or match[0]
        if name in _TOGETHER:
            first, form, (on, by) = _TOGETHER[name]
            if not figure(first):
                return match[0]
            day, court = figure(on), figure(by)
            return form.format(
                figure(first), f" ngày {day}" if day else "", f" của {court}" if court else ""
            )
        return match[0]

    return _GAP.sub(put, text)


def gap_in(text: str) -> str:
    """The first gap that nobody has filled, with its brackets; empty if there is none."""
    found = _GAP.search(text or "")
    return found[0] if found else ""
