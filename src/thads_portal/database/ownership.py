"""Whether the portal is served as the owner of its tables or as a role that owns nothing."""

from contextlib import closing
from thads_portal.database.sql import one

import psycopg2


def may_make_tables(dsn: str) -> bool:
    """False for a role that is granted its work only: the owner has made all there is to make.

    True where the database does not answer: who connects next is told.
    """
    try:
        with (
            closing(psycopg2.connect(dsn, connect_timeout=10)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')")
            return one(cursor) is not False
    except psycopg2.OperationalError:
        return True
