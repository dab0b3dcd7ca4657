-- A new case is written once, with what its listings come to, and not a second time to count them: no dead
-- row and no second entry in each of its indexes for every listing of a feed.
CREATE OR REPLACE FUNCTION thads_case_follow(touched text[]) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    affected bigint[];
    numbers text[];
    keys text[];
BEGIN
    SELECT array_agg(DISTINCT case_id) INTO affected
        FROM thads_case_listing WHERE number = ANY(touched);
    SELECT array_agg(number ORDER BY number), array_agg(key ORDER BY number) INTO numbers, keys
    FROM (
        SELECT number, thads_case_key(enforcement_decision_number) AS key FROM thads_listing
        WHERE number = ANY(touched) AND state <> 'draft' AND enforcement_decision_date IS NOT NULL
        OFFSET 0
    ) AS each WHERE key <> '';

    -- A decision that is corrected, of a listing that is alone in its case: the case follows it.
    IF affected IS NOT NULL THEN
        WITH renamed AS (
            SELECT DISTINCT ON (key, t.enforcement_decision_date, t.agency, t.province)
                own.id, t.province, t.agency, key, t.enforcement_decision_date AS day,
                t.enforcement_decision_number AS number
            FROM unnest(numbers, keys) AS each (number, key)
            JOIN thads_listing AS t ON t.number = each.number
            JOIN thads_case_listing AS link ON link.number = each.number
            JOIN thads_case AS own ON own.id = link.case_id AND own.listings = 1
            WHERE (own.province, own.agency, own.decision_key, own.decision_date)
                    IS DISTINCT FROM (t.province, t.agency, key, t.enforcement_decision_date)
                AND NOT EXISTS (
                    SELECT FROM thads_case AS other
                    WHERE other.decision_key = key AND other.agency = t.agency
                        AND other.decision_date = t.enforcement_decision_date
                        AND other.province = t.province
                )
            ORDER BY key, t.enforcement_decision_date, t.agency, t.province, own.id
        )
        UPDATE thads_case AS own SET province = renamed.province, agency = renamed.agency,
            decision_key = renamed.key, decision_date = renamed.day,
            decision_number = renamed.number
        FROM renamed WHERE own.id = renamed.id;
        UPDATE thads_case_duty AS duty SET province = own.province, agency = own.agency
        FROM thads_case AS own WHERE own.id = ANY(affected) AND duty.case_id = own.id
            AND (duty.province, duty.agency) IS DISTINCT FROM (own.province, own.agency);
    END IF;

    INSERT INTO thads_case (province, agency, decision_key, decision_date, decision_number,
        listings, listed, no_conditions_on)
    SELECT t.province, t.agency, key, t.enforcement_decision_date,
        (array_agg(t.enforcement_decision_number ORDER BY t.number))[1], count(*)::integer,
        (count(*) FILTER (WHERE t.state <> 'ended'))::integer,
        min(t.no_conditions_decision_date) FILTER (WHERE t.state <> 'ended')
    FROM unnest(numbers, keys) AS each (number, key)
    JOIN thads_listing AS t ON t.number = each.number
    GROUP BY key, t.enforcement_decision_date, t.agency, t.province
    ORDER BY key, t.enforcement_decision_date, t.agency, t.province
    ON CONFLICT DO NOTHING;

    INSERT INTO thads_case_listing AS link (number, case_id)
    SELECT t.number, own.id
    FROM unnest(numbers, keys) AS each (number, key)
    JOIN thads_listing AS t ON t.number = each.number
    JOIN thads_case AS own ON own.decision_key = each.key
        AND own.decision_date = t.enforcement_decision_date
        AND own.agency = t.agency AND own.province = t.province
    ON CONFLICT (number) DO UPDATE SET case_id = excluded.case_id
        WHERE link.case_id <> excluded.case_id;

    DELETE FROM thads_case_listing AS link WHERE link.number = ANY(touched)
        AND NOT EXISTS (SELECT FROM thads_listing AS t WHERE t.number = link.number);

    SELECT array_agg(DISTINCT id) INTO affected FROM (
        SELECT unnest(affected) AS id
        UNION SELECT case_id FROM thads_case_listing WHERE number = ANY(touched)
    ) AS each;
    UPDATE thads_case AS own SET listings = now.listings, listed = now.listed,
        no_conditions_on = now.no_conditions_on
    FROM (
        SELECT each.id, count(t.number)::integer AS listings,
            (count(*) FILTER (WHERE t.state NOT IN ('draft', 'ended')))::integer AS listed,
            min(t.no_conditions_decision_date) FILTER (WHERE t.state NOT IN ('draft', 'ended'))
                AS no_conditions_on
        FROM unnest(affected) AS each (id)
        LEFT JOIN thads_case_listing AS link ON link.case_id = each.id
        LEFT JOIN thads_listing AS t ON t.number = link.number
        GROUP BY each.id
    ) AS now
    WHERE own.id = now.id AND (own.listings, own.listed, own.no_conditions_on)
        IS DISTINCT FROM (now.listings, now.listed, now.no_conditions_on);
    -- Without a listing and without an entry there is no case.
    DELETE FROM thads_case AS own WHERE own.id = ANY(affected) AND own.listings = 0
        AND NOT EXISTS (SELECT FROM thads_case_entry AS entry WHERE entry.case_id = own.id);
END
$body$;

CREATE FUNCTION thads_case_note_new() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO thads_case_change (case_id, day, live)
    SELECT id, no_conditions_on, true FROM added WHERE listed > 0 ORDER BY id;
    RETURN NULL;
END
$body$;
CREATE TRIGGER thads_case_note_new AFTER INSERT ON thads_case
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION thads_case_note_new();
