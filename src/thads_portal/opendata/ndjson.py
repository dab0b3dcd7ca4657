"""Rows as NDJSON: one JSON object on each line, UTF-8, values of their own kinds."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from thads_portal.opendata.values import moment
from typing import Any

import orjson


CONTENT_TYPE = "application/x-ndjson"
_PIECE = 500


def write(rows: Iterable[Sequence[Any]], header: Sequence[str]) -> Iterator[bytes]:
    """`rows` as the pieces of an NDJSON file, with the names of `header`."""
    lines = []
    for row in rows:
        lines.append(line(dict(zip(header, row, strict=True))))
        if len(lines) == _PIECE:
            yield b"".join(lines)
            lines.clear()
    if lines:
        yield b"".join(lines)


def line(record: dict[str, Any]) -> bytes:
    """One record as a line."""
    return orjson.dumps(
        record,
        default=_value,
        option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATETIME,
    )


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
