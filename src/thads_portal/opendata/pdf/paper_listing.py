"""What a paper says of one listing: the closed list of the law, as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.domain import grounds
from thads_portal.domain import words
from thads_portal.domain.listing_fields import STORED_BEFORE
from typing import Any

import orjson


#: What a reader is told of a decision whose ground is not settled and not put in words.
AS_DECIDED = "Như nêu trong quyết định của cơ quan thi hành án dân sự."
_DECISION = ("no_conditions_decision_number", "no_conditions_decision_date")
_NEVER = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperListing:
    """One listing's public fields (Law 26/2008/QH12, Art. 44a; Law 106/2025/QH15, Art. 38).

    `agency` is the agency's key. The decision is None where the portal does not show it; the
    scheme of its ground is then empty where the ground is not settled (``without_decision``).
    """

    number: str
    agency: str
    debtor_name: str
    debtor_address: str
    judgment_number: str
    judgment_date: date | None
    judgment_body: str
    enforcement_decision_number: str
    enforcement_decision_date: date | None
    no_conditions_decision_number: str | None
    no_conditions_decision_date: date | None
    obligation: str
    ground: str
    ground_scheme: str
    ground_text: str | None

    @property
    def judgment(self) -> str:
        return f"{numbered(self.judgment_number, self.judgment_date)} của {self.judgment_body}"

    @property
    def enforcement(self) -> str:
        return numbered(self.enforcement_decision_number, self.enforcement_decision_date)

    @property
    def decision(self) -> str:
        if self.no_conditions_decision_number is None:
            return ""
        return numbered(self.no_conditions_decision_number, self.no_conditions_decision_date)

    @property
    def reason(self) -> str:
        """The ground with its letter, in the agency's own words where it has given them."""
        if unsettled(self.ground_scheme, self.no_conditions_decision_date):
            return self.ground_text or AS_DECIDED
        row = grounds.ground_row(self.ground, self.ground_scheme)
        return f"Điểm {row.letter}: {self.ground_text or row.full[0]}"

    @property
    def reason_in_short(self) -> tuple[str, str]:
        """The point and article of the law, and the agency's own words where it has given them;
        for a paper that explains the points once. The point is empty where it is not settled.
        """
        if unsettled(self.ground_scheme, self.no_conditions_decision_date):
            return "", self.ground_text or AS_DECIDED
        row = grounds.ground_row(self.ground, self.ground_scheme)
        point = f"Điểm {row.letter} {grounds.LAWS[row.scheme].number}"
        return (f"{point}:", self.ground_text) if self.ground_text else (point, "")


def unsettled(scheme: str, decided_on: date | None) -> bool:
    """Whether nobody has said yet which ground of its own law the decision names."""
    return not scheme or grounds.of_the_old_list(scheme, decided_on)


def without_decision(row: Mapping[str, Any]) -> dict[str, Any]:
    """A printed row where the portal does not show the no-conditions decision."""
    hidden = dict(row)
    if unsettled(row["ground_scheme"], row["no_conditions_decision_date"]):
        hidden["ground_scheme"] = ""
    return hidden | dict.fromkeys(_DECISION)


def content_of(entry: PaperListing) -> bytes:
    """All that `entry` says, to be digested.

    A field that came later and has the value of listings from before it is left out: papers
    that were issued then go on being checked.
    """
    said = {
        name: value
        for name in PaperListing.__slots__
        if (value := getattr(entry, name)) != STORED_BEFORE.get(name, _NEVER)
    }
    return orjson.dumps(said)


def numbered(number: str, day: date | None) -> str:
    return f"Số {number} ngày {words.day(day)}" if day else f"Số {number}"
