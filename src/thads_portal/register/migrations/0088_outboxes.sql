-- Messages to judicial records, procuracy, prisons and communes, each caused by one event.
--
-- An entry of a ledger is noted by a trigger in the writer's transaction; acts of publication are read
-- in their order. What a message says may be restricted: it stands here encrypted, under a key outside
-- the database.
CREATE TABLE thads_outbox_cause (
    entry bigint PRIMARY KEY
);
-- Up to which act of publication messages were made.
CREATE TABLE thads_outbox_place (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL
);
INSERT INTO thads_outbox_place (seq) SELECT coalesce(max(seq), 0) FROM thads_act;

CREATE TABLE thads_outbox (
    id text COLLATE "C" PRIMARY KEY,
    place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    partner text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    cause text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_on date NOT NULL,
    sealed bytea NOT NULL,
    digest text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'acknowledged', 'refused')),
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    acknowledged timestamptz,
    receipt text COLLATE "C",
    problem text COLLATE "C",
    UNIQUE (partner, cause)
);
CREATE INDEX thads_outbox_waiting ON thads_outbox (partner, place) WHERE state = 'waiting';
CREATE INDEX thads_outbox_acknowledged ON thads_outbox (partner, acknowledged);

CREATE TABLE thads_outbox_report (
    partner text COLLATE "C" NOT NULL,
    month date NOT NULL,
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    ours integer NOT NULL,
    theirs integer NOT NULL,
    missing text[] COLLATE "C" NOT NULL,
    unknown text[] COLLATE "C" NOT NULL,
    different text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (partner, month)
);

CREATE FUNCTION thads_outbox_note() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_outbox_cause (entry) SELECT id FROM added;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_outbox_note AFTER INSERT ON thads_case_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_outbox_note();
