"""What an editor has typed and not saved yet: kept while they type, for them alone.

A row a form and account, so that two people at one item never write over each other's. Written
in a transaction of its own; nothing of it stands in the objects, the catalog or any list.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import queue_of
from thads_portal.register.own_transaction import own_transaction

import orjson
import re


#: Days for which what was typed is kept.
KEPT_DAYS = 30
#: Bytes of one draft, as JSON.
LARGEST = 2_000_000
_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)
_COLUMNS = "account, key, place, base, texts, at"


@dataclass(frozen=True, slots=True)
class Draft:
    """`base`: the version of the content the form was opened with; empty for a new item."""

    account: str
    key: str
    place: str
    base: str
    texts: Mapping[str, str]
    at: datetime


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def keep(
    dsn: str, *, account: str, key: str, place: str, base: str, texts: Mapping[str, str]
) -> bool:
    """Keep `texts` at once; False if they are too large. Raises RegisterUnavailable."""
    packed = orjson.dumps(dict(texts)).decode()
    if len(packed) > LARGEST:
        return False
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_content_draft (account, key, place, base, texts)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (account, key) DO UPDATE"
            " SET base = excluded.base, texts = excluded.texts, at = now()",
            (account, key, place, base, packed),
        )
    return True


def own(cursor: Cursor, account: str, key: str) -> Draft | None:
    """What `account` has typed in the form `key`."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_content_draft WHERE account = %s AND key = %s",
        (account, key),
    )
    row = cursor.fetchone()
    return None if row is None else Draft(*row)


def unfinished(cursor: Cursor, account: str, place: str) -> Sequence[Draft]:
    """The new items that `account` has begun in the section at `place`, newest first."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_content_draft"
        " WHERE account = %s AND place = %s AND base = '' ORDER BY at DESC LIMIT 20",
        (account, place),
    )
    return [Draft(*row) for row in cursor.fetchall()]


def others(
    cursor: Cursor, account: str, key: str, *, minutes: int
) -> Sequence[tuple[str, datetime]]:
    """(account, moment) of everybody else who typed in the form `key` a moment ago."""
    cursor.execute(
        "SELECT account, at FROM thads_content_draft WHERE key = %s AND account <> %s"
        " AND at > now() - %s * interval '1 minute' ORDER BY at DESC LIMIT 5",
        (key, account, minutes),
    )
    return list(cursor.fetchall())


def forget_old(cursor: Cursor) -> int:
    cursor.execute(
        "DELETE FROM thads_content_draft WHERE at < now() - %s * interval '1 day'", (KEPT_DAYS,)
    )
    return cursor.rowcount


class _Dropped:
    def prepare(self, items: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return items

    def write(self, cursor: Cursor, items: list[tuple[str, str]]) -> None:
        for account, key in items:
            cursor.execute(
                "DELETE FROM thads_content_draft WHERE key = %s AND (account = %s OR %s = '')",
                (key, account, account),
            )


_dropped = _Dropped()


def drop(context: Content, account: str, key: str) -> None:
    """In the running transaction: what `account` typed in `key` is saved, or not wanted.

    Without an account, of everybody.
    """
    queue_of(context).write(_dropped, (account, key))
