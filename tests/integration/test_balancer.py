"""The rules for HAProxy that operators are given, before two servers that say who they are.

Needs HAProxy (Debian's package of that name); `.ci/run` installs it where it can.
"""

from contextlib import closing
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from tests.cluster.in_front import Balancer
from tests.cluster.programs import program
from types import SimpleNamespace

import pytest
import socket
import threading
import time


pytestmark = pytest.mark.skipif(
    program("haproxy") is None, reason="BALANCER TESTS SKIPPED: no HAProxy"
)
WAIT = 60


class Machine:
    """A database that says its name to each session, and a Patroni that says who it is."""

    def __init__(self, name: str, *roles: str):
        self.name, self.roles = name.encode(), set(roles)
        #: Stopped: nothing answers, and no connection is closed.
        self.still, self._over = threading.Event(), threading.Event()
        self._sessions: list[socket.socket] = []
        machine = self

        class Patroni(BaseHTTPRequestHandler):
            def do_OPTIONS(self):
                if machine.still.is_set():
                    machine._over.wait()
                    return
                self.send_response(200 if self.path in machine.roles else 503)
                self.end_headers()

            def log_message(self, *_args):
                pass

        self._patroni = ThreadingHTTPServer(("127.0.0.1", 0), Patroni)
        self._patroni.daemon_threads = True
        self.control = self._patroni.server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        for work in (self._patroni.serve_forever, self._accept):
            threading.Thread(target=work, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                session, _address = self._listening.accept()
                self._sessions.append(session)
                if not self.still.is_set():
                    with suppress(OSError):
                        session.sendall(self.name)

    def close(self):
        self._over.set()
        self._patroni.shutdown()
        self._patroni.server_close()
        for each in (self._listening, *self._sessions):
            each.close()


@pytest.fixture
def machines():
    with closing(Machine("one", "/primary")) as one, closing(Machine("two", "/sync")) as two:
        yield one, two


@pytest.fixture
def balancer(machines, tmp_path):
    made = Balancer(tmp_path, SimpleNamespace(members=list(machines)))
    made.start()
    yield made
    made.process.kill()


def session(port: int, name: bytes) -> socket.socket:
    """A session with the server of that name, as soon as the balancer leads there."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        one = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
        one.settimeout(1)
        with suppress(OSError):
            if one.recv(10) == name:
                one.settimeout(WAIT)
                return one
        one.close()
        time.sleep(0.1)
    raise AssertionError(f"nobody leads to {name!r}")


def ended(one: socket.socket) -> bool:
    """Whether the balancer hangs up; TimeoutError where it never does."""
    with one, suppress(ConnectionError):
        return one.recv(10) == b""
    return True


def test_who_hangs_keeps_no_session_whatever_it_was_when_that_began(machines, balancer):
    one, two = machines
    first = session(balancer.write, b"one")
    one.still.set()
    assert ended(first)
    # Without a primary the standby answers, and then it becomes the primary.
    second = session(balancer.write, b"two")
    two.roles = {"/primary"}
    session(balancer.write, b"two").close()
    two.still.set()
    assert ended(second)
