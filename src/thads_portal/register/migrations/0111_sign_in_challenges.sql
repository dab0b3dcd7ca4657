-- What a sign-in or a session is to prove with a security key: one challenge for each purpose, taken once.
CREATE TABLE thads_sign_in_challenge (
    id bytea PRIMARY KEY,
    challenge bytea NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX thads_sign_in_challenge_until ON thads_sign_in_challenge (until);
