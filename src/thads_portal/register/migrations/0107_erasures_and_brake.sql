-- How far the erasing of restricted values of ended listings has come; endings of a feed that wait for a person.
CREATE TABLE thads_erasure (
    field text COLLATE "C" PRIMARY KEY,
    ended_at timestamptz NOT NULL,
    number text COLLATE "C" NOT NULL
);
-- A line is the one that its account sent, sealed; the same sent again is the same row.
CREATE TABLE thads_feed_hold (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    external_id text COLLATE "C",
    province text COLLATE "C",
    line bytea NOT NULL,
    sealed boolean NOT NULL,
    -- waiting, released (a person let it through), declined
    state text COLLATE "C" NOT NULL DEFAULT 'waiting',
    decided_by text COLLATE "C",
    decided timestamptz,
    UNIQUE (actor, digest)
);
CREATE INDEX thads_feed_hold_waiting ON thads_feed_hold (actor, id) WHERE state = 'waiting';
CREATE INDEX CONCURRENTLY thads_listing_ended_at ON thads_listing (ended_at, number) WHERE state = 'ended';
