"""An upgrade that is killed, ten times, goes on each time and ends right."""

from contextlib import closing
from pathlib import Path
from tests.support.first_release import environment
from tests.support.first_release import LISTINGS
from tests.support.first_release import restored
from thads_portal.register import upgrade

import psycopg2
import pytest
import random
import subprocess
import sys
import time


_PROGRAM = Path(__file__).parents[1] / "support" / "long_upgrade.py"
#: A line after which it is killed, and within how many seconds after.
_KILLS = (
    *((b"9001_mark", 0.4),) * 6,
    (b"9001_mark", 1.0),
    (b"9001_mark", 1.5),
    (b"rows from the objects", 0.3),
    (b"rows from the objects", 0.3),
)


def query(dsn, sql):
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def started(dsn, instance, *words) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(_PROGRAM), *words],
        env=environment(dsn, instance),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for(process: subprocess.Popen, mark: bytes) -> bytes:
    """What it says until `mark` is in it; all of it if it ends before."""
    said = b""
    while mark not in said and (more := process.stderr.read1()):
        said += more
    return said


@pytest.mark.slow
def test_ten_kills(tmp_path):
    chance = random.Random(5)
    with restored() as dsn:
        with closing(psycopg2.connect(dsn)) as connection, connection:
            connection.cursor().execute(
                "UPDATE thads_listing SET debtor_address = 'không đúng' WHERE number LIKE '%7'"
            )
        reached = []
        for mark, within in _KILLS:
            process = started(dsn, tmp_path, "upgrade")
            said = wait_for(process, mark)
            assert mark in said, said
            time.sleep(chance.uniform(0, within))
            process.kill()
            process.wait()
            process.stderr.close()
            # Its session, and with it the lock, ends soon after.
            with upgrade.upgrading(dsn, patience=20):
                reached += query(
                    dsn,
                    "SELECT coalesce(max(rows_done), 0) FROM thads_migration WHERE number = 9001",
                )
        # It went on, not back.
        assert len({rows for (rows,) in reached}) > 2
        process = started(dsn, tmp_path, "upgrade")
        said = process.stderr.read()
        assert process.wait() == 0, said
        process.stderr.close()
        assert query(dsn, "SELECT count(*) FROM thads_listing WHERE mark = 'm' || number") == [
            (LISTINGS,)
        ]
        assert query(dsn, "SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
        assert query(dsn, "SELECT number FROM thads_migration WHERE finished IS NULL") == []
        assert query(
            dsn, "SELECT count(*) FROM thads_listing WHERE debtor_address = 'không đúng'"
        ) == [(0,)]
        process = started(dsn, tmp_path, "register", "check")
        said = process.stderr.read()
        assert process.wait() == 0, said
        process.stderr.close()
