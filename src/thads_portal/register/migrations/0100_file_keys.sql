-- Each sealed file has a key of its own, sealed under the ring: a rotation wraps that anew, not the file.
ALTER TABLE thads_file ADD COLUMN data_key bytea;
