"""Listings under a decision of the law of 2025 whose ground is a letter of the list before it.

They were entered before the portal knew the new list. No machine can say which of the new
letters the decision names (Law 106/2025/QH15, Art. 38(1)): their editors do. Few at any time,
and in an index of their own.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.grounds import LAWS


SIZE = 50
# Literals: a parameter would keep PostgreSQL from seeing that the partial index fits.
_UNSETTLED = (
    f"ground_scheme = '{GroundScheme.ART_44A}' AND no_conditions_decision_date >="
    f" '{LAWS[GroundScheme.ART_38].valid_from}' AND state <> 'ended'"
)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One of them, in its public fields."""

    number: str
    state: str
    debtor_name: str
    decision_number: str | None
    decision_date: date
    obligation: str | None
    ground: str | None
    ground_text: str | None
    revision: int


def page(cursor: Cursor, province: str, *, after: str = "", size: int = SIZE) -> list[Unsettled]:
    """The first `size` of a province behind the number `after`, in the order of numbers."""
    cursor.execute(
        "SELECT number, state, debtor_name, no_conditions_decision_number,"
        " no_conditions_decision_date, obligation, ground, ground_text, revision"
        f" FROM thads_listing WHERE province = %s AND number > %s AND {_UNSETTLED}"
        " ORDER BY number LIMIT %s",
        (province, after, size),
    )
    return [Unsettled(*row) for row in cursor.fetchall()]


def counts(cursor: Cursor, province: str | None = None) -> dict[str, int]:
    """How many there are by province, of all or of one; provinces without any are left out."""
    cursor.execute(
        f"SELECT province, count(*) FROM thads_listing WHERE {_UNSETTLED}"
        " AND (%s IS NULL OR province = %s) GROUP BY province",
        (province, province),
    )
    return dict(cursor.fetchall())
