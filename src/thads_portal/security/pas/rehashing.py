"""A password that was kept an older way is hashed anew when its owner signs in.

And what a process has just verified it need not verify again: a program that signs in with each
request would pay for a slow hash each time.
"""

from collections import OrderedDict
from thads_portal.content.zope_types import Content
from thads_portal.register.join import connection_of
from thads_portal.security.pas.argon2id import hashed
from transaction import TransactionManager
from ZODB.POSException import ConflictError
from ZODB.POSException import ReadOnlyError

import hashlib
import hmac
import secrets
import threading


#: Accounts that a process remembers.
_MOST = 500


class Verified:
    """Digests of passwords that were right, under a key that this process alone has, in memory."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._digests: OrderedDict[bytes, None] = OrderedDict()

    def knows(self, reference: bytes | str, password: bytes) -> bool:
        digest = self._digest(reference, password)
        with self._lock:
            return digest in self._digests

    def keep(self, reference: bytes | str, password: bytes) -> None:
        digest = self._digest(reference, password)
        with self._lock:
            self._digests[digest] = None
            if len(self._digests) > _MOST:
                self._digests.popitem(last=False)

    def _digest(self, reference: bytes | str, password: bytes) -> bytes:
        """Of the stored hash too: with another password of the account it is over."""
        stored = reference if isinstance(reference, bytes) else reference.encode()
        text = len(stored).to_bytes(4, "big") + stored + password
        return hmac.digest(self._key, text, hashlib.sha256)


def hash_anew(users: Content, user_id: str, before: bytes | str, password: bytes) -> None:
    """Store the same password by today's scheme, in a transaction of its own.

    The request may be a reading one, and may fail for its own reasons. Who loses a race, or works
    on a database that cannot be written now, tries at the next sign-in.
    """
    after = hashed(password)
    manager = TransactionManager(explicit=True)
    connection = connection_of(users).db().open(transaction_manager=manager)
    try:
        manager.begin()
        connection.get(users._p_oid).put_hash(user_id, before, after)
        try:
            manager.commit()
        except (ConflictError, ReadOnlyError):
            manager.abort()
    finally:
        connection.close()
