"""Who looked at what waits on the desks, last and at which state of it.

An item is a listing by its public number, a batch by its path, content by its UID. A look
says only that somebody had the whole of it before them; it is no step and decides nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register.own_transaction import own_transaction


@dataclass(frozen=True, slots=True)
class Look:
    """`revision` is that of the listing or batch that was shown."""

    account: str
    at: datetime
    revision: int


def note(dsn: str, item: str, account: str, revision: int) -> None:
    """`account` has `item` before them as it is at `revision`; in a transaction of its own."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_look AS present (item, account, revision) VALUES (%s, %s, %s)"
            " ON CONFLICT (item, account) DO UPDATE SET revision = excluded.revision, at = now()",
            (item, account, revision),
        )


def last(cursor: Cursor, items: Collection[str]) -> dict[str, Look]:
    """Item -> the last look at it, of those of `items` that anybody looked at."""
    cursor.execute(
        "SELECT DISTINCT ON (item) item, account, at, revision FROM thads_look"
        " WHERE item = ANY(%s) ORDER BY item, at DESC",
        (list(items),),
    )
    return {item: Look(*rest) for item, *rest in cursor}


def seen_in_batch(cursor: Cursor, province: str, batch: str, account: str) -> int:
    """How many waiting rows of a batch `account` has looked at as they are now."""
    cursor.execute(
        "SELECT count(*) FROM thads_batch_listing AS member"
        " JOIN thads_look AS look ON look.item = member.number AND look.account = %s"
        " JOIN thads_listing AS listing ON listing.number = member.number"
        " AND listing.revision = look.revision"
        " WHERE member.province = %s AND member.batch = %s AND member.outcome = 'waiting'",
        (account, province, batch),
    )
    found: int = one(cursor)
    return found
