"""What the law has published of requests: masked answers, and nothing else of their request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.errors import RequestMovedOn
from thads_portal.register.requests.rows import COLUMNS
from thads_portal.register.requests.rows import made
from thads_portal.register.requests.rows import Request


@dataclass(frozen=True, slots=True)
class Published:
    id: int
    title: str
    text: str
    province: str
    signed: datetime
    published: datetime


def publish(cursor: Cursor, paper: int, province: str, text: str, *, at: datetime, by: str) -> None:
    """Raises RequestMovedOn where it is published already."""
    cursor.execute(
        "INSERT INTO thads_request_publication (paper, province, text, published, published_by)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (paper) DO NOTHING",
        (paper, province, text, at, by),
    )
    if not cursor.rowcount:
        raise RequestMovedOn


def is_published(cursor: Cursor, paper: int) -> bool:
    cursor.execute("SELECT FROM thads_request_publication WHERE paper = %s", (paper,))
    return cursor.fetchone() is not None


def unpublished(cursor: Cursor, procedures: Collection[str]) -> list[Request]:
    """Answered ones of `procedures` that are not published, and of which nobody was reminded; held."""
    cursor.execute(
        f"SELECT {COLUMNS} FROM thads_request AS r WHERE procedure = ANY(%s)"
        # Of older ones somebody was reminded, or the law has them not published.
        " AND state = 'answered' AND erased IS NULL AND closed > now() - interval '90 days'"
        " AND NOT EXISTS (SELECT FROM thads_request_entry AS e WHERE e.request = r.id"
        " AND (e.kind = 'published' OR e.kind = 'reminded' AND e.at > r.closed)) FOR UPDATE",
        (list(procedures),),
    )
    return [made(row) for row in cursor.fetchall()]


_OF_PROCEDURE = (
    "FROM thads_request_publication AS made JOIN thads_request_paper AS paper ON paper.id = made.paper"
    " JOIN thads_request AS asked ON asked.id = paper.request WHERE asked.procedure = %s"
)


def count(cursor: Cursor, procedure: str) -> int:
    """How many answers of `procedure` are published."""
    cursor.execute(f"SELECT count(*) {_OF_PROCEDURE}", (procedure,))
    found: int = one(cursor)
    return found


def newest(cursor: Cursor, procedure: str, *, start: int, size: int) -> list[Published]:
    """`size` published answers of `procedure` from the place `start`."""
    cursor.execute(
        "SELECT paper.id, paper.title, made.text, made.province, paper.signed, made.published"
        f" {_OF_PROCEDURE} ORDER BY made.published DESC, paper.id DESC OFFSET %s LIMIT %s",
        (procedure, start, size),
    )
    return [Published(*row) for row in cursor.fetchall()]
