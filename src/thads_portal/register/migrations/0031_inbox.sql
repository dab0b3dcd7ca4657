-- Who of the board works on what: provinces and single items given to members, substitutes for a
-- time, and the short notes that people write to each other about an item.
CREATE TABLE thads_standing (
    account text COLLATE "C" PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE thads_province_member (
    province text COLLATE "C" PRIMARY KEY,
    account text COLLATE "C" NOT NULL
);
CREATE TABLE thads_substitute (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    substitute text COLLATE "C" NOT NULL,
    from_day date NOT NULL,
    until_day date NOT NULL,
    given_by text COLLATE "C" NOT NULL,
    CHECK (from_day <= until_day AND account <> substitute)
);
CREATE INDEX thads_substitute_until ON thads_substitute (substitute, until_day);
-- An item that somebody took or was given; it goes before what is said of its province.
CREATE TABLE thads_assignment (
    item text COLLATE "C" PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    given_by text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thads_assignment_account ON thads_assignment (account, item);
CREATE TABLE thads_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    text text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thads_note_item ON thads_note (item, id);
-- seen: when the one who was named opened the item
CREATE TABLE thads_mention (
    account text COLLATE "C" NOT NULL,
    note bigint NOT NULL REFERENCES thads_note ON DELETE CASCADE,
    seen timestamptz,
    PRIMARY KEY (account, note)
);
CREATE INDEX thads_mention_open ON thads_mention (account, note) WHERE seen IS NULL;
