"""Bodies that are made while they are sent, after Zope has let go of its object database.

What reads the database here has a connection of its own. If it fails, the iterator
raises: the server then breaks the connection without the chunk that ends a body. A
client of HTTP/1.0 would take that for the end, so it gets the body from a file, whole or
not at all.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from thads_portal.errors import TooManyRequests
from typing import BinaryIO
from zope.interface import implementer
from ZPublisher.Iterators import IStreamIterator
from ZPublisher.Iterators import IUnboundStreamIterator

import logging
import tempfile
import threading


logger = logging.getLogger(__name__)
#: Exports of one worker at a time: each holds one of its threads while it is made.
AT_A_TIME = 2
_turns = threading.BoundedSemaphore(AT_A_TIME)
_PATIENCE = 5.0
_PIECE = 256 * 1024


def turn(life: ExitStack) -> None:
    """Wait for a turn, which `life` gives back. Raises TooManyRequests."""
    if not _turns.acquire(timeout=_PATIENCE):
        raise TooManyRequests(seconds=30)
    life.callback(_turns.release)


@implementer(IUnboundStreamIterator)
class Streamed:
    """`pieces` as a body; `life` ends with it, or when the visitor has gone.

    The first piece is made at once: what cannot even begin is an error like any other.
    """

    def __init__(self, pieces: Iterable[bytes], life: ExitStack):
        self._life = life
        try:
            made = iter(pieces)
            first = next(made, b"")
        except BaseException:
            life.close()
            raise
        self._pieces: Iterator[bytes] = chain([first], made)

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except StopIteration:
            self.close()
            raise
        except BaseException as error:
            logger.error("A file broke off on its way: %s", type(error).__name__)
            self.close()
            raise

    def close(self) -> None:
        self._life.close()

    __del__ = close


@implementer(IStreamIterator)
class Sized(Streamed):
    """The same, of `size` bytes: a client that gets fewer knows that it broke off."""

    def __init__(self, pieces: Iterable[bytes], life: ExitStack, size: int):
        self._size = size
        super().__init__(pieces, life)

    def __len__(self) -> int:
        return self._size


@implementer(IStreamIterator)
class Spooled:
    """An open file as a body, from its start; deleted with it."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._length = file.seek(0, 2)
        file.seek(0)

    def __len__(self) -> int:
        return self._length

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        piece = self._file.read(_PIECE)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        self._file.close()


def spooled(fill: Callable[[BinaryIO], object], life: ExitStack) -> Spooled:
    """A body from what `fill` writes into a file of its own; `life` ends before it is sent."""
    file = tempfile.TemporaryFile(prefix="thads-export-")  # noqa: SIM115 - closed with the body
    try:
        with life:
            fill(file)
        return Spooled(file)
    except BaseException:
        file.close()
        raise


def send(request, pieces: Iterable[bytes], life: ExitStack) -> Streamed | Spooled:
    """`pieces` as the body of the answer to `request`."""
    if request.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return send_file(request, lambda file: file.writelines(pieces), life)
    return Streamed(pieces, life)


def send_file(request, fill: Callable[[BinaryIO], object], life: ExitStack) -> Spooled:
    """What `fill` writes as the body of the answer to `request`, with its length."""
    body = spooled(fill, life)
    request.response.setHeader("Content-Length", str(len(body)))
    return body
