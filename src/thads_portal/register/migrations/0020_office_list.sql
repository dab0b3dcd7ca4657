-- Lists of offices that administrators have uploaded and look at before they are written: the texts
-- of the columns that are read, nothing else of the file. Removed after a few days.
CREATE TABLE thads_office_list (
    id text COLLATE "C" PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text COLLATE "C" NOT NULL,
    name text NOT NULL,
    rows jsonb NOT NULL
);
