"""The spellings of a name among the whole names found, with how many listings have each.

Hùng and Hưng are one word to who types without marks, and two persons' names all the same:
which of them there are stands above the results.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.domain.name_match import match_level
from thads_portal.domain.name_match import NameQuery
from thads_portal.domain.names import parse_name
from thads_portal.register import search_plan
from thads_portal.register.search_plan import SearchPlan
from thads_portal.register.terms import both
from thads_portal.register.terms import either
from thads_portal.register.terms import quoted


#: Keys of names that are looked at, and spellings that are told.
_KEYS, _MOST = 60, 12


@dataclass(frozen=True, slots=True)
class Spelling:
    """A whole name as one of `count` listings has it."""

    name: str
    count: int


def of(cursor: Cursor, planned: SearchPlan) -> tuple[Spelling, ...]:
    """The spellings of the whole names that answer `planned`, the nearest and commonest first.

    None if there are fewer than two.
    """
    names = planned.query.names
    if names is None or not names.words or planned.nothing or planned.query.pattern:
        return ()
    words = [either(map(quoted, names.fulls)), *planned.index_words]
    if names.legal and planned.terms is not None:
        words.append(f"({planned.terms.found})")
    extra, parameters = search_plan.other_conditions(planned.query)
    where = " AND ".join(["words @@ %s::tsquery", *extra])
    cursor.execute(
        "SELECT debtor_name, n FROM (SELECT min(number) AS number, count(*) AS n FROM thads_search"
        f" WHERE {where} GROUP BY sort_name ORDER BY count(*) DESC, min(number) LIMIT %s) AS key"
        " JOIN thads_listing USING (number) WHERE state = 'published' ORDER BY n DESC, number",
        [both(words), *parameters, _KEYS],
    )
    return among(names, cursor.fetchall())


def of_counted(
    cursor: Cursor, names: NameQuery, keys: Sequence[tuple[str, int]]
) -> tuple[Spelling, ...]:
    """The same where the keys are counted already: each by the number of a listing that has it,
    with how many have it.
    """
    if len(keys) < 2:
        return ()
    most = sorted(keys, key=lambda key: (-key[1], key[0]))[:_KEYS]
    cursor.execute(
        "SELECT number, debtor_name FROM thads_listing WHERE number = ANY(%s)"
        " AND state = 'published'",
        ([number for number, _ in most],),
    )
    known = dict(cursor.fetchall())
    return among(names, ((known[number], n) for number, n in most if number in known))


def among(names: NameQuery, found_names: Iterable[tuple[str, int]]) -> tuple[Spelling, ...]:
    """The same from (name, listings of it)."""
    counts: dict[tuple[str, ...], tuple[str, int]] = {}
    for name, n in found_names:
        key = tuple(sorted(word.exact for word in parse_name(name).own))
        known, before = counts.get(key, (name, 0))
        counts[key] = (known, before + n)
    found = sorted(counts.values(), key=lambda each: (_depth(names, each[0]), -each[1]))
    return tuple(Spelling(*each) for each in found[:_MOST]) if len(found) > 1 else ()


def _depth(names: NameQuery, name: str) -> int:
    match = match_level(names, name)
    return match.depth if match is not None else 3
