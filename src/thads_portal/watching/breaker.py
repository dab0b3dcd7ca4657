"""Ends every wait for a database that hangs: stopped, swapped out, or behind a dead network.

A client library waits for an answer for as long as the connection stands, and a server that has
been stopped leaves it standing. So each process asks the database for a number every second. When
it has had no answer for some seconds, the sockets of all its connections are shut down: whoever
waits gets an error like that of a server that died, and the portal answers 503 at once until
the database answers again. Who asks waits by a clock of its own and is never cut off: what this process
breaks off itself would look like an answer. What was being committed at that moment may have been; it was not acknowledged.

A server that refuses connections does not hang: it says so at once, and needs nothing of this.
"""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from psycopg2 import extensions
from typing import Any

import logging
import os
import psycopg2
import select
import socket
import threading
import time


logger = logging.getLogger(__name__)

#: Seconds without an answer after which the database hangs.
PATIENCE = 6.0
#: Seconds between two questions.
EVERY = 1.0
#: A refusal that takes longer than this is no answer.
_PROMPT = 1.5
_SOCKETS = Path("/proc/self/fd")
_EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}


class Breaker:
    """Watches the database behind `dsn` in threads of its own."""

    def __init__(self, dsn: str, *, patience: float = PATIENCE, name: str = "database"):
        self._dsn = dsn
        self._name = name
        self._patience = patience
        self._answered = time.monotonic()
        self._peers: set[Any] = set()
        #: The asker's own socket.
        self._own = -1
        #: Whether nobody should wait for the database now.
        self.hangs = False

    def start(self) -> "Breaker":
        """Begin to watch; once, in a process that does not fork any more."""
        for work, what in ((self._ask, "asker"), (self._watch, "watcher")):
            threading.Thread(target=work, daemon=True, name=f"{self._name}-{what}").start()
        return self

    def _ask(self) -> None:
        while True:
            begun = time.monotonic()
            try:
                with closing(psycopg2.connect(self._dsn, async_=True)) as opened:
                    self._wait(opened)
                    self._peers.add(_peer(opened.fileno()))
                    with opened.cursor() as cursor:
                        while True:
                            begun = time.monotonic()
                            cursor.execute("SELECT 1")
                            self._wait(opened)
                            self._answered = time.monotonic()
                            time.sleep(EVERY)
            except OSError:
                # Silence (TimeoutError), or a socket that is gone.
                pass
            except psycopg2.Error:
                # Refused at once is an answer; a silence is none.
                if time.monotonic() - begun < _PROMPT:
                    self._answered = time.monotonic()
            finally:
                self._own = -1
            time.sleep(EVERY)

    def _wait(self, opened: extensions.connection) -> None:
        """Until what was begun on an asynchronous connection is done. Raises TimeoutError."""
        deadline = time.monotonic() + self._patience
        while (state := opened.poll()) != extensions.POLL_OK:
            # Another one with each host that is tried.
            self._own = opened.fileno()
            waiting = select.poll()
            waiting.register(self._own, _EVENTS[state])
            left = deadline - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                raise TimeoutError

    def _watch(self) -> None:
        last = time.monotonic()
        while True:
            time.sleep(EVERY / 2)
            now = time.monotonic()
            if now - last > 3 * EVERY:
                # It is this process that stood still; the database gets its time anew.
                self._answered = now
            last = now
            silent = now - self._answered > self._patience
            if silent:
                if not self.hangs:
                    logger.error(
                        "The %s hangs: no answer for %.0f seconds", self._name, self._patience
                    )
                # Set first: who is let go now must not begin to wait again.
                self.hangs = True
                self._cut()
            elif self.hangs:
                logger.warning("The %s answers again", self._name)
                self.hangs = False

    def _cut(self) -> None:
        """Shut down every connection of this process to the database."""
        for name in os.listdir(_SOCKETS):
            with suppress(OSError, ValueError):
                if int(name) != self._own and _peer(int(name)) in self._peers:
                    with _same_socket(int(name)) as one:
                        one.shutdown(socket.SHUT_RDWR)


@contextmanager
def _same_socket(descriptor: int) -> Iterator[socket.socket]:
    """The socket behind a descriptor that somebody else uses. Raises OSError for what is none.

    What is looked at is let go again in any case: it is done to all open files, every half second.
    """
    copy = os.dup(descriptor)
    try:
        one = socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        raise
    with one:
        yield one


def _peer(descriptor: int) -> Any:
    """Whom a socket is connected to. Raises OSError for what is no connected socket."""
    with _same_socket(descriptor) as one:
        peer = one.getpeername()
        if not peer:
            raise OSError("no name")
        return peer
