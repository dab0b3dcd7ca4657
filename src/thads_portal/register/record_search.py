"""Looks things up in the record of actions: by person, listing, action, province, days.

Newest first, page after page by the place of the last entry, so that the ten-thousandth
page costs what the first one does. Each filter has an index that ends in time.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from thads_portal.database.sql import Cursor
from thads_portal.domain.recording import Recorded
from thads_portal.domain.words import VIETNAM
from typing import Any


#: Entries of a page, and of one question of an export.
PAGE = 50
_EXPORT_PAGE = 2000
#: Entries of one export.
MAX_EXPORT = 200_000

_COLUMNS = "at, id, actor, action, listing, province, about, details"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: behind this entry the next one begins."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None for what is no place."""
        micros, _, number = text.partition("-")
        if not (micros.isascii() and micros.isdigit() and number.isascii() and number.isdigit()):
            return None
        if len(micros) > 17 or len(number) > 18:
            return None
        return cls(_EPOCH + timedelta(microseconds=int(micros)), int(number))


@dataclass(frozen=True, slots=True)
class RecordedAction:
    """One entry. `details` hold names of fields, documents, counts and codes."""

    at: datetime
    id: int
    actor: str
    action: str
    listing: str | None
    province: str | None
    about: str | None
    details: Mapping[str, Any]

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; None: anything. `until` is the last day, both days are Vietnam's.

    `within` are the provinces that whoever asks may see; None: all, and what has none.
    """

    actor: str | None = None
    listing: str | None = None
    action: Recorded | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    within: frozenset[str] | None = None
    before: Place | None = None


def search(cursor: Cursor, query: Query, *, limit: int = PAGE) -> list[RecordedAction]:
    """The newest entries that `query` asks for."""
    conditions, values = _conditions(query)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_record {where} ORDER BY at DESC, id DESC LIMIT %(limit)s",
        {**values, "limit": limit},
    )
    return [RecordedAction(*row) for row in cursor]


def everything(cursor: Cursor, query: Query, *, most: int = MAX_EXPORT) -> Iterator[RecordedAction]:
    """All entries that `query` asks for, newest first, up to `most`; a page in memory."""
    left = most
    while left > 0:
        page = search(cursor, query, limit=min(left, _EXPORT_PAGE))
        yield from page
        left -= len(page)
        if len(page) < _EXPORT_PAGE:
            return
        query = replace(query, before=page[-1].place)


def _conditions(query: Query) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}

    def ask(condition: str, **named: Any) -> None:
        conditions.append(condition)
        values.update(named)

    if query.actor is not None:
        ask("actor = %(actor)s", actor=query.actor)
    if query.listing is not None:
        ask("listing = %(listing)s", listing=query.listing)
    if query.action is not None:
        # Written out: the index of rare actions is chosen by the value.
        ask(f"action = '{Recorded(query.action).value}'")
    if query.province is not None:
        ask("province = %(province)s", province=query.province)
    if query.within is not None and query.province not in query.within:
        if query.province is None and len(query.within) == 1:
            # The usual one, a head: as a question about one province it goes by the index.
            ask("province = %(own)s", own=next(iter(query.within)))
        else:
            ask("province = ANY(%(within)s)", within=sorted(query.within))
    if query.since is not None:
        ask("at >= %(since)s", since=_midnight(query.since))
    if query.until is not None:
        ask("at < %(until)s", until=_midnight(query.until + timedelta(days=1)))
    if query.before is not None:
        ask("(at, id) < (%(at)s, %(id)s)", at=query.before.at, id=query.before.id)
    return conditions, values


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
