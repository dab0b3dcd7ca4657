"""A streaming replica of a server of the tests: a real one, that can be made to lag, and killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from psycopg2.extensions import make_dsn
from tests.support.killing import Durable
from tests.support.killing import query
from thads_portal.database.cluster import password_of

import os
import psutil
import shlex
import shutil
import signal
import subprocess
import tempfile
import time


PATIENCE = 240


class Standby:
    """The replica of `primary` in `folder`, which it follows through its Unix socket."""

    def __init__(self, primary: Durable, folder: Path):
        self._server = primary.embedded
        self._primary = primary
        self.home = folder
        self.data = folder / "data"

    def make(self) -> None:
        """Copy the primary; it may go on writing meanwhile."""
        copied = subprocess.run(
            [
                *(str(self._server.programs / "pg_basebackup"), "-D", str(self.data)),
                *("--checkpoint=fast", "--write-recovery-conf", "-X", "stream"),
                *("-d", self._server.admin_dsn()),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert copied.returncode == 0, copied.stderr
        account = self._server.account
        settings = self.data / "postgresql.auto.conf"
        # The password itself: its file is not the account's to read.
        source = make_dsn(
            host=str(self._server.socket_folder),
            user=self._server.SUPERUSER,
            password=password_of(self._server.SUPERUSER, self._server.passwords),
        ).replace("'", "''")
        with settings.open("a") as file:
            file.write(f"primary_conninfo = '{source}'\n")
        if account.foreign:
            for path in (self.home, self.data, *self.data.rglob("*")):
                os.chown(path, account.uid, account.gid, follow_symlinks=False)

    def start(self) -> None:
        settings = {
            "unix_socket_directories": str(self.home),
            "listen_addresses": "",
            "max_locks_per_transaction": "512",
            "logging_collector": "off",
            "hot_standby": "on",
            # Of these it must have as many as the primary.
            "wal_level": "replica",
            "max_wal_senders": "4",
        }
        options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
        started = self._control("start", "-l", self.home / "log", "-o", options)
        assert started.returncode == 0, (self.home / "log").read_text()[-2000:]

    def _control(self, verb: str, *options: object):
        return self._server.account.run(
            *(self._server.programs / "pg_ctl", verb, "-D", self.data, "-w", "-t", str(PATIENCE)),
            *options,
            timeout=PATIENCE + 10,
        )

    @property
    def dsn(self) -> str:
        return make_dsn(self._primary.dsn, host=str(self.home))

    @property
    def _admin(self) -> str:
        return make_dsn(self._server.admin_dsn(self._server.DATABASE), host=str(self.home))

    def pause(self) -> None:
        """From now on it lags: what it receives it does not replay."""
        query(self._admin, "SELECT pg_wal_replay_pause()")
        while query(self._admin, "SELECT pg_get_wal_replay_pause_state()") != [("paused",)]:
            time.sleep(0.01)

    def resume(self) -> None:
        query(self._admin, "SELECT pg_wal_replay_resume()")
        self.catch_up()

    def catch_up(self) -> None:
        """Until it has all that the primary has."""
        ((place,),) = query(self._primary.dsn, "SELECT pg_current_wal_flush_lsn()::text")
        deadline = time.monotonic() + PATIENCE
        while query(self.dsn, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", place) != [(True,)]:
            assert time.monotonic() < deadline, "the standby does not follow"
            time.sleep(0.02)

    def scans(self) -> int:
        """How much has been read of the register's tables here."""
        ((read,),) = query(
            self.dsn,
            "SELECT sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint"
            " FROM pg_stat_user_tables WHERE relname IN ('thads_search', 'thads_listing')",
        )
        return read

    def _postmaster(self) -> psutil.Process | None:
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            return psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        return None

    def kill(self) -> None:
        """SIGKILL for it and for what works for it."""
        server = self._postmaster()
        assert server is not None
        family = [server, *server.children()]
        for each in family:
            with suppress(psutil.Error):
                each.kill()
        psutil.wait_procs(family, timeout=PATIENCE)

    def stand_still(self, *, go_on: bool = False) -> None:
        """SIGSTOP, as a machine that swaps; or the end of that."""
        server = self._postmaster()
        assert server is not None
        for each in (server, *server.children()):
            with suppress(psutil.Error):
                each.send_signal(signal.SIGCONT if go_on else signal.SIGSTOP)

    def promote(self) -> None:
        promoted = self._control("promote")
        assert promoted.returncode == 0, promoted.stdout

    def stop(self) -> None:
        if self._postmaster() is not None:
            self.stand_still(go_on=True)
            self._control("stop", "-m", "immediate")


@contextmanager
def standby_of(primary: Durable) -> Iterator[Standby]:
    """A running replica, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="thads-standby-"))
    folder.chmod(0o711)
    made = Standby(primary, folder)
    try:
        made.make()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
