"""Tells of statements that took long: their shape and their time, never a value.

What is between quotes and every number is left out, so that a line of the log holds nothing that
somebody searched for; the values of parameters are not in the text anyway.
"""

from psycopg2 import extensions
from typing import Any

import logging
import os
import re
import time


VARIABLE = "THADS_SLOW_STATEMENT"
#: Milliseconds.
DEFAULT = 500

logger = logging.getLogger("thads.slow")

_VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_LONGEST = 300


def shape(query: str) -> str:
    """`query` on one line without its values."""
    return " ".join(_VALUES.sub("?", query).split())[:_LONGEST]


def limit() -> float:
    """Seconds from which a statement is told of; 0: none is."""
    text = os.environ.get(VARIABLE, "").strip()
    return (int(text) if text.isascii() and text.isdigit() else DEFAULT) / 1000


class TimedCursor(extensions.cursor):
    """A cursor that tells of its slow statements."""

    def execute(self, query: Any, vars: Any = None) -> None:
        begun = time.perf_counter()
        try:
            super().execute(query, vars)
        finally:
            seconds = time.perf_counter() - begun
            most = limit()
            if most and seconds >= most:
                text = query.decode() if isinstance(query, bytes) else str(query)
                logger.warning("%.0f ms: %s", seconds * 1000, shape(text))
