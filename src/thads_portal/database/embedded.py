"""The PostgreSQL that comes with the portal, from its first start to a clean stop.

One server per instance, on a private Unix socket, with no TCP port. It survives the process that
started it (a killed supervisor must not cost the data its clean shutdown); the next start finds it
and uses it. Whoever uses it holds a shared lock, and the last one to let go stops it, so that a
command-line import keeps its database when the portal is stopped meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from psycopg2.extensions import make_dsn
from psycopg2.extensions import quote_ident
from thads_portal.database import binaries
from thads_portal.database.account import Account
from thads_portal.database.account import server_account
from thads_portal.database.cluster import initialise
from thads_portal.database.cluster import password_of
from thads_portal.database.places import data_home
from thads_portal.database.places import socket_folder
from thads_portal.database.places import SOCKET_NAME
from thads_portal.database.places import STATE
from thads_portal.database.problems import DatabaseProblem
from typing import TextIO

import fcntl
import os
import psutil
import psycopg2
import shlex
import subprocess
import time


#: Without these the portal breaks or is open to others, so they are given at every start; what
#: only tunes the server is written to postgresql.conf once, for the operator to change.
#: RelStorage takes one advisory lock for each changed object, hence the number of locks.
_FIXED = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_locks_per_transaction": "512",
    # A backup is made of the running server.
    "wal_level": "replica",
    "max_wal_senders": "4",
    "wal_keep_size": "256MB",
}

#: A database that a power cut may destroy, for tests. It still keeps what it acknowledged when only
#: its processes are killed.
_FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "logging_collector": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_keep_size": "0",
}

#: Given with a folder of backups (THADS_BACKUPS): each segment of the log goes to the spool, whole
#: and once, a minute after its first line at the latest.
_ARCHIVING = {
    "archive_mode": "on",
    "archive_timeout": "60",
    "archive_command": (
        "if test -f {spool}/%f; then cmp -s %p {spool}/%f;"
        " else cp %p {spool}/%f.part && sync {spool}/%f.part && mv {spool}/%f.part {spool}/%f; fi"
    ),
}

_START_SECONDS = 600
"""Crash recovery after a large import can take minutes; giving up earlier helps nobody."""

_STOP_SECONDS = 60


def private_file(path: Path) -> TextIO:
    """A file to lock, made if need be. Whoever can open it can hold the lock, so only we can."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")


class Embedded:
    """The server of one instance folder.

    `fast` gives up durability for speed and is for databases of tests only.
    """

    SUPERUSER = "postgres"
    OWNER = "thads"
    DATABASE = "thads"

    def __init__(
        self, instance: Path, *, fast: bool = False, archiving: bool | None = None
    ) -> None:
        self.var = Path(instance).resolve() / "var"
        self.fast = fast
        #: Whether its log is kept; by default what the environment says.
        self.archiving = (
            bool(os.environ.get("THADS_BACKUPS", "").strip()) if archiving is None else archiving
        )

    # Places. Asking for them makes the folders.

    @cached_property
    def account(self) -> Account:
        return server_account()

    @cached_property
    def home(self) -> Path:
        self.var.mkdir(parents=True, exist_ok=True)
        return data_home(self.account, self.var)

    @cached_property
    def socket_folder(self) -> Path:
        return socket_folder(self.account, self.home)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log_spool(self) -> Path:
        """Where the server puts the segments of its log that are to be kept elsewhere."""
        spool = self.home / "log-out"
        if not spool.exists():
            spool.mkdir(mode=0o700)
            self.account.own(spool, 0o700)
        return spool

    @property
    def passwords(self) -> Path:
        """A libpq password file; `PGPASSFILE` for psql and pg_dump."""
        return self.var / "postgres.pgpass"

    @cached_property
    def programs(self) -> Path:
        major = None
        if self.data.exists():
            major = int((self.data / "PG_VERSION").read_text())
        copies = STATE if self.account.foreign else self.home
        return binaries.installation(self.account, major=major, copies=copies / "programs")

    def dsn(self, database: str = DATABASE, *, user: str = OWNER) -> str:
        """A libpq connection string without a password: that stays in its file."""
        return make_dsn(
            host=str(self.socket_folder),
            dbname=database,
            user=user,
            passfile=str(self.passwords),
            requirepeer=self.account.name,
        )

    def admin_dsn(self, database: str = "postgres") -> str:
        """As the superuser, to make databases; the portal itself never connects as this."""
        return self.dsn(database, user=self.SUPERUSER)

    # Life

    def running(self) -> bool:
        """Whether the server accepts connections (not merely starts or stops)."""
        lines = self._pid_file()
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return ready and self._process(lines) is not None

    def start(self) -> None:
        """Start the server, or do nothing if it runs; make its database the first time."""
        with self._alone():
            self._start()

    def stop(self) -> None:
        """Stop the server, also under the feet of others who use it; see `using`."""
        with self._alone():
            self._stop()

    @contextmanager
    def using(self) -> Iterator["Embedded"]:
        """The running server; started if need be, and stopped by the last one that used it."""
        self.var.mkdir(parents=True, exist_ok=True)
        with private_file(self.var / "postgres.users") as users:
            try:
                with self._alone():
                    self._start()
                    fcntl.flock(users, fcntl.LOCK_SH)
                yield self
            finally:
                with self._alone():
                    try:
                        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except BlockingIOError:
                        pass
                    else:
                        self._stop()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops; the kernel lets go of a dead one's lock."""
        self.var.mkdir(parents=True, exist_ok=True)
        with private_file(self.var / "postgres.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        if self.running():
            return
        if not self.data.exists():
            initialise(
                self.account, self.programs, self.data, self.passwords, durable=not self.fast
            )
        self._remove_stale_pid_file()
        settings = _FIXED | (_FAST if self.fast else {})
        settings["unix_socket_directories"] = str(self.socket_folder)
        if self.archiving:
            spool = shlex.quote(str(self.log_spool))
            settings |= {
                name: value.replace("{spool}", spool) for name, value in _ARCHIVING.items()
            }
        options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
        try:
            outcome = self._control("start", "-l", self._log, "-o", options, seconds=_START_SECONDS)
        except subprocess.TimeoutExpired:
            outcome = None
        if outcome is None or outcome.returncode != 0:
            raise DatabaseProblem(
                en=f"the embedded PostgreSQL does not start: {self._last_words()} ({self._log})",
                vi=f"PostgreSQL đi kèm không khởi động được: {self._last_words()} ({self._log})",
            )
        self._make_database()

    def _stop(self) -> None:
        if self._process(self._pid_file()) is None:
            return
        outcome = self._control("stop", "-m", "fast", seconds=_STOP_SECONDS)
        if outcome.returncode != 0 and self._process(self._pid_file()) is not None:
            # Nothing is lost: an immediate stop is what a power cut does, and is recovered from.
            self._control("stop", "-m", "immediate", seconds=_STOP_SECONDS)

    def _control(self, *command: str | Path, seconds: int) -> subprocess.CompletedProcess:
        verb, *options = command
        return self.account.run(
            *(self.programs / "pg_ctl", verb, "-D", self.data, "-w", "-t", str(seconds)),
            *options,
            timeout=seconds + 10,
        )

    @property
    def _log(self) -> Path:
        return self.home / "server.log"

    def _last_words(self) -> str:
        try:
            lines = self._log.read_text(errors="replace").splitlines()
        except OSError:
            return "-"
        fatal = [line for line in lines[-20:] if "FATAL" in line or "PANIC" in line]
        return (fatal or lines or ["-"])[-1]

    def _make_database(self) -> None:
        """The owner's role and the database; harmless when they are there."""
        connection = psycopg2.connect(self.admin_dsn())
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (self.OWNER,))
                if cursor.fetchone() is None:
                    name = quote_ident(self.OWNER, cursor)
                    password = password_of(self.OWNER, self.passwords)
                    cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD %s", (password,))
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (self.DATABASE,))
                if cursor.fetchone() is None:
                    database = quote_ident(self.DATABASE, cursor)
                    owner = quote_ident(self.OWNER, cursor)
                    cursor.execute(f"CREATE DATABASE {database} OWNER {owner}")
        finally:
            connection.close()

    # Which process it is

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _process(self, lines: list[str]) -> psutil.Process | None:
        """The server itself; None if the number now belongs to something else."""
        if not lines or not lines[0].strip().isdigit():
            return None
        try:
            process = psutil.Process(int(lines[0]))
            if process.status() != psutil.STATUS_ZOMBIE and str(self.data) in process.cmdline():
                return process
        except psutil.Error:
            pass
        return None

    def _remove_stale_pid_file(self) -> None:
        """After a power cut, the number in the file may be that of an innocent process.

        PostgreSQL would then refuse to start; also in a container whose first process does not
        bury the dead, where a killed server keeps its number. The same number stands in the lock
        of its socket. The files are removed only when nothing runs on the data; the processes of
        a server that was killed need a moment to notice.
        """
        if not self._pid_file() or self._process(self._pid_file()) is not None:
            return
        for _attempt in range(50):
            if not self._leftovers():
                break
            time.sleep(0.1)
        else:
            return
        (self.socket_folder / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _leftovers(self) -> bool:
        data = str(self.data)
        for process in psutil.process_iter():
            try:
                if process.uids().effective == self.account.uid and process.cwd() == data:
                    return True
            except psutil.Error:
                continue
        return False
