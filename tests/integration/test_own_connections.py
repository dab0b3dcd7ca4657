"""Connections of short transactions are kept, and nothing of one transaction reaches the next."""

from contextlib import closing
from contextlib import suppress
from thads_portal.database.testing import fresh_database
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import own_connections
from thads_portal.register import pool
from thads_portal.register.own_connections import give_back
from thads_portal.register.own_connections import lent
from thads_portal.register.own_connections import take
from thads_portal.register.own_transaction import own_transaction

import os
import psycopg2
import pytest
import threading


@pytest.fixture
def dsn():
    with fresh_database() as made:
        with own_transaction(made) as cursor:
            cursor.execute("CREATE TABLE kept (n integer)")
        yield made
        pool.close(made)


def backend(dsn):
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def kept(dsn):
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT n FROM kept ORDER BY n")
        return [n for (n,) in cursor]


def test_one_is_used_again(dsn):
    assert backend(dsn) == backend(dsn)


def test_what_was_not_committed_is_taken_back(dsn):
    first = backend(dsn)
    with pytest.raises(KeyError), own_transaction(dsn) as cursor:
        cursor.execute("INSERT INTO kept VALUES (1)")
        raise KeyError
    with pytest.raises(psycopg2.errors.UndefinedTable), own_transaction(dsn) as cursor:
        cursor.execute("INSERT INTO kept VALUES (2)")
        cursor.execute("SELECT FROM nothing_here")
    assert kept(dsn) == []
    assert backend(dsn) == first


def test_settings_end_with_their_transaction(dsn):
    with own_transaction(dsn) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL work_mem = '5MB'")
    with own_transaction(dsn) as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
        cursor.execute("SHOW work_mem")
        assert cursor.fetchone() != ("5MB",)


def test_one_that_is_given_back_within_a_transaction_is_closed(dsn):
    with lent(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES (3)")
    assert connection.closed
    assert kept(dsn) == []


@pytest.mark.parametrize("when", ["idle", "within"])
def test_one_that_the_server_ended_is_replaced(dsn, when):
    """Ended while nobody uses it nobody notices; within a transaction that one fails, and no other."""
    first = backend(dsn)
    with closing(psycopg2.connect(dsn)) as other, other.cursor() as ending:
        if when == "idle":
            ending.execute("SELECT pg_terminate_backend(%s, 60000)", (first,))
        else:
            with pytest.raises(RegisterUnavailable), own_transaction(dsn) as cursor:
                cursor.execute("INSERT INTO kept VALUES (4)")
                ending.execute("SELECT pg_terminate_backend(%s, 60000)", (first,))
                cursor.execute("SELECT 1")
    assert kept(dsn) == []
    assert backend(dsn) != first


def test_few_are_kept_and_none_for_long(dsn, monkeypatch):
    taken = [take(dsn) for _ in range(own_connections.SIZE + 2)]
    for each in taken:
        give_back(dsn, each)
    assert sum(not each.closed for each in taken) == own_connections.SIZE
    monkeypatch.setattr(own_connections, "_IDLE", 0.0)
    with closing(take(dsn)) as fresh:
        assert fresh not in taken
    assert all(each.closed for each in taken)


def test_two_at_once_never_have_the_same(dsn):
    met, at_work, wrong = threading.Barrier(4), set(), []

    def work():
        met.wait(60)
        for _ in range(50):
            with lent(dsn) as connection:
                if connection in at_work:
                    wrong.append(connection)
                at_work.add(connection)
                with connection, connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                at_work.discard(connection)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not wrong


def test_a_fork_takes_none_of_its_parents(dsn):
    first = backend(dsn)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.write(write, str(backend(dsn)).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        assert int(said.read()) != first
    os.waitpid(child, 0)
    assert backend(dsn) == first
