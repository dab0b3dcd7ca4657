"""Commands end with a line, never with a traceback, when a file or a disk is not as they need it."""

from psycopg2.extensions import parse_dsn
from thads_portal.cli import main
from thads_portal.cli.feed import _seekable
from thads_portal.database.connect import VARIABLE
from thads_portal.database.testing import fresh_database

import os
import pytest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export-listings", "{folder}/none/x.ndjson"), "No such file or directory"),
        (("export-listings", "{folder}"), "Is a directory"),
        (("import-listings", "{folder}/none"), "No such file or directory"),
        (("feed", "{folder}"), "Is a directory"),
        (("generate-feed", "--count", "2", "-o", "/dev/full"), "No space left on device"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, capfd, words, said):
    assert main.main([word.format(folder=tmp_path) for word in words]) == 1
    told = capfd.readouterr().err
    assert said in told and "Traceback" not in told and len(told.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


def test_a_backup_and_its_return(tmp_path, capfd, monkeypatch):
    dump = tmp_path / "thads.dump"
    with fresh_database() as first, fresh_database() as second:
        monkeypatch.setenv(VARIABLE, first)
        assert main.main(["database", "psql", "-c", "CREATE TABLE one AS SELECT 'Đặng' AS n"]) == 0
        assert main.main(["database", "pg_dump", "-Fc", "-f", str(dump)]) == 0
        monkeypatch.setenv(VARIABLE, second)
        name = parse_dsn(second)["dbname"]
        restore = ["pg_restore", "--no-owner", "--exit-on-error", "-d", name, str(dump)]
        assert main.main(["database", *restore]) == 0
        capfd.readouterr()
        assert main.main(["database", "psql", "-Atc", "SELECT n FROM one"]) == 0
        assert capfd.readouterr().out == "Đặng\n"
        assert main.main(["database", "psql", "-c", "SELECT nothing"]) == 1


def test_what_comes_through_a_pipe_can_be_read_twice():
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as out:
        out.write(b"{}\n" * 1000)
    with _seekable(os.fdopen(reading, "rb")) as body:
        for _time in range(2):
            body.seek(0)
            assert len(body.read()) == 3000


def test_what_the_portal_writes_is_its_accounts_own(tmp_path):
    from thads_portal.cli.zope import private

    before = os.umask(0o022)
    try:
        var = tmp_path / "var"
        (var / "blobcache").mkdir(parents=True)
        private(var)
        (var / "later").mkdir()
        (var / "later" / "file").touch()
        modes = {each.name: each.stat().st_mode & 0o777 for each in var.rglob("*")}
        assert modes == {"blobcache": 0o700, "later": 0o700, "file": 0o600}
        assert var.stat().st_mode & 0o066 == 0
    finally:
        os.umask(before)
