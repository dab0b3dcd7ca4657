"""Officer and commune of a listing, for the staff's lists of cases: restricted, beside its case.

They are no columns of the listings' own table, which searches and exports read.
"""

from collections.abc import Iterable
from thads_portal.content.listing import DebtorListing
from thads_portal.database.sql import Cursor
from typing import Any

import orjson


#: Of one statement.
_PAGE = 1000
_WRITE = """
    UPDATE thads_case_listing AS own SET officer = now.officer, commune = now.commune
    FROM json_populate_recordset(NULL::thads_case_listing, %s::json) AS now
    WHERE own.number = now.number
        AND (own.officer, own.commune) IS DISTINCT FROM (now.officer, now.commune)
"""


def people_of(listing: DebtorListing) -> dict[str, Any] | None:
    """What is to be kept of `listing` (awake); None where there is nothing to say."""
    stored = listing.__dict__
    officer = stored.get("enforcement_officer") or None
    commune = (stored.get("commune_posting") or {}).get("commune") or None
    if officer is None and commune is None:
        return None
    return {"number": listing.id, "officer": officer, "commune": commune}


def write(cursor: Cursor, people: Iterable[dict[str, Any] | None]) -> None:
    """Keep them, behind the rows of the listings, which make the cases."""
    rows = [each for each in people if each is not None]
    for start in range(0, len(rows), _PAGE):
        cursor.execute(_WRITE, (orjson.dumps(rows[start : start + _PAGE]).decode(),))
