"""The record of actions (nhật ký thao tác): who did what, when, to which listing or thing.

Written in the transaction of the change itself (``note``, ``note_event``), so that there is
no change without its entry and no entry of a change that was taken back; or at once
(``write_now``), before something is shown that nobody may look at unseen. The table only
grows (a trigger of its table refuses all else).

`details` hold names of fields, numbers of documents, counts and codes; never the value of a
restricted field, nor free text, in which one may stand.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from thads_portal.content.listing import DebtorListing
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.recording import Recorded
from thads_portal.domain.records import LegalEvent
from thads_portal.register.join import queue_of
from thads_portal.register.own_transaction import own_transaction
from typing import Any

import orjson


#: What an entry may tell beside the columns: codes, counts, names of fields, document numbers.
Details = Mapping[str, str | int | bool | Iterable[str] | None]

_INSERT = """
    INSERT INTO thads_record (at, actor, action, listing, province, about, details)
    SELECT at, actor, action, listing, province, about, details
    FROM json_to_recordset(%s) AS entry (
        at timestamptz, actor text, action text, listing text, province text, about text,
        details jsonb
    )
"""
#: A feed asks for thousands; KeyError for what the list does not know.
_CODES = {action.value: action.value for action in Recorded}
#: Entries of one statement.
_PAGE = 1000


def _entry(
    action: Recorded,
    actor: str,
    at: datetime,
    listing: str | None,
    province: str | None,
    about: str | None,
    details: Details | None,
) -> dict[str, Any]:
    return {
        "at": at,
        "actor": actor,
        "action": Recorded(action).value,
        "listing": listing,
        "province": province or None,
        "about": about,
        "details": dict(details or {}),
    }


def note(
    context: Content,
    action: Recorded,
    *,
    actor: str,
    at: datetime | None = None,
    listing: str | None = None,
    province: str | None = None,
    about: str | None = None,
    details: Details | None = None,
) -> None:
    """Record an action in the running transaction of `context` (anything stored, or the site).

    `listing` is a public number, `province` a slug, `about` the id of another thing (a
    batch, a job, an account).
    """
    entry = _entry(action, actor, at or datetime.now(UTC), listing, province, about, details)
    queue_of(context).write(_entries, entry)


def note_event(listing: DebtorListing, event: LegalEvent) -> None:
    """Record what `event` does to `listing`, in the running transaction."""
    queue_of(listing).write(_events, (listing.id, listing, event))


def write_now(
    dsn: str,
    action: Recorded,
    *,
    actor: str,
    listing: str | None = None,
    province: str | None = None,
    about: str | None = None,
    details: Details | None = None,
) -> None:
    """Record something that changes nothing, such as a view, before it is done.

    Raises RegisterUnavailable: then it must not be done.
    """
    with own_transaction(dsn) as cursor:
        write(
            cursor,
            action,
            actor=actor,
            listing=listing,
            province=province,
            about=about,
            details=details,
        )


def write(
    cursor: Cursor,
    action: Recorded,
    *,
    actor: str,
    listing: str | None = None,
    province: str | None = None,
    about: str | None = None,
    details: Details | None = None,
) -> None:
    """Record an action in the transaction of `cursor`."""
    entry = _entry(action, actor, datetime.now(UTC), listing, province, about, details)
    _insert(cursor, [entry])


def write_many(
    cursor: Cursor,
    action: Recorded,
    *,
    actor: str,
    at: datetime,
    province: str,
    listings: Iterable[tuple[str, str, Details]],
) -> None:
    """Record `action` for many listings: (public number, about, details), in `cursor`'s transaction."""
    entries = [
        _entry(action, actor, at, number, province, about, details)
        for number, about, details in listings
    ]
    _insert(cursor, entries)


class _Entries:
    """Entries as they are."""

    def prepare(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return entries

    def write(self, cursor: Cursor, entries: list[dict[str, Any]]) -> None:
        _insert(cursor, entries)


class _Events:
    """Legal events of listings; a listing's province may be known only when it has its place."""

    def prepare(self, noted: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
        return [
            {
                "at": event.recorded_at,
                "actor": event.actor,
                "action": _CODES[event.kind],
                "listing": number,
                "province": listing.province or None,
                "details": _details(event),
            }
            for number, listing, event in noted
        ]

    def write(self, cursor: Cursor, entries: list[dict[str, Any]]) -> None:
        _insert(cursor, entries)


_entries = _Entries()
_events = _Events()


def _details(event: LegalEvent) -> dict[str, Any]:
    """Which fields changed, on which document; not what they were or are."""
    details: dict[str, Any] = {}
    if event.document_number:
        details["document"] = event.document_number
        if event.document_date:
            details["document_date"] = event.document_date
    if event.changes:
        details["fields"] = sorted(event.changes)
    if event.capacity:
        details["signed_as"] = event.capacity
    if event.end_reason:
        details["end_reason"] = event.end_reason
    if event.public:
        details["public"] = True
    return details


def _insert(cursor: Cursor, entries: list[dict[str, Any]]) -> None:
    for start in range(0, len(entries), _PAGE):
        cursor.execute(_INSERT, (orjson.dumps(entries[start : start + _PAGE]).decode(),))
