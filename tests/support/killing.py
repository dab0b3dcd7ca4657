"""Start, follow and kill the processes of ``zygote.py``; what a register must look like after.

The zygote's own death would fail every test that waits for it, so each wait has its time limit.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from functools import cache
from pathlib import Path
from thads_portal.database.embedded import Embedded
from thads_portal.database.testing import fresh_database
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.register.check import check
from thads_portal.register.derived import drift
from thads_portal.testing import open_database
from thads_portal.testing import SITE_PATH
from thads_portal.testing import template

import atexit
import json
import os
import psutil
import psycopg2
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time


PATIENCE = 240
#: Lines of a feed that the processes write at once: a tenth of what the portal does. What is there
#: after a kill is told in batches, so their size proves nothing and costs the time.
BATCH = 100


class Job:
    """One forked process."""

    def __init__(self, words: Callable[[], str]):
        self._words = words
        self.pid = 0
        self.said: queue.Queue[dict] = queue.Queue()
        self.acks: list[int] = []
        self.messages: list[dict] = []

    def next(self, timeout: float = PATIENCE) -> dict:
        try:
            message = self.said.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"nothing from the process; {self._words()}") from None
        self.messages.append(message)
        if "ack" in message:
            self.acks.append(message["ack"])
        return message

    def until(self, key: str, timeout: float = PATIENCE) -> dict:
        """The next message that has `key`."""
        deadline = time.monotonic() + timeout
        while key not in (message := self.next(max(0.0, deadline - time.monotonic()))):
            assert "exit" not in message, f"{self.messages}; {self._words()}"
        return message

    @property
    def ended(self) -> bool:
        """Whether it has exited; takes the messages that are there."""
        while not self.said.empty():
            self.next()
        return any("exit" in message for message in self.messages)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = PATIENCE) -> int:
        """The exit code, negative if killed; every message before it has been taken."""
        return self.until("exit", timeout)["exit"]

    def result(self, timeout: float = PATIENCE) -> dict:
        """What the work returned; fails if it raised or was killed."""
        return self.until("end", timeout)["end"]

    @property
    def acknowledged(self) -> int:
        return self.acks[-1] if self.acks else 0

    @property
    def error(self) -> str | None:
        return next((each["error"] for each in self.messages if "error" in each), None)


class Zygote:
    """The process that the others are forked from."""

    def __init__(self, dsn: str):
        self._jobs: dict[int | None, Job] = {}
        self._ready: queue.Queue[dict] = queue.Queue()
        self._lock = threading.Lock()
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by close()
        read, write = os.pipe()
        self._process = subprocess.Popen(
            # Without its own folder on the path: what lies there hides no library of that name.
            [sys.executable, "-P", str(Path(__file__).with_name("zygote.py")), str(write)],
            stdin=subprocess.PIPE,
            stdout=self._errors,
            stderr=self._errors,
            pass_fds=[write],
            env=os.environ | {"DSN": dsn, "BATCH": str(BATCH)},
            text=True,
        )
        os.close(write)
        self._out = os.fdopen(read)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        started = self._ready.get(timeout=3 * PATIENCE)
        if not started:
            words = self.words()
            self.close()
            raise AssertionError(words)

    def _read(self) -> None:
        for line in self._out:
            message = json.loads(line)
            with self._lock:
                job = self._jobs.get(message.pop("job"))
            (job.said if job else self._ready).put(message)
        # It has ended.
        self._ready.put({})

    def words(self) -> str:
        """What the processes wrote to their standard error, the end of it."""
        self._errors.seek(0)
        return self._errors.read()[-3000:]

    def start(self, work: str, dsn: str, **arguments) -> Job:
        job = Job(self.words)
        with self._lock:
            number = len(self._jobs) + 1
            # Before the process can say anything.
            self._jobs[number] = job
        task = {"job": number, "work": work, "dsn": dsn, **arguments}
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        job.pid = job.until("pid")["pid"]
        return job

    def close(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(10)
        self._out.close()
        self._errors.close()


@cache
def zygote() -> Zygote:
    """The zygote of this test run; its jobs may work in any database."""
    # After the test server's own, so that at exit it comes before it.
    with fresh_copy() as dsn:
        started = Zygote(dsn)
    atexit.register(started.close)
    return started


@contextmanager
def fresh_copy() -> Iterator[str]:
    """A copy of the template's database on the test server: no portal is open in it here."""
    with fresh_database(template=template().database) as dsn:
        yield dsn


class Durable:
    """A throw-away server with durable settings, and a copy of the template's site in it."""

    def __init__(self, folder: Path):
        self.embedded = Embedded(folder)
        self.embedded.start()
        self.dsn = self.embedded.dsn()
        self._copy_template()

    def _copy_template(self) -> None:
        programs = self.embedded.programs
        with fresh_copy() as source:
            dump = subprocess.Popen(
                [programs / "pg_dump", "--dbname", source], stdout=subprocess.PIPE
            )
            restored = subprocess.run(
                [programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "--dbname", self.dsn],
                stdin=dump.stdout,
                stdout=subprocess.DEVNULL,
                check=False,
            )
            dump.stdout.close()
            assert (dump.wait(), restored.returncode) == (0, 0)

    @property
    def postmaster(self) -> int:
        return int((self.embedded.data / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """As a power cut does to the process, without a word to anybody."""
        os.kill(self.postmaster, signal.SIGKILL)

    def kill_and_wait(self) -> None:
        """Also until its children have noticed: until then they answer."""
        postmaster = psutil.Process(self.postmaster)
        family = [postmaster, *postmaster.children()]
        self.kill()
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        assert not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]

    def kill_backends(self) -> None:
        """Kill the processes that work for clients; the server recovers by itself."""
        for (pid,) in query(
            self.dsn,
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid() AND datname = current_database()",
        ):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def restart(self) -> None:
        """Start the server again, or wait until it has recovered by itself."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.embedded.start()
            try:
                # It may answer once more before it notices that a process was killed.
                query(self.dsn, "SELECT pg_sleep(0.3)")
            except psycopg2.OperationalError:
                assert time.monotonic() < deadline, "the server does not come back"
                time.sleep(0.05)
            else:
                return


@contextmanager
def durable_server() -> Iterator[Durable]:
    # Not pytest's own temporary folder: that is closed to the account PostgreSQL runs under.
    folder = Path(tempfile.mkdtemp(prefix="thads-durable-"))
    folder.chmod(0o711)
    embedded = Embedded(folder)
    try:
        yield Durable(folder)
    finally:
        embedded.stop()
        shutil.rmtree(folder)


def write_feed(path: Path, **options) -> list[dict]:
    """Write a generated feed; returns its events."""
    made = list(lines(FeedOptions(**options)))
    path.write_bytes(b"".join(made))
    return [json.loads(line) for line in made]


def query(dsn: str, sql: str, *parameters) -> list[tuple]:
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def external_ids(dsn: str) -> list[str]:
    """Of all rows; one that is there twice is in it twice."""
    return [each for (each,) in query(dsn, "SELECT external_id FROM thads_listing")]


def assert_agreement(dsn: str) -> int:
    """Every listing has its row and every row its listing; returns how many there are."""
    database = open_database(dsn)
    try:
        found = check(database, dsn=dsn, site_path=SITE_PATH)
    finally:
        database.close()
    for number in list(found.different)[:2]:
        # Synthetic data: it may be shown.
        print(query(dsn, "SELECT * FROM thads_listing WHERE number = %s", number))
    assert not found, found
    connection = psycopg2.connect(dsn)
    with connection.cursor() as cursor:
        # What searches read.
        assert drift(cursor) == {}
    connection.close()
    ((rows, ids, different),) = query(
        dsn, "SELECT count(*), count(external_id), count(DISTINCT external_id) FROM thads_listing"
    )
    assert (rows, ids) == (found.listings, different)
    return rows


def assert_acknowledged(dsn: str, events: list[dict], acknowledged: int) -> None:
    """Every line of every acknowledged batch is there: the listing, with this event applied."""
    rows = dict(query(dsn, "SELECT external_id, cardinality(applied) FROM thads_listing"))
    wanted: dict[str, int] = {}
    for event in events[:acknowledged]:
        wanted[event["external_id"]] = wanted.get(event["external_id"], 0) + 1
    missing = {each: count for each, count in wanted.items() if rows.get(each, 0) < count}
    assert not missing, f"{len(missing)} acknowledged listings lost, such as {min(missing)}"
