-- Who looked last at what waits on the desks, and at which state of it: one row for each item and
-- account, so that it stays as small as the work and its people.
CREATE TABLE thads_look (
    item text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (item, account)
);
