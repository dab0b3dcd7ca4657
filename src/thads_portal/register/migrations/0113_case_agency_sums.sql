-- Sums of the duties of cases by agency, by day and by whole month, and indexes for the country's lists.
--
-- A day of six hundred agencies is as many rows as duties: what lies between two days is read as whole
-- months, and the days at their edges. Kept by triggers as ``thads_case_sum``; `duty` is '' for the open
-- verification of a case, whose day is the one before it is moved past rest days.
CREATE TABLE thads_case_agency_sum (
    whole_month boolean NOT NULL,
    -- The day, of a whole month its first.
    day date NOT NULL,
    duty text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    shard smallint NOT NULL,
    in_time bigint NOT NULL,
    late bigint NOT NULL,
    waiting bigint NOT NULL,
    PRIMARY KEY (whole_month, day, duty, province, agency, shard)
) WITH (fillfactor = 70);

CREATE TYPE thads_case_agency_change AS (
    sign smallint,
    day date,
    duty text,
    province text,
    agency text,
    done_on date
);

CREATE FUNCTION thads_case_agency_add(changes thads_case_agency_change[])
RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF changes IS NULL THEN
        RETURN;
    END IF;
    mine := thads_shard();
    INSERT INTO thads_case_agency_sum AS present
    SELECT span.whole, CASE WHEN span.whole THEN date_trunc('month', day)::date ELSE day END AS place,
        duty, province, agency, mine,
        coalesce(sum(sign) FILTER (WHERE done_on <= day), 0),
        coalesce(sum(sign) FILTER (WHERE done_on > day), 0),
        coalesce(sum(sign) FILTER (WHERE done_on IS NULL), 0)
    FROM unnest(changes) CROSS JOIN (VALUES (true), (false)) AS span (whole)
    GROUP BY span.whole, place, duty, province, agency
    HAVING coalesce(sum(sign) FILTER (WHERE done_on <= day), 0) <> 0
        OR coalesce(sum(sign) FILTER (WHERE done_on > day), 0) <> 0
        OR coalesce(sum(sign) FILTER (WHERE done_on IS NULL), 0) <> 0
    ON CONFLICT (whole_month, day, duty, province, agency, shard) DO UPDATE SET
        in_time = present.in_time + excluded.in_time, late = present.late + excluded.late,
        waiting = present.waiting + excluded.waiting;
END
$body$;

CREATE FUNCTION thads_case_agency_sum_duty() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    changes thads_case_agency_change[];
BEGIN
    -- One statement for each: what is not there for an operation is never looked at.
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg((1, due_on, duty, province, agency, done_on)::thads_case_agency_change)
        INTO changes FROM added WHERE due_on IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg((-1, due_on, duty, province, agency, done_on)::thads_case_agency_change)
        INTO changes FROM removed WHERE due_on IS NOT NULL;
    ELSE
        SELECT array_agg((sign, due_on, duty, province, agency, done_on)::thads_case_agency_change)
        INTO changes FROM (
            SELECT 1 AS sign, due_on, duty, province, agency, done_on FROM added
            UNION ALL SELECT -1, due_on, duty, province, agency, done_on FROM removed
        ) AS changed WHERE due_on IS NOT NULL;
    END IF;
    PERFORM thads_case_agency_add(changes);
    RETURN NULL;
END
$body$;

CREATE FUNCTION thads_case_agency_sum_case() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    changes thads_case_agency_change[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg((1, verify_on, '', province, agency, NULL)::thads_case_agency_change)
        INTO changes FROM added WHERE verify_on IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg((-1, verify_on, '', province, agency, NULL)::thads_case_agency_change)
        INTO changes FROM removed WHERE verify_on IS NOT NULL;
    ELSE
        SELECT array_agg((sign, verify_on, '', province, agency, NULL)::thads_case_agency_change)
        INTO changes FROM (
            SELECT side.sign, side.verify_on, side.province, side.agency
            FROM added JOIN removed USING (id) CROSS JOIN LATERAL (VALUES
                (1, added.verify_on, added.province, added.agency),
                (-1, removed.verify_on, removed.province, removed.agency)
            ) AS side (sign, verify_on, province, agency)
            WHERE (added.verify_on, added.province, added.agency)
                IS DISTINCT FROM (removed.verify_on, removed.province, removed.agency)
        ) AS changed WHERE verify_on IS NOT NULL;
    END IF;
    PERFORM thads_case_agency_add(changes);
    RETURN NULL;
END
$body$;

-- The sums of both tables anew. Writers of cases wait until the commit.
CREATE OR REPLACE FUNCTION thads_case_sum_recount() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    LOCK TABLE thads_case, thads_case_duty IN SHARE MODE;
    DELETE FROM thads_case_sum;
    DELETE FROM thads_case_agency_sum;
    INSERT INTO thads_case_agency_sum
    SELECT false, due_on, duty, province, agency, 0, count(*) FILTER (WHERE done_on <= due_on),
        count(*) FILTER (WHERE done_on > due_on), count(*) FILTER (WHERE done_on IS NULL)
    FROM thads_case_duty WHERE due_on IS NOT NULL GROUP BY due_on, duty, province, agency
    UNION ALL
    SELECT false, verify_on, '', province, agency, 0, 0, 0, count(*)
    FROM thads_case WHERE verify_on IS NOT NULL GROUP BY verify_on, province, agency;
    INSERT INTO thads_case_agency_sum
    SELECT true, date_trunc('month', day)::date AS month, duty, province, agency, 0,
        sum(in_time), sum(late), sum(waiting)
    FROM thads_case_agency_sum GROUP BY month, duty, province, agency;
    INSERT INTO thads_case_sum
    SELECT day, duty, province, 0, sum(in_time), sum(late), sum(waiting)
    FROM thads_case_agency_sum WHERE NOT whole_month GROUP BY day, duty, province;
END
$body$;

CREATE TRIGGER thads_case_agency_sum_duty_insert AFTER INSERT ON thads_case_duty
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_case_agency_sum_duty();
CREATE TRIGGER thads_case_agency_sum_duty_update AFTER UPDATE ON thads_case_duty
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_case_agency_sum_duty();
CREATE TRIGGER thads_case_agency_sum_duty_delete AFTER DELETE ON thads_case_duty
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_case_agency_sum_duty();
CREATE TRIGGER thads_case_agency_sum_case_insert AFTER INSERT ON thads_case
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_case_agency_sum_case();
CREATE TRIGGER thads_case_agency_sum_case_update AFTER UPDATE ON thads_case
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_case_agency_sum_case();
CREATE TRIGGER thads_case_agency_sum_case_delete AFTER DELETE ON thads_case
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_case_agency_sum_case();
SELECT thads_case_sum_recount();

-- What is asked of a case's listings, and the country's list of it by deadline.
CREATE INDEX CONCURRENTLY thads_case_proposal_case ON thads_case_proposal (case_id);
CREATE INDEX CONCURRENTLY thads_case_proposal_nation ON thads_case_proposal (due_on, number);
-- The country's list of what may be moved.
CREATE INDEX CONCURRENTLY thads_case_duty_moves_nation ON thads_case_duty (started_on, case_id)
    INCLUDE (province) WHERE done_on IS NULL AND duty IN ('move_register', 'return_request');
-- How many fit for relief is counted from the index alone.
CREATE INDEX CONCURRENTLY thads_case_relief_open ON thads_case (province, relief_on, id)
    WHERE relief_on IS NOT NULL AND NOT over AND listed > 0;
DROP INDEX CONCURRENTLY IF EXISTS thads_case_relief;
