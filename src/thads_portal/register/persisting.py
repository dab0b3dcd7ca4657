"""Small transactions beside a serving portal: none waits long for a lock, and each is tried again.

For upgrades, which nobody hurries: everybody who needs a table queues behind one who wants it for
himself, so that one gives up soon, and those whom it made wait go on in between.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from psycopg2 import errors
from thads_portal.database.problems import StartProblem
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from typing import Any

import random
import time


_AGAIN = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


@contextmanager
def transaction(connection: Connection, lock_timeout: str) -> Iterator[Cursor]:
    """A cursor on `connection`, which commits by itself otherwise, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            cursor.execute(f"SET LOCAL lock_timeout = '{lock_timeout}'")
            yield cursor
        except BaseException:
            if not connection.closed:
                cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


def persist(attempt: Callable[[], Any], sql: str, patience: float) -> Any:
    """Run `attempt` until it gets its locks; after `patience` seconds StartProblem, which names `sql`."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except _AGAIN as error:
            if time.monotonic() >= deadline:
                line = " ".join(sql.split())[:80]
                raise StartProblem(
                    en=f"no lock to be had for {patience:.0f} s, for `{line}…`; what was done"
                    " stays, run it again when no long query runs",
                    vi=f"không lấy được khóa trong {patience:.0f} giây, cho `{line}…`; phần đã"
                    " làm được giữ lại, hãy chạy lại khi không còn truy vấn dài",
                ) from error
        time.sleep(random.uniform(0.4, 1.2))  # noqa: S311 - only so that two do not keep step
