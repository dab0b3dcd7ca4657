"""Writes a few rows in a transaction of their own, apart from that of any objects.

For what must be seen before the objects' transaction ends, or has none: progress of a job,
an entry about a view, the files of jobs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from psycopg2 import extensions
from thads_portal.register.own_connections import lent
from thads_portal.register.trouble import translate_database_errors


@contextmanager
def own_transaction(dsn: str) -> Iterator[extensions.cursor]:
    """A cursor whose work is committed at the end, or taken back when that is not reached.

    Raises RegisterUnavailable when the database is away, RegisterConflict when another
    writer was in the way.
    """
    with (
        translate_database_errors(),
        lent(dsn) as connection,
        # Its own `with` commits, and does not close.
        connection,
        connection.cursor() as cursor,
    ):
        yield cursor
