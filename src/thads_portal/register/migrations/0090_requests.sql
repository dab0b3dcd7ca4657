-- Requests of citizens. What a citizen wrote is sealed under keys outside the database; in clear
-- stand only what sorts the agency's inbox and counts.
CREATE SEQUENCE thads_request_number;
CREATE TABLE thads_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text COLLATE "C" NOT NULL UNIQUE,
    procedure text COLLATE "C" NOT NULL,
    variant text COLLATE "C" NOT NULL DEFAULT '',
    mode text COLLATE "C" NOT NULL,
    -- A slug, or "trung-uong": the central authority.
    province text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    open boolean NOT NULL DEFAULT true,
    -- Nobody but the head sees it until the head has given it to somebody.
    head_only boolean NOT NULL DEFAULT false,
    assigned text COLLATE "C",
    received timestamptz NOT NULL,
    law_day date NOT NULL,
    -- What is to be done next, until when; the answer's own deadline.
    step text COLLATE "C" NOT NULL DEFAULT '',
    due_on date,
    decide_by date,
    closed timestamptz,
    outcome text COLLATE "C",
    -- The slow hash of the secret code, and tries that failed.
    code_hash text NOT NULL,
    failed integer NOT NULL DEFAULT 0,
    failed_until timestamptz,
    answers bytea,
    -- A digest of the draft that it was made of: the same draft makes one request.
    draft bytea UNIQUE,
    mail_state text COLLATE "C" NOT NULL DEFAULT '',
    language text COLLATE "C" NOT NULL DEFAULT 'vi',
    joined_to bigint REFERENCES thads_request,
    reminded date,
    escalated date,
    erase_on date,
    erased timestamptz,
    rated boolean NOT NULL DEFAULT false,
    revision integer NOT NULL DEFAULT 1
);
CREATE INDEX thads_request_inbox ON thads_request (province, due_on, id) WHERE open;
CREATE INDEX thads_request_mine ON thads_request (assigned, due_on, id) WHERE open;
CREATE INDEX thads_request_closed ON thads_request (province, closed DESC) WHERE NOT open;
CREATE INDEX thads_request_due ON thads_request (due_on) WHERE open;
CREATE INDEX thads_request_erase ON thads_request (erase_on) WHERE erased IS NULL;
CREATE INDEX thads_request_received ON thads_request (received);

-- What happened, in order. Grows only; when a request's time is over its texts become null.
CREATE TABLE thads_request_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request bigint NOT NULL REFERENCES thads_request,
    kind text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    -- An account; empty for the citizen and for the portal itself.
    actor text COLLATE "C" NOT NULL DEFAULT '',
    text bytea,
    -- Codes, days and counts; nothing of a person.
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX thads_request_entry_request ON thads_request_entry (request, id);
CREATE FUNCTION thads_request_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.request, NEW.kind, NEW.at, NEW.actor, NEW.details)
        IS NOT DISTINCT FROM (OLD.id, OLD.request, OLD.kind, OLD.at, OLD.actor, OLD.details)
        AND (NEW.text IS NULL
            OR current_setting('thads.reseal', true) = 'on' AND OLD.text IS NOT NULL) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'entries of a request stay as they are: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER thads_request_entry_stays BEFORE UPDATE OR DELETE ON thads_request_entry
    FOR EACH ROW EXECUTE FUNCTION thads_request_entry_stays();

-- What somebody has begun to fill in, by a digest of the code they come back with.
CREATE TABLE thads_request_draft (
    id bytea PRIMARY KEY,
    procedure text COLLATE "C" NOT NULL,
    answers bytea NOT NULL,
    -- Number and code of the request that was made of it, until it expires: the receipt.
    receipt bytea,
    begun timestamptz NOT NULL DEFAULT now(),
    changed timestamptz NOT NULL DEFAULT now(),
    expires timestamptz NOT NULL
);
CREATE INDEX thads_request_draft_expires ON thads_request_draft (expires);

-- Files: of a draft, then of the request, or of a later message. Their bytes are sealed pieces.
CREATE TABLE thads_request_file (
    id text COLLATE "C" PRIMARY KEY,
    draft bytea,
    request bigint REFERENCES thads_request,
    entry bigint REFERENCES thads_request_entry,
    paper text COLLATE "C" NOT NULL DEFAULT '',
    name bytea,
    media_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    scanned text COLLATE "C" NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thads_request_file_request ON thads_request_file (request);
CREATE INDEX thads_request_file_draft ON thads_request_file (draft) WHERE draft IS NOT NULL;

-- Who the informant of a denunciation is: under a key of its own, for the named few.
CREATE TABLE thads_request_informant (
    request bigint PRIMARY KEY REFERENCES thads_request,
    identity bytea
);
CREATE TABLE thads_request_reader (
    request bigint NOT NULL REFERENCES thads_request,
    account text COLLATE "C" NOT NULL,
    named_by text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (request, account)
);
