"""The texts that an agency, or the gateway for all, keeps to start from: a table that its people edit.

`use` is a field of a listing's forms (``domain/text_templates.Use``) or a topic of content
(``domain/topics.Topic``). What a template holds: texts by name; of a listing ``text``,
``judgment_kinds`` and ``kinds``, of content the parts of its form.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import queue_of
from thads_portal.register.trouble import RegisterConflict
from typing import Any

import orjson


#: Of a place and a use; who needs more has not looked for one.
MOST = 200
_COLUMNS = "id, use, place, title, texts, account, at, revision"


@dataclass(frozen=True, slots=True)
class Kept:
    id: int
    use: str
    place: str
    title: str
    texts: Mapping[str, str]
    account: str
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class _Change:
    """`id` None: a new one; `texts` None: it goes. `revision`: the one that was seen."""

    id: int | None
    use: str
    place: str
    title: str
    texts: Mapping[str, str] | None
    account: str
    revision: int


def of_places(cursor: Cursor, places: Iterable[str], uses: Iterable[str]) -> Sequence[Kept]:
    """The templates of these places for these uses, by title."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_text_template WHERE place = ANY(%s) AND use = ANY(%s)"
        " ORDER BY use, title, id LIMIT %s",
        (list(places), list(uses), MOST * 10),
    )
    return [Kept(*row) for row in cursor.fetchall()]


def one(cursor: Cursor, number: int) -> Kept | None:
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_text_template WHERE id = %s", (number,))
    row = cursor.fetchone()
    return None if row is None else Kept(*row)


class _Changes:
    def prepare(self, items: list[_Change]) -> list[_Change]:
        return items

    def write(self, cursor: Cursor, items: list[_Change]) -> None:
        for each in items:
            self._make(cursor, each)

    def _make(self, cursor: Cursor, each: _Change) -> None:
        if each.texts is None:
            cursor.execute(
                "DELETE FROM thads_text_template WHERE id = %s AND place = %s",
                (each.id, each.place),
            )
            return
        packed: Any = orjson.dumps(dict(each.texts)).decode()
        if each.id is None:
            # The same title again: the newer text counts.
            cursor.execute(
                "INSERT INTO thads_text_template (use, place, title, texts, account)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (use, place, title) DO UPDATE"
                " SET texts = excluded.texts, account = excluded.account, at = now(),"
                " revision = thads_text_template.revision + 1",
                (each.use, each.place, each.title, packed, each.account),
            )
            return
        cursor.execute(
            "UPDATE thads_text_template SET title = %s, texts = %s, account = %s, at = now(),"
            " revision = revision + 1 WHERE id = %s AND place = %s AND revision = %s",
            (each.title, packed, each.account, each.id, each.place, each.revision),
        )
        if cursor.rowcount != 1:
            # Another was faster: repeated, the page finds that out.
            raise RegisterConflict("text template")


_changes = _Changes()


def keep(
    context: Content,
    *,
    use: str,
    place: str,
    title: str,
    texts: Mapping[str, str],
    account: str,
    number: int | None = None,
    revision: int = 0,
) -> None:
    """In the running transaction: a new template, or `number` as it was seen at `revision`."""
    change = _Change(number, use, place, title, texts, account, revision)
    queue_of(context).write(_changes, change)


def remove(context: Content, *, number: int, place: str, account: str) -> None:
    queue_of(context).write(_changes, _Change(number, "", place, "", None, account, 0))
