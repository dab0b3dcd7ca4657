-- Lists of verifications and payments that were handed in. Their rows hold what is restricted: they are kept
-- until they are written, and with a list that nobody finished for sixty days.
CREATE TABLE thads_case_list (
    id text COLLATE "C" PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    created timestamptz NOT NULL,
    name text NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    revision integer NOT NULL DEFAULT 0,
    -- [[line, {field: text}], …] as read and corrected, and the lines that are left out.
    rows jsonb,
    left_out jsonb NOT NULL DEFAULT '[]',
    unread text NOT NULL DEFAULT '',
    -- When it was written, how many rows were entered and how many the ledgers held already.
    written timestamptz,
    entered integer,
    known integer
);
CREATE INDEX thads_case_list_province ON thads_case_list (province, kind, created);
CREATE INDEX thads_case_list_file ON thads_case_list (sha256);
