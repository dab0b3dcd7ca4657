-- Requests: who represents whom, who sees accounts of banks, uploads that go on after a cut.
ALTER TABLE thads_request ADD COLUMN mail_failed integer NOT NULL DEFAULT 0;

-- One paper by which somebody acts for others. Who, by which paper and how far is sealed.
CREATE TABLE thads_request_mandate (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request bigint NOT NULL REFERENCES thads_request,
    -- mandate | legal | group
    kind text COLLATE "C" NOT NULL,
    people bytea,
    since date,
    -- It lapses by itself after this day.
    until date,
    checked_by text COLLATE "C",
    checked timestamptz,
    accepted boolean,
    ended date
);
CREATE INDEX thads_request_mandate_request ON thads_request_mandate (request);

-- Who sees numbers of bank accounts in a province's requests, and notes what was paid.
CREATE TABLE thads_request_accountant (
    province text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    named_by text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (province, account)
);

-- A file that comes in pieces, until it is whole or a day old. Pieces are sealed under a key of its own.
CREATE TABLE thads_request_upload (
    id text COLLATE "C" PRIMARY KEY,
    draft bytea NOT NULL,
    told bytea NOT NULL,
    data_key bytea NOT NULL,
    size bigint NOT NULL,
    received bigint NOT NULL DEFAULT 0,
    changed timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thads_request_upload_draft ON thads_request_upload (draft);
CREATE INDEX thads_request_upload_changed ON thads_request_upload (changed);
CREATE TABLE thads_request_upload_piece (
    upload text COLLATE "C" NOT NULL REFERENCES thads_request_upload ON DELETE CASCADE,
    number integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (upload, number)
);
ALTER TABLE thads_request_upload_piece ALTER COLUMN data SET STORAGE EXTERNAL;
