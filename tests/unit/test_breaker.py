"""Whoever waits for a database that hangs is let go, and nothing else is touched; no database here."""

from thads_portal.watching.breaker import Breaker

import os
import socket


def open_files():
    return sorted(os.listdir("/proc/self/fd"), key=int)


def test_looking_at_all_open_files_leaves_none_open(tmp_path):
    """A look that opened one for each file that is no socket would double them every half second."""
    breaker = Breaker("dbname=nowhere")
    with open(tmp_path / "kept", "w") as kept:
        before = open_files()
        for _look in range(20):
            breaker._cut()
        assert open_files() == before
        kept.write("still open")


def test_only_connections_to_the_database_are_shut_down(tmp_path):
    ends = []
    for name in ("database", "other"):
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(tmp_path / name))
        listening.listen()
        asking = socket.socket(socket.AF_UNIX)
        asking.connect(str(tmp_path / name))
        ends.append((listening, asking, listening.accept()[0]))
    (_, asking, _), (_, other, beyond) = ends
    breaker = Breaker("dbname=nowhere")
    breaker._peers.add(str(tmp_path / "database"))
    breaker._cut()
    assert asking.recv(1) == b""
    beyond.sendall(b"x")
    assert other.recv(1) == b"x"
    for each in (one for group in ends for one in group):
        each.close()
