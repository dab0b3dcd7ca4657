"""kill -9 in the middle of entries in ledgers: of who enters, and of what works for them in the database.

A list, a feed and a form are stopped where their entries are written and nothing is committed (another
transaction holds the record of actions), and killed there: nothing is there by half, and what is asked
for again is done once.
"""

from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
from tests.support.killing import assert_agreement
from tests.support.killing import fresh_copy
from tests.support.killing import query
from tests.support.killing import write_feed
from tests.support.killing import zygote
from thads_portal.register.ledger import lists
from thads_portal.register.own_transaction import own_transaction
from thads_portal.testing import today

import json
import psycopg2
import pytest
import signal
import time


COUNT = 30
PATIENCE = 120


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with COUNT published listings of Cao Bằng, and their events."""
    path = tmp_path_factory.mktemp("feeds") / "issued.ndjson"
    events = write_feed(path, count=COUNT, seed=77, provinces=("cao-bang",))
    with fresh_copy() as dsn:
        zygote().start("trust_all", dsn).wait()
        assert zygote().start("feed", dsn, path=str(path)).result()["created"] == COUNT
        yield dsn, events


@contextmanager
def held_up(dsn: str, table: str):
    """Whoever wants to write into `table` waits; yields what tells that somebody does."""
    connection = psycopg2.connect(dsn)
    try:
        cursor = connection.cursor()
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")

        def somebody_waits(job) -> int:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                found = query(
                    dsn,
                    "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
                    " AND database = (SELECT oid FROM pg_database"
                    " WHERE datname = current_database())",
                    table,
                )
                if found:
                    return found[0][0]
                assert not job.ended, (job.error, job.messages, zygote().words())
                time.sleep(0.05)
            raise AssertionError("nobody waits")

        yield somebody_waits
    finally:
        connection.close()


def with_sums(dsn: str) -> list[str]:
    """A listing of each case whose first one publishes a sum, of which a payment can be taken."""
    found = query(
        dsn,
        "SELECT DISTINCT ON (case_id) number, obligation_amount FROM thads_case_listing"
        " JOIN thads_listing USING (number) ORDER BY case_id, number",
    )
    return sorted(number for number, amount in found if (amount or 0) > 100_000)


def made_list(dsn: str, amount: int) -> str:
    numbers = with_sums(dsn)
    day = today().isoformat()
    rows = [
        (line, {"number": number, "occurred_on": day, "amount": str(amount)})
        for line, number in enumerate(numbers, start=2)
    ]
    with own_transaction(dsn) as cursor:
        return lists.add(
            cursor,
            province="cao-bang",
            kind="collected",
            actor="editor",
            at=datetime.now(UTC),
            name="thu.xlsx",
            sha256=f"{amount}",
            rows=rows,
            unread="",
        )


def payments(dsn: str, amount: int) -> int:
    ((count,),) = query(
        dsn,
        "SELECT count(*) FROM thads_case_entry WHERE kind = 'collected' AND amount = %s",
        amount,
    )
    return count


def assert_balances(dsn: str) -> None:
    """Each line is the sum of its entries."""
    assert not query(
        dsn,
        "SELECT line.case_id FROM thads_case_line AS line LEFT JOIN LATERAL ("
        " SELECT coalesce(sum(signed) FILTER (WHERE bucket = 'done'), 0) AS done"
        " FROM thads_case_entry AS entry"
        " WHERE entry.case_id = line.case_id AND entry.line = line.line) AS made ON true"
        " WHERE made.done <> line.done",
    )


@pytest.mark.parametrize("victim", ["process", "backend"])
def test_a_list_killed_in_the_middle_leaves_nothing_and_is_written_once(filled, victim):
    dsn, _events = filled
    amount = 1001 if victim == "process" else 1002
    wanted = made_list(dsn, amount)
    with held_up(dsn, "thads_record") as somebody_waits:
        job = zygote().start("case_list", dsn, wanted=wanted, revision=0)
        backend = somebody_waits(job)
        if victim == "process":
            job.kill()
            assert job.wait() == -signal.SIGKILL
            query(dsn, "SELECT pg_terminate_backend(%s)", backend)
        else:
            query(dsn, "SELECT pg_terminate_backend(%s)", backend)
            assert job.wait() == 1
            assert job.error == "RegisterUnavailable"
    assert payments(dsn, amount) == 0
    count = len(with_sums(dsn))
    assert count > COUNT / 3
    done = zygote().start("case_list", dsn, wanted=wanted, revision=0).result()
    assert done == {"entered": count, "known": 0, "again": False}
    again = zygote().start("case_list", dsn, wanted=wanted, revision=0).result()
    assert again == {"entered": count, "known": 0, "again": True}
    # The same list handed in anew finds all of it.
    other = made_list(dsn, amount)
    assert zygote().start("case_list", dsn, wanted=other, revision=0).result()["known"] == count
    assert payments(dsn, amount) == count
    assert_balances(dsn)


def ledger_feed(path, events, number: str):
    day = datetime.now(UTC).date().isoformat()
    lines = [
        {
            "event": "collected",
            "external_id": event["external_id"],
            "province": "cao-bang",
            "occurred_on": day,
            "document": {"number": number, "date": day},
            "line": f"l{number}",
            "kind": "debt",
            "to_do": 9_000,
            "amount": 1003,
        }
        for event in events
        if event["event"] == "issued"
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    return len(lines)


@pytest.mark.parametrize("atomic", [False, True])
def test_a_feed_killed_in_the_middle_of_its_entries(filled, tmp_path, atomic):
    dsn, events = filled
    path = tmp_path / "ledger.ndjson"
    before = payments(dsn, 1003)
    count = ledger_feed(path, events, "71" if atomic else "72")
    # Held where the balances are kept: the entries stand, the duties do not.
    with held_up(dsn, "thads_case_duty") as somebody_waits:
        job = zygote().start("feed", dsn, path=str(path), atomic=atomic)
        backend = somebody_waits(job)
        job.kill()
        assert job.wait() == -signal.SIGKILL
        query(dsn, "SELECT pg_terminate_backend(%s)", backend)
    assert payments(dsn, 1003) == before
    done = zygote().start("feed", dsn, path=str(path), atomic=atomic).result()
    assert (done["amended"], done["rejected"]) == (count, 0)
    again = zygote().start("feed", dsn, path=str(path), atomic=atomic).result()
    assert again["unchanged"] == count
    assert payments(dsn, 1003) == before + count
    assert_balances(dsn)
    assert assert_agreement(dsn) == COUNT


@pytest.mark.parametrize("where", ["begin", "voted"])
def test_a_payment_on_the_form_killed_at_each_stage_of_its_commit(filled, where):
    dsn, _events = filled
    number = with_sums(dsn)[0]
    before = payments(dsn, 1005)
    fault = {"where": where, "commit": 1}
    job = zygote().start("payment", dsn, number=number, amount=1005, fault=fault)
    assert job.wait() == -signal.SIGKILL
    assert payments(dsn, 1005) == before
    assert_balances(dsn)
