"""Tells the errors of the database apart: repeat the work, or come back later.

Anything else is a fault of ours. An error that is repeatable and does not say so becomes
a 500 for somebody whose save only met another; a database that is away and does not say
so could be taken for an empty register.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from relstorage.adapters.interfaces import UnableToAcquireCommitLockError
from thads_portal.errors import RegisterUnavailable
from transaction.interfaces import TransientError

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


def away(error: BaseException) -> bool:
    """Whether the server is gone, shuts down, has no room, or took longer than it may."""
    if isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError)):
        return True
    # What psycopg2 raises when the connection breaks during COMMIT or ROLLBACK.
    return type(error) is psycopg2.DatabaseError


@contextmanager
def translate_database_errors() -> Iterator[None]:
    """Errors of psycopg2 and RelStorage leave as RegisterConflict or RegisterUnavailable."""
    try:
        yield
    except _REPEATABLE as error:
        raise RegisterConflict(type(error).__name__) from error
    except psycopg2.Error as error:
        if away(error):
            raise RegisterUnavailable from error
        raise
