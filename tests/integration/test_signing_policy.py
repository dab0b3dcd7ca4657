"""Who signs and approves by the policy of a province: a single listing, a batch, a change of it."""

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
from tests.support.desk import SIGNED_ON_PAPER
from thads_portal.actions.approve import approve
from thads_portal.actions.batch_approve import approve_batch
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.batch_submit import submit_signed_batch
from thads_portal.actions.batch_take import Order
from thads_portal.actions.batch_take import take
from thads_portal.actions.set_province_policy import set_province_policy
from thads_portal.actions.sign import sign
from thads_portal.actions.sign import sign_and_publish
from thads_portal.actions.sign import sign_by_policy
from thads_portal.actions.sign import submit_signed
from thads_portal.actions.submit import submit
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.codes import State
from thads_portal.domain.signing import Signing
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import OwnWork
from thads_portal.errors import Rejected
from thads_portal.register.check import check
from thads_portal.security.province_policy import province_policy
from thads_portal.security.province_policy import ProvincePolicy
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH

import pytest
import transaction


BOTH = ProvincePolicy()
NAME = "Hoàng Thị Mẫu"


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


def draft(portal, site):
    return make_listing(portal, site, state=State.DRAFT, created_by=EDITOR)


def refused(step, *args, **more):
    with pytest.raises(NotAllowed) as caught:
        step(*args, **more)
    return caught.value.code


def test_a_policy_named_twice_is_both_steps():
    here = frozenset({"cao-bang"})
    both = ProvincePolicy(head_publishes=here, board_alone=here)
    assert both.signing("cao-bang") is Signing.HEAD_THEN_BOARD
    assert HEAD_PUBLISHES.signing("cao-bang") is Signing.HEAD_ALONE
    assert SIGNED_ON_PAPER.signing("cao-bang") is Signing.BOARD_ALONE
    assert SIGNED_ON_PAPER.signing("bac-kan") is Signing.HEAD_THEN_BOARD


# One listing


def test_head_then_board(portal, site):
    listing = draft(portal, site)
    acting = at_desk(site, EDITOR, policy=BOTH)
    code = refused(submit_signed, listing, acting, document=DOCUMENT, signatory=NAME)
    assert code is Code.WAITS_FOR_HEAD
    submit(listing, acting)
    head = at_desk(site, HEAD, policy=BOTH)
    assert refused(sign_and_publish, listing, head, document=DOCUMENT) is Code.WAITS_FOR_BOARD
    assert sign_by_policy(listing, head, document=DOCUMENT, signatory=NAME) == ()
    assert listing.state is State.BOARD_REVIEW
    approve(listing, at_desk(site, BOARD, policy=BOTH))
    assert listing.state is State.PUBLISHED


def test_head_alone(portal, site):
    listing = draft(portal, site)
    submit(listing, at_desk(site, EDITOR, policy=HEAD_PUBLISHES))
    head = at_desk(site, HEAD, policy=HEAD_PUBLISHES)
    assert sign_by_policy(listing, head, document=DOCUMENT, signatory=NAME) == (listing.id,)
    assert listing.state is State.PUBLISHED
    assert listing.history[-1]["signatory"] == NAME


def test_board_alone_has_the_signature_in_the_record(portal, site):
    listing = draft(portal, site)
    acting = at_desk(site, EDITOR, policy=SIGNED_ON_PAPER)
    assert refused(submit, listing, acting) is Code.SIGNATURE_NEEDED
    with pytest.raises(Rejected) as caught:
        submit_signed(listing, acting, document={"number": "", "date": ""}, signatory=" ")
    # Without number and date it is signed under the decision that it names.
    assert {each.field for each in caught.value.problems} == {"signatory"}
    with pytest.raises(Rejected) as caught:
        submit_signed(listing, acting, document={"number": "1/QĐ", "date": ""}, signatory=" ")
    assert {each.field for each in caught.value.problems} == {"signatory", "document.date"}
    assert (listing.state, len(listing.history)) == (State.DRAFT, 0)
    submit_signed(listing, acting, document=DOCUMENT, signatory=NAME)
    entry = listing.history[-1]
    assert (entry["kind"], entry["actor"], entry["signatory"]) == ("submit_signed", EDITOR, NAME)
    assert entry["document_number"] == DOCUMENT["number"]
    assert str(entry["document_date"]) == DOCUMENT["date"]
    assert entry["due_on"] is not None
    assert listing.state is State.BOARD_REVIEW
    approve(listing, at_desk(site, BOARD, policy=SIGNED_ON_PAPER))
    assert listing.state is State.PUBLISHED


@pytest.mark.parametrize("policy", [BOTH, HEAD_PUBLISHES, SIGNED_ON_PAPER])
def test_four_eyes_under_each_policy(portal, site, policy):
    """Somebody of all three groups enters, submits and signs, and does not publish it."""
    whole = at_desk(site, "kiem-nhiem", policy=policy)
    listing = make_listing(portal, site, state=State.DRAFT, created_by="kiem-nhiem")
    if policy is SIGNED_ON_PAPER:
        submit_signed(listing, whole, document=DOCUMENT, signatory=NAME)
    else:
        submit(listing, whole)
        assert sign_by_policy(listing, whole, document=DOCUMENT, signatory=NAME) == ()
    assert listing.state is State.BOARD_REVIEW
    with pytest.raises(OwnWork):
        approve(listing, whole)


def test_what_was_submitted_before_the_policy_changed_waits_for_nobody(portal, site):
    first, second = draft(portal, site), draft(portal, site)
    submit([first, second], at_desk(site, EDITOR, policy=BOTH))
    acting = at_desk(site, EDITOR, policy=SIGNED_ON_PAPER)
    submit_signed(first, acting, document=DOCUMENT, signatory=NAME)
    assert first.state is State.BOARD_REVIEW
    # There is a head with an account after all.
    sign(second, at_desk(site, HEAD, policy=SIGNED_ON_PAPER), document=DOCUMENT, signatory=NAME)
    assert second.state is State.BOARD_REVIEW


# A batch


def test_a_batch_that_is_signed_on_paper(portal, site):
    name, numbers = make_batch(portal, site)
    batch = batch_of(site, name)
    acting = at_desk(site, EDITOR, policy=SIGNED_ON_PAPER)
    with pytest.raises(BatchRefused) as caught:
        submit_batch(batch, acting)
    assert {each.code for each in caught.value.problems} == {Code.SIGNATURE_NEEDED}
    with pytest.raises(Rejected) as caught:
        submit_signed_batch(batch, acting, signatory="", document={})
    assert "signatory" in {each.field for each in caught.value.problems}
    assert submit_signed_batch(batch, acting, **SIGNATURE) == 3
    transaction.commit()
    assert batch.state == BatchState.BOARD_REVIEW
    noted = batch.history[-1]
    assert (noted["signed_by"], noted["document_number"]) == (NAME, DOCUMENT["number"])
    assert approve_batch(batch, at_desk(site, BOARD, policy=SIGNED_ON_PAPER)) == 3
    transaction.commit()
    assert batch.state == BatchState.PUBLISHED
    rows = portal.query("SELECT DISTINCT state FROM thads_listing WHERE number = ANY(%s)", numbers)
    assert rows == [("published",)]
    recorded = portal.query(
        "SELECT actor, details->>'document' FROM thads_record"
        " WHERE action = 'batch_submitted' AND about = %s", name
    )  # fmt: skip
    assert recorded == [(EDITOR, DOCUMENT["number"])]
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_a_submitted_batch_goes_on_when_the_head_signs_on_paper(portal, site):
    name, _numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    acting = at_desk(site, EDITOR, policy=SIGNED_ON_PAPER)
    assert submit_signed_batch(batch, acting, **SIGNATURE) == 3
    assert batch.state == BatchState.BOARD_REVIEW


def test_a_batch_that_the_head_publishes(portal, site):
    numbers = make_rows(portal, site, 2)
    acting = at_desk(site, EDITOR, policy=HEAD_PUBLISHES)
    batch = create_batch(site["cao-bang"], acting, numbers=numbers)
    submit_batch(batch, acting)
    transaction.commit()
    sign_batch(batch, at_desk(site, HEAD, policy=HEAD_PUBLISHES), **SIGNATURE)
    assert batch.state == BatchState.PUBLISHED


def test_a_large_batch_is_asked_for_its_signature_before_the_job(portal, site):
    name, _numbers = make_batch(portal, site)
    batch = batch_of(site, name)
    acting = at_desk(site, EDITOR, policy=SIGNED_ON_PAPER)
    order = Order(step=BatchStep.SUBMIT_SIGNED, document={"number": "1", "date": ""})
    with pytest.raises(Rejected) as caught:
        take(batch, acting, order, large=1)
    assert {each.field for each in caught.value.problems} == {"signatory", "document.date"}
    assert not batch.job


# Setting it


@pytest.mark.parametrize("role", [EDITOR, HEAD, BOARD, "kiem-tra"])
def test_only_administrators_set_it(site, role):
    acting = at_desk(site, role)
    with pytest.raises(NotAllowed):
        set_province_policy(site["cao-bang"], acting, signing=Signing.HEAD_ALONE, trusted=True)
    assert province_policy() == ProvincePolicy()


def test_it_is_recorded_and_each_of_the_three_takes_the_place_of_the_others(portal, site):
    for signing in (Signing.HEAD_ALONE, Signing.BOARD_ALONE, Signing.HEAD_THEN_BOARD):
        acting = at_desk(site, "quan-tri")
        trusted = signing is Signing.BOARD_ALONE
        assert set_province_policy(site["cao-bang"], acting, signing=signing, trusted=trusted)
        assert not set_province_policy(site["cao-bang"], acting, signing=signing, trusted=trusted)
        transaction.commit()
        policy = province_policy()
        assert policy.signing("cao-bang") is signing
        assert policy.trusted == ({"cao-bang"} if trusted else set())
    assert portal.query(
        "SELECT actor, province, details->>'signing' FROM thads_record"
        " WHERE action = 'settings_changed' ORDER BY id"
    ) == [
        ("quan-tri", "cao-bang", each) for each in ("head_alone", "board_alone", "head_then_board")
    ]
