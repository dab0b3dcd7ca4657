"""The table of the record of actions. It only grows: the database itself refuses all else.

Whoever may reach the database as its owner could take the trigger away; the portal never
does, and no way through the portal can. Its indexes follow time, so that a feed, which
writes most of it, writes to their ends.
"""

from thads_portal.domain.recording import FREQUENT


_TEXT = 'text COLLATE "C"'
_FREQUENT = ", ".join(f"'{action.value}'" for action in FREQUENT)

TABLES = f"""
CREATE TABLE thads_record (
    at timestamptz NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    actor {_TEXT} NOT NULL,
    action {_TEXT} NOT NULL,
    listing {_TEXT},
    province {_TEXT},
    about {_TEXT},
    details jsonb NOT NULL DEFAULT '{{}}',
    PRIMARY KEY (at, id)
);
CREATE INDEX thads_record_listing ON thads_record (listing, at, id) WHERE listing IS NOT NULL;
CREATE INDEX thads_record_actor ON thads_record (actor, at, id);
CREATE INDEX thads_record_province ON thads_record (province, at, id);
CREATE INDEX thads_record_action
    ON thads_record (action, at, id) WHERE action NOT IN ({_FREQUENT});

CREATE FUNCTION thads_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of actions only grows: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER thads_record_only_grows
    BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_record
    FOR EACH STATEMENT EXECUTE FUNCTION thads_record_only_grows();
"""
