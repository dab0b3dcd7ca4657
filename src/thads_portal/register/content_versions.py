"""What the text of an item was before: a row each time it was saved, in the same transaction."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import queue_of

import orjson


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    at: datetime
    account: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """`first`: only if there is no version yet, for what stood before the first change."""

    item: str
    at: datetime
    account: str
    texts: Mapping[str, str]
    first: bool = False


class _Kept:
    def prepare(self, items: list[Saved]) -> list[Saved]:
        """Of what a transaction saves in steps, how the item stands at its end."""
        last = {each.item: each for each in items if not each.first}
        return [*(each for each in items if each.first), *last.values()]

    def write(self, cursor: Cursor, items: list[Saved]) -> None:
        for each in items:
            cursor.execute(
                "SELECT number, texts FROM thads_content_version WHERE item = %s"
                " ORDER BY number DESC LIMIT 1",
                (each.item,),
            )
            last = cursor.fetchone()
            if last is not None and (each.first or last[1] == dict(each.texts)):
                continue
            # Two at once: the second fails on the key, is repeated, and meets the first's.
            cursor.execute(
                "INSERT INTO thads_content_version (item, number, at, account, texts)"
                " VALUES (%s, %s, %s, %s, %s)",
                (
                    each.item,
                    last[0] + 1 if last is not None else 1,
                    each.at,
                    each.account,
                    orjson.dumps(dict(each.texts)).decode(),
                ),
            )


class _Forgotten:
    def prepare(self, items: list[str]) -> list[str]:
        return items

    def write(self, cursor: Cursor, items: list[str]) -> None:
        cursor.execute("DELETE FROM thads_content_version WHERE item = ANY(%s)", (items,))


_kept, _forgotten = _Kept(), _Forgotten()


def keep(context: Content, saved: Saved) -> None:
    """In the running transaction of `context`."""
    queue_of(context).write(_kept, saved)


def forget(context: Content, item: str) -> None:
    """In the running transaction: the item is gone for good."""
    queue_of(context).write(_forgotten, item)


def versions(cursor: Cursor, item: str, *, limit: int = 200) -> Sequence[Version]:
    """Of the item with this UID, newest first."""
    cursor.execute(
        "SELECT number, at, account, texts FROM thads_content_version WHERE item = %s"
        " ORDER BY number DESC LIMIT %s",
        (item, limit),
    )
    return [Version(*row) for row in cursor.fetchall()]
