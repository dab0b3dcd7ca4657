-- The desks find a listing in every state: by name, by numbers, by the keyed digest of a case
-- number, by who worked on it. What is public has its indexes (thads_search); these hold the rest.
-- rows: from the objects
ALTER TABLE thads_listing ADD COLUMN case_hmac bytea;
CREATE TABLE thads_saved_filter (
    account text COLLATE "C" NOT NULL,
    name text NOT NULL,
    -- The path below the portal with its parameters; never a personal number.
    address text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, name)
);
CREATE INDEX CONCURRENTLY thads_listing_case
    ON thads_listing USING hash (case_hmac) WHERE case_hmac IS NOT NULL;
CREATE INDEX CONCURRENTLY thads_listing_inside
    ON thads_listing USING gin (name_tokens) WITH (fastupdate = on, gin_pending_list_limit = 512)
    WHERE state <> 'published';
CREATE INDEX CONCURRENTLY thads_listing_inside_number
    ON thads_listing (number) WHERE state <> 'published';
