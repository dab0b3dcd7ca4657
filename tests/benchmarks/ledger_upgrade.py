"""How fast an upgrade makes the cases of listings: ``python -m tests.benchmarks.ledger_upgrade 140000``.

A register as it was before there were cases, filled with synthetic rows; then the steps of the follow-up
alone, with their pauses, as `thads upgrade` takes them, while somebody reads and writes listings.
"""

from contextlib import closing
from contextlib import suppress
from pathlib import Path
from tests.benchmarks import results
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.benchmarks.upgrade import _fill
from tests.benchmarks.vanilla import scratch
from thads_portal import field_keys
from thads_portal.database.connect import database
from thads_portal.database.connect import VARIABLE
from thads_portal.register import schema
from thads_portal.register import upgrade

import os
import psycopg2
import shutil
import sys
import tempfile
import threading
import time


_FIRST_OF_CASES = 40
_OF_CASES = (40, 41, 42, 73, 74, 97, 98, 110, 113, 114)


def measured(count: int) -> list[Row]:
    """Listings a second, and the slowest of what others did meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="thads-cases-", dir=scratch()))
    folder.chmod(0o711)
    known, add_key = schema.steps, field_keys.add_key
    try:
        os.environ.pop(VARIABLE, None)
        with database(folder) as dsn:
            schema.steps = lambda: tuple(each for each in known() if each.number < _FIRST_OF_CASES)
            # Its table is of a step that is left out.
            field_keys.add_key = lambda _cursor: None
            _fill(dsn, count)
            # Those between them are of other parts of the portal, and come before or after.
            schema.steps = lambda: tuple(
                each
                for each in known()
                if each.number < _FIRST_OF_CASES or each.number in _OF_CASES
            )
            with upgrade.upgrading(dsn) as connection, _others(dsn) as times:
                start = time.perf_counter()
                upgrade.expand(connection)
                took = time.perf_counter() - start
            with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), (SELECT count(*) FROM thads_case_listing) FROM thads_case"
                )
                cases, listings = cursor.fetchone()
    finally:
        schema.steps, field_keys.add_key = known, add_key
        with suppress(OSError):
            shutil.rmtree(folder)
    note = f"{cases:,} cases; {len(times['read'])} searches, {len(times['write'])} writes meanwhile"
    return [
        Row(
            "ledger.upgrade",
            f"cases of {listings:,} listings made",
            listings / took,
            "/s",
            Goal(3000, 5000),
            note,
        ),
        Row(
            "ledger.upgrade.read",
            "a search meanwhile, p95",
            1000 * percentile(times["read"], 0.95),
            "ms",
            None,
        ),
        Row(
            "ledger.upgrade.write",
            "a change of a listing meanwhile, slowest",
            1000 * max(times["write"]),
            "ms",
            None,
        ),
    ]


class _others:  # noqa: N801 - a context
    """Somebody who searches and somebody who changes listings, ten times a second each."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._over = threading.Event()
        self._times: dict[str, list[float]] = {"read": [], "write": []}

    def __enter__(self) -> dict[str, list[float]]:
        self._threads = [
            threading.Thread(target=self._go, args=(kind, sql))
            for kind, sql in (
                ("read", "SELECT number FROM thads_search WHERE words @@ 'phcm'::tsquery LIMIT 20"),
                (
                    "write",
                    "UPDATE thads_listing SET revision = revision + 1 WHERE number = ("
                    "SELECT number FROM thads_listing TABLESAMPLE SYSTEM (0.01) LIMIT 1)",
                ),
            )
        ]
        for thread in self._threads:
            thread.start()
        return self._times

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _go(self, kind: str, sql: str) -> None:
        with closing(psycopg2.connect(self._dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                while not self._over.wait(0.1):
                    start = time.perf_counter()
                    cursor.execute(sql)
                    self._times[kind].append(time.perf_counter() - start)


if __name__ == "__main__":
    print(results.table(measured(int(sys.argv[1]))))
