"""Backups of the embedded server: restored to any moment, readable by nobody, refused when damaged."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from pathlib import Path
from thads_portal.database.backups.log_keeping import ship
from thads_portal.database.backups.places import bases
from thads_portal.database.backups.restoring import restore
from thads_portal.database.backups.restoring import SKIPPED_NUMBERS
from thads_portal.database.backups.sealing import backup_key
from thads_portal.database.backups.sealing import BackupProblem
from thads_portal.database.backups.sealing import opened
from thads_portal.database.backups.sealing import seal
from thads_portal.database.backups.taking import take
from thads_portal.database.embedded import Embedded

import os
import psycopg2
import pytest
import shutil
import tempfile
import time


KEY = bytes(range(32))
#: Must be in no file of a backup.
CANARY = "canary-079203001234"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="thads-backups-"))
    folder.chmod(0o711)
    before = os.umask(0o022)
    yield folder
    os.umask(before)
    shutil.rmtree(folder)


def run(server: Embedded, statement: str, *values, admin: bool = False):
    dsn = server.admin_dsn() if admin else server.dsn()
    with closing(psycopg2.connect(dsn)) as opened_:
        opened_.autocommit = True
        with opened_.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def history(place):
    """A server that wrote one line before its backup, one after, and one later still; then it is lost."""
    backups = place / "kept"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("THADS_DATABASE_DSN", raising=False)
        patch.setenv("THADS_BACKUPS", str(backups))
        server = Embedded(place / "first")
        (server.var / "keys").mkdir(parents=True)
        (server.var / "keys/personal-number.key").write_text("aa" * 32)
        with server.using():
            run(server, "CREATE SEQUENCE thads_listing_number")
            run(server, "CREATE TABLE line (text text)")
            run(server, "INSERT INTO line VALUES (%s)", f"before {CANARY}")
            run(server, "SELECT nextval('thads_listing_number')")
            base = take(server, backups, KEY, release="1.1")
            run(server, "INSERT INTO line VALUES (%s)", f"after {CANARY}")
            time.sleep(1.1)
            moment = datetime.now(UTC)
            time.sleep(1.1)
            run(server, "INSERT INTO line VALUES (%s)", f"later {CANARY}")
            run(server, "SELECT pg_switch_wal()", admin=True)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not ship(server, backups, KEY):
                time.sleep(0.1)
        yield backups, base, moment


def restored(place, name: str, backups: Path, **arguments) -> tuple[list[str], int]:
    """What stands in a restored server, and the number given next."""
    server = Embedded(place / name, archiving=False)
    server.var.mkdir(parents=True)
    try:
        restore(server, backups, KEY, **arguments)
        lines = [row[0].split()[0] for row in run(server, "SELECT text FROM line")]
        ((number,),) = run(server, "SELECT nextval('thads_listing_number')")
        # It starts again by itself, and takes lines.
        server.stop()
        server.start()
        run(server, "INSERT INTO line VALUES ('new')")
        assert (server.var / "keys/personal-number.key").read_text() == "aa" * 32
    finally:
        server.stop()
    return lines, number


def test_all_that_was_kept(place, history):
    backups, _base, _moment = history
    lines, number = restored(place, "all", backups)
    assert lines == ["before", "after", "later"]
    assert number > SKIPPED_NUMBERS


def test_any_moment_since(place, history):
    backups, _base, moment = history
    lines, number = restored(place, "moment", backups, until=moment)
    assert lines == ["before", "after"]
    # What was given after the moment is not given again.
    assert number > SKIPPED_NUMBERS


def test_nobody_reads_them(history):
    backups, _base, _moment = history
    files = [file for file in backups.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".sealed", ".json"}
    for file in files:
        assert CANARY.encode() not in file.read_bytes()


def _refused(place, name, backups, key=KEY, **arguments) -> BackupProblem:
    server = Embedded(place / name, archiving=False)
    server.var.mkdir(parents=True, exist_ok=True)
    with pytest.raises(BackupProblem) as refused:
        restore(server, backups, key, **arguments)
    assert not server.data.exists()
    return refused.value


def test_a_moment_before_the_first_backup(place, history):
    backups, base, _moment = history
    problem = _refused(place, "early", backups, until=base.ended - timedelta(hours=1))
    assert f"{base.ended:%Y-%m-%d %H:%M:%S}" in problem.en and problem.vi


def test_a_folder_without_backups(place, tmp_path):
    assert "no backup" in _refused(place, "none", tmp_path).en


def test_another_key(place, history):
    backups, _base, _moment = history
    assert "THADS_BACKUP_KEY" in _refused(place, "key", backups, key=b"x" * 32).en


def test_a_damaged_file(place, history, tmp_path):
    backups, base, _moment = history
    copy = tmp_path / "copy"
    shutil.copytree(backups, copy)
    damaged = copy / "base" / base.folder.name / "base.tar.sealed"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert "damaged" in _refused(place, "damaged", copy).en


def test_an_instance_that_holds_data(place, history):
    backups, _base, _moment = history
    server = Embedded(place / "first")
    with pytest.raises(BackupProblem, match="holds a database"):
        restore(server, backups, KEY)


def test_the_oldest_go_and_take_their_log_along(place, history, tmp_path, monkeypatch):
    backups, _base, _moment = history
    copy = tmp_path / "copy"
    shutil.copytree(backups, copy)
    monkeypatch.setenv("THADS_BACKUPS", str(copy))
    server = Embedded(place / "first")
    with server.using():
        newest = take(server, copy, KEY, release="1.1", kept=1)
    assert [base.folder for base in bases(copy)] == [newest.folder]
    segments = sorted(file.name for file in (copy / "wal").iterdir())
    assert segments[0].removesuffix(".sealed") >= newest.first_segment


def test_a_backup_that_fails_leaves_nothing(place, history, monkeypatch, tmp_path):
    from thads_portal.database.backups import taking

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.delenv("THADS_BACKUPS")
    server = Embedded(place / "first")
    with server.using():
        monkeypatch.setattr(taking, "_beside", full)
        with pytest.raises(OSError, match="No space"):
            take(server, tmp_path, KEY, release="1.1")
    assert list((tmp_path / "base").iterdir()) == []


def test_two_that_keep_the_log_at_once_take_each_segment_once(
    place, history, monkeypatch, tmp_path
):
    from concurrent.futures import ThreadPoolExecutor

    server = Embedded(place / "first")
    segments = [f"{number:024X}" for number in range(1, 21)]
    for name in segments:
        (server.log_spool / name).write_bytes(name.encode() * 5000)
    with ThreadPoolExecutor(4) as shippers:
        counts = list(shippers.map(lambda _number: ship(server, tmp_path, KEY), range(4)))
    assert sum(counts) == len(segments)
    for name in segments:
        kept = b"".join(opened(tmp_path / "wal" / f"{name}.sealed", KEY))
        assert kept == name.encode() * 5000
    assert list(server.log_spool.iterdir()) == []


# Sealing


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20])
def test_sealed_and_opened(tmp_path, size):
    text = os.urandom(size)
    digest = seal(BytesIO(text), tmp_path / "x", KEY)
    assert b"".join(opened(tmp_path / "x", KEY)) == text
    assert len(digest) == 64 and not (tmp_path / "x.part").exists()


@pytest.mark.parametrize("harm", ["cut", "piece", "order", "bit"])
def test_what_was_touched_is_refused(tmp_path, harm):
    file = tmp_path / "x"
    seal(BytesIO(os.urandom(3 * 2**20)), file, KEY)
    held = file.read_bytes()
    head, piece = 15 + 32, 2**20 + 16
    parts = [held[head + n * piece : head + (n + 1) * piece] for n in range(3)]
    changed = {
        "cut": held[:-10],
        "piece": held[: head + 2 * piece],
        "order": held[:head] + parts[1] + parts[0] + parts[2],
        "bit": held[: head + 5] + bytes([held[head + 5] ^ 1]) + held[head + 6 :],
    }[harm]
    file.write_bytes(changed)
    with pytest.raises(BackupProblem):
        b"".join(opened(file, KEY))


@pytest.mark.parametrize("text", ["", "xyz", "ab" * 31, "zz" * 32])
def test_a_key_that_is_none(monkeypatch, text):
    monkeypatch.setenv("THADS_BACKUP_KEY", text)
    with pytest.raises(BackupProblem) as refused:
        backup_key()
    assert "64" in refused.value.en and "64" in refused.value.vi
