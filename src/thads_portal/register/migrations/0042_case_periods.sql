-- When cases began and ceased to lack conditions, for statistics as of any day, and closed periods.
CREATE TABLE thads_case_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL,
    day date NOT NULL,
    live boolean NOT NULL,
    reason text COLLATE "C",
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thads_case_change_case ON thads_case_change (case_id, id);

CREATE FUNCTION thads_case_note_change() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    before date;
    ended record;
BEGIN
    SELECT max(day) INTO before FROM thads_case_change WHERE case_id = NEW.id;
    IF NEW.listed > 0 THEN
        INSERT INTO thads_case_change (case_id, day, live)
        VALUES (NEW.id, greatest(NEW.no_conditions_on, before), true);
    ELSE
        SELECT listing.end_reason,
            (coalesce(listing.ended_at, now()) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
        INTO ended
        FROM thads_case_listing AS link JOIN thads_listing AS listing USING (number)
        WHERE link.case_id = NEW.id ORDER BY listing.ended_at DESC NULLS LAST LIMIT 1;
        INSERT INTO thads_case_change (case_id, day, live, reason)
        VALUES (NEW.id, greatest(before,
            coalesce(ended.day, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)), false,
            ended.end_reason);
    END IF;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_case_note_change AFTER UPDATE ON thads_case
    FOR EACH ROW WHEN ((OLD.listed > 0) IS DISTINCT FROM (NEW.listed > 0))
    EXECUTE FUNCTION thads_case_note_change();

CREATE TRIGGER thads_case_change_only_grows
    BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_case_change
    FOR EACH STATEMENT EXECUTE FUNCTION thads_case_entry_only_grows();

CREATE TABLE thads_case_period (
    scope text COLLATE "C" NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    version integer NOT NULL,
    -- Entries recorded later count in the next period.
    cutoff timestamptz NOT NULL,
    closed_by text COLLATE "C" NOT NULL,
    note text NOT NULL DEFAULT '',
    -- The job that closed it: run twice, it closes once.
    job text COLLATE "C" NOT NULL UNIQUE,
    figures jsonb NOT NULL,
    PRIMARY KEY (scope, first_day, last_day, version)
);
CREATE TRIGGER thads_case_period_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_case_period
    FOR EACH STATEMENT EXECUTE FUNCTION thads_case_entry_only_grows();

-- backfill: thads_case (id)
INSERT INTO thads_case_change (case_id, day, live)
    SELECT id, no_conditions_on, true FROM thads_case AS own
    WHERE {rows} AND listed > 0 AND no_conditions_on IS NOT NULL
        AND NOT EXISTS (SELECT FROM thads_case_change AS change WHERE change.case_id = own.id);
