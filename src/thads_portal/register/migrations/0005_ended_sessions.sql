-- Sessions and tokens that were ended before their time.
CREATE TABLE thads_ended_session (
    id bytea PRIMARY KEY,
    until timestamptz NOT NULL
);
CREATE INDEX thads_ended_session_until ON thads_ended_session (until);
