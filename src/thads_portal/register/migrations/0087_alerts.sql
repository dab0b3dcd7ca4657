-- E-mail for a search, for anybody: what is asked and whom to tell stands here encrypted.
--
-- The key lies outside the database. `address` is a keyed digest, so that nobody is sent many questions
-- whether they want mails; `known` are the public numbers that the search found when it was last told.
CREATE TABLE thads_alert (
    id text COLLATE "C" PRIMARY KEY,
    sealed bytea NOT NULL,
    address bytea NOT NULL,
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    confirmed timestamptz,
    place bigint NOT NULL DEFAULT 0,
    known text[] COLLATE "C" NOT NULL DEFAULT '{}',
    told_on date
);
CREATE INDEX thads_alert_address ON thads_alert (address);
CREATE INDEX thads_alert_made ON thads_alert (made);
