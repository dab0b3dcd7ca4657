"""pgBouncer before the database: all of the portal goes through it in session mode, nothing in transaction mode.

Needs pgBouncer (Debian's package of that name); `.ci/run` installs it.
"""

from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from psycopg2.extensions import parse_dsn
from tests.support.between import between
from tests.support.feeding import body_of
from tests.support.killing import fresh_copy
from tests.support.killing import query
from tests.support.killing import zygote
from thads_portal.database.cluster import password_of
from thads_portal.database.connect import database
from thads_portal.database.connect import VARIABLE
from thads_portal.database.problems import DatabaseProblem
from thads_portal.database.sessions import keeps_sessions
from thads_portal.database.testing import server
from thads_portal.testing import template
from thads_portal.testing_http import Visitor

import os
import psycopg2
import pytest
import shutil
import socket
import subprocess
import tempfile
import time


PROGRAM = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="POOLER TESTS SKIPPED: no pgBouncer")
#: What operators are given.
GIVEN = Path(__file__).parents[2] / "deploy" / "database" / "pgbouncer.ini"
#: Sessions that a failover leaves behind.
LEFT, WAIT = 5, 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def dsn():
    zygote()
    with fresh_copy() as copy:
        yield copy


@contextmanager
def pooled(dsn: str, mode: str) -> Iterator[str]:
    """The connection string of `dsn` through a pgBouncer in `mode`."""
    account = server().account
    given, port = parse_dsn(dsn), free_port()
    folder = Path(tempfile.mkdtemp(prefix="thads-pooler-"))
    settings = folder / "pgbouncer.ini"
    name, user = given["dbname"], given["user"]
    place = f"host={given['host']} port={given.get('port', 5432)} dbname={name} user={user}"
    made = ConfigParser(delimiters=("=",), interpolation=None)
    made.read(GIVEN, encoding="utf-8")
    made["databases"] = {
        name: f"{place} password={password_of(user, server().passwords)}",
    }
    own = {"listen_port": str(port), "auth_type": "any", "pool_mode": mode}
    made["pgbouncer"].update(own)
    del made["pgbouncer"]["auth_file"]
    with settings.open("w") as file:
        made.write(file)
    account.own(settings, 0o600)
    account.own(folder, 0o700)
    process = subprocess.Popen(
        [PROGRAM, str(settings)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=account.uid,
        group=account.gid,
        extra_groups=[] if account.foreign else None,
    )
    through = f"host=127.0.0.1 port={port} dbname={name} user={user}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg2.connect(through).close()
                break
            except psycopg2.OperationalError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield through
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder)


def test_all_of_the_portal_goes_through_sessions(dsn):
    with pooled(dsn, "session") as through:
        assert keeps_sessions(through)
        zygote().start("trust_all", through).result()
        portal = zygote().start("serve", through)
        try:
            address = portal.until("address")["address"]
            sender = Visitor(address, template().accounts["case_system"])
            answer = sender.ask(
                "POST",
                "/++api++/@case-feed",
                body=body_of(count=50, seed=3),
                headers={"Content-Type": "application/x-ndjson"},
            )
            assert (answer.status, answer.json().get("created")) == (200, 50), answer.text
            visitor = Visitor(address)
            assert visitor.get("/++api++/@register-search").json()["total"] == 50
            for path in ("/", "/tra-cuu?q=nguyen", "/thong-ke", "/tra-cuu.csv", "/-/ready"):
                assert visitor.get(path).status == 200, path
            metrics = visitor.get("/-/metrics").text
            assert "thads_database_up 1" in metrics
        finally:
            portal.kill()
            portal.wait()
        # Jobs: locks, LISTEN, prepared statements of another library.
        worker = zygote().start("slow_job", through, listings=3, ask=True)
        worker.result()
        assert query(through, "SELECT state FROM thads_job WHERE kind = 'slow'") == [("done",)]


def test_sessions_that_a_failover_left_behind_keep_nobody_waiting(dsn):
    """pgBouncer lets a newcomer wait for a session that is being reset, and its server never answers."""
    with between(dsn) as relay, pooled(relay.dsn, "session") as through:
        left = [psycopg2.connect(through) for _ in range(LEFT)]
        for each in left:
            # In no transaction: such a session is not kept.
            each.autocommit = True
            with each.cursor() as cursor:
                cursor.execute("SELECT 1")
        relay.fail_over()
        for each in left:
            each.close()
        deadline = time.monotonic() + WAIT
        while True:
            try:
                assert query(through, "SELECT 1") == [(1,)]
                break
            except psycopg2.Error as refused:
                assert time.monotonic() < deadline, refused


def test_transactions_apart_are_refused_at_the_start(dsn, tmp_path, monkeypatch):
    with pooled(dsn, "transaction") as through:
        assert not keeps_sessions(through)
        monkeypatch.setenv(VARIABLE, through)
        with pytest.raises(DatabaseProblem) as refused, database(tmp_path):
            pass
        assert refused.value.exit_code == 3
        assert "pool_mode = session" in refused.value.lines()


def test_a_server_without_a_pooler_keeps_sessions(dsn):
    assert keeps_sessions(dsn)
