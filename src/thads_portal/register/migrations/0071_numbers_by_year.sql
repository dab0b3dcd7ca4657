-- The search in the desks by a decision's number: thousands bear the same one, over the years and the
-- provinces. With the year beside each number the newest are found without reading all of them.
CREATE FUNCTION thads_keys_of_year(keys text[], number text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT pg_catalog.array_agg(key || '@' || pg_catalog.left(number, 4))
    FROM pg_catalog.unnest(keys) AS own (key)
$body$;
CREATE INDEX CONCURRENTLY thads_listing_numbers_of_year
    ON thads_listing USING gin (thads_keys_of_year(number_keys, number))
    WITH (fastupdate = on, gin_pending_list_limit = 512);
