"""A database that hung is found again by itself, however long a new session takes to be made."""

from contextlib import closing
from contextlib import suppress
from psycopg2.extensions import parse_dsn
from thads_portal.database.testing import fresh_database
from thads_portal.watching.breaker import Breaker

import pytest
import socket
import threading
import time


#: Longer than the watcher's rounds, as behind a pooler on a busy machine.
SLOWLY = 1.2
WAIT = 60


class Between:
    """Passes what is said to the database on, until it stands still."""

    def __init__(self, path: str):
        self._path = path
        self.still = threading.Event()
        self.slow = 0.0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                visitor, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor):
        with visitor, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._path)
            answers = threading.Thread(target=self._pass, args=(server, visitor), daemon=True)
            answers.start()
            time.sleep(self.slow)
            self._pass(visitor, server)
            answers.join()

    def _pass(self, source, target):
        with suppress(OSError):
            while data := source.recv(65536):
                while self.still.is_set():
                    time.sleep(0.02)
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self):
        self._listening.close()


@pytest.fixture
def between():
    with fresh_database() as dsn:
        known = parse_dsn(dsn)
        with closing(Between(f"{known['host']}/.s.PGSQL.{known.get('port', 5432)}")) as proxy:
            proxy.dsn = f"{dsn} host=127.0.0.1 port={proxy.port} requirepeer='' sslmode=disable"
            yield proxy


def until(holds):
    deadline = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_who_asks_whether_it_is_back_is_not_cut_off(between):
    breaker = Breaker(between.dsn, patience=3.0).start()
    until(lambda: breaker._peers)
    between.still.set()
    until(lambda: breaker.hangs)
    # What the breaker itself breaks off is no answer.
    seen = set()
    for _look in range(250):
        seen.add(breaker.hangs)
        time.sleep(0.02)
    assert seen == {True}
    between.slow = SLOWLY
    between.still.clear()
    until(lambda: not breaker.hangs)
