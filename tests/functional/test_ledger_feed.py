"""Events about the ledger of a case over REST: any cut, sent again, dry, all or nothing; read back."""

from tests.support.staff import Staff
from thads_portal.testing_http import Visitor
from urllib.parse import quote

import copy
import itertools
import json
import pytest


ISSUED = {
    "event": "issued",
    "province": "cao-bang",
    "agency": "cao-bang/chi-cuc-thanh-pho",
    "occurred_on": "2026-11-20",
    "listing": {
        "debtor_name": "Nông Văn Sổ",
        "debtor_kind": "individual",
        "debtor_address": "Tổ 5, phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
        "judgment_number": "15/2024/HSST",
        "judgment_date": "2024-03-05",
        "judgment_body": "Tòa án nhân dân thành phố Cao Bằng",
        "judgment_kind": "criminal",
        "enforcement_decision_date": "2024-06-10",
        "no_conditions_decision_date": "2026-11-20",
        "signed_by": "Hoàng Văn Ký",
        "obligation": "Án phí 500.000 đồng và bồi thường 12.000.000 đồng",
        "obligation_kinds": ["court_fee", "compensation"],
        "obligation_amount": 12_500_000,
        "ground": "a",
    },
}
SECRET = "Thửa đất số 12 tờ bản đồ 34"
_serial = itertools.count(1)


def story():
    """The lines of one case: issued, stated, verified, paid, taken back, paid anew."""
    serial = next(_serial)
    issued = copy.deepcopy(ISSUED)
    external_id = f"caobang:so:{serial:06d}:1"
    issued["external_id"] = external_id
    issued["document"] = {"number": f"{serial}/QĐ-CĐK", "date": "2026-11-20"}
    issued["listing"]["no_conditions_decision_number"] = f"{serial}/QĐ-CĐK"
    issued["listing"]["enforcement_decision_number"] = f"{serial}/QĐ-THA"

    def line(event, number, **more):
        return {
            "event": event,
            "external_id": external_id,
            "province": "cao-bang",
            "occurred_on": "2026-11-21",
            "document": {"number": number, "date": "2026-11-21"},
            **more,
        }

    case = {
        "origin": "ex_officio",
        "prisoner_two_years": False,
        "address_unknown": False,
        "lines": [
            {"line": "1", "kind": "court_fee", "to_do": 500_000},
            {"line": "2", "kind": "compensation", "to_do": 12_000_000},
        ],
    }
    verification = {
        "channel": "direct",
        "place": "UBND phường Hợp Giang",
        "conclusion": "none",
        "declared": True,
        "findings": SECRET,
    }
    paid = {"event": "collected", "document": {"number": "BL1", "date": "2026-11-21"}}
    return [
        issued,
        line("case_stated", "TB1", case=case),
        line("verified", "BB1", verification=verification),
        line("collected", "BL1", line="1", amount=500_000, receipt="0001", source="voluntary"),
        line("reversed", "BL1-đảo", reverses=paid, note="Nhầm khoản"),
        line("collected", "BL2", line="2", amount=2_000_000, source="prison"),
        line("postponed", "QĐ9", basis="46(1)(b)", until="2027-01-15"),
    ]


@pytest.fixture(scope="module")
def feed(server, portal):
    visitor = Visitor(server, portal.accounts["case_system"])

    def send(lines, query=""):
        body = "\n".join(json.dumps(line) for line in lines)
        return visitor.ask(
            "POST",
            f"/++api++/@case-feed{query}",
            body=body,
            headers={"Content-Type": "application/x-ndjson", "Accept": "application/json"},
        )

    send.visitor = visitor
    return send


def read(visitor, external_id):
    path = f"/++api++/@cases?external_id={quote(external_id)}"
    return visitor.get(path, accept="application/json")


def expect(answer, **counts):
    found = answer.json()
    assert answer.status == 200, found
    for name, count in counts.items():
        assert found[name] == count, found
    kinds = ("created", "amended", "ended", "withdrawn", "reopened", "unchanged", "rejected")
    assert sum(found[name] for name in kinds) == found["received"]


def test_a_story_is_written_in_one_body_and_read_back(feed, server):
    lines = story()
    expect(feed(lines), created=1, amended=6, entered=6, rejected=0)
    answer = read(feed.visitor, lines[0]["external_id"])
    assert answer.status == 200
    found = answer.json()
    assert found["case"]["origin"] == "ex_officio"
    assert found["case"]["enforcement_decision"]["date"] == "2024-06-10"
    assert len(found["case"]["listings"]) == 1
    assert [(each["line"], each["done"], each["left"]) for each in found["lines"]] == [
        ("1", 0, 500_000),
        ("2", 2_000_000, 10_000_000),
    ]
    for each in found["lines"]:
        parts = ("done", "reduced", "terminated", "delegated", "left")
        assert each["to_do"] == sum(each[part] for part in parts)
    assert [each["event"] for each in found["entries"] if each["reversed"]] == ["collected"]
    duties = {each["duty"]: each["due_on"] for each in found["next_duties"]}
    assert duties["verify"] == "2027-05-21" and duties["continue"] == "2027-01-22"
    assert SECRET not in answer.text


def test_any_cut_and_sending_again_give_the_same(feed):
    whole, parted = story(), story()
    feed(whole)
    for line in parted:
        expect(feed([line]), rejected=0)
    for lines in (whole, parted, parted[3:], parted[1:5]):
        expect(feed(lines), unchanged=len(lines), amended=0, created=0)

    def told(lines):
        found = read(feed.visitor, lines[0]["external_id"]).json()
        return found["lines"], found["entries"], found["next_duties"]

    assert told(whole) == told(parted)


def test_the_same_key_with_another_payload_is_refused(feed):
    lines = story()
    feed(lines)
    answer = feed([{**lines[3], "amount": 400_000}]).json()
    assert [each["code"] for each in answer["problems"]] == ["same_key_other_payload"]


def test_problems_are_told_by_line_and_good_lines_are_written(feed):
    lines = story()
    lines[3]["amount"] = 500_001
    lines[5]["line"] = "7"
    bad = {**lines[2], "verification": {"channel": "telepathy", "conclusion": "none"}}
    bad["document"] = {"number": "BB2", "date": "2026-11-21"}
    unknown = {**lines[2], "external_id": "caobang:so:999999:9"}
    early = {
        **lines[6],
        "occurred_on": "2024-06-09",
        "document": {"number": "X", "date": "2026-11-21"},
    }
    answer = feed([*lines, bad, unknown, early]).json()
    found = [(each["line"], each["code"]) for each in answer["problems"]]
    assert found == [
        (4, "overpaid"),
        (5, "nothing_to_reverse"),
        (6, "unknown_line"),
        (8, "unknown_value"),
        (9, "unknown_listing"),
        (10, "entry_before_case"),
    ]
    assert answer["created"] == 1 and answer["amended"] == 3
    text = json.dumps(answer, ensure_ascii=False)
    assert "500.000" in text and "telepathy" not in text and SECRET not in text


def test_a_line_before_its_listing_is_refused_wherever_the_feed_is_cut(feed):
    lines = story()
    answer = feed([lines[1], lines[0]]).json()
    assert [(each["line"], each["code"]) for each in answer["problems"]] == [(1, "unknown_listing")]


def test_a_dry_run_says_the_same_and_writes_nothing(feed):
    lines = story()
    dry = feed(lines, "?dry_run=1").json()
    assert dry["dry_run"] and (dry["created"], dry["amended"], dry["rejected"]) == (1, 6, 0)
    assert read(feed.visitor, lines[0]["external_id"]).status == 404
    lines[3]["amount"] = 500_001
    wet = feed(lines, "?dry_run=1").json()
    again = feed(lines).json()
    assert {**wet, "dry_run": False} == again
    more = feed([{**lines[5], "document": {"number": "BL9", "date": "2026-11-21"}}], "?dry_run=1")
    expect(more, amended=1)
    expect(feed([{**lines[5], "document": {"number": "BL9", "date": "2026-11-21"}}]), amended=1)


def test_all_or_nothing(feed):
    lines = story()
    lines[5]["amount"] = 12_000_001
    answer = feed(lines, "?atomic=1")
    assert answer.status == 422
    assert [each["code"] for each in answer.json()["problems"]] == ["overpaid"]
    assert read(feed.visitor, lines[0]["external_id"]).status == 404
    lines[5]["amount"] = 12_000_000
    expect(feed(lines, "?atomic=1"), created=1, amended=6)
    assert read(feed.visitor, lines[0]["external_id"]).json()["lines"][1]["left"] == 0


def test_who_reads_a_case(feed, portal, server):
    lines = story()
    feed(lines)
    external_id = lines[0]["external_id"]
    for role in ("provincial_editor", "agency_head", "editorial_board", "case_system"):
        assert read(Staff(server, portal.accounts[role]), external_id).status == 200
    for role in ("inspector", "administrator", "central_editor"):
        assert read(Staff(server, portal.accounts[role]), external_id).status == 404
    assert read(Visitor(server), external_id).status == 401
    assert read(feed.visitor, "").status == 400
    wrong = feed.visitor.get("/++api++/@cases?externalid=x", accept="application/json")
    assert wrong.status == 400


def test_a_money_event_may_make_its_line(feed):
    lines = story()
    feed(lines[:2])
    paid = {**lines[3], "line": "9", "kind": "late_interest", "to_do": 300_000, "amount": 100_000}
    expect(feed([paid]), amended=1)
    found = read(feed.visitor, lines[0]["external_id"]).json()["lines"]
    assert found[-1]["kind"] == "late_interest" and found[-1]["left"] == 200_000
