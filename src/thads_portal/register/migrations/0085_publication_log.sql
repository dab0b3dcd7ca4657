-- Each act of publication has a leaf in a log that only grows and proves itself.
--
-- A leaf is a salted digest of the act, and the act holds a salted digest of what was public: who
-- knows the salt can prove what stood there, who does not can learn and guess nothing. The statement that
-- changes a listing writes the leaf, in the writer's transaction. `thads_log_now` has the opening of the
-- newest act of each listing: an ending writes its own over that of what was public, whose salt is gone.
CREATE TABLE thads_log_now (
    number text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL,
    public_from timestamptz NOT NULL,
    public_to timestamptz,
    -- of the acts since `public_from`, oldest first; the last is that of `act`
    commitments bytea[] NOT NULL,
    salt bytea NOT NULL,
    act text COLLATE "C" NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02);

-- Leaves without a place; they get it in the order of the commits.
CREATE TABLE thads_new_leaf (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    public_from timestamptz NOT NULL,
    commitment bytea NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE thads_leaf (
    place bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    public_from timestamptz NOT NULL,
    commitment bytea NOT NULL
);
CREATE INDEX thads_leaf_number ON thads_leaf (number, place);
CREATE TRIGGER thads_leaf_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION thads_never_changed();

-- Hashes of the tree, 256 of one level in a row (C2SP tlog-tiles); the last row of a level grows.
CREATE TABLE thads_log_tile (
    level smallint NOT NULL,
    place bigint NOT NULL,
    hashes bytea NOT NULL,
    PRIMARY KEY (level, place)
);
CREATE TABLE thads_log_head (
    size bigint PRIMARY KEY,
    root bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER thads_log_head_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_log_head
    FOR EACH STATEMENT EXECUTE FUNCTION thads_never_changed();
-- The name under which the log signs: said once.
CREATE TABLE thads_log_name (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    origin text COLLATE "C" NOT NULL
);
CREATE TRIGGER thads_log_name_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_log_name
    FOR EACH STATEMENT EXECUTE FUNCTION thads_never_changed();
-- What witnesses have signed of a head: a line of a signed note each.
CREATE TABLE thads_log_cosignature (
    size bigint NOT NULL,
    witness text COLLATE "C" NOT NULL,
    line text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (size, witness)
);

-- What a leaf proves of a listing. Frozen: a proof is kept for ever. Without the no-conditions decision,
-- which an administrator may take from the public pages.
CREATE FUNCTION thads_log_content(listing thads_listing) RETURNS text
    LANGUAGE sql STABLE AS $body$
    SELECT jsonb_build_object('number', listing.number, 'province', listing.province,
        'agency', listing.agency, 'debtor_name', listing.debtor_name,
        'debtor_kind', listing.debtor_kind, 'debtor_address', listing.debtor_address,
        'judgment_number', listing.judgment_number, 'judgment_date', listing.judgment_date,
        'judgment_body', listing.judgment_body, 'judgment_kind', listing.judgment_kind,
        'enforcement_decision_number', listing.enforcement_decision_number,
        'enforcement_decision_date', listing.enforcement_decision_date,
        'obligation', listing.obligation, 'obligation_kinds', listing.obligation_kinds,
        'obligation_amount', listing.obligation_amount, 'ground', listing.ground,
        'ground_scheme', listing.ground_scheme, 'ground_text', listing.ground_text,
        'notes', listing.notes)::text
$body$;

CREATE FUNCTION thads_log_salt() RETURNS bytea LANGUAGE sql VOLATILE AS $body$
    SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
$body$;

CREATE FUNCTION thads_log_digest(kind text, salt bytea, said text) RETURNS bytea
    LANGUAGE sql IMMUTABLE AS $body$
    SELECT sha256(convert_to('thads-' || kind || '-v1' || chr(10), 'UTF8') || salt
        || convert_to(said, 'UTF8'))
$body$;

CREATE FUNCTION thads_log_time(moment timestamptz) RETURNS text LANGUAGE sql STABLE AS $body$
    SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$body$;

-- What a statement did to listings, as the log is to know it. `content` is null of an ending,
-- `public_before` what the register says of the beginning where the log does not know it.
CREATE TYPE thads_log_act AS (
    number text, kind text, at timestamptz, salt bytea, content text, public_before timestamptz
);

CREATE FUNCTION thads_log_acts(done thads_log_act[]) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    WITH acts AS MATERIALIZED (
        SELECT act.*, known.version, known.public_from, known.public_to, known.commitments,
            act.kind IN ('published', 'reopened') AS begins
        FROM unnest(done) AS act LEFT JOIN thads_log_now AS known USING (number)
    ), placed AS MATERIALIZED (
        SELECT number, kind, at, salt, content,
            coalesce(version, 0) + (kind <> 'ended')::integer AS version,
            CASE WHEN begins THEN at
                WHEN version IS NOT NULL AND public_to IS NULL THEN public_from
                ELSE coalesce(public_before, at) END AS public_from,
            CASE WHEN begins OR version IS NULL OR public_to IS NOT NULL THEN '{}'::bytea[]
                ELSE commitments END AS before
        FROM acts
    ), said AS MATERIALIZED (
        SELECT number, kind, at, salt, version, public_from, before,
            CASE WHEN kind = 'ended' THEN json_build_object('v', 1, 'type', kind,
                'number', number, 'version', version, 'at', thads_log_time(at),
                'from', thads_log_time(public_from), 'closes', ARRAY(
                    SELECT encode(each, 'hex') FROM unnest(before) WITH ORDINALITY AS one(each, n)
                    ORDER BY n))
            ELSE json_build_object('v', 1, 'type', kind,
                'number', number, 'version', version, 'at', thads_log_time(at),
                'from', thads_log_time(public_from),
                'content', encode(thads_log_digest('content', salt, content), 'hex'),
                'follows', encode(before[cardinality(before)], 'hex'))
            END::text AS act
        FROM placed
    ), bound AS MATERIALIZED (
        SELECT *, thads_log_digest('act', salt, act) AS commitment FROM said
    ), written AS (
        INSERT INTO thads_log_now
            (number, version, public_from, public_to, commitments, salt, act)
        SELECT number, version, public_from, CASE WHEN kind = 'ended' THEN at END,
            before || commitment, salt, act FROM bound
        ON CONFLICT (number) DO UPDATE SET version = excluded.version,
            public_from = excluded.public_from, public_to = excluded.public_to,
            commitments = excluded.commitments, salt = excluded.salt, act = excluded.act
    )
    INSERT INTO thads_new_leaf (at, kind, number, version, public_from, commitment)
    SELECT at, kind, number, version, public_from, commitment FROM bound ORDER BY number;
END
$body$;

CREATE OR REPLACE FUNCTION thads_note_acts_of_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    done thads_log_act[];
BEGIN
    SELECT array_agg((number, 'published', clock_timestamp(), thads_log_salt(),
        thads_log_content(added), NULL)::thads_log_act ORDER BY number)
    INTO done FROM added WHERE state = 'published';
    IF done IS NOT NULL THEN
        INSERT INTO thads_new_act (at, kind, number, province)
        SELECT act.at, act.kind, number, added.province
        FROM unnest(done) AS act JOIN added USING (number) ORDER BY number;
        PERFORM thads_log_acts(done);
    END IF;
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION thads_note_acts_of_update() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    done thads_log_act[];
BEGIN
    SELECT array_agg((number, kind, clock_timestamp(), thads_log_salt(), content, public_before
        )::thads_log_act ORDER BY number)
    INTO done FROM (
        SELECT number,
            CASE WHEN now_there.state = 'published' THEN thads_log_content(now_there) END
                AS content,
            coalesce(before.republished_at, before.first_published) AS public_before,
            CASE
                WHEN before.state = 'published' AND now_there.state <> 'published' THEN 'ended'
                WHEN before.state = 'published'
                    AND thads_public_part(before) IS DISTINCT FROM thads_public_part(now_there)
                    THEN 'amended'
                -- What was public once came back by way of the board.
                WHEN before.state <> 'published' AND before.first_published IS NOT NULL
                    THEN 'reopened'
                WHEN before.state <> 'published' THEN 'published'
            END AS kind
        FROM added AS now_there JOIN removed AS before USING (number)
        WHERE 'published' IN (before.state, now_there.state)
    ) AS acts
    WHERE kind IS NOT NULL;
    IF done IS NOT NULL THEN
        INSERT INTO thads_new_act (at, kind, number, province)
        SELECT act.at, act.kind, number, added.province
        FROM unnest(done) AS act JOIN added USING (number) ORDER BY number;
        PERFORM thads_log_acts(done);
    END IF;
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION thads_note_acts_of_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    done thads_log_act[];
BEGIN
    SELECT array_agg((number, 'ended', clock_timestamp(), thads_log_salt(), NULL,
        coalesce(republished_at, first_published))::thads_log_act ORDER BY number)
    INTO done FROM removed WHERE state = 'published';
    IF done IS NOT NULL THEN
        INSERT INTO thads_new_act (at, kind, number, province)
        SELECT act.at, act.kind, number, removed.province
        FROM unnest(done) AS act JOIN removed USING (number) ORDER BY number;
        PERFORM thads_log_acts(done);
    END IF;
    RETURN NULL;
END
$body$;

-- What was public before there was a log: one leaf each, which says since when. The rows are held, so that
-- none of them ends or is amended meanwhile.
-- backfill: thads_listing (number)
WITH listed AS MATERIALIZED (
    SELECT number, coalesce(republished_at, first_published, created) AS public_from,
        clock_timestamp() AS at, thads_log_salt() AS salt, thads_log_content(thads_listing) AS content
    FROM thads_listing WHERE {rows} AND state = 'published'
        AND NOT EXISTS (SELECT FROM thads_log_now WHERE number = thads_listing.number)
    FOR NO KEY UPDATE
), said AS MATERIALIZED (
    SELECT number, public_from, at, salt, json_build_object('v', 1, 'type', 'published',
        'number', number, 'version', 1, 'at', thads_log_time(at),
        'from', thads_log_time(public_from),
        'content', encode(thads_log_digest('content', salt, content), 'hex'),
        'follows', NULL, 'brought_in', true)::text AS act
    FROM listed
), written AS (
    INSERT INTO thads_log_now (number, version, public_from, commitments, salt, act)
    SELECT number, 1, public_from, ARRAY[thads_log_digest('act', salt, act)], salt, act FROM said
    -- Its statement has written the leaf while this one waited for the row.
    ON CONFLICT (number) DO NOTHING
    RETURNING number, public_from, commitments
)
INSERT INTO thads_new_leaf (at, kind, number, version, public_from, commitment)
SELECT at, 'published', number, 1, written.public_from, commitments[1]
FROM written JOIN said USING (number) ORDER BY number;
