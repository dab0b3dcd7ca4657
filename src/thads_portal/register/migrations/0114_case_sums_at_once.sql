-- Many cases that change in one statement are compared with what they were in one pass: joined row by row they took
-- a time that grows with the square of their number.
CREATE OR REPLACE FUNCTION thads_case_sum_case() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM added WHERE verify_on IS NOT NULL) THEN
            RETURN NULL;
        END IF;
        mine := thads_shard();
        INSERT INTO thads_case_sum AS present
        SELECT verify_on, '', province, mine, 0, 0, count(*)
        FROM added WHERE verify_on IS NOT NULL GROUP BY verify_on, province
        ON CONFLICT (due_on, duty, province, shard) DO UPDATE SET
            waiting = present.waiting + excluded.waiting;
    ELSIF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT FROM removed WHERE verify_on IS NOT NULL) THEN
            RETURN NULL;
        END IF;
        mine := thads_shard();
        INSERT INTO thads_case_sum AS present
        SELECT verify_on, '', province, mine, 0, 0, -count(*)
        FROM removed WHERE verify_on IS NOT NULL GROUP BY verify_on, province
        ON CONFLICT (due_on, duty, province, shard) DO UPDATE SET
            waiting = present.waiting + excluded.waiting;
    ELSE
        IF NOT EXISTS (
            SELECT id, verify_on, province FROM added EXCEPT SELECT id, verify_on, province FROM removed
        ) THEN
            RETURN NULL;
        END IF;
        mine := thads_shard();
        INSERT INTO thads_case_sum AS present
        SELECT verify_on, '', province, mine, 0, 0, sum(sign)
        FROM (
            SELECT 1 AS sign, verify_on, province FROM added
            UNION ALL SELECT -1, verify_on, province FROM removed
        ) AS changed WHERE verify_on IS NOT NULL GROUP BY verify_on, province HAVING sum(sign) <> 0
        ON CONFLICT (due_on, duty, province, shard) DO UPDATE SET
            waiting = present.waiting + excluded.waiting;
    END IF;
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION thads_case_agency_sum_case() RETURNS trigger LANGUAGE plpgsql AS $body$
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
            SELECT sum(sign) AS sign, verify_on, province, agency FROM (
                SELECT 1 AS sign, verify_on, province, agency FROM added
                UNION ALL SELECT -1, verify_on, province, agency FROM removed
            ) AS side GROUP BY verify_on, province, agency HAVING sum(sign) <> 0
        ) AS changed WHERE verify_on IS NOT NULL;
    END IF;
    PERFORM thads_case_agency_add(changes);
    RETURN NULL;
END
$body$;
