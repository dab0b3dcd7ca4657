"""What a role of its own is granted that the portal serves as: all it needs, and not the record.

The role owns nothing. In the record of actions it may add and read; it can neither change nor remove
an entry, nor take away what refuses that.
"""

from psycopg2.extensions import quote_ident
from thads_portal.database import marks
from thads_portal.database.problems import StartProblem
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register.own_transaction import own_transaction


#: Only ever added to.
_GROW = ("thads_record", "thads_record_seal", "thads_record_head")
_ALL = "SELECT, INSERT, UPDATE, DELETE"


def grant(dsn: str, role: str) -> None:
    """Grant `role` what it needs in the database of `dsn`, whose owner connects by it.

    Any number of times; again after each upgrade, and after the owner has stored attachments. The owner
    must be a member of `role`: attachments are handed over to it. Raises StartProblem.
    """
    # It may make no table of its own.
    marks.make(dsn)
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = %s", (role,))
        if cursor.fetchone() is None:
            raise StartProblem(
                en=f"there is no role {role!r}: CREATE ROLE {role} LOGIN PASSWORD ...",
                vi=f"không có vai trò {role!r}: CREATE ROLE {role} LOGIN PASSWORD ...",
            )
        cursor.execute("SELECT pg_has_role(current_user, %s, 'USAGE')", (role,))
        if not one(cursor):
            raise StartProblem(
                en=f"the owner must be a member of the role: GRANT {role} TO the owner",
                vi=f"chủ sở hữu phải là thành viên của vai trò: GRANT {role} TO chủ sở hữu",
            )
        cursor.execute("SELECT current_database(), current_schema()")
        database, schema = (quote_ident(each, cursor.connection) for each in cursor.fetchall()[0])
        name = quote_ident(role, cursor.connection)
        for statement in (
            f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name}",
            f"GRANT USAGE ON SCHEMA {schema} TO {name}",
            f"GRANT {_ALL} ON ALL TABLES IN SCHEMA {schema} TO {name}",
            f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {_ALL} ON TABLES TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}"
            f" GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {name}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}" for table in _GROW),
        ):
            cursor.execute(statement)
        _hand_over(cursor, name)


def _hand_over(cursor: Cursor, name: str) -> None:
    """Attachments are large objects: only their owner may replace or remove them."""
    cursor.execute("SELECT oid FROM pg_largeobject_metadata WHERE lomowner = current_user::regrole")
    for (oid,) in cursor.fetchall():
        cursor.execute(f"ALTER LARGE OBJECT {int(oid)} OWNER TO {name}")
