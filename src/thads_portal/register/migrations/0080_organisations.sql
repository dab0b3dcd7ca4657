-- Agencies outside that ask the register under an agreement, their keys, and the log of what they
-- asked. A key is kept as its digest, a subject as keyed digests; the log only grows, and forgets
-- what is older than the installation keeps it.
CREATE TABLE thads_organisation (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    contact text NOT NULL DEFAULT '',
    active boolean NOT NULL DEFAULT true,
    -- Fair shares: requests a minute, subjects a day, subjects that are watched at once.
    per_minute integer NOT NULL,
    subjects_per_day integer NOT NULL,
    watched_most integer NOT NULL,
    created timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE thads_agreement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL REFERENCES thads_organisation,
    -- Number of the paper, as both sides know it.
    number text NOT NULL,
    purposes text[] NOT NULL,
    kinds text[] NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    ended timestamptz
);
CREATE INDEX thads_agreement_organisation ON thads_agreement (organisation);

CREATE TABLE thads_organisation_key (
    id text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL REFERENCES thads_organisation,
    digest bytea NOT NULL,
    scopes text[] NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    expires timestamptz NOT NULL,
    revoked timestamptz
);
CREATE INDEX thads_organisation_key_organisation ON thads_organisation_key (organisation);

CREATE TABLE thads_organisation_use (
    organisation text COLLATE "C" NOT NULL,
    day date NOT NULL,
    subjects bigint NOT NULL,
    PRIMARY KEY (organisation, day)
);

-- One row for each request; without an organisation it was the public.
CREATE TABLE thads_inquiry (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    organisation text COLLATE "C",
    key text COLLATE "C",
    service text COLLATE "C" NOT NULL,
    purpose text COLLATE "C",
    case_reference text,
    subjects integer NOT NULL,
    found integer NOT NULL
);
CREATE INDEX thads_inquiry_at ON thads_inquiry (at, id);
CREATE INDEX thads_inquiry_organisation ON thads_inquiry (organisation, at, id);

-- One row for each subject of it: keyed digests of the name and of the number that was brought, what
-- was answered, and the public numbers of the listings that were shown.
CREATE TABLE thads_inquiry_subject (
    inquiry uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    name_digest bytea NOT NULL,
    number_digest bytea,
    decision text COLLATE "C" NOT NULL,
    numbers text[] COLLATE "C" NOT NULL DEFAULT '{}'
) WITH (autovacuum_vacuum_insert_scale_factor = 0.1);
CREATE INDEX thads_inquiry_subject_name ON thads_inquiry_subject (name_digest);
CREATE INDEX thads_inquiry_subject_number
    ON thads_inquiry_subject (number_digest) WHERE number_digest IS NOT NULL;
CREATE INDEX thads_inquiry_subject_listing
    ON thads_inquiry_subject USING gin (numbers) WHERE numbers <> '{}';
CREATE INDEX thads_inquiry_subject_inquiry ON thads_inquiry_subject (inquiry);
CREATE INDEX thads_inquiry_subject_at ON thads_inquiry_subject USING brin (at);

-- What is older than a month may be forgotten, as the installation's setting says; nothing else.
CREATE FUNCTION thads_inquiries_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '30 days' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the log of inquiries only grows: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER thads_inquiry_stays BEFORE UPDATE OR DELETE ON thads_inquiry
    FOR EACH ROW EXECUTE FUNCTION thads_inquiries_stay();
CREATE TRIGGER thads_inquiry_whole BEFORE TRUNCATE ON thads_inquiry
    FOR EACH STATEMENT EXECUTE FUNCTION thads_inquiries_stay();
CREATE TRIGGER thads_inquiry_subject_stays BEFORE UPDATE OR DELETE ON thads_inquiry_subject
    FOR EACH ROW EXECUTE FUNCTION thads_inquiries_stay();
CREATE TRIGGER thads_inquiry_subject_whole BEFORE TRUNCATE ON thads_inquiry_subject
    FOR EACH STATEMENT EXECUTE FUNCTION thads_inquiries_stay();
