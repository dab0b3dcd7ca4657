"""Failed and known sign-ins, in the database: all workers and hosts see the same counts.

Written apart from any transaction, since a refused request commits nothing. Keys are
digests: people type passwords into the field for the name.
"""

from collections.abc import Mapping
from datetime import datetime
from thads_portal.domain.sign_in import counted
from thads_portal.domain.sign_in import Counter
from thads_portal.domain.sign_in import FORGOTTEN_AFTER
from thads_portal.domain.sign_in import KNOWN_FOR
from thads_portal.domain.sign_in import NOTED_FOR
from thads_portal.domain.sign_in import Tries
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.secret_keys import personal_number_key

import hashlib
import hmac
import secrets


_READ = "SELECT key, failures, last_failed, succeeded FROM thads_sign_in WHERE key = ANY(%s)"
_FAIL = """
    INSERT INTO thads_sign_in AS present (key, failures, last_failed) VALUES (%(key)s, 1, %(now)s)
    ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN present.last_failed > %(old)s THEN present.failures + 1 ELSE 1 END,
        last_failed = excluded.last_failed
"""
_SUCCEED = """
    INSERT INTO thads_sign_in (key, succeeded) VALUES (%s, %s)
    ON CONFLICT (key) DO UPDATE SET failures = 0, last_failed = NULL, succeeded = excluded.succeeded
"""
_FORGET = """
    DELETE FROM thads_sign_in WHERE coalesce(last_failed, '-infinity') < %s
        AND coalesce(succeeded, '-infinity') < %s
"""


class SignIn:
    """One attempt of `login` (folded by the caller) from `network` (domain/sign_in.network_of)."""

    def __init__(self, dsn: str, login: str, network: str, now: datetime):
        self._dsn = dsn
        self._now = now
        self._keys = {
            Counter.ACCOUNT: _key(Counter.ACCOUNT, login),
            Counter.ADDRESS: _key(Counter.ADDRESS, network),
            Counter.PAIR: _key(Counter.PAIR, login, network),
        }

    def tries(self) -> dict[Counter, Tries]:
        """What is stored; one question."""
        by_key = {key: counter for counter, key in self._keys.items()}
        with reading(self._dsn) as cursor:
            cursor.execute(_READ, (list(by_key),))
            return {by_key[bytes(key)]: Tries(*stored) for key, *stored in cursor}

    def failed(self, tries: Mapping[Counter, Tries]) -> None:
        with own_transaction(self._dsn) as cursor:
            for counter in counted(tries, self._now):
                old = self._now - FORGOTTEN_AFTER
                cursor.execute(_FAIL, {"key": self._keys[counter], "now": self._now, "old": old})
            if secrets.randbelow(100) == 0:
                kept = self._now - KNOWN_FOR - NOTED_FOR
                cursor.execute(_FORGET, (kept, kept))

    def succeeded(self) -> None:
        with own_transaction(self._dsn) as cursor:
            cursor.execute(_SUCCEED, (self._keys[Counter.PAIR], self._now))


def _key(*parts: str) -> bytes:
    return hmac.digest(personal_number_key(), "\0".join(parts).encode(), hashlib.sha256)[:16]
