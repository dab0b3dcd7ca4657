"""The embedded PostgreSQL where it is easily got wrong: crashes, races, closed folders, root."""

from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from thads_portal.database import places
from thads_portal.database.connect import check
from thads_portal.database.connect import database
from thads_portal.database.embedded import Embedded
from thads_portal.database.problems import DatabaseProblem
from thads_portal.database.testing import fresh_database

import os
import psutil
import psycopg2
import pytest
import shutil
import stat
import subprocess
import sys
import tempfile
import time


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another")


@pytest.fixture
def instance(monkeypatch) -> Iterator[Path]:
    monkeypatch.delenv("THADS_DATABASE_DSN", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="thads-embedded-"))
    folder.chmod(0o711)
    # A portal in this process has closed what it makes to others; these are about what a shell has.
    before = os.umask(0o022)
    yield folder
    os.umask(before)
    with suppress(DatabaseProblem):
        Embedded(folder).stop()
    shutil.rmtree(folder)


def ask(dsn: str, query: str) -> str:
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return str(cursor.fetchone()[0]) if cursor.description else ""
    finally:
        connection.close()


def postmaster(server: Embedded) -> psutil.Process:
    return psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))


def test_its_data_survives_a_stop_and_a_kill(instance):
    server = Embedded(instance, fast=True)
    server.start()
    ask(server.dsn(), "CREATE TABLE kept (n int)")
    ask(server.dsn(), "INSERT INTO kept VALUES (1)")
    server.stop()
    assert not server.running()

    server.start()
    assert ask(server.dsn(), "SELECT count(*) FROM kept") == "1"
    ask(server.dsn(), "INSERT INTO kept VALUES (2)")
    killed = postmaster(server)
    killed.kill()
    psutil.wait_procs([killed], timeout=60)
    assert not server.running()

    # The file with the number of the dead process is still there.
    assert (server.data / "postmaster.pid").exists()
    Embedded(instance, fast=True).start()
    assert ask(server.dsn(), "SELECT count(*) FROM kept") == "2"


def test_a_number_that_now_belongs_to_an_innocent_process_does_not_stop_it(instance):
    server = Embedded(instance, fast=True)
    server.start()
    server.stop()
    account = server.account
    change = {"user": account.uid, "group": account.gid} if account.foreign else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **change) as innocent:
        content = f"{innocent.pid}\n{server.data}\n1\n5432\n{server.socket_folder}\n\n0 0\nready\n"
        pid_file = server.data / "postmaster.pid"
        pid_file.write_text(content)
        account.own(pid_file, 0o600)
        assert not server.running()
        server.stop()
        assert innocent.poll() is None
        server.start()
        assert server.running()
        innocent.kill()


def test_it_is_private(instance):
    server = Embedded(instance, fast=True)
    server.start()
    assert ask(server.dsn(), "SHOW listen_addresses") == ""
    assert (
        ask(
            server.admin_dsn(),
            "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method NOT IN"
            " ('scram-sha-256', 'reject')",
        )
        == "0"
    )
    assert (
        ask(server.dsn(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "False"
    )
    assert stat.S_IMODE(server.passwords.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert "password=" not in server.dsn()
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host=str(server.socket_folder), user="thads", dbname="thads")


def test_it_has_what_the_portal_relies_on(instance):
    server = Embedded(instance)
    server.start()
    dsn = server.dsn()
    assert int(ask(dsn, "SHOW max_locks_per_transaction")) >= 512
    assert ask(dsn, "SHOW fsync") == "on"
    assert ask(dsn, "SHOW synchronous_commit") == "on"
    assert ask(dsn, "SHOW data_checksums") == "on"
    assert ask(dsn, "SHOW timezone") == "UTC"
    assert ask(dsn, "SELECT lower('ĐẶNG ƯỚC')") == "đặng ước"
    assert ask(dsn, "SELECT 'a' < 'B'") == "False"


def test_its_log_repeats_no_values(instance):
    server = Embedded(instance)
    server.start()
    ask(server.dsn(), "CREATE TABLE person (name text PRIMARY KEY)")
    ask(server.dsn(), "INSERT INTO person VALUES ('Nguyễn Thị Bí Mật')")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(server.dsn(), "INSERT INTO person VALUES ('Nguyễn Thị Bí Mật')")
    server.stop()
    logs = [server.home / "server.log", *(server.data / "log").iterdir()]
    text = "".join(log.read_text() for log in logs)
    assert "person_pkey" in text, "the failure itself is logged"
    assert "Bí Mật" not in text


def _use(instance: Path, seconds: float) -> None:
    os.environ.pop("THADS_DATABASE_DSN", None)
    with database(instance) as dsn:
        ask(dsn, "SELECT 1")
        time.sleep(seconds)


def test_several_starters_share_one_server_and_the_last_one_stops_it(instance):
    processes = get_context("spawn")
    users = [processes.Process(target=_use, args=(instance, seconds)) for seconds in (0, 0, 2)]
    for user in users:
        user.start()
    for user in users[:2]:
        user.join(120)
    assert [user.exitcode for user in users[:2]] == [0, 0]
    assert Embedded(instance).running(), "one still uses it"
    users[2].join(120)
    assert users[2].exitcode == 0
    assert not Embedded(instance).running()


def test_a_killed_user_leaves_a_server_that_the_next_one_uses_and_stops(instance):
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from thads_portal.database.connect import database\n"
        "with database(Path(sys.argv[1])):\n"
        "    print('up', flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(instance)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout.readline() == "up\n"
        user.kill()
    server = Embedded(instance)
    assert server.running()
    left = postmaster(server).pid
    with database(instance):
        assert postmaster(server).pid == left
    assert not server.running()


def test_the_operators_own_database_is_used_as_it_is(instance, monkeypatch):
    with fresh_database() as own:
        monkeypatch.setenv("THADS_DATABASE_DSN", own)
        with database(instance) as dsn:
            assert dsn == own
    assert not (instance / "var").exists()


def test_a_database_in_another_encoding_is_refused():
    with fresh_database() as dsn:
        ask(dsn, "SELECT 1")
        check(dsn)
        with pytest.raises(DatabaseProblem, match="UTF8, this one is SQL_ASCII"):
            check(_in_ascii(dsn))


def _in_ascii(dsn: str) -> str:
    from thads_portal.database.testing import server

    connection = psycopg2.connect(server().admin_dsn())
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS ascii")
            cursor.execute(
                "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
                " TEMPLATE template0"
            )
    finally:
        connection.close()
    return server().dsn("ascii")


def test_a_long_path_gets_its_socket_elsewhere(instance):
    deep = instance / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    server = Embedded(deep, fast=True)
    try:
        server.start()
        assert ask(server.dsn(), "SELECT 1") == "1"
        assert len(os.fsencode(server.socket_folder / places.SOCKET_NAME)) < 104
        assert Embedded(deep).socket_folder == server.socket_folder
    finally:
        server.stop()
        shutil.rmtree(server.socket_folder)


def test_a_socket_folder_that_others_could_enter_is_refused(instance):
    server = Embedded(instance, fast=True)
    server.start()
    server.stop()
    (server.home / "run").chmod(0o777)
    with pytest.raises(DatabaseProblem, match="0700"):
        Embedded(instance, fast=True).start()


@pytest.fixture
def state(monkeypatch) -> Iterator[Path]:
    """A place of our own for what does not fit into the instance."""
    folder = Path(tempfile.mkdtemp(prefix="thads-state-"))
    folder.chmod(0o755)
    monkeypatch.setattr(places, "STATE", folder)
    monkeypatch.setattr("thads_portal.database.embedded.STATE", folder)
    yield folder
    shutil.rmtree(folder)


@as_root
def test_root_opens_no_closed_folder(instance, state):
    instance.chmod(0o700)
    server = Embedded(instance, fast=True)
    server.start()
    try:
        assert stat.S_IMODE(instance.stat().st_mode) == 0o700
        assert server.home.is_relative_to(state)
        assert postmaster(server).uids().effective != 0
        ask(server.dsn(), "CREATE TABLE kept (n int)")
        server.stop()
        again = Embedded(instance, fast=True)
        again.start()
        assert again.home == server.home
        assert ask(again.dsn(), "SELECT count(*) FROM kept") == "0"
    finally:
        server.stop()


@as_root
def test_root_whose_umask_closes_what_it_makes(instance, state):
    state.rmdir()
    instance.chmod(0o700)
    server = Embedded(instance, fast=True)
    before = os.umask(0o077)
    try:
        server.start()
        assert server.home.is_relative_to(state)
        assert ask(server.dsn(), "SELECT 1") == "1"
    finally:
        os.umask(before)
        server.stop()


@as_root
def test_a_copied_instance_does_not_start_on_the_originals_data(instance, state):
    original, copy, moved = instance / "a", instance / "b", instance / "c"
    original.mkdir(mode=0o700)
    server = Embedded(original, fast=True)
    server.start()
    server.stop()
    shutil.copytree(original, copy)
    with pytest.raises(DatabaseProblem, match="is a copy of"):
        Embedded(copy, fast=True).start()
    # Moving is another matter: then the data goes with it.
    original.rename(moved)
    taken_along = Embedded(moved, fast=True)
    taken_along.start()
    assert taken_along.home == server.home
    taken_along.stop()


@as_root
def test_programs_that_the_account_cannot_reach_are_copied(instance, state, monkeypatch):
    from thads_portal.database import binaries

    closed = instance / "closed"
    closed.mkdir(mode=0o700)
    package = binaries._package()
    shutil.copytree(package, closed / package.name, symlinks=True)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name, symlinks=True)
    monkeypatch.setattr(binaries, "_package", lambda: closed / package.name)
    server = Embedded(instance, fast=True)
    server.start()
    try:
        assert server.programs.is_relative_to(state)
        assert ask(server.dsn(), "SELECT 1") == "1"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        used = server.programs
        assert Embedded(instance, fast=True).programs == used
    finally:
        server.stop()


def test_nothing_listens_on_a_port_for_it(instance):
    server = Embedded(instance, fast=True)
    server.start()
    # The postmaster keeps every listening socket open for as long as it lives; its children
    # (workers of autovacuum among them) come and go while one looks.
    assert postmaster(server).net_connections("inet") == []
    listening = [each for each in postmaster(server).net_connections("unix") if each.laddr]
    assert listening
