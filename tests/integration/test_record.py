"""The record of actions: with the change or not at all, for ever, and without secrets."""

from datetime import timedelta
from tests.support import feeding
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import make_colleagues
from tests.support.desk import ROW
from thads_portal.actions.approve import approve
from thads_portal.actions.create import create
from thads_portal.actions.discard import discard
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.sign import sign
from thads_portal.actions.submit import submit
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.recording import LABELS
from thads_portal.domain.recording import Recorded
from thads_portal.errors import FeedRejected
from thads_portal.register import feed_runs
from thads_portal.register import record
from thads_portal.register.numbers import VIETNAM
from thads_portal.register.pool import reading
from thads_portal.register.rebuild import rebuild
from thads_portal.register.record_search import everything
from thads_portal.register.record_search import Place
from thads_portal.register.record_search import Query
from thads_portal.register.record_search import search
from thads_portal.testing import SITE_PATH

import psycopg2
import pytest
import transaction


SECRET = "001099012345"


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


def of(portal, number):
    return portal.query(
        "SELECT action, actor, province, details FROM thads_record WHERE listing = %s"
        " ORDER BY at, id",
        number,
    )


def count(portal) -> int:
    """Entries about listings."""
    return portal.query("SELECT count(listing) FROM thads_record")[0][0]


def test_the_list_knows_every_step_and_event():
    taken = {Step.CREATE, Step.APPROVE_AMENDMENT, Step.END, Step.REOPEN}
    assert {step.value for step in Step if step not in taken} <= {*Recorded}
    assert {kind.value for kind in EventKind} <= {*Recorded}
    assert set(LABELS) == {*Recorded}


def test_a_listing_from_entry_to_amendment(portal):
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        row = {**ROW, "personal_id": SECRET, "debtor_name": "Lý Văn Nhật"}
        (listing,) = create(register, row, at_desk(site, EDITOR))
        number = listing.id
        submit(listing, at_desk(site, EDITOR))
        transaction.commit()
        sign(listing, at_desk(site, HEAD), document=DOCUMENT)
        transaction.commit()
        approve(listing, at_desk(site, BOARD))
        transaction.commit()
        propose_amendment(
            listing,
            at_desk(site, EDITOR),
            {"debtor_address": "Nơi khác", "personal_id": "001099054321"},
            document=DOCUMENT,
        )
        transaction.commit()
    entries = of(portal, number)
    assert [(action, actor, province) for action, actor, province, _ in entries] == [
        ("issued", EDITOR, "cao-bang"),
        ("submit", EDITOR, "cao-bang"),
        ("sign", HEAD, "cao-bang"),
        ("approve", BOARD, "cao-bang"),
        ("propose_amendment", EDITOR, "cao-bang"),
    ]
    assert entries[2][3] == {"document": DOCUMENT["number"], "document_date": DOCUMENT["date"]}
    assert entries[4][3]["fields"] == ["debtor_address", "personal_id"]
    told = str(entries)
    assert SECRET not in told
    assert "001099054321" not in told
    assert "Nơi khác" not in told


def test_discarded_draft_stays_in_the_record(portal):
    with portal.site() as site:
        acting = at_desk(site, EDITOR)
        (listing,) = create(site["cao-bang"][REGISTER_ID], ROW, acting)
        number = listing.id
        transaction.commit()
        discard(listing, at_desk(site, EDITOR))
        transaction.commit()
    assert [action for action, *_ in of(portal, number)] == ["issued", "discard"]


def test_what_is_taken_back_leaves_no_entry(portal):
    before = count(portal)
    with portal.site() as site:
        create(site["cao-bang"][REGISTER_ID], ROW, at_desk(site, EDITOR))
        transaction.abort()
        savepoint = transaction.savepoint()
        create(site["cao-bang"][REGISTER_ID], ROW, at_desk(site, EDITOR))
        savepoint.rollback()
        transaction.commit()
    assert count(portal) == before


def test_note_without_a_changed_object(portal):
    with portal.site() as site:
        record.note(site, Recorded.SETTINGS_CHANGED, actor="quan-tri", about="một thiết lập")
        transaction.abort()
        record.note(site, Recorded.CALENDAR_CHANGED, actor="quan-tri", details={"days": 3})
        transaction.commit()
    assert not portal.query("SELECT FROM thads_record WHERE action = 'settings_changed'")
    assert portal.query("SELECT details FROM thads_record WHERE action = 'calendar_changed'") == [
        ({"days": 3},)
    ]


def test_written_at_once(portal):
    record.write_now(
        portal.dsn,
        Recorded.RESTRICTED_VIEWED,
        actor=EDITOR,
        listing="2026-0000009",
        province="cao-bang",
        details={"fields": ["personal_id"]},
    )
    assert of(portal, "2026-0000009") == [
        ("restricted_viewed", EDITOR, "cao-bang", {"fields": ["personal_id"]})
    ]


def test_an_action_outside_the_list(portal):
    with pytest.raises(ValueError, match="made_up"):
        record.write_now(portal.dsn, "made_up", actor=EDITOR)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE thads_record SET actor = 'x'",
        "UPDATE thads_record SET actor = 'x' WHERE false",
        "DELETE FROM thads_record",
        "TRUNCATE thads_record",
        "INSERT INTO thads_record (at, id, actor, action) OVERRIDING SYSTEM VALUE"
        " SELECT at, id, 'x', 'x' FROM thads_record LIMIT 1"
        " ON CONFLICT (at, id) DO UPDATE SET actor = 'x'",
    ],
)
def test_only_grows(portal, statement):
    before = portal.query("SELECT * FROM thads_record ORDER BY at, id")
    assert before
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="only grows"):
        portal.query(statement)
    assert portal.query("SELECT * FROM thads_record ORDER BY at, id") == before


def test_a_feed_is_recorded_once_and_survives_a_rebuild(portal):
    body = feeding.body_of(count=40, seed=5)
    before = count(portal)
    report = feeding.feed(portal, body)
    changes = report.received - report.rejected - report.unchanged
    assert count(portal) - before == changes > 0
    feeding.feed(portal, body)
    assert count(portal) - before == changes
    kept = portal.query("SELECT * FROM thads_record ORDER BY at, id")
    rebuild(portal.database, dsn=portal.dsn, site_path=SITE_PATH, from_start=True)
    assert portal.query("SELECT * FROM thads_record ORDER BY at, id") == kept
    actors = portal.query(
        "SELECT DISTINCT actor FROM thads_record WHERE actor NOT IN %s",
        ("quan-tri", "demo", EDITOR, HEAD, BOARD),
    )
    assert actors == [("feed",)]
    secrets = {
        value
        for event in feeding.events_of(body)
        for name in ("personal_id", "creditor", "enforcement_officer", "case_number")
        if (value := event.get("listing", {}).get("restricted", {}).get(name))
    }
    assert secrets
    text = str(kept)
    assert [secret for secret in secrets if secret in text] == []


# Runs of the feed


def bad_lines() -> bytes:
    events = feeding.events_of(feeding.body_of(count=4, seed=6))
    for event in events:
        event["province"], event["agency"] = "cao-bang", "cao-bang/cuc"
    events[1]["listing"]["ground"] = "x"
    del events[1]["listing"]["debtor_name"]
    events[2]["province"] = "khong-co"
    return feeding.as_body(events) + b"\nkhong phai json\n"


def test_a_run_and_its_refused_lines(portal):
    body = bad_lines()
    report = feeding.feed(portal, body)
    with reading(portal.dsn) as cursor:
        newest, *_ = feed_runs.runs(cursor)
        assert newest == feed_runs.run_of(cursor, newest.id)
        assert (newest.actor, newest.atomic, newest.code) == ("feed", False, None)
        assert newest.finished >= newest.started
        assert newest.counts["rejected"] == report.rejected == 3
        all_of_it = feed_runs.rejections(cursor, newest.id)
        assert [each.line for each in all_of_it] == [problem.line for problem in report.problems]
        assert [each.message for each in all_of_it] == [
            problem.as_dict()["message"] for problem in report.problems
        ]
        mine = feed_runs.open_rejections(cursor, province="cao-bang")
        assert {each.line for each in mine} == {2}
        assert {each.field for each in mine} == {"listing.debtor_name", "listing.ground"}
        assert feed_runs.rejections(cursor, newest.id, after=(2, 2), limit=1)[0].line == 3
    entries = portal.query(
        "SELECT actor, about, details ->> 'rejected' FROM thads_record"
        " WHERE action = 'feed_run' ORDER BY at DESC LIMIT 1"
    )
    assert entries == [("feed", str(newest.id), "3")]
    # Put right, it is nobody's work any more.
    events = feeding.events_of(body[: body.rindex(b"\nkhong")])
    events[1]["listing"].update(ground="a", debtor_name="Đã sửa đúng")
    feeding.feed(portal, feeding.as_body([events[1]]))
    with reading(portal.dsn) as cursor:
        assert feed_runs.open_rejections(cursor, province="cao-bang") == []


def test_all_or_nothing_that_came_to_nothing(portal):
    with pytest.raises(FeedRejected):
        feeding.feed(portal, bad_lines(), atomic=True)
    with reading(portal.dsn) as cursor:
        newest, *_ = feed_runs.runs(cursor, limit=1)
        assert (newest.atomic, newest.code) == (True, "feed_rejected")
        assert newest.counts["created"] == 0
        assert len({each.line for each in feed_runs.rejections(cursor, newest.id)}) == 3


def test_a_trial_is_no_run(portal):
    before = portal.query("SELECT count(*) FROM thads_feed_run")
    feeding.feed(portal, bad_lines(), dry_run=True)
    assert portal.query("SELECT count(*) FROM thads_feed_run") == before


# Looking things up


def test_every_filter_and_every_page(portal):
    with reading(portal.dsn) as cursor:
        whole = list(everything(cursor, Query()))
        assert len(whole) == portal.query("SELECT count(*) FROM thads_record")[0][0] > 50
        assert whole == sorted(whole, key=lambda entry: (entry.at, entry.id), reverse=True)
        paged, before = [], None
        while page := search(cursor, Query(before=before), limit=7):
            paged += page
            before = Place.read(str(page[-1].place))
        assert paged == whole
        assert list(everything(cursor, Query(), most=3)) == whole[:3]

        def found(**options):
            return search(cursor, Query(**options), limit=1000)

        day = whole[0].at.astimezone(VIETNAM).date()
        first = next(entry for entry in whole if entry.listing and entry.province)
        assert found(actor=EDITOR) == [each for each in whole if each.actor == EDITOR] != []
        assert found(listing=first.listing) == [
            each for each in whole if each.listing == first.listing
        ]
        assert found(action=Recorded.SIGN) == [each for each in whole if each.action == "sign"]
        assert found(action=Recorded.ISSUED, province="cao-bang") == [
            each for each in whole if (each.action, each.province) == ("issued", "cao-bang")
        ]
        assert found(within=frozenset({"cao-bang"})) == [
            each for each in whole if each.province == "cao-bang"
        ]
        assert found(within=frozenset()) == []
        assert found(within=frozenset({"cao-bang"}), province="ha-noi") == []
        assert found(since=day, until=day) == whole
        assert found(since=day + timedelta(days=1)) == []
        assert found(until=day - timedelta(days=1)) == []


@pytest.mark.parametrize("text", ["", "x", "1", "1-", "-1", "1-2-3", "9" * 30 + "-1", "١-٢"])
def test_a_place_that_is_none(text):
    assert Place.read(text) is None
