"""What searching reads instead of the listings: a narrow copy of each, and sums over them.

``thads_search`` has one short row per published listing. A search touches thousands of
rows to count them: in the listings' own table each would be a page of its own.
``thads_word`` counts the words present, ``thads_tally`` and ``thads_agency_tally`` the
listings by filter, so that browsing counts nothing.

All are kept by statement triggers on ``thads_listing``, whoever writes to it, in the
writer's transaction. Were they wrong, listings would be hidden from visitors:
``thads_recount()`` makes them anew, :func:`drift` compares.

Writers never wait for each other here, although all of them add to the same sums: each
sum is spread over shards, a transaction holds a free shard (an advisory lock) until it
ends, and the sum is that of its shards.
"""

from thads_portal.database.sql import Cursor
from thads_portal.register.waiting_tally import DRIFT as _WAITING_DRIFT


_PUBLISHED = "state = 'published'"


_FILTER_WORDS = (
    "array_to_tsvector(ARRAY['p' || listing.province, 'a' || listing.agency,"
    " 'd' || coalesce(listing.debtor_kind, ''), 'j' || coalesce(listing.judgment_kind, ''),"
    " 'g' || thads_ground_key(listing.ground, listing.ground_scheme), 'y' || coalesce(listing.year, 0)])"
)
_DRIFT = f"""
SELECT
    (SELECT count(*) FROM thads_listing WHERE {_PUBLISHED})
        - (SELECT count(*) FROM thads_search JOIN thads_listing AS listing USING (number)
           WHERE listing.{_PUBLISHED} AND listing.sort_name = thads_search.sort_name
               AND listing.province = thads_search.province
               AND listing.agency = thads_search.agency
               AND coalesce(listing.first_published, listing.changed)
                   = thads_search.first_published
               AND listing.obligation_amount IS NOT DISTINCT FROM thads_search.amount
               AND listing.name_tokens || {_FILTER_WORDS} = thads_search.words) AS missing,
    (SELECT count(*) FROM thads_search) - (SELECT count(*) FROM thads_listing
        WHERE {_PUBLISHED}) AS stray,
    (SELECT count(*) FROM thads_search)
        - (SELECT coalesce(sum(n), 0) FROM thads_tally WHERE province = '') AS nation,
    (SELECT count(*) FROM thads_search)
        - (SELECT coalesce(sum(n), 0) FROM thads_agency_tally) AS agencies,
    (SELECT count(*) FROM thads_listing, unnest(tsvector_to_array(name_tokens)) AS each (word)
        WHERE {_PUBLISHED} AND each.word !~ '^f')
        - (SELECT coalesce(sum(n), 0) FROM thads_word) AS words,
    ({_WAITING_DRIFT}) AS waiting
"""


def drift(cursor: Cursor) -> dict[str, int]:
    """By how much the derived tables differ from the listings, as of one moment; empty if not."""
    cursor.execute(_DRIFT)
    names = [column.name for column in cursor.description]
    return {name: int(n) for name, n in zip(names, cursor.fetchone(), strict=True) if n}


def recount(cursor: Cursor) -> None:
    """Make the derived tables anew from the listings. Writers wait until the commit."""
    cursor.execute("SELECT thads_recount(), thads_recount_waiting()")
