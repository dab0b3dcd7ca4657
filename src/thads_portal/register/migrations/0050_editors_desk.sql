-- What editors type before they save it, what a text was before, and the texts they start from.
CREATE TABLE thads_content_draft (
    account text NOT NULL,
    -- The item's UID, or the key of a form for a new one.
    key text NOT NULL,
    -- Path of the section or the item below the portal.
    place text NOT NULL,
    -- The content the form was opened with; empty for a new one.
    base text NOT NULL,
    texts jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, key)
);
CREATE INDEX thads_content_draft_key ON thads_content_draft (key);
CREATE INDEX thads_content_draft_at ON thads_content_draft (at);
CREATE TABLE thads_content_version (
    item text NOT NULL,
    number integer NOT NULL,
    at timestamptz NOT NULL,
    account text NOT NULL,
    texts jsonb NOT NULL,
    PRIMARY KEY (item, number)
);
CREATE TABLE thads_text_template (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- What it is for: a topic of content, or a field of a listing.
    use text NOT NULL,
    -- A province's slug, or "gateway": for all.
    place text NOT NULL,
    title text NOT NULL,
    texts jsonb NOT NULL,
    account text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    revision integer NOT NULL DEFAULT 1,
    UNIQUE (use, place, title)
);
