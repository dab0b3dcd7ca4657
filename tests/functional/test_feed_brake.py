"""A feed's account that ends very many listings within an hour waits for the board; the rest goes on."""

from plone import api
from tests.support.feed_lines import body
from tests.support.feed_lines import later
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.staff import send_form
from thads_portal.importing.brake import RECORD
from thads_portal.testing_http import Visitor

import pytest
import transaction


@pytest.fixture(scope="module")
def limit(portal):
    with portal.site():
        api.portal.set_registry_record(RECORD, 5)
        transaction.commit()


@pytest.fixture(scope="module")
def sender(portal, server):
    return Visitor(server, portal.accounts["case_system"])


def send(sender, lines):
    answer = sender.ask(
        "POST",
        "/@case-feed",
        body=body(lines),
        headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
    )
    assert answer.status == 200, answer.text
    return answer.json()


def ended(event, number):
    return later("ended", number, external_id=event["external_id"], province=event["province"])


def published(portal):
    return portal.query("SELECT count(*) FROM thads_listing WHERE state <> 'ended'")[0][0]


def test_the_whole_way(portal, server, sender, limit):
    events = events_of(body_of(count=12, seed=8, provinces=("cao-bang",)))
    assert send(sender, events)["created"] == 12
    endings = [ended(event, number) for number, event in enumerate(events, start=1)]
    # Another line goes on while the endings wait.
    amended = later(
        "amended", 99, external_id=events[11]["external_id"], province=events[11]["province"]
    )
    report = send(sender, [*endings[:11], amended])
    assert (report["ended"], report["amended"], report["rejected"]) == (5, 1, 6)
    assert {each["code"] for each in report["problems"]} == {"waits_for_person"}
    assert [each["line"] for each in report["problems"]] == [6, 7, 8, 9, 10, 11]
    assert published(portal) == 7
    # Sent again: what is done is unchanged, what waits is kept once.
    again = send(sender, endings[:11])
    assert (again["unchanged"], again["rejected"]) == (5, 6)
    assert portal.query("SELECT count(*) FROM thads_feed_hold") == [(6,)]
    ((line, sealed),) = portal.query("SELECT line, sealed FROM thads_feed_hold LIMIT 1")
    assert sealed and b"external_id" not in bytes(line)
    page = "/cham-dut-cho-duyet"
    editor = Visitor(server, portal.accounts["provincial_editor"])
    assert editor.get(page).status == 403
    board = Visitor(server, portal.accounts["editorial_board"])
    text = board.get(page).text
    account = portal.accounts["case_system"]["username"]
    assert account in text and events[10]["external_id"] in text
    assert page in board.get("/ban-lam-viec").text
    answer = send_form(board, page, action="release", account=account)
    assert answer.status == 303
    portal.run_jobs()
    assert published(portal) == 1
    assert account not in board.get(page).text
    # They are the account's own, and the decision is the board's.
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'ended' AND actor = %s", account
    ) == [(11,)]
    assert portal.query(
        "SELECT details->>'lines' FROM thads_record WHERE action = 'held_decided' AND actor = %s",
        portal.accounts["editorial_board"]["username"],
    ) == [("6",)]
    # Declined: nothing ends, also when it is sent again.
    assert send(sender, endings[11:])["rejected"] == 1
    assert send_form(board, page, action="decline", account=account).status == 303
    assert send(sender, endings[11:])["rejected"] == 1
    assert account not in board.get(page).text
    portal.run_jobs()
    assert published(portal) == 1


def test_without_a_limit_nothing_waits(portal, sender, limit):
    with portal.site():
        api.portal.set_registry_record(RECORD, 0)
        transaction.commit()
    events = events_of(body_of(count=8, seed=9, provinces=("cao-bang",)))
    send(sender, events)
    endings = [ended(event, number) for number, event in enumerate(events, start=50)]
    assert send(sender, endings)["ended"] == 8
