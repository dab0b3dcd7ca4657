"""Killed at every moment of sending: a receipt that was shown is never lost, without one nothing is there by half."""

from datetime import datetime
from datetime import UTC
from io import BytesIO
from psycopg2 import extensions
from tests.support.killing import durable_server
from tests.support.made_requests import draft
from thads_portal.actions.requests.attach import attach
from thads_portal.actions.requests.attach import To
from thads_portal.actions.requests.submit import submit
from thads_portal.domain.working_days import default_calendar
from thads_portal.errors import ThadsError
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import rows

import itertools
import os
import psycopg2
import pytest
import random
import signal
import time


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
connect = psycopg2.connect


def begun(dsn: str) -> str:
    """A draft with a file and a mail address."""
    token = draft(dsn, "chua-dung", email="nong@vidu.vn")
    attach(dsn, To(draft=token), name="a.pdf", stream=BytesIO(PDF))
    return token


def send(dsn: str, token: str):
    return submit(
        dsn,
        token,
        when=datetime.now(UTC),
        calendar=default_calendar(),
        listing_province="cao-bang",
    )


def moments(at: int, strike) -> list[int]:
    """Call `strike` with the connection at the moment number `at`; returns a count that goes on.

    Moments are before and after each statement, and before and after each commit.
    """
    count = [0]

    def moment(connection) -> None:
        count[0] += 1
        if count[0] == at:
            strike(connection)

    class Cursor(extensions.cursor):
        def execute(self, *arguments):
            moment(self.connection)
            super().execute(*arguments)
            moment(self.connection)

    class Connection(extensions.connection):
        def commit(self):
            moment(self)
            super().commit()
            moment(self)

    def watched(*arguments, **named):
        return connect(*arguments, **named, connection_factory=Connection, cursor_factory=Cursor)

    psycopg2.connect = watched
    return count


def worker_dies(_connection) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def database_goes(connection) -> None:
    """The process in the database that works for the connection ends."""
    with connect(connection.dsn) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.get_backend_pid(),))


def shown_by_child(dsn: str, token: str, at: int, strike) -> tuple[str, bool]:
    """(the number that a process showed before it was struck, whether it came to the end)."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            count = moments(at, strike)
            receipt = send(dsn, token)
            os.write(writing, receipt.number.encode())
            os._exit(0 if count[0] < at else 3)
        except (ThadsError, psycopg2.Error):
            os._exit(2)
        finally:
            os._exit(1)
    os.close(writing)
    _pid, status = os.waitpid(child, 0)
    number = os.read(reading, 100).decode()
    os.close(reading)
    return number, os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def assert_whole(dsn: str, token: str, shown: str) -> None:
    """There is all of a request or nothing of it; and sent again it is one, the same."""
    id = drafts.id_of(token)
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT number FROM thads_request WHERE draft = %s", (id,))
        made = [number for (number,) in cursor.fetchall()]
        cursor.execute(
            "SELECT count(*) FROM thads_record WHERE action = 'request_received' AND about = ANY(%s)",
            (made,),
        )
        assert cursor.fetchone() == (len(made),)
        kept = drafts.find(cursor, token)
        if made:
            request = rows.by_number(cursor, made[0])
            assert [each.kind.value for each in entries.of(cursor, request.id)] == ["received"]
            assert [each.name for each in files.of_request(cursor, request.id)] == ["a.pdf"]
            assert rows.answers_of(request)["right"]
            assert kept.receipt["number"] == made[0]
            cursor.execute(
                "SELECT count(*) FROM thads_job WHERE parameters->>'request' = %s",
                (str(request.id),),
            )
            assert cursor.fetchone() == (1,)
        else:
            assert kept.receipt is None
            assert kept.answers["right"]
            assert [each.name for each in files.of_draft(cursor, id)] == ["a.pdf"]
    assert len(made) <= 1
    assert not shown or made == [shown]
    again = send(dsn, token)
    assert not made or again.number == made[0]
    with own_transaction(dsn) as cursor:
        request = rows.by_number(cursor, again.number)
        (file,) = files.of_request(cursor, request.id)
        assert rows.opened(cursor, again.number, again.code).id == request.id
    assert b"".join(sealed_files.read(dsn, file.id)) == PDF


@pytest.mark.parametrize("strike", [worker_dies, database_goes])
def test_at_every_moment(portal, strike):
    for at in itertools.count(1):
        token = begun(portal.dsn)
        shown, finished = shown_by_child(portal.dsn, token, at, strike)
        assert_whole(portal.dsn, token, shown)
        if finished:
            break
    # There were statements enough between the draft and its receipt.
    assert at > 20


def test_the_database_is_killed_while_many_send():
    chance = random.Random(20261128)
    with durable_server() as server:
        for _round in range(3):
            tokens = [begun(server.dsn) for _n in range(12)]
            reading, writing = os.pipe()
            child = os.fork()
            if not child:
                try:
                    for place, token in enumerate(tokens):
                        os.write(writing, f"{place} {send(server.dsn, token).number}\n".encode())
                except (ThadsError, psycopg2.Error):
                    os._exit(2)
                finally:
                    os._exit(1)
            os.close(writing)
            time.sleep(chance.uniform(0.1, 1.2))
            server.kill_and_wait()
            os.waitpid(child, 0)
            with os.fdopen(reading) as told:
                shown = dict(line.split() for line in told)
            server.restart()
            for place, token in enumerate(tokens):
                assert_whole(server.dsn, token, shown.get(str(place), ""))
