"""Feeds and editors at the same time: nothing is lost, nothing doubled, nobody gets an error."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from tests.support.feeding import amendment
from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import editor
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.feeding import field_of
from tests.support.feeding import number_of
from tests.support.feeding import save
from tests.support.killing import assert_agreement
from tests.support.killing import BATCH
from tests.support.killing import external_ids
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.importing import run as running

import pytest
import threading
import time
import transaction


@pytest.fixture(scope="module", autouse=True)
def trusted(portal):
    from plone import api

    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", ["cao-bang", "bac-kan"])
        transaction.commit()


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """As in the processes of ``tests/support/zygote.py``."""
    monkeypatch.setattr(running, "in_batches", partial(running.in_batches, max_lines=BATCH))


# Feeds


@pytest.mark.parametrize("feeds", [2, 3])
def test_feeds_that_bring_the_same_new_listings(portal, feeds):
    body = body_of(count=150, seed=20 + feeds, provinces=("cao-bang",))
    events = events_of(body)
    with ThreadPoolExecutor(feeds) as threads:
        reports = list(threads.map(lambda _: feed(portal, body), range(feeds)))
    assert [report.rejected for report in reports] == [0] * feeds
    assert sum(report.created for report in reports) == len(events)
    assert sum(report.unchanged for report in reports) == (feeds - 1) * len(events)
    there = external_ids(portal.dsn)
    assert len(there) == len(set(there))
    assert {event["external_id"] for event in events} <= set(there)
    assert_agreement(portal.dsn)


def test_feeds_of_other_listings_into_one_province(portal):
    """They meet in the register's tree and in the counts, not in the listings."""
    bodies = [body_of(count=120, seed=seed, provinces=("bac-kan",)) for seed in (31, 32, 33)]
    before = len(external_ids(portal.dsn))
    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(lambda body: feed(portal, body), bodies))
    assert [report.rejected for report in reports] == [0] * 3
    assert len(external_ids(portal.dsn)) == before + 360
    assert_agreement(portal.dsn)


# Feeds and editors


def test_editor_saves_while_a_feed_amends_other_listings(portal):
    events = events_of(body_of(count=300, seed=41, provinces=("cao-bang",)))
    feed(portal, as_body(events))
    edited = number_of(portal, events[0]["external_id"])
    amended = [
        amendment(event, f"{place}/SĐ", debtor_address=f"Tổ {place}, tỉnh Cao Bằng")
        for place, event in enumerate(events[1:])
    ]
    more = events_of(body_of(count=200, seed=42, provinces=("cao-bang",)))
    done = threading.Event()
    waits = []

    def feeding():
        try:
            return feed(portal, as_body(amended + more))
        finally:
            done.set()

    with ThreadPoolExecutor(1) as threads, editor(portal) as (manager, site):
        report = threads.submit(feeding)
        while not done.is_set():
            started = time.monotonic()
            save(manager, site, edited, debtor_address=f"Lần sửa {len(waits)}")
            waits.append(time.monotonic() - started)
            time.sleep(0.02)
        report = report.result()
    assert (report.amended, report.created, report.rejected) == (len(amended), len(more), 0)
    assert len(waits) > 3
    address = field_of(portal, events[0]["external_id"], "debtor_address")
    assert address == f"Lần sửa {len(waits) - 1}"
    for place in (0, len(amended) - 1):
        assert (
            field_of(portal, amended[place]["external_id"], "debtor_address")
            == amended[place]["listing"]["debtor_address"]
        )
    assert_agreement(portal.dsn)


@pytest.fixture
def meanwhile(monkeypatch):
    """Sets what happens once, after a feed has written its batch and before it commits."""
    todo = []
    commits = []
    write = running.write

    def write_then(*arguments, **options):
        result = write(*arguments, **options)
        commits.append(None)
        if todo:
            todo.pop()()
        return result

    monkeypatch.setattr(running, "write", write_then)
    return todo, commits


def test_feed_amends_a_listing_that_an_editor_has_just_changed(portal, meanwhile):
    todo, commits = meanwhile
    (event,) = events_of(body_of(count=1, seed=43, provinces=("cao-bang",)))
    feed(portal, as_body([event]))
    number = number_of(portal, event["external_id"])

    def edit():
        with editor(portal) as (manager, site):
            save(manager, site, number, signed_by="Người sửa")

    commits.clear()
    todo.append(edit)
    report = feed(portal, as_body([amendment(event, "1/SĐ", debtor_address="Địa chỉ mới")]))
    assert report.amended == 1
    # Repeated on what the editor had made of the listing.
    assert len(commits) == 2
    assert field_of(portal, event["external_id"], "debtor_address") == "Địa chỉ mới"
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        assert (listing.signed_by, listing.debtor_address) == ("Người sửa", "Địa chỉ mới")
        assert len(listing.history) == 2
    assert_agreement(portal.dsn)


def test_plan_is_not_carried_out_on_a_listing_that_was_ended_meanwhile(portal, meanwhile):
    todo, _ = meanwhile
    (event,) = events_of(body_of(count=1, seed=44, provinces=("cao-bang",)))
    feed(portal, as_body([event]))
    end = {**amendment(event, "2/ĐC"), "event": "ended", "end_reason": "discharged"}
    del end["listing"]

    def other_feed():
        ending = threading.Thread(target=feed, args=(portal, as_body([end])))
        ending.start()
        ending.join(120)

    todo.append(other_feed)
    report = feed(portal, as_body([amendment(event, "1/SĐ", debtor_address="Địa chỉ mới")]))
    assert (report.amended, report.rejected) == (0, 1)
    assert report.problems[0].code == "already_ended"
    assert field_of(portal, event["external_id"], "state") == State.ENDED
    assert field_of(portal, event["external_id"], "debtor_address") != "Địa chỉ mới"
    assert_agreement(portal.dsn)
