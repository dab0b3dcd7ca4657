"""kill -9 of a worker: the job it ran is done by another one, once and whole."""

from tests.support.killing import assert_agreement
from tests.support.killing import fresh_copy
from tests.support.killing import query
from tests.support.killing import zygote

import pytest
import signal


LISTINGS = 12


@pytest.fixture
def dsn():
    with fresh_copy() as copy:
        yield copy


def state_of(dsn):
    ((*found,),) = query(
        dsn, "SELECT state, done, attempts, lost FROM thads_job WHERE kind = 'slow'"
    )
    return tuple(found)


def queued(dsn):
    """Places in the queue of the test's own job: the clock may have put others there."""
    sql = (
        "SELECT count(*) FROM procrastinate_jobs AS place"
        " JOIN thads_job AS job ON place.args->>'job' = job.id WHERE job.kind = 'slow'"
    )
    return query(dsn, sql)[0][0]


def test_killed_in_the_middle(dsn):
    worker = zygote().start("slow_job", dsn, listings=LISTINGS, ask=True)
    while worker.acknowledged < 4:
        worker.until("ack")
    worker.kill()
    assert worker.wait() == -signal.SIGKILL
    assert assert_agreement(dsn) == 0
    state, done, *counts = state_of(dsn)
    assert (state, counts) == ("running", [1, 0])
    assert done >= 1
    other = zygote().start("slow_job", dsn, listings=LISTINGS)
    other.result()
    assert other.acknowledged == LISTINGS
    assert assert_agreement(dsn) == LISTINGS
    assert state_of(dsn) == ("done", LISTINGS, 2, 1)
    assert queued(dsn) == 0


@pytest.mark.parametrize(("where", "left"), [("voted", 0), ("finished", LISTINGS)])
def test_killed_while_it_commits(dsn, where, left):
    # The first commit is that which asks for the job.
    worker = zygote().start(
        "slow_job", dsn, listings=LISTINGS, ask=True, fault={"where": where, "commit": 2}
    )
    assert worker.wait() == -signal.SIGKILL
    assert assert_agreement(dsn) == left
    assert queued(dsn) == 1
    other = zygote().start("slow_job", dsn, listings=LISTINGS)
    other.result()
    # What was committed is not done again.
    assert other.acknowledged == (0 if left else LISTINGS)
    assert assert_agreement(dsn) == LISTINGS
    assert state_of(dsn)[0] == "done"
    assert queued(dsn) == 0


def test_two_workers_do_a_job_once(dsn):
    first = zygote().start("slow_job", dsn, listings=LISTINGS, ask=True)
    first.until("ack")
    # It looks for jobs whose worker is gone, and finds none.
    second = zygote().start("slow_job", dsn, listings=LISTINGS)
    second.result()
    first.result()
    assert (first.acknowledged, second.acknowledged) == (LISTINGS, 0)
    assert assert_agreement(dsn) == LISTINGS
    assert state_of(dsn) == ("done", LISTINGS, 1, 0)
