"""Answers of any size without holding them in memory; a disk without room is told in words.

waitress keeps what a visitor has not yet taken in a buffer, on disk from a megabyte on. From
such a buffer nothing is ever cut off at its beginning: of a long answer that is taken as quickly
as it is made, all of it would stay in memory until the end. So a new one is begun now and then.

What comes in is kept on disk too, before anybody looks at it. Where there is no room it is let through and
forgotten, and answered with 503: a connection that only breaks off tells a client nothing.
"""

from thads_portal.browser.shared.errors.texts import NO_ROOM
from thads_portal.errors import RegisterReadOnly
from thads_portal.register.trouble import full
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

import json


#: Bytes of an answer in one buffer. A slow visitor with a large file has as many files open as
#: these go into it.
SEGMENT = 8 * 1024 * 1024


class NoRoom:
    """The answer to a request that could not be kept, in the shape of waitress's errors."""

    def __init__(self, path: str):
        self._as_json = "/++api++" in path

    def to_response(self, ident=None):
        if self._as_json:
            kind = "application/json"
            text = json.dumps(RegisterReadOnly().as_dict(), ensure_ascii=False)
        else:
            kind, text = "text/html; charset=utf-8", NO_ROOM
        headers = [("Content-Type", kind), ("Retry-After", "120"), ("Cache-Control", "no-store")]
        return "503 Service Unavailable", headers, text.encode()


class _Nowhere:
    """A buffer that keeps nothing."""

    def append(self, data: bytes) -> None:
        """Forget `data`."""

    def close(self) -> None:
        """There is nothing."""

    def getfile(self):
        return self

    def __len__(self) -> int:
        return 0


class Parser(HTTPRequestParser):
    """Reads a request to its end, also when there is no room to keep it."""

    _no_room = False

    def received(self, data):
        try:
            consumed = super().received(data)
        except OSError as error:
            if not full(error) or self.body_rcv is None:
                raise
            self._no_room = True
            kept, self.body_rcv.buf = self.body_rcv.buf, _Nowhere()
            kept.close()
            consumed = super().received(data)
        if self._no_room and self.completed:
            self.error = NoRoom(self.path)
        return consumed


class Channel(HTTPChannel):
    parser_class = Parser

    def write_soon(self, data):
        with self.outbuf_lock:
            if self.current_outbuf_count >= SEGMENT:
                self.outbufs.append(OverflowableBuffer(self.adj.outbuf_overflow))
                self.current_outbuf_count = 0
        return super().write_soon(data)


def install(server) -> None:
    """Let `server`, as made by waitress, or each of its listeners, answer through Channel."""
    for listener in server.map.values() if hasattr(server, "map") else (server,):
        if hasattr(listener, "channel_class"):
            listener.channel_class = Channel
