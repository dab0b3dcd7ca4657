"""Suggestions while a name is typed: distinct names present, the likeliest first.

A suggestion is a name that a search would find, never a fuller record: no address and
no number, since whoever types three letters has not asked for anybody yet.
"""

from dataclasses import dataclass
from thads_portal.domain.name_match import Level
from thads_portal.register import pool
from thads_portal.register import ranked
from thads_portal.register import readings
from thads_portal.register import search_plan
from thads_portal.register.query import parse
from thads_portal.register.terms import level_of


#: Fewer letters than this begin too many names to help.
MIN_LETTERS = 2
MOST = 8
#: The best matches; among them the same name comes many times.
_LOOKED_AT = 60

_NAMES = (
    "SELECT number, debtor_name FROM thads_listing WHERE number = ANY(%s) AND state = 'published'"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name as written in the register, and how it answers what was typed."""

    name: str
    match: Level
    reading: str | None = None


def suggest(dsn: str, typed: str, *, province: str | None = None) -> tuple[Suggestion, ...]:
    """At most MOST distinct names that go on from `typed`. Raises RegisterUnavailable."""
    if sum(map(str.isalpha, typed)) < MIN_LETTERS:
        return ()
    query = parse({"q": typed, "province": province, "b_size": _LOOKED_AT})
    if query.hopeless:
        return ()
    with pool.reading(dsn) as cursor:
        planned = search_plan.prepare(cursor, query)
        planned = readings.by_text(cursor, planned) or planned
        places = ranked.walked_page(cursor, planned, names=MOST)
        if not places and (other := readings.by_words(cursor, planned)) is not None:
            planned = other
            places = ranked.walked_page(cursor, planned, names=MOST)
        places = places or ranked.close_matches(cursor, planned, _LOOKED_AT, MOST)
        cursor.execute(_NAMES, ([place.number for place in places],))
        names = dict(cursor.fetchall())
    found: dict[str, Suggestion] = {}
    for place in places:
        name = names.get(place.number)
        if name is not None:
            made = Suggestion(name, level_of(place.rank), planned.query.reading)
            found.setdefault(name.casefold(), made)
    return tuple(found.values())[:MOST]
