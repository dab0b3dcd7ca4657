"""Suggestions while a name is typed: distinct names present, the likeliest first.

A suggestion is a name that a search would find, never a fuller record: no address and
no number, since whoever types three letters has not asked for anybody yet.
"""

from dataclasses import dataclass
from dataclasses import replace
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import Level
from thads_portal.domain.name_match import parse_query
from thads_portal.domain.names import clean
from thads_portal.domain.names import split
from thads_portal.domain.typed import names_in_address
from thads_portal.domain.typed import number_in
from thads_portal.register import ranked
from thads_portal.register import readings
from thads_portal.register import replica
from thads_portal.register import search_plan
from thads_portal.register.order import Place
from thads_portal.register.query import parse
from thads_portal.register.query import Query
from thads_portal.register.terms import CLOSE_SPOKEN
from thads_portal.register.terms import level_of


#: Fewer letters than this begin too many names to help.
MIN_LETTERS = 3
MOST = 8
#: The best matches; among them the same name comes many times.
_LOOKED_AT = 60
#: A name is counted up to so many listings.
COUNTED = 1000

_NAMES = (
    "SELECT number, debtor_name FROM thads_listing WHERE number = ANY(%s) AND state = 'published'"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name as written in the register, how it answers what was typed, how often it is there."""

    name: str
    match: Level
    reading: str | None = None
    #: Listings of this very name, in the province asked for; at most COUNTED.
    count: int = 1


def suggest(
    dsn: str, typed: str, *, province: str | None = None, province_2025: str | None = None
) -> tuple[Suggestion, ...]:
    """At most MOST distinct names that go on from `typed`, of the whole country or of a province
    of either geography (slugs). Raises RegisterUnavailable.
    """
    if sum(map(str.isalpha, typed)) < MIN_LETTERS and number_in(typed) is None:
        return ()
    within = {"province": province, "province_2025": province_2025}
    query = parse({"q": typed, **within, "b_size": _LOOKED_AT})
    if query.hopeless:
        return ()
    return replica.read(dsn, lambda cursor: _suggested(cursor, typed, query))


def _suggested(cursor: Cursor, typed: str, query: Query) -> tuple[Suggestion, ...]:
    planned = search_plan.prepare(cursor, query)
    planned = readings.by_text(cursor, planned) or planned
    places = ranked.walked_page(cursor, planned, names=MOST)
    if not places and (other := readings.by_words(cursor, planned)) is not None:
        planned = other
        places = ranked.walked_page(cursor, planned, names=MOST)
    if places or (named := names_in_address(clean(typed))) is None:
        places = places or ranked.close_matches(cursor, planned, _LOOKED_AT, MOST)
    elif named:
        names_asked = parse_query(named)
        asked = replace(planned.query, names=names_asked, reading="address_dropped", read_as=named)
        planned = search_plan.prepare(cursor, asked)
        places = ranked.walked_page(cursor, planned, names=MOST)
    cursor.execute(_NAMES, ([place.number for place in places],))
    names = dict(cursor.fetchall())
    found: dict[str, tuple[Place, str]] = {}
    for place in places:
        name = names.get(place.number)
        if name is not None:
            found.setdefault(name.casefold(), (place, name))
    words = [word.marks for word in split(clean(planned.query.read_as or typed))]
    likely = sorted(
        found.values(), key=lambda each: (each[0].rank >= CLOSE_SPOKEN, _order(words, each[1]))
    )[:MOST]
    counts = _counts(cursor, [place.sort_name for place, _name in likely], query)
    return tuple(
        Suggestion(
            name,
            level_of(place.rank),
            planned.query.reading,
            max(1, counts.get(place.sort_name, 1)),
        )
        for place, name in likely
    )


def _order(words: list[str], name: str) -> int:
    """How the words typed stand in `name`: 0 at its beginning, 1 in their order, 2 otherwise.

    Each of them may be the beginning of a word of the name.
    """
    own = [word.marks for word in split(clean(name))]
    if len(own) >= len(words) and all(a.startswith(b) for a, b in zip(own, words, strict=False)):
        return 0
    rest = iter(own)
    return 1 if all(any(each.startswith(word) for each in rest) for word in words) else 2


def _counts(cursor: Cursor, sort_names: list[str], query: Query) -> dict[str, int]:
    """How many listings of where is asked bear each name, looked up in the index of names."""
    places = query.places
    here, parameters = ("AND province = ANY(%s)", [list(places)]) if places else ("", [])
    cursor.execute(
        "SELECT name, (SELECT count(*) FROM (SELECT FROM thads_search"
        f" WHERE sort_name = name {here} LIMIT %s) AS borne) FROM unnest(%s::text[]) AS name",
        [*parameters, COUNTED, sort_names],
    )
    return dict(cursor.fetchall())
