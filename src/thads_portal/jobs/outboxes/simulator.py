"""A partner that takes messages over HTTP, for tests and the demo: it keeps what it gets in a file.

It acknowledges a message it has already with the same receipt, and can be told to fail, to forget its
answer after it has kept the message, or to lose what it has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from thads_portal.domain.words import VIETNAM
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import hashlib
import orjson
import random
import threading


class Simulator:
    """What a partner has: id -> (sha256, receipt, month, body). `fail` and `forget` are shares of requests."""

    def __init__(self, file: Path | None = None, *, fail: float = 0.0, forget: float = 0.0) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._chance = random.Random(7)  # noqa: S311 - only so that it misbehaves now and then
        self.fail, self.forget = fail, forget
        self.refuse = False
        #: How often each id came.
        self.came: dict[str, int] = {}
        self.kept: dict[str, tuple[str, str, str, str]] = {}
        if file is not None and file.exists():
            for line in file.read_bytes().splitlines():
                name, *rest = orjson.loads(line)
                self.kept[name] = tuple(rest)

    def take(self, name: str, body: bytes) -> tuple[int, bytes]:
        with self._lock:
            self.came[name] = self.came.get(name, 0) + 1
            if self.refuse:
                return 422, b""
            if self._chance.random() < self.fail:
                return 503, b""
            digest = hashlib.sha256(body).hexdigest()
            if name not in self.kept:
                month = f"{datetime.now(VIETNAM):%Y-%m}"
                self.kept[name] = (digest, f"BN-{len(self.kept) + 1:06d}", month, body.decode())
                if self._file is not None:
                    self._file.parent.mkdir(parents=True, exist_ok=True)
                    with self._file.open("ab") as file:
                        file.write(orjson.dumps([name, *self.kept[name]]) + b"\n")
            known, receipt, *_rest = self.kept[name]
            if known != digest:
                return 409, b""
            if self._chance.random() < self.forget:
                return 504, b""
            return 200, orjson.dumps({"receipt": receipt})

    def received(self, month: str) -> bytes:
        with self._lock:
            return orjson.dumps(
                {
                    "messages": [
                        {"id": name, "sha256": digest}
                        for name, (digest, _receipt, when, _body) in self.kept.items()
                        if when == month
                    ]
                }
            )

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        """Its address while it listens on this machine."""
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                name = self.headers.get("Idempotency-Key") or ""
                self._answer(*simulator.take(name, self.rfile.read(length)))

            def do_GET(self) -> None:
                month = parse_qs(urlsplit(self.path).query).get("month", [""])[0]
                self._answer(200, simulator.received(month))

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()
