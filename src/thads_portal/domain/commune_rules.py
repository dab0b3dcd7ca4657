"""The posting at the commune's People's Committee (niêm yết tại UBND cấp xã), by the law of the day.

To which commune a decision is sent. When the commune takes the posting down, and how long it
stays, are terms like others (``clocks.py``).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneRule:
    """`addressee` is proposed, not forced: (Vietnamese, English)."""

    addressee: tuple[str, str]
    valid_from: date
    valid_to: date | None
    source: str


COMMUNE_RULES = (
    CommuneRule(
        addressee=(
            "Ủy ban nhân dân cấp xã nơi đã xác minh điều kiện thi hành án",
            "The commune where the conditions for enforcement were verified",
        ),
        valid_from=date(2015, 9, 1),
        valid_to=date(2026, 6, 30),
        source="Nghị định 62/2015/NĐ-CP, Điều 11",
    ),
    CommuneRule(
        addressee=(
            "Ủy ban nhân dân cấp xã nơi người phải thi hành án cư trú, có trụ sở hoặc nơi cư trú,"
            " trụ sở cuối cùng",
            "The commune where the debtor lives or has the seat, or last did",
        ),
        valid_from=date(2026, 7, 1),
        valid_to=None,
        source="Nghị định 152/2026/NĐ-CP, Điều 23 khoản 1",
    ),
)


def commune_rule(decided_on: date) -> CommuneRule:
    """The rule for a decision of that day; before the first row, the first."""
    for rule in reversed(COMMUNE_RULES):
        if rule.valid_from <= decided_on:
            return rule
    return COMMUNE_RULES[0]
