"""The bodies above the provincial agencies, by the day: what stands over an agency's name.

A reorganisation is a new row and an end date on the old one: a paper names the body of its day.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralBody:
    """`valid_from` and `valid_to` are its first and last day, None where open."""

    name: str
    valid_from: date | None
    valid_to: date | None
    source: str


CENTRAL_BODIES = (
    CentralBody(
        name="Tổng cục Thi hành án dân sự",
        valid_from=None,
        valid_to=date(2025, 2, 28),
        source="Quyết định 61/2014/QĐ-TTg",
    ),
    CentralBody(
        name="Cục Quản lý Thi hành án dân sự",
        valid_from=date(2025, 3, 1),
        valid_to=None,
        source="Nghị định 39/2025/NĐ-CP",
    ),
)


def central_body(day: date) -> CentralBody:
    """The body that leads the system on `day`."""
    for body in CENTRAL_BODIES:
        if (body.valid_from is None or body.valid_from <= day) and (
            body.valid_to is None or day <= body.valid_to
        ):
            return body
    raise LookupError(day)
