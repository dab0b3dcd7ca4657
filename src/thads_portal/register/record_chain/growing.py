"""Gives the entries that are committed their places in the chain, and signs its head once a day.

One caller at a time; no writer of entries waits for it.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain import chain
from thads_portal.domain.chain import ChainedEntry
from thads_portal.domain.signed_notes import Checkpoint
from thads_portal.domain.signed_notes import signature
from thads_portal.domain.signed_notes import verification_key
from thads_portal.domain.words import VIETNAM
from thads_portal.register.own_transaction import own_transaction
from thads_portal.secret_keys import publication_log_key

import psycopg2


#: Under which the heads are signed; the publication log signs under another.
NAME = "thads-record"
#: Entries of a seal.
MOST = 5000
#: The advisory lock of who lets the chain grow.
_LOCK = 0x7265636F7264
_COLUMNS = "id, at, actor, action, listing, province, about, details"


@dataclass(frozen=True, slots=True)
class End:
    """The last seal: its number, the hash to go on from, entries in all."""

    number: int
    hash: bytes
    entries: int


def grow(dsn: str, *, now: datetime | None = None) -> int:
    """Seal what is new and sign the head if the day (of Vietnam) has none; entries sealed."""
    count = 0
    while sealed := _seal(dsn):
        count += sealed
    _sign(dsn, (now or datetime.now(VIETNAM)).astimezone(VIETNAM).date())
    return count


def entries_of(cursor: Cursor, where: str, values: tuple[object, ...]) -> list[ChainedEntry]:
    """Entries in the order of their ids."""
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_record WHERE {where} ORDER BY id", values)
    return [ChainedEntry(*row) for row in cursor.fetchall()]


def end_of(cursor: Cursor) -> End:
    """Where the chain ends."""
    cursor.execute(
        "SELECT number, previous, hashes FROM thads_record_seal ORDER BY number DESC LIMIT 1"
    )
    row = cursor.fetchone()
    cursor.execute("SELECT coalesce(sum(entries), 0) FROM thads_record_seal")
    (entries,) = cursor.fetchone()
    if row is None:
        return End(0, chain.START, 0)
    return End(row[0], chain.last(bytes(row[1]), bytes(row[2])), int(entries))


def key() -> str:
    """What checks the signatures of heads."""
    return verification_key(NAME, publication_log_key())


def _seal(dsn: str) -> int:
    with own_transaction(dsn) as cursor:
        if not _alone(cursor):
            return 0
        cursor.execute(
            "WITH next AS (SELECT id FROM thads_new_record ORDER BY id LIMIT %s)"
            " DELETE FROM thads_new_record USING next WHERE thads_new_record.id = next.id"
            " RETURNING next.id",
            (MOST,),
        )
        ids = sorted(row[0] for row in cursor.fetchall())
        if not ids:
            return 0
        found = entries_of(cursor, "id = ANY(%s)", (ids,))
        present = [each.id for each in found]
        end = end_of(cursor)
        cursor.execute(
            "INSERT INTO thads_record_seal (number, ids, entries, previous, hashes, missing)"
            " SELECT %s, coalesce(range_agg(int8range(id, id, '[]')), '{}'), %s, %s, %s, %s"
            " FROM unnest(%s::bigint[]) AS each (id)",
            (
                *(end.number + 1, len(found), psycopg2.Binary(end.hash)),
                psycopg2.Binary(chain.links(end.hash, found)),
                *(sorted(set(ids) - set(present)), present),
            ),
        )
        return len(ids)


def _sign(dsn: str, day: date) -> None:
    with own_transaction(dsn) as cursor:
        if not _alone(cursor):
            return
        cursor.execute("SELECT FROM thads_record_head WHERE day = %s", (day,))
        if cursor.fetchone() is not None:
            return
        end = end_of(cursor)
        if not end.number:
            return
        text = Checkpoint(NAME, end.entries, end.hash).text
        note = f"{text}\n{signature(text, name=NAME, seed=publication_log_key())}\n"
        cursor.execute(
            "INSERT INTO thads_record_head (day, seal, note) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (day, end.number, note),
        )


def _alone(cursor: Cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,))
    (locked,) = cursor.fetchone()
    return bool(locked)
