"""Searches the register: the best matches first, counted, with the filters that narrow them.

Each answer is bounded: at most COUNTED matches are looked at to count, the order is read
from an index where matches are common, and sorted where they are rare. A search whose
cost grows with the register would one day stop the site for everybody.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import Level
from thads_portal.register import counting
from thads_portal.register import facets
from thads_portal.register import plan
from thads_portal.register import pool
from thads_portal.register import ranked
from thads_portal.register.facets import Counts
from thads_portal.register.facets import Facets
from thads_portal.register.facets import Labeller
from thads_portal.register.order import key_of
from thads_portal.register.order import Place
from thads_portal.register.plan import Plan
from thads_portal.register.query import Query
from thads_portal.register.terms import level_of


#: More matches than this are only said to be more.
COUNTED = 10_000
#: Close matches are added only to fewer better ones than this, and no more than that.
CLOSE_BELOW = 20
CLOSE_MOST = 100

_SHOWN = (
    "number",
    "debtor_name",
    "debtor_kind",
    "debtor_address",
    "province",
    "agency",
    "obligation",
    "obligation_amount",
    "ground",
    "ground_scheme",
    "judgment_number",
    "judgment_date",
    "no_conditions_decision_number",
    "no_conditions_decision_date",
    "first_published",
)


_HITS = (
    f"SELECT {', '.join(_SHOWN)} FROM thads_listing WHERE number = ANY(%s) AND state = 'published'"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing found; `match` says how its name answers, None if no name was asked for.

    Amounts are whole VND, `first_published` is aware.
    """

    number: str
    debtor_name: str
    debtor_kind: str
    debtor_address: str
    province: str
    agency: str
    obligation: str
    obligation_amount: int | None
    ground: str
    ground_scheme: str
    judgment_number: str
    judgment_date: date
    no_conditions_decision_number: str
    no_conditions_decision_date: date
    first_published: datetime
    match: Level | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits. `total` counts all matches, close ones included; when it is not exact,
    there are more than it says, and the facets count some of them. `next_after` continues.
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    total_is_exact: bool
    facets: Facets
    next_after: str | None


def search(dsn: str, query: Query, *, label: Labeller = facets.default_label) -> Page:
    """Answer `query` from the database `dsn`. Raises RegisterUnavailable."""
    if query.hopeless:
        return Page(query, (), 0, True, Counts().facets(label), None)
    with pool.reading(dsn) as cursor:
        return run(cursor, query, label=label)


def run(cursor: Cursor, query: Query, *, label: Labeller = facets.default_label) -> Page:
    """The same on an open cursor."""
    if query.names is None and query.number is None and not _has_amount(query):
        counts = facets.tally(cursor, query)
        planned = plan.prepare(cursor, query)
        places = ranked.walked_page(cursor, planned)
        return _page(cursor, query, places, counts, counts.total, label)
    planned = plan.prepare(cursor, query)
    counts, counted = counting.counted_page(cursor, planned, COUNTED)
    if query.names is not None and counts.total < CLOSE_BELOW:
        return _with_close(cursor, planned, counts, counted, label)
    if counted is None:
        counted = ranked.walked_page(cursor, planned, at_least=min(counts.total, COUNTED))
    return _page(cursor, query, counted, counts, min(counts.total, COUNTED), label)


def _has_amount(query: Query) -> bool:
    return query.amount_min is not None or query.amount_max is not None


def _with_close(
    cursor: Cursor, planned: Plan, counts: Counts, page: list[Place] | None, label: Labeller
) -> Page:
    """Few are found: all of them, with the close ones, put in order here."""
    query = planned.query
    better = page if page is not None and len(page) == counts.total else None
    places = with_close(cursor, planned, counts, better)
    if query.after is not None:
        done = key_of(query.after)
        places = [place for place in places if place.key(query.sort) > done]
    places = places[query.start : query.start + query.size + 1]
    return _page(cursor, query, places, counts, counts.total, label)


def with_close(
    cursor: Cursor, planned: Plan, counts: Counts, better: list[Place] | None = None
) -> list[Place]:
    """The few matches and the close ones, in order; the close ones are added to `counts`.

    `better`: the matches, where they are known already.
    """
    if better is None:
        better = counting.every(cursor, planned, CLOSE_BELOW)
    known = {place.number for place in better}
    close = [
        place
        for place in ranked.close_matches(cursor, planned, CLOSE_MOST, CLOSE_BELOW)
        if place.number not in known
    ]
    for place in close:
        counts.add_place(place.province, place.agency, 1)
        counts.add_kinds(place.kinds.split("|"), 1)
    return sorted([*better, *close], key=lambda place: place.key(planned.query.sort))


def _page(
    cursor: Cursor, query: Query, places: list[Place], counts: Counts, total: int, label: Labeller
) -> Page:
    """The listings at `places`, one more than a page if it goes on."""
    shown = places[: query.size]
    found = {}
    if shown:
        cursor.execute(_HITS, ([place.number for place in shown],))
        found = {row[0]: row for row in cursor.fetchall()}
    named = query.names is not None
    # A listing that ended since it was found is left out.
    hits = tuple(
        Hit(*(*found[place.number], level_of(place.rank) if named else None))
        for place in shown
        if place.number in found
    )
    goes_on = len(places) > query.size
    return Page(
        query=query,
        hits=hits,
        total=total,
        total_is_exact=counts.total <= total,
        facets=counts.facets(label),
        next_after=shown[-1].after(query.sort).encode() if goes_on else None,
    )
