-- Restricted values are sealed: the data keys, themselves sealed under keys outside the database.
--
-- Without a row nothing is sealed yet: an installation of an earlier release begins with
-- `thads upgrade --finish`, when no release is left that could not read what is sealed.
CREATE TABLE thads_data_key (
    id bytea PRIMARY KEY,
    number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    wrapped bytea NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    -- How far what older keys sealed, and what is in clear, has been sealed under this one.
    place jsonb NOT NULL DEFAULT '{}',
    -- When all of it was.
    whole timestamptz
);

-- Files for the staff are sealed, those that are published are not.
ALTER TABLE thads_file ADD COLUMN sealed boolean NOT NULL DEFAULT false;

-- The ledger only grows, and what an entry says is never changed; how it is sealed may be.
CREATE FUNCTION thads_case_entry_same() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF to_jsonb(NEW) - 'details' IS DISTINCT FROM to_jsonb(OLD) - 'details'
        OR NOT NEW.details ? '~thads1~' THEN
        RAISE EXCEPTION 'the ledger of cases only grows: % is refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$body$;
CREATE OR REPLACE FUNCTION thads_case_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- Only who seals anew says so; each row is looked at by thads_case_entry_same.
    IF TG_OP = 'UPDATE' AND current_setting('thads.sealing', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the ledger of cases only grows: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER thads_case_entry_same BEFORE UPDATE ON thads_case_entry
    FOR EACH ROW EXECUTE FUNCTION thads_case_entry_same();

-- So does evidence stay; how its name is sealed may change.
CREATE OR REPLACE FUNCTION thads_case_file_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.case_id, NEW.entry, NEW.listing, NEW.media_type,
            NEW.size, NEW.sha256, NEW.actor, NEW.at)
        IS NOT DISTINCT FROM (OLD.id, OLD.case_id, OLD.entry, OLD.listing, OLD.media_type,
            OLD.size, OLD.sha256, OLD.actor, OLD.at)
        AND (NEW.name = OLD.name OR (current_setting('thads.sealing', true) = 'on'
            AND starts_with(NEW.name, '~thads1~'))) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'evidence stays as it is: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
