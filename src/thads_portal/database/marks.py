"""What has been done to a database already, so that the next start need not look.

The marks lie in the database itself: another database, or one restored from a backup, brings its
own. They spare a start of Zope (some seconds) and are never the truth about the content.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one

import psycopg2
import time


#: The advisory lock of who makes what the marks tell of; any number no one else uses.
_LOCK = 0x7468616D61
#: Seconds between two looks whether it is free.
_LOOK = 0.3


@contextmanager
def alone(dsn: str) -> Iterator[None]:
    """Of machines that start at the same time one goes on; the others wait, and find its marks."""
    with closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            # Asked for again and again: who only waited could not be stopped.
            while True:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))
                if one(cursor):
                    break
                time.sleep(_LOOK)
        # Given up with the connection.
        yield


def read(dsn: str) -> dict[str, str]:
    """All marks; none in a new database."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('thads_mark') IS NOT NULL")
            if not one(cursor):
                return {}
            cursor.execute("SELECT name, value FROM thads_mark")
            return dict(cursor.fetchall())
    finally:
        connection.close()


def make(dsn: str) -> None:
    """Make the table, unless it is there."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            _make(cursor)
    finally:
        connection.close()


def _make(cursor: Cursor) -> None:
    # Looked for first: a role that owns nothing may not even ask for one that is there.
    cursor.execute("SELECT to_regclass('thads_mark') IS NOT NULL")
    if not one(cursor):
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS thads_mark"
            ' (name text COLLATE "C" PRIMARY KEY, value text NOT NULL)'
        )


def write(dsn: str, name: str, value: str) -> None:
    """Set one mark."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            _make(cursor)
            cursor.execute(
                "INSERT INTO thads_mark (name, value) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
    finally:
        connection.close()
