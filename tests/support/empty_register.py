"""A database with the register's tables and nothing in them: a copy of one that is made once."""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import ExitStack
from functools import cache
from thads_portal.database.testing import fresh_database
from thads_portal.database.testing import server
from thads_portal.register import schema

import atexit
import psycopg2


@cache
def _template() -> str:
    """The name of the database that the others are copied from; a second or two."""
    # First, so that at exit it outlives the database.
    server()
    life = ExitStack()
    atexit.register(life.close)
    dsn = life.enter_context(fresh_database())
    with closing(psycopg2.connect(dsn)) as connection:
        schema.ensure(connection)
    return psycopg2.extensions.parse_dsn(dsn)["dbname"]


@contextmanager
def fresh_register() -> Iterator[str]:
    """The connection string of an empty register, dropped at the end."""
    with fresh_database(template=_template()) as dsn:
        yield dsn
