"""Who keeps a copy of the register: the full files, and then what has changed, cut anywhere."""

from plone import api
from tests.support.feeding import body_of
from tests.support.feeding import feed
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.opendata import bulk
from thads_portal.register import acts
from thads_portal.register import rows
from thads_portal.register.own_transaction import own_transaction
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import gzip
import itertools
import json
import psycopg2
import pytest
import threading
import transaction


CHANGES = "/++api++/@changes"
PROVINCES = ("cao-bang", "lang-son", "ha-noi")


@pytest.fixture(scope="module")
def visitor(portal, server):
    """Asks a portal whose provinces publish what the case system sends."""
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", list(PROVINCES))
        transaction.commit()
    return Visitor(server)


def snapshot(portal, visitor) -> tuple[dict[str, dict], str]:
    """The full file of the nation, made now: number -> record, and the cursor it names."""
    bulk.make(portal.dsn, register_id=REGISTER_ID)
    manifest = visitor.get("/du-lieu/manifest.json").json()
    packed = visitor.get("/du-lieu/thads-ca-nuoc.ndjson.gz").body
    records = [json.loads(line) for line in gzip.decompress(packed).splitlines()]
    return {each["number"]: each for each in records}, manifest["cursor"]


def follow(visitor, copy: dict[str, dict], cursor: str, *, limit: int, **parameters) -> str:
    """Bring `copy` up to date, `limit` acts at a time; the cursor to go on from."""
    more = True
    asked = "".join(f"&{name}={value}" for name, value in parameters.items())
    while more:
        answer = visitor.get(f"{CHANGES}?since={cursor}&limit={limit}{asked}")
        assert answer.status == 200, answer.text
        told = answer.json()
        for item in told["items"]:
            if "listing" in item:
                assert item["listing"]["id"] == item["id"]
                copy[item["number"]] = item["listing"]
            else:
                copy.pop(item["number"], None)
        cursor, more = told["cursor"], told["more"]
    return cursor


def write(portal, seed: int, slug: str) -> None:
    """Feeds one behind the other, so that what ended was public before."""
    lines = body_of(count=150, seed=seed, provinces=(slug,), all_events=True).splitlines(True)
    for part in (lines[n : n + 25] for n in range(0, len(lines), 25)):
        feed(portal, b"".join(part))


def test_files_and_changes_are_the_next_files_while_several_write(portal, visitor):
    feed(portal, body_of(count=60, seed=3, provinces=("cao-bang",)))
    copy, cursor = snapshot(portal, visitor)
    writers = [
        threading.Thread(target=write, args=(portal, seed, slug))
        for seed, slug in enumerate(PROVINCES)
    ]
    for writer in writers:
        writer.start()
    limits = itertools.cycle((1, 7, 40))
    while any(writer.is_alive() for writer in writers):
        cursor = follow(visitor, copy, cursor, limit=next(limits))
    cursor = follow(visitor, copy, cursor, limit=5)
    expected, at = snapshot(portal, visitor)
    assert copy == expected
    assert cursor == at
    kinds = dict(portal.query("SELECT kind, count(*) FROM thads_act GROUP BY kind"))
    assert kinds["published"] > 300 and kinds["ended"] and kinds["amended"]


def test_places_have_no_gaps_and_a_listing_its_order(portal):
    seqs = [seq for (seq,) in portal.query("SELECT seq FROM thads_act ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    told: dict[str, str] = {}
    for number, kind in portal.query("SELECT number, kind FROM thads_act ORDER BY seq"):
        before = told.get(number)
        # What began and ended in one transaction was never seen; only its return is.
        allowed = {None: {"published", "reopened"}, "ended": {"reopened"}}.get(
            before, {"amended", "ended"}
        )
        assert kind in allowed, (number, before, kind)
        told[number] = kind


def test_one_province_has_a_cursor_of_its_own_kind(portal, visitor):
    whole, cursor = snapshot(portal, visitor)
    copy: dict[str, dict] = {}
    assert follow(visitor, copy, "0", limit=50, province="lang-son") == cursor
    assert copy == {n: each for n, each in whole.items() if each["province"] == "lang-son"}


def test_what_has_ended_is_an_id_and_a_time(portal, visitor):
    _copy, cursor = snapshot(portal, visitor)
    name = "Nông Thị Chấm-Dứt"
    with portal.site(role="editorial_board") as site:
        listing = make_listing(portal, site, debtor_name=name, personal_id="004079555777")
        transaction.commit()
        assert (
            name in visitor.get(f"{CHANGES}?since={cursor}").json()["items"][0]["listing"].values()
        )
        document = {"number": "9/QĐ-CCTHADS", "date": "2026-11-20"}
        end([listing], ActionContext(), end_reason="discharged", document=document)
        transaction.commit()
    answer = visitor.get(f"{CHANGES}?since={cursor}")
    assert name not in answer.text and "004079555777" not in answer.text
    published, ended = answer.json()["items"]
    assert (published["type"], ended["type"]) == ("published", "ended")
    for item in (published, ended):
        assert set(item) == {"seq", "at", "type", "number", "id"}
    assert published["number"] == ended["number"] == listing.getId()


def test_a_record_has_public_fields_only(portal, visitor):
    for item in visitor.get(f"{CHANGES}?limit=5").json()["items"]:
        assert not set(item.get("listing", ())) & set(RESTRICTED_FIELDS)


def test_what_a_writer_takes_back_is_never_told(portal, visitor):
    _copy, cursor = snapshot(portal, visitor)
    with portal.site() as site:
        make_listing(portal, site, debtor_name="Nông Văn Lùi")
        transaction.abort()
    assert visitor.get(f"{CHANGES}?since={cursor}").json()["items"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("since=yesterday", "since"),
        ("since=-1", "since"),
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=x", "limit"),
        ("province=atlantis", "province"),
    ],
)
def test_what_cannot_be_asked_is_refused(visitor, asked, field):
    answer = visitor.get(f"{CHANGES}?{asked}")
    assert (answer.status, answer.json()["code"]) == (400, "bad_filter")
    assert answer.json()["field"] == field
    assert visitor.get(f"{CHANGES}?cursor=0").json()["code"] == "unknown_parameter"


def test_a_cursor_of_other_data_or_too_old_starts_again(portal, visitor):
    _copy, cursor = snapshot(portal, visitor)
    seq, mark = cursor.split("-")
    strange = f"{seq}-{'0' * 12 if mark != '0' * 12 else '1' * 12}"
    for given in (strange, f"{int(seq) + 1000}-{mark}"):
        answer = visitor.get(f"{CHANGES}?since={given}")
        assert (answer.status, answer.json()["code"]) == (410, "cursor_expired")
        assert answer.json()["snapshot"].endswith("/du-lieu/manifest.json")
    # As after a hundred quiet days: who knows the last act of then goes on, others cannot.
    with own_transaction(portal.dsn) as db:
        db.execute("ALTER TABLE thads_act DISABLE TRIGGER thads_act_stays")
        db.execute("UPDATE thads_act SET at = at - interval '100 days'")
        db.execute("ALTER TABLE thads_act ENABLE TRIGGER thads_act_stays")
        (old, last) = acts.between(db, int(seq) - 2, int(seq))
    assert visitor.get(f"{CHANGES}?since={acts.cursor_at(last)}").json()["items"] == []
    assert visitor.get(f"{CHANGES}?since={acts.cursor_at(old)}").status == 410
    assert visitor.get(f"{CHANGES}?since=0").status == 410


def test_the_list_of_acts_only_grows(portal):
    for statement in ("UPDATE thads_act SET kind = 'ended'", "DELETE FROM thads_act"):
        with (
            pytest.raises(psycopg2.Error, match="stays as it is"),
            own_transaction(portal.dsn) as db,
        ):
            db.execute(statement)


def test_every_column_is_public_or_named_as_not(portal):
    """Whoever adds a column says here, and in the function, if nobody outside sees it."""
    ((left,),) = portal.query(
        "SELECT array_agg(key) FROM (SELECT jsonb_object_keys(thads_public_part(listing)) AS key"
        " FROM (SELECT * FROM thads_listing LIMIT 1) AS listing) AS keys"
    )
    public = {
        "number", "state", "province", "agency", "first_published", "last_amended", "ended_at",
        "republished_at", "end_reason", "notes", *rows.PUBLIC_FIELDS,
    }  # fmt: skip
    assert set(left) == public
