"""What stands beside listings that are looked at before a step: twins, namesakes, their batch.

For all of a list in as many questions as for one. Public columns only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.database.sql import Cursor


#: As many of each are named; the count says if there are more.
MOST = 5
_NAMED = (
    "other.number, other.province, other.state, other.debtor_name, other.debtor_address,"
    " other.no_conditions_decision_number, other.no_conditions_decision_date"
)
_TWINS = f"""
    SELECT given.number, {_NAMED}
    FROM unnest(%(numbers)s::text[]) AS given (number)
    JOIN thads_listing AS own ON own.number = given.number
    CROSS JOIN LATERAL (
        SELECT * FROM thads_listing AS twin
        WHERE twin.duplicate_key = own.duplicate_key AND twin.number <> own.number
            AND twin.state <> 'ended'
        ORDER BY twin.number LIMIT {MOST + 1}
    ) AS other
"""
_NAMESAKES = f"""
    SELECT given.number, {_NAMED}
    FROM unnest(%(numbers)s::text[], %(names)s::text[]) AS given (number, name)
    CROSS JOIN LATERAL (
        SELECT number FROM thads_search AS same
        WHERE same.sort_name = given.name AND same.number <> given.number
        ORDER BY same.number LIMIT {MOST + 1}
    ) AS same
    JOIN thads_listing AS other ON other.number = same.number
"""


@dataclass(frozen=True, slots=True)
class Other:
    """Another listing, as far as it helps to tell whether it is about the same person."""

    number: str
    province: str
    state: str
    debtor_name: str | None
    debtor_address: str | None
    decision_number: str | None
    decision_date: date | None


@dataclass(slots=True)
class Beside:
    """`twins`: same name, judgment and decision, not ended. `namesakes`: public, same name.

    Each holds up to ``MOST`` + 1. `batch`: (province, id) of the batch in which it waits.
    """

    twins: list[Other] = field(default_factory=list)
    namesakes: list[Other] = field(default_factory=list)
    batch: tuple[str, str] | None = None


def beside(cursor: Cursor, names: Mapping[str, str]) -> dict[str, Beside]:
    """For each number of `names` (-> the key its name is sorted by) what stands beside it."""
    found = {number: Beside() for number in names}
    values = {"numbers": list(names), "names": list(names.values())}
    cursor.execute(_TWINS, values)
    for number, *other in cursor:
        found[number].twins.append(Other(*other))
    cursor.execute(_NAMESAKES, values)
    for number, *other in cursor:
        each = Other(*other)
        if each.number not in {twin.number for twin in found[number].twins}:
            found[number].namesakes.append(each)
    cursor.execute(
        "SELECT number, province, batch FROM thads_batch_listing"
        " WHERE outcome = 'waiting' AND number = ANY(%s)",
        (list(names),),
    )
    for number, province, batch in cursor:
        found[number].batch = province, batch
    return found
