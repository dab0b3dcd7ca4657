"""Processes of the check: started with a log of their own, under the right account, surely ended."""

from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import os
import psutil
import pwd
import socket
import subprocess
import time


#: The account that servers which refuse root run under.
_ACCOUNT = "postgres"


def account() -> str | None:
    """Whom servers run as; None: this user is no root."""
    return _ACCOUNT if os.geteuid() == 0 else None


def give(path: Path) -> None:
    """Let the servers' account own `path`."""
    if account():
        who = pwd.getpwnam(_ACCOUNT)
        os.chown(path, who.pw_uid, who.pw_gid)


def free_port() -> int:
    """A port of the loopback interface that nobody has now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Process:
    """One program; `log` holds what it says."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        folder: Path,
        *,
        as_server: bool = False,
        environment: Mapping[str, str] | None = None,
    ):
        self.name, self._command, self._folder = name, [str(part) for part in command], folder
        self._user = account() if as_server else None
        self._environment = environment
        self.log = folder / f"{name}.log"
        self._running: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=self._user,
                group=self._user,
                env=self._environment,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self._running is not None, self.name
        return self._running.pid

    @property
    def runs(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def kill(self) -> None:
        """As a machine dies: at once, with everything it had started."""
        if self._running is None:
            return
        kill_tree(self._running.pid)
        self._running.wait()
        self._running = None

    def stop(self, seconds: float = 20) -> None:
        """Ask it to end, and end it."""
        if self._running is None:
            return
        self._running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(seconds)
        self.kill()

    def words(self, most: int = 2000) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-most:] if self.log.exists() else ""


def tree_of(pid: int) -> list[psutil.Process]:
    """A process and all beneath it."""
    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    return []


def kill_tree(pid: int) -> None:
    """SIGKILL for a process and all that it started."""
    for each in tree_of(pid):
        with suppress(psutil.NoSuchProcess):
            each.kill()


def until(question, what: str, seconds: float, *, every: float = 0.1):
    """What `question` answers as soon as it is true. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)
    return answer
