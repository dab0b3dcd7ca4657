"""The installation that the first release made (tests/data/first_release), for the tests.

Its data is what that release wrote, not what today's code would write in its place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from thads_portal.database.binaries import tool
from thads_portal.database.connect import VARIABLE
from thads_portal.database.testing import fresh_database

import json
import lzma
import os
import re
import subprocess
import sys


FOLDER = Path(__file__).parents[1] / "data" / "first_release"
#: The key under which it digested personal numbers.
KEY_VARIABLE, KEY = "THADS_PERSONAL_NUMBER_KEY", "5e" * 32
LISTINGS = 2_000
#: What differs from one dump to the next, and what tells only where the server lies.
_NOISE = re.compile(r"^(--.*|\\(un)?restrict .*|SET .*|SELECT pg_catalog\.set_config.*|)\n", re.M)


def accounts() -> dict[str, dict[str, str]]:
    """Role -> its account."""
    return json.loads((FOLDER / "accounts.json").read_text(encoding="utf-8"))


def exported() -> list[bytes]:
    """The lines of its `thads export-listings`."""
    return lzma.decompress((FOLDER / "listings.ndjson.xz").read_bytes()).splitlines(keepends=True)


@contextmanager
def restored() -> Iterator[str]:
    """The connection string of a database of one's own with all of it."""
    dump = lzma.decompress((FOLDER / "database.sql.xz").read_bytes())
    with fresh_database() as dsn:
        subprocess.run(
            [str(tool("psql")), "--quiet", "-v", "ON_ERROR_STOP=1", "-d", dsn],
            input=dump,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield dsn


def schema_of(dsn: str) -> str:
    """Everything that `pg_dump -s` tells of the database, the same for the same tables."""
    dump = subprocess.run(
        [str(tool("pg_dump")), "-s", "--no-owner", "--no-privileges", dsn],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    # White space at the end of lines and empty lines say nothing, also in bodies of functions.
    return re.sub(r"\s*\n", "\n", _NOISE.sub("", dump))


def environment(dsn: str, instance: Path) -> dict[str, str]:
    """What a command of the portal on `dsn` is started with."""
    return {**os.environ, VARIABLE: dsn, "THADS_INSTANCE": str(instance), KEY_VARIABLE: KEY}


def thads(dsn: str, instance: Path, *words: str) -> subprocess.CompletedProcess:
    """Run a command of the portal to its end; its output is kept."""
    return subprocess.run(
        [sys.executable, "-m", "thads_portal.cli.main", *words],
        env=environment(dsn, instance),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
