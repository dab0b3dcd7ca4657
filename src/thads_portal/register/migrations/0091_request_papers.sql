-- Papers of requests: drafts that wait for the head, and what was signed. Their content is sealed.
CREATE TABLE thads_request_paper (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request bigint NOT NULL REFERENCES thads_request,
    -- outcome | refusal
    kind text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    text bytea,
    drafted_by text COLLATE "C" NOT NULL,
    drafted timestamptz NOT NULL,
    signed_by text COLLATE "C",
    signed timestamptz,
    -- The code it is checked by at /xac-minh, once signed; only certificates have one.
    code text COLLATE "C" UNIQUE,
    title text NOT NULL,
    digital boolean NOT NULL DEFAULT false,
    file text COLLATE "C",
    sha256 bytea
);
CREATE INDEX thads_request_paper_request ON thads_request_paper (request);
-- A decision of second instance, masked, as it is published.
CREATE TABLE thads_request_publication (
    paper bigint PRIMARY KEY REFERENCES thads_request_paper,
    province text COLLATE "C" NOT NULL,
    text text NOT NULL,
    published timestamptz NOT NULL,
    published_by text COLLATE "C" NOT NULL
);
