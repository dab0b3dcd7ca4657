"""Passwords are kept by Argon2id (RFC 9106), as a scheme of Zope's AuthEncoding.

``THADS_PASSWORD_COST`` says what a hash costs: KiB of memory and passes, parted by a colon. Unset:
19 MiB and two passes, what OWASP asks at least. A hash names its own cost, so another setting
makes nobody's password wrong; it is hashed anew when its owner signs in next.
"""

from argon2 import PasswordHasher
from argon2 import Type
from argon2.exceptions import InvalidHashError
from argon2.exceptions import VerificationError
from AuthEncoding.AuthEncoding import listSchemes
from AuthEncoding.AuthEncoding import pw_encrypt
from AuthEncoding.AuthEncoding import registerScheme
from functools import cache

import os


SCHEME = "ARGON2ID"
COST = "THADS_PASSWORD_COST"
MEMORY_KIB, PASSES = 19 * 1024, 2
_PREFIX = b"{ARGON2ID}"


def cost() -> tuple[int, int]:
    """(KiB of memory, passes) as set. Raises ValueError."""
    text = os.environ.get(COST, "").strip()
    if not text:
        return MEMORY_KIB, PASSES
    memory, _, passes = text.partition(":")
    if not (memory.isdecimal() and passes.isdecimal()):
        raise ValueError(text)
    found = int(memory), int(passes)
    if not (8 <= found[0] <= 1024 * 1024 and 1 <= found[1] <= 20):
        raise ValueError(text)
    return found


@cache
def _hasher() -> PasswordHasher:
    memory, passes = cost()
    return PasswordHasher(memory_cost=memory, time_cost=passes, parallelism=1, type=Type.ID)


class Argon2idScheme:
    """What AuthEncoding asks of a scheme; `reference` comes without its prefix."""

    def encrypt(self, pw) -> bytes:
        return _hasher().hash(pw).encode()

    def validate(self, reference, attempt) -> bool:
        try:
            return _hasher().verify(reference, attempt)
        except (VerificationError, InvalidHashError):
            return False


def hashed(password) -> bytes:
    """`password` as it is stored."""
    return pw_encrypt(password, SCHEME)


def is_current(reference) -> bool:
    """Whether `reference`, as stored, is what ``hashed`` would make today."""
    stored = reference if isinstance(reference, bytes) else str(reference).encode()
    if not stored.startswith(_PREFIX):
        return False
    try:
        return not _hasher().check_needs_rehash(stored.removeprefix(_PREFIX).decode())
    except InvalidHashError:
        return False


if SCHEME not in listSchemes():
    registerScheme(SCHEME, Argon2idScheme())
