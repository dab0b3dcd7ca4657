"""The list of files of requests; their sealed bytes are with the files of jobs."""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.sealing import Ring
from thads_portal.sealing import seal
from thads_portal.sealing import unseal
from typing import Any


#: Files of one request, and bytes of all of them.
MOST_FILES = 20
MOST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """One file. `size` and `sha256` are of what was sent, freed of a camera's metadata."""

    id: str
    paper: str
    name: str
    media_type: str
    size: int
    sha256: str
    scanned: str
    at: datetime
    request: int | None
    entry: int | None


_COLUMNS = "id, paper, name, media_type, size, sha256, scanned, at, request, entry"


def _made(row: tuple[Any, ...]) -> Attached:
    id, paper, name, *rest = row
    told = "" if name is None else unseal(Ring.REQUESTS, name, f"file:{id}:name").decode()
    return Attached(id, paper, told, *rest)


def add(
    cursor: Cursor,
    id: str,
    *,
    name: str,
    media_type: str,
    size: int,
    sha256: str,
    scanned: str,
    paper: str = "",
    draft: bytes | None = None,
    request: int | None = None,
    entry: int | None = None,
) -> None:
    """List a file whose bytes are there already; they stay from now on."""
    cursor.execute("UPDATE thads_file SET expires = NULL WHERE id = %s", (id,))
    cursor.execute(
        "INSERT INTO thads_request_file (id, paper, name, media_type, size, sha256, scanned, draft,"
        " request, entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            id,
            paper,
            seal(Ring.REQUESTS, name.encode(), f"file:{id}:name"),
            media_type,
            size,
            sha256,
            scanned,
            draft,
            request,
            entry,
        ),
    )


def of_draft(cursor: Cursor, draft: bytes) -> list[Attached]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_request_file WHERE draft = %s AND request IS NULL"
        " ORDER BY at, id",
        (draft,),
    )
    return [_made(row) for row in cursor.fetchall()]


def of_request(cursor: Cursor, request: int) -> list[Attached]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_request_file WHERE request = %s ORDER BY at, id", (request,)
    )
    return [_made(row) for row in cursor.fetchall()]


def one_of(cursor: Cursor, request: int, id: str) -> Attached | None:
    return next((each for each in of_request(cursor, request) if each.id == id), None)


def take_over(cursor: Cursor, draft: bytes, request: int) -> None:
    """The files of a draft are those of the request made of it."""
    cursor.execute(
        "UPDATE thads_request_file SET request = %s, draft = NULL WHERE draft = %s"
        " AND request IS NULL",
        (request, draft),
    )


def remove_from_draft(cursor: Cursor, draft: bytes, id: str) -> bool:
    cursor.execute(
        "DELETE FROM thads_request_file WHERE id = %s AND draft = %s AND request IS NULL",
        (id, draft),
    )
    gone = bool(cursor.rowcount)
    if gone:
        cursor.execute("DELETE FROM thads_file WHERE id = %s", (id,))
    return gone


#: Files that the ring itself has sealed, from before they had keys of their own.
_KEYLESS = (
    "SELECT kept.file FROM (SELECT id AS file FROM thads_request_file UNION ALL SELECT file FROM"
    " thads_request_paper WHERE file IS NOT NULL) AS kept JOIN thads_file AS stored"
    " ON stored.id = kept.file WHERE stored.data_key IS NULL"
)


def without_key(cursor: Cursor) -> list[str]:
    cursor.execute(_KEYLESS)
    return [id for (id,) in cursor.fetchall()]


def keys_of_keyless(cursor: Cursor) -> dict[str, int]:
    """Id in hex of the ring's key -> how many of them it has sealed."""
    # A file begins with the length of its first piece.
    cursor.execute(
        "SELECT encode(substr(data, 6, 8), 'hex'), count(*) FROM thads_file_chunk"
        f" WHERE number = 0 AND file IN ({_KEYLESS}) GROUP BY 1"
    )
    return dict(cursor.fetchall())


def replace(cursor: Cursor, old: str, new: str) -> None:
    """The bytes of `old` lie under `new` too now: what names it names that, and `old` goes in an hour.

    Where nothing names it any more (it was erased meanwhile), both go.
    """
    cursor.execute("UPDATE thads_request_paper SET file = %s WHERE file = %s", (new, old))
    taken = cursor.rowcount
    cursor.execute("SELECT name FROM thads_request_file WHERE id = %s FOR UPDATE", (old,))
    for (name,) in cursor.fetchall():
        if name is not None:
            plain = unseal(Ring.REQUESTS, name, f"file:{old}:name")
            name = seal(Ring.REQUESTS, plain, f"file:{new}:name")
        cursor.execute(
            "UPDATE thads_request_file SET id = %s, name = %s WHERE id = %s", (new, name, old)
        )
        taken += 1
    cursor.execute(
        "UPDATE thads_file SET expires = CASE WHEN id = %s THEN now() + interval '1 hour' END"
        " WHERE id IN (%s, %s) AND %s > 0",
        (old, old, new, taken),
    )
