"""Papers of requests: what waits for the head, what was signed, what may be checked by its code."""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.sealing import Ring
from thads_portal.sealing import seal
from thads_portal.sealing import unseal
from typing import Any


@dataclass(frozen=True, slots=True)
class Paper:
    id: int
    request: int
    kind: str
    outcome: str
    sealed: bytes | None
    drafted_by: str
    drafted: datetime
    signed_by: str | None
    signed: datetime | None
    code: str | None
    title: str
    digital: bool
    file: str | None
    sha256: bytes | None

    @property
    def text(self) -> str:
        """Raises CannotUnseal."""
        if self.sealed is None:
            return ""
        return unseal(Ring.REQUESTS, self.sealed, _about(self.request)).decode()


_COLUMNS = (
    "id, request, kind, outcome, text, drafted_by, drafted, signed_by, signed, code, title, digital,"
    " file, sha256"
)


def _all(cursor: Cursor) -> list[Paper]:
    found: list[Paper] = []
    for row in cursor.fetchall():
        plain: list[Any] = [bytes(each) if isinstance(each, memoryview) else each for each in row]
        found.append(Paper(*plain))
    return found


def draft(
    cursor: Cursor, request: int, *, kind: str, outcome: str, title: str, text: str, by: str
) -> int:
    """Keep what is to be signed; an earlier draft of the request goes."""
    cursor.execute(
        "DELETE FROM thads_request_paper WHERE request = %s AND signed IS NULL", (request,)
    )
    cursor.execute(
        "INSERT INTO thads_request_paper (request, kind, outcome, title, text, drafted_by, drafted)"
        " VALUES (%s, %s, %s, %s, %s, %s, now()) RETURNING id",
        (request, kind, outcome, title, seal(Ring.REQUESTS, text.encode(), _about(request)), by),
    )
    return int(one(cursor))


def waiting(cursor: Cursor, request: int) -> Paper | None:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_request_paper WHERE request = %s AND signed IS NULL",
        (request,),
    )
    return next(iter(_all(cursor)), None)


def signed_of(cursor: Cursor, request: int) -> list[Paper]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_request_paper WHERE request = %s AND signed IS NOT NULL"
        " ORDER BY id",
        (request,),
    )
    return _all(cursor)


def sign(
    cursor: Cursor,
    paper: int,
    *,
    by: str,
    at: datetime,
    code: str | None,
    file: str,
    sha256: bytes,
    digital: bool,
) -> None:
    cursor.execute("UPDATE thads_file SET expires = NULL WHERE id = %s", (file,))
    cursor.execute(
        "UPDATE thads_request_paper SET signed_by = %s, signed = %s, code = %s, file = %s,"
        " sha256 = %s, digital = %s WHERE id = %s AND signed IS NULL",
        (by, at, code, file, sha256, digital, paper),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody learns by the code of a certificate: no name, nothing of its content."""

    title: str
    province: str
    signed: datetime
    digital: bool
    sha256: bytes


def by_code(cursor: Cursor, code: str) -> Checked | None:
    cursor.execute(
        "SELECT paper.title, request.province, paper.signed, paper.digital, paper.sha256"
        " FROM thads_request_paper AS paper JOIN thads_request AS request"
        " ON request.id = paper.request WHERE paper.code = %s AND paper.signed IS NOT NULL",
        (code,),
    )
    row = cursor.fetchone()
    if row is None:
        return None
    title, province, signed, digital, sha256 = row
    return Checked(title, province, signed, digital, bytes(sha256))


def _about(request: int) -> str:
    return f"request:{request}:paper"
