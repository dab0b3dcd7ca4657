"""Messages to other agencies: each event once, acknowledged, retried, compared; over HTTP with a partner."""

from contextlib import ExitStack
from contextlib import suppress
from datetime import date
from datetime import datetime
from importlib.resources import files
from plone import api
from tests.support.staff import Staff
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import schemas as schema_files
from thads_portal.domain.outboxes import due_on
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.outboxes import SCHEMA
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import default_calendar
from thads_portal.jobs.outboxes import delivery
from thads_portal.jobs.outboxes import planning
from thads_portal.jobs.outboxes.delivery import Address
from thads_portal.jobs.outboxes.periodic import Outboxes
from thads_portal.jobs.outboxes.reconciling import reconcile
from thads_portal.jobs.outboxes.simulator import Simulator
from thads_portal.register.own_transaction import own_transaction
from thads_portal.testing_http import Visitor
from types import SimpleNamespace

import itertools
import json
import jsonschema
import pytest
import socket
import threading
import time
import transaction


SECRET = {
    "personal_id": "004079000123",
    "date_of_birth": "1979-04-02",
    "creditor": "Lý Thị Được",
    "enforcement_officer": "Hà Văn Chấp",
    "case_number": "HS-2026-77",
}
NAME = "Nông Văn Báo-Cho"
TODAY = f"{datetime.now(VIETNAM):%Y-%m-%d}"
_serial = itertools.count(1)


def story(*, kind="criminal", prisoner=False) -> list[dict]:
    """A case: published, stated, paid in part, and a part of it remitted."""
    serial = next(_serial)
    number = f"{serial}/QĐ-BC"
    external_id = f"caobang:bao:{serial:06d}:1"

    def line(event, number, **more):
        return {
            "event": event,
            "external_id": external_id,
            "province": "cao-bang",
            "occurred_on": TODAY,
            "document": {"number": number, "date": TODAY},
            **more,
        }

    listing = {
        "debtor_name": NAME,
        "debtor_kind": "individual",
        "debtor_address": "Tổ 5, phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
        "judgment_number": f"{serial}/2024/HSST",
        "judgment_date": "2024-03-05",
        "judgment_body": "Tòa án nhân dân thành phố Cao Bằng",
        "judgment_kind": kind,
        "enforcement_decision_number": f"{serial}/QĐ-THA",
        "enforcement_decision_date": "2024-06-10",
        "no_conditions_decision_number": number,
        "no_conditions_decision_date": TODAY,
        "signed_by": "Hoàng Văn Ký",
        "obligation": "Án phí 500.000 đồng",
        "obligation_kinds": ["court_fee"],
        "obligation_amount": 500_000,
        "ground": "a",
        "restricted": SECRET,
    }
    case = {
        "origin": "ex_officio",
        "prisoner_two_years": prisoner,
        "address_unknown": False,
        "lines": [{"line": "1", "kind": "court_fee", "to_do": 500_000}],
    }
    return [
        line("issued", number, listing=listing, agency="cao-bang/chi-cuc-thanh-pho"),
        line("case_stated", f"{serial}/TB", case=case),
        line(
            "collected", f"{serial}/BL", line="1", amount=100_000, receipt="1", source="voluntary"
        ),
        line("reduced", f"{serial}/QĐ-GIAM", line="1", amount=50_000),
    ]


@pytest.fixture(scope="module")
def feed(portal, server):
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", ["cao-bang"])
        transaction.commit()
    visitor = Visitor(server, portal.accounts["case_system"])

    def send(lines):
        answer = visitor.ask(
            "POST",
            "/++api++/@case-feed",
            body="\n".join(json.dumps(line) for line in lines),
            headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
        )
        assert answer.status == 200 and not answer.json()["problems"], answer.text

    return send


@pytest.fixture
def partners(portal):
    """A simulator for each partner, and their addresses; nothing is left from another test."""
    with portal.site() as site:
        planning.plan(site, portal.dsn)
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("DELETE FROM thads_outbox")
        cursor.execute("DELETE FROM thads_outbox_report")
    with ExitStack() as stack:
        simulators = {partner: Simulator() for partner in Partner}
        addresses = {
            partner: Address(stack.enter_context(simulator.serving()))
            for partner, simulator in simulators.items()
        }
        yield simulators, addresses


def plan(portal) -> int:
    with portal.site() as site:
        return planning.plan(site, portal.dsn)


def due_now(portal) -> None:
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("UPDATE thads_outbox SET next_at = now()")


def got(simulator) -> list[dict]:
    return [json.loads(body) for _digest, _receipt, _month, body in simulator.kept.values()]


def told(simulator) -> list[tuple]:
    return [(each["kind"], each["event"]) for each in got(simulator)]


def test_each_event_reaches_who_is_to_know_once(portal, feed, partners):
    simulators, addresses = partners
    feed(story(kind="criminal", prisoner=True))
    feed(story(kind="civil"))
    assert plan(portal) and plan(portal) == 0
    done = delivery.deliver(portal.dsn, addresses)
    assert done["failed"] == done["refused"] == 0
    records = [("ledger_entry", "case_stated"), ("ledger_entry", "reduced")]
    # Only the convicted person has a record; only the prisoner's prison is told.
    assert told(simulators[Partner.JUDICIAL_RECORDS]) == records
    assert told(simulators[Partner.PRISONS]) == [
        *records[:1], ("ledger_entry", "collected"), *records[1:]
    ]  # fmt: skip
    assert sorted(told(simulators[Partner.PROCURACY]), key=str) == sorted(
        [*records, *records, *[("no_conditions_decision", None)] * 2], key=str
    )
    assert told(simulators[Partner.COMMUNES]) == [("posting", None)] * 2
    assert delivery.deliver(portal.dsn, addresses) == dict.fromkeys(done, 0)


def test_what_is_sent_fits_the_schema_and_holds_only_what_the_partner_may_have(
    portal, feed, partners
):
    simulators, addresses = partners
    feed(story(prisoner=True))
    plan(portal)
    delivery.deliver(portal.dsn, addresses)
    schema = json.loads((files(schema_files) / f"{SCHEMA}.schema.json").read_text())
    check = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for partner, simulator in simulators.items():
        for message in got(simulator):
            check.validate(message)
            text = json.dumps(message, ensure_ascii=False)
            assert NAME in text
            with_number = partner in (Partner.JUDICIAL_RECORDS, Partner.PRISONS)
            assert (SECRET["personal_id"] in text) == with_number
            for name in ("creditor", "enforcement_officer", "case_number"):
                assert SECRET[name] not in text
    stored = portal.query("SELECT to_jsonb(o)::text FROM thads_outbox o")
    assert not any(SECRET["personal_id"] in row or NAME in row for (row,) in stored)


def test_a_partner_that_is_away_or_forgets_gets_each_message_once(portal, feed, partners):
    simulators, addresses = partners
    for simulator in simulators.values():
        simulator.fail, simulator.forget = 0.3, 0.3
    for _each in range(4):
        feed(story(prisoner=True))
    made = plan(portal)
    for _run in range(60):
        delivery.deliver(portal.dsn, addresses)
        due_now(portal)
    states = dict(portal.query("SELECT state, count(*) FROM thads_outbox GROUP BY state"))
    assert states == {"acknowledged": made}
    assert sum(len(simulator.kept) for simulator in simulators.values()) == made
    assert max(n for simulator in simulators.values() for n in simulator.came.values()) > 1


def test_it_waits_longer_each_time_and_what_is_refused_waits_for_a_person(
    portal, server, feed, partners
):
    simulators, addresses = partners
    only = {Partner.COMMUNES: addresses[Partner.COMMUNES]}
    feed(story())
    plan(portal)
    simulators[Partner.COMMUNES].fail = 1.0
    assert delivery.deliver(portal.dsn, only)["failed"] == 1
    assert delivery.deliver(portal.dsn, only)["failed"] == 0
    due_now(portal)
    simulators[Partner.COMMUNES].fail, simulators[Partner.COMMUNES].refuse = 0.0, True
    assert delivery.deliver(portal.dsn, only)["refused"] == 1
    due_now(portal)
    assert delivery.deliver(portal.dsn, only)["refused"] == 0
    simulators[Partner.COMMUNES].refuse = False

    administrator = Staff(server, portal.accounts["administrator"])
    page = administrator.get("/gui-co-quan").text
    assert "Bị từ chối" in page and "Gửi lại ngay" in page and NAME not in page
    assert (
        "Gửi lại ngay" not in Staff(server, portal.accounts["inspector"]).get("/gui-co-quan").text
    )
    ((name,),) = portal.query("SELECT id FROM thads_outbox WHERE state = 'refused'")
    sent = administrator.post("/gui-co-quan", [("action", "again"), ("id", name)])
    assert sent.status == 303
    assert delivery.deliver(portal.dsn, only)["acknowledged"] == 1


def test_an_ending_is_told_and_listed_at_the_months_end(portal, feed, partners):
    simulators, addresses = partners
    lines = story(kind="civil")
    feed(lines)
    ((number,),) = portal.query(
        "SELECT number FROM thads_listing WHERE external_id = %s", lines[0]["external_id"]
    )
    with portal.site(role="editorial_board") as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        document = {"number": "9/QĐ-ĐC", "date": TODAY}
        end([listing], ActionContext(), end_reason="terminated", document=document)
        transaction.commit()
    plan(portal)
    first = date.fromisoformat(TODAY).replace(day=1)
    with portal.site():
        assert planning.plan_month(portal.dsn, first) == 1
        assert planning.plan_month(portal.dsn, first) == 0
    delivery.deliver(portal.dsn, addresses)
    assert told(simulators[Partner.COMMUNES])[-1] == ("take_down", None)
    month = got(simulators[Partner.PROCURACY])[-1]
    assert (month["kind"], month["cause"]) == ("ended_of_month", f"month:{first:%Y-%m}:cao-bang")
    ended = {each["number"]: each for each in month["listings"]}
    assert ended[number]["end_reason"] == "terminated"


def test_the_month_is_compared_and_what_is_missing_is_sent_again(portal, server, feed, partners):
    simulators, addresses = partners
    feed(story())
    plan(portal)
    delivery.deliver(portal.dsn, addresses)
    simulator = simulators[Partner.PROCURACY]
    names = list(simulator.kept)
    lost = simulator.kept.pop(names[0])
    _digest, receipt, month, body = simulator.kept[names[1]]
    simulator.kept[names[1]] = ("0" * 64, receipt, month, body)
    simulator.kept["fremd"] = lost
    first = date.fromisoformat(TODAY).replace(day=1)
    assert reconcile(portal.dsn, addresses, first) == len(Partner)
    assert reconcile(portal.dsn, addresses, first) == 0
    ((missing, unknown, different),) = portal.query(
        "SELECT missing, unknown, different FROM thads_outbox_report WHERE partner = 'procuracy'"
    )
    assert (missing, unknown, different) == ([names[0]], ["fremd"], [names[1]])
    agreed = portal.query(
        "SELECT count(*) FROM thads_outbox_report WHERE missing = '{}' AND unknown = '{}'"
        " AND different = '{}'"
    )
    assert agreed == [(len(Partner) - 1,)]
    delivery.deliver(portal.dsn, addresses)
    assert names[0] in simulator.kept
    page = Staff(server, portal.accounts["inspector"]).get("/gui-co-quan").text
    assert "Đối chiếu hằng tháng" in page and names[0] in page


def test_a_message_that_came_in_another_month_than_it_was_acknowledged_is_no_difference(
    portal, feed, partners
):
    """Its answer was lost at a month's end: without this it is sent and missed again each month."""
    simulators, addresses = partners
    feed(story())
    plan(portal)
    delivery.deliver(portal.dsn, addresses)
    simulator = simulators[Partner.PROCURACY]
    name = next(iter(simulator.kept))
    digest, receipt, _month, body = simulator.kept[name]
    portal.query("UPDATE thads_outbox SET made = made - interval '40 days' WHERE id = %s", name)
    ((made,),) = portal.query("SELECT made FROM thads_outbox WHERE id = %s", name)
    simulator.kept[name] = (digest, receipt, f"{made.astimezone(VIETNAM):%Y-%m}", body)
    first = date.fromisoformat(TODAY).replace(day=1)
    assert reconcile(portal.dsn, addresses, first) == len(Partner)
    reports = "SELECT missing, different FROM thads_outbox_report WHERE partner = 'procuracy'"
    assert portal.query(reports) == [([], [])]
    # Under the old id with another content it is a difference all the same.
    simulator.kept[name] = ("0" * 64, *simulator.kept[name][1:])
    reconcile(portal.dsn, addresses, first, anew=True)
    assert portal.query(reports) == [([], [name])]


def test_what_is_about_one_listing_comes_in_its_order(portal, feed, partners):
    """A commune that hears of the taking down before the posting would leave it posted."""
    simulators, addresses = partners
    simulator = simulators[Partner.COMMUNES]
    lines, others = story(), story()
    feed(lines)
    plan(portal)
    simulator.fail = 1.0
    delivery.deliver(portal.dsn, addresses)
    simulator.fail = 0.0
    ((number,),) = portal.query(
        "SELECT number FROM thads_listing WHERE external_id = %s", lines[0]["external_id"]
    )
    with portal.site(role="editorial_board") as site:
        document = {"number": "10/QĐ-ĐC", "date": TODAY}
        listing = site["cao-bang"][REGISTER_ID][number]
        end([listing], ActionContext(), end_reason="terminated", document=document)
        transaction.commit()
    feed(others)
    plan(portal)
    delivery.deliver(portal.dsn, addresses)
    # Others of the province do not wait for it.
    assert number not in {each["listings"][0]["number"] for each in got(simulator)}
    assert len(got(simulator)) == 1
    due_now(portal)
    delivery.deliver(portal.dsn, addresses)
    about = [each["kind"] for each in got(simulator) if each["listings"][0]["number"] == number]
    assert about == ["posting", "take_down"]


def test_a_partner_that_answers_nonsense_stops_nobody_else(portal, feed, partners):
    simulators, addresses = partners
    feed(story())
    plan(portal)
    delivery.deliver(portal.dsn, addresses)
    simulators[Partner.PROCURACY].kept["fre\0md" + "x" * 500] = ("\0", "BN", f"{TODAY[:7]}", "")
    first = date.fromisoformat(TODAY).replace(day=1)
    assert reconcile(portal.dsn, addresses, first) == len(Partner)
    ((unknown,),) = portal.query(
        "SELECT unknown FROM thads_outbox_report WHERE partner = 'procuracy'"
    )
    assert len(unknown) == 1 and unknown[0].startswith("fre\N{REPLACEMENT CHARACTER}md")
    for said in ('{"receipt": "BN\\u0000"}', '{"receipt": " "}', '{"receipt": 1}', "[]", ""):
        assert delivery._receipt(said) is None
    assert delivery._receipt('{"receipt": "BN-1"}') == "BN-1"


def test_an_answer_has_an_end(partners):
    """A byte now and then would hold the message, and the worker, for as long as the partner likes."""
    simulators, addresses = partners
    simulators[Partner.PROCURACY].kept["a"] = ("0" * 64, "BN", "2026-01", "")
    asked = addresses[Partner.PROCURACY], "received?month=2026-01"
    assert delivery.ask(*asked)[0] == 200
    assert delivery.ask(*asked, longest=20)[0] == 0

    def drip(server):
        connection, _ = server.accept()
        with suppress(OSError), connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                connection.sendall(b" ")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server,), daemon=True).start()
        place = Address(f"http://127.0.0.1:{server.getsockname()[1]}")
        assert delivery.ask(place, "messages", body=b"{}", whole=0.5) == (0, "TimeoutError")


def test_what_is_taken_back_is_told_to_who_was_told(portal, feed, partners):
    simulators, addresses = partners
    lines = story()
    feed(lines)
    reduced = lines[-1]
    feed(
        [
            {
                "event": "reversed",
                "external_id": reduced["external_id"],
                "province": "cao-bang",
                "occurred_on": TODAY,
                "document": {"number": "đảo", "date": TODAY},
                "reverses": {"event": "reduced", "document": reduced["document"]},
                "note": "Nhầm",
            }
        ]
    )
    plan(portal)
    delivery.deliver(portal.dsn, addresses)
    back = got(simulators[Partner.JUDICIAL_RECORDS])[-1]
    assert (back["kind"], back["event"]) == ("ledger_entry_reversed", "reduced")
    causes = [each["cause"] for each in got(simulators[Partner.JUDICIAL_RECORDS])]
    assert back["reverses"] in causes


def test_who_dies_in_between_makes_nothing_twice(portal, feed, partners, monkeypatch):
    """The messages, their causes and the place are one transaction."""
    feed(story())
    put = planning.messages.put
    calls = itertools.count()

    def dying(cursor, message):
        if next(calls) == 1:
            raise KeyboardInterrupt
        return put(cursor, message)

    monkeypatch.setattr(planning.messages, "put", dying)
    with pytest.raises(KeyboardInterrupt):
        plan(portal)
    assert portal.query("SELECT count(*) FROM thads_outbox") == [(0,)]
    monkeypatch.undo()
    made = plan(portal)
    assert made == len(set(portal.query("SELECT partner, cause FROM thads_outbox"))) > 3


def test_history_that_is_published_now_is_no_news(portal, feed, partners):
    (issued, *_rest) = story()
    issued["listing"]["no_conditions_decision_date"] = "2026-07-06"
    issued["document"]["date"] = issued["occurred_on"] = "2026-07-06"
    feed([issued])
    assert plan(portal) == 0


def test_the_job_runs_with_simulated_partners_in_a_demo_only(portal, feed, partners, monkeypatch):
    feed(story())
    job = SimpleNamespace(dsn=portal.dsn, progress=lambda done, total=None: None)
    with portal.site() as site:
        assert Outboxes().run(site, job)["acknowledged"] == 0
        monkeypatch.setattr("thads_portal.jobs.outboxes.periodic.is_demo", lambda site: True)
        assert Outboxes().run(site, job)["acknowledged"] > 0


def test_terms_are_those_of_the_day():
    calendar = default_calendar()
    friday = date(2026, 6, 19)
    assert due_on(Partner.JUDICIAL_RECORDS, friday, calendar) == date(2026, 6, 29)
    assert due_on(Partner.JUDICIAL_RECORDS, date(2026, 7, 3), calendar) == date(2026, 7, 6)
    assert due_on(Partner.PROCURACY, date(2026, 7, 3), calendar) == date(2026, 7, 8)
    assert due_on(Partner.COMMUNES, date(2026, 7, 3), calendar) == date(2026, 7, 3)
