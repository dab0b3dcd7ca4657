"""Processes beside this one that do parts of a long work: a feed, a rebuild, a check.

Loading Plone takes seconds, so they are forked from a process that has done it and does nothing
else: it is forked while there is one thread only (a lock that another thread held at that moment
would be held for ever in the fork), and forks again for each helper. What helpers have in common
with it is in memory once. Each opens the database for itself: no connection is used on both sides
of a fork.

A helper works for who asked for it and ends with it, and the process that forks ends with the one
it was forked from. A helper that dies takes its unfinished part with it, and nothing else:
`WorkInterrupted` tells so.
"""

from collections import deque
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import AbstractContextManager
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import nullcontext
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from multiprocessing.connection import Connection
from multiprocessing.connection import wait
from queue import Empty
from queue import SimpleQueue
from thads_portal.content.zope_types import Database
from thads_portal.errors import Conflict
from thads_portal.errors import RegisterUnavailable
from thads_portal.errors import ThadsError
from thads_portal.errors import WorkInterrupted
from thads_portal.register.join import reopened
from typing import Any
from typing import NoReturn
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import gc
import logging
import os
import signal
import socket
import stat
import sys
import threading
import traceback
import transaction


logger = logging.getLogger(__name__)

#: Opens what a helper needs and yields what does one part: ``work(database, *arguments)``.
Work = Callable[..., AbstractContextManager[Callable[[Any], Any]]]
#: What a helper works within.
Around = Callable[[], AbstractContextManager[Any]]
#: What a part may be refused with; anything else is a fault, and ends the helper.
_REFUSALS = (Conflict, RegisterUnavailable)
#: Seconds that a helper is given to close what it has opened.
_FAREWELL = 5.0


@dataclass(slots=True)
class _Standing:
    """The process that forks: how to reach it, and how many helpers a work may have."""

    channel: socket.socket
    pid: int
    count: int
    lock: threading.Lock = field(default_factory=threading.Lock)


_standing: _Standing | None = None


def available() -> int:
    """How many helpers a work may have; 1: none, who asks does the work itself."""
    return _standing.count if _standing is not None else 1


def stand_by(database: Database, count: int, *, around: Around = nullcontext) -> None:
    """Let works have up to `count` helpers from now on. Call it where there is one thread only.

    Each helper works within `around`. Nothing happens with a `count` of 1.
    """
    global _standing
    if count < 2:
        return
    mine, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        mine.close()
        _leave_to(lambda: _forker(database, theirs, around))
    theirs.close()
    _standing = _Standing(mine, pid, count)


def stand_down() -> None:
    """No more helpers: the process that forks ends."""
    global _standing
    if _standing is not None:
        _standing.channel.close()
        with suppress(ChildProcessError):
            os.waitpid(_standing.pid, 0)
        _standing = None


@contextmanager
def standing_by(database: Database, count: int, *, around: Around = nullcontext) -> Iterator[None]:
    """The same for a block."""
    stand_by(database, count, around=around)
    try:
        yield
    finally:
        stand_down()


# Who asks


class Helper:
    """One process that does parts, one after the other, in the order in which they are given."""

    def __init__(self, channel: Connection) -> None:
        self.channel = channel
        #: Parts that are not yet answered, the oldest first.
        self.given: deque[Any] = deque()
        self._parts: SimpleQueue[Any] = SimpleQueue()
        # What is given may be longer than a pipe takes: nobody waits for that.
        self._sender = threading.Thread(target=self._send, daemon=True)
        self._sender.start()

    def give(self, part: Any) -> None:
        self.given.append(part)
        self._parts.put(part)

    def withhold(self) -> None:
        """Take back what it has not yet been sent."""
        with suppress(Empty):
            while True:
                self._parts.get_nowait()
                # Of one that has died nothing is expected any more.
                if self.given:
                    self.given.pop()

    def answer(self) -> tuple[Any, Any]:
        """The oldest part that was given, and what came of it.

        Raises what the part was refused with, and WorkInterrupted if the helper has died over it: it
        is not known then whether what it was committing is committed.
        """
        try:
            refused, value = self.channel.recv()
        except (EOFError, OSError) as error:
            self.given.clear()
            raise WorkInterrupted from error
        part = self.given.popleft()
        if refused is not None:
            raise refused()
        return part, value

    def end(self) -> None:
        """Let it end: after the part it is doing, of which nobody hears then."""
        self._parts.put(_Over)
        with suppress(EOFError, OSError):
            # What it still says is of no interest, but that it has closed its end.
            while self.channel.poll(_FAREWELL):
                self.channel.recv()
        # Nothing is left in a send of what is closed here, whose number may be another's then.
        with suppress(OSError):
            # What is made of a descriptor that is no socket (a pipe) would leave its copy open.
            if stat.S_ISSOCK(os.fstat(self.channel.fileno()).st_mode):
                with socket.socket(fileno=os.dup(self.channel.fileno())) as other:
                    other.shutdown(socket.SHUT_RDWR)
        self._sender.join()
        self.channel.close()

    def _send(self) -> None:
        with suppress(OSError, ValueError):
            while (part := self._parts.get()) is not _Over:
                self.channel.send(part)
            self.channel.send(None)


class _Over:
    pass


@contextmanager
def helpers(count: int, work: Work, *arguments: Any) -> Iterator[Sequence[Helper]]:
    """`count` helpers that do `work` (a function of a module, with what `arguments` are).

    None at all for a `count` of 1, and where nobody forks them: who asks does the work itself.
    """
    with ExitStack() as life:
        crew = []
        for channel in _forked(count):
            helper = Helper(channel)
            life.callback(helper.end)
            channel.send((work, arguments))
            crew.append(helper)
        yield crew


def answers(crew: Sequence[Helper]) -> Iterator[tuple[Helper, Any, Any]]:
    """The next answers of those that were given something, at least one: who, what part, what came of it.

    Raises what `Helper.answer` raises.
    """
    by_channel: dict[object, Helper] = {helper.channel: helper for helper in crew if helper.given}
    for channel in wait([each.channel for each in by_channel.values()]) if by_channel else ():
        helper = by_channel[channel]
        yield (helper, *helper.answer())


def _forked(count: int) -> list[Connection]:
    if _standing is None or count < 2:
        return []
    made: list[Connection] = []
    for _ in range(min(count, _standing.count)):
        mine, theirs = socket.socketpair()
        with mine, theirs:
            try:
                with _standing.lock:
                    socket.send_fds(_standing.channel, [b"+"], [theirs.fileno()])
            except OSError:
                logger.error("The process that forks helpers is gone; long works go without them")
                break
            made.append(Connection(mine.detach()))
    return made


# The process that forks


def _leave_to(work: Callable[[], object]) -> NoReturn:
    """Do `work` in this fork and end it, without any of what its parent would do at its end."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        # Of the terminal; who asked decides what becomes of its helpers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        _tell_where()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _forker(database: Database, channel: socket.socket, around: Around) -> None:
    _let_go_of_sockets(but=channel.fileno())
    # These know connections that are others': the one tells them of the end of each transaction, in
    # the other utilities would be looked up, and the third keeps what was looked up.
    transaction.manager.manager = transaction.TransactionManager()
    setSite(None)
    setRequest(None)
    # Helpers end alone, and nobody waits for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    while True:
        said, descriptors, _flags, _address = socket.recv_fds(channel, 1, 1)
        if not said:
            return
        for descriptor in descriptors:
            if not os.fork():
                channel.close()
                _leave_to(lambda: _help(database, Connection(descriptor), around))  # noqa: B023 - at once
            os.close(descriptor)


def _let_go_of_sockets(*, but: int) -> None:
    """What others hold open would stay so for as long as this process is there.

    The numbers stay taken: an object that still knows one of them must not reach what is opened later.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for name in os.listdir("/dev/fd"):
        number = int(name)
        if number > 2 and number != but:
            with suppress(OSError):
                if stat.S_ISSOCK(os.fstat(number).st_mode):
                    os.dup2(nothing, number)


# A helper


def _help(database: Database, channel: Connection, around: Around) -> None:
    """Do what `channel` brings until it is closed."""
    try:
        work, arguments = channel.recv()
    except EOFError:
        return
    own = reopened(database)
    try:
        with around(), work(own, *arguments) as do:
            while (part := _next(channel)) is not None:
                try:
                    answer: tuple[type[ThadsError] | None, Any] = (None, do(part))
                except _REFUSALS as refusal:
                    answer = (type(refusal), None)
                channel.send(answer)
    except (BrokenPipeError, ConnectionResetError):
        # Nobody is interested any more.
        pass
    finally:
        with suppress(Exception):
            own.close()


def _next(channel: Connection) -> Any:
    try:
        return channel.recv()
    except (EOFError, OSError):
        return None


def _tell_where() -> None:
    """Where something broke, without the values that an exception may hold."""
    kind, _error, place = sys.exc_info()
    name = kind.__name__ if kind else ""
    logger.error("A helper broke: %s\n%s", name, "".join(traceback.format_tb(place)))
