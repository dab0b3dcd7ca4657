-- What was read of an uploaded list is kept beside what it comes to: answers and corrections are
-- laid over it without reading the file again.
ALTER TABLE thads_upload ADD COLUMN source bytea;
ALTER TABLE thads_upload ALTER COLUMN source SET STORAGE EXTERNAL;
