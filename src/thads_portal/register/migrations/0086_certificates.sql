-- What a search found at a moment, certified: anybody can check it by its code.
--
-- No name: what was searched stands here as a keyed digest, of its writing and of its bare words.
CREATE TABLE thads_certificate (
    code text COLLATE "C" PRIMARY KEY,
    made timestamptz NOT NULL,
    result text COLLATE "C" NOT NULL CHECK (result IN ('none', 'listed')),
    numbers text[] COLLATE "C" NOT NULL,
    total integer NOT NULL,
    rules text COLLATE "C" NOT NULL,
    -- where the register stood: the place among the acts, the size of the publication log
    cursor text COLLATE "C" NOT NULL,
    log_size bigint NOT NULL,
    subject bytea NOT NULL,
    name_key bytea NOT NULL,
    organisation text COLLATE "C"
);
CREATE TRIGGER thads_certificate_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION thads_never_changed();
