-- Entries from before there was a chain get their places in it too.
CREATE UNIQUE INDEX CONCURRENTLY thads_record_id ON thads_record (id);

INSERT INTO thads_new_record (id) SELECT id FROM thads_record ON CONFLICT DO NOTHING;
