"""Posting batches: the way of all rows together, and what becomes of a row that cannot go along."""

from tests.support.batches import batch_of
from tests.support.batches import make_batch
from tests.support.batches import make_rows
from tests.support.batches import SIGNATURE
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import HEAD_PUBLISHES
from tests.support.desk import make_colleagues
from thads_portal.actions.amend import amend
from thads_portal.actions.approve import approve
from thads_portal.actions.batch_approve import approve_batch
from thads_portal.actions.batch_create import add_rows
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.batch_create import dissolve_batch
from thads_portal.actions.batch_create import remove_rows
from thads_portal.actions.batch_return import return_rows
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.end import end
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import Source
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.register import batches as table
from thads_portal.register.batch_check import repair
from thads_portal.register.check import check
from thads_portal.register.pool import reading
from thads_portal.register.walk import walking
from thads_portal.testing import SITE_PATH

import psycopg2
import pytest
import transaction


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


def states(portal, numbers):
    return dict(
        portal.query("SELECT number, state FROM thads_listing WHERE number = ANY(%s)", numbers)
    )


def refused(caught):
    return {each.params["number"]: each.code for each in caught.value.problems}


def test_the_way_of_a_batch(portal, site):
    numbers = make_rows(portal, site, 3)
    batch = create_batch(
        site["cao-bang"], at_desk(site, EDITOR), numbers=numbers, title="Danh sách tháng 11"
    )
    transaction.commit()
    assert batch.state == BatchState.DRAFT
    submit_batch(batch, at_desk(site, EDITOR), comment="Đã đối chiếu")
    transaction.commit()
    assert set(states(portal, numbers).values()) == {"submitted"}
    sign_batch(batch, at_desk(site, HEAD), **SIGNATURE)
    transaction.commit()
    assert set(states(portal, numbers).values()) == {"board_review"}
    assert approve_batch(batch, at_desk(site, BOARD)) == 3
    transaction.commit()
    assert set(states(portal, numbers).values()) == {"published"}
    assert batch.state == BatchState.PUBLISHED
    signed = batch.history[2]
    assert (signed["signed_by"], signed["document_number"]) == ("Hoàng Thị Mẫu", "77/QĐ-CTHADS")
    assert signed["actor"] == HEAD
    listing = site["cao-bang"][REGISTER_ID][numbers[0]]
    assert [(event["kind"], event["batch"]) for event in listing.history] == [
        ("submit", batch.id),
        ("sign", batch.id),
        ("approve", batch.id),
    ]
    assert listing.history[1]["signatory"] == "Hoàng Thị Mẫu"
    with reading(portal.dsn) as cursor:
        (line,) = [
            each for each in table.batches(cursor, provinces=["cao-bang"]) if each.id == batch.id
        ]
    where = "SELECT batch, outcome FROM thads_batch_listing WHERE number = %s"
    assert portal.query(where, numbers[0]) == [(batch.id, "published")]
    assert (line.state, line.published, line.waiting) == (BatchState.PUBLISHED, 3, 0)
    assert line.title == "Danh sách tháng 11"
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_who_may_take_a_step(portal, site):
    name, _ = make_batch(portal, site, until="board_review")
    batch = batch_of(site, name)
    for who in (EDITOR, HEAD, "bien-tap-bac-kan", "quan-tri", "kiem-tra", "phan-mem-thu-ly"):
        with pytest.raises(NotAllowed):
            approve_batch(batch, at_desk(site, who))
    name, _ = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    for who in (EDITOR, BOARD, "thu-truong-bac-kan", "quan-tri"):
        with pytest.raises(NotAllowed):
            sign_batch(batch, at_desk(site, who), **SIGNATURE)
    with pytest.raises(NotAllowed):
        return_rows(batch, at_desk(site, BOARD), {"2026-0000001": "x"})
    name, numbers = make_batch(portal, site)
    batch = batch_of(site, name)
    for who in (HEAD, BOARD, "bien-tap-bac-kan", "quan-tri"):
        acting = at_desk(site, who)
        with pytest.raises(NotAllowed):
            submit_batch(batch, acting)
        with pytest.raises(NotAllowed):
            remove_rows(batch, acting, numbers[:1])
        with pytest.raises(NotAllowed):
            dissolve_batch(batch, acting)


def test_nobody_approves_what_they_entered(portal, site):
    """The row is named, nothing is approved; then the others are."""
    name, numbers = make_batch(portal, site, until="board_review")
    mine = numbers[1]
    site["cao-bang"][REGISTER_ID][mine].created_by = BOARD
    transaction.commit()
    batch = batch_of(site, name)
    with pytest.raises(BatchRefused) as caught:
        approve_batch(batch, at_desk(site, BOARD))
    assert refused(caught) == {mine: Code.OWN_WORK}
    assert caught.value.going == 2
    transaction.commit()
    assert set(states(portal, numbers).values()) == {"board_review"}
    assert approve_batch(batch, at_desk(site, BOARD), leave=[mine]) == 2
    transaction.commit()
    assert states(portal, numbers) == dict.fromkeys(numbers, "published") | {mine: "board_review"}
    assert batch.state == BatchState.BOARD_REVIEW
    assert list(batch.rows.waiting) == [mine]
    assert approve_batch(batch, at_desk(site, "kiem-nhiem")) == 1
    assert batch.state == BatchState.PUBLISHED


def test_rows_are_returned_with_reasons_and_the_rest_is_approved(portal, site):
    name, numbers = make_batch(portal, site, 4, until="board_review")
    batch = batch_of(site, name)
    with pytest.raises(Rejected) as caught:
        return_rows(batch, at_desk(site, BOARD), {numbers[0]: " ", numbers[1]: "Sai địa chỉ"})
    assert [each.field for each in caught.value.problems] == [f"reason.{numbers[0]}"]
    reasons = {numbers[0]: "Thiếu số bản án", numbers[1]: "Sai địa chỉ"}
    assert return_rows(batch, at_desk(site, BOARD), reasons) == 2
    transaction.commit()
    assert states(portal, numbers[:2]) == dict.fromkeys(numbers[:2], "returned")
    listing = site["cao-bang"][REGISTER_ID][numbers[0]]
    assert listing.history[-1]["comment"] == "Thiếu số bản án"
    assert batch.rows.returned[numbers[1]][0] == "Sai địa chỉ"
    assert approve_batch(batch, at_desk(site, BOARD)) == 2
    transaction.commit()
    assert batch.state == BatchState.PUBLISHED
    # What came back may go into the next batch.
    again = create_batch(site["cao-bang"], at_desk(site, EDITOR), numbers=numbers[:2])
    transaction.commit()
    assert (again.state, len(again.rows.waiting)) == (BatchState.DRAFT, 2)
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_a_batch_of_which_all_came_back_is_returned(portal, site):
    name, numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    return_rows(batch, at_desk(site, HEAD), dict.fromkeys(numbers, "Chưa có quyết định"))
    transaction.commit()
    assert batch.state == BatchState.RETURNED
    assert set(states(portal, numbers).values()) == {"returned"}


def test_a_row_that_was_changed_after_the_signature_must_be_looked_at(portal, site):
    name, numbers = make_batch(portal, site, until="board_review")
    changed = numbers[2]
    listing = site["cao-bang"][REGISTER_ID][changed]
    listing.debtor_address = "Địa chỉ mà hệ thống thụ lý vừa sửa"
    listing.reindexObject()
    transaction.commit()
    batch = batch_of(site, name)
    with pytest.raises(BatchRefused) as caught:
        approve_batch(batch, at_desk(site, BOARD))
    assert refused(caught) == {changed: Code.ROW_CHANGED}
    with pytest.raises(BatchRefused):
        approve_batch(batch, at_desk(site, BOARD), seen={changed: listing.revision - 1})
    assert approve_batch(batch, at_desk(site, BOARD), seen={changed: listing.revision}) == 3


def test_the_others_are_signed_and_the_changed_one_waits_in_a_batch_of_its_own(portal, site):
    name, numbers = make_batch(portal, site, until="submitted")
    listing = site["cao-bang"][REGISTER_ID][numbers[0]]
    listing.reindexObject()
    transaction.commit()
    batch = batch_of(site, name)
    with pytest.raises(BatchRefused):
        sign_batch(batch, at_desk(site, HEAD), **SIGNATURE)
    assert sign_batch(batch, at_desk(site, HEAD), leave=[numbers[0]], **SIGNATURE) == 2
    transaction.commit()
    assert sorted(batch.rows.waiting) == numbers[1:]
    with reading(portal.dsn) as cursor:
        ((_, rest),) = table.waiting_in(cursor, [numbers[0]]).values()
    other = batch_of(site, rest)
    assert (other.state, list(other.rows.waiting)) == (BatchState.SUBMITTED, [numbers[0]])
    assert sign_batch(other, at_desk(site, HEAD), seen={numbers[0]: listing.revision}, **SIGNATURE)


def test_a_row_that_ended_meanwhile_leaves(portal, site):
    name, numbers = make_batch(portal, site, until="board_review")
    batch = batch_of(site, name)
    register = site["cao-bang"][REGISTER_ID]
    end(register[numbers[0]], at_desk(site, BOARD), end_reason="discharged", document=DOCUMENT)
    approve(register[numbers[1]], at_desk(site, BOARD))
    transaction.commit()
    with pytest.raises(BatchRefused) as caught:
        approve_batch(batch, at_desk(site, BOARD))
    assert refused(caught) == dict.fromkeys(numbers[:2], Code.ROW_ELSEWHERE)
    assert approve_batch(batch, at_desk(site, BOARD), leave=numbers[:2]) == 1
    transaction.commit()
    assert (batch.state, batch.rows.waiting) == (BatchState.PUBLISHED, {})


def test_a_step_is_taken_once(portal, site):
    name, _ = make_batch(portal, site, until="board_review")
    batch = batch_of(site, name)
    seen = batch.revision
    approve_batch(batch, at_desk(site, BOARD), revision=seen)
    transaction.commit()
    for revision in (seen, None, batch.revision):
        with pytest.raises(Conflict) as caught:
            approve_batch(batch, at_desk(site, BOARD), revision=revision)
        assert caught.value.code == Code.BATCH_CHANGED
    assert [entry["kind"] for entry in batch.history].count("approve") == 1


def test_the_signature_needs_name_number_and_date(portal, site):
    name, _ = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    with pytest.raises(Rejected) as caught:
        sign_batch(batch, at_desk(site, HEAD), signatory="", document={"number": "", "date": ""})
    assert {each.field for each in caught.value.problems} == {"signatory"}
    half = {"number": "", "date": "2026-11-20"}
    with pytest.raises(Rejected) as caught:
        sign_batch(batch, at_desk(site, HEAD), signatory="Hoàng Thị Mẫu", document=half)
    assert {each.field for each in caught.value.problems} == {"document.number"}
    assert batch.state == BatchState.SUBMITTED


def test_by_policy_the_signature_publishes_but_for_what_is_flagged(portal, site):
    name, numbers = make_batch(portal, site, until="submitted")
    site["cao-bang"][REGISTER_ID][numbers[0]].flags = ("likely_duplicate",)
    transaction.commit()
    batch = batch_of(site, name)
    sign_batch(batch, at_desk(site, HEAD, policy=HEAD_PUBLISHES), **SIGNATURE)
    transaction.commit()
    assert states(portal, numbers) == dict.fromkeys(numbers, "published") | {
        numbers[0]: "board_review"
    }
    assert batch.state == BatchState.BOARD_REVIEW
    name, numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    sign_batch(batch, at_desk(site, HEAD, policy=HEAD_PUBLISHES), **SIGNATURE)
    assert batch.state == BatchState.PUBLISHED


# Putting it together


def test_all_that_the_feed_left_to_the_board(portal, site):
    rows = make_rows(portal, site, 2, state="board_review", external_id=None)
    fed = []
    for place in range(2):
        fed += make_rows(
            portal, site, 1, state="board_review", external_id=f"caobang:2026:{place}:1"
        )
    with reading(portal.dsn) as cursor:
        found = table.without_batch(cursor, "cao-bang", ["board_review"], limit=10, of_feed=True)
    assert found == fed
    batch = create_batch(site["cao-bang"], at_desk(site, BOARD), numbers=found, source=Source.FEED)
    transaction.commit()
    assert batch.state == BatchState.BOARD_REVIEW
    with reading(portal.dsn) as cursor:
        assert (
            table.without_batch(cursor, "cao-bang", ["board_review"], limit=10, of_feed=True) == []
        )
    assert approve_batch(batch, at_desk(site, BOARD)) == 2
    assert states(portal, rows) == dict.fromkeys(rows, "board_review")


def test_rows_that_do_not_go_together(portal, site):
    drafts = make_rows(portal, site, 2)
    submitted = make_rows(portal, site, 1, state="submitted")
    elsewhere = make_rows(portal, site, 1, province="bac-kan")
    acting = at_desk(site, EDITOR)
    with pytest.raises(BatchRefused) as caught:
        create_batch(site["cao-bang"], acting, numbers=[*drafts, *submitted, *elsewhere])
    assert refused(caught) == dict.fromkeys([*submitted, *elsewhere], Code.ROW_ELSEWHERE)
    with pytest.raises(Rejected):
        create_batch(site["cao-bang"], acting, numbers=[])
    with pytest.raises(NotAllowed):
        create_batch(site["bac-kan"], acting, numbers=elsewhere)
    create_batch(site["cao-bang"], acting, numbers=drafts[:1])
    transaction.commit()
    with pytest.raises(BatchRefused) as caught:
        create_batch(site["cao-bang"], acting, numbers=drafts)
    assert refused(caught) == {drafts[0]: Code.IN_ANOTHER_BATCH}


def test_adding_taking_out_and_dissolving(portal, site):
    name, numbers = make_batch(portal, site)
    more = make_rows(portal, site, 2)
    batch = batch_of(site, name)
    acting = at_desk(site, EDITOR)
    add_rows(batch, acting, more, batch.revision)
    transaction.commit()
    assert sorted(batch.rows.waiting) == sorted([*numbers, *more])
    remove_rows(batch, acting, numbers)
    transaction.commit()
    assert sorted(batch.rows.waiting) == sorted(more)
    # A draft in a batch may still be edited.
    amend(site["cao-bang"][REGISTER_ID][more[0]], acting, {"debtor_address": "Sửa trong đợt"})
    transaction.commit()
    with pytest.raises(Conflict):
        dissolve_batch(batch, acting, batch.revision - 1)
    dissolve_batch(batch, acting, batch.revision)
    transaction.commit()
    assert portal.query("SELECT count(*) FROM thads_batch WHERE id = %s", name) == [(0,)]
    with reading(portal.dsn) as cursor:
        assert table.waiting_in(cursor, more) == {}
    assert set(states(portal, more).values()) == {"draft"}


def test_rows_of_batches_are_checked_and_repaired(portal, site):
    name, numbers = make_batch(portal, site)
    portal.query("DELETE FROM thads_batch_listing WHERE number = %s", numbers[0])
    portal.query("UPDATE thads_batch SET title = 'x' WHERE id = %s", name)
    portal.query(
        "INSERT INTO thads_batch_listing VALUES ('2026-9999999', 'bac-kan', '2026-0099', 'waiting')"
    )
    found = check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)
    assert found.batches == ["bac-kan/2026-0099", f"cao-bang/{name}"]
    connection = psycopg2.connect(portal.dsn)
    with walking(portal.database, SITE_PATH) as walk, connection, connection.cursor() as cursor:
        assert repair(walk, cursor) == 2
    connection.close()
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)
