-- Names by keys that many can be looked up by at once, and births that can be compared and not read.
--
-- A key is the sum of the hashes of a name's bare words, whatever their order, so that who asks can
-- exchange or leave out a word without making texts. Written by triggers on `thads_search`, which
-- holds what is public.
-- rows: from the objects
ALTER TABLE thads_listing ADD COLUMN birth_digest bytea;

CREATE OR REPLACE FUNCTION thads_public_part(row_of_listing thads_listing) RETURNS jsonb
    LANGUAGE sql STABLE AS $body$
    SELECT to_jsonb(row_of_listing) - ARRAY['year', 'name_tokens', 'sort_name', 'external_id',
        'duties', 'flags', 'number_keys', 'personal_hmac', 'case_hmac', 'birth_digest', 'duplicate_key',
        'applied', 'created', 'changed', 'revision', 'waits', 'waits_since', 'waits_reason', 'waits_sort',
        'ended_by_feed', 'posting_due', 'quiet_since']
$body$;

CREATE TABLE thads_match (
    key bigint NOT NULL,
    -- The same of all its words with their marks: who has one key is told apart by it.
    exact bigint NOT NULL,
    number text COLLATE "C" NOT NULL,
    -- Who has read up to a transaction reads on from there.
    at xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (key, exact, number)
);
CREATE INDEX thads_match_number ON thads_match (number);
CREATE INDEX thads_match_at ON thads_match (at);

CREATE FUNCTION thads_word_hash(word text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $body$
    SELECT ('x' || substr(md5(word), 1, 14))::bit(56)::bigint
$body$;

-- A word of a sort key without its marks, as names are compared: Lý is li.
CREATE FUNCTION thads_bare_of_sort(sort text) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
    SELECT regexp_replace(
        translate(sort, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`a!"#$%&', 'aaabcddeefghijklmnooopqrstuuvwxyz'),
        '^([bcdhklmnprstvx]|[ckpt]h|n(g|gh|h)|tr|qu)y$', '\1i')
$body$;

-- A text of letters without marks, in small letters.
CREATE FUNCTION thads_bare_words(written text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $body$
    SELECT array_agg(regexp_replace(found[1],
        '^([bcdhklmnprstvx]|[ckpt]h|n(g|gh|h)|tr|qu)y$', '\1i'))
    FROM regexp_matches(
        -- Apart from their marks letters are ASCII, whose case every collation knows.
        lower(translate(regexp_replace(normalize(written, NFD), '[\u0300-\u036f]', '', 'g'), 'Đđ', 'dd')),
        '[a-z0-9]+', 'g') AS found
$body$;

-- The keys of a name: its own words; for a person family and given name, and all but one of those
-- between (apart from the others by a constant), and the given name with the initials of the rest (by
-- another); a by-name.
CREATE FUNCTION thads_match_keys(words tsvector, sort_name text, debtor_name text)
RETURNS SETOF bigint LANGUAGE plpgsql IMMUTABLE AS $body$
DECLARE
    own text[];
    total bigint;
    person boolean := words @@ '''dindividual'''::tsquery;
    given text;
    family text;
    ends bigint;
    each_word text;
    by_name text;
BEGIN
    SELECT string_to_array(substr(word, 2), ' ') INTO own
    FROM unnest(tsvector_to_array(words)) AS word WHERE word ^@ 'f' LIMIT 1;
    IF own IS NULL THEN
        RETURN;
    END IF;
    SELECT sum(thads_word_hash(word)) INTO total FROM unnest(own) AS word;
    RETURN NEXT total;
    IF person AND cardinality(own) BETWEEN 2 AND 8 THEN
        given := thads_bare_of_sort(split_part(sort_name, ' ', 1));
        SELECT thads_word_hash(given) - thads_word_hash('~' || left(given, 1))
            + sum(thads_word_hash('~' || left(word, 1))) INTO ends FROM unnest(own) AS word;
        RETURN NEXT ends + 6917529027641081856;
    END IF;
    IF person AND cardinality(own) BETWEEN 3 AND 8 THEN
        family := thads_bare_of_sort(split_part(sort_name, ' ', 3));
        ends := thads_word_hash(given) + thads_word_hash(family);
        RETURN NEXT ends + 4611686018427387904;
        IF cardinality(own) > 3 THEN
            FOREACH each_word IN ARRAY own LOOP
                IF each_word <> given AND each_word <> family THEN
                    RETURN NEXT total - thads_word_hash(each_word) + 4611686018427387904;
                END IF;
            END LOOP;
        END IF;
    END IF;
    IF debtor_name ~* '[(\[,;/]|\s(tức|hay còn|còn gọi|tên gọi khác|tên khác|tên thường gọi|bí danh)\s' THEN
        FOREACH by_name IN ARRAY regexp_split_to_array(debtor_name,
            '[][(),;/]|\s(?:tức là|tức|hay còn gọi là|hay còn|còn gọi là|còn gọi|tên gọi khác(?: là)?|tên khác|tên thường gọi|bí danh)(?:\s*:)?(?=\s)', 'i')
        LOOP
            by_name := regexp_replace(by_name,
                '^\s*(tức là|tức|hay còn gọi là|hay còn|còn gọi là|còn gọi|tên gọi khác là|tên gọi khác|tên khác|tên thường gọi|bí danh)?\s*:?\s*', '', 'i');
            SELECT sum(thads_word_hash(word)) INTO ends FROM unnest(thads_bare_words(by_name)) AS word;
            IF ends IS NOT NULL AND ends <> total THEN
                RETURN NEXT ends;
            END IF;
        END LOOP;
    END IF;
END
$body$;

CREATE FUNCTION thads_exact_key(words tsvector) RETURNS bigint LANGUAGE sql IMMUTABLE AS $body$
    SELECT coalesce(sum(thads_word_hash(substr(word, 2))), 0)::bigint
    FROM unnest(tsvector_to_array(words)) AS word WHERE word ^@ 'e'
$body$;

CREATE FUNCTION thads_match_come() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_match (key, exact, number)
    SELECT DISTINCT keys.key, thads_exact_key(come.words), come.number
    FROM come JOIN thads_listing AS listing USING (number)
    CROSS JOIN LATERAL thads_match_keys(come.words, come.sort_name, listing.debtor_name) AS keys (key)
    ON CONFLICT (key, exact, number) DO UPDATE SET at = excluded.at;
    RETURN NULL;
END
$body$;
CREATE FUNCTION thads_match_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM thads_match USING gone JOIN come USING (number)
    WHERE thads_match.number = gone.number;
    INSERT INTO thads_match (key, exact, number)
    SELECT DISTINCT keys.key, thads_exact_key(come.words), come.number
    FROM come JOIN thads_listing AS listing USING (number)
    CROSS JOIN LATERAL thads_match_keys(come.words, come.sort_name, listing.debtor_name) AS keys (key)
    ON CONFLICT (key, exact, number) DO UPDATE SET at = excluded.at;
    RETURN NULL;
END
$body$;
CREATE FUNCTION thads_match_go() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM thads_match USING gone WHERE thads_match.number = gone.number;
    RETURN NULL;
END
$body$;
CREATE FUNCTION thads_match_forget() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    TRUNCATE thads_match;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_match_insert AFTER INSERT ON thads_search
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION thads_match_come();
CREATE TRIGGER thads_match_update AFTER UPDATE ON thads_search
    REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION thads_match_change();
CREATE TRIGGER thads_match_delete AFTER DELETE ON thads_search
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION thads_match_go();
CREATE TRIGGER thads_match_truncate AFTER TRUNCATE ON thads_search
    FOR EACH STATEMENT EXECUTE FUNCTION thads_match_forget();

-- backfill: thads_search (number)
INSERT INTO thads_match (key, exact, number)
    SELECT DISTINCT keys.key, thads_exact_key(found.words), found.number
    FROM thads_search AS found JOIN thads_listing AS listing USING (number)
    CROSS JOIN LATERAL thads_match_keys(found.words, found.sort_name, listing.debtor_name) AS keys (key)
    WHERE {rows}
    ON CONFLICT (key, exact, number) DO NOTHING;

-- Where a delegated case went on, as the feed of the agency that ended it said: the two listings are
-- linked when both are there.
CREATE TABLE thads_delegation (
    number text COLLATE "C" PRIMARY KEY,
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    external_id text COLLATE "C",
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thads_delegation_external_id ON thads_delegation (external_id)
    WHERE external_id IS NOT NULL;

-- What organisations watch. A subject is kept as digests under the organisation's key; a delivery is made
-- once for each act and subject, whatever is repeated, and names nobody.
CREATE TABLE thads_watch (
    id uuid PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL REFERENCES thads_organisation,
    key text COLLATE "C" NOT NULL REFERENCES thads_organisation_key,
    purpose text COLLATE "C" NOT NULL,
    case_reference text NOT NULL,
    url text,
    events text[] NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    expires timestamptz NOT NULL,
    ended timestamptz,
    -- The last act before the watch began.
    since bigint NOT NULL
);
CREATE INDEX thads_watch_organisation ON thads_watch (organisation, created);

CREATE TABLE thads_watch_subject (
    watch uuid NOT NULL REFERENCES thads_watch ON DELETE CASCADE,
    ref text COLLATE "C" NOT NULL,
    name_digest bytea NOT NULL,
    birth_digest bytea,
    id_digest bytea,
    PRIMARY KEY (watch, ref)
);
CREATE INDEX thads_watch_subject_name ON thads_watch_subject (name_digest);
CREATE INDEX thads_watch_subject_id ON thads_watch_subject (id_digest) WHERE id_digest IS NOT NULL;

-- Which acts have been looked at; one row.
CREATE TABLE thads_watch_place (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL
);

CREATE TABLE thads_watch_delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    watch uuid NOT NULL REFERENCES thads_watch ON DELETE CASCADE,
    seq bigint NOT NULL,
    ref text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    decision text COLLATE "C" NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt timestamptz DEFAULT now(),
    delivered timestamptz,
    dead timestamptz,
    said text,
    UNIQUE (watch, seq, ref)
);
CREATE INDEX thads_watch_delivery_due ON thads_watch_delivery (next_attempt)
    WHERE delivered IS NULL AND dead IS NULL AND next_attempt IS NOT NULL;
