"""Short notes that people write to each other about an item, and who is named in them.

For the staff who see the item and for nobody else; no public door reads this table. The record of
actions tells that a note was written, never what it says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from thads_portal import field_keys
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.recording import Recorded
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    item: str
    account: str
    text: str
    at: datetime


def add(
    dsn: str,
    item: str,
    account: str,
    text: str,
    named: Collection[str],
    *,
    listing: str | None = None,
    province: str | None = None,
    about: str | None = None,
) -> None:
    """Write a note; it waits in the inbox of each account that is `named`.

    `about`: what the record calls an item that is no listing.
    """
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_note (item, account, text) VALUES (%s, %s, %s) RETURNING id",
            (item, account, field_keys.seal_text(cursor, text, f"note:{account}")),
        )
        id: int = one(cursor)
        cursor.execute(
            "INSERT INTO thads_mention (account, note) SELECT unnest(%s::text[]), %s",
            (sorted(set(named) - {account}), id),
        )
        record.write(
            cursor,
            Recorded.NOTE_WRITTEN,
            actor=account,
            listing=listing,
            province=province,
            about=None if listing else about or item,
            details={"named": sorted(named)} if named else None,
        )


def of(cursor: Cursor, item: str) -> list[Note]:
    """The notes about an item, in their order."""
    cursor.execute(
        "SELECT id, item, account, text, at FROM thads_note WHERE item = %s ORDER BY id", (item,)
    )
    return _notes(cursor)


def open_for(cursor: Cursor, account: str, *, most: int = 20) -> list[Note]:
    """Notes that name `account` and that they have not opened, the oldest first."""
    cursor.execute(
        "SELECT note.id, note.item, note.account, note.text, note.at FROM thads_mention AS mention"
        " JOIN thads_note AS note ON note.id = mention.note"
        " WHERE mention.account = %s AND mention.seen IS NULL ORDER BY note.id LIMIT %s",
        (account, most),
    )
    return _notes(cursor)


def _notes(cursor: Cursor) -> list[Note]:
    """Raises CannotUnseal."""
    return [
        Note(id, item, account, field_keys.unseal_text(cursor, text, f"note:{account}"), at)
        for id, item, account, text, at in cursor.fetchall()
    ]


def opened(dsn: str, item: str, account: str) -> None:
    """`account` has the notes about `item` before them."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "UPDATE thads_mention SET seen = now() FROM thads_note AS note"
            " WHERE note.id = thads_mention.note AND note.item = %s"
            " AND thads_mention.account = %s AND thads_mention.seen IS NULL",
            (item, account),
        )
