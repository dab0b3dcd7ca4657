"""The synthetic feed: the same bytes from the same seed, in the shape of the contract."""

from collections import Counter
from datetime import date
from thads_portal.domain import agencies
from thads_portal.domain import codes
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.records import STAFF_FIELDS
from thads_portal.generator import feed
from thads_portal.generator.draw import Draw
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.obligations import court_fee

import itertools
import orjson
import pytest
import re
import unicodedata


# Registers of thousands.
pytestmark = pytest.mark.slow

SIZE = 8_000
PUBLIC = {*PUBLIC_FIELDS, *STAFF_FIELDS}
REQUIRED = PUBLIC - set(OPTIONAL_FIELDS)
#: A personal number, also where spaces or dots split it.
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .]?\d){11}(?!\d)")


@pytest.fixture(scope="module")
def issued():
    return list(feed.events(FeedOptions(count=SIZE, seed=1)))


@pytest.fixture(scope="module")
def mixed():
    return list(feed.events(FeedOptions(count=3_000, seed=2, all_events=True)))


def public_texts(event):
    listing = event.get("listing", {})
    yield from (value for key, value in listing.items() if key in PUBLIC)
    yield event.get("note", "")


def test_the_same_options_give_the_same_bytes():
    options = FeedOptions(count=300, seed=7, all_events=True, flagged_share=0.1)
    assert b"".join(feed.lines(options)) == b"".join(feed.lines(options))


def test_another_seed_gives_other_listings_under_other_ids():
    first, second = (
        {event["external_id"]: event for event in feed.events(FeedOptions(count=500, seed=seed))}
        for seed in (1, 2)
    )
    assert first.keys().isdisjoint(second)
    assert {e["listing"]["debtor_name"] for e in first.values()} != {
        e["listing"]["debtor_name"] for e in second.values()
    }


@pytest.mark.parametrize("count", [0, 1, 2, 777])
@pytest.mark.parametrize("all_events", [False, True])
def test_exactly_as_many_lines_as_asked_for(count, all_events):
    lines = list(feed.lines(FeedOptions(count=count, all_events=all_events)))
    assert len(lines) == count
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)


def test_an_issued_event_has_the_fields_of_the_contract(issued):
    for event in issued:
        assert list(event) == [
            "event",
            "external_id",
            "province",
            "agency",
            "occurred_on",
            "document",
            "listing",
        ]
        listing = dict(event["listing"])
        restricted = listing.pop("restricted")
        assert listing.keys() >= REQUIRED
        assert listing.keys() <= PUBLIC
        assert restricted.keys() <= set(RESTRICTED_FIELDS)
        assert len(restricted) >= 4
        assert re.fullmatch(
            r"\d{12}" if listing["debtor_kind"] == "individual" else r"\d{10}",
            restricted["personal_id"],
        )
        assert codes.JudgmentKind(listing["judgment_kind"])
        assert [codes.ObligationKind(kind) for kind in listing["obligation_kinds"]]
        assert codes.Ground(listing["ground"])
        assert 0 < listing.get("obligation_amount", 1) < 200_000_000_000


def test_values_agree_with_each_other(issued):
    for event in issued:
        listing = event["listing"]
        document = event["document"]
        assert document == {
            "number": listing["no_conditions_decision_number"],
            "date": listing["no_conditions_decision_date"],
        }
        assert (
            listing["judgment_date"]
            <= listing["enforcement_decision_date"]
            <= listing["no_conditions_decision_date"]
            == event["occurred_on"]
            <= "2026-11-20"
        )
        assert listing["judgment_date"][:4] in listing["judgment_number"]
        agency = agencies.by_key(event["agency"])
        assert event["province"] in agencies.provinces_served(agency.key)
        day = date.fromisoformat(event["occurred_on"])
        # Of the districts one list is enough: that of the last day.
        assert agency.exists_on(max(day, date(2025, 6, 30)) if agency.valid_to else day)
        ending = {"cuc": "/QĐ-CTHADS", "chi_cuc": "/QĐ-CCTHADS", "provincial": "/QĐ-THADS"}
        assert document["number"].endswith(ending[agency.kind])
        year = int(listing["restricted"].get("date_of_birth", "1980")[:4])
        assert 18 <= int(event["occurred_on"][:4]) - year <= 80


def test_a_decision_is_one_act_and_joint_debtors_share_it(issued):
    decisions = {}
    for event in issued:
        key = (event["agency"], event["document"]["number"], event["document"]["date"][:4])
        decisions.setdefault(key, []).append(event)
    joint = [group for group in decisions.values() if len(group) > 1]
    assert 100 < len(joint) < 800
    for group in joint:
        shared = {(e["external_id"].rpartition(":")[0], e["listing"]["obligation"]) for e in group}
        assert len(shared) == 1
        assert len({e["listing"]["debtor_name"] for e in group}) == len(group)
        assert [e["external_id"].rpartition(":")[2] for e in group] == [
            str(number + 1) for number in range(len(group))
        ]


def test_no_public_text_holds_a_personal_number_and_all_is_in_nfc(issued, mixed):
    for event in itertools.chain(issued, mixed):
        for value in public_texts(event):
            if isinstance(value, str):
                assert not LONG_NUMBER.search(value), value
        assert unicodedata.is_normalized("NFC", orjson.dumps(event).decode())


def test_every_province_is_present_and_the_large_ones_are_large(issued):
    counts = Counter(event["province"] for event in issued)
    assert counts.keys() == {province.slug for province in all_provinces()}
    assert counts.most_common(2)[0][0] == "tp-ho-chi-minh"
    assert counts.most_common(2)[1][0] == "ha-noi"
    assert min(counts.values()) >= 10
    years = Counter(event["occurred_on"][:4] for event in issued)
    assert list(years) == [str(year) for year in range(2019, 2027)]
    assert years["2026"] > years["2023"] > years["2020"]


def test_frequencies_are_like_those_of_the_register(issued):
    listings = [event["listing"] for event in issued]
    since = {
        law: [
            each
            for each in listings
            if (each["no_conditions_decision_date"] >= "2026-07-01") is law
        ]
        for law in (False, True)
    }
    old, new = (Counter(each["ground"] for each in since[law]) for law in (False, True))
    assert set(old) == {"a", "b", "c"}
    assert 0.91 < old["a"] / old.total() < 0.95
    assert 0.01 < old["b"] / old.total() < 0.03
    assert 0.04 < old["c"] / old.total() < 0.06
    assert {"a", "b", "c", "d", "e", "g", "h"} == set(new)
    assert 0.75 < new["a"] / new.total() < 0.9
    people = [listing for listing in listings if listing["debtor_kind"] == "individual"]
    assert 0.06 < 1 - len(people) / SIZE < 0.1
    families = Counter(listing["debtor_name"].split()[0] for listing in people)
    assert 0.28 < families["Nguyễn"] / len(people) < 0.35
    assert [name for name, _ in families.most_common(4)] == ["Nguyễn", "Trần", "Lê", "Phạm"]
    names = Counter(listing["debtor_name"] for listing in people)
    assert len({name.partition(" ")[2] for name in names}) > 2500
    assert names.most_common(1)[0][1] > 2, "namesakes must exist"


@pytest.mark.parametrize(
    ("province", "families", "least"),
    [
        ("cao-bang", {"Nông", "Hoàng", "Bế", "Đàm", "Lý", "Triệu"}, 0.3),
        ("son-la", {"Lò", "Quàng", "Cà", "Lường", "Tòng"}, 0.3),
        ("ha-giang", {"Giàng", "Vàng", "Sùng", "Thào", "Lầu"}, 0.1),
        ("tra-vinh", {"Thạch", "Kim", "Sơn"}, 0.08),
        ("ninh-thuan", {"Đàng", "Bá", "Quảng"}, 0.02),
        ("gia-lai", {"Siu", "Ksor", "Kpă", "Nay"}, 0.08),
    ],
)
def test_names_fit_the_peoples_of_the_province(province, families, least):
    names = [
        event["listing"]["debtor_name"]
        for event in feed.events(FeedOptions(count=800, provinces=(province,)))
    ]
    assert sum(name.split()[0] in families for name in names) / len(names) > least


def test_one_province_alone_and_addresses_within_it():
    events = list(feed.events(FeedOptions(count=2_000, provinces=("cao-bang",))))
    assert {event["province"] for event in events} == {"cao-bang"}
    assert len({event["agency"] for event in events}) == 12
    assert all(event["listing"]["debtor_address"].endswith(", tỉnh Cao Bằng") for event in events)
    assert len({event["external_id"] for event in events}) == 2_000


def test_an_unknown_province_is_refused():
    with pytest.raises(ValueError, match="atlantis"):
        next(feed.events(FeedOptions(count=1, provinces=("cao-bang", "atlantis"))))


def test_without_agencies_no_event_names_one():
    events = feed.events(FeedOptions(count=50, agencies=False))
    assert all("agency" not in event for event in events)


def test_nothing_is_dated_after_the_end_date():
    end = date(2023, 3, 15)
    days = [e["occurred_on"] for e in feed.events(FeedOptions(count=2_000, end_date=end))]
    assert days == sorted(days)
    assert days[-1] <= "2023-03-15"
    assert days[0] >= "2016-01-01"


def test_a_flagged_share_puts_numbers_into_public_texts():
    events = feed.events(FeedOptions(count=1_000, flagged_share=0.2))
    flagged = sum(bool(LONG_NUMBER.search(event["listing"]["obligation"])) for event in events)
    assert 140 < flagged < 260


def test_later_events_fit_the_life_of_their_listing(mixed):
    live, ended, keys = set(), {}, set()
    for event in mixed:
        identity = event["external_id"]
        document = event["document"]
        key = (identity, event["event"], document["number"], document["date"])
        assert key not in keys
        keys.add(key)
        match event["event"]:
            case "issued":
                assert identity not in live | ended.keys()
                live.add(identity)
            case "amended":
                assert identity in live
                assert event["note"]
                assert event["listing"]
            case "ended" | "withdrawn":
                live.remove(identity)
                ended[identity] = event.get("end_reason", "withdrawn")
            case "reopened":
                assert ended.pop(identity) in ("resumed", "terminated", "withdrawn")
                live.add(identity)
    kinds = Counter(event["event"] for event in mixed)
    assert kinds.keys() == set(codes.EventKind)
    assert 0.15 < 1 - kinds["issued"] / len(mixed) < 0.3
    reasons = {event["end_reason"] for event in mixed if event["event"] == "ended"}
    assert reasons == {reason.value for reason in codes.EndReason} - {"withdrawn"}


def test_a_partial_payment_lowers_the_sum(mixed):
    amounts = {}
    seen = 0
    for event in mixed:
        listing = event.get("listing", {})
        amount = listing.get("obligation_amount")
        if event["event"] == "amended" and amount is not None:
            seen += 1
            assert 0 < amount < amounts[event["external_id"]]
            assert f"{amount:,}".replace(",", ".") in listing["obligation"]
        if amount is not None:
            amounts[event["external_id"]] = amount
    assert seen > 25


def test_events_come_in_the_order_of_their_dates(mixed):
    days = [event["occurred_on"] for event in mixed]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("value", "fee"),
    [
        (5_000_000, 300_000),
        (100_000_000, 5_000_000),
        (400_000_000, 20_000_000),
        (600_000_000, 28_000_000),
        (1_000_000_000, 42_000_000),
        (3_000_000_000, 92_000_000),
        (5_000_000_000, 113_000_000),
    ],
)
def test_court_fees_follow_the_schedule(value, fee):
    assert court_fee(value) == fee


def test_sums_stay_within_their_bounds():
    draw = Draw(5)
    sums = [draw.money(10_000_000, 2.0, 1000, 90_000_000) for _ in range(5_000)]
    assert all(1000 <= value <= 90_000_000 and value % 1000 == 0 for value in sums)
    assert 8_500_000 < sorted(sums)[2_500] < 11_500_000
