"""Challenges of security keys, in the database: each belongs to one session and purpose, and is taken once.

Written apart from any transaction: a challenge that was answered is used up, also where the answer was wrong.
"""

from datetime import datetime
from thads_portal.register.own_transaction import own_transaction

import hashlib
import secrets


BYTES = 32
_GIVE = """
    INSERT INTO thads_sign_in_challenge (id, challenge, until) VALUES (%s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET challenge = excluded.challenge, until = excluded.until
"""
_TAKE = "DELETE FROM thads_sign_in_challenge WHERE id = %s RETURNING challenge, until"
_FORGET = "DELETE FROM thads_sign_in_challenge WHERE until < %s"


def give(dsn: str, session: str, purpose: str, *, until: datetime, now: datetime) -> bytes:
    """A new challenge in place of the one that the session has for this purpose; times are aware."""
    challenge = secrets.token_bytes(BYTES)
    with own_transaction(dsn) as cursor:
        cursor.execute(_FORGET, (now,))
        cursor.execute(_GIVE, (_id(session, purpose), challenge, until))
    return challenge


def take(dsn: str, session: str, purpose: str, *, now: datetime) -> bytes | None:
    """The session's challenge, which is over now; None where there is none, or it is too old."""
    with own_transaction(dsn) as cursor:
        cursor.execute(_TAKE, (_id(session, purpose),))
        found = cursor.fetchone()
    if found is None or found[1] < now:
        return None
    return bytes(found[0])


def _id(session: str, purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose}|{session}".encode()).digest()
