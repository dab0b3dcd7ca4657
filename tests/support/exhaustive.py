"""Sweeps that are too long for every run: ``make test`` takes a part, ``make test-full`` all of it."""

from collections.abc import Sequence

import os


FULL = os.environ.get("THADS_TESTS") == "full"


def part(items: Sequence, turn: int, of: int) -> Sequence:
    """Of `items` one in `of`, other ones at each turn; all of them in the full run."""
    return items if FULL else items[turn % of :: of]
