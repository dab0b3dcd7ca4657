"""A relay before the database of the tests, which can be slow or stand still."""

from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from psycopg2.extensions import parse_dsn

import socket
import threading
import time


class Between:
    """Passes what is said to the database on, until it stands still."""

    def __init__(self, path: str):
        self._path = path
        #: Who came before it stands still, and whom it concerns.
        self.still = threading.Event()
        self.slow = 0.0
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def fail_over(self):
        """Who is connected never hears anything again, nor is hung up on; newcomers are served."""
        before, self.still = self.still, threading.Event()
        before.set()

    def _accept(self):
        while True:
            try:
                visitor, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor):
        still = self.still
        with visitor, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._path)
            answers = threading.Thread(
                target=self._pass, args=(server, visitor, still), daemon=True
            )
            answers.start()
            time.sleep(self.slow)
            self._pass(visitor, server, still)
            answers.join()

    def _pass(self, source, target, still):
        with suppress(OSError):
            while data := source.recv(65536):
                while still.is_set() and not self._over.is_set():
                    time.sleep(0.02)
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self):
        self._over.set()
        self._listening.close()


@contextmanager
def between(dsn: str):
    """A relay before the database `dsn`; its `dsn` leads through it."""
    known = parse_dsn(dsn)
    with closing(Between(f"{known['host']}/.s.PGSQL.{known.get('port', 5432)}")) as relay:
        relay.dsn = f"{dsn} host=127.0.0.1 port={relay.port} requirepeer='' sslmode=disable"
        yield relay
