"""An installation of the first release upgraded while it serves; a column of a million rows filled.

The first release is served by its own code, from a checkout of its tag with an environment of its
own; only ``thads upgrade`` is today's, with the trial steps besides.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from http.client import HTTPException
from pathlib import Path
from tests.benchmarks import bare_register
from tests.benchmarks.earlier import checkout
from tests.benchmarks.installation import free_port
from tests.benchmarks.installation import stop
from tests.benchmarks.installation import wait_until_it_answers
from tests.benchmarks.load import Client
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from tests.benchmarks.trial_upgrade import COLUMN
from tests.benchmarks.vanilla import scratch
from thads_portal.database.connect import database
from thads_portal.database.connect import VARIABLE
from thads_portal.register import schema
from thads_portal.register import upgrade
from urllib.parse import quote

import itertools
import os
import psycopg2
import shutil
import subprocess
import sys
import tempfile
import threading
import time


TAG = "1.0.0"
ROOT = Path(__file__).resolve().parents[2]
_NAMES = ("Nguyễn Văn Hùng", "Trần Thị Lan", "Lê Minh", "Phạm", "Hoàng Thị Thu Hà", "Vũ Đức")
#: Seconds between two requests of a visitor, and of watching before the upgrade.
_PAUSE, _BEFORE = 0.05, 20.0


@dataclass(slots=True)
class Visits:
    """What visitors met: seconds of each search that was answered, and what was not."""

    times: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@contextmanager
def visiting(port: int) -> Iterator[Visits]:
    """Two visitors search, one on pages and one as a program, for as long as the block lasts."""
    visits, over = Visits(), threading.Event()
    forms = [f"/tra-cuu?q={quote(name)}" for name in _NAMES]
    programs = [f"/++api++/@register-search?q={quote(name)}" for name in _NAMES]

    def visit(paths: list[str]) -> None:
        client = Client(port)
        for path in itertools.cycle(paths):
            if over.is_set():
                break
            start = time.perf_counter()
            try:
                status, _answer = client.send("GET", path)
            except (OSError, HTTPException) as error:
                visits.refused.append(type(error).__name__)
                client = Client(port)
                continue
            visits.times.append(time.perf_counter() - start)
            if status != 200:
                visits.refused.append(f"{status} {path}")
            time.sleep(_PAUSE)
        client.close()

    threads = [threading.Thread(target=visit, args=(paths,)) for paths in (forms, programs)]
    for thread in threads:
        thread.start()
    try:
        yield visits
    finally:
        over.set()
        for thread in threads:
            thread.join()


def living(count: int) -> list[Row]:
    """The first release with `count` listings, upgraded beside its visitors."""
    with ExitStack() as life:
        folder = Path(tempfile.mkdtemp(prefix="thads-upgrade-", dir=scratch()))
        folder.chmod(0o711)
        life.callback(shutil.rmtree, folder, ignore_errors=True)
        first = _first_release(life)
        instance = folder / "instance"
        instance.mkdir(mode=0o711)
        os.environ.pop(VARIABLE, None)
        # Held open, so that one server lasts from the filling to the end.
        dsn = life.enter_context(database(instance))
        environment = os.environ | {"THADS_INSTANCE": str(instance), "PYTHONWARNINGS": "ignore"}
        subprocess.run(
            [str(first / ".venv/bin/python"), "-m", "tests.benchmarks.fill", "--count", str(count)],
            cwd=first,
            env=environment,
            check=True,
        )
        port = free_port()
        log = life.enter_context((instance / "var" / "benchmark.log").open("wb"))
        portal = subprocess.Popen(
            [str(first / ".venv/bin/thads"), "serve"],
            cwd=first,
            env=environment | {"THADS_PORT": str(port), "THADS_WORKERS": "1"},
            stdout=log,
            stderr=log,
        )
        life.callback(stop, portal)
        wait_until_it_answers(portal, port)
        with visiting(port) as warm:
            time.sleep(3)
        with visiting(port) as before:
            time.sleep(_BEFORE)
        with visiting(port) as during:
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.trial_upgrade"],
                cwd=ROOT,
                env=environment,
                check=True,
            )
            took = time.perf_counter() - start
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(trial) FROM thads_listing WHERE ground <> ''")
            listings, filled = cursor.fetchone()
    assert listings == filled, (listings, filled)
    refused = warm.refused + before.refused + during.refused
    early, late = percentile(before.times, 0.95), percentile(during.times, 0.95)
    note = f"{len(during.times)} searches meanwhile; {early * 1000:.0f} ms before"
    return [
        Row("upgrade.seconds", f"upgrade of {count:,} listings", took, "s", _MOST_SECONDS),
        Row(
            "upgrade.refused",
            "requests refused meanwhile",
            len(refused),
            "",
            Goal(0, 0, most=True),
            "; ".join(refused[:3]),
        ),
        Row("upgrade.p95", "search meanwhile, p95", late * 1000, "ms", None, note),
        Row("upgrade.slower", "the same, times that before", late / early, "x", _MOST_SLOWER),
    ]


_MOST_SECONDS, _MOST_SLOWER = Goal(120, 60, most=True), Goal(2, 1.5, most=True)


def _first_release(life: ExitStack) -> Path:
    """A checkout of it with its environment: the one that FIRST_RELEASE names, or a new one."""
    if os.environ.get("FIRST_RELEASE"):
        return Path(os.environ["FIRST_RELEASE"]).resolve()
    return life.enter_context(checkout(TAG))


def backfilled(count: int) -> list[Row]:
    """A column of `count` rows filled beside a portal's work: rows a second, its pauses too."""
    folder = Path(tempfile.mkdtemp(prefix="thads-backfill-", dir=scratch()))
    folder.chmod(0o711)
    try:
        os.environ.pop(VARIABLE, None)
        with database(folder) as dsn:
            _fill(dsn, count)
            with upgrade.upgrading(dsn) as connection:
                known = schema.steps
                schema.steps = lambda: (*known(), COLUMN)
                marks: list[tuple[float, int]] = []
                try:
                    upgrade.expand(
                        connection,
                        tell=lambda now: marks.append((time.perf_counter(), now.rows)),
                    )
                finally:
                    schema.steps = known
            filled = [mark for mark in marks if mark[1]]
            rate = (filled[-1][1] - filled[0][1]) / (filled[-1][0] - filled[0][0])
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)
    goal = Goal(8_000, 15_000)
    return [Row("upgrade.backfill", f"a column of {count:,} rows filled", rate, "rows/s", goal)]


#: Rows that are made up; the others are these again under other numbers.
_MADE_UP = 50_000


def _fill(dsn: str, count: int) -> None:
    with closing(psycopg2.connect(dsn)) as connection:
        bare_register.ensure(connection)
        connection.autocommit = True
        with connection.cursor() as cursor:
            copy_rows(cursor, rows(min(count, _MADE_UP)))
            cursor.execute(
                "SELECT string_agg(attname, ', ') FROM pg_attribute"
                " WHERE attrelid = 'thads_listing'::regclass AND attnum > 0 AND NOT attisdropped"
                " AND attgenerated = '' AND attname NOT IN ('number', 'external_id')"
            )
            names = cursor.fetchone()[0]
            for again in range(1, count // _MADE_UP):
                cursor.execute(
                    f"INSERT INTO thads_listing (number, external_id, {names})"  # noqa: S608 - its own names
                    f" SELECT number || '-' || %(again)s, external_id || '-' || %(again)s, {names}"
                    " FROM thads_listing WHERE number NOT LIKE '%%-%%-%%'",
                    {"again": again},
                )
            cursor.execute("VACUUM ANALYZE")
