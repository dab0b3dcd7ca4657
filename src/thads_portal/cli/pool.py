"""The worker processes, of the web and of jobs: as many as asked for, each replaced when it dies.

A worker that dies at once again and again is a broken installation: it is tried again more and
more slowly, and given up only when none has ever come up, so that a portal that ran keeps trying.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from thads_portal.cli.children import end
from thads_portal.cli.children import spawn
from thads_portal.database.problems import StartProblem

import os
import socket
import subprocess
import sys
import time


_ATTEMPTS = 3
_SHORT_LIFE = 20.0
_LONGEST_DELAY = 30.0
_STOP_SECONDS = 8.0


@dataclass(slots=True)
class _Place:
    """One of the workers to keep alive."""

    process: subprocess.Popen | None = None
    ready_end: int = -1
    ready: bool = False
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class Pool:
    """Keeps `count` processes of `module`, which is called with `arguments` and ``--ready``.

    `sockets` stay open in them. A portal without any process of a `vital` pool is none.
    """

    count: int
    dsn: str
    instance: Path
    module: str
    arguments: Sequence[str] = ()
    sockets: Sequence[socket.socket] = ()
    vital: bool = True
    _places: list[_Place] = field(default_factory=list)
    _served: bool = False

    def __post_init__(self) -> None:
        self._places = [_Place() for _number in range(self.count)]

    @property
    def _name(self) -> str:
        return "worker" if self.vital else "job worker"

    @property
    def serving(self) -> bool:
        """Whether at least one worker answers on the port."""
        return any(place.ready for place in self._places)

    @property
    def complete(self) -> bool:
        return all(place.ready for place in self._places)

    def tend(self) -> None:
        """Look after every worker once; to be called often. Raises if none ever came up."""
        for place in self._places:
            if place.process is not None:
                self._look_at(place)
            if place.process is None and time.monotonic() >= place.not_before:
                self._start(place)

    def stop(self) -> None:
        """End all workers; requests under way get a few seconds."""
        end([place.process for place in self._places if place.process], seconds=_STOP_SECONDS)
        for place in self._places:
            self._forget(place)

    def _start(self, place: _Place) -> None:
        place.ready_end, worker_end = os.pipe()
        os.set_blocking(place.ready_end, False)
        place.process = spawn(
            self.module,
            *self.arguments,
            *("--ready", str(worker_end)),
            dsn=self.dsn,
            instance=self.instance,
            descriptors=[*(bound.fileno() for bound in self.sockets), worker_end],
        )
        os.close(worker_end)
        place.started = time.monotonic()

    def _look_at(self, place: _Place) -> None:
        if not place.ready:
            with suppress(BlockingIOError):
                place.ready = os.read(place.ready_end, 1) == b"1"
            self._served = self._served or place.ready
        code = place.process.poll()
        if code is None:
            return
        lived = time.monotonic() - place.started
        place.failures = 0 if place.ready and lived > _SHORT_LIFE else place.failures + 1
        pid = place.process.pid
        place.process.stdin.close()
        self._forget(place)
        if self.vital and not self._served and place.failures >= _ATTEMPTS:
            raise StartProblem(
                en="the portal does not start; see the messages above",
                vi="cổng thông tin không khởi động được; xem các thông báo ở trên",
            )
        delay = min(_LONGEST_DELAY, 2.0 ** (place.failures - 2)) if place.failures > 1 else 0.0
        place.not_before = time.monotonic() + delay
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        sys.stderr.write(f"thads: {self._name} {pid} ended ({how}); starting another\n")

    @staticmethod
    def _forget(place: _Place) -> None:
        if place.ready_end >= 0:
            os.close(place.ready_end)
        place.process, place.ready_end, place.ready = None, -1, False
