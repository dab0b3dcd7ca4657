"""Who already has a duplicate key: the listings of one debtor under one decision.

Answers from committed rows: what the running transaction adds must be compared by
whoever asks.
"""

from collections.abc import Collection
from collections.abc import Mapping
from thads_portal.database.sql import one
from thads_portal.register import pool


_OWNERS = "SELECT duplicate_key, number FROM thads_listing WHERE duplicate_key = ANY(%s)"

_ANY = "SELECT EXISTS (SELECT FROM thads_listing WHERE duplicate_key = ANY(%s) AND province = %s)"


def any_in(dsn: str, keys: Collection[bytes], province: str) -> bool:
    """Whether a listing of `province` has one of `keys`."""
    with pool.reading(dsn) as cursor:
        cursor.execute(_ANY, (list(keys), province))
        known: bool = one(cursor)
        return known


def owners(dsn: str, keys: Collection[bytes]) -> Mapping[bytes, set[str]]:
    """Duplicate key -> public numbers of the listings that have it, in whatever state."""
    found: dict[bytes, set[str]] = {}
    with pool.reading(dsn) as cursor:
        cursor.execute(_OWNERS, (list(keys),))
        for key, number in cursor:
            found.setdefault(bytes(key), set()).add(number)
    return found
