"""Public numbers (``YYYY-NNNNNNN``) from the installation's one sequence.

A number is given once and kept for ever. A sequence does not roll back, so a
failed transaction leaves a gap and never a number given twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from thads_portal.database.sql import Connection
from thads_portal.domain.identifiers import public_number
from thads_portal.domain.words import VIETNAM
from thads_portal.register.trouble import translate_database_errors

import psycopg2


class Numbers:
    """Takes numbers on a connection of its own, outside any transaction of objects."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def take(self, count: int, *, now: datetime) -> list[str]:
        """`count` new numbers, of the year that `now` (aware) is in Vietnam."""
        if not count:
            return []
        year = now.astimezone(VIETNAM).year
        with translate_database_errors(), self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval('thads_listing_number') FROM generate_series(1, %s)", (count,)
            )
            return [public_number(year=year, sequence=serial) for (serial,) in cursor]


@contextmanager
def numbering(dsn: str) -> Iterator[Numbers]:
    """A source of numbers for one run."""
    with translate_database_errors():
        connection = psycopg2.connect(dsn)
    connection.autocommit = True
    try:
        yield Numbers(connection)
    finally:
        connection.close()


def raise_sequence(dsn: str, serial: int) -> None:
    """Make sure that no number up to `serial` is given again; a gap is allowed."""
    if serial < 1:
        return
    with numbering(dsn) as numbers, numbers.connection.cursor() as cursor:
        # Drawn, not set: setting could lower it under a feed that draws meanwhile.
        cursor.execute(
            "SELECT count(nextval('thads_listing_number'))"
            " FROM generate_series(1, %s - (SELECT CASE WHEN is_called THEN last_value ELSE 0 END"
            " FROM thads_listing_number))",
            (serial,),
        )
