"""A batch that others are always faster than is written in smaller and smaller parts."""

from collections.abc import Callable
from thads_portal.errors import Conflict
from thads_portal.importing.feed import Line
from thads_portal.importing.report import merge
from thads_portal.importing.report import Report


#: Attempts at a batch as a whole.
_BEFORE_PARTED = 3


def in_parts(write: Callable[..., Report], lines: list[Line]) -> Report:
    """Let `write` write `lines`, in one transaction if that can be.

    A batch takes half a second, and somebody who saves in one of its registers all the
    time is faster again and again. Half of it meets half as many others.
    """
    if len(lines) == 1:
        return write(lines)
    try:
        return write(lines, attempts=_BEFORE_PARTED)
    except Conflict:
        middle = len(lines) // 2
        first = in_parts(write, lines[:middle])
        return merge(first, in_parts(write, lines[middle:]))
