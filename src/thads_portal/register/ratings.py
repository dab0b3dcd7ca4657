"""The satisfaction rating: how often each answer was given in a month, and nothing else.

No row stands for a person: who answered cannot be found, also not by us
(anonymous rating of State portals, Decree 224/2026/NĐ-CP). So that no program fills the
box, an address counts a few times a day: it is digested with a key of that day, and key
and digests are thrown away with the day. Both lie in tables that no log of the database
and no standby gets.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.database.sql import Cursor
from thads_portal.errors import RegisterUnavailable
from thads_portal.register.own_transaction import own_transaction

import hashlib
import hmac
import psycopg2
import secrets


class Rating(StrEnum):
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


#: Answers that one address counts for in a day: several people may share it.
A_DAY = 3

_COUNT = """
INSERT INTO thads_rating (month, answer, n) VALUES (%s, %s, 1)
ON CONFLICT (month, answer) DO UPDATE SET n = thads_rating.n + 1
"""
_KEY = """
INSERT INTO thads_rating_key (day, key) VALUES (%s, %s)
ON CONFLICT (day) DO UPDATE SET key = thads_rating_key.key RETURNING key
"""
_MARK = """
INSERT INTO thads_rating_mark AS marked (day, mark, n) VALUES (%s, %s, 1)
ON CONFLICT (day, mark) DO UPDATE SET n = marked.n + 1 WHERE marked.n < %s
RETURNING n
"""
_MONTHS = """
SELECT month, answer, n FROM thads_rating
WHERE month IN (SELECT DISTINCT month FROM thads_rating ORDER BY month DESC LIMIT %s)
ORDER BY month DESC
"""


@dataclass(frozen=True, slots=True)
class Month:
    """The answers of a month, which is given by its first day."""

    month: date
    answers: dict[Rating, int]

    @property
    def total(self) -> int:
        return sum(self.answers.values())


def rate(dsn: str, answer: Rating, *, today: date, client: str | None = None) -> bool:
    """Count `answer`, at once and on its own; False if `client` has had its share of `today`.

    `client` is whose share it takes (``opendata.rate.client_of``); None has no limit. Raises
    RegisterUnavailable.
    """
    try:
        with (
            closing(psycopg2.connect(dsn, connect_timeout=5)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            _forget(cursor, today)
            if client is not None and not _has_a_share(cursor, client, today):
                return False
            cursor.execute(_COUNT, (today.replace(day=1), answer))
            return True
    except psycopg2.OperationalError as error:
        raise RegisterUnavailable(detail=type(error).__name__) from error


def forget(dsn: str, *, today: date) -> None:
    """Throw away what earlier days needed; also done with each answer."""
    with own_transaction(dsn) as cursor:
        _forget(cursor, today)


def _forget(cursor: Cursor, today: date) -> None:
    cursor.execute("DELETE FROM thads_rating_key WHERE day <> %s", (today,))
    cursor.execute("DELETE FROM thads_rating_mark WHERE day <> %s", (today,))


def _has_a_share(cursor: Cursor, client: str, today: date) -> bool:
    cursor.execute(_KEY, (today, secrets.token_bytes(32)))
    (key,) = cursor.fetchone()
    mark = hmac.digest(bytes(key), client.encode(), hashlib.sha256)
    cursor.execute(_MARK, (today, mark, A_DAY))
    return cursor.fetchone() is not None


def months(cursor: Cursor, most: int = 12) -> list[Month]:
    """The last `most` months in which somebody answered, newest first."""
    cursor.execute(_MONTHS, (most,))
    found: dict[date, dict[Rating, int]] = {}
    for month, answer, n in cursor:
        found.setdefault(month, dict.fromkeys(Rating, 0))[Rating(answer)] = n
    return [Month(month, answers) for month, answers in found.items()]
