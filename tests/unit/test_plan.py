"""Planning whole feeds: idempotent, whatever way a feed is cut, repeated or interleaved."""

from collections import Counter
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from tests.support.examples import examples
from tests.support.feed_lines import body
from tests.support.feed_lines import feed_settings
from tests.support.feed_lines import issued
from tests.support.feed_lines import later
from tests.support.feed_lines import MemoryRegister
from tests.support.feed_lines import SECRETS
from tests.support.feed_lines import send
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.importing import feed
from thads_portal.importing.feed_plan import Overlay
from thads_portal.importing.feed_plan import plan_feed
from thads_portal.importing.feed_plan import repeated_external_ids
from thads_portal.importing.report import merge
from thads_portal.importing.report import Report

import io
import json
import orjson
import pytest


ONE = issued()["external_id"]
NUMBER = "079203001234"


def counts(report):
    answer = report.as_dict()
    return {
        name: value
        for name, value in answer.items()
        if isinstance(value, int) and value and name not in {"received", "dry_run"}
    }


def codes(report):
    return [(problem.line, problem.code.value) for problem in report.problems]


def other(number, **more):
    """An issued line about another debtor under another decision."""
    return issued(
        external_id=f"x:{number}",
        listing__debtor_name=f"Người Thử Số {number}",
        listing__no_conditions_decision_number=f"{number}/QĐ-KHAC",
        **more,
    )


def test_a_life_in_one_batch():
    register = MemoryRegister()
    report = send(
        register,
        [
            issued(),
            later("amended", 1, note="sửa địa chỉ"),
            issued(),
            later("ended", 2),
            later("amended", 3),
            later("reopened", 4),
            later("withdrawn", 5),
        ],
    )
    assert counts(report) == {
        "created": 1,
        "amended": 1,
        "ended": 1,
        "withdrawn": 1,
        "reopened": 1,
        "unchanged": 1,
        "rejected": 1,
    }
    assert codes(report) == [(5, "already_ended")]
    assert register.listings[ONE].state is State.ENDED
    assert register.listings[ONE].fields["debtor_address"] == "Tổ 1"


def test_the_sum_is_what_was_received():
    report = send(MemoryRegister(), [issued(), issued(), b"junk", b"[]", later("ended"), {"a": 1}])
    answer = report.as_dict()
    outcomes = ("created", "amended", "ended", "withdrawn", "reopened", "unchanged", "rejected")
    assert sum(answer[name] for name in outcomes) == answer["received"] == 6
    assert report.readable == 4


def test_unchanged_lines_ask_one_question_and_load_nothing():
    register = MemoryRegister()
    lines = [issued(), *(other(number) for number in range(20)), later("amended")]
    send(register, lines)
    register.questions.clear()
    report = send(register, lines)
    assert counts(report) == {"unchanged": len(lines)}
    assert [name for name, _ in register.questions] == ["known"]


def test_only_what_changes_is_loaded():
    register = MemoryRegister()
    send(register, [issued(), other(1), other(2)])
    register.questions.clear()
    lines = [
        issued(document__number="khác"),
        later("reopened"),
        later("amended", external_id="x:1"),
        later("amended", external_id="x:2", listing={"ground": "q"}),
    ]
    assert [code for _, code in codes(send(register, lines))] == [
        "already_listed",
        "not_ended",
        "unknown_value",
    ]
    loaded = [asked for name, asked in register.questions if name == "snapshots"]
    assert loaded == [{register.listings["x:1"].number}]


def test_same_key_other_payload():
    register = MemoryRegister()
    second = issued(listing__ground="b")
    assert codes(send(register, [issued(), second])) == [(2, "same_key_other_payload")]
    assert codes(send(register, [second])) == [(1, "same_key_other_payload")]
    invalid = issued(listing__ground="q")
    assert codes(send(register, [invalid])) == [(1, "same_key_other_payload")]
    assert register.listings[ONE].fields["ground"] == "a"


def test_the_same_external_id_twice_with_other_data():
    report = send(MemoryRegister(), [issued(), issued(document__number="99/QĐ")])
    assert codes(report) == [(2, "already_listed")]


def test_a_rejected_line_leaves_no_trace_for_later_ones():
    register = MemoryRegister()
    report = send(register, [issued(listing__ground="q"), issued(), issued(listing__ground="q")])
    assert codes(report) == [(1, "unknown_value"), (3, "same_key_other_payload")]
    assert counts(report) == {"created": 1, "rejected": 2}


def test_flagged_lines_are_counted_twice_and_wait():
    register = MemoryRegister()
    report = send(register, [issued(listing__obligation=f"trả nợ, CCCD {NUMBER}")])
    assert counts(report) == {"created": 1, "flagged": 1}
    assert register.listings[ONE].state is State.BOARD_REVIEW


def test_provinces_without_trust_wait():
    register = MemoryRegister()
    assert counts(send(register, [issued()], rules=feed_settings(trusted=frozenset()))) == {
        "created": 1
    }
    assert register.listings[ONE].state is State.BOARD_REVIEW


@pytest.mark.parametrize("batch", [1, 2])
def test_a_likely_duplicate_is_seen_in_the_batch_and_in_the_register(batch):
    register = MemoryRegister()
    twin = issued(external_id="twin", listing__debtor_name="HOÀNG VĂN THỬ")
    report = send(register, [issued(), twin], batch=batch)
    assert counts(report) == {"created": 2, "flagged": 1}
    assert register.listings["twin"].flags == (Flag.LIKELY_DUPLICATE,)
    assert register.listings[ONE].flags == ()


@pytest.mark.parametrize("batch", [1, 9])
def test_a_name_that_was_amended_away_makes_no_duplicate(batch):
    register = MemoryRegister()
    send(register, [issued()])
    lines = [
        later("amended", listing={"debtor_name": "Hoàng Văn Khác"}),
        issued(external_id="twin"),
        later("amended", 2, listing={"debtor_name": "Hoàng Văn Thử"}),
    ]
    report = send(register, lines, batch=batch)
    assert counts(report) == {"created": 1, "amended": 2, "flagged": 1}
    assert register.listings["twin"].flags == ()
    assert register.listings[ONE].pending == {"debtor_name": "Hoàng Văn Thử"}


def test_an_object_that_is_gone_is_a_conflict():
    register = MemoryRegister()
    send(register, [issued()])
    register.snapshots = lambda numbers: {}
    assert codes(send(register, [later("ended")])) == [(1, "conflict")]


def test_an_account_of_a_province_sends_no_other():
    register = MemoryRegister()
    send(register, [issued()])
    bound = feed_settings(allowed=frozenset({"ha-noi"}))
    report = send(register, [issued(), issued(listing__ground="b"), b"{}"], rules=bound)
    assert codes(report)[:2] == [(1, "not_your_province"), (2, "not_your_province")]
    assert counts(report) == {"rejected": 3}


def test_an_account_of_a_province_learns_nothing_of_others_listings():
    register = MemoryRegister()
    send(register, [issued()])
    bound = feed_settings(allowed=frozenset({"ha-noi"}))
    asked = later("ended", province="ha-noi", external_id=issued()["external_id"])
    unknown = {**asked, "external_id": "khong:co"}
    report = send(register, [asked, unknown], rules=bound)
    assert codes(report) == [(1, "unknown_listing"), (2, "unknown_listing")]


def test_a_key_twice_in_one_object_is_a_problem():
    raw = orjson.dumps(issued()).replace(b'"ground":"a"', b'"ground":"a","ground":"b"')
    report = send(MemoryRegister(), [raw])
    assert codes(report) == [(1, "repeated_key")]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"external_id":"a\\u0000","event":"ended"}',
        b'{"external_id":{"a":1}}',
        b'{"listing":' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
        b'{"document":' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"external_id":"a","event":"issued","document":{"number":"1","date":"2"},"x":'
        + b"[" * 300
        + b"]" * 300
        + b"}",
    ],
)
def test_strange_lines_are_rejected_and_never_looked_up_by_a_strange_id(raw):
    register = MemoryRegister()
    assert counts(send(register, [raw])) == {"rejected": 1}
    asked = [asked for name, asked in register.questions if name == "known"]
    assert all(each.isprintable() for ids in asked for each in ids)


# Whole feeds


def feeds():
    """Lines about a few listings: valid, repeated, contradictory, out of order, broken."""
    ids = st.sampled_from(["x:1", "x:2", "x:3"])
    numbers = st.integers(1, 3)

    def line(kind, external_id, number, variant):
        if kind == "junk":
            return [b"{bad", b"\xff\xfe", b'"text"', b"{}"][variant]
        if kind == "issued":
            return other(
                external_id[-1],
                document__number=str(number),
                listing__obligation=["Án phí", "Trả nợ", f"CCCD {NUMBER}", "Trả nợ"][variant],
                province="cao-bang" if variant < 3 else "ha-noi",
                agency=...,
            )
        more = {
            "external_id": external_id,
            "document": {"number": str(number), "date": "2026-11-21"},
        }
        if kind == "amended":
            more["listing"] = [
                {"debtor_address": f"Tổ {number}"},
                {"obligation": f"CCCD {NUMBER}"},
                {"obligation": "Án phí", "obligation_amount": None},
                {"ground": "q"},
            ][variant]
        return later(kind, number, **more)

    kinds = st.sampled_from(
        ["issued", "issued", "amended", "amended", "ended", "withdrawn", "reopened", "junk"]
    )
    return st.lists(st.builds(line, kinds, ids, numbers, st.integers(0, 3)), max_size=14)


FEW = settings(max_examples=examples(40), deadline=None)


def answer(report):
    return report.as_dict()


@FEW
@given(feeds())
def test_what_was_written_is_recognised_whatever_stood_beside_it(lines):
    """A line refused the first time may pass the second: what it waited for came after it."""
    register = MemoryRegister()
    first = send(register, lines)
    second = send(register, lines)
    assert second.unchanged >= first.received - first.rejected


@FEW
@given(feeds())
def test_feeding_twice_changes_nothing_the_second_time(lines):
    register = MemoryRegister()
    good = []
    for line in lines:
        if not send(register, [line]).rejected:
            good.append(line)
    fresh = MemoryRegister()
    assert send(fresh, good).rejected == 0
    before = fresh.state()
    assert counts(send(fresh, good)) == ({"unchanged": len(good)} if good else {})
    assert fresh.state() == before == register.state()


@FEW
@given(feeds(), st.integers(1, 6))
def test_batches_of_any_size_come_to_the_same(lines, batch):
    whole, cut = MemoryRegister(), MemoryRegister()
    assert answer(send(whole, lines)) == answer(send(cut, lines, batch=batch))
    assert whole.state() == cut.state()


@FEW
@given(feeds(), st.randoms(use_true_random=False))
def test_the_order_across_listings_does_not_matter(lines, random):
    lines = [line for line in lines if not isinstance(line, bytes)]
    queues = {}
    for line in lines:
        queues.setdefault(line["external_id"], []).append(line)
    shuffled = []
    while queues:
        chosen = random.choice(sorted(queues))
        shuffled.append(queues[chosen].pop(0))
        if not queues[chosen]:
            del queues[chosen]
    first, second = MemoryRegister(), MemoryRegister()
    one, two = send(first, lines), send(second, shuffled)
    assert first.state() == second.state()
    assert counts(one) == counts(two)
    assert Counter(each.code for each in one.problems) == Counter(
        each.code for each in two.problems
    )


@FEW
@given(feeds(), st.data())
def test_a_feed_cut_anywhere_is_continued_by_sending_it_again(lines, data):
    """Lines that a listing takes in this order: a cut part changes nothing in the end."""
    register = MemoryRegister()
    good = [line for line in lines if not send(register, [line]).rejected]
    raw = body(good)
    cut = data.draw(st.integers(0, len(raw)))
    again = MemoryRegister()
    send(again, raw[:cut])
    report = send(again, raw)
    assert report.rejected == 0
    assert again.state() == register.state()
    assert report.received == len(good)


@FEW
@given(feeds(), st.integers(1, 5))
def test_a_dry_run_answers_what_the_feed_would(lines, batch):
    register = MemoryRegister()
    raw = body(lines)
    overlay = Overlay()
    kept = repeated_external_ids(feed.read_lines(io.BytesIO(raw)))
    dry = Report()
    for some in feed.in_batches(feed.read_lines(io.BytesIO(raw)), max_lines=batch):
        plan = plan_feed(some, register=register, settings=feed_settings(), overlay=overlay)
        overlay.forget(but=kept)
        dry = merge(dry, plan.report)
    assert register.listings == {}
    assert answer(dry) == answer(send(register, lines))


@FEW
@given(feeds())
def test_no_answer_holds_a_restricted_value(lines):
    shown = json.dumps(answer(send(MemoryRegister(), lines)), ensure_ascii=False)
    for secret in SECRETS.values():
        assert secret not in shown


@FEW
@given(feeds())
def test_what_is_flagged_or_not_trusted_is_never_published_by_the_feed(lines):
    register = MemoryRegister()
    send(register, lines)
    for listing in register.listings.values():
        if listing.state is State.PUBLISHED:
            assert listing.province == "cao-bang"
            assert NUMBER not in listing.fields["obligation"]
        if listing.state is State.ENDED:
            assert (listing.pending, listing.flags) == (None, ())
