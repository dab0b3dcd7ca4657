"""Processes beside a worker or a command that do parts of what takes long: see register/processes.py."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from thads_portal.cli.settings import processes
from thads_portal.register.join import dsn_of
from thads_portal.register.processes import stand_by
from thads_portal.register.processes import standing_by
from thads_portal.watching.breaker import Breaker


def ready_to_help(database) -> None:
    """Until this process ends. Call it before anything has started a thread."""
    stand_by(database, processes(), around=_watched(database))


def helped(database) -> AbstractContextManager[None]:
    """For a block of a command."""
    return standing_by(database, processes(), around=_watched(database))


def _watched(database):
    dsn = dsn_of(database)

    @contextmanager
    def around() -> Iterator[None]:
        # Where a helper waits for a database that hangs, the wait has an end as everywhere.
        Breaker(dsn).start()
        # Imported late: only together with Zope.
        from thads_portal.browser.shared.caching.purging import drain

        try:
            yield
        finally:
            drain()

    return around
