"""The register's tables in PostgreSQL: one row per listing, and the counts kept beside them.

Core SQL and plpgsql only, text under C collation. A column that holds a restricted
value in clear would be one query away from the public; an index more slows every
import. Sums are kept by statement triggers, so that whatever writes rows keeps them true.
"""

from thads_portal.register.migrations import steps


#: The advisory lock under which tables are made; any number no one else uses.
_LOCK = 0x7468616473
VERSION = len(steps())


def ensure(connection) -> bool:
    """Bring the register's tables up to VERSION and commit. True if anything was made.

    Safe to call from many processes at once: one makes the tables, the others wait.
    The connection must not be in a transaction that is to go on. Raises RuntimeError
    if the tables are of a later version than this code.
    """
    commits_itself = connection.autocommit
    if commits_itself:
        connection.autocommit = False
    try:
        with connection, connection.cursor() as cursor:
            present = _version(cursor)
            if present < VERSION:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                present = _version(cursor)
                for version in range(present + 1, VERSION + 1):
                    cursor.execute(steps()[version - 1])
                    cursor.execute("UPDATE thads_schema SET version = %s", (version,))
    finally:
        if commits_itself:
            connection.autocommit = True
    if present > VERSION:
        raise RuntimeError(f"the register has version {present}, this code knows {VERSION}")
    return present < VERSION


def _version(cursor) -> int:
    # Not to_regclass, which does not see what others made since this transaction began.
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'thads_schema' AND relkind = 'r'"
        " AND relnamespace = current_schema()::regnamespace)"
    )
    if not cursor.fetchone()[0]:
        return 0
    cursor.execute("SELECT version FROM thads_schema")
    return cursor.fetchone()[0]
