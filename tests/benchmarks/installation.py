"""The portal that is measured: an instance of its own, served as operators serve it.

``thads serve`` with the embedded PostgreSQL in its default, durable settings, one worker.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import suppress
from pathlib import Path
from tests.benchmarks.fill import next_seed
from tests.benchmarks.load import Client
from tests.benchmarks.queries import Sought
from tests.benchmarks.vanilla import scratch
from thads_portal.database.connect import database
from thads_portal.database.connect import VARIABLE
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from typing import Any

import json
import os
import psutil
import psycopg2
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request


_START_SECONDS = 120


class Installation:
    """A running portal. `port` answers, `dsn` is its database."""

    def __init__(self, instance: Path, dsn: str, port: int, supervisor: int) -> None:
        self.instance = instance
        self.dsn = dsn
        self.port = port
        self.supervisor = psutil.Process(supervisor)

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        return json.loads((self.instance / "var" / "demo-accounts.json").read_text())

    @property
    def worker(self) -> int:
        """The process id of the only worker."""
        return self._child("thads_portal.cli.worker")

    @property
    def job_worker(self) -> int:
        """The process id of the only worker of jobs."""
        # It comes up after the others.
        for _ in range(_START_SECONDS):
            with suppress(ValueError):
                return self._child("work")
            time.sleep(1)
        raise TimeoutError("no worker of jobs")

    def _child(self, word: str) -> int:
        (worker,) = [child.pid for child in self.supervisor.children() if word in child.cmdline()]
        return worker

    def client(self, role: str) -> Client:
        return Client(self.port, self.accounts[role])

    def query(self, sql: str, *parameters: Any) -> list[tuple]:
        with closing(psycopg2.connect(self.dsn)) as connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return cursor.fetchall()

    def count(self) -> int:
        return self.query("SELECT count(*) FROM thads_listing")[0][0]

    def new_feed(self, count: int) -> bytes:
        """`count` issued events that this installation has never seen."""
        return b"".join(lines(FeedOptions(count=count, seed=next_seed(self.instance))))

    def send_feed(self, body: bytes) -> tuple[float, dict[str, Any]]:
        """Seconds from the first byte sent to the last of the answer, and the answer."""
        client = self.client("case_system")
        start = time.perf_counter()
        status, answer = client.send("POST", "/++api++/@case-feed", body, "application/x-ndjson")
        took = time.perf_counter() - start
        client.close()
        assert status == 200, (status, answer[:500])
        return took, json.loads(answer)

    def sought(self, most: int = 3000) -> list[Sought]:
        """Listings to look for: the same for the same register."""
        found = self.query(
            "SELECT debtor_name, province, judgment_kind, number FROM thads_listing"
            " WHERE state = 'published' ORDER BY md5(number) LIMIT %s",
            most,
        )
        return [Sought(*row) for row in found]

    def addresses(self, most: int) -> list[str]:
        """Paths of listing pages."""
        return [
            f"/{each.province}/nguoi-phai-thi-hanh-an/{each.number}" for each in self.sought(most)
        ]


@contextmanager
def serving(
    count: int, keep: Path | None = None, *, workers: int = 1
) -> Iterator[tuple[Installation, dict]]:
    """A portal that holds `count` listings (more, if it was kept from earlier runs).

    Yields it with what filling it took. `keep` is a folder that remains afterwards. `worker` is for
    a portal with one of `workers`.
    """
    with ExitStack() as life:
        if keep is None:
            folder = Path(tempfile.mkdtemp(prefix="thads-benchmark-", dir=scratch()))
            # The database's account must be able to pass through.
            folder.chmod(0o711)
            life.callback(shutil.rmtree, folder, ignore_errors=True)
        else:
            folder = keep.resolve()
            folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        # Never the operator's own database: what is written here stays.
        os.environ.pop(VARIABLE, None)
        dsn = life.enter_context(database(folder))
        filled = child("fill", folder, "--count", str(count))
        port = free_port()
        log = life.enter_context((folder / "var" / "benchmark.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "thads_portal.cli.main", "serve"],
            env=_environment(folder) | {"THADS_PORT": str(port), "THADS_WORKERS": str(workers)},
            stdout=log,
            stderr=log,
        )
        life.callback(stop, process)
        try:
            wait_until_it_answers(process, port)
        except RuntimeError:
            sys.stderr.write((folder / "var" / "benchmark.log").read_text(errors="replace"))
            raise
        yield Installation(folder, dsn, port, process.pid), filled


def child(module: str, instance: Path, *arguments: str) -> dict[str, Any]:
    """Run a module of the benchmarks on `instance` in a process of its own; its last line."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
        env=_environment(instance),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


@contextmanager
def beside(module: str, instance: Path) -> Iterator[dict[str, Any]]:
    """Run a module while the block runs; then the dictionary holds its last line."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.benchmarks.{module}"],
        env=_environment(instance),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    said: dict[str, Any] = {}
    # Its first line tells that it has started.
    process.stdout.readline()
    try:
        yield said
    finally:
        answer, _ = process.communicate(b"", timeout=60)
        said.update(json.loads(answer.splitlines()[-1]))


def _environment(instance: Path) -> dict[str, str]:
    return os.environ | {"THADS_INSTANCE": str(instance), "PYTHONWARNINGS": "ignore"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"`thads serve` ended with {process.returncode}")
        with suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).read()
            return
        time.sleep(0.3)
    raise RuntimeError("`thads serve` does not answer")


def stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
