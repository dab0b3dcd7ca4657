"""All results of a search, in pieces from a server-side cursor: memory does not grow with them.

One snapshot: what is counted is what comes. A failure raises in the middle of the rows;
whoever sends them on must then break off, never end as if that were all.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from psycopg2.extensions import make_dsn
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import counting
from thads_portal.register import readings
from thads_portal.register import search
from thads_portal.register import search_plan
from thads_portal.register.order import ORDERS
from thads_portal.register.query import Query
from thads_portal.register.query import Sort
from thads_portal.register.search_plan import SearchPlan
from thads_portal.register.terms import both
from thads_portal.register.terms import level_of
from thads_portal.register.trouble import away
from typing import Any

import psycopg2


#: Rows fetched at a time, and seconds that fetching them may take.
PIECE = 2_000
_PATIENCE = 30
_CONNECT = 5
_SETTINGS = f"SET statement_timeout = {_PATIENCE * 1000}; SET jit = off; SET work_mem = '32MB'"


@contextmanager
def snapshot(dsn: str) -> Iterator[psycopg2.extensions.connection]:
    """A read-only transaction of its own that sees one moment of the register.

    Raises RegisterUnavailable for whatever is wrong with the database.
    """
    connection = None
    try:
        connection = psycopg2.connect(make_dsn(dsn, connect_timeout=_CONNECT))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(_SETTINGS)
        connection.autocommit = False
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        yield connection
    except psycopg2.Error as error:
        if not away(error):
            raise
        raise RegisterUnavailable(detail=type(error).__name__) from error
    finally:
        if connection is not None:
            connection.close()


@dataclass(frozen=True, slots=True)
class Export:
    """`total` rows, and the rows: the values of the columns asked for; where a name is
    searched, the level of the match stands behind them.
    """

    total: int
    rows: Iterator[tuple[Any, ...]]


def export(connection: Connection, query: Query, columns: Sequence[str]) -> Export:
    """What `query` finds, on a connection of :func:`snapshot`; pages of the query are ignored."""
    query = replace(query, start=0, after=None, size=1)
    named = query.names is not None
    if query.hopeless:
        return Export(0, iter(()))
    with connection.cursor() as cursor:
        planned = readings.settled(cursor, query)
        query = planned.query
        if query.names is not None and not query.names.strict:
            few = _few(cursor, planned)
            if few is not None:
                return Export(len(few), _by_number(connection, few, columns))
        if planned.nothing:
            return Export(0, iter(()))
        conditions, parameters = conditions_of(planned)
        cursor.execute(f"SELECT count(*) FROM thads_search AS found WHERE {conditions}", parameters)
        total: int = one(cursor)
    rank, rank_parameters = search_plan.rank_of(planned)
    ranked = query.names is not None
    order = ORDERS[query.sort][0].replace("first_published", "found.first_published")
    order = order.replace("number", "found.number").replace("sort_name", "found.sort_name")
    order = f"rank, {order}" if query.sort == Sort.RELEVANCE and ranked else order
    statement = (
        f"SELECT {listed(columns)}{f', {rank} AS rank' if ranked else ''}"
        f" FROM thads_search AS found JOIN thads_listing AS listing USING (number)"
        f" WHERE {conditions} ORDER BY {order}"
    )
    if ranked:
        parameters = [*rank_parameters, *parameters]
    rows = _streamed(connection, statement, parameters)
    if named and not ranked:
        # What was typed for a name was read as a number.
        return Export(total, ((*row, None) for row in rows))
    return Export(total, _labelled(rows) if ranked else rows)


def everything(
    connection: Connection, columns: Sequence[str], *, province: str | None = None
) -> Iterator[tuple[Any, ...]]:
    """All published listings, province by province, the newest last; or those of one province."""
    where = " AND province = %s" if province else ""
    return _streamed(
        connection,
        f"SELECT {listed(columns)} FROM thads_listing AS listing"
        f" WHERE state = 'published'{where} ORDER BY province, number",
        [province] if province else [],
    )


def public_rows(
    cursor: Cursor, numbers: Sequence[str], columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """The rows of those of `numbers` that are public now, in no order."""
    if not numbers:
        return []
    cursor.execute(
        f"SELECT {listed(columns)} FROM thads_listing AS listing"
        " WHERE number = ANY(%s) AND state = 'published'",
        (list(numbers),),
    )
    return cursor.fetchall()


def listed(columns: Sequence[str]) -> str:
    return ", ".join(f"listing.{name}" for name in columns)


def _few(cursor: Cursor, planned: SearchPlan) -> list[tuple[str, Any]] | None:
    """Where so few are found that close ones come with them, all as (number, level)."""
    counts, _ = counting.counted_page(cursor, planned, search.CLOSE_BELOW)
    if planned.query.close:
        places = search.close_places(cursor, planned)
        places.sort(key=lambda place: place.key(planned.query.sort))
    elif counts.total >= search.CLOSE_BELOW:
        return None
    else:
        places = search.with_close(cursor, planned, counts.total)
    return [(place.number, level_of(place.rank)) for place in places]


def conditions_of(planned: SearchPlan) -> tuple[str, list[Any]]:
    words = [*([f"({planned.terms.found})"] if planned.terms else []), *planned.index_words]
    extra, parameters = search_plan.other_conditions(planned.query, of_found=True)
    tests = ["found.words @@ %s::tsquery"] if words else []
    where = " AND ".join([*tests, *extra]) or "true"
    return where, [*([both(words)] if words else []), *parameters]


def _by_number(
    connection: Connection, few: Sequence[tuple[str, Any]], columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    if not few:
        return
    with connection.cursor() as cursor:
        rows = public_rows(cursor, [number for number, _ in few], ("number", *columns))
    found = {row[0]: row[1:] for row in rows}
    for number, level in few:
        if number in found:
            yield (*found[number], level.value)


def _labelled(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (*row[:-1], level_of(row[-1]).value)


def _streamed(
    connection: Connection, statement: str, parameters: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    try:
        with connection.cursor("thads_export") as cursor:
            cursor.itersize = PIECE
            cursor.execute(statement, parameters or None)
            yield from cursor
    except psycopg2.Error as error:
        if not away(error):
            raise
        raise RegisterUnavailable(detail=type(error).__name__) from error
