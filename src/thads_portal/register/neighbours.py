"""The other public listings that rest on the same decision (several debtors, one joint duty)."""

from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.document_numbers import number_keys


#: A decision that names more debtors than this is shown cut short.
MOST = 50

_SAME_NAME = """
SELECT count(*) FROM thads_search
WHERE sort_name = (SELECT sort_name FROM thads_search WHERE number = %s) AND number <> %s
"""
_SAME_DECISION = """
SELECT number, debtor_name, debtor_address FROM thads_listing
WHERE state = 'published' AND number_keys @> %(keys)s::text[]
    AND province = %(province)s AND agency = %(agency)s
    AND no_conditions_decision_number = %(decision)s
    AND no_conditions_decision_date = %(day)s
    AND number <> %(number)s
ORDER BY sort_name, number LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    number: str
    name: str
    address: str


def neighbours(
    cursor: Cursor,
    *,
    number: str,
    province: str,
    agency: str,
    judgment: str,
    decision: str,
    day: date,
) -> list[Neighbour]:
    """Whoever else the decision `decision` of `day` by `agency` names, in the order of names.

    Those of the same `judgment`, since a joint duty comes from one: every agency begins
    its decisions at 1 each year, so that the decision's number alone is no index.
    """
    keys = number_keys((judgment, decision))
    if not keys:
        return []
    cursor.execute(
        _SAME_DECISION,
        {
            "keys": keys,
            "province": province,
            "agency": agency,
            "decision": decision,
            "day": day,
            "number": number,
            "most": MOST,
        },
    )
    return [Neighbour(*row) for row in cursor]


def namesakes(cursor: Cursor, number: str) -> int:
    """How many other public listings bear exactly the name of the listing `number`."""
    cursor.execute(_SAME_NAME, (number, number))
    return int(one(cursor))
