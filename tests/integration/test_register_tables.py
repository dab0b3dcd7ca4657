"""The register's tables: made once, sums always true, writers that do not wait, trouble told."""

from contextlib import closing
from datetime import date
from importlib.resources import files
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.database.testing import fresh_database
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import derived
from thads_portal.register import own_connections
from thads_portal.register import pool
from thads_portal.register import schema
from thads_portal.register.query import parse
from thads_portal.register.search import search
from threading import Barrier
from threading import Thread

import psycopg2
import pytest
import random
import time


@pytest.fixture
def empty():
    """A database without any table."""
    with fresh_database() as made:
        yield made


@pytest.fixture
def dsn():
    """A database with the register's tables."""
    with fresh_register() as made:
        yield made
        pool.close(made)


@pytest.fixture
def register(dsn):
    """A connection to it."""
    with closing(psycopg2.connect(dsn)) as connection:
        yield connection


def test_tables_are_made_once(empty):
    with closing(psycopg2.connect(empty)) as connection:
        assert schema.ensure(connection) is True
        assert schema.ensure(connection) is False
        connection.autocommit = True
        assert schema.ensure(connection) is False
        assert connection.autocommit


def test_many_processes_may_make_the_tables_at_once(empty):
    together = Barrier(6)
    made, failed = [], []

    def start():
        with closing(psycopg2.connect(empty)) as connection:
            together.wait()
            try:
                made.append(schema.ensure(connection))
            except psycopg2.Error as error:
                failed.append(error)

    threads = [Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(made) == [False] * 5 + [True]


def test_tables_of_a_later_version_are_refused(register):
    with register, register.cursor() as cursor:
        cursor.execute("UPDATE thads_schema SET version = version + 1")
    with pytest.raises(schema.NewerDatabase, match="newer release"):
        schema.ensure(register)


_DERIVED = {
    "thads_search": "first_published, amount, year, number, province, agency, kinds, sort_name, words",
    "thads_word": "word, sum(n)",
    "thads_tally": "province, debtor_kind, judgment_kind, ground, year, sum(n)",
    "thads_agency_tally": "province, agency, debtor_kind, judgment_kind, ground, year, sum(n)",
    "thads_waiting_tally": "province, waits, reason, waits_sort, sum(n)",
}


def derived_rows(cursor):
    rows = {}
    for table, columns in _DERIVED.items():
        grouped = columns.removesuffix(", sum(n)")
        extra = "" if grouped == columns else f" GROUP BY {grouped} HAVING sum(n) <> 0"
        cursor.execute(f"SELECT {columns} FROM {table}{extra} ORDER BY {grouped}")  # noqa: S608 - own names
        rows[table] = cursor.fetchall()
    return rows


_CHANGES = (
    "UPDATE thads_listing SET state = 'ended' WHERE number LIKE %s",
    "UPDATE thads_listing SET state = 'published', ground = 'c' WHERE number LIKE %s",
    "UPDATE thads_listing SET agency = province || '/chi-cuc-9' WHERE number LIKE %s",
    "UPDATE thads_listing SET revision = revision + 1 WHERE number LIKE %s",
    "UPDATE thads_listing SET waits = 'ending', waits_reason = 'completed' WHERE number LIKE %s",
    "UPDATE thads_listing SET waits_since = waits_since + 1 WHERE number LIKE %s",
    "UPDATE thads_listing SET waits = NULL, waits_since = NULL WHERE number LIKE %s",
    "UPDATE thads_listing SET first_published = first_published - interval '1 day',"
    " no_conditions_decision_date = '2020-02-02', obligation_amount = 7 WHERE number LIKE %s",
    "UPDATE thads_listing SET province = 'ha-noi' WHERE number LIKE %s",
    "UPDATE thads_listing SET name_tokens = array_to_tsvector('{mle,ele,fle}'::text[]),"
    " sort_name = 'Q' WHERE number LIKE %s",
    "DELETE FROM thads_listing WHERE number LIKE %s",
    "UPDATE thads_listing SET number = number || 'x' WHERE number LIKE %s",
)


def waiting(chance):
    """A state, and what waits in it."""
    state = chance.choice(["published", "published", "draft", "ended", "board_review"])
    waits = state if state in ("draft", "board_review") else chance.choice([None, "amendment"])
    since = date(2026, 3, chance.randint(1, 9)) if waits and chance.random() < 0.9 else None
    return {"state": state, "waits": waits, "waits_since": since, "waits_reason": None}


def test_derived_tables_stay_true_whatever_is_written(register):
    chance = random.Random(11)
    with register, register.cursor() as cursor:
        for _ in range(12):
            insert(cursor, [row(f"Lê {n}", **waiting(chance)) for n in range(40)])
            for change in chance.sample(_CHANGES, 4):
                cursor.execute(change, (f"%{chance.randint(0, 9)}",))
            before = derived_rows(cursor)
            assert derived.drift(cursor) == {}
            derived.recount(cursor)
            assert derived_rows(cursor) == before
        assert all(before.values())


def test_an_upsert_and_a_truncate_keep_them_true(register):
    first = row("Lê An")
    other = {**first, "ground": "b", "state": "published"}
    with register, register.cursor() as cursor:
        insert(cursor, [first])
        cursor.execute(
            "INSERT INTO thads_listing (number, province, agency, state, name_tokens, sort_name,"
            " created, changed, ground) VALUES (%(number)s, %(province)s, %(agency)s, %(state)s,"
            " '', '', now(), now(), %(ground)s)"
            " ON CONFLICT (number) DO UPDATE SET ground = excluded.ground",
            {key: value for key, value in other.items() if key != "obligation_kinds"},
        )
        before = derived_rows(cursor)
        assert [each[6] for each in before["thads_search"]] == ["individual|civil|b|2026"]
        derived.recount(cursor)
        assert derived_rows(cursor) == before
        cursor.execute("TRUNCATE thads_listing")
        assert not any(derived_rows(cursor).values())


def test_drift_is_found_and_repaired(register):
    with register, register.cursor() as cursor:
        insert(cursor, [row("Lê An"), row("Lê Ba")])
        cursor.execute("DELETE FROM thads_search WHERE sort_name LIKE 'A%'")
        assert derived.drift(cursor)["missing"] == 1
        derived.recount(cursor)
        assert derived.drift(cursor) == {}
        cursor.execute("UPDATE thads_listing SET waits = 'ending', waits_since = '2026-03-04'")
        assert derived.drift(cursor) == {}
        cursor.execute("UPDATE thads_waiting_tally SET n = n + 1")
        assert derived.drift(cursor) == {"waiting": 1}
        derived.recount(cursor)
        cursor.execute("UPDATE thads_tally SET n = n + 1")
        assert derived.drift(cursor)
        derived.recount(cursor)
        assert derived.drift(cursor) == {}


def test_counts_of_work_that_is_done_are_removed(register):
    with register, register.cursor() as cursor:
        insert(
            cursor, [row(f"Lê {n}", waits="draft", waits_since=date(2026, 3, n)) for n in (1, 2)]
        )
        cursor.execute("UPDATE thads_listing SET waits = NULL")
        cursor.execute("SELECT count(*) FROM thads_waiting_tally")
        assert cursor.fetchone() == (0,)


def test_a_rolled_back_writer_leaves_nothing(register, dsn):
    with register.cursor() as cursor:
        insert(cursor, [row("Lê An")])
    register.rollback()
    assert search(dsn, parse({})).total == 0
    assert search(dsn, parse({"q": "le an"})).total == 0


def test_writers_do_not_wait_for_each_other(register, dsn):
    """Both add to the same sums; the second commits while the first is still open."""
    with closing(psycopg2.connect(dsn, options="-c lock_timeout=2000")) as second:
        with register.cursor() as cursor, second.cursor() as other:
            insert(cursor, [row("Lê An")])
            insert(other, [row("Lê An")])
            second.commit()
        assert search(dsn, parse({"q": "lê an"})).total == 1
        register.commit()
        page = search(dsn, parse({"q": "lê an"}))
    assert (page.total, search(dsn, parse({})).total) == (2, 2)


def test_reading_connections_cannot_write(register, dsn):
    with pool.reading(dsn) as cursor, pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
        cursor.execute("DELETE FROM thads_listing")


def test_a_database_that_does_not_answer_is_not_an_empty_result(register, dsn):
    with pytest.raises(RegisterUnavailable):
        search(dsn.replace("dbname=", "dbname=no_such_"), parse({"q": "an"}))
    started = time.monotonic()
    with pytest.raises(RegisterUnavailable), pool.reading(dsn, statement_timeout=0.1) as cursor:
        cursor.execute("SELECT pg_sleep(900)")
    assert time.monotonic() - started < 600
    with register, register.cursor() as cursor:
        insert(cursor, [row("Lê An")])
        cursor.execute("LOCK TABLE thads_search IN ACCESS EXCLUSIVE MODE")
        short = pool.reading(dsn, statement_timeout=0.1)
        with pytest.raises(RegisterUnavailable), short as reading:
            reading.execute("SELECT count(*) FROM thads_search")
    assert search(dsn, parse({})).total == 1


def test_connections_that_the_server_dropped_are_replaced(register, dsn):
    with register, register.cursor() as cursor:
        insert(cursor, [row("Lê An")])
    assert search(dsn, parse({})).total == 1
    with register, register.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        assert cursor.fetchone()[0] > 0
    deadline = time.monotonic() + 60
    while pool.pool(dsn)._free and time.monotonic() < deadline:
        if not own_connections.alive(pool.pool(dsn)._free[-1][0]):
            break
        time.sleep(0.01)
    assert search(dsn, parse({"q": "le an"})).total == 1


def test_a_failed_statement_gives_its_connection_back(register, dsn):
    for _ in range(pool.SIZE + 2):
        with pytest.raises(psycopg2.errors.UndefinedTable), pool.reading(dsn) as cursor:
            cursor.execute("SELECT * FROM nothing_here")
    assert search(dsn, parse({})).total == 0


def test_no_more_connections_than_allowed(register, dsn, monkeypatch):
    monkeypatch.setattr(pool, "PATIENCE", 0.05)
    small = pool.Pool(dsn, size=1)
    with small.reading(1.0), pytest.raises(RegisterUnavailable), small.reading(1.0):
        pass
    with small.reading(1.0) as cursor:
        cursor.execute("SELECT 1")
    small.close()


#: What tells of the queue's tables, each as rows.
_QUEUE = (
    "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'procrastinate%'",
    "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_name LIKE 'procrastinate%'",
    "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'procrastinate%'",
    "SELECT enumlabel FROM pg_enum",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'procrastinate%'",
)


def test_the_queue_finds_the_tables_that_it_knows(register):
    """Its pinned release would make the same ones."""
    sql = (files("procrastinate") / "sql" / "schema.sql").read_text(encoding="utf-8")
    with (
        fresh_database() as other,
        closing(psycopg2.connect(other)) as connection,
        connection.cursor() as theirs,
        register.cursor() as ours,
    ):
        theirs.execute(sql)
        for question in _QUEUE:
            theirs.execute(question)
            ours.execute(question)
            wanted, found = (
                sorted(" ".join(repr(row).split()) for row in cursor) for cursor in (theirs, ours)
            )
            assert wanted and found == wanted
