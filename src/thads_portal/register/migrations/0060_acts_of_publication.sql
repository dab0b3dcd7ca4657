-- Each act of publication, in the order in which followers of the register read it.
--
-- An act is noted by the statement that does it, in the writer's transaction, and gets its place
-- (`seq`) when somebody asks for what is new: only then is it known what was committed before what.
-- No name and nothing else of a person stands here, so that an ending has nothing to take away.
CREATE TABLE thads_new_act (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE thads_act (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL
);
CREATE INDEX thads_act_province ON thads_act (province, seq);
CREATE INDEX thads_act_number ON thads_act (number, seq);
CREATE INDEX thads_act_at ON thads_act (at, seq);

CREATE FUNCTION thads_never_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'what stands in % stays as it is', TG_TABLE_NAME;
END
$body$;
CREATE TRIGGER thads_act_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_act
    FOR EACH STATEMENT EXECUTE FUNCTION thads_never_changed();

-- What of a row nobody outside sees: the rest is public, and so is a column of a later release
-- until it is named here.
CREATE FUNCTION thads_public_part(row_of_listing thads_listing) RETURNS jsonb
    LANGUAGE sql STABLE AS $body$
    SELECT to_jsonb(row_of_listing) - ARRAY['year', 'name_tokens', 'sort_name', 'external_id',
        'duties', 'flags', 'number_keys', 'personal_hmac', 'case_hmac', 'duplicate_key', 'applied', 'created',
        'changed', 'revision', 'waits', 'waits_since', 'waits_reason', 'waits_sort',
        'ended_by_feed', 'posting_due', 'quiet_since']
$body$;

CREATE FUNCTION thads_note_acts_of_insert() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_new_act (kind, number, province)
    SELECT 'published', number, province FROM added WHERE state = 'published' ORDER BY number;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_note_acts_insert AFTER INSERT ON thads_listing
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION thads_note_acts_of_insert();

CREATE FUNCTION thads_note_acts_of_update() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_new_act (kind, number, province)
    SELECT kind, number, province FROM (
        SELECT number, now_there.province,
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
    WHERE kind IS NOT NULL ORDER BY number;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_note_acts_update AFTER UPDATE ON thads_listing
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_note_acts_of_update();

CREATE FUNCTION thads_note_acts_of_delete() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_new_act (kind, number, province)
    SELECT 'ended', number, province FROM removed WHERE state = 'published' ORDER BY number;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_note_acts_delete AFTER DELETE ON thads_listing
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_note_acts_of_delete();
