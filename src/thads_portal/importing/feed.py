"""Reads the body of a case feed line by line, whatever was sent.

Memory stays flat: never more than one chunk and one line is held. The limits of the
contract are checked in a pass of their own before anything is written, so that a
body refused with 413 leaves no trace.

Lines are bytes split at ``\\n``; a carriage return before it and a byte order mark at
the start are dropped; lines of blanks alone are skipped (they count for line numbers
only). Whether a line is UTF-8, free of NUL and JSON is judged line by line.

``application/json`` is one array. Its elements are cut out as bytes and judged as
lines are; the line number of an element is its position, from 1.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from enum import StrEnum
from thads_portal.errors import Code
from thads_portal.errors import FeedTooLarge
from thads_portal.errors import FeedUnreadable
from thads_portal.errors import Problem
from thads_portal.errors import UnsupportedFeed
from types import MappingProxyType
from typing import Any
from typing import BinaryIO
from typing import NamedTuple

import json
import orjson
import re


MEGABYTE = 1024 * 1024
MAX_BODY = 200 * MEGABYTE
#: Bytes of one line without its end, or of one element of the array.
MAX_LINE = 64 * 1024
MAX_ATOMIC_LINES = 10_000
MAX_ARRAY = 10_000
#: Lines of one batch, which is one transaction: editors never wait long for it.
BATCH_LINES = 1_000
BATCH_BYTES = 8 * MEGABYTE

_CHUNK = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_BLANKS = b" \t\r\n"
#: What a JSON value, or the blanks before it, can begin with.
_VALUE_STARTS = frozenset(b'{["-0123456789tfn \t\r')
_AT_ONCE = MappingProxyType({"column": 1})
#: A whole string, or one sign that shapes the array, or the quote of an unfinished string.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},"]', re.DOTALL)


class Format(StrEnum):
    """How the body holds its events, by media type."""

    LINES = "application/x-ndjson"
    ARRAY = "application/json"


class Line(NamedTuple):
    """One event as it came: its number from 1, and its bytes."""

    number: int
    raw: bytes


def format_of(content_type: str | None) -> Format:
    """The format named by a Content-Type header. UnsupportedFeed if it is none of ours."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    try:
        return Format(media_type)
    except ValueError:
        raise UnsupportedFeed from None


def read_lines(body: BinaryIO, feed_format: Format = Format.LINES) -> Iterator[Line]:
    """The lines of `body` from its start. FeedTooLarge, FeedUnreadable as they are met."""
    body.seek(0)
    return _elements(body) if feed_format is Format.ARRAY else _lines(body)


def check_limits(
    body: BinaryIO, feed_format: Format = Format.LINES, *, atomic: bool = False
) -> int:
    """The number of lines in `body`, which is rewound.

    FeedTooLarge for a body, a line or an atomic feed beyond the limits; FeedUnreadable
    for a body without a line, and for an array that is none. Call it before the first write.
    """
    body.seek(0, 2)
    if body.tell() > MAX_BODY:
        raise FeedTooLarge(max=MAX_BODY // MEGABYTE)
    count = 0
    for _line in read_lines(body, feed_format):
        count += 1
        if atomic and count > MAX_ATOMIC_LINES:
            raise FeedTooLarge(code=Code.TOO_MANY_LINES, max=MAX_ATOMIC_LINES)
    if not count:
        raise FeedUnreadable
    body.seek(0)
    return count


def in_batches(
    lines: Iterable[Line], *, max_lines: int = BATCH_LINES, max_bytes: int = BATCH_BYTES
) -> Iterator[list[Line]]:
    """`lines` in lists of at most `max_lines` and about `max_bytes`."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.raw)
        if len(batch) >= max_lines or size >= max_bytes:
            yield batch
            batch = []
            size = 0
    if batch:
        yield batch


def _too_long(number: int) -> FeedTooLarge:
    return FeedTooLarge(code=Code.LINE_TOO_LONG, line=number, max=MAX_LINE // 1024)


def _lines(body: BinaryIO) -> Iterator[Line]:
    number = 0
    # Two more than a full line with its end needs: a longer one is seen without reading it all.
    while raw := body.readline(MAX_LINE + 3):
        number += 1
        if number == 1 and raw.startswith(_BOM):
            raw = raw[len(_BOM) :]
        raw = raw.rstrip(b"\r\n")
        if len(raw) > MAX_LINE:
            raise _too_long(number)
        if raw.strip(_BLANKS):
            yield Line(number, raw)


def _elements(body: BinaryIO) -> Iterator[Line]:
    """Cut the elements out of one JSON array, by brackets and strings alone."""
    buffer = body.read(_CHUNK).removeprefix(_BOM).lstrip(_BLANKS)
    if not buffer.startswith(b"["):
        raise FeedUnreadable
    place, start, depth, number = 1, 1, 0, 0
    while True:
        match = _TOKEN.search(buffer, place)
        if match is None or match[0] == b'"':
            # All that is left belongs to the element begun, or is an unfinished string.
            if len(buffer) - start > MAX_LINE + _CHUNK:
                raise _too_long(number + 1)
            more = body.read(_CHUNK)
            if not more:
                raise FeedUnreadable
            place = (match.start() if match else len(buffer)) - start
            buffer = buffer[start:] + more
            start = 0
            continue
        place = match.end()
        token = match[0][:1]
        if token in b"[{":
            depth += 1
        elif token == b'"':
            continue
        elif depth and token in b"]}":
            depth -= 1
        elif depth == 0:
            raw = buffer[start : match.start()].strip(_BLANKS)
            closes = token == b"]"
            if token == b"}" or (not raw and not (closes and number == 0)):
                raise FeedUnreadable
            if raw:
                number += 1
                if len(raw) > MAX_LINE:
                    raise _too_long(number)
                if number > MAX_ARRAY:
                    raise FeedTooLarge(code=Code.TOO_MANY_LINES, max=MAX_ARRAY)
                yield Line(number, raw)
            start = place
            if closes:
                break
    rest = buffer[place:]
    while rest:
        if rest.strip(_BLANKS):
            raise FeedUnreadable
        rest = body.read(_CHUNK)


def parse(line: Line) -> Any | Problem:
    """The JSON value of a line, or why it cannot be read. Never raises."""
    number, raw = line
    if raw[0] not in _VALUE_STARTS and raw.isascii() and b"\0" not in raw:
        # Junk comes by the million: told at a glance, it costs a third.
        return Problem(number, None, None, Code.NOT_JSON, _AT_ONCE)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        if b"\0" in raw:
            return Problem(number, None, None, Code.NUL_BYTE)
        try:
            raw.decode()
        except UnicodeDecodeError:
            return Problem(number, None, None, Code.WRONG_ENCODING)
        return Problem(number, None, None, Code.NOT_JSON, {"column": error.colno})


def has_repeated_key(raw: bytes, data: dict[str, Any]) -> bool:
    """Whether an object in `raw`, which was parsed to `data`, names a key twice.

    A parser keeps the last value silently; of two values one is wrong, and nobody can
    tell which. Counting settles nearly every line: an event has as many ``":`` as keys.
    Only where that does not hold is the line read once more, slowly. False for what is
    nested deeper than the interpreter can follow: validation refuses that.
    """
    listing = data.get("listing")
    restricted = listing.get("restricted") if type(listing) is dict else None
    objects = (data, data.get("document"), listing, restricted)
    keys = sum([len(each) for each in objects if type(each) is dict])
    plain = not (b" :" in raw or b"\t:" in raw or b"\r:" in raw or b"\n:" in raw)
    if plain and raw.count(b'":') == keys:
        return False
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        result = dict(items)
        repeated = repeated or len(result) < len(items)
        return result

    try:
        json.loads(raw, object_pairs_hook=pairs)
    except RecursionError:
        return False
    return repeated


def first_line_of_another_province(
    lines: Iterable[Line], allowed: Callable[[str], bool]
) -> Line | None:
    """The first readable line whose ``province`` is a string that `allowed` refuses.

    For accounts bound to provinces: asked before anything is written, so that a feed
    answered with 403 leaves no trace.
    """
    for line in lines:
        data = parse(line)
        if type(data) is dict:
            province = data.get("province")
            if type(province) is str and not allowed(province):
                return line
    return None
