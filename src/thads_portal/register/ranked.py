"""Pages of a search among any number of matches, the best first.

Where matches are common, the rows are walked in the order asked for until there are
enough; where they are rare, the word index finds them all and they are sorted. A walk
that finds too little is given up.
"""

from collections.abc import Iterator
from thads_portal.database.sql import Cursor
from thads_portal.register import fuzzy
from thads_portal.register import search_plan
from thads_portal.register import terms
from thads_portal.register.order import after_columns
from thads_portal.register.order import after_condition
from thads_portal.register.order import COLUMNS
from thads_portal.register.order import ORDERS
from thads_portal.register.order import Place
from thads_portal.register.query import After
from thads_portal.register.query import Sort
from thads_portal.register.search_plan import SearchPlan
from thads_portal.register.terms import Terms
from thads_portal.register.terms import Tier


#: Rows a walk looks at before it is given up.
WALKED = 30_000
#: Words that a name has at least.
_NAME = 3
#: So few matches are sorted at once, also where most of those looked at have other initials.
_FEW, _FEW_INITIALS = 1_500, 8_000
#: The part of many matches that each tier is given the chance to have.
_COMMON = 0.1


def walked_page(
    cursor: Cursor, planned: SearchPlan, *, at_least: int = 0, names: int | None = None
) -> list[Place]:
    """The page among any number of matches, tier by tier where the best come first.

    That there are `at_least` so many is known by counting: some tier must be common,
    whatever the estimates say.
    """
    query = planned.query
    if planned.nothing:
        return []
    wanted = query.start + query.size + 1
    if query.sort != Sort.RELEVANCE or planned.terms is None:
        test = planned.terms.found if planned.terms else None
        return _ordered(cursor, planned, test, planned.share, wanted, query.after)[query.start :]
    if planned.terms.most <= (_FEW_INITIALS if query.pattern else _FEW):
        conditions, parameters = search_plan.index_tests(planned)
        rank = search_plan.rank_of(planned)
        return _sorted(cursor, planned, conditions, parameters, rank, wanted)[query.start :]
    places = _whole_names(cursor, planned, wanted)
    base = planned.share / planned.terms.share if planned.terms.share else 0.0
    for tier, test in _exclusive(planned.terms):
        if len(places) >= wanted or (names and len({each.sort_name for each in places}) >= names):
            break
        after = query.after
        if after is not None and tier.rank < after.tier:
            continue
        if after is not None and tier.rank > after.tier:
            after = None
        share = base * tier.share
        if planned.scope:
            share = max(share, _COMMON * at_least / planned.scope)
        places += _ordered(cursor, planned, test, share, wanted - len(places), after, tier.rank)
    return places[query.start :]


def _whole_names(cursor: Cursor, planned: SearchPlan, wanted: int) -> list[Place]:
    """The first `wanted` of the matches that are whole names, which are never very many."""
    tiers = [tier for tier in planned.terms.tiers if tier.full] if planned.terms else []
    after = planned.query.after
    if not tiers or (after is not None and after.tier > tiers[-1].rank):
        return []
    test = terms.both([f"({tiers[-1].test})", *planned.index_words])
    rank = search_plan.rank_among(tiers)
    return _sorted(cursor, planned, ["words @@ %s::tsquery"], [test], rank, wanted)


def _sorted(
    cursor: Cursor,
    planned: SearchPlan,
    conditions: list[str],
    parameters: list[str],
    rank: tuple[str, list[str]],
    wanted: int,
) -> list[Place]:
    """The first `wanted` of few matches, the best first."""
    query = planned.query
    extra, extra_parameters = search_plan.other_conditions(query)
    after, after_parameters = after_condition(query)
    where = " AND ".join([*conditions, *extra]) or "true"
    order, _ = ORDERS[query.sort]
    cursor.execute(
        f"WITH found AS MATERIALIZED (SELECT {rank[0]} AS rank, {COLUMNS} FROM thads_search"
        f" WHERE {where}) SELECT rank, {COLUMNS} FROM found WHERE {after}"
        f" ORDER BY rank, {order} LIMIT %s",
        [*rank[1], *parameters, *extra_parameters, *after_parameters, wanted],
    )
    return [Place(*row) for row in cursor.fetchall()]


def _exclusive(known: Terms) -> Iterator[tuple[Tier, str]]:
    """The tiers of names with more words, each without what better ones find.

    The tests of one level are nested, so are those of whole names.
    """
    full = [tier.test for tier in known.tiers if tier.full]
    levels: dict[str, str] = {}
    for tier in known.tiers:
        if tier.full:
            continue
        better = [*full[-1:], *levels.values()]
        levels[tier.level] = tier.test
        yield tier, " & ".join([f"({tier.test})", *(f"!({each})" for each in better)])


def close_matches(cursor: Cursor, planned: SearchPlan, most: int, enough: int) -> list[Place]:
    """The newest close matches: full names, and unless they are `enough`, also others.

    Better matches are not among them.
    """
    names = planned.query.names
    if planned.empty or planned.terms is None or names is None or planned.query.pattern:
        return []
    near = fuzzy.look_up(cursor, names, planned.terms)
    newest = Sort.NEWEST
    found: dict[str, Place] = {}
    for test, rank in ((near.spoken, terms.CLOSE_SPOKEN), (near.full, terms.CLOSE_FULL)):
        if test is not None and len(found) < most:
            test = _but_better(planned, test)
            for place in _ordered(cursor, planned, test, 0.0, most, None, rank, sort=newest):
                found.setdefault(place.number, place)
    if not found and near.two is not None:
        test = _but_better(planned, near.two)
        for place in _ordered(
            cursor, planned, test, 0.0, most, None, terms.CLOSE_FULL, sort=newest
        ):
            found.setdefault(place.number, place)
    # A name of known words that is somebody's but for a letter needs no longer ones beside it.
    settled = found and not near.strange and len(names.words) >= _NAME
    if settled or len(found) >= enough or not near.names:
        return list(found.values())[:most]
    rest, rare = [], []
    for part in fuzzy.parts(cursor, names, near):
        share = planned.filtered / planned.scope * part.n / planned.nation
        if not _worth_walking(planned, share, most):
            rare.append(part.test)
            continue
        test = _but_better(planned, part.test)
        rest += _ordered(cursor, planned, test, share, most, None, terms.CLOSE, sort=newest)
    if rare:
        # Together: the index reads the list of each word once.
        test = _but_better(planned, terms.either(rare))
        rest += _ordered(cursor, planned, test, 0.0, most, None, terms.CLOSE, sort=newest)
    for place in sorted(rest, key=lambda place: place.key(newest)):
        if len(found) < most:
            found.setdefault(place.number, place)
    return list(found.values())


def count_close(cursor: Cursor, planned: SearchPlan, most: int) -> int:
    """How many whole names are close to what many others answer better; at most `most`."""
    names = planned.query.names
    if planned.empty or planned.terms is None or names is None or planned.query.pattern:
        return 0
    near = fuzzy.look_up(cursor, names, planned.terms)
    tests = [each for each in (near.spoken, near.full) if each is not None]
    if not tests:
        return 0
    test = _but_better(planned, terms.either(f"({each})" for each in tests))
    extra, parameters = search_plan.other_conditions(planned.query)
    where = " AND ".join(["words @@ %s::tsquery", *extra])
    cursor.execute(
        f"SELECT count(*) FROM (SELECT FROM thads_search WHERE {where} LIMIT %s) AS close",
        [terms.both([f"({test})", *planned.index_words]), *parameters, most],
    )
    return int(cursor.fetchone()[0])


def _but_better(planned: SearchPlan, test: str) -> str:
    better = planned.terms.found if planned.terms else None
    return f"({test})" if better is None else f"({test}) & !({better})"


def _worth_walking(planned: SearchPlan, share: float, wanted: int) -> bool:
    """Whether enough is found on a walk sooner than by fetching all there is."""
    if planned.query.pattern or wanted > share * WALKED:
        return False
    walk, _ = search_plan.costs(planned, share, wanted)
    _, index = search_plan.costs(planned, share, max(wanted, int(planned.scope * share)))
    return walk <= index


def _ordered(
    cursor: Cursor,
    planned: SearchPlan,
    test: str | None,
    share: float,
    wanted: int,
    after: After | None,
    rank: int | None = None,
    *,
    sort: Sort | None = None,
) -> list[Place]:
    """The first `wanted` matches of `test` in the order asked for, from `after` on."""
    sort = sort or planned.query.sort
    order, _ = ORDERS[sort]
    found = [f"({test})"] if test else []
    extra, extra_parameters = search_plan.other_conditions(planned.query)
    going_on, after_parameters = after_columns(sort, after)
    ranked, rank_parameters = (str(rank), []) if rank is not None else search_plan.rank_of(planned)
    if planned.query.number is None and _worth_walking(planned, share, wanted):
        conditions, parameters = search_plan.walk_place(planned)
        tests, test_parameters = search_plan.walk_tests([*found, *planned.walk_words])
        inner = " AND ".join([*conditions, *going_on]) or "true"
        outer = " AND ".join([*tests, *extra]) or "true"
        cursor.execute(
            f"SELECT {ranked}, {COLUMNS} FROM (SELECT * FROM thads_search WHERE {inner}"
            f" ORDER BY {order} LIMIT %s) AS walked WHERE {outer} LIMIT %s",
            [
                *rank_parameters,
                *parameters,
                *after_parameters,
                WALKED + wanted,
                *test_parameters,
                *extra_parameters,
                wanted,
            ],
        )
        places = [Place(*row) for row in cursor.fetchall()]
        if len(places) == wanted or planned.scope <= WALKED:
            return places
    if rank is None or rank < terms.CLOSE_SPOKEN:
        # Every match is among these, and pairs of words make them fewer to look at.
        narrowed = planned.terms is not None and planned.terms.narrow is None
        all_found = planned.terms.found if planned.terms and narrowed else None
        both = [each for each in (test, all_found) if each]
        test = terms.both(f"({each})" for each in both) if both else None
        conditions, parameters = search_plan.index_tests(planned, test)
    else:
        # Close names are told by one word that few have.
        words = [*found, *planned.index_words]
        conditions, parameters = ["words @@ %s::tsquery"], [terms.both(words)]
    where = " AND ".join([*conditions, *extra, *going_on]) or "true"
    # Apart from the order, or the planner would walk after all.
    cursor.execute(
        f"WITH found AS MATERIALIZED (SELECT * FROM thads_search WHERE {where})"
        f" SELECT {ranked}, {COLUMNS} FROM found ORDER BY {order} LIMIT %s",
        [
            *parameters,
            *extra_parameters,
            *after_parameters,
            *rank_parameters,
            wanted,
        ],
    )
    return [Place(*row) for row in cursor.fetchall()]
