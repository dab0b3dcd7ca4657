"""kill -9 of a process that feeds: nothing acknowledged is lost, nothing is there by half.

``THADS_KILLS`` sets how often the random test kills (default 6), ``THADS_SEED`` its seed.
"""

from contextlib import closing
from tests.support.killing import assert_acknowledged
from tests.support.killing import assert_agreement
from tests.support.killing import BATCH
from tests.support.killing import external_ids
from tests.support.killing import fresh_copy
from tests.support.killing import query
from tests.support.killing import write_feed
from tests.support.killing import zygote
from thads_portal.register.publication_log import growing

import os
import psycopg2
import pytest
import random
import signal
import time


KILLS = int(os.environ.get("THADS_KILLS", "6"))
SEED = int(os.environ.get("THADS_SEED", "20261123"))
LINES = 4 * BATCH


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    """(the file, its events): new listings, in four batches."""
    path = tmp_path_factory.mktemp("feeds") / "issued.ndjson"
    return path, write_feed(path, count=LINES, seed=11)


@pytest.fixture
def dsn():
    with fresh_copy() as copy:
        yield copy


def test_killed_at_random_moments(feed):
    path, events = feed
    chance = random.Random(SEED)
    kills = 0
    #: Seconds that a batch takes here.
    pace = 0.2
    while kills < KILLS:
        with fresh_copy() as dsn:
            while kills < KILLS:
                known = len(external_ids(dsn))
                job = zygote().start("feed", dsn, path=str(path))
                # Lines known from an earlier round pass quickly.
                while job.acknowledged < known:
                    job.until("ack")
                if chance.random() < 0.3 and known + BATCH < LINES:
                    started = time.monotonic()
                    job.until("ack")
                    pace = time.monotonic() - started
                time.sleep(chance.uniform(0, pace))
                job.kill()
                code = job.wait()
                assert_acknowledged(dsn, events, job.acknowledged)
                # Whole batches only.
                assert len(external_ids(dsn)) % BATCH == 0
                if code == 0:
                    break
                assert code == -signal.SIGKILL
                kills += 1
                if kills % 3 == 0:
                    # What a kill has left wrong would still be wrong.
                    assert_agreement(dsn)
            assert_completed_by_another_run(dsn, feed)


def assert_completed_by_another_run(dsn, feed):
    path, events = feed
    before = len(external_ids(dsn))
    report = zygote().start("feed", dsn, path=str(path)).result()
    assert (report["created"], report["unchanged"]) == (len(events) - before, before)
    assert report["rejected"] == 0
    assert sorted(external_ids(dsn)) == sorted(event["external_id"] for event in events)
    assert assert_agreement(dsn) == len(events)


def test_killed_at_each_stage_of_a_commit(feed, dsn):
    path, _ = feed
    there = 0
    for where in ("begin", "vote", "voted", "finish", "finished"):
        fault = {"where": where, "commit": 1}
        job = zygote().start("feed", dsn, path=str(path), fault=fault)
        assert job.wait() == -signal.SIGKILL
        assert job.acknowledged == there, where
        # After COMMIT all of the batch is there although nobody was told, before it nothing.
        there += BATCH if where == "finished" else 0
        assert len(external_ids(dsn)) == there, where
        assert assert_agreement(dsn) == there


@pytest.mark.parametrize("where", ["begin", "voted", "finish"])
def test_atomic_feed_killed_leaves_nothing(dsn, tmp_path, where):
    path = tmp_path / "atomic.ndjson"
    events = write_feed(path, count=400, seed=12)
    fault = {"where": where, "commit": 1}
    job = zygote().start("feed", dsn, path=str(path), atomic=True, fault=fault)
    assert job.wait() == -signal.SIGKILL
    assert external_ids(dsn) == []
    assert assert_agreement(dsn) == 0
    if where == "finish":
        report = zygote().start("feed", dsn, path=str(path), atomic=True).result()
        assert report["created"] == len(events)
        assert assert_agreement(dsn) == len(events)


def test_the_publication_log_and_the_register_never_part(feed, dsn):
    """Feeds that publish at once, killed at each stage; the log grows in between, and is cut off too."""
    path, _ = feed
    zygote().start("trust_all", dsn).wait()
    published = 0
    for where in ("begin", "vote", "voted", "finish", "finished"):
        fault = {"where": where, "commit": 1}
        assert zygote().start("feed", dsn, path=str(path), fault=fault).wait() == -signal.SIGKILL
        published += BATCH if where == "finished" else 0
        # Whoever makes the log grow dies before the commit: nothing of it is there.
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
            assert growing.take_in(cursor, 100_000) == leaves(dsn)
        if where != "voted":
            growing.grow(dsn)
        assert assert_agreement(dsn) == published
        assert published - 5 <= leaves(dsn) <= published
    report = zygote().start("feed", dsn, path=str(path)).result()
    assert report["created"] == LINES - published
    growing.grow(dsn)
    assert assert_agreement(dsn) == LINES
    # One that is flagged waits for the board.
    ((public,),) = query(dsn, "SELECT count(*) FROM thads_listing WHERE state = 'published'")
    assert leaves(dsn) == public > LINES - 20


def leaves(dsn) -> int:
    """Leaves of the log, with a place or waiting for one."""
    ((count,),) = query(
        dsn, "SELECT (SELECT count(*) FROM thads_leaf) + (SELECT count(*) FROM thads_new_leaf)"
    )
    return count
