"""When a case moves to the separate register (sổ theo dõi riêng), by the law of the decision's day.

What the law wants is told here in rows; what the portal can count by itself (time without news)
is in ``two_years.py``. Neither law says that the move ends publication.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateTrackRule:
    """`years` without new information, `years_special` for a prisoner with two years or more left
    or where the new address is not known. `verifications`: how many the law wants at least, None
    where it names no number. `acts_within`: working days to act, None where none are given.
    `on_request`: what becomes of a case on request, (Vietnamese, English).
    """

    years: int
    years_special: int
    verifications: int | None
    acts_within: int | None
    on_request: tuple[str, str]
    valid_from: date
    valid_to: date | None
    source: str


SEPARATE_TRACK_RULES = (
    SeparateTrackRule(
        years=1,
        years_special=2,
        verifications=2,
        acts_within=3,
        on_request=("chuyển sổ theo dõi riêng", "moves to the separate register"),
        valid_from=date(2015, 9, 1),
        valid_to=date(2026, 6, 30),
        source="Nghị định 62/2015/NĐ-CP, Điều 9 khoản 5",
    ),
    SeparateTrackRule(
        years=2,
        years_special=2,
        verifications=None,
        acts_within=None,
        on_request=(
            "thông báo gửi lại yêu cầu thi hành án",
            "notice that the request for enforcement is returned",
        ),
        valid_from=date(2026, 7, 1),
        valid_to=None,
        source="Luật 106/2025/QH15, Điều 38 khoản 4; Nghị định 152/2026/NĐ-CP, Điều 22",
    ),
)
