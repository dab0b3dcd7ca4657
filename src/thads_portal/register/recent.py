"""What changed last in the register: for feeds.

The newest by first publication, by amendment and by reopening are looked up apart, each from
an index, and merged. Tombstones only for whole provinces, agencies or the nation: one in
the feed of a name would say whom it was about.

A feed goes on page by page: behind a :class:`Place` comes what is older, until the horizon. What
changes between two pages stands on the first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.database.sql import Cursor
from thads_portal.register import readings
from thads_portal.register import search
from thads_portal.register.export import conditions_of
from thads_portal.register.export import listed
from thads_portal.register.query import FILTERS
from thads_portal.register.query import Query
from thads_portal.register.query import Sort
from typing import Any

import re


#: Amendments looked at for a search; those before them move nothing up.
_AMENDED = 20_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"([1-9][0-9]{0,16})-([0-9]{4}-[0-9]{7,12})", re.ASCII)
#: When a listing changed last, and the indexed columns that may say so.
_CHANGED = "greatest(listing.first_published, listing.last_amended, listing.republished_at)"
_MOMENTS = ("found.first_published", "listing.last_amended", "listing.republished_at")


@dataclass(frozen=True, slots=True)
class Place:
    """What a page of a feed ended with: the moment of a change, and its listing."""

    at: datetime
    number: str

    def encode(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.number}"


def place_in(text: str) -> Place:
    """The place written as `text`. Raises ValueError."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    try:
        return Place(_EPOCH + timedelta(microseconds=int(found[1])), found[2])
    except OverflowError:
        raise ValueError(text) from None


def latest(
    cursor: Cursor, query: Query, columns: Sequence[str], *, most: int
) -> list[tuple[Any, ...]]:
    """Rows of the `most` listings found that were published, amended or reopened last, newest first.

    `columns` begin with number, first_published, last_amended.
    """
    if query.hopeless:
        return []
    newest = replace(query, sort=Sort.NEWEST, start=0, after=None, size=most)
    planned = readings.settled(cursor, newest)
    newest = replace(planned.query, as_typed=True)
    numbers = {hit.number for hit in search.run(cursor, newest).hits}
    if not planned.nothing:
        conditions, parameters = conditions_of(planned)
        cursor.execute(
            "SELECT found.number FROM (SELECT number, last_amended FROM thads_listing"
            " WHERE last_amended IS NOT NULL AND state = 'published'"
            " ORDER BY last_amended DESC LIMIT %s) AS amended"
            f" JOIN thads_search AS found USING (number) WHERE {conditions}"
            " ORDER BY last_amended DESC LIMIT %s",
            [_AMENDED, *parameters, most],
        )
        numbers.update(number for (number,) in cursor.fetchall())
        cursor.execute(
            "SELECT found.number FROM (SELECT number, republished_at FROM thads_listing"
            " WHERE republished_at IS NOT NULL AND state = 'published'"
            " ORDER BY republished_at DESC LIMIT %s) AS again"
            f" JOIN thads_search AS found USING (number) WHERE {conditions}"
            " ORDER BY republished_at DESC LIMIT %s",
            [_AMENDED, *parameters, most],
        )
        numbers.update(number for (number,) in cursor.fetchall())
    if not numbers:
        return []
    cursor.execute(
        f"SELECT {listed(columns)} FROM thads_listing AS listing"
        " WHERE number = ANY(%s) AND state = 'published'"
        " ORDER BY greatest(first_published, last_amended, republished_at) DESC, number DESC LIMIT %s",
        [sorted(numbers), most],
    )
    return cursor.fetchall()


def older(
    cursor: Cursor,
    query: Query,
    columns: Sequence[str],
    *,
    since: datetime,
    before: Place,
    most: int,
) -> list[tuple[Any, ...]]:
    """The same of those whose last change lies behind `before` and not before `since`."""
    if query.hopeless:
        return []
    planned = readings.settled(cursor, replace(query, sort=Sort.NEWEST, start=0, after=None))
    if planned.nothing:
        return []
    conditions, chosen = conditions_of(planned)
    parts: list[str] = []
    parameters: list[Any] = []
    for moment in _MOMENTS:
        parts.append(
            f"(SELECT {moment} AS at, found.number"
            " FROM thads_search AS found JOIN thads_listing AS listing USING (number)"
            f" WHERE {moment} >= %s AND ({moment}, found.number) < (%s, %s)"
            f" AND {moment} = {_CHANGED} AND listing.state = 'published' AND {conditions}"
            f" ORDER BY {moment} DESC, found.number DESC LIMIT %s)"
        )
        parameters += [since, before.at, before.number, *chosen, most]
    cursor.execute(
        f"SELECT {listed(columns)} FROM ({' UNION '.join(parts)}) AS behind"
        " JOIN thads_listing AS listing USING (number)"
        " ORDER BY behind.at DESC, behind.number DESC LIMIT %s",
        [*parameters, most],
    )
    return cursor.fetchall()


def leaves_tombstones(query: Query) -> bool:
    """Whether the search selects by place only."""
    place = ("province", "province_2025", "agency")
    return not any(query.asks(name) for name in FILTERS if name not in place)


def ended(
    cursor: Cursor, query: Query, *, since: datetime, before: Place | None = None, most: int
) -> list[tuple[str, str, datetime]]:
    """(number, province, when) of what ended since then, the newest first; empty for searches by more
    than place. `before`: where the page before ended.
    """
    if not leaves_tombstones(query):
        return []
    conditions = ""
    chosen: list[Any] = []
    if query.places:
        conditions += " AND province = ANY(%s)"
        chosen.append(list(query.places))
    if query.agency:
        conditions += " AND agency = %s"
        chosen.append(query.agency)
    if before is not None:
        conditions += " AND (ended_at, number) < (%s, %s)"
        chosen += [before.at, before.number]
    cursor.execute(
        "SELECT number, province, ended_at FROM thads_listing WHERE state = 'ended'"
        f" AND ended_at >= %s AND first_published IS NOT NULL{conditions}"
        " ORDER BY ended_at DESC, number DESC LIMIT %s",
        [since, *chosen, most],
    )
    return cursor.fetchall()
