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
_FEW, _FEW_INITIALS, _FEW_COUNTED = 1_500, 8_000, 2_500
#: Fewer than this are looked at one by one for a beginning.
_FEW_FOUND = 10_000
#: The part of many matches that each tier is given the chance to have.
_COMMON = 0.1
#: Rows that are walked over for the best of many whole names before the index is asked for all.
_GLANCE = 8_000
#: So many that a glance lets expect are certainly one.
_LIKELY = 10
#: Microseconds to look up, fetch and test one of many matches by the word index.
_SIFT = 1.5


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
    # Counting has told how many there are, unless there are more than are counted.
    counted = 0 < at_least <= _FEW_COUNTED
    if counted or planned.terms.most <= (_FEW_INITIALS if query.pattern else _FEW):
        conditions, parameters = search_plan.index_tests(planned)
        rank = search_plan.rank_of(planned)
        return _sorted(cursor, planned, conditions, parameters, rank, wanted)[query.start :]
    places = _whole_names(cursor, planned, wanted, at_least)
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
        among = at_least
        if planned.terms.exact_shares:
            among = 0
        elif planned.scope:
            share = max(share, _COMMON * at_least / planned.scope)
        places += _ordered(
            cursor, planned, test, share, wanted - len(places), after, tier.rank, among=among
        )
    return places[query.start :]


def glance(cursor: Cursor, planned: SearchPlan) -> bool:
    """Whether a match is among the newest listings, where many are expected.

    The index gathers all that match before it tells that there is one.
    """
    known, query = planned.terms, planned.query
    looked_at = known is not None and query.pattern is None and query.number is None
    if known is None or not looked_at or planned.place or planned.share * _GLANCE < _LIKELY:
        return False
    rank = ("0", list[str]())
    return bool(_walked(cursor, planned, known.found, 1, most=_GLANCE, rank=rank, sort=Sort.NEWEST))


def worth_a_glance(planned: SearchPlan, wanted: int, among: float) -> bool:
    """Whether the newest listings may hold `wanted` of the best whole names, `among` matches."""
    names = planned.query.names
    if names is None or len(names.words) < _NAME or planned.place or planned.query.after:
        return False
    return among * _GLANCE >= wanted * planned.scope * 2


def _whole_names(cursor: Cursor, planned: SearchPlan, wanted: int, among: int) -> list[Place]:
    """The first `wanted` of the matches that are whole names, which are never very many; there are
    `among` matches at least.
    """
    names = planned.query.names
    tiers = [tier for tier in planned.terms.tiers if tier.full] if planned.terms else []
    after = planned.query.after
    if not tiers or names is None or (after is not None and after.tier > tiers[-1].rank):
        return []
    if worth_a_glance(planned, wanted, among):
        first = (str(tiers[0].rank), list[str]())
        best = _walked(
            cursor, planned, tiers[0].test, wanted, most=_GLANCE, rank=first, sort=Sort.RELEVANCE
        )
        if len(best) == wanted:
            return best
    test = terms.both([terms.whole_names(names), *planned.index_words])
    # The lists of the single words are long, and the rows looked at for the rank anyway.
    tests, parameters = search_plan.walk_tests([f"({tiers[-1].test})"])
    rank = search_plan.rank_among(tiers)
    return _sorted(
        cursor, planned, ["words @@ %s::tsquery", *tests], [test, *parameters], rank, wanted
    )


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
            for place in _ordered(cursor, planned, test, 0.0, most, None, rank, sort=newest):
                found.setdefault(place.number, place)
    if not found and near.two is not None:
        for place in _ordered(
            cursor, planned, near.two, 0.0, most, None, terms.CLOSE_FULL, sort=newest
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
        rest += _ordered(cursor, planned, part.test, share, most, None, terms.CLOSE, sort=newest)
    if rare:
        # Together: the index reads the list of each word once.
        test = terms.either(rare)
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
    test = terms.either(f"({each})" for each in tests)
    extra, parameters = search_plan.other_conditions(planned.query)
    apart, without = _but_better(planned)
    where = " AND ".join(["words @@ %s::tsquery", *apart, *extra])
    cursor.execute(
        f"SELECT count(*) FROM (SELECT FROM thads_search WHERE {where} LIMIT %s) AS close",
        [terms.both([f"({test})", *planned.index_words]), *without, *parameters, most],
    )
    return int(cursor.fetchone()[0])


def _but_better(planned: SearchPlan) -> tuple[list[str], list[str]]:
    """The condition that leaves out what answers better. It is tested on the rows: the index finds
    few that are close, and would read the long lists of what is better for them.
    """
    better = planned.terms.found if planned.terms else None
    return ([], []) if better is None else (["NOT ts_match_vq(words, %s::tsquery)"], [better])


def _worth_walking(planned: SearchPlan, share: float, wanted: int, among: int = 0) -> bool:
    """Whether enough is found on a walk sooner than by fetching all there is, which are `among` rows
    at least.
    """
    if planned.query.pattern:
        return False
    if wanted > share * WALKED:
        # Rather a walk for nothing than all of very many.
        return search_plan.passing(planned) * WALKED < among * _SIFT
    walk, _ = search_plan.costs(planned, share, wanted)
    _, index = search_plan.costs(planned, share, max(wanted, int(planned.scope * share)))
    return walk <= max(index, among * _SIFT)


def _walked(
    cursor: Cursor,
    planned: SearchPlan,
    test: str | None,
    wanted: int,
    *,
    most: int,
    rank: tuple[str, list[str]],
    sort: Sort,
    after: After | None = None,
    apart: tuple[list[str], list[str]] = ([], []),
) -> list[Place]:
    """The first `wanted` matches of `test` among the first `most` rows in order."""
    order, _ = ORDERS[sort]
    extra, extra_parameters = search_plan.other_conditions(planned.query)
    going_on, after_parameters = after_columns(sort, after)
    conditions, parameters = search_plan.walk_place(planned)
    found = [f"({test})"] if test else []
    tests, test_parameters = search_plan.walk_tests([*found, *planned.walk_words])
    inner = " AND ".join([*conditions, *going_on]) or "true"
    outer = " AND ".join([*tests, *apart[0], *extra]) or "true"
    cursor.execute(
        f"SELECT {rank[0]}, {COLUMNS} FROM (SELECT * FROM thads_search WHERE {inner}"
        f" ORDER BY {order} LIMIT %s) AS walked WHERE {outer} LIMIT %s",
        [
            *rank[1],
            *parameters,
            *after_parameters,
            most,
            *test_parameters,
            *apart[1],
            *extra_parameters,
            wanted,
        ],
    )
    return [Place(*row) for row in cursor.fetchall()]


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
    among: int = 0,
) -> list[Place]:
    """The first `wanted` matches of `test` in the order asked for, from `after` on. Close ones
    (by their `rank`) are none of those that answer better.
    """
    sort = sort or planned.query.sort
    close = rank is not None and rank >= terms.CLOSE_SPOKEN
    apart = _but_better(planned) if close else ([], [])
    ranked = (str(rank), []) if rank is not None else search_plan.rank_of(planned)
    if planned.query.number is None and _worth_walking(planned, share, wanted, among):
        most = WALKED + wanted
        places = _walked(
            cursor,
            planned,
            test,
            wanted,
            most=most,
            rank=ranked,
            sort=sort,
            after=after,
            apart=apart,
        )
        if len(places) == wanted or planned.scope <= WALKED:
            return places
    conditions, parameters = _by_index(planned, test, close=close, among=among)
    extra, extra_parameters = search_plan.other_conditions(planned.query)
    going_on, after_parameters = after_columns(sort, after)
    where = " AND ".join([*conditions, *apart[0], *extra, *going_on]) or "true"
    columns = COLUMNS if rank is not None else f"{COLUMNS}, words"
    order, _ = ORDERS[sort]
    # Apart from the order, or the planner would walk after all.
    cursor.execute(
        f"WITH found AS MATERIALIZED (SELECT {columns} FROM thads_search WHERE {where})"
        f" SELECT {ranked[0]}, {COLUMNS} FROM found ORDER BY {order} LIMIT %s",
        [
            *parameters,
            *apart[1],
            *extra_parameters,
            *after_parameters,
            *ranked[1],
            wanted,
        ],
    )
    return [Place(*row) for row in cursor.fetchall()]


def _by_index(
    planned: SearchPlan, test: str | None, *, close: bool, among: int
) -> tuple[list[str], list[str]]:
    """The conditions that find the matches of `test` by the word index; there are `among` matches at
    least of all the plan's tiers.
    """
    if close:
        # Close names are told by one word that few have.
        words = [*([f"({test})"] if test else []), *planned.index_words]
        return ["words @@ %s::tsquery"], [terms.both(words)]
    # Every match is among these, and pairs of words make them fewer to look at.
    known = planned.terms
    found = known.found if known is not None and known.narrow is None else None
    begins = found is not None and test is not None and terms.BEGINNING in test
    if known is not None and begins and (among or known.most) < _FEW_FOUND:
        # To gather all words of a beginning takes longer than to look at the matches.
        tests, parameters = search_plan.walk_tests([f"({test})"])
        conditions, of_found = search_plan.index_tests(planned, found)
        return [*conditions, *tests], [*of_found, *parameters]
    both = [f"({each})" for each in (test, found) if each]
    return search_plan.index_tests(planned, terms.both(both) if both else None)
