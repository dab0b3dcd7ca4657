"""Two portals on one database, as two machines would run them: an instance and a supervisor each."""

from pathlib import Path
from tests.cluster.processes import free_port
from tests.cluster.processes import Process
from tests.cluster.processes import until
from thads_portal.secret_keys import SHARED

import json
import os
import secrets
import subprocess
import sys
import urllib.request


_ROOT = Path(__file__).parents[2]
_START = 240


class Portals:
    """`dsn`: where they write, `read_dsn`: the replica."""

    def __init__(self, folder: Path, dsn: str, read_dsn: str):
        self._folder = folder
        self._shared = {name: secrets.token_hex(32) for name in SHARED}
        self._shared |= {"THADS_DATABASE_DSN": dsn, "THADS_READ_DSN": read_dsn}
        self.ports = [free_port() for _ in range(2)]
        self.processes = [self._portal(number, port) for number, port in enumerate(self.ports)]

    def _environment(self, number: int, port: int) -> dict[str, str]:
        instance = self._folder / f"portal{number}"
        instance.mkdir(exist_ok=True)
        kept = {name: text for name, text in os.environ.items() if not name.startswith("THADS_")}
        return {
            **kept,
            **self._shared,
            "THADS_INSTANCE": str(instance),
            "THADS_PORT": str(port),
            "THADS_ADDRESS": "127.0.0.1",
            "THADS_WORKERS": "1",
            "THADS_JOB_WORKERS": "1",
        }

    def _portal(self, number: int, port: int) -> Process:
        return Process(
            f"portal{number}",
            [sys.executable, "-P", "-m", "thads_portal.cli.main", "serve"],
            self._folder,
            environment=self._environment(number, port),
        )

    def fill(self) -> dict[str, dict[str, str]]:
        """Make the site; the accounts by role."""
        target = self._folder / "accounts.json"
        self._run("-m", "tests.cluster.filling", str(target))
        return json.loads(target.read_text())

    def check(self) -> int:
        """The exit code of ``thads register check``."""
        return self._run("-m", "thads_portal.cli.main", "register", "check", strict=False)

    def _run(self, *command: str, strict: bool = True) -> int:
        done = subprocess.run(
            [sys.executable, *command],
            env=self._environment(0, self.ports[0]),
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.stderr.write(done.stdout[-2000:] + done.stderr[-2000:])
            if strict:
                raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}")
        return done.returncode

    def start(self) -> None:
        for process in self.processes:
            process.start()
        for process, port in zip(self.processes, self.ports, strict=True):
            until(lambda p=port, one=process: _ready(p) or not one.runs, process.name, _START)
            if not process.runs:
                raise RuntimeError(f"{process.name} does not start: {process.words()}")

    def stop(self) -> None:
        for process in self.processes:
            process.stop()


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=3) as answer:
            return answer.status == 200
    except OSError:
        return False
