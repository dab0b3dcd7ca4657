"""Decisions of second instance as they are published: masked, and nothing else of their request."""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.errors import RequestMovedOn


@dataclass(frozen=True, slots=True)
class Published:
    id: int
    title: str
    text: str
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


def newest(cursor: Cursor, *, most: int = 50) -> list[Published]:
    cursor.execute(
        "SELECT paper.id, paper.title, made.text, paper.signed, made.published"
        " FROM thads_request_publication AS made JOIN thads_request_paper AS paper"
        " ON paper.id = made.paper ORDER BY made.published DESC, paper.id DESC LIMIT %s",
        (most,),
    )
    return [Published(*row) for row in cursor.fetchall()]
