"""Sessions and tokens that somebody ended before their time, in the database: all workers agree.

Only digests of their ids are kept, and only until they would have ended by themselves.
"""

from datetime import datetime
from thads_portal.database.sql import one
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading

import hashlib


_READ = "SELECT EXISTS (SELECT FROM thads_ended_session WHERE id = %s)"
_END = "INSERT INTO thads_ended_session (id, until) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_FORGET = "DELETE FROM thads_ended_session WHERE until < %s"


def is_ended(dsn: str, session: str) -> bool:
    """Whether the session or token with the id `session` was ended; one question."""
    with reading(dsn) as cursor:
        cursor.execute(_READ, (_digest(session),))
        ended: bool = one(cursor)
        return ended


def end(dsn: str, session: str, *, until: datetime, now: datetime) -> None:
    """End it at once, apart from any transaction; `until` it would have lasted (aware)."""
    with own_transaction(dsn) as cursor:
        cursor.execute(_END, (_digest(session), until))
        cursor.execute(_FORGET, (now,))


def _digest(session: str) -> bytes:
    return hashlib.sha256(session.encode()).digest()
