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

from thads_portal.register.waiting_tally import DRIFT as _WAITING_DRIFT


_SHARDS = 16
#: First half of the advisory lock of a shard; the shard is the second.
_LOCK = 0x74686473

_KINDS = ("debtor_kind", "judgment_kind", "ground", "year")
_NAMES = ", ".join(_KINDS)
#: The columns of a listing that the derived tables are made from.
_READ = (
    "number",
    "province",
    "agency",
    *_KINDS,
    "obligation_amount",
    "first_published",
    "changed",
    "sort_name",
    "name_tokens",
)
_PUBLISHED = "state = 'published'"


def _changed(*tables: str) -> str:
    """The published rows in `tables`: added (sign 1), removed (sign -1), unless in both alike."""
    compared = ", ".join(f"{{0}}.{name}" for name in _READ if name != "changed")
    parts = []
    for table in tables:
        part = (
            f"SELECT {1 if table == 'added' else -1} AS sign, {', '.join(_READ)}"
            f" FROM {table} AS own WHERE {_PUBLISHED}"
        )
        if len(tables) > 1:
            other = tables[1 - tables.index(table)]
            part += (
                f" AND NOT EXISTS (SELECT FROM {other} AS other WHERE other.{_PUBLISHED}"
                f" AND other.number = own.number AND ({compared.format('other')})"
                f" IS NOT DISTINCT FROM ({compared.format('own')}))"
            )
        parts.append(part)
    return f"""
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, coalesce(ground, '') AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM ({" UNION ALL ".join(parts)}) AS listed
    """


def _apply(source: str, shard: str) -> str:
    """The statement that brings the derived tables up to the changed rows in `source`."""
    return f"""
    WITH changed AS MATERIALIZED ({source}),
    gone AS (
        DELETE FROM thads_search USING changed
        WHERE sign = -1 AND thads_search.number = changed.number
            AND NOT EXISTS (
                SELECT FROM changed AS come WHERE come.sign = 1 AND come.number = changed.number
            )
    ),
    come AS (
        INSERT INTO thads_search AS present
        SELECT first_published, obligation_amount, year, number, province, agency,
            concat_ws('|', {_NAMES}), sort_name,
            name_tokens || array_to_tsvector(ARRAY['p' || province, 'a' || agency,
                'd' || debtor_kind, 'j' || judgment_kind, 'g' || ground, 'y' || year])
        FROM changed WHERE sign = 1
        ON CONFLICT (number) DO UPDATE SET
            first_published = excluded.first_published, amount = excluded.amount,
            year = excluded.year, province = excluded.province, agency = excluded.agency, kinds = excluded.kinds,
            sort_name = excluded.sort_name, words = excluded.words
    ),
    words AS (
        INSERT INTO thads_word AS present (word, shard, n)
        SELECT each.word, {shard}, sum(sign)
        FROM changed, unnest(tsvector_to_array(name_tokens)) AS each (word)
        WHERE each.word !~ '^f'
        GROUP BY each.word HAVING sum(sign) <> 0
        ON CONFLICT (word, shard) DO UPDATE SET n = present.n + excluded.n
    ),
    agencies AS (
        INSERT INTO thads_agency_tally AS present (province, agency, {_NAMES}, shard, n)
        SELECT province, agency, {_NAMES}, {shard}, sum(sign) FROM changed
        GROUP BY province, agency, {_NAMES} HAVING sum(sign) <> 0
        ON CONFLICT (province, agency, {_NAMES}, shard)
        DO UPDATE SET n = present.n + excluded.n
    )
    INSERT INTO thads_tally AS present (province, {_NAMES}, shard, n)
    SELECT coalesce(province, ''), {_NAMES}, {shard}, sum(sign) FROM changed
    GROUP BY GROUPING SETS ((province, {_NAMES}), ({_NAMES})) HAVING sum(sign) <> 0
    ON CONFLICT (province, {_NAMES}, shard) DO UPDATE SET n = present.n + excluded.n;
"""


def _trigger(event: str, *tables: str) -> str:
    """The trigger for `event`, whose rows stand in `tables`."""
    seen = " OR ".join(f"EXISTS (SELECT FROM {table} WHERE {_PUBLISHED})" for table in tables)
    referencing = " ".join(
        f"{'NEW' if table == 'added' else 'OLD'} TABLE AS {table}" for table in tables
    )
    return f"""
CREATE FUNCTION thads_derive_{event}() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT ({seen}) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();
    {_apply(_changed(*tables), "mine")}
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_derive_{event} AFTER {event} ON thads_listing
    REFERENCING {referencing} FOR EACH STATEMENT EXECUTE FUNCTION thads_derive_{event}();
"""


_TALLIED = """
    debtor_kind text COLLATE "C" NOT NULL,
    judgment_kind text COLLATE "C" NOT NULL,
    ground text COLLATE "C" NOT NULL,
    year smallint NOT NULL,
    shard smallint NOT NULL,
    n bigint NOT NULL,
"""

#: Tables, functions and triggers, made after ``thads_listing``.
DERIVED = f"""
CREATE TABLE thads_search (
    first_published timestamptz NOT NULL,
    amount bigint,
    year smallint NOT NULL,
    number text COLLATE "C" PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    -- debtor_kind|judgment_kind|ground|year
    kinds text COLLATE "C" NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    -- name_tokens, and a word for every filter: p a d j g y
    words tsvector NOT NULL
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE thads_search ALTER COLUMN words SET STATISTICS 300;
-- Newest first, for the nation and for a province; number settles equal times.
CREATE INDEX thads_search_newest ON thads_search (first_published DESC, number DESC);
CREATE INDEX thads_search_province_newest
    ON thads_search (province, first_published DESC, number DESC);
CREATE INDEX thads_search_year_newest
    ON thads_search (year, first_published DESC, number DESC);
CREATE INDEX thads_search_name ON thads_search (sort_name, number);
CREATE INDEX thads_search_province_name ON thads_search (province, sort_name, number);
CREATE INDEX thads_search_amount ON thads_search (amount);
-- A short list of entries not yet merged: every search reads all of it.
CREATE INDEX thads_search_words ON thads_search USING gin (words)
    WITH (fastupdate = on, gin_pending_list_limit = 512);

CREATE TABLE thads_word (
    word text COLLATE "C" NOT NULL,
    shard smallint NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (word, shard)
) WITH (fillfactor = 70);

-- Province '' is the nation.
CREATE TABLE thads_tally (
    province text COLLATE "C" NOT NULL,
    {_TALLIED}
    PRIMARY KEY (province, {_NAMES}, shard)
) WITH (fillfactor = 70);

CREATE TABLE thads_agency_tally (
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    {_TALLIED}
    PRIMARY KEY (province, agency, {_NAMES}, shard)
) WITH (fillfactor = 70);

CREATE FUNCTION thads_shard() RETURNS smallint LANGUAGE plpgsql AS $body$
BEGIN
    FOR shard IN 0..{_SHARDS - 1} LOOP
        IF pg_try_advisory_xact_lock({_LOCK}, shard) THEN
            RETURN shard;
        END IF;
    END LOOP;
    -- More writers at once than shards: wait for one.
    PERFORM pg_advisory_xact_lock({_LOCK}, pg_backend_pid() % {_SHARDS});
    RETURN pg_backend_pid() % {_SHARDS};
END
$body$;

{_trigger("insert", "added")}
{_trigger("update", "added", "removed")}
{_trigger("delete", "removed")}

CREATE FUNCTION thads_forget() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    TRUNCATE thads_search, thads_word, thads_tally, thads_agency_tally;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_forget AFTER TRUNCATE ON thads_listing
    FOR EACH STATEMENT EXECUTE FUNCTION thads_forget();

CREATE FUNCTION thads_recount() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    -- Writers wait; visitors go on searching what was there.
    LOCK TABLE thads_listing IN SHARE MODE;
    DELETE FROM thads_search;
    DELETE FROM thads_word;
    DELETE FROM thads_tally;
    DELETE FROM thads_agency_tally;
    {_apply(_changed("added").replace("FROM added", "FROM thads_listing"), "0")}
END
$body$;
"""

_FILTER_WORDS = (
    "array_to_tsvector(ARRAY['p' || listing.province, 'a' || listing.agency,"
    " 'd' || coalesce(listing.debtor_kind, ''), 'j' || coalesce(listing.judgment_kind, ''),"
    " 'g' || coalesce(listing.ground, ''), 'y' || coalesce(listing.year, 0)])"
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


def drift(cursor) -> dict[str, int]:
    """By how much the derived tables differ from the listings, as of one moment; empty if not."""
    cursor.execute(_DRIFT)
    names = [column.name for column in cursor.description]
    return {name: int(n) for name, n in zip(names, cursor.fetchone(), strict=True) if n}


def recount(cursor) -> None:
    """Make the derived tables anew from the listings. Writers wait until the commit."""
    cursor.execute("SELECT thads_recount(), thads_recount_waiting()")
