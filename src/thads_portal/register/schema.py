"""The register's tables in PostgreSQL: one row per listing, and the counts kept beside them.

Core SQL and plpgsql only, text under C collation. A column that holds a restricted
value in clear would be one query away from the public; an index more slows every
import. Sums are kept by statement triggers, so that whatever writes rows keeps them true.
"""

from thads_portal.domain.records import DATE_FIELDS
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.jobs import schema as jobs
from thads_portal.register import batches
from thads_portal.register import bulk
from thads_portal.register import duties
from thads_portal.register import feed_runs
from thads_portal.register import forms_sent
from thads_portal.register import morning
from thads_portal.register import papers
from thads_portal.register import public_lists
from thads_portal.register import ratings
from thads_portal.register import record_schema
from thads_portal.register import sign_in
from thads_portal.register import statistics
from thads_portal.register import uploads
from thads_portal.register import visits
from thads_portal.register import waiting
from thads_portal.register import waiting_tally
from thads_portal.register.derived import DERIVED


#: The advisory lock under which tables are made; any number no one else uses.
_LOCK = 0x7468616473
_TEXT = 'text COLLATE "C"'
_TYPES = {
    "obligation_kinds": "text[] COLLATE \"C\" NOT NULL DEFAULT '{}'",
    "obligation_amount": "bigint",
    **dict.fromkeys(DATE_FIELDS, "date"),
}
#: Columns that every search reads stand in front, where they are reached fastest.
_FRONT = ("debtor_kind", "judgment_kind", "ground", "obligation_amount")


def _public_columns(names) -> str:
    return "\n".join(f"    {name} {_TYPES.get(name, _TEXT)}," for name in names)


_TABLES = f"""
CREATE TABLE thads_schema (version integer NOT NULL);
INSERT INTO thads_schema VALUES (0);

CREATE SEQUENCE thads_listing_number;

CREATE TABLE thads_listing (
    first_published timestamptz,
    year smallint GENERATED ALWAYS AS
        (extract(year FROM no_conditions_decision_date)::smallint) STORED,
    number {_TEXT} PRIMARY KEY,
    province {_TEXT} NOT NULL,
    agency {_TEXT} NOT NULL,
    state {_TEXT} NOT NULL,
{_public_columns(_FRONT)}
    name_tokens tsvector NOT NULL,
    sort_name {_TEXT} NOT NULL,
{_public_columns(name for name in PUBLIC_FIELDS if name not in _FRONT)}
    external_id {_TEXT},
    last_amended timestamptz,
    ended_at timestamptz,
    end_reason {_TEXT},
    notes jsonb NOT NULL DEFAULT '[]',
    duties text[] COLLATE "C" NOT NULL DEFAULT '{{}}',
    flags text[] COLLATE "C" NOT NULL DEFAULT '{{}}',
    number_keys text[] COLLATE "C" NOT NULL DEFAULT '{{}}',
    personal_hmac bytea,
    duplicate_key bytea,
    applied bytea[] NOT NULL DEFAULT '{{}}',
    created timestamptz NOT NULL,
    changed timestamptz NOT NULL,
    revision bigint NOT NULL DEFAULT 0,
{waiting.COLUMNS_SQL}
);

CREATE UNIQUE INDEX thads_listing_external_id ON thads_listing (external_id);
CREATE INDEX thads_listing_numbers
    ON thads_listing USING gin (number_keys)
    WITH (fastupdate = on, gin_pending_list_limit = 512);
-- Work that waits, and tombstones by the day they ended.
CREATE INDEX thads_listing_waiting
    ON thads_listing (province, state, changed DESC) WHERE state NOT IN ('published', 'ended');
CREATE INDEX thads_listing_ended
    ON thads_listing (ended_at DESC, number DESC) WHERE state = 'ended';
-- What was amended last, for feeds.
CREATE INDEX thads_listing_amended
    ON thads_listing (last_amended DESC) WHERE last_amended IS NOT NULL AND state = 'published';
CREATE INDEX thads_listing_duplicate
    ON thads_listing USING hash (duplicate_key);
CREATE INDEX thads_listing_person
    ON thads_listing USING hash (personal_hmac) WHERE personal_hmac IS NOT NULL;
{waiting.INDEXES}
ALTER TABLE thads_listing SET (
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05
);

CREATE TABLE thads_maintenance (
    task text COLLATE "C" PRIMARY KEY,
    place text[] NOT NULL
);
"""


#: version -> what brings the tables of the version before to it
_PARTS = (
    _TABLES,
    DERIVED,
    waiting_tally.TABLES,
    record_schema.TABLES,
    feed_runs.TABLES,
    jobs.QUEUE,
    jobs.TABLES,
    papers.TABLE,
    public_lists.TABLES,
    sign_in.TABLE,
    duties.TABLES,
    batches.TABLES,
    ratings.TABLES,
    uploads.TABLES,
    statistics.TABLES,
    visits.TABLES,
    morning.TABLE,
    bulk.TABLES,
    forms_sent.TABLE,
)
_STEPS = {1: "\n".join(_PARTS)}
VERSION = max(_STEPS)


def ensure(connection) -> bool:
    """Bring the register's tables up to VERSION and commit. True if anything was made.

    Safe to call from many processes at once: one makes the tables, the others wait.
    The connection must not be in a transaction that is to go on. Raises RuntimeError
    if the tables are of a later version than this code.
    """
    commits_itself = connection.autocommit
    if commits_itself:
        connection.autocommit = False
    try:
        with connection, connection.cursor() as cursor:
            present = _version(cursor)
            if present < VERSION:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                present = _version(cursor)
                for version in range(present + 1, VERSION + 1):
                    cursor.execute(_STEPS[version])
                    cursor.execute("UPDATE thads_schema SET version = %s", (version,))
    finally:
        if commits_itself:
            connection.autocommit = True
    if present > VERSION:
        raise RuntimeError(f"the register has version {present}, this code knows {VERSION}")
    return present < VERSION


def _version(cursor) -> int:
    # Not to_regclass, which does not see what others made since this transaction began.
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'thads_schema' AND relkind = 'r'"
        " AND relnamespace = current_schema()::regnamespace)"
    )
    if not cursor.fetchone()[0]:
        return 0
    cursor.execute("SELECT version FROM thads_schema")
    return cursor.fetchone()[0]
