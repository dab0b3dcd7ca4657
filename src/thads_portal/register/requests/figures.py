"""Figures of requests: how many, on time, answered how, satisfaction; small cells are not told."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.words import VIETNAM
from thads_portal.register.ratings import Rating


#: A number of people between one and this minus one is told as "fewer than".
SMALLEST = 5
#: Of denunciations even the agencies' own figures have no smaller cells.
SECRET = ("to-cao",)


@dataclass(frozen=True, slots=True)
class Figure:
    """`late`: answered after its term, or open and over it."""

    procedure: str
    province: str
    received: int
    closed: int
    late: int
    answered: int
    refused: int


def rate(cursor: Cursor, procedure: str, answer: str, today: date) -> None:
    """Count an answer in its month. ValueError for what is none."""
    cursor.execute(
        "INSERT INTO thads_request_rating (procedure, month, answer, n) VALUES (%s, %s, %s, 1)"
        " ON CONFLICT (procedure, month, answer) DO UPDATE SET n = thads_request_rating.n + 1",
        (procedure, today.replace(day=1), Rating(answer).value),
    )


def satisfaction(cursor: Cursor, since: date) -> dict[str, dict[str, int]]:
    """procedure -> answer -> how often."""
    cursor.execute(
        "SELECT procedure, answer, sum(n) FROM thads_request_rating WHERE month >= %s"
        " GROUP BY procedure, answer",
        (since,),
    )
    found: dict[str, dict[str, int]] = {}
    for procedure, answer, n in cursor.fetchall():
        found.setdefault(procedure, {})[answer] = int(n)
    return found


def figures(
    cursor: Cursor, *, since: datetime, until: datetime, today: date, by_province: bool
) -> list[Figure]:
    """Requests received from `since` up to `until`, by procedure, and by province if wanted."""
    place = "province" if by_province else "''"
    cursor.execute(
        f"SELECT procedure, {place} AS place, count(*), count(*) FILTER (WHERE NOT open),"
        " count(*) FILTER (WHERE late), count(*) FILTER (WHERE state = 'answered'),"
        " count(*) FILTER (WHERE state = 'refused')"
        " FROM (SELECT procedure, province, open, state, CASE WHEN open THEN"
        " coalesce(due_on < %s, false) ELSE coalesce("
        " (closed AT TIME ZONE %s)::date > decide_by, false) END AS late"
        " FROM thads_request WHERE received >= %s AND received < %s) AS one"
        " GROUP BY procedure, place ORDER BY procedure, place",
        (today, VIETNAM.key, since, until),
    )
    return [Figure(*row) for row in cursor.fetchall()]


def told(value: int, *, smallest: int = SMALLEST) -> str | None:
    """`value` as it may be published; None for a small cell."""
    return str(value) if value == 0 or value >= smallest else None
