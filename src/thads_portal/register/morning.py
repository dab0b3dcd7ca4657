"""What the mail of the morning is made of: counts of what waits, and the days it went out.

Counts by the day of the event, from the indexes that hold work only; no name and no number
of a listing leaves here.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.statements import execute
from thads_portal.register.trouble import RegisterConflict


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of a province wait for the same, since an event on the same day."""

    province: str
    waits: str
    since: date | None
    reason: str | None
    count: int


def waiting(cursor: Cursor) -> list[Waiting]:
    """Everything that waits, in the whole country."""
    cursor.execute(
        "SELECT province, waits, waits_since, waits_reason, count(*) FROM thads_listing"
        " WHERE waits IS NOT NULL GROUP BY 1, 2, 3, 4"
    )
    return [Waiting(*row) for row in cursor]


def postings(cursor: Cursor, *, today: date) -> dict[str, int]:
    """Province -> how many postings at communes want somebody to see to them."""
    cursor.execute(
        "SELECT province, count(*) FROM thads_listing WHERE posting_due <= %s GROUP BY 1", (today,)
    )
    return dict(cursor.fetchall())


def mentions(cursor: Cursor) -> dict[str, int]:
    """Account -> how many notes name it that it has not opened."""
    cursor.execute("SELECT account, count(*) FROM thads_mention WHERE seen IS NULL GROUP BY 1")
    return dict(cursor.fetchall())


def given(cursor: Cursor) -> dict[str, int]:
    """Account -> how many items somebody else gave it since the mail before, and that still wait."""
    cursor.execute(
        "SELECT taken.account, count(*) FROM thads_assignment AS taken"
        " LEFT JOIN thads_listing AS listing ON listing.number = taken.item"
        " WHERE taken.given_by <> taken.account"
        " AND (listing.number IS NULL OR listing.waits IS NOT NULL)"
        " AND taken.at > coalesce((SELECT max(at) FROM thads_morning), now() - interval '1 day')"
        " GROUP BY 1"
    )
    return dict(cursor.fetchall())


def told(cursor: Cursor, day: date) -> bool:
    """Whether the mail of `day` is queued."""
    cursor.execute("SELECT FROM thads_morning WHERE day = %s", (day,))
    return cursor.rowcount > 0


def tell(context: Content, day: date, *, people: int) -> None:
    """Say that the mail of `day` is queued, in the transaction that queues it."""
    execute(
        context,
        "INSERT INTO thads_morning (day, people) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (day, people),
        # Another worker was faster; this one, repeated, finds that it has nothing to do.
        RegisterConflict("morning"),
    )
