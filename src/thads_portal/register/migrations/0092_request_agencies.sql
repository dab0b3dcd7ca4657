-- How each agency takes each procedure, its texts, its hours for appointments, who stands in.
CREATE TABLE thads_request_mode (
    procedure text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    mode text COLLATE "C" NOT NULL,
    set_by text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (procedure, province)
);
CREATE TABLE thads_request_template (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    procedure text COLLATE "C" NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    account text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (province, procedure, title)
);
CREATE TABLE thads_request_slot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    starts timestamptz NOT NULL,
    minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 240),
    request bigint REFERENCES thads_request,
    UNIQUE (province, starts)
);
CREATE INDEX thads_request_slot_request ON thads_request_slot (request) WHERE request IS NOT NULL;
CREATE TABLE thads_request_absence (
    account text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    deputy text COLLATE "C" NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    PRIMARY KEY (account, province, since)
);
