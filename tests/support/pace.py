"""Limits of time that a slow or busy machine keeps: seconds of the processor, measured against it.

Where other work shares the caches, a second of the processor does less; a limit of so many
seconds would then tell the machine's load and not the code's fault.
"""

from collections.abc import Callable

import re
import time


#: Seconds of the processor that `_work` takes on the machine that the tests' limits were set on.
_REFERENCE = 0.008
_WORDS = re.compile(r"(\w+)\W+(\d+)")
_TEXT = "Nguyễn 15, " * 6_000


def _work() -> None:
    found = {}
    for name, number in _WORDS.findall(_TEXT):
        found[name + number] = found.get(name, 0) + int(number)
    "".join(sorted(_TEXT)).casefold().split()


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor that `work` takes in this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def slowness() -> float:
    """How many times longer than where the limits were set anything takes just now; 1 at least."""
    return max(1.0, min(spent(_work) for _ in range(3)) / _REFERENCE)


def assert_within(seconds: float, work: Callable[[], object], what: object = "") -> None:
    """`work` takes at most `seconds` of the processor, scaled by `slowness`; tried three times."""
    took, allowed = 0.0, 0.0
    for _ in range(3):
        took = spent(work)
        if took <= seconds:
            return
        allowed = seconds * slowness()
        if took <= allowed:
            return
    raise AssertionError(f"{took:.3f} s of the processor, not {allowed:.3f}: {what}")
