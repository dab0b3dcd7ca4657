"""From a listing to its row in the register, and rows into the table.

A column added here that holds a restricted value in clear would be searchable
and exportable: the row has public fields, and fields that only select and
compare (state, province, digests). Everything is computed from the object
alone, so that a rebuild gives the same row.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from thads_portal.content.listing import DebtorListing
from thads_portal.content.listing import WORKFLOW_ID
from thads_portal.database.sql import Cursor
from thads_portal.domain import names
from thads_portal.domain.codes import State
from thads_portal.domain.digests import duplicate_key
from thads_portal.domain.document_numbers import number_keys
from thads_portal.domain.duties import duties_of
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.identifiers import case_hmac
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.listing_fields import names_of
from thads_portal.domain.listing_fields import STORED_BEFORE
from thads_portal.domain.matching import birth_digest
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.register import waiting
from thads_portal.secret_keys import personal_number_key
from typing import Any

import orjson


#: The columns in the order of a row; the table has no others.
COLUMNS = (
    "number",
    "external_id",
    "province",
    "agency",
    "state",
    *PUBLIC_FIELDS,
    "first_published",
    "last_amended",
    "ended_at",
    "republished_at",
    "end_reason",
    "notes",
    "duties",
    "flags",
    "sort_name",
    "name_tokens",
    "number_keys",
    "personal_hmac",
    "case_hmac",
    "birth_digest",
    "duplicate_key",
    "applied",
    "created",
    "changed",
    "revision",
    *waiting.COLUMNS,
)
_LISTS = frozenset(names_of(kinds=[Kind.CODES]))
_NAMES = ", ".join(COLUMNS)
_UPDATES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
# All rows as one JSON value: to write them out as SQL text, and to parse that, costs twice as much.
_UPSERT = f"""
    INSERT INTO thads_listing ({_NAMES})
    SELECT {_NAMES} FROM json_populate_recordset(NULL::thads_listing, %s)
    ON CONFLICT (number) DO UPDATE SET {_UPDATES}
"""
#: For a rebuild: what a transaction has written meanwhile is newer and stays.
_REFRESH = f"{_UPSERT} WHERE thads_listing.revision <= excluded.revision"
#: Rows of one statement: more need memory, fewer call the triggers more often.
_PAGE = 1000


def public_notes(history: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The change notes the law has published with an amendment: ``[{"date", "note"}]``."""
    return [
        {"date": event["occurred_on"].isoformat(), "note": event["note"]}
        for event in history
        if event.get("public") and event.get("note")
    ]


def _duties(listing: DebtorListing) -> list[str]:
    """The duties of the law about the listing, as the column keeps them."""
    steps = (listing.workflow_history or {}).get(WORKFLOW_ID, ())
    published = [
        step["time"].asdatetime() for step in steps if step["review_state"] == State.PUBLISHED.value
    ]
    found = duties_of(
        listing.history,
        published=published,
        decided_on=listing.__dict__.get("no_conditions_decision_date"),
        pending=listing.pending,
        proposed_ending=listing.proposed_ending,
        posting=listing.commune_posting,
    )
    return [str(each) for each in found]


def row_of(listing: DebtorListing) -> tuple[Any, ...]:
    """The row of `listing` (unwrapped or not), in the order of COLUMNS. Raises CannotUnseal."""
    stored = listing.__dict__
    if not stored:
        # A ghost has no values yet; any attribute wakes it.
        listing._p_activate()
        stored = listing.__dict__
    # Else what cannot be opened would lose its digests.
    listing.must_be_open()
    get = stored.get
    name = get("debtor_name") or ""
    personal_id, case_number = get("personal_id"), get("case_number")
    born = get("date_of_birth")
    judgment = get("judgment_number")
    decision = get("no_conditions_decision_number")
    numbers = (listing.id, judgment, get("enforcement_decision_number"), decision)
    return (
        listing.id,
        listing.external_id,
        listing.province,
        listing.agency,
        listing.state.value,
        *(
            list(get(field) or ()) if field in _LISTS else get(field, STORED_BEFORE.get(field))
            for field in PUBLIC_FIELDS
        ),
        listing.first_published,
        listing.last_amended,
        listing.ended_at,
        listing.republished_at,
        listing.end_reason,
        public_notes(listing.history),
        _duties(listing),
        list(listing.flags),
        names.sort_key(name, get("debtor_kind") or "individual"),
        names.search_tokens(name),
        number_keys(numbers),
        personal_hmac(personal_id, key=personal_number_key()) if personal_id else None,
        case_hmac(case_number, key=personal_number_key()) if case_number else None,
        birth_digest(born, number=listing.id, key=personal_number_key()) if born else None,
        duplicate_key(name, judgment or "", decision or ""),
        [key + payload for key, payload in sorted(listing.applied.items())],
        listing.created_at,
        listing.changed_at,
        listing.revision,
        *waiting.values_of(listing),
    )


def upsert(cursor: Cursor, rows: list[tuple[Any, ...]]) -> None:
    """Write `rows` over whatever stands under their numbers."""
    _write(cursor, _UPSERT, rows)


def refresh(cursor: Cursor, rows: list[tuple[Any, ...]]) -> None:
    """Write `rows` where the table does not hold a newer revision of the listing."""
    _write(cursor, _REFRESH, rows)


def _write(cursor: Cursor, statement: str, rows: list[tuple[Any, ...]]) -> None:
    for start in range(0, len(rows), _PAGE):
        records = [_record(row) for row in rows[start : start + _PAGE]]
        cursor.execute(statement, (orjson.dumps(records, default=_bytes).decode(),))


def _record(row: tuple[Any, ...]) -> dict[str, Any]:
    """By column, as PostgreSQL reads each type from JSON."""
    record = dict(zip(COLUMNS, row, strict=True))
    record["name_tokens"] = _vector(record["name_tokens"])
    return record


def _vector(tokens: list[str]) -> str:
    """The text of a ``tsvector``."""
    text = "' '".join(tokens)
    if text.count("'") != 2 * len(tokens) - 2 or "\\" in text:
        text = "' '".join(token.replace("\\", r"\\").replace("'", "''") for token in tokens)
    return f"'{text}'" if tokens else ""


def _bytes(value: bytes) -> str:
    return f"\\x{value.hex()}"


def delete(cursor: Cursor, numbers: list[str]) -> None:
    if numbers:
        cursor.execute("DELETE FROM thads_listing WHERE number = ANY(%s)", (numbers,))
