"""Files in the database, in pieces: what people upload for a job, and what a job makes.

They are not objects: no request loads them whole, a worker on another machine finds them,
and they go when their time is over. Whoever hands one out checks who may have it: an
upload holds restricted values, as its owner wrote them. So what is not made to be published is
sealed, each piece for its place in its file, and its name too.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal import field_keys
from thads_portal.database.sql import Cursor
from thads_portal.errors import FileGone
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.resealing.files import about
from thads_portal.register.trouble import translate_database_errors
from typing import Any

import hashlib
import psycopg2
import secrets


#: Bytes of a piece.
CHUNK = 1024 * 1024
#: How long a file is kept unless its writer says otherwise.
KEPT = timedelta(days=7)

_COLUMNS = "id, name, content_type, size, sha256, owner, province, created, expires, data_key"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`sha256` is in hex; `expires` is None for a file that stays; `data_key` of one that is sealed."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str
    owner: str
    province: str | None
    created: datetime
    expires: datetime | None
    data_key: bytes | None = None


def write(
    dsn: str,
    data: Iterable[bytes],
    *,
    name: str,
    content_type: str,
    owner: str,
    province: str | None = None,
    kept: timedelta | None = KEPT,
    data_key: bytes | None = None,
    sealed: bool = True,
) -> StoredFile:
    """Store what `data` yields, in pieces of any size, and commit. `kept` None: for good; `data_key`:
    the sealed key of what is sealed.

    `sealed` is false for what is published anyway, and for what is sealed already.

    Committed at once and apart from the request: a file whose job was never asked for goes
    when its time is over.
    """
    file_id = secrets.token_hex(16)
    digest = hashlib.sha256()
    size = 0
    expires = datetime.now(UTC) + kept if kept is not None else None
    with own_transaction(dsn) as cursor:
        for number, piece in enumerate(_pieces(data)):
            digest.update(piece)
            size += len(piece)
            if sealed:
                closed = field_keys.seal(cursor, piece, about(file_id, number))
                # An installation that seals nothing yet.
                sealed, piece = closed is not None, closed or piece
            cursor.execute(
                "INSERT INTO thads_file_chunk (file, number, data) VALUES (%s, %s, %s)",
                (file_id, number, psycopg2.Binary(piece)),
            )
        if sealed:
            name = field_keys.seal_text(cursor, name, about(file_id))
        cursor.execute(
            "INSERT INTO thads_file (id, name, content_type, size, sha256, owner, province,"
            " expires, data_key, sealed) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            f" RETURNING {_COLUMNS}",
            (
                *(file_id, name, content_type, size, digest.hexdigest(), owner, province),
                *(expires, data_key, sealed),
            ),
        )
        (row,) = cursor.fetchall()
        return _stored(cursor, row)


def _stored(cursor: Cursor, row: tuple[Any, ...]) -> StoredFile:
    """Raises CannotUnseal."""
    found = StoredFile(*row)
    return replace(
        found,
        name=field_keys.unseal_text(cursor, found.name, about(found.id)),
        data_key=None if found.data_key is None else bytes(found.data_key),
    )


def _pieces(data: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of CHUNK, the last one shorter."""
    waiting = bytearray()
    for part in data:
        waiting += part
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)


def info(dsn: str, file_id: str) -> StoredFile:
    """Raises FileGone."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM thads_file"
            " WHERE id = %s AND (expires IS NULL OR expires > now())",
            (file_id,),
        )
        row = cursor.fetchone()
        if row is None:
            raise FileGone
        return _stored(cursor, row)


def read(dsn: str, file_id: str) -> Iterator[bytes]:
    """The pieces of a file, one in memory at a time. Raises FileGone, CannotUnseal, also on the way."""
    with (
        translate_database_errors(),
        closing(psycopg2.connect(dsn, connect_timeout=10)) as connection,
    ):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT size, sealed FROM thads_file WHERE id = %s", (file_id,))
            row = cursor.fetchone()
            if row is None:
                raise FileGone
            for number in range(-(-row[0] // CHUNK)):
                cursor.execute(
                    "SELECT data FROM thads_file_chunk WHERE file = %s AND number = %s",
                    (file_id, number),
                )
                piece = cursor.fetchone()
                if piece is None:
                    raise FileGone
                data = bytes(piece[0])
                yield field_keys.unseal(cursor, data, about(file_id, number)) if row[1] else data


def read_whole(dsn: str, file_id: str) -> bytes:
    """For files known to be small. Raises FileGone."""
    return b"".join(read(dsn, file_id))


def remove(dsn: str, file_id: str) -> None:
    """Remove a file that nobody needs any more; nothing if it is gone."""
    with own_transaction(dsn) as cursor:
        cursor.execute("DELETE FROM thads_file WHERE id = %s", (file_id,))


def remove_expired(dsn: str) -> int:
    """How many files were removed because their time was over."""
    with own_transaction(dsn) as cursor:
        cursor.execute("DELETE FROM thads_file WHERE expires <= now()")
        return cursor.rowcount
