"""Makes a base backup of the running server, and lets go of those that are too old."""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from psycopg2.extensions import parse_dsn
from thads_portal.database.backups.log_keeping import ship
from thads_portal.database.backups.places import Base
from thads_portal.database.backups.places import bases
from thads_portal.database.backups.places import continuous
from thads_portal.database.backups.places import new_name
from thads_portal.database.backups.places import SEALED
from thads_portal.database.backups.places import utc_now
from thads_portal.database.backups.places import wal_folder
from thads_portal.database.backups.places import write_manifest
from thads_portal.database.backups.sealing import BackupProblem
from thads_portal.database.backups.sealing import seal
from thads_portal.database.embedded import Embedded
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one

import os
import psycopg2
import shutil
import subprocess
import tarfile
import time


#: How many base backups are kept, unless somebody says otherwise.
KEPT = 7
#: Seconds to wait for the segment that ends the backup to arrive.
_PATIENCE = 120.0
#: Of ``var``: without them nobody signs in, and no digest of a number fits.
_BESIDE = ("keys", "postgres.pgpass")


def take(server: Embedded, backups: Path, key: bytes, *, release: str, kept: int = KEPT) -> Base:
    """A base backup in `backups`, from which the server can be restored as of its end or, where
    the log is kept there, any moment later. Raises BackupProblem; nothing half is left then.
    """
    begun = utc_now()
    folder = backups / "base" / new_name(begun)
    folder.mkdir(parents=True, mode=0o700)
    keeps_log = continuous() == backups.resolve()
    try:
        first_segment, version = _where(server)
        files = {
            f"base.tar{SEALED}": _base(server, folder / f"base.tar{SEALED}", key, keeps_log),
            f"beside.tar{SEALED}": _beside(server, folder / f"beside.tar{SEALED}", key),
        }
        if keeps_log:
            _end_segment(server, backups, key)
        base = Base(folder, begun, _next_second(), first_segment, release, version, files)
        write_manifest(base)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _let_go(backups, kept)
    return base


def _base(server: Embedded, target: Path, key: bytes, keeps_log: bool) -> str:
    """The server's files as one sealed archive, packed; its SHA-256."""
    given = parse_dsn(server.admin_dsn())
    command = [
        *(server.programs / "pg_basebackup", "--pgdata=-", "--format=tar", "--checkpoint=fast"),
        # Without the log in the folder of backups, what is needed of it comes along.
        *("--wal-method=none" if keeps_log else "--wal-method=fetch", "--compress=client-gzip:1"),
        *("--no-manifest", "--no-password"),
    ]
    with subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={
            "PATH": os.environ.get("PATH", ""),
            "LC_ALL": "C",
            "PGHOST": given["host"],
            "PGUSER": given["user"],
            "PGPASSFILE": given["passfile"],
        },
    ) as process:
        assert process.stdout is not None and process.stderr is not None  # noqa: S101 - by PIPE
        digest = seal(process.stdout, target, key)
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise BackupProblem(
            en=f"the base backup failed: {said.splitlines()[-1] if said else process.returncode}",
            vi=f"sao lưu không thành công: {said.splitlines()[-1] if said else process.returncode}",
        )
    return digest


def _beside(server: Embedded, target: Path, key: bytes) -> str:
    """Keys and passwords of the instance; its SHA-256."""
    held = BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name in _BESIDE:
            if (server.var / name).exists():
                archive.add(server.var / name, arcname=name)
    held.seek(0)
    return seal(held, target, key)


def _where(server: Embedded) -> tuple[str, int]:
    """The segment that is written now, asked before the backup begins; the version."""
    with _admin(server) as cursor:
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        segment = one(cursor)
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return segment, one(cursor)


def _next_second() -> datetime:
    """A whole second after the backup's end."""
    moment = utc_now()
    while utc_now() == moment:
        time.sleep(0.05)
    return utc_now()


def _end_segment(server: Embedded, backups: Path, key: bytes) -> None:
    """Have the segment that ends the backup copied, and wait until it is there."""
    with _admin(server) as cursor:
        # A segment in which nothing stands is not ended.
        cursor.execute("SELECT pg_create_restore_point('thads backup')")
        cursor.execute("SELECT pg_walfile_name(pg_switch_wal())")
        wanted = wal_folder(backups) / f"{one(cursor)}{SEALED}"
    deadline = time.monotonic() + _PATIENCE
    while not wanted.exists():
        ship(server, backups, key)
        if time.monotonic() > deadline:
            raise BackupProblem(
                en=f"the server does not hand over its log ({wanted.name}); was it started with"
                " THADS_BACKUPS set to this folder?",
                vi=f"máy chủ không giao nhật ký ({wanted.name}); khi khởi động THADS_BACKUPS có"
                " trỏ tới thư mục này không?",
            )
        time.sleep(0.1)


@contextmanager
def _admin(server: Embedded) -> Iterator[Cursor]:
    """A cursor as the superuser, each statement by itself."""
    with closing(psycopg2.connect(server.admin_dsn())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def _let_go(backups: Path, kept: int) -> None:
    """Delete base backups but the latest `kept`, and the log that none of those needs."""
    there = bases(backups)
    for base in there[:-kept]:
        (base.folder / "manifest.json").unlink()
        shutil.rmtree(base.folder)
    first = min((base.first_segment for base in there[-kept:]), default="")
    for file in wal_folder(backups).glob(f"{'[0-9A-F]' * 24}{SEALED}"):
        if file.name < first:
            file.unlink()
