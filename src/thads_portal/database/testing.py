"""A real PostgreSQL for tests: one throw-away server per test run, a fresh database per need.

`fresh_database()` copies nothing and mocks nothing; making one takes some 50 ms.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import suppress
from functools import cache
from pathlib import Path
from psycopg2.extensions import quote_ident
from thads_portal.database.embedded import Embedded

import atexit
import fcntl
import os
import psycopg2
import secrets
import shutil
import tempfile
import time


_PREFIX = "thads-test-"


@cache
def server() -> Embedded:
    """The server of this process, without durability; stopped and removed at its exit."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    # mkdtemp closes the folder to the account that root hands the server to. It is ours, so it
    # may be opened for passing through, which keeps the data inside it.
    folder.chmod(0o711)
    embedded = Embedded(folder, fast=True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    life = ExitStack()
    atexit.register(life.close)
    return life.enter_context(embedded.using())


def _sweep() -> None:
    """Stop and remove the servers of test runs that were killed; nobody holds their locks."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = folder / "var" / "postgres.users"
        with suppress(OSError):
            if folder.stat().st_uid != os.geteuid() or time.time() - lock.stat().st_mtime < 60:
                continue
            with lock.open("a") as users:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                Embedded(folder).stop()
                shutil.rmtree(folder)


@contextmanager
def fresh_database(*, template: str | None = None) -> Iterator[str]:
    """The connection string of an empty database (or a copy of `template`), dropped at the end.

    It belongs to the role that the portal uses, which is no superuser. A copy is one of files: what
    is copied through the server's log, as is usual, takes a third longer.
    """
    embedded = server()
    name = f"test_{secrets.token_hex(6)}"
    _administer(
        embedded,
        "CREATE DATABASE {} OWNER {}" + (" TEMPLATE {} STRATEGY FILE_COPY" if template else ""),
        name,
        embedded.OWNER,
        *([template] if template else []),
    )
    try:
        yield embedded.dsn(name)
    finally:
        _administer(embedded, "DROP DATABASE {} WITH (FORCE)", name)


def _administer(embedded: Embedded, statement: str, *names: str) -> None:
    connection = psycopg2.connect(embedded.admin_dsn())
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            quoted = [quote_ident(name, cursor) for name in names]
            cursor.execute(statement.format(*quoted))
    finally:
        connection.close()
