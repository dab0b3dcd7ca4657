-- Delegated cases whose two listings are linked, or cannot be, are not looked at again.
ALTER TABLE thads_delegation ADD COLUMN settled boolean NOT NULL DEFAULT false;
CREATE INDEX CONCURRENTLY thads_delegation_unsettled ON thads_delegation (external_id)
    WHERE external_id IS NOT NULL AND NOT settled;
-- Who was told of a listing is told too that it is another's now.
CREATE INDEX CONCURRENTLY thads_watch_delivery_number ON thads_watch_delivery (number);
