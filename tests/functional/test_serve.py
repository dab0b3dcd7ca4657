"""`thads serve` as an operator meets it: real processes, real signals, a real database.

What would break: a port that answers before there is something to serve, a worker or a database
that nobody stops any more, a failure that tells the operator nothing.
"""

from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import os
import psutil
import pytest
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request


TITLE = "Thi hành án dân sự"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}"
        time.sleep(0.1)


@dataclass(slots=True)
class Portal:
    """A supervisor under test."""

    process: subprocess.Popen
    port: int
    output: Path

    def text(self) -> str:
        return self.output.read_text(errors="replace")

    def fetch(self, path: str = "/", timeout: float = 120) -> tuple[int, str]:
        """Status and text of a page; 0 if the port refuses."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=timeout
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors="replace")
        except OSError:
            return 0, ""

    def answers(self) -> bool:
        assert self.process.poll() is None, self.text()
        status, page = self.fetch()
        return status == 200 and TITLE in page

    def workers(self, module: str = "thads_portal.cli.worker") -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.process.pid).children():
            # One that has just ended has no command line any more.
            with suppress(psutil.Error):
                if module in child.cmdline():
                    found.append(child)
        return found

    def job_workers(self) -> list[psutil.Process]:
        return self.workers("work")

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(120)


@contextmanager
def served(instance: Path, *arguments: str, **environment: str) -> Iterator[Portal]:
    """Start `thads serve`; whatever the test leaves running is killed."""
    port = int(environment.setdefault("THADS_PORT", str(free_port())))
    output = instance / f"output-{port}.txt"
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("THADS_")}
    with output.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "thads_portal.cli.main", "serve", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=inherited | {"THADS_INSTANCE": str(instance)} | environment,
            # A shell's, not that of a portal in this process, which closes what it makes.
            umask=0o022,
        )
    portal = Portal(process, port, output)
    try:
        yield portal
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def of_instance(instance: Path) -> list[psutil.Process]:
    """Every process that names the instance: workers, and PostgreSQL with its children."""
    found = []
    for process in psutil.process_iter():
        try:
            place = str(instance)
            if any(place in part for part in process.cmdline()) or process.cwd().startswith(place):
                found.append(process)
        except psutil.Error:
            continue
    return found


def postmaster(instance: Path) -> psutil.Process:
    lines = (instance / "var/postgres/data/postmaster.pid").read_text().splitlines()
    return psutil.Process(int(lines[0]))


@pytest.fixture(scope="module")
def instance() -> Iterator[Path]:
    # Not pytest's own temporary folder: that is closed to the account PostgreSQL runs under.
    folder = Path(tempfile.mkdtemp(prefix="thads-serve-"))
    folder.chmod(0o711)
    yield folder
    for process in of_instance(folder):
        process.kill()
    shutil.rmtree(folder)


@pytest.fixture
def empty() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="thads-serve-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


# What cannot start says so in a line


def refused(instance: Path, **environment: str) -> tuple[int, list[str]]:
    with served(instance, **environment) as portal:
        code = portal.process.wait(180)
        lines = portal.text().splitlines()
    assert code != 0
    assert len(lines) == 2, lines
    assert all(line.startswith("thads: ") for line in lines)
    return code, lines


def test_a_taken_port_is_named_and_nothing_is_started(empty):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        code, lines = refused(empty, THADS_PORT=port)
    assert code == 4
    assert port in lines[0] and port in lines[1]
    assert not (empty / "var/postgres").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THADS_WORKERS", "0"),
        ("THADS_WORKERS", "two"),
        ("THADS_WORKERS", "-1"),
        ("THADS_WORKERS", "1.5"),
        ("THADS_JOB_WORKERS", "all"),
        ("THADS_PROCESSES", "0"),
        ("THADS_PORT", "70000"),
        ("THADS_PORT", "http"),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_be_right(empty, name, value):
    if name == "THADS_PORT":
        # `served` reads the port itself, so this one goes through the command alone.
        outcome = subprocess.run(
            [sys.executable, "-m", "thads_portal.cli.main", "serve"],
            env=os.environ | {"THADS_INSTANCE": str(empty), name: value},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        code, lines = outcome.returncode, outcome.stderr.splitlines()
    else:
        code, lines = refused(empty, **{name: value})
    assert code == 2
    assert name in lines[0] and value in lines[0]
    assert name in lines[1]


def test_an_unreachable_database_is_told_in_a_line(empty):
    nowhere = free_port()
    code, lines = refused(
        empty, THADS_DATABASE_DSN=f"host=127.0.0.1 port={nowhere} password=geheim dbname=x"
    )
    assert code == 3
    assert "cannot be reached" in lines[0]
    assert "geheim" not in "".join(lines)


def test_a_malformed_connection_string_is_not_repeated(empty):
    code, lines = refused(empty, THADS_DATABASE_DSN="host=db password geheim")
    assert code == 3
    assert "geheim" not in "".join(lines)


@contextmanager
def old_postgresql(version: str) -> Iterator[int]:
    """Something that says what a PostgreSQL of that version says to a client."""

    def message(kind: bytes, body: bytes) -> bytes:
        return kind + (len(body) + 4).to_bytes(4, "big") + body

    greeting = (
        message(b"R", (0).to_bytes(4, "big"))
        + message(b"S", b"server_version\0" + version.encode() + b"\0")
        + message(b"S", b"server_encoding\0UTF8\0")
        + message(b"S", b"client_encoding\0UTF8\0")
        + message(b"S", b"standard_conforming_strings\0on\0")
        + message(b"Z", b"I")
    )

    def answer() -> None:
        client, _address = server.accept()
        # The client may hang up at any moment.
        with client, suppress(OSError):
            client.recv(4096)
            client.sendall(greeting)
            # Settings that the driver makes on connecting, and its farewell.
            while client.recv(4096):
                client.sendall(message(b"C", b"SET\0") + message(b"Z", b"I"))

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1]


def test_an_old_server_is_refused_with_both_versions(empty):
    with old_postgresql("14.9") as port:
        code, lines = refused(
            empty,
            THADS_DATABASE_DSN=f"host=127.0.0.1 port={port} user=x dbname=x"
            " sslmode=disable gssencmode=disable",
        )
    assert code == 3
    assert "15" in lines[0] and "14" in lines[0]


# A whole life. The tests below share one instance and follow each other.


def test_it_serves_repairs_itself_and_stops_without_a_trace(instance):
    with served(instance, THADS_WORKERS="2") as portal:
        assert portal.fetch(timeout=1) == (0, ""), "the port answered before there was content"
        eventually(portal.answers, seconds=180, what="the first page")
        eventually(lambda: "Ctrl-C" in portal.text(), seconds=180, what="the announcement")
        assert f"http://localhost:{portal.port}/" in portal.text()
        assert len(portal.workers()) == 2

        # A second supervisor for the same data
        code, lines = refused(instance)
        assert code == 1
        assert str(portal.process.pid) in lines[0]

        # A worker dies; the other one keeps answering and a new one comes
        victim = portal.workers()[0]
        victim.kill()
        assert portal.answers()
        eventually(
            lambda: len([worker for worker in portal.workers() if worker.pid != victim.pid]) == 2,
            seconds=180,
            what="another worker",
        )

        # So does the worker of jobs
        eventually(lambda: len(portal.job_workers()) == 1, seconds=180, what="a job worker")
        (victim,) = portal.job_workers()
        victim.kill()
        eventually(
            lambda: [worker for worker in portal.job_workers() if worker.pid != victim.pid],
            seconds=180,
            what="another job worker",
        )

        # The database dies; visitors are told to come again and then are served again
        postmaster(instance).kill()
        status, _page = portal.fetch()
        assert status in (200, 500, 502, 503)
        eventually(portal.answers, seconds=180, what="the page after the database died")
        assert "starting it again" in portal.text()

        job_workers = portal.job_workers()
        assert portal.stop(signal.SIGINT) == 0
        assert "Traceback" not in portal.text().split("stopping")[1]
        assert not any(alive(worker) for worker in job_workers)
    assert of_instance(instance) == []
    assert portal.fetch() == (0, "")
    assert_who_waits_for_jobs_keeps_no_snapshot(instance)


def assert_no_wait_without_an_end(portal: Portal, instance: Path) -> None:
    """A database that hangs, answered with 503 to more visitors than there are threads."""
    server = postmaster(instance)
    stopped = [server, *server.children(recursive=True)]
    for process in stopped:
        process.suspend()
    try:
        with ThreadPoolExecutor(8) as visitors:
            begun = time.monotonic()
            first = list(visitors.map(portal.fetch, ["/", "/tra-cuu?q=an", "/cao-bang", "/x"] * 2))
            seconds = time.monotonic() - begun
        assert {status for status, _page in first} == {503}
        # Never an answer that reads as if nobody were listed.
        assert not any(re.search(r"0 kết quả|Không có ai", page) for _status, page in first)
        # Ten on a machine that does nothing else; without an end it would be `fetch`'s own.
        assert seconds < 110
        assert portal.fetch("/tra-cuu?q=an")[0] == 503
        assert portal.fetch("/-/live")[0] == 200
        assert portal.fetch("/-/ready")[0] == 503
    finally:
        for process in stopped:
            process.resume()
    eventually(portal.answers, seconds=180, what="the page after the database hung")
    assert portal.fetch("/-/ready")[0] == 200
    assert len(portal.workers()) == 1


def test_it_starts_again_at_once_and_after_a_kill(instance):
    with served(instance) as portal:
        eventually(portal.answers, seconds=180, what="the page of the second start")
        with urllib.request.urlopen(
            urllib.request.Request(
                f"http://127.0.0.1:{portal.port}/", headers={"Accept": "application/json"}
            )
        ) as answer:
            assert f'"@id": "http://127.0.0.1:{portal.port}/' in answer.read().decode()
        # A link that would make the portal write addresses of another site.
        climbing = (
            "x/" + "../" * 8 + "VirtualHostBase/https/evil.example:443/Plone/VirtualHostRoot/"
        )
        status, page = portal.fetch(f"/?{urllib.parse.quote(climbing)}:method=1")
        assert status == 400
        assert "evil.example" not in page

        assert_no_wait_without_an_end(portal, instance)

        # The supervisor is killed: no worker is left, and the port is free for the next start.
        workers = portal.workers()
        assert len(workers) == 1
        eventually(portal.job_workers, seconds=180, what="a job worker")
        workers += portal.job_workers()
        portal.process.kill()
        portal.process.wait()
        eventually(
            lambda: not any(alive(worker) for worker in workers),
            seconds=15,
            what="the end of the worker",
        )
    with served(instance, THADS_PORT=str(portal.port)) as portal:
        eventually(portal.answers, seconds=180, what="a page after the kill")
        assert portal.stop(signal.SIGTERM) == 0
    assert of_instance(instance) == []


def test_it_can_be_stopped_while_it_starts(empty):
    with served(empty) as portal:
        eventually(
            lambda: (empty / "var/postgres/data/postmaster.pid").exists(),
            seconds=180,
            what="the start of the database",
        )
        assert portal.stop() == 0
        assert "Traceback" not in portal.text()
    assert of_instance(empty) == []


_RESTING = """
import pathlib, psycopg2, sys
from thads_portal.cli.zope import portal_database
with portal_database(pathlib.Path(sys.argv[1])) as (database, dsn):
    connection = psycopg2.connect(dsn)
    cursor = connection.cursor()
    cursor.execute(
        "SELECT count(*) FILTER (WHERE state = 'idle in transaction'), count(*) FROM pg_stat_activity"
        " WHERE application_name = 'RS: Load'"
    )
    print(*cursor.fetchone())
    connection.close()
    # As after many jobs: what is kept of the site is gone from memory.
    database.cacheMinimize()
"""


def assert_who_waits_for_jobs_keeps_no_snapshot(instance: Path) -> None:
    """A snapshot that nobody needs stops VACUUM, and an index that an upgrade builds."""
    command = [sys.executable, "-c", _RESTING, str(instance)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    resting, connections = map(int, told.stdout.split())
    assert connections >= 1
    assert resting == 0
