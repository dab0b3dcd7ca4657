"""What a paper says of one listing: the closed list of the law, as text."""

from dataclasses import dataclass
from datetime import date
from thads_portal.domain import words
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import label


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listing's public fields (Law 26/2008/QH12, Art. 44a; Law 106/2025/QH15, Art. 38).

    `agency` is the agency's key. The decision is None where the portal does not show it.
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
        return f"Điểm {self.ground}: {self.ground_text or label(Ground(self.ground))}"


def numbered(number: str, day: date | None) -> str:
    return f"Số {number} ngày {words.day(day)}" if day else f"Số {number}"
