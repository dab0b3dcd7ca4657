"""A database that holds data is brought further beside those who use it, and goes on after a stop."""

from contextlib import closing
from contextlib import contextmanager
from tests.support.first_release import thads
from thads_portal.database.problems import StartProblem
from thads_portal.database.testing import fresh_database
from thads_portal.register import schema
from thads_portal.register import steps
from thads_portal.register import upgrade

import psycopg2
import pytest
import socket
import threading
import time


_ADD = """-- A mark for each thing, in three parts.
ALTER TABLE thing ADD COLUMN mark text;
-- backfill: thing (number)
UPDATE thing SET mark = 'm' || number WHERE {rows} AND mark IS NULL;
CREATE INDEX CONCURRENTLY thing_mark ON thing (mark);
"""
_TAKE_AWAY = """-- The old name of the mark goes.
-- kind: contract
ALTER TABLE thing DROP COLUMN old;
"""


@pytest.fixture
def dsn():
    """A database of the first release, with a table of its own for what is tried."""
    with fresh_database() as made:
        with connected(made) as cursor:
            cursor.execute(steps.steps()[0].parts[0].sql)
            cursor.execute("UPDATE thads_schema SET version = 1")
            cursor.execute(
                "CREATE TABLE thing AS SELECT lpad(n::text, 6, '0') AS number, 1 AS old"
                " FROM generate_series(1, 3000) AS n"
            )
            cursor.execute("ALTER TABLE thing ADD PRIMARY KEY (number)")
        yield made


@pytest.fixture
def release(monkeypatch):
    """Lets this release be one with the given steps after the first."""

    def with_steps(*texts: str) -> None:
        made = [steps.parse(f"{n:04}_try.sql", text) for n, text in enumerate(texts, 2)]
        monkeypatch.setattr(schema, "steps", lambda: (steps.steps()[0], *made))
        contracting = sum(step.kind is steps.Kind.CONTRACT for step in made)
        monkeypatch.setattr(schema, "LEVEL", schema.level_with(contracting))

    return with_steps


@contextmanager
def connected(dsn):
    with closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def rows(dsn, sql):
    with connected(dsn) as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def upgraded(dsn, **options):
    with upgrade.upgrading(dsn) as connection:
        return upgrade.expand(connection, **options)


def test_nothing_is_upgraded_unasked(dsn, release):
    release(_ADD)
    with (
        closing(psycopg2.connect(dsn)) as connection,
        pytest.raises(schema.UpgradeNeeded, match="0002_try"),
    ):
        schema.ensure(connection)
    assert "mark" not in str(rows(dsn, "SELECT * FROM thing LIMIT 0"))


def test_a_step_in_parts(dsn, release):
    release(_ADD)
    told = []
    assert [step.number for step in upgraded(dsn, tell=told.append)] == [2]
    assert rows(dsn, "SELECT count(*) FROM thing WHERE mark = 'm' || number") == [(3000,)]
    assert rows(dsn, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'thing_mark'::regclass")
    assert [progress.rows for progress in told if progress.part == 1][-1] == 3000
    assert upgraded(dsn) == ()
    with closing(psycopg2.connect(dsn)) as connection:
        assert schema.ensure(connection) is False


def test_a_stop_anywhere_is_gone_on_from(dsn, release):
    release(_ADD)
    places = []

    def stop(progress):
        if (progress.part, progress.rows) not in places:
            places.append((progress.part, progress.rows))
            raise KeyboardInterrupt

    for _ in range(20):
        try:
            upgraded(dsn, tell=stop)
        except KeyboardInterrupt:
            continue
        break
    # Each part, and the rows of the second in more than one go, none of them twice.
    assert places == sorted(places) and len(places) >= 5
    assert rows(dsn, "SELECT count(*) FROM thing WHERE mark = 'm' || number") == [(3000,)]
    assert rows(dsn, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'thing_mark'::regclass")


def test_the_rest_of_an_index_that_was_interrupted_is_made_whole(dsn, release):
    release("-- An index in one part.\nCREATE UNIQUE INDEX CONCURRENTLY thing_old ON thing (old);")
    with upgrade.upgrading(dsn) as connection, pytest.raises(psycopg2.IntegrityError):
        upgrade.expand(connection)
    assert rows(
        dsn, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'thing_old'::regclass"
    ) == [(False,)]
    with connected(dsn) as cursor:
        cursor.execute("UPDATE thing SET old = number::integer")
    upgraded(dsn)
    assert rows(
        dsn, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'thing_old'::regclass"
    ) == [(True,)]


def test_who_reads_a_table_is_not_kept_waiting_for_a_change_of_it(dsn, release):
    """The change waits for a long reader; those who come after it get their turn."""
    release(_ADD)
    slow, over = closing(psycopg2.connect(dsn)), threading.Event()
    with slow as reader:
        reader.cursor().execute("SELECT count(*) FROM thing")
        thread = threading.Thread(target=lambda: (upgraded(dsn), over.set()))
        thread.start()
        longest = 0.0
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            began = time.monotonic()
            rows(dsn, "SELECT max(number) FROM thing")
            longest = max(longest, time.monotonic() - began)
        assert not over.is_set()
        reader.rollback()
    thread.join(120)
    assert over.is_set()
    # Behind a change that waits without an end it would be as long as the reader holds on.
    assert longest < 15
    assert rows(dsn, "SELECT count(mark) FROM thing") == [(3000,)]


def test_a_lock_that_is_never_to_be_had_ends_in_a_line(dsn, release):
    release(_ADD)
    with closing(psycopg2.connect(dsn)) as reader:
        reader.cursor().execute("SELECT count(*) FROM thing")
        with pytest.raises(StartProblem, match="no lock to be had"):
            upgraded(dsn, patience=0.3)
    upgraded(dsn)


def test_a_session_that_only_waits_in_a_transaction_is_ended(dsn, release, monkeypatch):
    """As the first release's worker of jobs does; an index would wait for it for ever."""
    release(_ADD)
    monkeypatch.setattr(upgrade, "_IDLE_SECONDS", 0.5)
    monkeypatch.setattr(upgrade, "_WATCH_SECONDS", 0.2)
    with (
        closing(psycopg2.connect(dsn, application_name="RS: Load")) as idle,
        closing(psycopg2.connect(dsn, application_name="RS: Load")) as between,
    ):
        between.autocommit = True
        for each in (idle, between):
            each.cursor().execute("SELECT count(*) FROM thing")
        with upgrade.idle_ended(dsn):
            upgraded(dsn)
        with pytest.raises(psycopg2.OperationalError):
            idle.cursor().execute("SELECT 1")
        between.cursor().execute("SELECT 1")


def test_one_upgrade_at_a_time(dsn, release):
    release(_ADD)
    with (
        upgrade.upgrading(dsn),
        pytest.raises(StartProblem, match="under way"),
        upgrade.upgrading(dsn, patience=0.3),
    ):
        pass
    upgraded(dsn)


def test_what_is_taken_away_waits_until_it_is_asked_for(dsn, release):
    """The release before serves until then, and is refused after."""
    release(_ADD, _TAKE_AWAY)
    upgraded(dsn)
    assert rows(dsn, "SELECT sum(old) FROM thing") == [(3000,)]
    with closing(psycopg2.connect(dsn)) as connection:
        # The older release wrote a row after the rows were filled.
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO thing (number, old) VALUES ('a', 1)")
            assert schema.standing(cursor).level == 1
            assert [step.number for step in schema.standing(cursor).unsettled] == [2]
        with upgrade.upgrading(dsn) as own:
            assert [step.number for step in upgrade.fill_again(own)] == [2]
            assert [step.number for step in upgrade.contract(own)] == [3]
        with connection, connection.cursor() as cursor:
            found = schema.standing(cursor)
            assert (found.level, found.leftover, found.unsettled) == (2, (), ())
            cursor.execute("SELECT mark FROM thing WHERE number = 'a'")
            assert cursor.fetchall() == [("ma",)]
        release(_ADD)
        with pytest.raises(schema.NewerDatabase):
            schema.ensure(connection)


def test_what_a_newer_release_only_added_is_served(dsn, release):
    release(_ADD)
    upgraded(dsn)
    release()
    with closing(psycopg2.connect(dsn)) as connection:
        assert schema.ensure(connection) is False
        with connection.cursor() as cursor:
            assert schema.standing(cursor).unknown == {2}


def test_rows_that_come_from_the_objects_keep_a_step_open(dsn, release):
    release(
        "-- A column of the objects' own.\n-- rows: from the objects\nALTER TABLE thing ADD n int;"
    )
    upgraded(dsn)
    with closing(psycopg2.connect(dsn)) as connection:
        # Who computes them works with the tables as they are.
        assert schema.ensure(connection) is False
        with connection.cursor() as cursor:
            assert [step.number for step in schema.standing(cursor).pending] == [2]
    with upgrade.upgrading(dsn) as connection:
        upgrade.expand(connection)
        upgrade.rows_are_new(connection)
    with connected(dsn) as cursor:
        assert schema.standing(cursor).pending == ()


#: As the first release writes a row; what a newer one added it does not name.
_FIRST_RELEASE_WRITES = """
    INSERT INTO thads_listing (number, external_id, province, agency, state, debtor_name,
        debtor_kind, debtor_address, judgment_number, judgment_date, judgment_body, judgment_kind,
        enforcement_decision_number, enforcement_decision_date, no_conditions_decision_number,
        no_conditions_decision_date, obligation, obligation_kinds, obligation_amount, ground,
        ground_text, first_published, last_amended, ended_at, end_reason, notes, duties, flags,
        sort_name, name_tokens, number_keys, personal_hmac, duplicate_key, applied, created,
        changed, revision, waits, waits_since, waits_reason, ended_by_feed, posting_due, quiet_since)
    SELECT 'n', NULL, 'cao-bang', 'cao-bang/cuc', 'published', 'A', 'individual', 'B', '1', now(),
        'C', 'civil', '2', now(), '3', now(), 'D', '{debt}', 5, 'a', NULL, now(), NULL, NULL, NULL,
        '[]', '{}', '{}', 'a', 'ea', '{n}', NULL, NULL, '{}', now(), now(), 1, NULL, NULL, NULL,
        false, NULL, NULL
    ON CONFLICT (number) DO UPDATE SET state = excluded.state
"""
_COLUMNS = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = current_schema()
"""


def test_the_first_release_goes_on_beside_this_one(dsn):
    """On the tables that this release's steps make of its own, until they are finished."""
    before = set(rows(dsn, _COLUMNS))
    upgraded(dsn)
    assert before <= set(rows(dsn, _COLUMNS))
    with connected(dsn) as cursor:
        cursor.execute(_FIRST_RELEASE_WRITES)
        cursor.execute(_FIRST_RELEASE_WRITES)
        cursor.execute("SELECT number FROM thads_search")
        assert cursor.fetchall() == [("n",)]
        # It starts as long as the level is its own.
        assert schema.standing(cursor).level == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE thads_schema SET version = version + 1", "newer release"),
        ("DELETE FROM thads_migration WHERE number > 1", "run `thads upgrade`"),
    ],
)
def test_a_database_that_does_not_fit_is_refused_in_a_line(tmp_path, monkeypatch, statement, said):
    monkeypatch.setenv("THADS_PORT", str(free_port()))
    with fresh_database() as made:
        with closing(psycopg2.connect(made)) as connection:
            schema.ensure(connection)
        with connected(made) as cursor:
            cursor.execute(statement)
        for command in (("serve",), ("register", "check"), ("work",)):
            ended = thads(made, tmp_path, *command)
            assert ended.returncode == 5, command
            english, vietnamese = ended.stderr.splitlines()
            assert said in english and vietnamese.startswith("thads: cơ sở dữ liệu")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_empty_database_needs_no_upgrade(tmp_path):
    with fresh_database() as made:
        for words in (("upgrade", "--check"), ("upgrade",)):
            ended = thads(made, tmp_path, *words)
            assert (ended.returncode, ended.stderr) == (0, "")
            assert ended.stdout == "the database is new: nothing to upgrade\n"
