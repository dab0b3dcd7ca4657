"""A delegated ending names where it goes on; the two listings are linked, whichever comes first."""

from plone import api
from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.feeding import number_of
from thads_portal.content.register import REGISTER_ID
from thads_portal.importing.successors import LinkSuccessors
from thads_portal.register.own_transaction import own_transaction
from types import SimpleNamespace

import pytest
import threading
import transaction


PROVINCES = ("cao-bang", "lang-son")


@pytest.fixture(scope="module")
def issued(portal):
    """Issued events by province; none of them fed yet."""
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", list(PROVINCES))
        transaction.commit()
    return {
        slug: [e for e in events_of(body_of(count=12, seed=n, provinces=(slug,))) if e["event"] == "issued"]
        for n, slug in enumerate(PROVINCES)
    }  # fmt: skip


def ending(event, number, successor=None, reason="delegated"):
    return {
        "event": "ended",
        "external_id": event["external_id"],
        "province": event["province"],
        "occurred_on": "2026-11-21",
        "document": {"number": number, "date": "2026-11-21"},
        "end_reason": reason,
        **({"successor": successor} if successor is not None else {}),
    }


def to(event):
    return {"province": "lang-son", "agency": "lang-son/thads", "external_id": event["external_id"]}


def links(portal, one, other):
    with portal.site() as site:
        numbers = [number_of(portal, event["external_id"]) for event in (one, other)]
        first = site["cao-bang"][REGISTER_ID][numbers[0]]
        second = site["lang-son"][REGISTER_ID][numbers[1]]
        return (first.successor, second.predecessor) == (numbers[1], numbers[0])


@pytest.mark.parametrize("order", ["before", "after", "together"])
def test_linked_whichever_comes_first(portal, issued, order):
    one, other = issued["cao-bang"].pop(), issued["lang-son"].pop()
    feed(portal, as_body([one]))
    end = ending(one, f"9{order}/QĐ", to(other))
    bodies = {"before": [[other], [end]], "after": [[end], [other]], "together": [[end, other]]}
    for events in bodies[order]:
        report = feed(portal, as_body(events))
        assert not report.problems, report.problems
    assert links(portal, one, other)
    # Sent again, nothing happens.
    assert feed(portal, as_body([end, other])).unchanged == 2


def test_without_an_id_the_agency_is_kept(portal, issued):
    one = issued["cao-bang"].pop()
    report = feed(portal, as_body([one, ending(one, "7/QĐ", {"province": "lang-son", "agency": "lang-son/thads"})]))  # fmt: skip
    assert not report.problems
    number = number_of(portal, one["external_id"])
    kept = portal.query("SELECT province, agency, external_id FROM thads_delegation WHERE number = %s", number)  # fmt: skip
    assert kept == [("lang-son", "lang-son/thads", None)]


def test_nobody_takes_a_successor_that_has_another(portal, issued):
    one, two, other = issued["cao-bang"].pop(), issued["cao-bang"].pop(), issued["lang-son"].pop()
    feed(portal, as_body([one, two, other]))
    feed(portal, as_body([ending(one, "5/QĐ", to(other))]))
    feed(portal, as_body([ending(two, "6/QĐ", to(other))]))
    assert links(portal, one, other) and not links(portal, two, other)


@pytest.mark.parametrize(
    ("successor", "reason", "field", "code"),
    [
        ({"province": "lang-son"}, "delegated", "successor.agency", "missing"),
        ({"province": "nowhere", "agency": "lang-son/thads"}, "delegated", "successor.province", "unknown_province"),
        ({"province": "lang-son", "agency": "lang-son/nobody"}, "delegated", "successor.agency", "unknown_agency"),
        ({"province": "lang-son", "agency": "lang-son/thads", "x": 1}, "delegated", "successor.x", "unknown_key"),
        ({"province": "lang-son", "agency": "lang-son/thads"}, "discharged", "successor", "bad_successor"),
        ("lang-son", "delegated", "successor", "wrong_type"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_ends(portal, issued, successor, reason, field, code):
    one = issued["cao-bang"][0]
    feed(portal, as_body([one]))
    report = feed(portal, as_body([ending(one, "3/QĐ", successor, reason)]))
    assert [(each.field, each.code) for each in report.problems] == [(field, code)]
    state = portal.query("SELECT state FROM thads_listing WHERE external_id = %s", one["external_id"])  # fmt: skip
    assert state == [("published",)]


def test_all_are_linked_when_both_agencies_report_at_the_same_time(portal):
    """Two transactions beside each other see nothing of one another; what they wrote is linked behind them."""
    bodies = [body_of(count=60, seed=20 + n, provinces=(slug,)) for n, slug in enumerate(PROVINCES)]
    here, there = ([e for e in events_of(body) if e["event"] == "issued"] for body in bodies)
    feed(portal, bodies[0])
    ends = [ending(one, f"8{n}/QĐ", to(two)) for n, (one, two) in enumerate(zip(here, there, strict=True))]  # fmt: skip
    together = threading.Barrier(2)

    def send(events):
        together.wait()
        assert not feed(portal, as_body(events)).problems

    senders = [threading.Thread(target=send, args=(events,)) for events in (ends, there)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert all(links(portal, one, two) for one, two in zip(here, there, strict=True))
    assert portal.query("SELECT count(*) FROM thads_delegation WHERE NOT settled AND external_id IS NOT NULL") == [(0,)]  # fmt: skip


def test_the_job_links_what_a_feed_that_died_left(portal, issued):
    one, other = issued["cao-bang"].pop(), issued["lang-son"].pop()
    feed(portal, as_body([one, other]))
    nobody = {**to(other), "external_id": "nobody:1"}
    feed(portal, as_body([ending(one, "4/QĐ", nobody)]))
    assert not links(portal, one, other)
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "UPDATE thads_delegation SET external_id = %s WHERE external_id = 'nobody:1'",
            (other["external_id"],),
        )
    with portal.site() as site:
        job = SimpleNamespace(dsn=portal.dsn)
        assert LinkSuccessors().run(site, job) == {"settled": 1}
        assert LinkSuccessors().run(site, job) == {"settled": 0}
    assert links(portal, one, other)
