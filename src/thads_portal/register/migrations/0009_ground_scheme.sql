-- The law whose list a ground's letter is taken from. Listings that stand were entered with the
-- list of the first law, whatever the day of their decision: the constant default says so without
-- writing a row. The sums and the search keep a ground with its law, the first law's as before.
ALTER TABLE thads_listing
    ADD COLUMN ground_scheme text COLLATE "C" NOT NULL DEFAULT '44a/2014';

CREATE FUNCTION thads_ground_key(ground text, scheme text) RETURNS text
    LANGUAGE sql IMMUTABLE AS $body$
    SELECT CASE WHEN ground IS NULL THEN '' WHEN scheme = '44a/2014' THEN ground
        ELSE scheme || ':' || ground END COLLATE "C"
$body$;

CREATE OR REPLACE FUNCTION thads_derive_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT (EXISTS (SELECT FROM added WHERE state = 'published')) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, thads_ground_key(ground, ground_scheme) AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT 1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, ground_scheme, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM added AS own WHERE state = 'published') AS listed
    ),
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
            concat_ws('|', debtor_kind, judgment_kind, ground, year), sort_name,
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
        SELECT each.word, mine, sum(sign)
        FROM changed, unnest(tsvector_to_array(name_tokens)) AS each (word)
        WHERE each.word !~ '^f'
        GROUP BY each.word HAVING sum(sign) <> 0
        ON CONFLICT (word, shard) DO UPDATE SET n = present.n + excluded.n
    ),
    agencies AS (
        INSERT INTO thads_agency_tally AS present (province, agency, debtor_kind, judgment_kind, ground, year, shard, n)
        SELECT province, agency, debtor_kind, judgment_kind, ground, year, mine, sum(sign) FROM changed
        GROUP BY province, agency, debtor_kind, judgment_kind, ground, year HAVING sum(sign) <> 0
        ON CONFLICT (province, agency, debtor_kind, judgment_kind, ground, year, shard)
        DO UPDATE SET n = present.n + excluded.n
    )
    INSERT INTO thads_tally AS present (province, debtor_kind, judgment_kind, ground, year, shard, n)
    SELECT coalesce(province, ''), debtor_kind, judgment_kind, ground, year, mine, sum(sign) FROM changed
    GROUP BY GROUPING SETS ((province, debtor_kind, judgment_kind, ground, year), (debtor_kind, judgment_kind, ground, year)) HAVING sum(sign) <> 0
    ON CONFLICT (province, debtor_kind, judgment_kind, ground, year, shard) DO UPDATE SET n = present.n + excluded.n;

    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION thads_derive_update() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT (EXISTS (SELECT FROM added WHERE state = 'published') OR EXISTS (SELECT FROM removed WHERE state = 'published')) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, thads_ground_key(ground, ground_scheme) AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT 1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, ground_scheme, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM added AS own WHERE state = 'published' AND NOT EXISTS (SELECT FROM removed AS other WHERE other.state = 'published' AND other.number = own.number AND (other.number, other.province, other.agency, other.debtor_kind, other.judgment_kind, other.ground, other.ground_scheme, other.year, other.obligation_amount, other.first_published, other.sort_name, other.name_tokens) IS NOT DISTINCT FROM (own.number, own.province, own.agency, own.debtor_kind, own.judgment_kind, own.ground, own.ground_scheme, own.year, own.obligation_amount, own.first_published, own.sort_name, own.name_tokens)) UNION ALL SELECT -1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, ground_scheme, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM removed AS own WHERE state = 'published' AND NOT EXISTS (SELECT FROM added AS other WHERE other.state = 'published' AND other.number = own.number AND (other.number, other.province, other.agency, other.debtor_kind, other.judgment_kind, other.ground, other.ground_scheme, other.year, other.obligation_amount, other.first_published, other.sort_name, other.name_tokens) IS NOT DISTINCT FROM (own.number, own.province, own.agency, own.debtor_kind, own.judgment_kind, own.ground, own.ground_scheme, own.year, own.obligation_amount, own.first_published, own.sort_name, own.name_tokens))) AS listed
    ),
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
            concat_ws('|', debtor_kind, judgment_kind, ground, year), sort_name,
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
        SELECT each.word, mine, sum(sign)
        FROM changed, unnest(tsvector_to_array(name_tokens)) AS each (word)
        WHERE each.word !~ '^f'
        GROUP BY each.word HAVING sum(sign) <> 0
        ON CONFLICT (word, shard) DO UPDATE SET n = present.n + excluded.n
    ),
    agencies AS (
        INSERT INTO thads_agency_tally AS present (province, agency, debtor_kind, judgment_kind, ground, year, shard, n)
        SELECT province, agency, debtor_kind, judgment_kind, ground, year, mine, sum(sign) FROM changed
        GROUP BY province, agency, debtor_kind, judgment_kind, ground, year HAVING sum(sign) <> 0
        ON CONFLICT (province, agency, debtor_kind, judgment_kind, ground, year, shard)
        DO UPDATE SET n = present.n + excluded.n
    )
    INSERT INTO thads_tally AS present (province, debtor_kind, judgment_kind, ground, year, shard, n)
    SELECT coalesce(province, ''), debtor_kind, judgment_kind, ground, year, mine, sum(sign) FROM changed
    GROUP BY GROUPING SETS ((province, debtor_kind, judgment_kind, ground, year), (debtor_kind, judgment_kind, ground, year)) HAVING sum(sign) <> 0
    ON CONFLICT (province, debtor_kind, judgment_kind, ground, year, shard) DO UPDATE SET n = present.n + excluded.n;

    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION thads_derive_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT (EXISTS (SELECT FROM removed WHERE state = 'published')) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, thads_ground_key(ground, ground_scheme) AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT -1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, ground_scheme, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM removed AS own WHERE state = 'published') AS listed
    ),
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
            concat_ws('|', debtor_kind, judgment_kind, ground, year), sort_name,
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
        SELECT each.word, mine, sum(sign)
        FROM changed, unnest(tsvector_to_array(name_tokens)) AS each (word)
        WHERE each.word !~ '^f'
        GROUP BY each.word HAVING sum(sign) <> 0
        ON CONFLICT (word, shard) DO UPDATE SET n = present.n + excluded.n
    ),
    agencies AS (
        INSERT INTO thads_agency_tally AS present (province, agency, debtor_kind, judgment_kind, ground, year, shard, n)
        SELECT province, agency, debtor_kind, judgment_kind, ground, year, mine, sum(sign) FROM changed
        GROUP BY province, agency, debtor_kind, judgment_kind, ground, year HAVING sum(sign) <> 0
        ON CONFLICT (province, agency, debtor_kind, judgment_kind, ground, year, shard)
        DO UPDATE SET n = present.n + excluded.n
    )
    INSERT INTO thads_tally AS present (province, debtor_kind, judgment_kind, ground, year, shard, n)
    SELECT coalesce(province, ''), debtor_kind, judgment_kind, ground, year, mine, sum(sign) FROM changed
    GROUP BY GROUPING SETS ((province, debtor_kind, judgment_kind, ground, year), (debtor_kind, judgment_kind, ground, year)) HAVING sum(sign) <> 0
    ON CONFLICT (province, debtor_kind, judgment_kind, ground, year, shard) DO UPDATE SET n = present.n + excluded.n;

    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION thads_recount() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    -- Writers wait; visitors go on searching what was there.
    LOCK TABLE thads_listing IN SHARE MODE;
    DELETE FROM thads_search;
    DELETE FROM thads_word;
    DELETE FROM thads_tally;
    DELETE FROM thads_agency_tally;

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, thads_ground_key(ground, ground_scheme) AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT 1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, ground_scheme, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM thads_listing AS own WHERE state = 'published') AS listed
    ),
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
            concat_ws('|', debtor_kind, judgment_kind, ground, year), sort_name,
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
        SELECT each.word, 0, sum(sign)
        FROM changed, unnest(tsvector_to_array(name_tokens)) AS each (word)
        WHERE each.word !~ '^f'
        GROUP BY each.word HAVING sum(sign) <> 0
        ON CONFLICT (word, shard) DO UPDATE SET n = present.n + excluded.n
    ),
    agencies AS (
        INSERT INTO thads_agency_tally AS present (province, agency, debtor_kind, judgment_kind, ground, year, shard, n)
        SELECT province, agency, debtor_kind, judgment_kind, ground, year, 0, sum(sign) FROM changed
        GROUP BY province, agency, debtor_kind, judgment_kind, ground, year HAVING sum(sign) <> 0
        ON CONFLICT (province, agency, debtor_kind, judgment_kind, ground, year, shard)
        DO UPDATE SET n = present.n + excluded.n
    )
    INSERT INTO thads_tally AS present (province, debtor_kind, judgment_kind, ground, year, shard, n)
    SELECT coalesce(province, ''), debtor_kind, judgment_kind, ground, year, 0, sum(sign) FROM changed
    GROUP BY GROUPING SETS ((province, debtor_kind, judgment_kind, ground, year), (debtor_kind, judgment_kind, ground, year)) HAVING sum(sign) <> 0
    ON CONFLICT (province, debtor_kind, judgment_kind, ground, year, shard) DO UPDATE SET n = present.n + excluded.n;

END
$body$;

-- Those whose ground is still to be told by the list of their own law, for their editors.
CREATE INDEX CONCURRENTLY thads_listing_unsettled_ground ON thads_listing (province, number)
    WHERE ground_scheme = '44a/2014' AND no_conditions_decision_date >= '2026-07-01'
        AND state <> 'ended';
