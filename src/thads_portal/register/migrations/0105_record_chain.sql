-- The record of actions is a chain: each entry's hash covers its content and the hash before it.
--
-- Writers do not wait for each other: a trigger notes what is new, and what is committed by then gets its
-- place in the chain every few minutes.
CREATE TABLE thads_new_record (
    id bigint PRIMARY KEY
);

-- Some entries together. `ids` are exactly theirs, `hashes` 32 bytes for each in the order of the ids;
-- the first goes on from `previous`. `missing`: noted, and gone before it had its place.
CREATE TABLE thads_record_seal (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    ids int8multirange NOT NULL,
    entries integer NOT NULL,
    previous bytea NOT NULL,
    hashes bytea NOT NULL,
    missing bigint[] NOT NULL DEFAULT '{}'
);
-- The chain at the end of a day of Vietnam, signed with a key outside the database.
CREATE TABLE thads_record_head (
    day date PRIMARY KEY,
    seal bigint NOT NULL,
    note text COLLATE "C" NOT NULL
);

CREATE FUNCTION thads_record_is_new() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_new_record (id) SELECT id FROM added;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_record_is_new AFTER INSERT ON thads_record
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_record_is_new();

CREATE TRIGGER thads_record_seal_only_grows
    BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_record_seal
    FOR EACH STATEMENT EXECUTE FUNCTION thads_record_only_grows();
CREATE TRIGGER thads_record_head_only_grows
    BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_record_head
    FOR EACH STATEMENT EXECUTE FUNCTION thads_record_only_grows();
