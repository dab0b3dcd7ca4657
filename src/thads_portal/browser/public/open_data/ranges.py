"""Parts of a file, as a client asks for them to go on with a download that broke off."""

from dataclasses import dataclass

import re


_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """The part that is asked for is not in the file."""


def part_of(header: str, size: int) -> Part | None:
    """The one part that ``Range`` asks for of a file of `size` bytes; None for the whole.

    What is not one plain range is ignored, as RFC 9110 allows. Raises Unsatisfiable.
    """
    match = _RANGE.fullmatch(header.strip().replace(" ", ""))
    if match is None or match[0] == "bytes=-" or len(header) > 100:
        return None
    start, end = match.groups()
    if not start:
        first, last = max(0, size - int(end)), size - 1
        if int(end) == 0:
            raise Unsatisfiable
    else:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
        if end and int(end) < int(start):
            return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, last)
