-- Names of more than 24 words are found by all of their words.
-- rows: from the objects
COMMENT ON COLUMN thads_listing.name_tokens IS 'tokens of up to 60 words of the name';
