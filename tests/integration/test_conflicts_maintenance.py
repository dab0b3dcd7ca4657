"""Pack, check and rebuild while listings are written: nothing is lost, nothing goes wrong by it."""

from concurrent.futures import ThreadPoolExecutor
from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.feeding import number_of
from tests.support.killing import assert_agreement
from tests.support.killing import external_ids
from tests.support.killing import zygote
from thads_portal.content.register import REGISTER_ID
from thads_portal.register.check import check
from thads_portal.register.rebuild import rebuild
from thads_portal.testing import open_database
from thads_portal.testing import SITE_PATH

import itertools
import pytest
import signal
import transaction


_seeds = itertools.count(60)


def fresh_feed(count: int) -> bytes:
    return body_of(count=count, seed=next(_seeds), provinces=("cao-bang",))


def rebuild_here(portal):
    return rebuild(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def spoil(portal) -> None:
    """Make many rows wrong, one missing and one stray, as a fault of ours might."""
    portal.query("UPDATE thads_listing SET debtor_address = 'x', revision = revision - 1")
    portal.query(
        "UPDATE thads_listing SET number = '1999-0000001', external_id = NULL"
        " WHERE number = (SELECT max(number) FROM thads_listing)"
    )


@pytest.fixture
def filled(portal):
    """Bodies that have been fed; one listing of the first is deleted, so that there is garbage."""
    body = fresh_feed(500)
    feed(portal, body)
    gone = number_of(portal, events_of(body)[0]["external_id"])
    with portal.site() as site:
        site["cao-bang"][REGISTER_ID]._delObject(gone)
        transaction.commit()
    return body


def objects(portal) -> int:
    return portal.query("SELECT count(*) FROM object_state")[0][0]


def test_pack_while_nobody_writes(portal, filled):
    before = len(external_ids(portal.dsn)), objects(portal)
    portal.close()
    database = open_database(portal.dsn, pack_gc=True)
    database.pack()
    database.close()
    portal.open()
    assert len(external_ids(portal.dsn)) == before[0]
    assert objects(portal) < before[1]
    assert_agreement(portal.dsn)
    report = feed(portal, filled)
    assert (report.created, report.unchanged) == (1, 499)


def test_pack_during_a_feed(portal, filled):
    """The registers' trees grow and split meanwhile; a collector of garbage would lose some."""
    body = fresh_feed(1800)
    before = len(external_ids(portal.dsn))
    with ThreadPoolExecutor(1) as threads:
        feeding = threads.submit(feed, portal, body)
        packs = 0
        while not packs or not feeding.done():
            portal.database.pack()
            packs += 1
        assert feeding.result().created == 1800
    assert len(external_ids(portal.dsn)) == before + 1800
    assert_agreement(portal.dsn)
    report = feed(portal, filled + body)
    assert (report.created, report.unchanged) == (1, 2299)


def test_rebuild_and_check_while_a_feed_runs(portal, tmp_path):
    path = tmp_path / "feed.ndjson"
    events = events_of(fresh_feed(2500))
    path.write_bytes(as_body(events))
    spoil(portal)
    job = zygote().start("feed", portal.dsn, path=str(path))
    job.until("ack")
    rebuilt = rebuild_here(portal)
    assert not rebuilt.resumed
    # A check in the middle of a feed must not take what changes for a fault.
    while job.error is None and not any("end" in said for said in job.messages):
        assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)
        while not job.said.empty():
            job.next()
    assert {event["external_id"] for event in events} <= set(external_ids(portal.dsn))
    assert_agreement(portal.dsn)


def test_rebuild_killed_in_the_middle_is_taken_up(portal):
    feed(portal, fresh_feed(1500))
    spoil(portal)
    job = zygote().start("rebuild", portal.dsn)
    job.until("ack")
    job.until("ack")
    job.kill()
    assert job.wait() == -signal.SIGKILL
    written = job.acknowledged
    there = len(external_ids(portal.dsn))
    job = zygote().start("rebuild", portal.dsn)
    done = job.result()
    assert done["resumed"]
    # One chunk may have been committed that nobody was told of.
    assert 0 < done["written"] <= there - written
    assert done["removed"] == 1
    assert_agreement(portal.dsn)
    assert not rebuild_here(portal).resumed


def test_memory_of_a_rebuild_does_not_grow_with_the_listings(portal):
    assert len(external_ids(portal.dsn)) > 6000
    # The storage's cache fills up to 32 MB; as loaded objects, the listings would need more.
    job = zygote().start("rebuild", portal.dsn)
    job.result()
    memory = [said["memory"] for said in job.messages if "memory" in said]
    assert len(memory) >= 6
    # KiB, between the second chunk and the last.
    assert max(memory[1:]) - memory[1] < 36_000
