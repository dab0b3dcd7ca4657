"""Where the register may be read besides the primary, and how far behind that may be."""

import os


#: A connection string of a replica of the database.
VARIABLE = "THADS_READ_DSN"
LAG_VARIABLE = "THADS_READ_LAG"
#: Seconds.
DEFAULT_LAG = 5


def read_dsn() -> str:
    """The replica's connection string; empty: none is set."""
    return os.environ.get(VARIABLE, "").strip()


def lag() -> float:
    """Seconds after which a replica that is behind is not waited for."""
    text = os.environ.get(LAG_VARIABLE, "").strip()
    return float(text) if text.isascii() and text.isdigit() else DEFAULT_LAG
