-- A document number is borne in many provinces: with one named, both indexes are met in memory.
CREATE INDEX CONCURRENTLY thads_listing_province ON thads_listing (province);
