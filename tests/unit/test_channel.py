"""A long answer that is taken as it is made does not pile up in the server."""

from contextlib import contextmanager
from contextlib import suppress
from http.client import HTTPConnection
from thads_portal.cli import channel
from threading import Thread
from waitress import create_server

import pytest
import socket
import time
import tracemalloc


# A real server and a reader that takes its time.
pytestmark = pytest.mark.slow

_PIECE = b"x" * 65536
_PIECES = 1200


def _application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (_PIECE for _ in range(_PIECES))


@contextmanager
def serving(sockets):
    server = create_server(
        _application,
        sockets=sockets,
        threads=1,
        outbuf_overflow=1024 * 1024,
        outbuf_high_watermark=1024**3,
    )
    channel.install(server)

    def run():
        # Its sockets are closed under it: so it ends.
        with suppress(OSError):
            server.run()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.close()
        thread.join(5)


def _listening():
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    return made


def test_a_long_answer_does_not_stay_in_memory():
    # Two listeners, as for 127.0.0.1 and ::1.
    sockets = [_listening(), _listening()]
    port = sockets[1].getsockname()[1]
    with serving(sockets):
        tracemalloc.start()
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", "/")
        response = connection.getresponse()
        taken = 0
        while piece := response.read(262144):
            taken += len(piece)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        connection.close()
    assert taken == len(_PIECE) * _PIECES
    assert peak < 2.5 * channel.SEGMENT


def test_a_slow_visitor_gets_all_of_it():
    sockets = [_listening()]
    with serving(sockets):
        connection = HTTPConnection("127.0.0.1", sockets[0].getsockname()[1], timeout=120)
        connection.request("GET", "/")
        response = connection.getresponse()
        # All of it is made meanwhile and waits, most of it on disk.
        time.sleep(0.5)
        assert response.read() == _PIECE * _PIECES
        connection.close()
