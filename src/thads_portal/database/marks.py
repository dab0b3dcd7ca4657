"""What has been done to a database already, so that the next start need not look.

The marks lie in the database itself: another database, or one restored from a backup, brings its
own. They spare a start of Zope (some seconds) and are never the truth about the content.
"""

from thads_portal.database.sql import one

import psycopg2


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


def write(dsn: str, name: str, value: str) -> None:
    """Set one mark."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS thads_mark"
                ' (name text COLLATE "C" PRIMARY KEY, value text NOT NULL)'
            )
            cursor.execute(
                "INSERT INTO thads_mark (name, value) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
    finally:
        connection.close()
