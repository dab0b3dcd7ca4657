"""Which keys of names and which words the register has, in memory, for one process and database.

A filter of bits: a key that is not in it nobody has; one that is, the table is asked for. What comes
anew is read on each use by the transactions that wrote it, so a name is known as soon as it is
committed. What has gone stays in the filter until it is made anew, which costs a look into
the table and is no error.
"""

from collections.abc import Iterable
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_keys import Words
from typing import Any

import io
import os
import threading
import time


#: Bits of the filter: 8 MiB, of which a million keys set 1.5 %.
_BITS = 26
_MASK = (1 << _BITS) - 1
#: Seconds after which the filter is made anew, and after which words are read again.
_MADE_ANEW, _WORDS_ANEW = 3600.0, 20.0

_NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# What a backup of another server brought bears numbers of transactions that are yet to come here.
_NEW = (
    "SELECT key FROM thads_match WHERE at >= %s::text::xid8"
    " AND at <= pg_snapshot_xmax(pg_current_snapshot())"
)
_ALL = "COPY (SELECT DISTINCT key FROM thads_match) TO STDOUT"
_WORDS = """
SELECT substr(word, 2), sum(n)::bigint FROM thads_word WHERE word > 'm' AND word < 'n'
GROUP BY word HAVING sum(n) > 0
"""


class Known:
    """`has` tells whether somebody may have a key; `words` are the bare words present."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << (_BITS - 3))
        self._lock = threading.Lock()
        self._read_to: int | None = None
        self._made = self._words_read = 0.0
        self.words = Words({})

    def has(self, key: int) -> bool:
        place = (key ^ (key >> 29)) & _MASK
        return bool(self._bits[place >> 3] >> (place & 7) & 1)

    def those(self, keys: Iterable[int]) -> list[int]:
        """Those of `keys` that somebody may have."""
        bits, mask = self._bits, _MASK
        return [
            key
            for key in keys
            if bits[(place := (key ^ (key >> 29)) & mask) >> 3] >> (place & 7) & 1
        ]

    def refresh(self, cursor: Cursor) -> None:
        """Bring it up to what is committed now. Each statement must see what is new."""
        with self._lock:
            cursor.execute(_NOW)
            now = int(cursor.fetchone()[0])
            clock = time.monotonic()
            if self._read_to is None or now < self._read_to or clock - self._made > _MADE_ANEW:
                self._make(cursor)
                self._made, changed = clock, True
            else:
                cursor.execute(_NEW, (str(self._read_to),))
                found = [key for (key,) in cursor.fetchall()]
                _set(self._bits, found)
                changed = bool(found)
            self._read_to = now
            old = clock - self._words_read
            if not self._words_read or old > _WORDS_ANEW or (changed and old > 2):
                cursor.execute(_WORDS)
                counts = dict(cursor.fetchall())
                self._words_read = clock
                if counts.keys() != self.words.counts.keys():
                    self.words = Words(counts)

    def _make(self, cursor: Cursor) -> None:
        bits = bytearray(1 << (_BITS - 3))
        # Once an hour, and it may take longer than a question does.
        cursor.execute("SHOW statement_timeout")
        patience = cursor.fetchone()[0]
        cursor.execute("SET statement_timeout = '60s'")
        try:
            cursor.copy_expert(_ALL, _Reader(bits))
        finally:
            cursor.execute("SET statement_timeout = %s", (patience,))
        self._bits = bits


def _set(bits: bytearray, keys: Iterable[int]) -> None:
    for key in keys:
        place = (key ^ (key >> 29)) & _MASK
        bits[place >> 3] |= 1 << (place & 7)


class _Reader(io.RawIOBase):
    """Takes lines of numbers and sets their bits."""

    def __init__(self, bits: bytearray) -> None:
        self._bits, self._rest = bits, b""

    def write(self, data: Any) -> int:
        lines = (self._rest + bytes(data)).split(b"\n")
        self._rest = lines.pop()
        _set(self._bits, map(int, lines))
        return len(data)


_known: dict[tuple[int, str], Known] = {}
_lock = threading.Lock()


def known(dsn: str) -> Known:
    """What this process knows of the database `dsn`."""
    with _lock:
        return _known.setdefault((os.getpid(), dsn), Known())


def forget(dsn: str) -> None:
    """For tests that make a database anew under the same name."""
    with _lock:
        _known.pop((os.getpid(), dsn), None)
