-- A case that the case system states with the number of a request closes the loop to its sender.
CREATE FUNCTION thads_request_case_stated() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.kind = 'case_stated' AND NEW.details ? 'request' THEN
        INSERT INTO thads_request_entry (request, kind, at, actor, details)
        SELECT id, 'case_linked', NEW.recorded_at, NEW.actor, '{}' FROM thads_request
        WHERE number = NEW.details->>'request';
    END IF;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_request_case_stated AFTER INSERT ON thads_case_entry
    FOR EACH ROW EXECUTE FUNCTION thads_request_case_stated();
-- How far status messages have gone out, by connector.
CREATE TABLE thads_request_outward (
    connector text COLLATE "C" PRIMARY KEY,
    entry bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
