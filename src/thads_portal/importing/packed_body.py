"""A feed that comes packed (``Content-Encoding: gzip``), unpacked as far as a feed may be long."""

from collections.abc import Iterator
from contextlib import contextmanager
from thads_portal.errors import Code
from thads_portal.errors import FeedTooLarge
from thads_portal.errors import FeedUnreadable
from thads_portal.errors import UnsupportedFeed
from thads_portal.importing.feed import MAX_BODY
from thads_portal.importing.feed import MEGABYTE
from typing import BinaryIO

import gzip
import tempfile
import zlib


_PIECE = 64 * 1024


@contextmanager
def unpacked(body: BinaryIO, encoding: str | None) -> Iterator[BinaryIO]:
    """`body` (seekable) as it was before it was packed; `encoding` is the header's value.

    Raises UnsupportedFeed for another encoding than gzip, FeedUnreadable for what is none or
    breaks off, FeedTooLarge as soon as more comes out than a feed may hold.
    """
    named = (encoding or "").strip().lower()
    if named in ("", "identity"):
        yield body
        return
    if named not in ("gzip", "x-gzip"):
        raise UnsupportedFeed(code=Code.UNSUPPORTED_ENCODING)
    with tempfile.TemporaryFile(prefix="thads-feed-") as plain:
        body.seek(0)
        try:
            with gzip.GzipFile(fileobj=body, mode="rb") as packed:
                while piece := packed.read(_PIECE):
                    if plain.tell() + len(piece) > MAX_BODY:
                        raise FeedTooLarge(max=MAX_BODY // MEGABYTE)
                    plain.write(piece)
        except (OSError, EOFError, zlib.error) as error:
            raise FeedUnreadable from error
        yield plain
