"""A throw-away PostgreSQL with `unaccent` and `pg_trgm`, to measure as a peer of the search.

The portal needs no extension, and the PostgreSQL that comes with it has none. Where the machine has
another (Debian's `postgresql-contrib` belongs to its server's package), that one is started for the
comparison, in a folder of its own, reached by a socket.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from pathlib import Path
from thads_portal.database.account import server_account

import os
import psycopg2
import shutil
import subprocess
import tempfile


EXTENSIONS = ("unaccent", "pg_trgm")
#: Where distributions put their servers.
_PLACES = (
    "/usr/lib/postgresql",
    "/usr/pgsql*",
    "/opt/homebrew/opt/postgresql*",
    "/usr/local/pgsql",
)


class Absent(Exception):
    """No server with the extensions can be had; says what was looked for."""


def missing(dsn: str) -> list[str]:
    """Which of the extensions the server of `dsn` does not have."""
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", (list(EXTENSIONS),)
        )
        known = {name for (name,) in cursor.fetchall()}
    return [name for name in EXTENSIONS if name not in known]


def installations() -> list[Path]:
    """The `bin` folders of PostgreSQLs of the machine whose extensions are installed; newest first."""
    found = []
    for place in _PLACES:
        root = Path(place)
        for folder in sorted(root.parent.glob(root.name), reverse=True):
            for tool in [*folder.glob("bin/initdb"), *folder.glob("*/bin/initdb")]:
                if _has_extensions(tool.parent):
                    found.append(tool.parent)
    return sorted(found, key=_major, reverse=True)


def _major(folder: Path) -> int:
    digits = "".join(filter(str.isdigit, folder.parent.name))
    return int(digits or 0)


def _has_extensions(folder: Path) -> bool:
    """Told by the files: Debian's `pg_config` is of another package than the server."""
    version = folder.parent.name
    shares = (
        folder.parent / "share/postgresql/extension",
        folder.parent / "share/extension",
        Path("/usr/share/postgresql") / version / "extension",
    )
    return any(all((share / f"{name}.control").exists() for name in EXTENSIONS) for share in shares)


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """(what it is, connection string) of a database with both extensions made. Raises Absent."""
    given = os.environ.get("THADS_PEER_DSN", "").strip()
    if given:
        if lacking := missing(given):
            raise Absent(f"the server of THADS_PEER_DSN has no {' and '.join(lacking)}")
        yield _made(given), given
        return
    known = installations()
    if not known:
        raise Absent(
            "the PostgreSQL that comes with the portal has no extensions, and this machine has no"
            f" other with {' and '.join(EXTENSIONS)} (looked in {', '.join(_PLACES)})"
        )
    with _started(known[0]) as dsn:
        yield _made(dsn), dsn


def _made(dsn: str) -> str:
    with closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for name in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].partition(' ')[0]}"


@contextmanager
def _started(tools: Path) -> Iterator[str]:
    account = server_account()
    folder = Path(tempfile.mkdtemp(prefix="thads-peer-"))
    data, sockets = folder / "data", folder / "run"
    try:
        for place in (data, sockets):
            place.mkdir()
        if account.foreign:
            for place in (folder, data, sockets):
                os.chown(place, account.uid, account.gid)
        _run(account.run(tools / "initdb", "-D", data, "-U", "peer", "-A", "trust", "-E", "UTF8",
                         "--locale=C.UTF-8", "--no-sync", timeout=300))  # fmt: skip
        options = f"-c listen_addresses= -c unix_socket_directories={sockets} -c fsync=off"
        _run(account.run(tools / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "300",
                         "-o", options, "start", timeout=330))  # fmt: skip
        try:
            yield f"host={sockets} user=peer dbname=postgres"
        finally:
            account.run(tools / "pg_ctl", "-D", data, "-m", "immediate", "stop", timeout=120)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(done: subprocess.CompletedProcess) -> None:
    if done.returncode:
        raise Absent(f"another PostgreSQL could not be started: {done.stdout.strip()[-300:]}")
