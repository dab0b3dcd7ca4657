-- Lists of what may be moved and of what ended; officers and communes of listings that were written before
-- there were cases come from their objects.
-- rows: from the objects
-- Cases that may move to the separate register, or whose request may be returned, since a day.
CREATE INDEX CONCURRENTLY thads_case_duty_moves ON thads_case_duty (province, started_on, case_id)
    WHERE done_on IS NULL AND duty IN ('move_register', 'return_request');
-- What ended in a month, for the list to the procuracy.
CREATE INDEX CONCURRENTLY thads_case_entry_ends ON thads_case_entry (occurred_on, case_id)
    WHERE kind IN ('closed', 'terminated', 'request_returned', 'delegated');
