"""Commits work on listings in batches, each repeated when another writer was faster.

Two writers in one register conflict now and then (a full BTree bucket splits, a
new external id comes twice): the loser repeats its batch on fresh data. What
was committed stays, so a run can be cut anywhere.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from thads_portal.content.register import REGISTER_ID
from thads_portal.errors import Conflict
from thads_portal.register.trouble import translate_database_errors
from transaction.interfaces import NoTransaction
from transaction.interfaces import TransientError
from typing import TypeVar
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import logging
import random
import time
import transaction


logger = logging.getLogger(__name__)
Result = TypeVar("Result")

ATTEMPTS = 10
_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 1.0


class RepeatedTransactions:
    """A ZODB connection of its own, for a run of many transactions; use ``repeated_transactions``."""

    def __init__(self, connection, site_path: str):
        self.connection = connection
        self.site_path = site_path
        self._registers: dict[str, object] = {}

    @property
    def site(self):
        """The portal of the running transaction, acquisition-wrapped."""
        return self.connection.root()["Application"].unrestrictedTraverse(self.site_path)

    def register(self, province: str):
        """The register of a province by its slug, in the running transaction. KeyError."""
        if province not in self._registers:
            self._registers[province] = self.site[province][REGISTER_ID]
        return self._registers[province]

    def commit(self, work: Callable[[], Result], *, note: str, attempts: int = ATTEMPTS) -> Result:
        """Do `work` in one transaction; on a conflict do all of it again.

        `work` must have no effect but on objects of this connection. Raises
        Conflict when others were faster every time, RegisterUnavailable when the
        database went away; it is not known then whether the transaction was committed.
        """
        pause = _FIRST_PAUSE
        for attempt in range(1, attempts + 1):
            try:
                with self._transaction(note) as manager:
                    result = work()
                    manager.commit()
                    return result
            except TransientError as error:
                if attempt == attempts:
                    raise Conflict() from error
                logger.info("%s: repeated after %s", note, type(error).__name__)
                # Not in step with the writer that was faster.
                time.sleep(random.uniform(0, pause))  # noqa: S311 - a pause is no secret
                pause = min(pause * 2, _LONGEST_PAUSE)
        raise AssertionError("unreachable")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction to look things up in; it is aborted at the end."""
        with self._transaction("reading"):
            yield

    @contextmanager
    def _transaction(self, note: str) -> Iterator[transaction.TransactionManager]:
        """A transaction that sees what is committed now; what is not committed is aborted."""
        manager = self.connection.transaction_manager
        self._registers.clear()
        with translate_database_errors():
            try:
                manager.begin().note(note)
                yield manager
            finally:
                # There is none after a commit.
                with suppress(NoTransaction):
                    manager.abort()
                # Memory stays flat: down to the size of the connection's cache, in
                # which the registers' inner nodes are kept for the next batch.
                self.connection.cacheGC()


@contextmanager
def repeated_transactions(database, site_path: str) -> Iterator[RepeatedTransactions]:
    """Transactions on `database` (a ``ZODB.DB``), apart from any transaction of a request."""
    with translate_database_errors():
        # Explicit: the end of a transaction asks the database nothing, which may be gone.
        connection = database.open(transaction.TransactionManager(explicit=True))
    run = RepeatedTransactions(connection, site_path)
    before = getSite()
    try:
        # Utilities and type information are looked up, and cached, by the site.
        with run.reading():
            setSite(run.site)
        yield run
    finally:
        setSite(before)
        # Back in the pool it must not hold the feed's listings for a request.
        connection.cacheMinimize()
        connection.close()
