"""Tells the errors of the database apart: repeat the work, or come back later.

Anything else is a fault of ours. An error that is repeatable and does not say so becomes
a 500 for somebody whose save only met another; a database that is away and does not say
so could be taken for an empty register.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from relstorage.adapters.interfaces import UnableToAcquireCommitLockError
from thads_portal.errors import RegisterReadOnly
from thads_portal.errors import RegisterUnavailable
from transaction.interfaces import TransientError

import errno
import psycopg2
import psycopg2.errors


class RegisterConflict(TransientError):
    """Another transaction changed the same rows: repeat this one."""


#: Errors that vanish when the transaction is repeated on fresh data.
_REPEATABLE = (
    psycopg2.errors.UniqueViolation,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.LockNotAvailable,
    # Another transaction, such as one of many blobs, held the commit lock for long.
    UnableToAcquireCommitLockError,
)


#: A standby, or a server whose disk is full. The third is how a standby answers BEGIN READ WRITE.
_UNWRITABLE = (
    psycopg2.errors.ReadOnlySqlTransaction,
    psycopg2.errors.DiskFull,
    psycopg2.errors.FeatureNotSupported,
)


def full(error: BaseException) -> bool:
    """Whether a disk of this machine has no room."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def unwritable(error: BaseException | None) -> bool:
    """Whether `error`, or what it came from, says that one can read and not write now."""
    while error is not None:
        if isinstance(error, (*_UNWRITABLE, RegisterReadOnly)) or full(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def away(error: BaseException) -> bool:
    """Whether the server is gone, shuts down, has no room, or took longer than it may."""
    if isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError, *_UNWRITABLE)):
        return True
    if full(error):
        return True
    # What psycopg2 raises when the connection breaks during COMMIT or ROLLBACK.
    return type(error) is psycopg2.DatabaseError


@contextmanager
def translate_database_errors() -> Iterator[None]:
    """Errors of psycopg2 and RelStorage leave as RegisterConflict or RegisterUnavailable.

    A server that only cannot be written: as RegisterReadOnly, which is one of the latter.
    """
    try:
        yield
    except _REPEATABLE as error:
        raise RegisterConflict(type(error).__name__) from error
    except psycopg2.Error as error:
        if unwritable(error):
            raise RegisterReadOnly from error
        if away(error):
            raise RegisterUnavailable from error
        raise
