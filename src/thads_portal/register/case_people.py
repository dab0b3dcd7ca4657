"""Officer and commune of a listing, for the staff's lists of cases: restricted, beside its case.

They are no columns of the listings' own table, which searches and exports read.
"""

from collections.abc import Iterable
from thads_portal import field_keys
from thads_portal.content.listing import DebtorListing
from thads_portal.database.sql import Cursor
from typing import Any

import orjson


#: What a sealed officer is bound to: nothing narrower, since lists are made by it.
ABOUT_OFFICER = "officer"
#: Of one statement.
_PAGE = 1000
_WRITE = """
    UPDATE thads_case_listing AS own SET officer = now.officer, commune = now.commune
    FROM json_populate_recordset(NULL::thads_case_listing, %s::json) AS now
    WHERE own.number = now.number
        AND (own.officer, own.commune) IS DISTINCT FROM (now.officer, now.commune)
"""
_CHOICES = """
    INSERT INTO thads_case_choice (province, kind, value)
    SELECT province, kind, value FROM json_populate_recordset(NULL::thads_case_choice, %s::json)
    ORDER BY province, kind, value ON CONFLICT DO NOTHING
"""


def people_of(listing: DebtorListing) -> dict[str, Any] | None:
    """What is to be kept of `listing` (awake); None where there is nothing to say."""
    stored = listing.__dict__
    officer = stored.get("enforcement_officer") or None
    commune = (stored.get("commune_posting") or {}).get("commune") or None
    if officer is None and commune is None:
        return None
    return {
        "number": listing.id,
        "province": listing.province,
        "officer": officer,
        "commune": commune,
    }


def kept_officer(cursor: Cursor, officer: str) -> str:
    """`officer` as these tables keep it: sealed so that the same name is found again."""
    return field_keys.seal_text(cursor, officer, ABOUT_OFFICER, findable=True)


def write(cursor: Cursor, people: Iterable[dict[str, Any] | None]) -> None:
    """Keep them, behind the rows of the listings, which make the cases."""
    rows = [
        {**each, "officer": kept_officer(cursor, each["officer"])} if each["officer"] else each
        for each in people
        if each is not None
    ]
    for start in range(0, len(rows), _PAGE):
        cursor.execute(_WRITE, (orjson.dumps(rows[start : start + _PAGE]).decode(),))
        if cursor.rowcount:
            cursor.execute(
                _CHOICES, (orjson.dumps(_choices(rows[start : start + _PAGE])).decode(),)
            )


def _choices(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    found = {
        (row["province"], kind, row[kind])
        for row in rows
        for kind in ("officer", "commune")
        if row[kind]
    }
    return [{"province": province, "kind": kind, "value": value} for province, kind, value in found]
