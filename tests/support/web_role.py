"""A role of its own that a portal serves as: it owns nothing and cannot change the record of actions."""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from psycopg2.extensions import make_dsn
from psycopg2.extensions import parse_dsn
from thads_portal.database.testing import server
from thads_portal.register.web_role import grant

import psycopg2
import secrets


@contextmanager
def web_role(dsn: str) -> Iterator[str]:
    """The connection string of `dsn` (its owner's) as such a role; it goes with the block."""
    role = f"web_{secrets.token_hex(6)}"
    owner = parse_dsn(dsn)["user"]
    _as_administrator(f"CREATE ROLE {role} LOGIN PASSWORD 'mot-mat-khau'")
    try:
        _as_administrator(f"GRANT {role} TO {owner}")
        grant(dsn, role)
        # Any number of times, as after an upgrade.
        grant(dsn, role)
        given = parse_dsn(dsn)
        given.pop("passfile", None)
        yield make_dsn(**{**given, "user": role, "password": "mot-mat-khau"})
    finally:
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
            # Attachments that it has stored stay the owner's to remove.
            cursor.execute(f"REASSIGN OWNED BY {role} TO CURRENT_USER")
            cursor.execute(f"DROP OWNED BY {role}")
            connection.commit()
        _as_administrator(f"DROP ROLE {role}")


def _as_administrator(statement: str) -> None:
    with closing(psycopg2.connect(server().admin_dsn())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
