"""Brings a server back from a folder of backups, as of its latest moment or an earlier one."""

from datetime import datetime
from pathlib import Path
from thads_portal.database.backups.places import Base
from thads_portal.database.backups.places import best
from thads_portal.database.backups.places import SEALED
from thads_portal.database.backups.places import wal_folder
from thads_portal.database.backups.sealing import BackupProblem
from thads_portal.database.backups.sealing import opened
from thads_portal.database.embedded import Embedded
from thads_portal.database.problems import DatabaseProblem
from thads_portal.database.sql import one
from typing import Any

import contextlib
import hashlib
import io
import psycopg2
import shutil
import subprocess
import tarfile
import time


#: Numbers that may have been given after the moment restored to: they are not given again.
SKIPPED_NUMBERS = 100_000
_PATIENCE = 3600.0


def restore(server: Embedded, backups: Path, key: bytes, *, until: datetime | None = None) -> Base:
    """Restore into the empty instance of `server` and leave the server running.

    `until` (aware): the last moment that is to be there; None: all that was kept. Returns the base
    backup that it began with. Raises BackupProblem before anything is written for an instance that
    holds data, a damaged file, another key, or a moment that no backup reaches back to.
    """
    if server.data.exists():
        raise BackupProblem(
            en=f"{server.data} holds a database; restore into an instance that is empty (name a new"
            " folder with THADS_INSTANCE, or move var/ away)",
            vi=f"{server.data} đã có cơ sở dữ liệu; hãy khôi phục vào phiên bản cài đặt trống (đặt"
            " THADS_INSTANCE trỏ tới thư mục mới, hoặc dời var/ đi)",
        )
    base = best(backups, until)
    for name, wanted in base.files.items():
        _verify(base.folder / name, wanted)
    log = server.home / "log-in"
    log.mkdir(mode=0o700, exist_ok=True)
    server.account.own(log, 0o700)
    try:
        _open_log(backups, base, key, log, server)
        _unpack(server, base, key)
        _recover(server, log, until)
    finally:
        shutil.rmtree(log, ignore_errors=True)
    return base


def _verify(file: Path, wanted: str) -> None:
    digest = hashlib.sha256()
    try:
        with file.open("rb") as source:
            while part := source.read(1 << 20):
                digest.update(part)
    except OSError as error:
        raise BackupProblem(
            en=f"{file} cannot be read: {error.strerror}",
            vi=f"không đọc được {file}: {error.strerror}",
        ) from error
    if digest.hexdigest() != wanted:
        raise BackupProblem(en=f"{file} is damaged", vi=f"{file} bị hỏng")


def _open_log(backups: Path, base: Base, key: bytes, log: Path, server: Embedded) -> None:
    for sealed in sorted(wal_folder(backups).glob(f"*{SEALED}")):
        name = sealed.name.removesuffix(SEALED)
        if name < base.first_segment and not name.endswith(".history"):
            continue
        target = log / name
        with target.open("wb") as file:
            file.writelines(opened(sealed, key))
        server.account.own(target, 0o600)


def _unpack(server: Embedded, base: Base, key: bytes) -> None:
    """The data folder under another name until it is whole; then what lies beside it."""
    unfinished = server.data.with_name("data.unfinished")
    server.account.run("rm", "-rf", unfinished)
    unfinished.mkdir(mode=0o700)
    server.account.own(unfinished, 0o700)
    change: dict[str, Any] = {}
    if server.account.foreign:
        change = {"user": server.account.uid, "group": server.account.gid, "extra_groups": []}
    with subprocess.Popen(
        ["tar", "-xzf", "-", "-C", str(unfinished)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        **change,
    ) as process:
        assert process.stdin is not None and process.stderr is not None  # noqa: S101 - by PIPE
        with contextlib.suppress(BrokenPipeError):
            for part in opened(base.folder / f"base.tar{SEALED}", key):
                process.stdin.write(part)
        process.stdin.close()
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise BackupProblem(
            en=f"the base backup cannot be unpacked: {said}",
            vi=f"không giải nén được bản sao lưu: {said}",
        )
    beside = b"".join(opened(base.folder / f"beside.tar{SEALED}", key))
    with tarfile.open(fileobj=io.BytesIO(beside)) as archive:
        archive.extractall(server.var, filter="data")
    unfinished.rename(server.data)


def _recover(server: Embedded, log: Path, until: datetime | None) -> None:
    """Start the server on its log and wait until it has read it."""
    lines = [f"restore_command = 'cp {log}/%f %p'"]
    if until is not None:
        lines += [
            f"recovery_target_time = '{until.isoformat()}'",
            "recovery_target_action = 'promote'",
        ]
    settings = server.data / "postgresql.auto.conf"
    with settings.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    signal = server.data / "recovery.signal"
    signal.touch()
    server.account.own(signal, 0o600)
    try:
        server.start()
        _wait(server)
    except DatabaseProblem as problem:
        if "recovery ended before configured recovery target" not in problem.en:
            raise
        raise BackupProblem(
            en="the log that was kept ends before that moment; leave --until out to restore all of it",
            vi="nhật ký đã lưu kết thúc trước thời điểm đó; bỏ --until để khôi phục toàn bộ",
        ) from problem
    # The next start must not look for what is gone then.
    kept = [line for line in settings.read_text(encoding="utf-8").splitlines() if line not in lines]
    settings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    server.account.own(settings, 0o600)


def _wait(server: Embedded) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(psycopg2.OperationalError):
            connection = psycopg2.connect(server.dsn())
            try:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_is_in_recovery()")
                    if not one(cursor):
                        _skip_numbers(cursor)
                        return
            finally:
                connection.close()
        if time.monotonic() > deadline:
            raise DatabaseProblem(
                en="the server has not finished reading its log", vi="máy chủ chưa đọc xong nhật ký"
            )
        time.sleep(0.2)


def _skip_numbers(cursor: psycopg2.extensions.cursor) -> None:
    """A public number that was given after the moment restored to is never given to somebody else."""
    cursor.execute("SELECT to_regclass('thads_listing_number') IS NOT NULL")
    if one(cursor):
        cursor.execute(
            "SELECT setval('thads_listing_number', (SELECT last_value FROM thads_listing_number) + %s)",
            (SKIPPED_NUMBERS,),
        )
