"""Who acts for whom: a mandate, a legal representative, representatives of a group; how long, by which paper.

Decree 152/2026/NĐ-CP, Art. 2 (mandates) and Art. 77 (groups). A mandate lapses by itself after its last day;
nothing is refused because of it by the portal: the agency looks and decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.requests.shapes import Text


class Kind(StrEnum):
    MANDATE = "mandate"
    LEGAL = "legal"
    GROUP = "group"


KIND_LABELS: dict[Kind, Text] = {
    Kind.MANDATE: ("Ủy quyền", "Mandate"),
    Kind.LEGAL: ("Đại diện theo pháp luật", "Legal representative"),
    Kind.GROUP: ("Đại diện của nhiều người", "Representatives of a group"),
}


class Standing(StrEnum):
    """How a mandate stands on a day; the first that holds of those in this order."""

    ENDED = "ended"
    REFUSED = "refused"
    LAPSED = "lapsed"
    UNCHECKED = "unchecked"
    VALID = "valid"


STANDING_LABELS: dict[Standing, Text] = {
    Standing.ENDED: ("đã chấm dứt", "ended"),
    Standing.REFUSED: ("giấy không hợp lệ", "paper not valid"),
    Standing.LAPSED: ("đã hết hạn", "lapsed"),
    Standing.UNCHECKED: ("chưa kiểm tra giấy", "paper not checked yet"),
    Standing.VALID: ("có hiệu lực", "valid"),
}


def most_representatives(people: int) -> int:
    """Of 5 to 10 people at most 2, of 11 or more at most 5 (Art. 77); fewer may all speak."""
    if people < 5:
        return people
    return 2 if people <= 10 else 5


@dataclass(frozen=True, slots=True)
class Told:
    """A mandate as somebody told it. `people`: who represents whom, paper, scope, by name of field."""

    kind: Kind
    people: dict[str, str]
    since: date | None
    until: date | None


#: What is kept of it, by the names of the form's fields.
PEOPLE = (
    "principal",
    "representative",
    "representatives",
    "group_size",
    "mandate_paper",
    "mandate_scope",
)
PEOPLE_LABELS: dict[str, Text] = {
    "principal": ("Người được đại diện", "Who is represented"),
    "representative": ("Người đại diện", "Who represents"),
    "representatives": ("Những người đại diện", "Who represents"),
    "group_size": ("Số người trong nhóm", "People of the group"),
    "mandate_paper": ("Giấy tờ", "Paper"),
    "mandate_scope": ("Phạm vi", "Scope"),
}


def mandate_of(answers: Mapping[str, str]) -> Told | None:
    """The mandate that the answers of a request tell; None for who asks for themselves."""
    behalf = answers.get("behalf", "")
    if behalf not in list(Kind):
        return None
    kind = Kind(behalf)
    people = {name: answers[name] for name in PEOPLE if answers.get(name)}
    if kind is Kind.GROUP:
        people["principal"] = answers.get("group_who", "")
    elif answers.get("name"):
        people["representative"] = answers["name"]
    return Told(kind, people, _day(answers, "mandate_since"), _day(answers, "mandate_until"))


def standing(
    today: date, *, until: date | None, accepted: bool | None, ended: date | None
) -> Standing:
    """How it stands on `today`; on its last day it still holds."""
    if ended is not None and ended <= today:
        return Standing.ENDED
    if accepted is False:
        return Standing.REFUSED
    if until is not None and until < today:
        return Standing.LAPSED
    return Standing.VALID if accepted else Standing.UNCHECKED


def _day(answers: Mapping[str, str], name: str) -> date | None:
    text = answers.get(name, "")
    return date.fromisoformat(text) if text else None
