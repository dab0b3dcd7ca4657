"""What the database tells an operator: numbers, read when somebody asks and kept for some seconds.

A question that the database does not answer leaves its numbers out and says so by
``thads_database_up 0``: no number is told that is not known.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from thads_portal.database.read_settings import read_dsn
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.due_ranges import due_ranges
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import default_calendar
from thads_portal.domain.working_days import DueStatus
from thads_portal.register import waiting_tally

import os
import psycopg2
import threading
import time


#: Seconds for which an answer is told again; a statement may take as long.
KEPT = 5.0
_SETTINGS = (
    "SET statement_timeout = 5000; SET default_transaction_read_only = on; SET lock_timeout = 1000"
)
#: While nothing is written, nothing is replayed: who has all that was received is not behind.
_BEHIND = """
    SET statement_timeout = 2000;
    SELECT CASE WHEN pg_last_wal_receive_lsn() IS NOT DISTINCT FROM pg_last_wal_replay_lsn() THEN 0
        ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0) END::float8
"""
_CERTIFICATE, _ITS_SECRET = "THADS_PDF_CERTIFICATE", "THADS_PDF_PASSPHRASE_FILE"

Family = GaugeMetricFamily


class Gauges(Collector):
    """A collector for `dsn`; safe in threads."""

    def __init__(self, dsn: str):
        self._dsn = dsn
        self._lock = threading.Lock()
        self._told: tuple[float, list[Family]] = (0.0, [])

    def describe(self) -> list[Family]:
        """Nothing is read to find out what there is."""
        return []

    def collect(self) -> Iterator[Family]:
        with self._lock:
            read_at, families = self._told
            if time.monotonic() - read_at > KEPT or not families:
                families = [*self._of_database(), *_of_replica(), *_of_certificate()]
                self._told = time.monotonic(), families
        yield from families

    def _of_database(self) -> Iterator[Family]:
        up = Family("thads_database_up", "Whether the database answers.")
        try:
            with closing(psycopg2.connect(self._dsn, connect_timeout=2)) as opened:
                with opened, opened.cursor() as cursor:
                    cursor.execute(_SETTINGS)
                found = [family for question in QUESTIONS for family in _asked(opened, question)]
        except psycopg2.Error:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found


def _of_replica() -> Iterator[Family]:
    """How far the replica for reading is behind; nothing where none is set."""
    dsn = read_dsn()
    if not dsn:
        return
    up = Family("thads_replica_up", "Whether the replica for reading answers.")
    behind = 0.0
    try:
        with closing(psycopg2.connect(dsn, connect_timeout=2)) as opened, opened.cursor() as cursor:
            cursor.execute(_BEHIND)
            behind = one(cursor)
        up.add_metric([], 1)
        yield Family("thads_replay_lag_seconds", "How far it is behind.", behind)
    except psycopg2.Error:
        up.add_metric([], 0)
    yield up


def _asked(opened: psycopg2.extensions.connection, question: "Question") -> list[Family]:
    with opened, opened.cursor() as cursor:
        return list(question(cursor))


Question = Callable[[Cursor], Iterator[Family]]


def _server(cursor: Cursor) -> Iterator[Family]:
    cursor.execute("SELECT pg_database_size(current_database()), pg_is_in_recovery()::int")
    size, standby = cursor.fetchone()
    yield Family("thads_database_bytes", "Size of the database.", value=size)
    yield Family("thads_database_standby", "Whether it is a standby, which only reads.", standby)
    states = Family("thads_database_connections", "Connections, by state.", labels=["state"])
    cursor.execute(
        "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() GROUP BY 1"
    )
    for state, number in cursor:
        states.add_metric([state], number)
    yield states
    cursor.execute(
        "SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8"
        " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    yield Family("thads_oldest_transaction_seconds", "Age of the oldest one.", cursor.fetchone()[0])


def _jobs(cursor: Cursor) -> Iterator[Family]:
    cursor.execute(
        "SELECT state, count(*) FROM thads_job"
        " WHERE finished IS NULL OR finished > now() - interval '1 day' GROUP BY state"
    )
    states = Family("thads_jobs", "Jobs unfinished, or ended within a day.", labels=["state"])
    for state, number in cursor:
        states.add_metric([state], number)
    yield states
    cursor.execute(
        "SELECT coalesce(max(extract(epoch FROM now() - enqueued)), 0)::float8 FROM thads_job"
        " WHERE finished IS NULL AND started IS NULL"
    )
    yield Family("thads_job_oldest_waiting_seconds", "The longest wait.", cursor.fetchone()[0])
    cursor.execute(
        "SELECT count(*) FILTER (WHERE error_code IS NOT NULL), count(*) FROM thads_job"
        " WHERE kind LIKE '%mail%' AND finished > now() - interval '1 day'"
    )
    failed, sent = cursor.fetchone()
    yield Family("thads_mails_failed", "Mails refused within a day.", failed)
    yield Family("thads_mails_done", "Mails tried within a day.", sent)


def _feeds(cursor: Cursor) -> Iterator[Family]:
    cursor.execute(
        "SELECT count(*) FILTER (WHERE finished IS NULL AND started > now() - interval '1 day'),"
        " extract(epoch FROM max(finished))::float8 FROM thads_feed_run"
    )
    running, last = cursor.fetchone()
    yield Family("thads_feed_unfinished", "Feeds of a day without an end.", running)
    if last is not None:
        yield Family("thads_feed_last_timestamp_seconds", "When a feed last ended.", last)
    cursor.execute(
        "SELECT count(*) FROM thads_feed_rejection AS refused"
        " JOIN thads_feed_run AS run ON run.id = refused.run"
        " WHERE run.started > now() - interval '1 day'"
    )
    yield Family("thads_feed_refused", "Lines refused within a day.", cursor.fetchone()[0])


def _waiting(cursor: Cursor) -> Iterator[Family]:
    waits = Family("thads_waiting", "Items that wait for a person, by kind.", labels=["kind"])
    for kind, number in waiting_tally.counts(cursor).items():
        waits.add_metric([kind], number)
    yield waits
    today = datetime.now(VIETNAM).date()
    ranges = due_ranges(DueStatus.OVERDUE, today=today, calendar=default_calendar())
    limits = {key: last for key, (_first, last) in ranges.items()}
    yield Family(
        "thads_deadlines_overdue",
        "Publications, amendments and endings past the law's term.",
        waiting_tally.until(cursor, limits),
    )
    cursor.execute("SELECT count(*) FROM thads_case WHERE next_on < %s", (today,))
    yield Family("thads_duties_overdue", "Cases whose next duty is past.", cursor.fetchone()[0])


def _marks(cursor: Cursor) -> Iterator[Family]:
    cursor.execute("SELECT to_regclass('thads_mark') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return
    cursor.execute("SELECT name, value FROM thads_mark WHERE name = ANY(%s)", (list(_MARKED),))
    for name, value in cursor.fetchall():
        with suppress(ValueError):
            metric, text = _MARKED[name]
            yield Family(metric, text, float(value))


#: Marks that hold seconds since 1970 -> what they are told as.
_MARKED = {
    "backup": ("thads_backup_last_timestamp_seconds", "When a backup last succeeded."),
    "restore-test": ("thads_restore_test_last_timestamp_seconds", "When one was last restored."),
}

#: Each in a transaction of its own.
QUESTIONS: tuple[Question, ...] = (_server, _jobs, _feeds, _waiting, _marks)


def _of_certificate() -> Iterator[Family]:
    """Until when papers can be signed; nothing where no certificate is set, or it is not readable."""
    path = os.environ.get(_CERTIFICATE, "").strip()
    if not path:
        return
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    passphrase = os.environ.get(_ITS_SECRET, "").strip()
    with suppress(OSError, ValueError):
        secret = Path(passphrase).read_bytes().strip() if passphrase else None
        held = load_pkcs12(Path(path).read_bytes(), secret)
        if held.cert is not None:
            yield Family(
                "thads_certificate_expires_timestamp_seconds",
                "Until when the certificate that signs papers is valid.",
                held.cert.certificate.not_valid_after_utc.timestamp(),
            )
