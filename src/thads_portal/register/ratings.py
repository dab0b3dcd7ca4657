"""The satisfaction rating: how often each answer was given in a month, and nothing else.

No row stands for a person: who answered cannot be found, also not by us
(anonymous rating of State portals, Decree 224/2026/NĐ-CP).
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.errors import RegisterUnavailable

import psycopg2


class Rating(StrEnum):
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


TABLES = """
CREATE TABLE thads_rating (
    month date NOT NULL,
    answer text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (month, answer)
);
"""

_COUNT = """
INSERT INTO thads_rating (month, answer, n) VALUES (%s, %s, 1)
ON CONFLICT (month, answer) DO UPDATE SET n = thads_rating.n + 1
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


def rate(dsn: str, answer: Rating, *, today: date) -> None:
    """Count `answer`, at once and on its own. Raises RegisterUnavailable."""
    try:
        with (
            closing(psycopg2.connect(dsn, connect_timeout=5)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(_COUNT, (today.replace(day=1), answer))
    except psycopg2.OperationalError as error:
        raise RegisterUnavailable(detail=type(error).__name__) from error


def months(cursor, most: int = 12) -> list[Month]:
    """The last `most` months in which somebody answered, newest first."""
    cursor.execute(_MONTHS, (most,))
    found: dict[date, dict[Rating, int]] = {}
    for month, answer, n in cursor:
        found.setdefault(month, dict.fromkeys(Rating, 0))[Rating(answer)] = n
    return [Month(month, answers) for month, answers in found.items()]
