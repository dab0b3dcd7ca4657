"""What changed last in the register: for feeds.

The newest by first publication, by amendment and by reopening are looked up apart, each from
an index, and merged. Tombstones only for whole provinces, agencies or the nation: one in
the feed of a name would say whom it was about.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from thads_portal.database.sql import Cursor
from thads_portal.register import readings
from thads_portal.register import search
from thads_portal.register.export import conditions_of
from thads_portal.register.export import listed
from thads_portal.register.query import FILTERS
from thads_portal.register.query import Query
from thads_portal.register.query import Sort
from typing import Any


#: Amendments looked at for a search; those before them move nothing up.
_AMENDED = 20_000
#: How long a tombstone stays in a feed.
TOMBSTONES = timedelta(days=90)


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


def leaves_tombstones(query: Query) -> bool:
    """Whether the search selects by place only."""
    place = ("province", "province_2025", "agency")
    return not any(query.asks(name) for name in FILTERS if name not in place)


def ended(
    cursor: Cursor, query: Query, *, now: datetime, most: int
) -> list[tuple[str, str, datetime]]:
    """(number, province, when) of what ended lately; empty for searches by more than place."""
    if not leaves_tombstones(query):
        return []
    conditions = ""
    chosen: list[str | list[str]] = []
    if query.places:
        conditions += " AND province = ANY(%s)"
        chosen.append(list(query.places))
    if query.agency:
        conditions += " AND agency = %s"
        chosen.append(query.agency)
    cursor.execute(
        "SELECT number, province, ended_at FROM thads_listing WHERE state = 'ended'"
        f" AND ended_at >= %s AND first_published IS NOT NULL{conditions}"
        " ORDER BY ended_at DESC, number DESC LIMIT %s",
        [now - TOMBSTONES, *chosen, most],
    )
    return cursor.fetchall()
