"""Who already has a duplicate key: the listings of one debtor under one decision.

Answers from committed rows: what the running transaction adds must be compared by
whoever asks.
"""

from collections.abc import Collection
from collections.abc import Mapping
from thads_portal.register import pool


_OWNERS = "SELECT duplicate_key, number FROM thads_listing WHERE duplicate_key = ANY(%s)"


def owners(dsn: str, keys: Collection[bytes]) -> Mapping[bytes, set[str]]:
    """Duplicate key -> public numbers of the listings that have it, in whatever state."""
    found: dict[bytes, set[str]] = {}
    with pool.reading(dsn) as cursor:
        cursor.execute(_OWNERS, (list(keys),))
        for key, number in cursor:
            found.setdefault(bytes(key), set()).add(number)
    return found
