"""Searches the register: the best matches first, counted, with the filters that narrow them.

Each answer is bounded: at most COUNTED matches are looked at to count, the order is read
from an index where matches are common, and sorted where they are rare. A search whose
cost grows with the register would one day stop the site for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import Level
from thads_portal.domain.name_match import WHOLE
from thads_portal.register import counting
from thads_portal.register import facets
from thads_portal.register import ranked
from thads_portal.register import readings
from thads_portal.register import replica
from thads_portal.register import search_plan
from thads_portal.register import spellings
from thads_portal.register.facets import Counts
from thads_portal.register.facets import Facets
from thads_portal.register.facets import Labeller
from thads_portal.register.order import key_of
from thads_portal.register.order import Place
from thads_portal.register.query import Query
from thads_portal.register.query import Sort
from thads_portal.register.search_plan import SearchPlan
from thads_portal.register.spellings import Spelling
from thads_portal.register.terms import CLOSE_SPOKEN
from thads_portal.register.terms import level_of


#: More matches than this are only said to be more.
COUNTED = 10_000
#: Close matches are added only to fewer better ones than this, and no more than that.
CLOSE_BELOW = 20
CLOSE_MOST = 100
#: Words that a name has at least.
_NAME = 3
#: The reading of names that differ by how a region speaks.
SPOKEN = "dialect"

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
    """One listing found; `match` says how its name answers, None if no name was asked for;
    `reading` names what was done to what was typed for it to answer, None if nothing.

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
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits. `query` is what was searched, its reading included.

    `total` counts the matches but close ones; when it is not exact, there are more than it
    says, and the facets count some of them. `total_close` counts close ones apart (at most
    CLOSE_MOST); `close_listed`: they stand behind the better ones, or by themselves.
    Facets count the better ones, and the close ones where there are no others.
    `next_after` continues. `spellings` are those of whole names, the nearest first, if there
    are several. `offer`: another reading that finds somebody.
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    total_is_exact: bool
    facets: Facets
    next_after: str | None
    total_close: int = 0
    close_listed: bool = True
    spellings: tuple[Spelling, ...] = ()
    offer: readings.Offer | None = None

    @property
    def listed(self) -> int:
        """How many listings the pages of this answer hold."""
        if self.query.close:
            return self.total_close
        return self.total + (self.total_close if self.close_listed else 0)


def search(dsn: str, query: Query, *, label: Labeller = facets.default_label) -> Page:
    """Answer `query` from the database `dsn`. Raises RegisterUnavailable."""
    if query.hopeless:
        return Page(query, (), 0, True, Counts().facets(label), None)
    return replica.read(dsn, lambda cursor: run(cursor, query, label=label))


def by_numbers(dsn: str, numbers: Sequence[str]) -> tuple[Hit, ...]:
    """Those of `numbers` that are public now, in their order. Raises RegisterUnavailable."""
    return replica.read(dsn, lambda cursor: _by_numbers(cursor, numbers))


def _by_numbers(cursor: Cursor, numbers: Sequence[str]) -> tuple[Hit, ...]:
    cursor.execute(_HITS, (list(numbers),))
    found = {row[0]: row for row in cursor.fetchall()}
    return tuple(Hit(*found[number]) for number in numbers if number in found)


def run(cursor: Cursor, query: Query, *, label: Labeller = facets.default_label) -> Page:
    """The same on an open cursor."""
    page, planned, counts = _answered(cursor, query, label)
    if page.query.names is None or query.start or query.after is not None:
        return page
    return replace(
        page,
        spellings=_spellings(cursor, planned, page, counts),
        offer=readings.offered(cursor, planned),
    )


def _spellings(
    cursor: Cursor, planned: SearchPlan, page: Page, counts: Counts
) -> tuple[Spelling, ...]:
    """The spellings of whole names; the database is asked if they do not all stand on `page`."""
    names = planned.query.names
    whole = [hit.debtor_name for hit in page.hits if hit.match in WHOLE]
    if names is None or planned.query.pattern:
        return ()
    if page.query.sort == Sort.RELEVANCE and (
        page.next_after is None or len(whole) < len(page.hits)
    ):
        return spellings.among(names, ((name, 1) for name in whole))
    if counts.names is not None:
        return spellings.of_counted(cursor, names, counts.names)
    return spellings.of(cursor, planned) if page.total else ()


def _answered(cursor: Cursor, query: Query, label: Labeller) -> tuple[Page, SearchPlan, Counts]:
    """A page of what `query`, or its reading, finds; with the plan of that and what was counted."""
    if query.names is None and query.number is None and not _has_amount(query):
        counts = facets.tally(cursor, query)
        planned = search_plan.prepare(cursor, query)
        places = ranked.walked_page(cursor, planned)
        return _page(cursor, query, places, counts, counts.total, label), planned, counts
    planned = search_plan.prepare(cursor, query)
    planned = readings.by_text(cursor, planned) or planned
    counts, counted = counting.counted_page(cursor, planned, COUNTED)
    if counts.total == 0 and (other := readings.by_words(cursor, planned)) is not None:
        planned = other
        counts, counted = counting.counted_page(cursor, planned, COUNTED)
    page, planned = _of_names(cursor, planned, counts, counted, label)
    if not (page.total or page.total_close):
        parted = readings.by_parts(cursor, planned)
        if parted is not None:
            counts, counted = counting.counted_page(cursor, parted, COUNTED)
            return *_of_names(cursor, parted, counts, counted, label), counts
    return page, planned, counts


def _of_names(
    cursor: Cursor,
    planned: SearchPlan,
    counts: Counts,
    counted: list[Place] | None,
    label: Labeller,
) -> tuple[Page, SearchPlan]:
    """A page of what the plan finds, by name, number or amount, with the plan."""
    query = planned.query
    if query.names is not None and query.names.strict:
        counted = counted or ranked.walked_page(cursor, planned)
        return _page(cursor, query, counted, counts, min(counts.total, COUNTED), label), planned
    if query.names is not None and (counts.total < CLOSE_BELOW or query.close):
        return _with_close(cursor, planned, counts, counted, label), planned
    if counted is None:
        counted = ranked.walked_page(cursor, planned, at_least=min(counts.total, COUNTED))
    page = _page(cursor, query, counted, counts, min(counts.total, COUNTED), label)
    if query.names is None or not counts.total:
        return page, planned
    close = ranked.count_close(cursor, planned, CLOSE_MOST) if _may_be_mistyped(query) else 0
    return replace(page, total_close=close, close_listed=False), planned


def _may_be_mistyped(query: Query) -> bool:
    """Whether close names beside many better ones tell anything: not those of a word or two."""
    return query.names is not None and len(query.names.words) >= _NAME


def _has_amount(query: Query) -> bool:
    return query.amount_min is not None or query.amount_max is not None


def _with_close(
    cursor: Cursor, planned: SearchPlan, counts: Counts, page: list[Place] | None, label: Labeller
) -> Page:
    """Few are found: all of them, with the close ones, put in order here."""
    query = planned.query
    better = page if page is not None and len(page) == counts.total else None
    if query.close:
        places, facets_of = close_places(cursor, planned), Counts()
    else:
        places, facets_of = with_close(cursor, planned, counts.total, better), counts
    close = sum(level_of(place.rank) == Level.CLOSE for place in places)
    if not facets_of.total:
        facets_of = Counts()
        for place in places:
            facets_of.add_place(place.province, place.agency, 1)
            facets_of.add_kinds(place.kinds.split("|"), 1)
    places.sort(key=lambda place: place.key(query.sort))
    if query.after is not None:
        done = key_of(query.after)
        places = [place for place in places if place.key(query.sort) > done]
    places = places[query.start : query.start + query.size + 1]
    total = min(counts.total, COUNTED)
    made = _page(cursor, query, places, facets_of, total, label)
    return replace(made, total_is_exact=counts.total <= total, total_close=close)


def with_close(
    cursor: Cursor, planned: SearchPlan, total: int, better: list[Place] | None = None
) -> list[Place]:
    """The `total` matches, known to be few, and the close ones, in order.

    `better`: the matches, where they are known already.
    """
    if better is None:
        better = counting.every(cursor, planned, CLOSE_BELOW)
    known = {place.number for place in better}
    close = [each for each in close_places(cursor, planned) if each.number not in known]
    return sorted([*better, *close], key=lambda place: place.key(planned.query.sort))


def close_places(cursor: Cursor, planned: SearchPlan) -> list[Place]:
    """The close matches alone, as many as are looked at."""
    return ranked.close_matches(cursor, planned, CLOSE_MOST, CLOSE_BELOW)


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
        Hit(
            *(
                *found[place.number],
                level_of(place.rank) if named else None,
                SPOKEN if named and place.rank == CLOSE_SPOKEN else query.reading,
            )
        )
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
