-- The moment up to which what ended has left the files of a set; NULL: nothing left since it was taken.
ALTER TABLE thads_bulk_set ADD COLUMN trimmed timestamptz;
-- When a listing that had ended was published again; NULL for all others. No rewrite: a nullable column.
ALTER TABLE thads_listing ADD COLUMN republished_at timestamptz;
CREATE INDEX CONCURRENTLY thads_listing_republished ON thads_listing (republished_at DESC)
    WHERE republished_at IS NOT NULL AND state = 'published';
