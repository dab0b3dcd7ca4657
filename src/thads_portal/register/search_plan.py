"""What a search is up against: its filters, its words, and how much they let expect.

The estimates come from ``thads_word`` and the tallies. They only choose the way; a wrong
one is slow, not wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.register import terms
from thads_portal.register.facets import filtered
from thads_portal.register.query import Query
from thads_portal.register.query import Sort
from thads_portal.register.terms import either
from thads_portal.register.terms import quoted
from thads_portal.register.terms import Terms
from thads_portal.register.terms import Tier
from typing import Any


#: Microseconds, as measured: to pass a row on a walk through the nation; to fetch a row
#: that lies anywhere, by the word index or on a walk through a province; to take an entry
#: from one list of the index; to look an entry up in other lists.
_PASS, _FETCH, _TAKE, _INTERSECT = 0.2, 1.0, 0.02, 0.3


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """A query with what is known of its cost.

    `scope` rows stand in the order index that a walk goes through: of the nation, or those
    where the column `place` has a value. `share` of them are expected to match. `walk_words` and `index_words` are conditions for the filters. `nothing`:
    no listing can match (but perhaps a close one, unless `empty`).
    """

    query: Query
    terms: Terms | None
    walk_words: tuple[str, ...]
    index_words: tuple[str, ...]
    place: tuple[str, str | int] | None
    nation: int
    scope: int
    filtered: int
    share: float

    @property
    def unfiltered(self) -> bool:
        return not (self.index_words or self.walk_words or other_conditions(self.query)[0])

    @property
    def empty(self) -> bool:
        return self.filtered == 0

    @property
    def nothing(self) -> bool:
        return self.empty or (self.terms is not None and self.terms.found is None)


def prepare(cursor: Cursor, query: Query) -> SearchPlan:
    """Look up what the filters and the name let expect."""
    walk = []
    if query.province_2025 and not query.province:
        walk.append(either(quoted("p" + place) for place in query.places))
    if query.agency:
        walk.append(quoted("a" + query.agency))
    for letter, value in (
        ("d", query.debtor_kind),
        ("j", query.judgment_kind),
        ("y", query.year),
    ):
        if value is not None:
            walk.append(quoted(f"{letter}{value}"))
    if query.grounds:
        walk.append(either(quoted(f"g{key}") for key in query.grounds))
    index = [quoted("p" + query.province), *walk] if query.province else list(walk)
    place = scope_of(query)
    nation, scope, found = filtered(cursor, query, place)
    known = None
    share = found / scope if scope else 0.0
    if query.names is not None and found:
        known = terms.look_up(cursor, query.names, total=nation)
        share *= known.share
    return SearchPlan(query, known, tuple(walk), tuple(index), place, nation, scope, found, share)


def scope_of(query: Query) -> tuple[str, str | int] | None:
    """The column and value of the narrowest order index for `query`."""
    if len(query.places) == 1:
        return "province", query.places[0]
    if query.year is not None and query.sort != Sort.NAME:
        return "year", query.year
    return None


def costs(plan: SearchPlan, share: float, wanted: int) -> tuple[float, float]:
    """Microseconds for `wanted` matches, of which there are `share` in the scope: of walking
    over rows in order, and of fetching by the word index what is to be counted.
    """
    walked = min(plan.scope, wanted / share) if share else plan.scope
    keys = (plan.terms.keys if plan.terms else 0) + len(plan.index_words)
    entries = plan.nation * plan.terms.share if plan.terms else plan.filtered
    reading = entries * _TAKE if keys == 1 else min(entries * 2, plan.filtered) * _INTERSECT
    return walked * passing(plan), reading + min(plan.scope * share, wanted) * _FETCH


def passing(plan: SearchPlan) -> float:
    """Microseconds for a row that a walk passes."""
    return _PASS if plan.place is None else _FETCH


def walk_place(plan: SearchPlan) -> tuple[list[str], list[Any]]:
    """The part of an order index that a walk keeps to, if one is asked for."""
    if plan.place is None:
        return [], []
    column, value = plan.place
    return [f"{column} = %s"], [value]


def walk_tests(words: Sequence[str]) -> tuple[list[str], list[str]]:
    # The function behind @@ is invisible to indexes.
    return (["ts_match_vq(words, %s::tsquery)"], [terms.both(words)]) if words else ([], [])


def index_tests(plan: SearchPlan, test: str | None = None) -> tuple[list[str], list[str]]:
    """Conditions that find the matches among the filters by the word index, those that `test`
    finds among them if one is given.
    """
    narrow = plan.terms.narrow if plan.terms else None
    test = test or (plan.terms.found if plan.terms else None)
    if test is None or narrow is None or terms.BEGINNING not in test:
        words = [*filter(None, [test and f"({test})", narrow]), *plan.index_words]
        return (["words @@ %s::tsquery"], [terms.both(words)]) if words else ([], [])
    tests, parameters = walk_tests([f"({test})"])
    index = terms.both([narrow, *plan.index_words])
    return ["words @@ %s::tsquery", *tests], [index, *parameters]


def other_conditions(query: Query, *, of_found: bool = False) -> tuple[list[str], list[Any]]:
    """Conditions that no word stands for: amounts, numbers of documents, initials.

    `of_found`: where ``thads_search`` is joined as `found`.
    """
    conditions: list[str] = []
    parameters: list[Any] = []
    if query.amount_min is not None:
        conditions.append("amount >= %s")
        parameters.append(query.amount_min)
    if query.amount_max is not None:
        conditions.append("amount <= %s")
        parameters.append(query.amount_max)
    if query.number is not None:
        conditions.append(
            f"{'found.' if of_found else ''}number IN (SELECT number FROM thads_listing"
            " WHERE number_keys @> ARRAY[%s] AND state = 'published')"
        )
        parameters.append(query.number)
    if query.pattern is not None:
        conditions.append("found.sort_name ~ %s" if of_found else "sort_name ~ %s")
        parameters.append(query.pattern)
    return conditions, parameters


def rank_of(plan: SearchPlan) -> tuple[str, list[str]]:
    """An expression for the rank of a row that matches. Whole names are told by one test, since
    most rows are none; then levels, since most rows are of the loosest.
    """
    if plan.terms is None or not plan.terms.tiers:
        return "0", []
    full = [tier for tier in plan.terms.tiers if tier.full]
    rest = [tier for tier in plan.terms.tiers if not tier.full]
    if not rest or not full:
        return rank_among(full or rest)
    inner, inner_parameters = rank_among(full)
    outer, outer_parameters = rank_among(rest)
    return (
        f"CASE WHEN words @@ %s::tsquery THEN {inner} ELSE {outer} END",
        [full[-1].test, *inner_parameters, *outer_parameters],
    )


def rank_among(tiers: Sequence[Tier]) -> tuple[str, list[str]]:
    """The same for rows that one of `tiers` finds."""
    parts, parameters = [], []
    for level in terms.LEVELS:
        mine = [tier for tier in tiers if tier.level == level]
        if not mine:
            continue
        *better, weakest = mine
        inner = "".join(f" WHEN words @@ %s::tsquery THEN {tier.rank}" for tier in better)
        inner = f"CASE{inner} ELSE {weakest.rank} END" if better else str(weakest.rank)
        tests = [tier.test for tier in better]
        if weakest is tiers[-1]:
            parts.append(f" ELSE {inner}")
            parameters += tests
        else:
            parts.append(f" WHEN words @@ %s::tsquery THEN {inner}")
            parameters += [weakest.test, *tests]
    if len(parts) == 1:
        return parts[0].removeprefix(" ELSE "), parameters
    return f"CASE{''.join(parts)} END", parameters
