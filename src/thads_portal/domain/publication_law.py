"""The law that orders publication, by the day of the no-conditions decision.

A paper or page cites the law under which the decision was taken, for ever.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLaw:
    """`acts` are cited in the head of a notice, in the order of their rank."""

    acts: tuple[str, ...]
    ground: str
    valid_from: date
    valid_to: date | None


PUBLICATION_LAWS = (
    PublicationLaw(
        acts=(
            "Luật Thi hành án dân sự số 26/2008/QH12, sửa đổi, bổ sung năm 2014 (Điều 44a)",
            "Nghị định số 62/2015/NĐ-CP của Chính phủ (Điều 11)",
            "Thông tư số 04/2023/TT-BTP của Bộ trưởng Bộ Tư pháp (các điều 3 đến 9)",
        ),
        ground="khoản 1 Điều 44a Luật Thi hành án dân sự năm 2008, sửa đổi năm 2014",
        valid_from=date(2015, 7, 1),
        valid_to=date(2026, 6, 30),
    ),
    PublicationLaw(
        acts=(
            "Luật Thi hành án dân sự số 106/2025/QH15 (Điều 38)",
            "Nghị định số 152/2026/NĐ-CP của Chính phủ (các điều 22 và 23)",
        ),
        ground="Điều 38 Luật Thi hành án dân sự năm 2025",
        valid_from=date(2026, 7, 1),
        valid_to=None,
    ),
)


def publication_law(decided_on: date) -> PublicationLaw:
    """The law in force on `decided_on`; before the first row, the first."""
    for law in reversed(PUBLICATION_LAWS):
        if law.valid_from <= decided_on:
            return law
    return PUBLICATION_LAWS[0]
