"""The tables of jobs and files, and those of the queue, which are procrastinate's own.

The queue's tables hold only what waits or runs; what a person is shown is in ``thads_job``
and stays for some months. Neither holds a restricted value.
"""

from importlib.util import find_spec
from pathlib import Path


_TEXT = 'text COLLATE "C"'


def _queue_schema() -> str:
    """As the pinned release of procrastinate brings it, without importing procrastinate."""
    place = find_spec("procrastinate").origin
    return (Path(place).parent / "sql" / "schema.sql").read_text(encoding="utf-8")


QUEUE = _queue_schema()

TABLES = f"""
CREATE TABLE thads_job (
    id {_TEXT} PRIMARY KEY,
    kind {_TEXT} NOT NULL,
    title text NOT NULL,
    owner {_TEXT} NOT NULL,
    province {_TEXT},
    parameters jsonb NOT NULL DEFAULT '{{}}',
    state {_TEXT} NOT NULL DEFAULT 'waiting',
    done bigint NOT NULL DEFAULT 0,
    total bigint,
    attempts integer NOT NULL DEFAULT 0,
    lost integer NOT NULL DEFAULT 0,
    cancel boolean NOT NULL DEFAULT false,
    enqueued timestamptz NOT NULL DEFAULT now(),
    started timestamptz,
    finished timestamptz,
    result jsonb,
    error_code {_TEXT},
    error jsonb
);
CREATE INDEX thads_job_owner ON thads_job (owner, enqueued DESC, id);
CREATE INDEX thads_job_newest ON thads_job (enqueued DESC, id);
CREATE INDEX thads_job_over ON thads_job (finished) WHERE finished IS NOT NULL;

CREATE TABLE thads_file (
    id {_TEXT} PRIMARY KEY,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    sha256 {_TEXT} NOT NULL,
    owner {_TEXT} NOT NULL,
    province {_TEXT},
    created timestamptz NOT NULL DEFAULT now(),
    expires timestamptz
);
CREATE INDEX thads_file_expires ON thads_file (expires) WHERE expires IS NOT NULL;

CREATE TABLE thads_file_chunk (
    file {_TEXT} NOT NULL REFERENCES thads_file ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    number integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (file, number)
);
-- Files are compressed already, most of them; to try again costs time.
ALTER TABLE thads_file_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
"""
