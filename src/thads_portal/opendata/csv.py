"""Rows as CSV: RFC 4180, UTF-8 with a byte order mark, so that Excel reads Vietnamese.

A generator of bytes in pieces of some ten thousand characters: the file is never whole
in memory, however many rows there are.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from thads_portal.opendata.values import csv_cell
from typing import Any

import csv
import io


CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
BOM = b"\xef\xbb\xbf"
#: Rows that are written at a time.
_PIECE = 500


def write(
    rows: Iterable[Sequence[Any]], header: Sequence[str], *, bom: bool = True
) -> Iterator[bytes]:
    """`header` and `rows` as the pieces of a CSV file; the header is the first piece.

    Values are str, int, date, aware datetime, None, or lists of these. Text that looks
    like a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    yield (BOM if bom else b"") + _taken(out)
    for written, row in enumerate(rows, start=1):
        # Nearly every cell begins with a letter or a digit: those need no call.
        writer.writerow(
            [
                value if type(value) is str and value[:1].isalnum() else csv_cell(value)
                for value in row
            ]
        )
        if written % _PIECE == 0:
            yield _taken(out)
    if out.tell():
        yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    """What was written since the last time."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8", "replace")
