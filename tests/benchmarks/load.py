"""Requests over HTTP as clients send them, timed; and the memory of the process that answers.

The clients run in this process, on the machine that is measured: what they cost is a
fraction of a millisecond a request, for the one portal as for the other.
"""

from base64 import b64encode
from collections.abc import Iterator
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from http.client import HTTPConnection
from typing import Any

import itertools
import json
import psutil
import threading
import time


#: A feed of a million lines is one request.
_PATIENCE = 3600


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Client:
    """One kept-alive connection, anonymous or with a name and password."""

    def __init__(
        self, port: int, account: dict[str, str] | None = None, *, accept: str = ""
    ) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._headers = {"Accept": accept or ("application/json" if account else "text/html")}
        if account:
            secret = f"{account['username']}:{account['password']}".encode()
            self._headers["Authorization"] = f"Basic {b64encode(secret).decode()}"

    def send(
        self, method: str, path: str, body: bytes | None = None, media_type: str = ""
    ) -> tuple[int, bytes]:
        headers = self._headers | ({"Content-Type": media_type} if media_type else {})
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        return response.status, response.read()

    def json(self, method: str, path: str, value: Any = None) -> tuple[int, Any]:
        """The same with JSON both ways."""
        body = json.dumps(value).encode() if value is not None else None
        status, answer = self.send(method, path, body, "application/json" if body else "")
        return status, json.loads(answer) if answer.strip() else None

    def close(self) -> None:
        self._connection.close()


@dataclass(slots=True)
class Served:
    """What came of a number of requests: per second, and how long each took (seconds)."""

    rate: float
    times: list[float]
    wrong: list[tuple[str, int]]
    size: float


def pages(port: int, paths: Sequence[str], *, connections: int = 4, warm: int = 20) -> Served:
    """Ask for each of `paths` once, over several connections; the first `warm` are not counted."""
    # The very first alone: Python before 3.11.8 may fail to compile a template in two threads
    # at once, and Zope then answers 500 for it until it is started again.
    _ask(port, paths[:2], 1)
    _ask(port, paths[2:warm], connections)
    return _ask(port, paths[warm:], connections)


def _ask(port: int, paths: Sequence[str], connections: int) -> Served:
    waiting = iter(paths)
    lock = threading.Lock()
    result = Served(0.0, [], [], 0.0)

    def work() -> None:
        client = Client(port)
        while True:
            with lock:
                path = next(waiting, None)
            if path is None:
                client.close()
                return
            start = time.perf_counter()
            status, answer = client.send("GET", path)
            took = time.perf_counter() - start
            with lock:
                result.times.append(took)
                result.size += len(answer) / len(paths)
                if status != 200:
                    result.wrong.append((path, status))

    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(work) for _number in range(connections)]:
            done.result()
    result.rate = len(paths) / (time.perf_counter() - start)
    return result


def repeated(paths: Sequence[str], count: int) -> list[str]:
    """`count` paths, going round through `paths`."""
    return list(itertools.islice(itertools.cycle(paths), count))


@dataclass(slots=True)
class Memory:
    """The size of a process and its own over time: (seconds since the start, MB).

    What they share is counted once.
    """

    samples: list[tuple[float, float]] = field(default_factory=list)

    @property
    def peak(self) -> float:
        return max(size for _moment, size in self.samples)

    def growth(self) -> float:
        """How much higher the peak of the second half is than that of the first."""
        middle = self.samples[-1][0] / 2
        first = max(size for moment, size in self.samples if moment <= middle)
        return self.peak - first


@contextmanager
def memory_of(pid: int, *, interval: float = 0.2) -> Iterator[Memory]:
    """Watch a process, and those it has started, while the block runs."""
    process = psutil.Process(pid)
    memory = Memory()
    over = threading.Event()
    start = time.perf_counter()

    def watch() -> None:
        while not over.wait(interval):
            size = sum(_size(each) for each in (process, *process.children(recursive=True))) / 1e6
            memory.samples.append((time.perf_counter() - start, size))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()


def _size(process: psutil.Process) -> int:
    """Bytes of a process, of what it shares its part; 0 when it is gone."""
    try:
        found = process.memory_full_info()
    except psutil.Error:
        return 0
    # Linux tells the part; elsewhere what is shared is counted for each.
    return getattr(found, "pss", found.rss)
