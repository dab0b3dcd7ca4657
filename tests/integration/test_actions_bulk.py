"""A step over thousands of listings: quick, and all or nothing."""

from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import EDITOR
from tests.support.desk import make_colleagues
from tests.support.desk import ROW
from thads_portal.actions.approve import approve
from thads_portal.actions.create import create
from thads_portal.actions.load import load
from thads_portal.actions.submit import submit
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.errors import Code
from thads_portal.errors import ListingNotFound
from thads_portal.errors import Rejected
from thads_portal.register.check import check
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH
from thads_portal.workflow.transitions import set_state

import datetime
import pytest
import time
import transaction


COUNT = 2000
BAD = 1500


@pytest.fixture(scope="module")
def numbers(portal):
    """A batch in board review, entered by another account than the board's."""
    with portal.site() as site:
        make_colleagues(site)
        acting = at_desk(site, EDITOR)
        rows = [{**ROW, "debtor_name": f"Nông Văn {number}"} for number in range(COUNT)]
        listings = create(site["cao-bang"][REGISTER_ID], rows, acting)
        for listing in listings:
            set_state(listing, State.BOARD_REVIEW, action="test", actor="test", when=acting.when)
        taken = [listing.id for listing in listings]
        transaction.commit()
    return taken


def states(portal):
    return dict(portal.query("SELECT state, count(*) FROM thads_listing GROUP BY state"))


def test_one_bad_listing_refuses_the_whole_batch(portal, numbers):
    """Then the batch without it is approved, in seconds."""
    assert states(portal) == {"board_review": COUNT}
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        listings = load(register, numbers)
        listings[BAD - 1].created_by = BOARD
        listings[BAD].created_by = BOARD
        with pytest.raises(Rejected) as caught:
            approve(listings, at_desk(site, BOARD))
        assert [(each.line, each.code) for each in caught.value.problems] == [
            (BAD, Code.OWN_WORK),
            (BAD + 1, Code.OWN_WORK),
        ]
        assert {listing.state for listing in listings} == {State.BOARD_REVIEW}
        assert not any(len(listing.history) > 1 for listing in listings)
        # What a page would do that catches the refusal and carries on.
        transaction.commit()
    assert states(portal) == {"board_review": COUNT}

    with portal.site() as site:
        site._p_jar.cacheMinimize()
        register = site["cao-bang"][REGISTER_ID]
        started = time.perf_counter()
        good = [number for place, number in enumerate(numbers, 1) if place not in (BAD, BAD + 1)]
        approve(load(register, good), at_desk(site, BOARD))
        transaction.commit()
        seconds = time.perf_counter() - started
    print(f"\n{len(good)} approvals with their rows: {seconds:.2f} s, {len(good) / seconds:.0f}/s")
    assert states(portal) == {"published": COUNT - 2, "board_review": 2}
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_a_failure_in_the_commit_leaves_none_approved(portal, numbers, monkeypatch):
    from thads_portal.register import rows

    def fail(cursor, written):
        upsert(cursor, written[:1500])
        raise RuntimeError("the machine stops here")

    upsert = rows.upsert
    before = states(portal)
    with portal.site() as site:
        listings = [make_listing(portal, site, state="draft") for _ in range(5)]
        transaction.commit()
        submit(listings, at_desk(site, EDITOR))
        monkeypatch.setattr(rows, "upsert", fail)
        with pytest.raises(RuntimeError):
            transaction.commit()
        transaction.abort()
        monkeypatch.undo()
        assert {listing.state for listing in listings} == {State.DRAFT}
    assert states(portal) == {**before, "draft": 5}
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_a_listing_named_twice_takes_the_step_once(portal, site):
    listing = make_listing(portal, site, state="board_review")
    approve([listing, listing], at_desk(site, BOARD))
    assert [event["kind"] for event in listing.history] == ["approve"]


def test_nothing_to_do_is_done(portal, site):
    approve([], at_desk(site, BOARD))
    approve(iter(()), at_desk(site, BOARD))


def test_loading_what_is_not_there_is_refused(portal, site):
    listing = make_listing(portal, site)
    register = site["cao-bang"][REGISTER_ID]
    assert [each.id for each in load(register, [listing.id])] == [listing.id]
    with pytest.raises(ListingNotFound):
        load(register, [listing.id, "2026-9999998"])


def test_deadlines_are_worked_out_once_for_a_day(portal, site, monkeypatch):
    from thads_portal.actions import context as module

    asked = []

    def counted(*arguments):
        asked.append(arguments)
        return datetime.date(2026, 11, 30)

    monkeypatch.setattr(module, "event_due_on", counted)
    listings = [make_listing(portal, site, state="board_review") for _ in range(5)]
    approve(listings, at_desk(site, BOARD))
    assert len(asked) == 1
    assert {each.history[-1]["due_on"] for each in listings} == {datetime.date(2026, 11, 30)}
