-- Sums of the duties of cases by province and day, so that no page counts half a million of them.
--
-- Kept by triggers in the writer's transaction, spread over shards as the other sums; `duty` is '' for the
-- open verification of a case, whose day is the one before it is moved past rest days.
CREATE TABLE thads_case_sum (
    due_on date NOT NULL,
    duty text COLLATE "C" NOT NULL,
    province text COLLATE "C" NOT NULL,
    shard smallint NOT NULL,
    in_time bigint NOT NULL,
    late bigint NOT NULL,
    waiting bigint NOT NULL,
    PRIMARY KEY (due_on, duty, province, shard)
) WITH (fillfactor = 70);

CREATE FUNCTION thads_case_sum_duty() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    mine smallint;
BEGIN
    -- One statement for each: what is not there for an operation is never looked at.
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM added) THEN
            RETURN NULL;
        END IF;
    ELSIF NOT EXISTS (SELECT FROM removed) THEN
        RETURN NULL;
    END IF;
    mine := thads_shard();
    IF TG_OP = 'INSERT' THEN
        INSERT INTO thads_case_sum AS present
        SELECT due_on, duty, province, mine, count(*) FILTER (WHERE done_on <= due_on),
            count(*) FILTER (WHERE done_on > due_on), count(*) FILTER (WHERE done_on IS NULL)
        FROM added WHERE due_on IS NOT NULL GROUP BY due_on, duty, province
        ON CONFLICT (due_on, duty, province, shard) DO UPDATE SET
            in_time = present.in_time + excluded.in_time, late = present.late + excluded.late,
            waiting = present.waiting + excluded.waiting;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO thads_case_sum AS present
        SELECT due_on, duty, province, mine, -count(*) FILTER (WHERE done_on <= due_on),
            -count(*) FILTER (WHERE done_on > due_on), -count(*) FILTER (WHERE done_on IS NULL)
        FROM removed WHERE due_on IS NOT NULL GROUP BY due_on, duty, province
        ON CONFLICT (due_on, duty, province, shard) DO UPDATE SET
            in_time = present.in_time + excluded.in_time, late = present.late + excluded.late,
            waiting = present.waiting + excluded.waiting;
    ELSE
        INSERT INTO thads_case_sum AS present
        SELECT due_on, duty, province, mine, coalesce(sum(sign) FILTER (WHERE done_on <= due_on), 0),
            coalesce(sum(sign) FILTER (WHERE done_on > due_on), 0),
            coalesce(sum(sign) FILTER (WHERE done_on IS NULL), 0)
        FROM (
            SELECT 1 AS sign, due_on, duty, province, done_on FROM added
            UNION ALL SELECT -1, due_on, duty, province, done_on FROM removed
        ) AS changed WHERE due_on IS NOT NULL GROUP BY due_on, duty, province
        ON CONFLICT (due_on, duty, province, shard) DO UPDATE SET
            in_time = present.in_time + excluded.in_time, late = present.late + excluded.late,
            waiting = present.waiting + excluded.waiting;
    END IF;
    RETURN NULL;
END
$body$;

CREATE FUNCTION thads_case_sum_case() RETURNS trigger LANGUAGE plpgsql AS $body$
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
            SELECT FROM added JOIN removed USING (id)
            WHERE (added.verify_on, added.province) IS DISTINCT FROM (removed.verify_on, removed.province)
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

-- The sums anew. Writers of cases wait until the commit.
CREATE FUNCTION thads_case_sum_recount() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    LOCK TABLE thads_case, thads_case_duty IN SHARE MODE;
    DELETE FROM thads_case_sum;
    INSERT INTO thads_case_sum
    SELECT due_on, duty, province, 0, count(*) FILTER (WHERE done_on <= due_on),
        count(*) FILTER (WHERE done_on > due_on), count(*) FILTER (WHERE done_on IS NULL)
    FROM thads_case_duty WHERE due_on IS NOT NULL GROUP BY due_on, duty, province
    UNION ALL
    SELECT verify_on, '', province, 0, 0, 0, count(*)
    FROM thads_case WHERE verify_on IS NOT NULL GROUP BY verify_on, province;
END
$body$;

CREATE TRIGGER thads_case_sum_duty_insert AFTER INSERT ON thads_case_duty
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_case_sum_duty();
CREATE TRIGGER thads_case_sum_duty_update AFTER UPDATE ON thads_case_duty
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_case_sum_duty();
CREATE TRIGGER thads_case_sum_duty_delete AFTER DELETE ON thads_case_duty
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_case_sum_duty();
CREATE TRIGGER thads_case_sum_case_insert AFTER INSERT ON thads_case
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_case_sum_case();
CREATE TRIGGER thads_case_sum_case_update AFTER UPDATE ON thads_case
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION thads_case_sum_case();
CREATE TRIGGER thads_case_sum_case_delete AFTER DELETE ON thads_case
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION thads_case_sum_case();
SELECT thads_case_sum_recount();
