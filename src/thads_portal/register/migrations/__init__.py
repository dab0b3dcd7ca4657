"""The steps that bring the register's tables from nothing to today's, as frozen text.

One file a step, ``NNNN_words.sql``, taken in the order of their names and never edited once
released: installations have run it as it stands. What follows goes into a further file.
"""

from functools import cache
from importlib.resources import files


@cache
def steps() -> tuple[str, ...]:
    """The steps' SQL in their order; the n-th brings version n-1 to n."""
    names = sorted(entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".sql"))
    return tuple((files(__name__) / name).read_text(encoding="utf-8") for name in names)
