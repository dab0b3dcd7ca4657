"""All listings out of one installation and into another, with everything they hold."""

from tests.support.feeding import as_body
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.first_release import exported as exported_at_first
from tests.support.killing import assert_agreement
from tests.support.killing import query
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.importing import archive
from thads_portal.importing.transfer import export
from thads_portal.importing.transfer import import_lines
from thads_portal.register.numbers import numbering
from thads_portal.testing import fresh_portal
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH

import datetime
import json
import orjson
import pytest
import transaction


NOW = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
WAITING = {
    "occurred_on": datetime.date(2026, 11, 19),
    "document_number": "3/ĐX",
    "document_date": datetime.date(2026, 11, 19),
    "proposed_at": NOW,
}


def test_each_line_of_the_first_release_is_read():
    """What later releases added to a listing is not in it."""
    assert len({archive.load(line).id for line in exported_at_first()}) == 2000


def exported(portal) -> list[bytes]:
    return list(export(portal.database, site_path=SITE_PATH))


def imported(portal, lines):
    return import_lines(portal.database, lines, dsn=portal.dsn, site_path=SITE_PATH)


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """The lines of an installation in which listings of every kind have had a rich life."""
    from plone import api

    with fresh_portal() as portal:
        with portal.site() as site:
            trusted = ["cao-bang", "bac-kan", "ha-giang"]
            api.portal.set_registry_record("thads_portal.trusted_provinces", trusted)
            for state in State:
                make_listing(portal, site, state=state, debtor_name=f"Nhập tay {state}")
            make_listing(
                portal,
                site,
                pending={
                    **WAITING,
                    "changes": {
                        "debtor_address": "Địa chỉ khác",
                        "judgment_date": datetime.date(2024, 1, 2),
                        "obligation_kinds": ("debt", "fine"),
                        "ground_text": None,
                    },
                    "proposed_by": ("một", "hai"),
                    "note": "Sửa địa chỉ.",
                    "flags": ("likely_duplicate",),
                },
                separate_track={
                    "since": datetime.date(2026, 11, 2),
                    "document_number": "3/QĐ",
                    "document_date": datetime.date(2026, 11, 2),
                },
                commune_posting={
                    "commune": "Xã Mẫu",
                    "sent_on": datetime.date(2026, 11, 2),
                    "posted_from": None,
                    "posted_until": None,
                },
                proposed_ending={
                    **WAITING,
                    "end_reason": "delegated",
                    "proposed_by": "một",
                    "comment": None,
                },
                successor="2026-0000001",
                predecessor="2026-0000002",
                personal_id="004079000123",
                date_of_birth=datetime.date(1979, 4, 2),
                creditor="Lý Thị Được",
                enforcement_officer="Hoàng Văn Chấp",
                case_number="77/2024",
                last_amended=NOW,
            )
            transaction.commit()
        provinces = ("cao-bang", "bac-kan", "ha-giang", "an-giang")
        options = {"count": 1500, "seed": 81, "provinces": provinces, "flagged_share": 0.03}
        report = feed(portal, body_of(**options, all_events=True))
        assert report.rejected == 0
        attributes = set()
        with portal.site() as site:
            for province in provinces:
                for listing in site[province][REGISTER_ID]._tree.values():
                    listing._p_activate()
                    # What begins so is of the object in memory and is never stored.
                    attributes |= {name for name in listing.__dict__ if not name.startswith("_v_")}
        return exported(portal), attributes


def test_what_is_archived_is_of_every_kind(archived):
    """Else the tests below would show less than they say."""
    lines, _ = archived
    records = [json.loads(line) for line in lines]
    states = {entry["review_state"] for record in records for entry in record["states"]}
    assert states == {state.value for state in State}
    kinds = {event["dict"]["kind"] for record in records for event in record["history"]}
    assert {EventKind.ISSUED, EventKind.AMENDED, EventKind.ENDED, EventKind.REOPENED} <= kinds
    assert any(record["flags"] for record in records)
    assert any(record["pending"] and record["pending"]["dict"]["changes"] for record in records)
    assert any(len(record["applied"]) > 2 for record in records)
    for name in archive.ARCHIVED:
        key = {"workflow_history": "states"}.get(name, name)
        assert any(record[key] for record in records), name


def test_every_attribute_of_a_listing_is_archived_or_named(archived):
    _, attributes = archived
    assert attributes <= {*archive.ARCHIVED, *archive.NOT_ARCHIVED}
    of_class = {name for name, value in vars(DebtorListing).items() if _is_data(name, value)}
    assert of_class <= {*archive.ARCHIVED, *archive.NOT_ARCHIVED}


def _is_data(name, value) -> bool:
    """Not a method, a property, or what Zope's machinery sets."""
    if (
        name.startswith("_")
        or name.endswith("__roles__")
        or callable(value)
        or isinstance(value, property)
    ):
        return False
    return name not in {"portal_type", "security", "title", "creation_date"}


def test_export_import_export_gives_the_same_bytes(archived, own_portal):
    lines, _ = archived
    result = imported(own_portal, lines)
    assert (result.created, result.unchanged, result.problems) == (len(lines), 0, [])
    assert exported(own_portal) == lines
    assert assert_agreement(own_portal.dsn) == len(lines)
    # Again, and in another order: nothing changes, not even a row.
    before = query(own_portal.dsn, "SELECT number, revision, changed FROM thads_listing ORDER BY 1")
    result = imported(own_portal, [*lines[::-1], b"\n"])
    assert (result.created, result.unchanged, result.problems) == (0, len(lines), [])
    assert before == query(
        own_portal.dsn, "SELECT number, revision, changed FROM thads_listing ORDER BY 1"
    )
    # The feed goes on where it was: what was applied there is known here.
    provinces = ("cao-bang", "bac-kan", "ha-giang", "an-giang")
    options = {"count": 1500, "seed": 81, "provinces": provinces, "flagged_share": 0.03}
    report = feed(own_portal, body_of(**options, all_events=True))
    assert report.unchanged == report.received == 1500


def test_numbers_go_on_above_those_imported(archived, own_portal):
    lines, _ = archived
    highest = max(json.loads(line)["number"] for line in lines)
    imported(own_portal, lines[-10:])
    imported(own_portal, [line for line in lines if json.loads(line)["number"] == highest])
    with numbering(own_portal.dsn) as numbers:
        assert min(numbers.take(3, now=NOW)) > highest
    event = events_of(body_of(count=1, seed=82, provinces=("cao-bang",)))
    assert feed(own_portal, as_body(event)).created == 1
    assert query(own_portal.dsn, "SELECT max(number) FROM thads_listing")[0][0] > highest


def changed(line: bytes, **values) -> bytes:
    return orjson.dumps({**orjson.loads(line), **values}, option=orjson.OPT_SORT_KEYS) + b"\n"


def test_other_content_is_refused_and_not_told(archived, portal):
    lines, _ = archived
    line = next(line for line in lines if json.loads(line)["personal_id"])
    number = json.loads(line)["number"]
    assert imported(portal, [line]).created == 1
    result = imported(portal, [changed(line, personal_id="001199000777", creditor="Người lạ")])
    assert (result.created, result.unchanged) == (0, 0)
    ((at, reason),) = result.problems
    assert at == 1
    assert number in reason
    for secret in ("001199000777", "Người lạ", json.loads(line)["personal_id"]):
        assert secret not in reason
    assert line in exported(portal)


def test_number_or_external_id_that_another_listing_has(archived, portal):
    lines, _ = archived
    fed = [line for line in lines if json.loads(line)["external_id"]][:3]
    first, _, third = map(json.loads, fed)
    assert imported(portal, fed[:1]).problems == []
    elsewhere = changed(fed[0], province="lai-chau", external_id=None)
    same_id = changed(fed[1], external_id=first["external_id"])
    twice = changed(fed[1], external_id=third["external_id"])
    result = imported(portal, [elsewhere, same_id, fed[2], twice])
    assert result.created == 1
    assert result.problems == [
        (1, f"{first['number']} is there already, in {first['province']}"),
        (2, f"its external id is that of {first['number']}"),
        (4, f"its external id is that of {third['number']}"),
    ]
    assert_agreement(portal.dsn)


DAMAGED = {
    "cut off": lambda line: line[: len(line) // 2],
    "no JSON": lambda line: b"{" + line,
    "an array": lambda line: b"[]",
    "another format": lambda line: changed(line, format=3),
    "a missing key": lambda line: orjson.dumps(
        {key: value for key, value in orjson.loads(line).items() if key != "ground"}
    ),
    "an unknown key": lambda line: changed(line, more=1),
    "no number": lambda line: changed(line, number="x"),
    "a number that is none": lambda line: changed(line, number=7),
    "no such province": lambda line: changed(line, province="atlantis"),
    "a province that is none": lambda line: changed(line, province=["cao-bang"]),
    "a text for a date": lambda line: changed(line, judgment_date="2024-01-01"),
    "a number for a name": lambda line: changed(line, debtor_name=5),
    "no moment": lambda line: changed(line, created_at="yesterday"),
    "no time zone": lambda line: changed(line, created_at="2026-11-20T03:00:00"),
    "a null in the history": lambda line: changed(line, history=[None]),
    "a state that is none": lambda line: changed(
        line, states=[{**json.loads(line)["states"][0], "review_state": "lost"}]
    ),
    "no state": lambda line: changed(line, states=[]),
    "digests that are none": lambda line: changed(line, applied={"xyz": "1"}),
    "a digest of another length": lambda line: changed(line, applied={"00": "00"}),
    "NUL": lambda line: changed(line, debtor_address="a\0b"),
    "no Unicode": lambda line: line.replace(b'"debtor_address":"', b'"debtor_address":"\xff', 1),
}


def test_damaged_lines_are_reported_by_their_place(archived, own_portal):
    lines, _ = archived
    good = lines[:3]
    own = lines[10 : 10 + len(DAMAGED)]
    bad = [
        damage(line).rstrip(b"\n") + b"\n"
        for damage, line in zip(DAMAGED.values(), own, strict=True)
    ]
    result = imported(own_portal, [good[0], *bad, *good[1:]])
    reported = {at for at, _reason in result.problems}
    names = list(DAMAGED)
    missed = [names[at - 2] for at in range(2, 2 + len(bad)) if at not in reported]
    assert not missed
    assert result.created == 3
    assert reported == set(range(2, 2 + len(bad)))
    secrets = [str(value) for line in own for value in json.loads(line).values() if value]
    for _at, reason in result.problems:
        assert not any(len(secret) > 12 and secret in reason for secret in secrets)
    assert exported(own_portal) == sorted(good, key=lambda line: _key(json.loads(line)))
    assert assert_agreement(own_portal.dsn) == 3


def _key(record):
    return record["province"], record["number"]
