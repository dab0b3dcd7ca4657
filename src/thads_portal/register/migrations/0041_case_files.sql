-- Files that prove entries of a case: scans and photographs, their digest, and their previews.
CREATE TABLE thads_case_file (
    id text COLLATE "C" PRIMARY KEY,
    -- No foreign key: a case whose only listing was a draft that is discarded goes, what was filed stays.
    case_id bigint NOT NULL,
    entry bigint REFERENCES thads_case_entry,
    listing text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    preview text COLLATE "C"
);
CREATE INDEX thads_case_file_case ON thads_case_file (case_id, at);

-- Once there, a file stays as it is: only its preview is made later.
CREATE FUNCTION thads_case_file_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.case_id, NEW.entry, NEW.listing, NEW.name, NEW.media_type,
            NEW.size, NEW.sha256, NEW.actor, NEW.at)
        IS NOT DISTINCT FROM (OLD.id, OLD.case_id, OLD.entry, OLD.listing, OLD.name, OLD.media_type,
            OLD.size, OLD.sha256, OLD.actor, OLD.at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'evidence stays as it is: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER thads_case_file_stays BEFORE UPDATE OR DELETE ON thads_case_file
    FOR EACH ROW EXECUTE FUNCTION thads_case_file_stays();
