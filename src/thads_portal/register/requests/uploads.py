"""Files that come in pieces: each piece sealed as it arrives, until the file is whole or a day old."""

from collections.abc import Iterator
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.register.own_transaction import own_transaction
from thads_portal.sealing import new_key
from thads_portal.sealing import Ring
from thads_portal.sealing import seal
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal
from thads_portal.sealing import unseal_texts

import secrets


#: Hours for which a file that stopped on the way waits for the rest.
KEPT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Upload:
    """`size`: bytes of the whole file, `received`: how many of them are here."""

    id: str
    name: str
    paper: str
    size: int
    received: int
    key: bytes


_COLUMNS = "id, told, size, received, data_key"


def _made(row: tuple[str, bytes, int, int, bytes]) -> Upload:
    id, told, size, received, key = row
    texts = unseal_texts(Ring.REQUESTS, bytes(told), f"upload:{id}:told")
    opened = unseal(Ring.REQUESTS, bytes(key), f"upload:{id}:key")
    return Upload(id, texts["name"], texts["paper"], size, received, opened)


def of_draft(cursor: Cursor, draft: bytes) -> list[Upload]:
    """What is on its way, the oldest first."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_request_upload WHERE draft = %s ORDER BY changed, id",
        (draft,),
    )
    return [_made(row) for row in cursor.fetchall()]


def begin(cursor: Cursor, draft: bytes, *, name: str, paper: str, size: int) -> Upload:
    id, key = secrets.token_hex(16), new_key()
    told = {"name": name, "paper": paper}
    cursor.execute(
        "INSERT INTO thads_request_upload (id, draft, told, data_key, size)"
        " VALUES (%s, %s, %s, %s, %s)",
        (
            id,
            draft,
            seal_texts(Ring.REQUESTS, told, f"upload:{id}:told"),
            seal(Ring.REQUESTS, key, f"upload:{id}:key"),
            size,
        ),
    )
    return Upload(id, name, paper, size, 0, key)


def append(cursor: Cursor, upload: Upload, offset: int, piece: bytes) -> bool:
    """Keep the bytes from `offset` on; False if others are wanted next, and nothing was kept."""
    cursor.execute(
        "UPDATE thads_request_upload SET received = received + %s, changed = now()"
        " WHERE id = %s AND received = %s AND received + %s <= size",
        (len(piece), upload.id, offset, len(piece)),
    )
    if not cursor.rowcount:
        return False
    cursor.execute(
        "INSERT INTO thads_request_upload_piece (upload, number, data) SELECT %s, count(*), %s"
        " FROM thads_request_upload_piece WHERE upload = %s",
        (upload.id, seal(upload.key, piece, f"upload:{upload.id}:{offset}"), upload.id),
    )
    return True


def pieces(dsn: str, upload: Upload) -> Iterator[bytes]:
    """The bytes that are here, one piece in memory at a time."""
    offset, number = 0, 0
    while offset < upload.size:
        with own_transaction(dsn) as cursor:
            cursor.execute(
                "SELECT data FROM thads_request_upload_piece WHERE upload = %s AND number = %s",
                (upload.id, number),
            )
            row = cursor.fetchone()
        if row is None:
            return
        piece = unseal(upload.key, bytes(row[0]), f"upload:{upload.id}:{offset}")
        yield piece
        offset, number = offset + len(piece), number + 1


def remove(cursor: Cursor, draft: bytes, id: str) -> bool:
    """Whether it was there."""
    cursor.execute("DELETE FROM thads_request_upload WHERE id = %s AND draft = %s", (id, draft))
    return bool(cursor.rowcount)


def forget_old(cursor: Cursor) -> int:
    """What nobody went on with, and what belongs to drafts that are gone or sent."""
    cursor.execute(
        "DELETE FROM thads_request_upload AS upload WHERE changed < now() - %s * interval '1 hour'"
        " OR NOT EXISTS (SELECT FROM thads_request_draft AS draft WHERE draft.id = upload.draft"
        " AND draft.receipt IS NULL)",
        (KEPT_HOURS,),
    )
    return cursor.rowcount
