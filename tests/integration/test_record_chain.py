"""The record of actions is a chain: what is changed in it, or taken out of it, is found."""

from contextlib import closing
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.support.web_role import web_role
from thads_portal.database.testing import fresh_database
from thads_portal.domain.recording import Recorded
from thads_portal.register import schema
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.record import write
from thads_portal.register.record import write_many
from thads_portal.register.record import write_now
from thads_portal.register.record_chain.checking import check
from thads_portal.register.record_chain.checking import heads
from thads_portal.register.record_chain.growing import grow
from thads_portal.secret_keys import publication_log_key

import psycopg2
import pytest


class Register:
    """The register's tables, without a portal."""

    def __init__(self, dsn):
        self.dsn = dsn

    def query(self, statement, *parameters):
        with closing(psycopg2.connect(self.dsn)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            connection.commit()
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def portal():
    with pytest.MonkeyPatch.context() as patch, fresh_database() as dsn:
        patch.setenv("THADS_LOG_KEY", "5a" * 32)
        publication_log_key.cache_clear()
        with closing(psycopg2.connect(dsn)) as connection:
            schema.ensure(connection)
        yield Register(dsn)
    publication_log_key.cache_clear()


@pytest.fixture
def sealed(portal):
    """Ten entries more, all in the chain; their ids."""
    for place in range(10):
        write_now(portal.dsn, Recorded.EXPORTED, actor="thu", details={"rows": place})
    grow(portal.dsn)
    assert not check(portal.dsn)
    rows = portal.query("SELECT id FROM thads_record ORDER BY id DESC LIMIT 10")
    return sorted(id for (id,) in rows)


_ANY = {
    "thads_record": "actor = ''",
    "thads_record_seal": "number = 1",
    "thads_record_head": "note = ''",
}
TABLES = ("thads_record", "thads_record_seal", "thads_record_head")


def harm(portal, *statements):
    """Change the tables as their owner can, who takes the triggers away first and puts them back."""
    with closing(psycopg2.connect(portal.dsn)) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            text, *values = (statement,) if isinstance(statement, str) else statement
            cursor.execute(text, values)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.commit()


def copy_of(portal, table):
    portal.query(f"DROP TABLE IF EXISTS kept_{table}")
    portal.query(f"CREATE TABLE kept_{table} AS TABLE {table}")


@pytest.fixture
def undone(portal, sealed):
    """Whatever is done to the tables is undone afterwards."""
    tables = (*TABLES, "thads_new_record")
    for table in tables:
        copy_of(portal, table)
    yield
    harm(
        portal,
        *(f"DELETE FROM {table}" for table in tables),  # noqa: S608 - own names
        *(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE kept_{table}" for table in tables),
        *(f"DROP TABLE kept_{table}" for table in tables),
    )
    assert not check(portal.dsn)


def test_what_is_new_waits_for_its_place(portal, sealed):
    with own_transaction(portal.dsn) as cursor:
        write_many(
            cursor,
            Recorded.ISSUED,
            actor="thu",
            at=datetime.now(UTC),
            province="cao-bang",
            listings=[(f"2026-{number:07}", "x", {"rows": number}) for number in range(2500)],
        )
    waiting = check(portal.dsn)
    assert waiting.waiting == 2500 and not waiting
    assert grow(portal.dsn) == 2500
    after = check(portal.dsn)
    assert after.waiting == 0 and not after
    assert [(after.entries,)] == portal.query("SELECT count(*) FROM thads_record")
    assert grow(portal.dsn) == 0


def test_a_changed_entry_is_named(portal, sealed, undone):
    harm(portal, ("UPDATE thads_record SET actor = 'khac' WHERE id = %s", sealed[4]))
    found = check(portal.dsn)
    assert (found.changed, found.missing) == ([sealed[4]], [])


@pytest.mark.parametrize("place", [0, 5, 9])
def test_an_entry_that_was_taken_out_is_named(portal, sealed, undone, place):
    harm(portal, ("DELETE FROM thads_record WHERE id = %s", sealed[place]))
    found = check(portal.dsn)
    assert (found.changed, found.missing) == ([], [sealed[place]])


def test_an_entry_taken_out_before_it_had_its_place(portal, sealed, undone):
    write_now(portal.dsn, Recorded.EXPORTED, actor="thu")
    ((id,),) = portal.query("SELECT max(id) FROM thads_record")
    harm(portal, ("DELETE FROM thads_record WHERE id = %s", id))
    grow(portal.dsn)
    assert check(portal.dsn).missing == [id]


def test_an_entry_that_was_kept_out_of_the_chain(portal, sealed, undone):
    write_now(portal.dsn, Recorded.EXPORTED, actor="thu")
    ((id,),) = portal.query("SELECT max(id) FROM thads_record")
    portal.query("DELETE FROM thads_new_record")
    assert check(portal.dsn).unsealed == [id]


def test_a_chain_that_was_written_anew(portal, sealed, undone):
    """With the triggers away and every hash made anew the signed heads do not fit any more."""
    grow(portal.dsn, now=datetime.now(UTC) + timedelta(days=40))
    kept = heads(portal.dsn)[-1][1]
    assert not check(portal.dsn, kept=[("kept", kept)])
    harm(
        portal,
        ("DELETE FROM thads_record WHERE id = %s", sealed[2]),
        "DELETE FROM thads_record_seal",
        "INSERT INTO thads_new_record SELECT id FROM thads_record ON CONFLICT DO NOTHING",
    )
    grow(portal.dsn)
    assert check(portal.dsn).heads
    harm(portal, "DELETE FROM thads_record_head")
    assert not check(portal.dsn).heads
    # Whoever has kept a head elsewhere finds it all the same.
    assert check(portal.dsn, kept=[("kept", kept)]).heads == ["kept"]


def test_a_seal_that_was_taken_out(portal, sealed, undone):
    harm(
        portal,
        "DELETE FROM thads_record_seal WHERE number = (SELECT max(number) FROM thads_record_seal)",
    )
    found = check(portal.dsn)
    assert set(sealed) <= set(found.unsealed)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_even_the_owner_is_refused(portal, sealed, table, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        portal.query(statement.format(table, _ANY[table]))


def test_writers_side_by_side(portal, sealed):
    """A lower id may be committed after a higher one: it gets its place later."""
    with own_transaction(portal.dsn) as slow:
        write(slow, Recorded.EXPORTED, actor="cham")
        write_now(portal.dsn, Recorded.EXPORTED, actor="nhanh")
        assert grow(portal.dsn) == 1
        assert not check(portal.dsn)
    assert grow(portal.dsn) == 1
    assert not check(portal.dsn)


def test_a_head_a_day(portal, sealed):
    before = len(heads(portal.dsn))
    tomorrow = datetime.now(UTC) + timedelta(days=60)
    for _ in range(3):
        grow(portal.dsn, now=tomorrow)
    assert len(heads(portal.dsn)) == before + 1
    assert not check(portal.dsn)


# The web's own role


@pytest.fixture(scope="module")
def web(portal):
    """The portal's connection string as a role that owns nothing, with what it is granted."""
    with web_role(portal.dsn) as dsn:
        yield dsn


def as_role(dsn, statement):
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        connection.commit()
        return cursor.fetchall() if cursor.description else None


def test_the_webs_role_writes_the_record_and_cannot_change_it(portal, web, sealed):
    write_now(web, Recorded.EXPORTED, actor="web")
    assert grow(web) == 1
    assert not check(web)
    for statement in (
        *(f"UPDATE {table} SET {_ANY[table]}" for table in TABLES),  # noqa: S608 - own names
        *(f"DELETE FROM {table}" for table in TABLES),  # noqa: S608 - own names
        *(f"TRUNCATE {table}" for table in TABLES),
        *(f"DROP TABLE {table}" for table in TABLES),
        *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES),
        "CREATE OR REPLACE FUNCTION thads_record_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RETURN NULL; END$$",
        "DROP TRIGGER thads_record_is_new ON thads_record",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            as_role(web, statement)
