-- The moment up to which what ended has left the files of a set; NULL: nothing left since it was taken.
ALTER TABLE thads_bulk_set ADD COLUMN trimmed timestamptz;
