"""Seals under the newest data key what older keys have sealed, and what stands in clear.

While the portal serves, in small transactions, each of which ends with the place that was reached: who
is interrupted goes on from there. What cannot be opened stays as it is and is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from thads_portal import field_keys
from thads_portal.content.zope_types import Database
from thads_portal.database.sql import one
from thads_portal.errors import CannotUnseal
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.resealing.accounts import seal_accounts
from thads_portal.register.resealing.columns import COLUMNS
from thads_portal.register.resealing.columns import seal_column
from thads_portal.register.resealing.files import seal_files
from thads_portal.register.resealing.objects import seal_batches
from thads_portal.register.resealing.objects import seal_listings
from thads_portal.register.resealing.places import Places


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were sealed anew, and how many cannot be opened for want of a key."""

    sealed: int
    closed: int


def reseal(
    database: Database,
    *,
    dsn: str,
    site_path: str,
    progress: Callable[[str, int], object] = lambda what, done: None,
) -> Resealed:
    """Go through everything that is sealed, or should be; nothing where sealing has not begun.

    `progress` is called with what is gone through and how much of it has been.
    """
    if field_keys.current(dsn) is None:
        return Resealed(0, 0)
    places = Places(dsn)
    sealed = closed = 0
    work: list[tuple[str, Callable[[], tuple[int, int]]]] = [
        *((each.name, partial(seal_column, dsn, each, places)) for each in COLUMNS),
        ("files", partial(seal_files, dsn, places)),
        ("accounts", partial(seal_accounts, database, site_path)),
        ("batches", partial(seal_batches, database, site_path, places)),
        ("listings", partial(seal_listings, database, site_path, places, progress)),
    ]
    for name, seal in work:
        if places.done(name):
            continue
        done, left = seal()
        sealed, closed = sealed + done, closed + left
        progress(name, done)
        places.finish(name)
    if not closed:
        places.whole()
    else:
        places.again()
    return Resealed(sealed, closed)


@dataclass(frozen=True, slots=True)
class DataKey:
    """`id` in hex; `opens` whether its master key is here; `whole` whether all is sealed under it."""

    id: str
    created: str
    opens: bool
    whole: bool


def keys(dsn: str) -> list[DataKey]:
    """The data keys of the database, the newest first."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "SELECT id, created::text, whole IS NOT NULL FROM thads_data_key ORDER BY number DESC"
        )
        rows = cursor.fetchall()
        opened = field_keys.opened(cursor)
    return [DataKey(bytes(id).hex(), at, bytes(id) in opened, whole) for id, at, whole in rows]


def begin(dsn: str) -> bool:
    """Seal from now on; False where that has begun already."""
    with own_transaction(dsn) as cursor:
        cursor.execute("LOCK TABLE thads_data_key IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT count(*) FROM thads_data_key")
        if one(cursor):
            return False
        field_keys.add_key(cursor)
    field_keys.forget()
    return True


def rotate(dsn: str) -> None:
    """A new data key from now on, and all of them under the first master key. Raises CannotUnseal."""
    with own_transaction(dsn) as cursor:
        cursor.execute("LOCK TABLE thads_data_key IN SHARE ROW EXCLUSIVE MODE")
        field_keys.wrap_anew(cursor)
        field_keys.add_key(cursor)
    field_keys.forget()


def forget_older(dsn: str) -> int:
    """Remove the data keys that nothing is sealed under any more; how many."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "DELETE FROM thads_data_key WHERE number < (SELECT max(number) FROM thads_data_key)"
            " AND (SELECT whole IS NOT NULL FROM thads_data_key ORDER BY number DESC LIMIT 1)"
        )
        count = cursor.rowcount
    field_keys.forget()
    return count


def age(dsn: str) -> float:
    """Seconds since the newest data key was made. Raises CannotUnseal where there is none."""
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(created)) FROM thads_data_key")
        found = one(cursor)
    if found is None:
        raise CannotUnseal
    return float(found)
