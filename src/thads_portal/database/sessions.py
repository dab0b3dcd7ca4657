"""Finds out whether a connection is a session: behind a pooler that parts transactions it is none.

The object store keeps prepared statements, temporary tables and settings with its connections, jobs
hold locks and listen on theirs. A pooler in transaction mode (pgBouncer: ``pool_mode = transaction``)
gives each transaction to whichever server is free, and all of that goes astray, at first only sometimes.
"""

from contextlib import closing

import psycopg2
import secrets


_SET = "SELECT set_config('thads.session', %s, false)"
_TELL = "SELECT current_setting('thads.session', true)"


def keeps_sessions(dsn: str, *, connect_timeout: int = 10) -> bool:
    """Whether what is set on one connection stays with it, and with no other.

    While a second connection is in a transaction, a pooler that parts transactions has given it the server
    that the first one had. Raises psycopg2.OperationalError.
    """
    token = secrets.token_hex(8)
    with (
        closing(psycopg2.connect(dsn, connect_timeout=connect_timeout)) as first,
        closing(psycopg2.connect(dsn, connect_timeout=connect_timeout)) as second,
    ):
        first.autocommit = True
        with first.cursor() as mine, second.cursor() as other:
            mine.execute(_SET, (token,))
            other.execute(_TELL)
            ((theirs,),) = other.fetchall()
            mine.execute(_TELL)
            ((found,),) = mine.fetchall()
            # Whoever gets that server next must not find it.
            mine.execute(_SET, ("",))
    return found == token and theirs != token
