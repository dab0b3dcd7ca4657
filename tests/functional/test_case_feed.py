"""The case feed over real HTTP: accounts, limits, answers, what is written."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from thads_portal.register.check import check
from thads_portal.testing import SITE_PATH
from urllib.error import HTTPError
from urllib.request import Request
from urllib.request import urlopen

import base64
import copy
import gzip
import itertools
import json
import os
import pytest
import re


EVENT = {
    "event": "issued",
    "external_id": "caobang:2026:000123:1",
    "province": "cao-bang",
    "agency": "cao-bang/chi-cuc-thanh-pho",
    "occurred_on": "2026-11-20",
    "document": {"number": "12/QĐ-CCTHADS", "date": "2026-11-20"},
    "listing": {
        "debtor_name": "Nông Văn Mẫu",
        "debtor_kind": "individual",
        "debtor_address": "Tổ 5, phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
        "judgment_number": "15/2024/HSST",
        "judgment_date": "2024-03-05",
        "judgment_body": "Tòa án nhân dân thành phố Cao Bằng",
        "judgment_kind": "criminal",
        "enforcement_decision_number": "210/QĐ-CCTHADS",
        "enforcement_decision_date": "2024-06-10",
        "no_conditions_decision_number": "12/QĐ-CCTHADS",
        "no_conditions_decision_date": "2026-11-20",
        "signed_by": "Hoàng Văn Ký",
        "obligation": "Án phí hình sự sơ thẩm 200.000 đồng và bồi thường 12.300.000 đồng",
        "obligation_kinds": ["court_fee", "compensation"],
        "obligation_amount": 12_500_000,
        "ground": "a",
        "restricted": {"personal_id": "004079000123", "creditor": "Lý Thị Được"},
    },
}
_serial = itertools.count(1)


def issued(**changes):
    """A valid event about a new listing; `changes` of the line, or of its listing."""
    event = copy.deepcopy(EVENT)
    serial = next(_serial)
    event["external_id"] = f"caobang:2026:{serial:06d}:1"
    event["document"]["number"] = f"{serial}/QĐ-CCTHADS"
    event["listing"]["no_conditions_decision_number"] = f"{serial}/QĐ-CCTHADS"
    for name, value in changes.items():
        target = event["listing"] if name in event["listing"] else event
        target[name] = value
    return event


def later(event, kind, number, **more):
    """A later event about the listing of `event`."""
    return {
        "event": kind,
        "external_id": event["external_id"],
        "province": event["province"],
        "occurred_on": "2026-11-21",
        "document": {"number": number, "date": "2026-11-21"},
        **more,
    }


class Client:
    def __init__(self, portal, address):
        self.portal = portal
        self.address = address

    def post(
        self,
        body,
        *,
        role="case_system",
        query="",
        content_type="application/x-ndjson",
        encoding=None,
    ):
        """(status, answer). A list of events is sent as lines."""
        if isinstance(body, list):
            body = "\n".join(json.dumps(event, ensure_ascii=False) for event in body).encode()
        request = Request(f"{self.address}/++api++/@case-feed{query}", data=body, method="POST")
        request.add_header("Content-Type", content_type)
        if encoding:
            request.add_header("Content-Encoding", encoding)
        return self.answer(request, role)

    def get(self, path, *, role="case_system"):
        """(status, answer) of ``@case-feed/<path>``."""
        return self.answer(Request(f"{self.address}/++api++/@case-feed/{path}"), role)

    def answer(self, request, role):
        request.add_header("Accept", "application/json")
        if role:
            account = self.portal.accounts[role]
            pair = f"{account['username']}:{account['password']}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
        try:
            with urlopen(request, timeout=120) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def rows(self):
        return dict(self.portal.query("SELECT external_id, state FROM thads_listing"))


@pytest.fixture(scope="module")
def client(portal, server):
    from plone import api

    import transaction

    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", ["cao-bang"])
        transaction.commit()
    return Client(portal, server)


def agree(portal):
    return not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_events_of_a_life_over_http(client, portal):
    event = issued()
    status, answer = client.post([event])
    assert (status, answer["created"], answer["rejected"]) == (200, 1, 0), answer
    assert client.rows()[event["external_id"]] == "published"
    amendment = later(
        event, "amended", "13/QĐ", listing={"debtor_address": "Địa chỉ mới"}, note="Sửa địa chỉ"
    )
    assert client.post([amendment])[1]["amended"] == 1
    ((address, notes),) = portal.query(
        "SELECT debtor_address, notes FROM thads_listing WHERE external_id = %s",
        event["external_id"],
    )
    assert address == "Địa chỉ mới"
    assert notes == [{"date": "2026-11-21", "note": "Sửa địa chỉ"}]
    ending = later(event, "ended", "14/QĐ", end_reason="discharged")
    assert client.post([ending])[1]["ended"] == 1
    assert client.rows()[event["external_id"]] == "ended"
    reopening = later(event, "reopened", "15/QĐ")
    assert client.post([reopening])[1]["reopened"] == 1
    assert client.rows()[event["external_id"]] == "published"
    withdrawal = later(event, "withdrawn", "16/QĐ")
    assert client.post([withdrawal])[1]["withdrawn"] == 1
    status, answer = client.post([event, amendment, ending, reopening, withdrawal])
    assert (status, answer["unchanged"], answer["rejected"]) == (200, 5, 0)
    assert client.rows()[event["external_id"]] == "ended"
    assert agree(portal)


def test_untrusted_province_waits_and_endings_do_not(client):
    event = issued(province="ha-noi", agency="ha-noi/cuc")
    assert client.post([event])[1]["created"] == 1
    assert client.rows()[event["external_id"]] == "board_review"
    assert client.post([later(event, "withdrawn", "1/TH")])[1]["withdrawn"] == 1
    assert client.rows()[event["external_id"]] == "ended"


def test_good_lines_are_written_and_bad_ones_are_not(client):
    good, bad = issued(), issued(debtor_kind="people", judgment_date="5/3/2024")
    body = "\n".join(
        [json.dumps(good), "{not json", json.dumps(bad), '"text"', json.dumps(issued()) + "\0"]
    ).encode()
    status, answer = client.post(body)
    assert status == 200
    assert (answer["received"], answer["created"], answer["rejected"]) == (5, 1, 4)
    assert {problem["line"] for problem in answer["problems"]} == {2, 3, 4, 5}
    fields = {problem["field"] for problem in answer["problems"] if problem["line"] == 3}
    assert fields == {"listing.debtor_kind", "listing.judgment_date"}
    for problem in answer["problems"]:
        assert problem["message"]["vi"]
        assert problem["message"]["en"]
    assert good["external_id"] in client.rows()
    assert bad["external_id"] not in client.rows()


def test_dry_run_and_atomic(client):
    good, bad = issued(), issued(ground="x")
    before = client.rows()
    status, answer = client.post([good, bad], query="?dry_run=1")
    assert (status, answer["created"], answer["rejected"], answer["dry_run"]) == (200, 1, 1, True)
    status, answer = client.post([good, bad], query="?atomic=1")
    assert (status, answer["created"], answer["rejected"]) == (422, 0, 1)
    assert answer["problems"][0]["line"] == 2
    assert client.rows() == before
    status, answer = client.post([good], query="?atomic=1")
    assert (status, answer["created"]) == (200, 1)


def test_a_mistyped_parameter_writes_nothing(client):
    before = client.rows()
    for query in ("?dryrun=1", "?dry_run=1&Atomic=1", "?dry-run=1"):
        status, answer = client.post([issued()], query=query)
        assert (status, answer["code"]) == (400, "unknown_parameter")
        assert answer["allowed"] == ["dry_run", "atomic", "report"]
    assert client.rows() == before


def test_json_array(client):
    events = [issued(), issued()]
    status, answer = client.post(
        json.dumps(events).encode(), content_type="application/json; charset=utf-8"
    )
    assert (status, answer["created"]) == (200, 2)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/x-ndjson", 400),
        (b"\xff\xfe junk", "application/x-ndjson", 400),
        (b"{}", "application/json", 400),
        (b"x", "text/plain", 415),
        (b'{"a": "' + b"x" * 70_000 + b'"}', "application/x-ndjson", 413),
    ],
)
def test_bodies_that_are_no_feed(client, body, content_type, status):
    before = client.rows()
    found, answer = client.post(body, content_type=content_type)
    assert found == status, answer
    assert answer["message"]["vi"]
    assert client.rows() == before


def test_fifty_megabytes_of_junk(client):
    before = client.rows()
    status, answer = client.post((b"junk " * 20 + b"\n") * 500_000)
    assert status == 400
    assert len(json.dumps(answer)) < 2_000_000
    assert client.rows() == before


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 401),
        ("administrator", 403),
        ("editorial_board", 403),
        ("central_editor", 403),
        ("inspector", 403),
        ("provincial_editor", 403),
        ("agency_head", 403),
    ],
)
def test_only_the_case_system_may_feed(client, role, status):
    event = issued()
    assert client.post([event], role=role)[0] == status
    assert event["external_id"] not in client.rows()


def test_account_of_one_province(client, portal):
    from plone import api

    import transaction

    with portal.site():
        api.user.create(
            username="may-cao-bang", email="m@thads.example", password="bốn cây cầu treo xanh"
        )
        api.group.add_user(groupname="case-system-cao-bang", username="may-cao-bang")
        transaction.commit()
    portal.accounts["bound"] = {"username": "may-cao-bang", "password": "bốn cây cầu treo xanh"}
    own, foreign = issued(), issued(province="bac-kan", agency="bac-kan/cuc")
    assert client.post([own], role="bound")[1]["created"] == 1
    second = issued()
    status, answer = client.post([second, foreign], role="bound")
    assert status == 403
    assert "cao-bang" in answer["message"]["vi"]
    assert second["external_id"] not in client.rows()
    assert foreign["external_id"] not in client.rows()

    # What it asks about is bound as well.
    status, told = client.post([own], role="bound", query="?report=lines")
    assert (status, told["lines"][0]["state"]) == (200, "published")
    client.post([foreign])
    asked = f"listings?external_id={foreign['external_id']}"
    assert client.get(asked)[0] == 200
    assert client.get(asked, role="bound")[0] == 404
    assert client.get(f"listings?external_id={own['external_id']}", role="bound")[0] == 200
    whole = client.post([issued()], query="?report=lines")[1]["run"]
    assert client.get(f"runs/{whole}")[0] == 200
    assert client.get(f"runs/{whole}", role="bound")[0] == 404
    assert client.get(f"runs/{told['run']}", role="bound")[0] == 200


def test_a_report_names_each_line_and_a_run_is_read_again(client, portal):
    good, bad, flagged = issued(), issued(ground="x"), issued(obligation="Số 004079000123 trả nợ")
    body = [good, bad, flagged, later(good, "ended", "3/QĐ", end_reason="discharged")]
    status, answer = client.post(body, query="?report=lines")
    assert status == 200
    told = {each["line"]: each for each in answer["lines"]}
    assert [told[n]["external_id"] for n in (1, 2, 3, 4)] == [
        event["external_id"] for event in body
    ]
    assert (told[1]["state"], told[1]["number"]) == ("ended", told[4]["number"])
    assert told[2] == {
        "line": 2,
        "external_id": bad["external_id"],
        "number": None,
        "state": None,
        "flags": [],
    }
    assert told[3]["flags"] and told[3]["state"] != "published"
    status, run = client.get(f"runs/{answer['run']}")
    assert (status, run["counts"]["created"], run["counts"]["rejected"]) == (200, 2, 1)
    assert [(each["line"], each["field"]) for each in run["problems"]] == [(2, "listing.ground")]
    assert (run["after"], run["finished"] is not None) == (None, True)
    # A second time nothing is written, and the numbers are told again.
    again = client.post([good, flagged], query="?report=lines")[1]
    assert again["unchanged"] == 2
    assert [each["number"] for each in again["lines"]] == [told[1]["number"], told[3]["number"]]
    dry = client.post([issued()], query="?report=lines&dry_run=1")[1]
    assert (dry["run"], dry["lines"][0]["number"]) == (None, None)


def test_a_listing_is_looked_up_by_its_senders_id(client):
    event = issued()
    client.post([event, later(event, "ended", "77/QĐ", end_reason="discharged")])
    status, found = client.get(f"listings?external_id={event['external_id']}")
    assert status == 200
    assert (found["state"], found["province"]) == ("ended", "cao-bang")
    assert found["last"] == {
        "event": "ended",
        "occurred_on": "2026-11-21",
        "document": {"number": "77/QĐ", "date": "2026-11-21"},
    }
    assert not set(found) & {"personal_id", "creditor", "debtor_name"}
    assert client.get("listings?external_id=caobang:nobody")[0] == 404
    assert client.get("listings")[0] == 400
    assert client.get("listings?id=1")[1]["code"] == "unknown_parameter"
    assert client.get("runs/999999999")[0] == 404
    assert client.get("elsewhere")[0] == 404
    for role, status in ((None, 401), ("provincial_editor", 403), ("inspector", 403)):
        asked = f"listings?external_id={event['external_id']}"
        assert client.get(asked, role=role)[0] == status


def test_a_packed_body(client):
    event = issued()
    packed = gzip.compress(json.dumps(event).encode())
    assert client.post(packed, encoding="gzip")[1]["created"] == 1
    assert client.post(packed, encoding="gzip")[1]["unchanged"] == 1
    for body, encoding, status, code in (
        (packed[:-9], "gzip", 400, "feed_unreadable"),
        (b"{}", "gzip", 400, "feed_unreadable"),
        (packed, "br", 415, "unsupported_encoding"),
        # A quarter of a megabyte that would be 250.
        (gzip.compress(b" " * 250_000_000), "gzip", 413, "feed_too_large"),
    ):
        found, answer = client.post(body, encoding=encoding)
        assert (found, answer["code"]) == (status, code)


def test_personal_number_in_public_text_is_flagged(client, portal):
    event = issued(obligation="Trả nợ cho người có số 004079000123")
    status, answer = client.post([event])
    assert (status, answer["created"], answer["flagged"]) == (200, 1, 1)
    assert portal.query(
        "SELECT state, flags FROM thads_listing WHERE external_id = %s", event["external_id"]
    ) == [("board_review", ["personal_number_in_public_text"])]


def test_same_feed_twice_at_the_same_time(client, portal):
    events = [issued() for _ in range(300)]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: client.post(events), range(3)))
    assert [status for status, _ in answers] == [200] * 3
    assert sum(answer["created"] for _, answer in answers) == 300
    assert sum(answer["unchanged"] for _, answer in answers) == 600
    rows = portal.query(
        "SELECT count(*) FROM thads_listing WHERE external_id = ANY(%s)",
        [event["external_id"] for event in events],
    )
    assert rows == [(300,)]
    assert agree(portal)


# The examples of docs/api.md. Last: Zope knows one database at a time, and they have their own.


EXAMPLES = Path(__file__).parent / "http_examples"


def _recorded(query, events, status, answer):
    lines = "\n".join(json.dumps(event, ensure_ascii=False) for event in events)
    request = (
        f"POST /++api++/@case-feed{query} HTTP/1.1\nHost: localhost:8080\n"
        "Content-Type: application/x-ndjson\nAuthorization: Basic …\n\n"
    )
    body = json.dumps(answer, ensure_ascii=False, indent=2)
    return f"{request}{lines}\n", f"HTTP/1.1 {status}\nContent-Type: application/json\n\n{body}\n"


@pytest.mark.parametrize("name", ["feed", "feed_problems"])
def test_recorded_examples(own_portal, name):
    client = Client(own_portal, own_portal.serve())
    first = copy.deepcopy(EVENT)
    amendment = later(
        first,
        "amended",
        "31/QĐ-CCTHADS",
        listing={"debtor_address": "Tổ 9, phường Sông Bằng, thành phố Cao Bằng, tỉnh Cao Bằng"},
        note="Sửa địa chỉ theo xác minh của cơ quan thi hành án.",
    )
    if name == "feed":
        query, events = "", [first, amendment]
    else:
        first["listing"]["judgment_date"] = "5/3/2024"
        first["listing"]["ground"] = "i"
        query, events = "?dry_run=1", [first, amendment]
    request, response = _recorded(query, events, *client.post(events, query=query))
    files = {EXAMPLES / f"{name}.req": request, EXAMPLES / f"{name}.resp": response}
    if os.environ.get("THADS_RECORD_EXAMPLES") == "1":
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
    assert {path: path.read_text(encoding="utf-8") for path in files} == files


def _of_ledger(event, kind, number, **more):
    day = "2026-11-21"
    return {
        "event": kind,
        "external_id": event["external_id"],
        "province": "cao-bang",
        "occurred_on": day,
        "document": {"number": number, "date": day},
        **more,
    }


def test_recorded_examples_of_the_ledger(own_portal):
    client = Client(own_portal, own_portal.serve())
    issued = copy.deepcopy(EVENT)
    assert client.post([issued])[0] == 200
    lines = [
        {"line": "1", "kind": "court_fee", "to_do": 200_000},
        {"line": "2", "kind": "compensation", "to_do": 12_300_000},
    ]
    paid = _of_ledger(
        issued, "collected", "BL 0001", line="2", amount=2_000_000, source="voluntary"
    )
    events = [
        _of_ledger(
            issued,
            "case_stated",
            "210/QĐ-CCTHADS",
            case={
                "origin": "ex_officio",
                "prisoner_two_years": False,
                "address_unknown": False,
                "lines": lines,
            },
        ),
        _of_ledger(
            issued,
            "verified",
            "15/BB",
            verification={"channel": "direct", "place": "UBND phường", "conclusion": "none"},
        ),
        paid,
        _of_ledger(issued, "paid_out", "PC 0001", line="2", amount=1_500_000),
        _of_ledger(issued, "postponed", "16/QĐ", basis="46(1)(b)", until="2027-02-01"),
        _of_ledger(issued, "collected", "BL 0002", line="1", amount=50_000),
        _of_ledger(
            issued,
            "reversed",
            "17/BB",
            reverses={
                "event": "collected",
                "document": {"number": "BL 0002", "date": "2026-11-21"},
            },
            note="Ghi nhầm việc",
        ),
        _of_ledger(issued, "collected", "BL 0003", line="9", amount=1),
    ]
    request, response = _recorded("", events, *client.post(events))
    path = f"/++api++/@cases?external_id={issued['external_id']}"
    status, found = client.answer(Request(client.address + path), "case_system")
    read = (
        f"GET {path} HTTP/1.1\nHost: localhost:8080\nAccept: application/json\n"
        "Authorization: Basic …\n"
    )
    shown = json.dumps(found, ensure_ascii=False, indent=2)
    shown = re.sub(r'"20\d\d-(?=\d{7}")', '"2026-', shown)
    told = f"HTTP/1.1 {status}\nContent-Type: application/json\n\n{shown}\n"
    files = {
        EXAMPLES / "feed_ledger.req": request,
        EXAMPLES / "feed_ledger.resp": response,
        EXAMPLES / "feed_ledger_case.req": read,
        EXAMPLES / "feed_ledger_case.resp": told,
    }
    if os.environ.get("THADS_RECORD_EXAMPLES") == "1":
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")
    assert {file: file.read_text(encoding="utf-8") for file in files} == files
