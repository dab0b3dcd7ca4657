-- What the first release (1.0.0) makes. Frozen: a change is a further file.

CREATE TABLE thads_schema (version integer NOT NULL);
INSERT INTO thads_schema VALUES (0);

CREATE SEQUENCE thads_listing_number;

CREATE TABLE thads_listing (
    first_published timestamptz,
    year smallint GENERATED ALWAYS AS
        (extract(year FROM no_conditions_decision_date)::smallint) STORED,
    number text COLLATE "C" PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    debtor_kind text COLLATE "C",
    judgment_kind text COLLATE "C",
    ground text COLLATE "C",
    obligation_amount bigint,
    name_tokens tsvector NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    debtor_name text COLLATE "C",
    debtor_address text COLLATE "C",
    judgment_number text COLLATE "C",
    judgment_date date,
    judgment_body text COLLATE "C",
    enforcement_decision_number text COLLATE "C",
    enforcement_decision_date date,
    no_conditions_decision_number text COLLATE "C",
    no_conditions_decision_date date,
    obligation text COLLATE "C",
    obligation_kinds text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ground_text text COLLATE "C",
    external_id text COLLATE "C",
    last_amended timestamptz,
    ended_at timestamptz,
    end_reason text COLLATE "C",
    notes jsonb NOT NULL DEFAULT '[]',
    duties text[] COLLATE "C" NOT NULL DEFAULT '{}',
    flags text[] COLLATE "C" NOT NULL DEFAULT '{}',
    number_keys text[] COLLATE "C" NOT NULL DEFAULT '{}',
    personal_hmac bytea,
    duplicate_key bytea,
    applied bytea[] NOT NULL DEFAULT '{}',
    created timestamptz NOT NULL,
    changed timestamptz NOT NULL,
    revision bigint NOT NULL DEFAULT 0,

    waits text COLLATE "C",
    waits_since date,
    waits_reason text COLLATE "C",
    ended_by_feed boolean NOT NULL DEFAULT false,
    posting_due date,
    quiet_since date,
    waits_sort date GENERATED ALWAYS AS
        (waits_since + CASE waits WHEN 'amendment' THEN 5 WHEN 'ending' THEN 5 ELSE 7 END) STORED

);

CREATE UNIQUE INDEX thads_listing_external_id ON thads_listing (external_id);
CREATE INDEX thads_listing_numbers
    ON thads_listing USING gin (number_keys)
    WITH (fastupdate = on, gin_pending_list_limit = 512);
-- Work that waits, and tombstones by the day they ended.
CREATE INDEX thads_listing_waiting
    ON thads_listing (province, state, changed DESC) WHERE state NOT IN ('published', 'ended');
CREATE INDEX thads_listing_ended
    ON thads_listing (ended_at DESC, number DESC) WHERE state = 'ended';
-- What was amended last, for feeds.
CREATE INDEX thads_listing_amended
    ON thads_listing (last_amended DESC) WHERE last_amended IS NOT NULL AND state = 'published';
CREATE INDEX thads_listing_duplicate
    ON thads_listing USING hash (duplicate_key);
CREATE INDEX thads_listing_person
    ON thads_listing USING hash (personal_hmac) WHERE personal_hmac IS NOT NULL;

CREATE INDEX thads_listing_waits
    ON thads_listing (waits, waits_sort, number) WHERE waits IS NOT NULL;
CREATE INDEX thads_listing_waits_here
    ON thads_listing (province, waits, waits_sort, number) WHERE waits IS NOT NULL;
CREATE INDEX thads_listing_posting
    ON thads_listing (province, posting_due, number) WHERE posting_due IS NOT NULL;
CREATE INDEX thads_listing_ended_by_feed
    ON thads_listing (ended_at DESC, number DESC) WHERE ended_by_feed;

ALTER TABLE thads_listing SET (
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05
);

CREATE TABLE thads_maintenance (
    task text COLLATE "C" PRIMARY KEY,
    place text[] NOT NULL
);


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

    debtor_kind text COLLATE "C" NOT NULL,
    judgment_kind text COLLATE "C" NOT NULL,
    ground text COLLATE "C" NOT NULL,
    year smallint NOT NULL,
    shard smallint NOT NULL,
    n bigint NOT NULL,

    PRIMARY KEY (province, debtor_kind, judgment_kind, ground, year, shard)
) WITH (fillfactor = 70);

CREATE TABLE thads_agency_tally (
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,

    debtor_kind text COLLATE "C" NOT NULL,
    judgment_kind text COLLATE "C" NOT NULL,
    ground text COLLATE "C" NOT NULL,
    year smallint NOT NULL,
    shard smallint NOT NULL,
    n bigint NOT NULL,

    PRIMARY KEY (province, agency, debtor_kind, judgment_kind, ground, year, shard)
) WITH (fillfactor = 70);

CREATE FUNCTION thads_shard() RETURNS smallint LANGUAGE plpgsql AS $body$
BEGIN
    FOR shard IN 0..15 LOOP
        IF pg_try_advisory_xact_lock(1952998515, shard) THEN
            RETURN shard;
        END IF;
    END LOOP;
    -- More writers at once than shards: wait for one.
    PERFORM pg_advisory_xact_lock(1952998515, pg_backend_pid() % 16);
    RETURN pg_backend_pid() % 16;
END
$body$;


CREATE FUNCTION thads_derive_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT (EXISTS (SELECT FROM added WHERE state = 'published')) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, coalesce(ground, '') AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT 1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM added AS own WHERE state = 'published') AS listed
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
CREATE TRIGGER thads_derive_insert AFTER insert ON thads_listing
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_derive_insert();


CREATE FUNCTION thads_derive_update() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT (EXISTS (SELECT FROM added WHERE state = 'published') OR EXISTS (SELECT FROM removed WHERE state = 'published')) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, coalesce(ground, '') AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT 1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM added AS own WHERE state = 'published' AND NOT EXISTS (SELECT FROM removed AS other WHERE other.state = 'published' AND other.number = own.number AND (other.number, other.province, other.agency, other.debtor_kind, other.judgment_kind, other.ground, other.year, other.obligation_amount, other.first_published, other.sort_name, other.name_tokens) IS NOT DISTINCT FROM (own.number, own.province, own.agency, own.debtor_kind, own.judgment_kind, own.ground, own.year, own.obligation_amount, own.first_published, own.sort_name, own.name_tokens)) UNION ALL SELECT -1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM removed AS own WHERE state = 'published' AND NOT EXISTS (SELECT FROM added AS other WHERE other.state = 'published' AND other.number = own.number AND (other.number, other.province, other.agency, other.debtor_kind, other.judgment_kind, other.ground, other.year, other.obligation_amount, other.first_published, other.sort_name, other.name_tokens) IS NOT DISTINCT FROM (own.number, own.province, own.agency, own.debtor_kind, own.judgment_kind, own.ground, own.year, own.obligation_amount, own.first_published, own.sort_name, own.name_tokens))) AS listed
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
CREATE TRIGGER thads_derive_update AFTER update ON thads_listing
    REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_derive_update();


CREATE FUNCTION thads_derive_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF NOT (EXISTS (SELECT FROM removed WHERE state = 'published')) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, coalesce(ground, '') AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT -1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM removed AS own WHERE state = 'published') AS listed
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
CREATE TRIGGER thads_derive_delete AFTER delete ON thads_listing
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_derive_delete();


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

    WITH changed AS MATERIALIZED (
        SELECT sign, number, province, agency, coalesce(debtor_kind, '') AS debtor_kind,
            coalesce(judgment_kind, '') AS judgment_kind, coalesce(ground, '') AS ground,
            coalesce(year, 0)::smallint AS year, obligation_amount,
            coalesce(first_published, changed) AS first_published, sort_name, name_tokens
        FROM (SELECT 1 AS sign, number, province, agency, debtor_kind, judgment_kind, ground, year, obligation_amount, first_published, changed, sort_name, name_tokens FROM thads_listing AS own WHERE state = 'published') AS listed
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


CREATE TABLE thads_waiting_tally (
    province text COLLATE "C" NOT NULL,
    waits text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    waits_sort date NOT NULL,
    shard smallint NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (province, waits, reason, waits_sort, shard)
) WITH (fillfactor = 70);


CREATE FUNCTION thads_count_waiting_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
    counted thads_waiting_tally;
BEGIN
    IF NOT (EXISTS (SELECT FROM added WHERE waits IS NOT NULL)) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();
    FOR counted IN
        INSERT INTO thads_waiting_tally AS present (province, waits, reason, waits_sort, shard, n)
        SELECT province, waits, reason, waits_sort, mine, sum(sign) FROM (SELECT 1 AS sign, province, waits, coalesce(waits_reason, '') AS reason, coalesce(waits_sort, 'infinity') AS waits_sort FROM added WHERE waits IS NOT NULL) AS changed
        GROUP BY province, waits, reason, waits_sort HAVING sum(sign) <> 0
        ON CONFLICT (province, waits, reason, waits_sort, shard) DO UPDATE SET n = present.n + excluded.n
        RETURNING present.*
    LOOP
        -- Days go by: what is empty would pile up.
        IF counted.n = 0 THEN
            DELETE FROM thads_waiting_tally
            WHERE (province, waits, reason, waits_sort, shard) = (counted.province, counted.waits, counted.reason,
                counted.waits_sort, counted.shard);
        END IF;
    END LOOP;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_count_waiting_insert AFTER insert ON thads_listing
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_count_waiting_insert();


CREATE FUNCTION thads_count_waiting_update() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
    counted thads_waiting_tally;
BEGIN
    IF NOT (EXISTS (SELECT FROM added WHERE waits IS NOT NULL) OR EXISTS (SELECT FROM removed WHERE waits IS NOT NULL)) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();
    FOR counted IN
        INSERT INTO thads_waiting_tally AS present (province, waits, reason, waits_sort, shard, n)
        SELECT province, waits, reason, waits_sort, mine, sum(sign) FROM (SELECT 1 AS sign, province, waits, coalesce(waits_reason, '') AS reason, coalesce(waits_sort, 'infinity') AS waits_sort FROM added WHERE waits IS NOT NULL UNION ALL SELECT -1 AS sign, province, waits, coalesce(waits_reason, '') AS reason, coalesce(waits_sort, 'infinity') AS waits_sort FROM removed WHERE waits IS NOT NULL) AS changed
        GROUP BY province, waits, reason, waits_sort HAVING sum(sign) <> 0
        ON CONFLICT (province, waits, reason, waits_sort, shard) DO UPDATE SET n = present.n + excluded.n
        RETURNING present.*
    LOOP
        -- Days go by: what is empty would pile up.
        IF counted.n = 0 THEN
            DELETE FROM thads_waiting_tally
            WHERE (province, waits, reason, waits_sort, shard) = (counted.province, counted.waits, counted.reason,
                counted.waits_sort, counted.shard);
        END IF;
    END LOOP;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_count_waiting_update AFTER update ON thads_listing
    REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_count_waiting_update();


CREATE FUNCTION thads_count_waiting_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
    counted thads_waiting_tally;
BEGIN
    IF NOT (EXISTS (SELECT FROM removed WHERE waits IS NOT NULL)) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();
    FOR counted IN
        INSERT INTO thads_waiting_tally AS present (province, waits, reason, waits_sort, shard, n)
        SELECT province, waits, reason, waits_sort, mine, sum(sign) FROM (SELECT -1 AS sign, province, waits, coalesce(waits_reason, '') AS reason, coalesce(waits_sort, 'infinity') AS waits_sort FROM removed WHERE waits IS NOT NULL) AS changed
        GROUP BY province, waits, reason, waits_sort HAVING sum(sign) <> 0
        ON CONFLICT (province, waits, reason, waits_sort, shard) DO UPDATE SET n = present.n + excluded.n
        RETURNING present.*
    LOOP
        -- Days go by: what is empty would pile up.
        IF counted.n = 0 THEN
            DELETE FROM thads_waiting_tally
            WHERE (province, waits, reason, waits_sort, shard) = (counted.province, counted.waits, counted.reason,
                counted.waits_sort, counted.shard);
        END IF;
    END LOOP;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_count_waiting_delete AFTER delete ON thads_listing
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_count_waiting_delete();


CREATE FUNCTION thads_forget_waiting() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    TRUNCATE thads_waiting_tally;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_forget_waiting AFTER TRUNCATE ON thads_listing
    FOR EACH STATEMENT EXECUTE FUNCTION thads_forget_waiting();

CREATE FUNCTION thads_recount_waiting() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    LOCK TABLE thads_listing IN SHARE MODE;
    DELETE FROM thads_waiting_tally;
    INSERT INTO thads_waiting_tally (province, waits, reason, waits_sort, shard, n)
    SELECT province, waits, reason, waits_sort, 0, count(*) FROM (SELECT 1 AS sign, province, waits, coalesce(waits_reason, '') AS reason, coalesce(waits_sort, 'infinity') AS waits_sort FROM thads_listing WHERE waits IS NOT NULL) AS listed GROUP BY province, waits, reason, waits_sort;
END
$body$;


CREATE TABLE thads_record (
    at timestamptz NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    actor text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    listing text COLLATE "C",
    province text COLLATE "C",
    about text COLLATE "C",
    details jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (at, id)
);
CREATE INDEX thads_record_listing ON thads_record (listing, at, id) WHERE listing IS NOT NULL;
CREATE INDEX thads_record_actor ON thads_record (actor, at, id);
CREATE INDEX thads_record_province ON thads_record (province, at, id);
CREATE INDEX thads_record_action
    ON thads_record (action, at, id) WHERE action NOT IN ('issued');

CREATE FUNCTION thads_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of actions only grows: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER thads_record_only_grows
    BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_record
    FOR EACH STATEMENT EXECUTE FUNCTION thads_record_only_grows();


CREATE TABLE thads_feed_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor text COLLATE "C" NOT NULL,
    atomic boolean NOT NULL,
    started timestamptz NOT NULL DEFAULT now(),
    finished timestamptz,
    counts jsonb NOT NULL DEFAULT '{}',
    code text COLLATE "C"
);
CREATE TABLE thads_feed_rejection (
    run bigint NOT NULL REFERENCES thads_feed_run ON DELETE CASCADE,
    line integer NOT NULL,
    place integer NOT NULL,
    external_id text COLLATE "C",
    province text COLLATE "C",
    field text COLLATE "C",
    code text COLLATE "C" NOT NULL,
    params jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (run, line, place)
);
CREATE INDEX thads_feed_rejection_province ON thads_feed_rejection (province, run DESC);
CREATE INDEX thads_feed_rejection_external_id ON thads_feed_rejection (external_id, run)
    WHERE external_id IS NOT NULL;

-- Procrastinate Schema

DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
EXCEPTION
    WHEN OTHERS THEN
        -- On managed PostgreSQL services (e.g. Azure Database for PostgreSQL, Amazon RDS,
        -- Google Cloud SQL), CREATE EXTENSION may fail with various error codes:
        -- insufficient_privilege, feature_not_supported, or provider-specific errors.
        -- Before ignoring, verify the extension actually exists — if it does not exist
        -- and cannot be created, re-raise so the failure is explicit.
        IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'plpgsql') THEN
            RAISE NOTICE 'plpgsql extension already exists, skipping creation.';
        ELSE
            RAISE;
        END IF;
END;
$$;

-- Enums

CREATE TYPE procrastinate_job_status AS ENUM (
    'todo',  -- The job is queued
    'doing',  -- The job has been fetched by a worker
    'succeeded',  -- The job ended successfully
    'failed',  -- The job ended with an error
    'cancelled', -- The job was cancelled
    'aborting',  -- legacy, not used anymore since v3.0.0
    'aborted'  -- The job was aborted
);

CREATE TYPE procrastinate_job_event_type AS ENUM (
    'deferred',  -- Job created, in todo
    'started',  -- todo -> doing
    'deferred_for_retry',  -- doing -> todo
    'failed',  -- doing -> failed
    'succeeded',  -- doing -> succeeded
    'cancelled', -- todo -> cancelled
    'abort_requested', -- not a state transition, but set in a separate field
    'aborted', -- doing -> aborted (only allowed when abort_requested field is set)
    'scheduled', -- not a state transition, but recording when a task is scheduled for
    'retried' -- Manually retried failed job
);

-- Composite Types

CREATE TYPE procrastinate_job_to_defer_v1 AS (
    queue_name character varying,
    task_name character varying,
    priority integer,
    lock text,
    queueing_lock text,
    args jsonb,
    scheduled_at timestamp with time zone
);

-- Tables

CREATE TABLE procrastinate_workers(
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    last_heartbeat timestamp with time zone NOT NULL DEFAULT NOW()
);

CREATE TABLE procrastinate_jobs (
    id bigserial PRIMARY KEY,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    lock text,
    queueing_lock text,
    args jsonb DEFAULT '{}' NOT NULL,
    status procrastinate_job_status DEFAULT 'todo'::procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone NULL,
    attempts integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint REFERENCES procrastinate_workers(id) ON DELETE SET NULL,
    CONSTRAINT check_not_todo_abort_requested CHECK (NOT (status = 'todo' AND abort_requested = true))
);

CREATE TABLE procrastinate_periodic_defers (
    id bigserial PRIMARY KEY,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint REFERENCES procrastinate_jobs(id) NULL,
    periodic_id character varying(128) NOT NULL DEFAULT '',
    CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp)
);

CREATE TABLE procrastinate_events (
    id bigserial PRIMARY KEY,
    job_id bigint NOT NULL REFERENCES procrastinate_jobs ON DELETE CASCADE,
    type procrastinate_job_event_type,
    at timestamp with time zone DEFAULT NOW() NULL
);

-- Constraints & Indices

-- this prevents from having several jobs with the same queueing lock in the "todo" state
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON procrastinate_jobs (queueing_lock) WHERE status = 'todo';
-- this prevents from having several jobs with the same lock in the "doing" state
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON procrastinate_jobs (lock) WHERE status = 'doing';

-- Index for select_stalled_jobs_by_heartbeat query
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON procrastinate_jobs(worker_id) WHERE worker_id IS NOT NULL AND status = 'doing'::procrastinate_job_status;

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON procrastinate_jobs(queue_name);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON procrastinate_jobs (id, lock) WHERE status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON procrastinate_jobs(priority desc, id asc) WHERE (status = 'todo'::procrastinate_job_status);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON procrastinate_events(job_id);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON procrastinate_periodic_defers(job_id);

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON procrastinate_workers(last_heartbeat);

-- Functions
CREATE FUNCTION procrastinate_defer_jobs_v1(
    jobs procrastinate_job_to_defer_v1[]
)
    RETURNS bigint[]
    LANGUAGE plpgsql
AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION procrastinate_defer_periodic_job_v2(
    _queue_name character varying,
    _lock character varying,
    _queueing_lock character varying,
    _task_name character varying,
    _priority integer,
    _periodic_id character varying,
    _defer_timestamp bigint,
    _args jsonb
)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[],
    p_worker_id bigint
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION procrastinate_finish_job_v1(job_id bigint, end_status procrastinate_job_status, delete_job boolean)
    RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean)
    RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION procrastinate_retry_job_v1(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION procrastinate_retry_job_v2(
    job_id bigint,
    retry_at timestamp with time zone,
    new_priority integer,
    new_queue_name character varying,
    new_lock character varying
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION procrastinate_notify_queue_job_inserted_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_notify_queue_abort_job_v1()
RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_function_status_events_insert_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_function_scheduled_events_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION procrastinate_unlink_periodic_defers_v1()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION procrastinate_register_worker_v1()
    RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION procrastinate_unregister_worker_v1(worker_id bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_update_heartbeat_v1(worker_id bigint)
    RETURNS void
    LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat float)
    RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

-- Triggers

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((old.abort_requested = false AND new.abort_requested = true AND new.status = 'doing'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1
    AFTER UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1
    AFTER UPDATE OR INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.scheduled_at IS NOT NULL AND new.status = 'todo'::procrastinate_job_status))
    EXECUTE PROCEDURE procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1
    AFTER UPDATE OF abort_requested ON procrastinate_jobs
    FOR EACH ROW WHEN ((new.abort_requested = true))
    EXECUTE PROCEDURE procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1
    BEFORE DELETE ON procrastinate_jobs
    FOR EACH ROW EXECUTE PROCEDURE procrastinate_unlink_periodic_defers_v1();


CREATE TABLE thads_job (
    id text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    title text NOT NULL,
    owner text COLLATE "C" NOT NULL,
    province text COLLATE "C",
    parameters jsonb NOT NULL DEFAULT '{}',
    state text COLLATE "C" NOT NULL DEFAULT 'waiting',
    done bigint NOT NULL DEFAULT 0,
    total bigint,
    attempts integer NOT NULL DEFAULT 0,
    lost integer NOT NULL DEFAULT 0,
    cancel boolean NOT NULL DEFAULT false,
    enqueued timestamptz NOT NULL DEFAULT now(),
    started timestamptz,
    finished timestamptz,
    result jsonb,
    error_code text COLLATE "C",
    error jsonb
);
CREATE INDEX thads_job_owner ON thads_job (owner, enqueued DESC, id);
CREATE INDEX thads_job_newest ON thads_job (enqueued DESC, id);
CREATE INDEX thads_job_over ON thads_job (finished) WHERE finished IS NOT NULL;

CREATE TABLE thads_file (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    province text COLLATE "C",
    created timestamptz NOT NULL DEFAULT now(),
    expires timestamptz
);
CREATE INDEX thads_file_expires ON thads_file (expires) WHERE expires IS NOT NULL;

CREATE TABLE thads_file_chunk (
    file text COLLATE "C" NOT NULL REFERENCES thads_file ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    number integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (file, number)
);
-- Files are compressed already, most of them; to try again costs time.
ALTER TABLE thads_file_chunk ALTER COLUMN data SET STORAGE EXTERNAL;


CREATE TABLE thads_paper (
    code text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C",
    -- The listing of a notice: its number says nothing about a person.
    listing text COLLATE "C",
    -- What the paper says, digested: asked for again, the same paper is given again.
    content bytea NOT NULL,
    made timestamptz NOT NULL,
    made_by text NOT NULL,
    listings integer NOT NULL,
    sha256 bytea NOT NULL,
    signed boolean NOT NULL,
    file text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX thads_paper_content ON thads_paper (content);
CREATE INDEX thads_paper_place ON thads_paper (province, kind, made DESC);


CREATE TABLE thads_public_list (
    province text COLLATE "C" PRIMARY KEY,
    -- The moment that the list shows, and the last one at which it was found to be the same still.
    made timestamptz NOT NULL,
    checked timestamptz NOT NULL,
    listings integer NOT NULL,
    -- What the list says, digested: if it is equal, no new list is made.
    content bytea NOT NULL
);
CREATE TABLE thads_public_list_part (
    province text COLLATE "C" NOT NULL REFERENCES thads_public_list ON DELETE CASCADE,
    part integer NOT NULL,
    name text COLLATE "C" NOT NULL UNIQUE,
    first integer NOT NULL,
    listings integer NOT NULL,
    code text COLLATE "C" NOT NULL UNIQUE REFERENCES thads_paper,
    size bigint NOT NULL,
    PRIMARY KEY (province, part)
);


CREATE TABLE thads_sign_in (
    key bytea PRIMARY KEY,
    failures integer NOT NULL DEFAULT 0,
    last_failed timestamptz,
    succeeded timestamptz
) WITH (fillfactor = 70);


CREATE TABLE thads_duty (
    number text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    duty text COLLATE "C" NOT NULL,
    started_on date NOT NULL,
    -- open: the working days of the term; done: its last day, and the day it was done on
    days smallint,
    due_on date,
    done_on date,
    CHECK ((days IS NULL) = (done_on IS NOT NULL) AND (due_on IS NULL) = (done_on IS NULL))
);
CREATE INDEX thads_duty_number ON thads_duty (number);
CREATE INDEX thads_duty_done ON thads_duty (due_on, province, duty, done_on)
    WHERE done_on IS NOT NULL;
CREATE INDEX thads_duty_open ON thads_duty (started_on, province, duty, days)
    WHERE done_on IS NULL;

CREATE FUNCTION thads_duty_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_duty
    SELECT number, province, agency, split_part(each, ' ', 1), split_part(each, ' ', 2)::date,
        nullif(split_part(each, ' ', 3), '-')::smallint,
        nullif(split_part(each, ' ', 4), '-')::date, nullif(split_part(each, ' ', 5), '-')::date
    FROM added, unnest(duties) AS each
;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_duty_insert AFTER INSERT ON thads_listing
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_duty_insert();

CREATE FUNCTION thads_duty_update() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    touched text[];
BEGIN
    -- Most updates leave the duties alone: those rows are not written again.
    SELECT array_agg(added.number) INTO touched
    FROM added JOIN removed USING (number)
    WHERE (added.duties, added.province, added.agency)
        IS DISTINCT FROM (removed.duties, removed.province, removed.agency);
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    DELETE FROM thads_duty WHERE number = ANY(touched);
    INSERT INTO thads_duty
    SELECT number, province, agency, split_part(each, ' ', 1), split_part(each, ' ', 2)::date,
        nullif(split_part(each, ' ', 3), '-')::smallint,
        nullif(split_part(each, ' ', 4), '-')::date, nullif(split_part(each, ' ', 5), '-')::date
    FROM added, unnest(duties) AS each
 WHERE number = ANY(touched);
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_duty_update AFTER UPDATE ON thads_listing
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_duty_update();

CREATE FUNCTION thads_duty_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM thads_duty USING removed WHERE thads_duty.number = removed.number;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_duty_delete AFTER DELETE ON thads_listing
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_duty_delete();


CREATE TABLE thads_batch (
    province text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    title text NOT NULL,
    source text COLLATE "C" NOT NULL,
    source_id text COLLATE "C",
    waiting integer NOT NULL,
    published integer NOT NULL,
    returned integer NOT NULL,
    clock_from date,
    created timestamptz NOT NULL,
    created_by text NOT NULL,
    changed timestamptz NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (province, id)
);
CREATE INDEX thads_batch_changed ON thads_batch (province, changed DESC, id DESC);
CREATE INDEX thads_batch_open ON thads_batch (state, clock_from)
    WHERE state NOT IN ('published', 'returned');

-- outcome: waiting, published, returned; revision: of the listing at the batch's last step
CREATE TABLE thads_batch_listing (
    number text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    batch text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    revision bigint,
    PRIMARY KEY (province, batch, number)
);
CREATE UNIQUE INDEX thads_batch_listing_waiting
    ON thads_batch_listing (number) WHERE outcome = 'waiting';
CREATE INDEX thads_batch_listing_number ON thads_batch_listing (number);


CREATE TABLE thads_rating (
    month date NOT NULL,
    answer text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (month, answer)
);
CREATE UNLOGGED TABLE thads_rating_key (
    day date PRIMARY KEY,
    key bytea NOT NULL
);
CREATE UNLOGGED TABLE thads_rating_mark (
    day date NOT NULL,
    mark bytea NOT NULL,
    n integer NOT NULL,
    PRIMARY KEY (day, mark)
);


CREATE TABLE thads_upload (
    id text COLLATE "C" PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    file text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    name text NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'reading',
    options jsonb NOT NULL DEFAULT '{}',
    summary jsonb NOT NULL DEFAULT '{}',
    marks text COLLATE "C" NOT NULL DEFAULT '',
    keys bytea NOT NULL DEFAULT '',
    job text COLLATE "C",
    result jsonb,
    revision integer NOT NULL DEFAULT 0,
    finished timestamptz
);
CREATE INDEX thads_upload_province ON thads_upload (province, created DESC);
CREATE INDEX thads_upload_sha256 ON thads_upload (sha256);

CREATE TABLE thads_upload_page (
    upload text COLLATE "C" NOT NULL REFERENCES thads_upload ON DELETE CASCADE,
    page integer NOT NULL,
    rows bytea NOT NULL,
    PRIMARY KEY (upload, page)
);
ALTER TABLE thads_upload_page ALTER COLUMN rows SET STORAGE EXTERNAL;


CREATE TABLE thads_statistic (
    -- A province, or '' for the nation.
    scope text COLLATE "C" NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    cases bigint NOT NULL,
    listings bigint NOT NULL,
    money numeric NOT NULL,
    PRIMARY KEY (scope, dimension, value)
);
CREATE TABLE thads_statistic_flow (
    scope text COLLATE "C" NOT NULL,
    month date NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    new_cases bigint NOT NULL,
    new_money numeric NOT NULL,
    over_cases bigint NOT NULL,
    over_money numeric NOT NULL,
    PRIMARY KEY (scope, month, dimension, value)
);
CREATE TABLE thads_statistic_taken (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    taken timestamptz NOT NULL
);


CREATE TABLE thads_visit (
    day date NOT NULL,
    -- '' for the gateway.
    province text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (day, province, kind)
);


CREATE TABLE thads_morning (
    day date PRIMARY KEY,
    people integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);


CREATE TABLE thads_bulk_set (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The moment of the register that its files show.
    taken timestamptz NOT NULL,
    listings bigint NOT NULL,
    provinces jsonb NOT NULL,
    complete boolean NOT NULL DEFAULT false
);
CREATE TABLE thads_bulk_file (
    bulk_set bigint NOT NULL REFERENCES thads_bulk_set ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL,
    -- '' for the nation and what is about the whole set.
    province text COLLATE "C" NOT NULL,
    file text COLLATE "C" NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    listings bigint,
    PRIMARY KEY (bulk_set, name)
);


CREATE TABLE thads_form_sent (
    digest bytea PRIMARY KEY,
    made text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
