"""Two portals on one database, a process each, as on two machines: they answer as one would.

What would be wrong: somebody shown by B whose listing ended on A, a session that B does not know or that
outlives its end on A, a job or a start by the clock that is done by both.
"""

from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.killing import fresh_copy
from tests.support.killing import query
from tests.support.killing import zygote
from tests.support.staff import FORM
from thads_portal.database import marks
from thads_portal.testing import template
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode

import pytest
import threading


FEED = "/++api++/@case-feed"
LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def dsn():
    # Begun before the servers: whoever is forked later holds nothing of them.
    zygote()
    with fresh_copy() as copy:
        zygote().start("trust_all", copy).wait()
        yield copy


@pytest.fixture(scope="module")
def machines(dsn):
    started = [zygote().start("serve", dsn) for _ in range(2)]
    try:
        yield [job.until("address")["address"] for job in started]
    finally:
        for job in started:
            job.kill()
            job.wait()


@pytest.fixture(scope="module")
def listed(dsn, machines):
    body = body_of(count=40, seed=5, provinces=("cao-bang",))
    sender = Visitor(machines[0], template().accounts["case_system"])
    assert sender.ask("POST", FEED, body=body, headers=LINES).json()["created"] == 40
    return events_of(body)


def ended(event, at):
    return {
        "event": "ended",
        "external_id": event["external_id"],
        "province": event["province"],
        "occurred_on": "2026-11-23",
        "end_reason": "discharged",
        "document": {"number": f"{900 + at}/QĐ-CTHADS", "date": "2026-11-23"},
    }


def test_ended_on_one_it_is_gone_on_the_other_at_the_next_request(dsn, machines, listed):
    sender = Visitor(machines[0], template().accounts["case_system"])
    other = Visitor(machines[1])
    for at, event in enumerate(listed[:15]):
        ((number, name),) = query(
            dsn,
            "SELECT number, debtor_name FROM thads_listing WHERE external_id = %s",
            event["external_id"],
        )
        page = f"/cao-bang/nguoi-phai-thi-hanh-an/{number}"
        search = f"/++api++/@register-search?q={quote(name)}&b_size=100"
        assert other.get(page).status == 200
        answer = sender.ask("POST", FEED, body=as_body([ended(event, at)]), headers=LINES)
        assert (answer.status, answer.json()["rejected"]) == (200, 0), answer.text
        assert other.get(page).status == 410
        assert number not in {each["number"] for each in other.get(search).json()["items"]}


def test_a_session_of_one_is_known_to_the_other_and_ends_on_both(machines):
    first, second = (Visitor(address) for address in machines)
    account = template().accounts["provincial_editor"]
    fields = {"__ac_name": account["username"], "__ac_password": account["password"]}
    answer = first.ask(
        "POST", "/login", body=urlencode({**fields, "buttons.login": "x"}), headers=FORM
    )
    (cookie,) = [each.partition(";")[0] for each in answer.cookies if each.startswith("__ac=")]
    desk = "/cao-bang/ban-lam-viec"
    for visitor in (first, second):
        assert visitor.ask("GET", desk, headers={"Cookie": cookie}).status == 200
    left = first.ask("GET", "/logout", headers={"Cookie": cookie})
    assert left.status in (302, 303, 200), left.status
    for visitor in (second, first):
        assert visitor.ask("GET", desk, headers={"Cookie": cookie}).status != 200


def test_machines_that_start_at_once_make_the_site_one_after_the_other(dsn):
    seen = []

    def second() -> None:
        with marks.alone(dsn):
            seen.append("second")

    with marks.alone(dsn):
        waiting = threading.Thread(target=second)
        waiting.start()
        # Long enough to see that it does not go on.
        waiting.join(1.5)
        seen.append("first")
    waiting.join(60)
    assert seen == ["first", "second"]


def test_a_start_by_the_clock_is_one_machines(dsn, machines):
    """Both look at the clock at the same moment."""
    workers = [zygote().start("jobs_by_the_clock", dsn) for _ in range(2)]
    for worker in workers:
        worker.result()
    starts = query(
        dsn,
        "SELECT task_name, defer_timestamp, count(*) FROM procrastinate_periodic_defers GROUP BY 1, 2",
    )
    assert starts
    assert {number for _task, _moment, number in starts} == {1}
    begun = query(
        dsn, "SELECT id, attempts, lost FROM thads_job WHERE owner = '' AND id LIKE '%-1%'"
    )
    assert begun
    assert {(attempts, lost) for _id, attempts, lost in begun} == {(1, 0)}
