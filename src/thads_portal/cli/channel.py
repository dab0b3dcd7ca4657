"""Answers of any size without holding them in memory.

waitress keeps what a visitor has not yet taken in a buffer, on disk from a megabyte on. From
such a buffer nothing is ever cut off at its beginning: of a long answer that is taken as quickly
as it is made, all of it would stay in memory until the end. So a new one is begun now and then.
"""

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel


#: Bytes of an answer in one buffer. A slow visitor with a large file has as many files open as
#: these go into it.
SEGMENT = 8 * 1024 * 1024


class Channel(HTTPChannel):
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
