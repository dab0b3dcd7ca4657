"""Counts the matches of a search, up to a bound, together with its page.

Two ways lead to the matches. Where they are common, the newest rows are walked over until
there are enough; where they are rare, the word index finds them. Where there are certainly
too many to count, a sample tells how they are spread.
"""

from thads_portal.database.sql import Cursor
from thads_portal.register import ranked
from thads_portal.register import search_plan
from thads_portal.register import terms
from thads_portal.register.facets import Counts
from thads_portal.register.order import after_condition
from thads_portal.register.order import COLUMNS
from thads_portal.register.order import ORDERS
from thads_portal.register.order import Place
from thads_portal.register.query import Sort
from thads_portal.register.search_plan import SearchPlan
from typing import Any


#: Matches that a sample should have, and rows it may look at for them.
_SAMPLE, _SAMPLED = 1_500, 20_000
#: A sample with a fifth of that tells for certain that there are more than a number of
#: matches, when it lets expect this many times the number.
_SURE = 1.5
#: The page is sorted out of those counted where fewer are expected.
_PAGED = 2_500
#: Words that a name has at least.
_NAME = 3
#: A sample is tried where this many times the number is expected.
_LIKELY = 2.5


def counted_page(
    cursor: Cursor, planned: SearchPlan, most: int
) -> tuple[Counts, list[Place] | None]:
    """Counts over at most `most` + 1 matches; with them the page, unless there are more."""
    counts = Counts()
    if planned.nothing:
        return counts, []
    expected = planned.scope * planned.share
    if planned.terms is not None and planned.unfiltered:
        # What a beginning lets expect may be far more than the pairs of its words allow.
        expected = max(planned.terms.certain, min(expected, planned.terms.most))
        if planned.terms.certain > most or expected > most * _LIKELY:
            sampled = _sampled(cursor, planned, most)
            if sampled is not None:
                return sampled, None
    # Among many, the page is not sorted out of those counted: to rank and sort them all costs
    # as much again as to count them.
    # How often a legal form stands beside words is a guess; how few have the initials asked for
    # is not known, and to find them again takes as long as the first time.
    legal = planned.query.names is not None and planned.query.names.legal
    most_likely = planned.terms.most if planned.terms is not None and legal else expected
    initials = planned.query.pattern is not None
    paged = initials or most_likely < _PAGED or not _page_apart(planned, most_likely, most)
    walked = _worth_walking(planned, most)
    places = _count(cursor, planned, most, counts, walked, paged)
    if walked and counts.total <= most and walked < planned.scope:
        # Fewer matches than expected: all of them are still to be found.
        counts, paged = Counts(), True
        places = _count(cursor, planned, most, counts, 0, paged)
    if counts.total > most:
        counts.names = None
    if counts.total > most or not paged:
        return counts, None
    return counts, sorted(places, key=lambda place: place.key(planned.query.sort))


def _count(
    cursor: Cursor, planned: SearchPlan, most: int, counts: Counts, walked: int, paged: bool
) -> list[Place]:
    """Add up at most `most` + 1 matches, on a walk over `walked` rows or by the index (0).

    The page among them, if it is `paged`.
    """
    query = planned.query
    source, parameters = _matches(planned, most + 1, walked)
    whole = _whole_names(planned)
    counts.names = None if whole is None else []
    if not paged:
        _count_alone(cursor, source, parameters, counts, whole)
        return []
    rank, rank_parameters = search_plan.rank_of(planned)
    after, after_parameters = after_condition(query)
    order, _ = ORDERS[query.sort]
    order = f"rank, {order}" if query.sort == Sort.RELEVANCE else order
    names = (
        "SELECT -3, NULL, NULL, min(number), NULL, NULL, NULL, count(*) FROM matches"
        f" WHERE rank < {terms.CONTAINS} GROUP BY sort_name UNION ALL"
    )
    cursor.execute(
        f"""
        WITH matches AS MATERIALIZED (SELECT {rank} AS rank, {COLUMNS} FROM {source})
        SELECT -2, NULL::timestamptz, NULL, NULL, province, agency, NULL, count(*)
        FROM matches GROUP BY province, agency
        UNION ALL
        SELECT -1, NULL, NULL, NULL, NULL, NULL, kinds, count(*) FROM matches GROUP BY kinds
        UNION ALL {names if whole is not None else ""}
        (SELECT rank, {COLUMNS}, NULL FROM matches WHERE {after}
         ORDER BY {order} LIMIT %s OFFSET %s)
        """,
        [*rank_parameters, *parameters, *after_parameters, query.size + 1, query.start],
    )
    places = []
    for rank, *values, n in cursor.fetchall():
        if rank == -2:
            counts.add_place(values[3], values[4], n)
        elif rank == -1:
            counts.add_kinds(values[5].split("|"), n)
        elif rank == -3 and counts.names is not None:
            counts.names.append((values[2], n))
        else:
            places.append(Place(rank, *values))
    return places


def _count_alone(
    cursor: Cursor, source: str, parameters: list[Any], counts: Counts, whole: str | None
) -> None:
    """Add up what the FROM part `source` finds, and the names among them that `whole` finds."""
    if whole is None:
        cursor.execute(
            "SELECT province, agency, kinds, NULL, count(*), NULL"
            f" FROM {source} GROUP BY GROUPING SETS ((province, agency), (kinds))",
            parameters,
        )
    else:
        # Beside the rest: to fetch each of them again for its name takes half as long again.
        cursor.execute(
            "SELECT province, agency, kinds, name, count(*), min(number)"
            " FROM (SELECT province, agency, kinds, number,"
            f" CASE WHEN words @@ %s::tsquery THEN sort_name END AS name FROM {source}) AS named"
            " GROUP BY GROUPING SETS ((province, agency), (kinds), (name))",
            [whole, *parameters],
        )
    for province, agency, kinds, name, n, number in cursor.fetchall():
        if province is not None:
            counts.add_place(province, agency, n)
        elif kinds is not None:
            counts.add_kinds(kinds.split("|"), n)
        elif name is not None and counts.names is not None:
            counts.names.append((number, n))


def _whole_names(planned: SearchPlan) -> str | None:
    """What finds the whole names that spellings are told of, where a first page may be full of
    them; None where it is not likely.
    """
    query, names = planned.query, planned.query.names
    first = not query.start and query.after is None and query.pattern is None
    if names is None or not first or names.strict or len(names.words) < _NAME:
        return None
    return terms.whole_names(names)


def _page_apart(planned: SearchPlan, expected: float, most: int) -> bool:
    """Whether the page of very many is sooner read by itself than sorted out of them."""
    query, names = planned.query, planned.query.names
    if query.sort == Sort.NAME:
        # In the order of names, a walk passes all others before the names that match.
        return expected >= most
    if names is None or query.sort != Sort.RELEVANCE or len(names.words) < _NAME:
        return True
    return ranked.worth_a_glance(planned, query.size + 1, expected)


def _sampled(cursor: Cursor, planned: SearchPlan, most: int) -> Counts | None:
    """Estimates over blocks drawn from the whole table, the same for every page.

    None if it cannot be taken for certain that there are more than `most` matches. Only
    for names: listings of one province or kind lie together, and blocks tell too little.
    """
    if planned.terms is None:
        return None
    rows = min(_SAMPLED, _SAMPLE / planned.share)
    percent = min(100.0, 100.0 * rows / planned.nation)
    tests, parameters = search_plan.walk_tests([f"({planned.terms.found})"])
    cursor.execute(
        f"""
        WITH matches AS MATERIALIZED (
            SELECT province, agency, kinds FROM thads_search
            TABLESAMPLE SYSTEM (%s) REPEATABLE (1) WHERE {tests[0]}
        )
        SELECT province, agency, NULL, count(*) FROM matches GROUP BY province, agency
        UNION ALL SELECT NULL, NULL, kinds, count(*) FROM matches GROUP BY kinds
        """,
        [percent, *parameters],
    )
    found = cursor.fetchall()
    seen = sum(n for *_, kinds, n in found if kinds is not None)
    total = planned.terms.certain
    if total <= most:
        total = round(seen * 100 / percent)
        if seen < _SAMPLE / 5 or total < most * _SURE:
            return None
    counts = Counts()
    for province, agency, kinds, n in found:
        estimate = max(n, round(n * total / seen))
        if kinds is None:
            counts.add_place(province, agency, estimate)
        else:
            counts.add_kinds(kinds.split("|"), estimate)
    counts.total = total
    return counts


def every(cursor: Cursor, planned: SearchPlan, most: int) -> list[Place]:
    """All matches, known to be few."""
    if planned.nothing:
        return []
    source, parameters = _matches(planned, most, 0)
    rank, rank_parameters = search_plan.rank_of(planned)
    cursor.execute(
        f"SELECT {rank} AS rank, {COLUMNS} FROM {source}", [*rank_parameters, *parameters]
    )
    return [Place(*row) for row in cursor.fetchall()]


def _worth_walking(planned: SearchPlan, most: int) -> int:
    """How many rows to walk over for `most` matches; 0 where the word index is quicker."""
    walk, index = search_plan.costs(planned, planned.share, most)
    looked_up = planned.query.number is not None or planned.query.pattern is not None
    if looked_up or not planned.share or walk > index:
        return 0
    return int(most / planned.share * 2) + most


def _matches(planned: SearchPlan, most: int, walked: int) -> tuple[str, list[Any]]:
    """The FROM part that finds up to `most` matches, in no order, and its parameters."""
    found = [f"({planned.terms.found})"] if planned.terms else []
    extra, extra_parameters = search_plan.other_conditions(planned.query)
    if walked:
        place, parameters = search_plan.walk_place(planned)
        order, _ = ORDERS[Sort.NEWEST]
        inner = " AND ".join(place) or "true"
        tests, test_parameters = search_plan.walk_tests([*found, *planned.walk_words])
        table = f"(SELECT * FROM thads_search WHERE {inner} ORDER BY {order} LIMIT %s) AS walked"
        parameters = [*parameters, walked, *test_parameters]
    else:
        table = "thads_search"
        tests, parameters = search_plan.index_tests(planned)
    where = " AND ".join([*tests, *extra]) or "true"
    return (
        f"(SELECT * FROM {table} WHERE {where} LIMIT %s) AS found",
        [*parameters, *extra_parameters, most],
    )
