"""Others whom the portal asks, at their worst: no answer, none that is one, none for long."""

from thads_portal.actions.requests import outward
from thads_portal.jobs import witnesses
from thads_portal.jobs.outboxes import delivery
from thads_portal.jobs.outboxes.delivery import Address
from thads_portal.jobs.witnesses import Witness
from thads_portal.security import openid
from thads_portal.security.openid import NotReached

import contextlib
import pytest
import socket
import threading
import time


#: What speaks no HTTP, or not to its end.
NONSENSE = [
    b"220 mail.example ESMTP\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\n{",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n{}",
]


@contextlib.contextmanager
def somebody(answer: bytes, *, asked=None, after: threading.Event | None = None):
    """The address of somebody who sends `answer` to whoever comes, once `after` has happened.

    `asked` is a semaphore that counts who came.
    """

    def talk(connection):
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            if asked is not None:
                asked.release()
            if after is not None:
                after.wait(60)
            connection.sendall(answer)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _address = listening.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "answer",
    [
        *NONSENSE,
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\n\r\n{",
        b"HTTP/1.1 500 Oh\r\n\r\n",
    ],
)
def test_a_provider_of_identities_that_is_none_is_not_reached(answer):
    with somebody(answer) as place, pytest.raises(NotReached):
        openid._json(place)


@pytest.mark.parametrize("answer", NONSENSE)
def test_a_witness_that_is_none_stops_nothing(answer):
    with somebody(answer) as place:
        assert witnesses._post(Witness(place, "name+1+key"), "old 0\n") == (0, "")


@pytest.mark.parametrize("answer", NONSENSE[::2])
def test_who_takes_no_status_messages_gets_them_again(answer):
    with somebody(answer) as place:
        assert outward._taken(place, b"key", b"{}") is False


def test_a_provider_of_identities_that_hangs_does_not_hold_every_thread():
    """Each who waits for it holds one of the few threads that answer the public, too."""
    asked, over, found = threading.Semaphore(0), threading.Event(), []
    with somebody(b"HTTP/1.1 200 OK\r\n\r\n{}", asked=asked, after=over) as place:
        waiting = [
            threading.Thread(target=lambda: found.append(openid._json(place)))
            for _each in range(openid._AT_ONCE)
        ]
        for each in waiting:
            each.start()
        for _each in waiting:
            assert asked.acquire(timeout=60)
        with pytest.raises(NotReached):
            openid._json(place)
        assert not asked.acquire(blocking=False)
        over.set()
        for each in waiting:
            each.join()
        assert found == [{}] * openid._AT_ONCE
        assert openid._json(place) == {}


def test_a_partner_that_never_ends_its_headers_is_not_waited_for():
    """Each byte renews the patience with the next one: the whole has an end of its own."""
    sent = []

    def drip(server):
        connection, _address = server.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            for _each in range(600):
                connection.sendall(b"x")
                sent.append(1)
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=(server,))
        dripping.start()
        place = Address(f"http://127.0.0.1:{server.getsockname()[1]}")
        status, said = delivery.ask(place, "messages", body=b"{}", whole=0.2)
        dripping.join()
    assert (status, said) == (0, "TimeoutError")
    assert len(sent) < 600
