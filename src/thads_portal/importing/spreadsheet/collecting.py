"""Puts off the search for circles of objects while many are made that all stay.

A list of 5,000 rows is a million objects: looked through again and again while they grow, they
cost a tenth of the time until its preview.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import gc


@contextmanager
def no_collection() -> Iterator[None]:
    """For work that is bounded; afterwards it is as before."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
