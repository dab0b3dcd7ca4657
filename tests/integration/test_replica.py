"""Reads by a replica: a real one, that lags, dies, hangs, comes back, and is another's.

What would be wrong: somebody shown whose listing has ended, nobody found who is listed, a failure
or a wait for a visitor because something is the matter with the replica.
"""

from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.killing import durable_server
from tests.support.standby import standby_of
from thads_portal.database import read_settings
from thads_portal.register import replica
from thads_portal.testing import Portal
from thads_portal.testing import template
from thads_portal.testing_http import Visitor
from thads_portal.watching.watch import watch_replica
from urllib.parse import quote

import pytest
import time


@pytest.fixture(scope="module")
def server():
    with durable_server() as started:
        yield started


@pytest.fixture(scope="module")
def standby(server):
    with standby_of(server) as made:
        yield made


@pytest.fixture(scope="module")
def listed(server):
    """(portal, address, events of listings that are public)"""
    from plone import api
    from thads_portal.domain.provinces import provinces_by_slug

    import transaction

    portal = Portal(server.dsn, dict(template().accounts))
    portal.open()
    try:
        with portal.site():
            api.portal.set_registry_record("thads_portal.trusted_provinces", [*provinces_by_slug()])
            transaction.commit()
        address = portal.serve()
        body = body_of(count=300, seed=77, provinces=("cao-bang",))
        sent = Visitor(address, portal.accounts["case_system"])
        assert sent.ask("POST", FEED, body=body, headers=LINES).json()["created"] == 300
        yield portal, address, events_of(body)
    finally:
        portal.close()


FEED = "/++api++/@case-feed"
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def visitor(listed):
    return Visitor(listed[1])


@pytest.fixture(autouse=True)
def reading(monkeypatch, listed, standby):
    """Reads go to the standby; each test begins with one that is well."""
    monkeypatch.setenv(read_settings.VARIABLE, standby.dsn)
    replica._replicas.clear()
    standby.catch_up()
    return replica.replica_of(listed[0].dsn)


def search(visitor, name):
    answer = visitor.get(f"/++api++/@register-search?q={quote(name)}&b_size=50")
    assert answer.status == 200, answer.text
    return answer.json()


def numbers(found):
    return {item["number"] for item in found["items"]}


def end(listed, event, number):
    """The case system tells of an ending; acknowledged when this returns."""
    portal, address, _events = listed
    ended = {
        "event": "ended",
        "external_id": event["external_id"],
        "province": event["province"],
        "occurred_on": "2026-11-23",
        "end_reason": "discharged",
        "document": {"number": number, "date": "2026-11-23"},
    }
    sender = Visitor(address, portal.accounts["case_system"])
    answer = sender.ask("POST", FEED, body=as_body([ended]), headers=LINES)
    assert answer.status == 200, answer.text
    assert answer.json()["rejected"] == 0, answer.text


def someone(listed, at):
    """(event, name, number, address of the page) of the listing number `at`."""
    portal, _address, events = listed
    event = events[at]
    ((number, name),) = portal.query(
        "SELECT number, debtor_name FROM thads_listing WHERE external_id = %s",
        event["external_id"],
    )
    return event, name, number, f"/cao-bang/nguoi-phai-thi-hanh-an/{number}"


def test_reads_go_to_the_replica(visitor, listed, standby, reading):
    _event, name, number, _page = someone(listed, 0)
    before = standby.scans()
    for path in (f"/tra-cuu?q={quote(name)}", f"/++api++/@register-suggest?q={quote(name)}"):
        assert visitor.get(path).status == 200, path
    assert number in numbers(search(visitor, name))
    assert visitor.get("/thong-ke").status == 200
    assert reading.answers >= 4 and reading.passed_on == 0
    deadline = time.monotonic() + 60
    # The server tells its counts when a connection has been idle for a second.
    while standby.scans() == before and time.monotonic() < deadline:
        search(visitor, name)
        time.sleep(0.2)
    assert standby.scans() > before


def test_an_ended_listing_is_not_shown_while_the_replica_lags(visitor, listed, standby, reading):
    event, name, number, page = someone(listed, 1)
    assert number in numbers(search(visitor, name))
    before = search(visitor, name)["total"]
    standby.pause()
    try:
        end(listed, event, "901/QĐ-CTHADS")
        for _ in range(3):
            found = search(visitor, name)
            assert number not in numbers(found)
            assert found["total"] == before - 1
            assert number not in visitor.get(f"/tra-cuu?q={quote(name)}").text
            assert search(visitor, number)["total"] == 0
        assert visitor.get(page).status == 410
        assert reading.passed_on
    finally:
        standby.resume()
    answers = reading.answers
    deadline = time.monotonic() + 60
    while reading.answers == answers and time.monotonic() < deadline:
        assert number not in numbers(search(visitor, name))
    assert reading.answers > answers


def test_who_was_just_published_is_found_while_the_replica_lags(visitor, listed, standby):
    portal, address, _events = listed
    body = body_of(count=5, seed=78, provinces=("lang-son",))
    standby.pause()
    try:
        sender = Visitor(address, portal.accounts["case_system"])
        assert sender.ask("POST", FEED, body=body, headers=LINES).json()["created"] == 5
        for event in events_of(body):
            ((number, name),) = portal.query(
                "SELECT number, debtor_name FROM thads_listing WHERE external_id = %s",
                event["external_id"],
            )
            assert number in numbers(search(visitor, name))
    finally:
        standby.resume()


def test_how_far_it_is_behind_is_told(visitor, listed, standby, monkeypatch):
    from thads_portal.watching import gauges

    monkeypatch.setattr(gauges, "KEPT", -1)
    standby.catch_up()
    deadline = time.monotonic() + 60
    # Whatever the server writes by itself has to be replayed, too.
    while "thads_replay_lag_seconds 0.0" not in (told := visitor.get("/-/metrics").text):
        assert time.monotonic() < deadline, told
        time.sleep(0.05)
    assert "thads_replica_up 1.0" in told
    monkeypatch.setenv(read_settings.VARIABLE, "host=/nowhere dbname=x")
    assert "thads_replica_up 0.0" in visitor.get("/-/metrics").text


def test_one_that_is_long_behind_is_not_waited_for(visitor, listed, standby, reading, monkeypatch):
    monkeypatch.setattr(reading, "_lag", 0.0)
    _event, name, _number, _page = someone(listed, 2)
    standby.pause()
    try:
        portal, address, _events = listed
        body = body_of(count=1, seed=79, provinces=("lang-son",))
        sender = Visitor(address, portal.accounts["case_system"])
        assert sender.ask("POST", FEED, body=body, headers=LINES).json()["created"] == 1
        search(visitor, name)
        # Now it is known to be behind, and is left alone.
        search(visitor, name)
        assert reading._rests_until > 0
        assert reading.answers == 0
    finally:
        standby.resume()


def test_killed_it_is_missed_by_nobody_and_comes_back(visitor, listed, standby, reading):
    _event, name, number, _page = someone(listed, 3)
    assert number in numbers(search(visitor, name))
    standby.kill()
    try:
        for _ in range(5):
            assert number in numbers(search(visitor, name))
    finally:
        standby.start()
    standby.catch_up()
    answers = reading.answers
    deadline = time.monotonic() + 60
    while reading.answers == answers and time.monotonic() < deadline:
        assert number in numbers(search(visitor, name))
    assert reading.answers > answers


def test_one_that_hangs_is_given_up(visitor, listed, standby, reading):
    _event, name, number, _page = someone(listed, 4)
    watch_replica(listed[0].dsn)
    assert number in numbers(search(visitor, name))
    standby.stand_still()
    try:
        # The first waits until it is known, some two seconds; the others do not.
        assert number in numbers(search(visitor, name))
        assert reading.hangs() or time.monotonic() < reading._rests_until
        deadline = time.monotonic() + 60
        while not reading.hangs() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert reading.hangs()
        passed_on = reading.passed_on
        assert number in numbers(search(visitor, name))
        assert reading.passed_on == passed_on + 1
    finally:
        standby.stand_still(go_on=True)
    deadline = time.monotonic() + 60
    answers = reading.answers
    while reading.answers == answers and time.monotonic() < deadline:
        assert number in numbers(search(visitor, name))
        time.sleep(0.05)
    assert reading.answers > answers


@pytest.mark.parametrize("question", ["_POSITION", "_FOLLOWS"])
def test_an_account_that_may_not_ask_reads_at_the_primary(
    visitor, listed, reading, monkeypatch, question
):
    _event, name, number, _page = someone(listed, 8)
    unknown = "SELECT pg_control_nothing()" + (", %s, %s" if question == "_FOLLOWS" else "")
    monkeypatch.setattr(replica, question, unknown)
    assert number in numbers(search(visitor, name))
    assert (reading.answers, reading.passed_on) == (0, 1)
    assert "cannot be compared" in reading._told


def test_another_database_is_no_replica(visitor, listed, monkeypatch):
    """Of another server, which has a register too: an empty one would say that nobody is listed."""
    from tests.support.killing import fresh_copy

    portal = listed[0]
    _event, name, number, _page = someone(listed, 5)
    with fresh_copy() as other:
        monkeypatch.setenv(read_settings.VARIABLE, other)
        assert number in numbers(search(visitor, name))
        wrong = replica.replica_of(portal.dsn)
        assert (wrong.answers, wrong.passed_on) == (0, 1)
        assert "no replica" in wrong._told


def test_the_primary_itself_is_no_replica(visitor, listed, monkeypatch):
    portal = listed[0]
    monkeypatch.setenv(read_settings.VARIABLE, f"{portal.dsn} application_name=again")
    _event, name, number, _page = someone(listed, 6)
    assert number in numbers(search(visitor, name))
    assert replica.replica_of(portal.dsn).answers == 0


def test_one_that_went_its_own_way_is_no_replica(visitor, listed, standby, reading):
    """Last: afterwards it is a primary of another history."""
    _event, name, number, _page = someone(listed, 7)
    standby.promote()
    assert number in numbers(search(visitor, name))
    assert reading.answers == 0 and reading.passed_on == 1
