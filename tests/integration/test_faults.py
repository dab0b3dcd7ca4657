"""Faults of the database that an operator meets, on a real server, with the portal served over HTTP.

Each row of the table in ``docs/operations.md`` names its test. Right is: reads go on where they can, what
cannot be done is refused in words with 503, nothing is there by half, and nobody restarts anything.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from pathlib import Path
from psycopg2.extensions import make_dsn
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.killing import assert_agreement
from tests.support.killing import durable_server
from tests.support.killing import external_ids
from tests.support.killing import query
from tests.support.killing import zygote
from tests.support.staff import FORM
from tests.support.standby import standby_of
from thads_portal.testing import template
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode

import os
import psycopg2
import pytest
import subprocess
import tempfile
import time


FEED = "/++api++/@case-feed"
LINES = {"Content-Type": "application/x-ndjson"}
PATIENCE = 60
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")


@pytest.fixture(scope="module")
def server():
    # Begun before the server starts: whoever is forked later holds nothing of it.
    zygote()
    with durable_server() as started:
        zygote().start("trust_all", started.dsn).wait()
        yield started


@pytest.fixture(scope="module")
def listed(server, tmp_path_factory):
    """Events of listings that are public."""
    path = tmp_path_factory.mktemp("feed") / "feed.ndjson"
    path.write_bytes(body_of(count=60, seed=41, provinces=("cao-bang",)))
    assert zygote().start("feed", server.dsn, path=str(path)).result()["created"] == 60
    return events_of(path.read_bytes())


@contextmanager
def serving(dsn: str, **more) -> Iterator[str]:
    """The address of a portal in a process of its own, which is never restarted."""
    job = zygote().start("serve", dsn, **more)
    address = job.until("address")["address"]
    try:
        yield address
    finally:
        job.kill()
        job.wait()


def administer(server, statement: str, dsn: str | None = None) -> None:
    with closing(psycopg2.connect(dsn or server.embedded.admin_dsn())) as opened:
        opened.autocommit = True
        with opened.cursor() as cursor:
            cursor.execute(statement)


def someone(server, event) -> tuple[str, str]:
    """(number, name)"""
    (found,) = query(
        server.dsn,
        "SELECT number, debtor_name FROM thads_listing WHERE external_id = %s",
        event["external_id"],
    )
    return found


def assert_read(visitor: Visitor, number: str, name: str) -> None:
    """Everything that the public reads is there, and is right."""
    found = visitor.get(f"/++api++/@register-search?q={quote(name)}&b_size=100")
    assert found.status == 200, found.text
    assert number in {each["number"] for each in found.json()["items"]}
    for path in (
        "/",
        "/cao-bang",
        f"/tra-cuu?q={quote(name)}",
        f"/goi-y?q={quote(name)}",
        f"/cao-bang/nguoi-phai-thi-hanh-an/{number}",
        "/cao-bang/nguoi-phai-thi-hanh-an",
        "/thong-ke",
    ):
        assert visitor.get(path).status == 200, path


def assert_refused_in_words(answer) -> None:
    assert answer.status == 503, (answer.status, answer.text[:500])
    told = answer.json()
    assert told["code"] == "register_read_only", told
    assert "chưa được lưu" in told["message"]["vi"]
    assert "not been saved" in told["message"]["en"]
    assert answer.headers["Retry-After"]


def feed(address: str, body: bytes):
    sender = Visitor(address, template().accounts["case_system"])
    return sender.ask("POST", FEED, body=body, headers=LINES)


def test_a_database_that_only_reads(server, listed):
    """A standby before its promotion: what `THADS_DATABASE_DSN` leads to while there is no primary."""
    number, name = someone(server, listed[0])
    body = body_of(count=20, seed=42, provinces=("lang-son",))
    with standby_of(server) as standby:
        standby.catch_up()
        # As a balancer does it: the primary, and the standby while there is none.
        either = make_dsn(server.dsn, host=f"{server.embedded.socket_folder},{standby.home}")
        with serving(either) as address:
            visitor = Visitor(address)
            assert_read(visitor, number, name)
            server.kill_and_wait()
            try:
                # Whoever meets a connection that has died is asked to come again.
                _until_read(visitor, name)
                assert_read(visitor, number, name)
                for _ in range(3):
                    assert_refused_in_words(feed(address, body))
                account = template().accounts["provincial_editor"]
                fields = {"__ac_name": account["username"], "__ac_password": account["password"]}
                form = urlencode({**fields, "buttons.login": "x"})
                login = visitor.ask("POST", "/login", body=form, headers=FORM)
                assert login.status == 503, login.status
                assert "chưa được lưu" in login.text and "not been saved" in login.text
                assert_read(visitor, number, name)
                standby.promote()
                answer = feed(address, body)
                assert (answer.status, answer.json().get("created")) == (200, 20), answer.text
                assert_read(visitor, number, name)
            finally:
                server.restart()
        assert_agreement(standby.dsn)


def _until_read(visitor: Visitor, name: str) -> None:
    deadline = time.monotonic() + PATIENCE
    for path in ("/", f"/tra-cuu?q={quote(name)}"):
        while (status := visitor.get(path).status) != 200:
            assert status == 503, path
            assert time.monotonic() < deadline


def test_no_free_connection(server, listed):
    number, name = someone(server, listed[1])
    with serving(server.dsn) as address:
        visitor = Visitor(address)
        assert_read(visitor, number, name)
        administer(server, "ALTER ROLE thads CONNECTION LIMIT 0")
        try:
            _end_connections(server)
            for path in ("/", f"/tra-cuu?q={quote(name)}", "/++api++/@register-search?q=an"):
                begun = time.monotonic()
                answer = visitor.get(path)
                assert answer.status == 503, path
                assert answer.headers["Retry-After"]
                assert time.monotonic() - begun < PATIENCE
            assert feed(address, body_of(count=5, seed=43)).status == 503
        finally:
            administer(server, "ALTER ROLE thads CONNECTION LIMIT -1")
        assert_read(visitor, number, name)
        answer = feed(address, body_of(count=5, seed=43))
        assert (answer.status, answer.json().get("created")) == (200, 5), answer.text


def _end_connections(server) -> None:
    administer(
        server,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'thads' AND pid <> pg_backend_pid()",
    )
    deadline = time.monotonic() + PATIENCE
    left = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'thads'"
    while query(server.embedded.admin_dsn(), left) != [(0,)]:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_connections_ended_by_an_administrator(server, listed):
    number, name = someone(server, listed[2])
    with serving(server.dsn) as address:
        visitor = Visitor(address)
        for _ in range(5):
            assert_read(visitor, number, name)
            _end_connections(server)
            # Whoever meets a dead connection is asked to come again, or meets a new one.
            for path in ("/", f"/tra-cuu?q={quote(name)}", f"/cao-bang?x={number}"):
                assert visitor.get(path).status in (200, 503)
            assert_read(visitor, number, name)
        answer = feed(address, body_of(count=5, seed=44))
        assert (answer.status, answer.json().get("created")) == (200, 5), answer.text


# A full disk


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system with a little room."""
    folder = Path(tempfile.mkdtemp(prefix="thads-small-"))
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True
    )
    try:
        folder.chmod(0o711)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture
def small(server, listed):
    """(dsn, folder): a copy of the database on a file system with a little room."""
    ((size,),) = query(server.dsn, "SELECT pg_database_size(current_database())")
    with small_disk(size // 2**20 + 40) as folder:
        place = folder / "table-space"
        place.mkdir()
        server.embedded.account.own(place, 0o700)
        administer(server, f"CREATE TABLESPACE small LOCATION '{place}'")
        _end_connections(server)
        administer(server, "CREATE DATABASE small TEMPLATE thads OWNER thads TABLESPACE small")
        yield server.embedded.dsn("small"), folder
        administer(server, "DROP DATABASE small WITH (FORCE)")
        administer(server, "DROP TABLESPACE small")


@as_root
def test_the_disk_of_the_database_is_full(server, listed, small):
    dsn, folder = small
    number, name = someone(server, listed[3])
    body = body_of(count=3000, seed=45)
    known = {event["external_id"] for event in events_of(body)}
    with serving(dsn) as address:
        visitor = Visitor(address)
        assert_read(visitor, number, name)
        filler = folder / "filler"
        _fill(filler)
        assert_refused_in_words(feed(address, body))
        # Batches that were acknowledged before there was no more room are whole.
        assert_read(visitor, number, name)
        _fill(filler)
        assert_refused_in_words(feed(address, body))
        assert_read(visitor, number, name)
        assert_agreement(dsn)
        filler.unlink()
        answer = feed(address, body)
        assert answer.status == 200, answer.text
        assert answer.json()["created"] + answer.json()["unchanged"] == len(known)
        assert known <= set(external_ids(dsn))
    assert_agreement(dsn)


def _fill(path: Path) -> None:
    """Take all the room that is left."""
    with path.open("ab", buffering=0) as file:
        for block in (2**20, 4096):
            try:
                while file.write(os.urandom(block)) == block:
                    pass
            except OSError:
                continue


@as_root
def test_the_disk_of_the_portal_is_full(server, listed):
    """What comes in is kept on disk before anybody looks at it."""
    number, name = someone(server, listed[4])
    body = body_of(count=2000, seed=46, provinces=("lang-son",))
    assert len(body) > 2**20
    with small_disk(2) as folder, serving(server.dsn, temporary=str(folder)) as address:
        visitor = Visitor(address)
        _fill(folder / "filler")
        for _ in range(2):
            assert_refused_in_words(feed(address, body))
            assert_read(visitor, number, name)
        form = urlencode({"q": "a" * 900_000})
        page = visitor.ask("POST", "/tra-cuu", body=form, headers=FORM)
        assert page.status == 503 and "chưa được lưu" in page.text
        (folder / "filler").unlink()
        small = body_of(count=300, seed=46, provinces=("lang-son",))
        answer = feed(address, small)
        assert (answer.status, answer.json().get("created")) == (200, 300), answer.text
