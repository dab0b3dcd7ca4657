"""Calling back (rút lại): by who sent it, until the next step; two people on one item at once."""

from tests.support.batches import batch_of
from tests.support.batches import make_batch
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import make_colleagues
from tests.support.desk import SIGNED_ON_PAPER
from tests.support.desk import STEPS
from tests.support.desk import values_of
from thads_portal.actions.batch_approve import approve_batch
from thads_portal.actions.batch_recall import recall_batch
from thads_portal.actions.batch_recall import recall_step
from thads_portal.actions.batch_return import return_rows
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.recall import recall
from thads_portal.actions.recall import recall_amendment
from thads_portal.actions.recall import recall_ending
from thads_portal.actions.recall import recall_signature
from thads_portal.actions.sign import sign
from thads_portal.actions.sign import submit_signed
from thads_portal.actions.submit import submit
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import ThadsError
from thads_portal.testing import make_listing

import pytest
import transaction


SIGNATURE = {"signatory": "Hoàng Thị Mẫu", "document": DOCUMENT}


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


def entered(portal, site, state=State.DRAFT, **fields):
    return make_listing(portal, site, state=state, **{"created_by": EDITOR, **fields})


def not_sender(call, listing, acting):
    before = values_of(listing)
    with pytest.raises(NotAllowed) as caught:
        call(listing, acting)
    assert caught.value.code is Code.NOT_SENDER
    assert values_of(listing) == before


def test_the_editor_who_submitted_calls_back_until_the_head_has_signed(portal, site):
    listing = entered(portal, site)
    submit(listing, at_desk(site, EDITOR))
    not_sender(recall, listing, at_desk(site, "bien-tap-hai"))
    recall(listing, at_desk(site, EDITOR), comment="Gửi nhầm")
    assert listing.state is State.DRAFT
    assert [each["kind"] for each in listing.history[-2:]] == ["submit", "recall"]
    assert listing.history[-1]["comment"] == "Gửi nhầm"
    submit(listing, at_desk(site, EDITOR))
    sign(listing, at_desk(site, HEAD), document=DOCUMENT)
    not_sender(recall, listing, at_desk(site, EDITOR))
    # The head takes the signature back; then the editor may call it back again.
    not_sender(recall_signature, listing, at_desk(site, "kiem-nhiem"))
    recall_signature(listing, at_desk(site, HEAD))
    assert listing.state is State.SUBMITTED
    recall(listing, at_desk(site, EDITOR))
    assert listing.state is State.DRAFT


def test_what_was_seen_before_does_not_become_a_draft_to_be_discarded(portal, site):
    listing = entered(portal, site, State.SUBMITTED)
    STEPS[Step.RETURN_UNSIGNED](listing, at_desk(site, HEAD))
    submit(listing, at_desk(site, EDITOR))
    recall(listing, at_desk(site, EDITOR))
    assert listing.state is State.RETURNED


def test_what_was_signed_on_paper_comes_back_to_its_editor(portal, site):
    listing = entered(portal, site)
    submit_signed(listing, at_desk(site, EDITOR, policy=SIGNED_ON_PAPER), **SIGNATURE)
    not_sender(recall_signature, listing, at_desk(site, HEAD))
    recall(listing, at_desk(site, EDITOR))
    assert listing.state is State.DRAFT
    # The board has decided: nothing is called back.
    submit_signed(listing, at_desk(site, EDITOR, policy=SIGNED_ON_PAPER), **SIGNATURE)
    STEPS[Step.APPROVE](listing, at_desk(site, BOARD))
    with pytest.raises(ThadsError):
        recall(listing, at_desk(site, EDITOR))
    assert listing.state is State.PUBLISHED


def test_a_reopening_is_not_called_back_as_if_it_were_a_first_listing(portal, site):
    listing = entered(portal, site, State.ENDED)
    STEPS[Step.REOPEN](listing, at_desk(site, EDITOR))
    not_sender(recall, listing, at_desk(site, EDITOR))


def test_proposals_are_called_back_by_who_made_all_of_them(portal, site):
    listing = entered(portal, site, State.PUBLISHED)
    STEPS[Step.PROPOSE_AMENDMENT](listing, at_desk(site, EDITOR))
    recall_amendment(listing, at_desk(site, EDITOR))
    assert listing.pending is None and "phường Hợp Giang" in listing.debtor_address
    STEPS[Step.PROPOSE_AMENDMENT](listing, at_desk(site, EDITOR))
    changes = {"judgment_body": "Tòa án khác"}
    propose_amendment(listing, at_desk(site, "bien-tap-hai"), changes, document=DOCUMENT)
    for name in (EDITOR, "bien-tap-hai"):
        not_sender(recall_amendment, listing, at_desk(site, name))
    STEPS[Step.PROPOSE_ENDING](listing, at_desk(site, EDITOR))
    not_sender(recall_ending, listing, at_desk(site, "bien-tap-hai"))
    recall_ending(listing, at_desk(site, EDITOR))
    assert listing.proposed_ending is None and listing.pending


#: From a state: the steps that somebody may take there by hand, with their person.
PAIRS = {
    State.SUBMITTED: ((Step.RECALL, EDITOR), (Step.SIGN, HEAD), (Step.RETURN_UNSIGNED, HEAD)),
    State.BOARD_REVIEW: (
        (Step.RECALL_SIGNATURE, HEAD),
        (Step.APPROVE, BOARD),
        (Step.RETURN, BOARD),
        (Step.END, BOARD),
    ),
    State.PUBLISHED: (
        (Step.RECALL_AMENDMENT, EDITOR),
        (Step.APPROVE_AMENDMENT, BOARD),
        (Step.RETURN_AMENDMENT, BOARD),
        (Step.PROPOSE_AMENDMENT, EDITOR),
        (Step.END, BOARD),
    ),
}
BOTH = [(state, one, two) for state, steps in PAIRS.items() for one in steps for two in steps]


@pytest.mark.parametrize(
    ("state", "first", "second"),
    BOTH,
    ids=lambda each: each[0] if isinstance(each, tuple) else each,
)
def test_two_people_at_once_the_second_is_refused(portal, site, state, first, second):
    """Both looked at the same revision: whoever comes second writes nothing over the first."""
    listing = entered(portal, site)
    if state is State.PUBLISHED:
        listing = entered(portal, site, State.PUBLISHED)
        STEPS[Step.PROPOSE_AMENDMENT](listing, at_desk(site, EDITOR))
    else:
        submit(listing, at_desk(site, EDITOR))
        if state is State.BOARD_REVIEW:
            sign(listing, at_desk(site, HEAD), document=DOCUMENT)
    seen = listing.revision
    STEPS[first[0]](listing, at_desk(site, first[1]), expected=seen)
    before = values_of(listing)
    with pytest.raises(Conflict):
        STEPS[second[0]](listing, at_desk(site, second[1]), expected=seen)
    assert values_of(listing) == before


# Batches


def test_a_batch_is_called_back_as_a_whole_by_who_sent_it(portal, site):
    name, numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    register = site["cao-bang"][REGISTER_ID]
    with pytest.raises(Conflict) as caught:
        recall(register[numbers[0]], at_desk(site, EDITOR))
    assert caught.value.code is Code.SENT_IN_BATCH and caught.value.params["batch"] == name
    for person in ("bien-tap-hai", HEAD):
        with pytest.raises(NotAllowed):
            recall_batch(batch, at_desk(site, person))
    assert recall_batch(batch, at_desk(site, EDITOR), comment="Thiếu một mục") == 3
    assert batch.state == "draft" and batch.history[-1]["kind"] == "recall"
    assert {register[number].state for number in numbers} == {State.DRAFT}
    # It is sent again as if nothing had been.
    from_here = at_desk(site, EDITOR)
    assert recall_step(batch, from_here) is None


def test_a_signed_batch_goes_back_to_the_head_then_to_its_editor(portal, site):
    name, _numbers = make_batch(portal, site, until="board_review")
    batch = batch_of(site, name)
    assert recall_step(batch, at_desk(site, EDITOR)) is None
    assert recall_step(batch, at_desk(site, HEAD)) is BatchStep.RECALL_SIGNATURE
    assert recall_batch(batch, at_desk(site, HEAD)) == 3
    assert batch.state == "submitted"
    assert recall_step(batch, at_desk(site, EDITOR)) is BatchStep.RECALL
    sign_batch(batch, at_desk(site, HEAD), **SIGNATURE)
    approve_batch(batch, at_desk(site, BOARD))
    assert recall_step(batch, at_desk(site, HEAD)) is None
    with pytest.raises(NotAllowed):
        recall_batch(batch, at_desk(site, HEAD))


def test_once_a_row_was_returned_the_batch_is_not_called_back(portal, site):
    name, numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    return_rows(batch, at_desk(site, HEAD), {numbers[0]: "Thiếu quyết định"})
    with pytest.raises(NotAllowed) as caught:
        recall_batch(batch, at_desk(site, EDITOR))
    assert caught.value.code is Code.NOT_SENDER


def test_a_page_of_before_calls_nothing_back(portal, site):
    name, _numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    seen = batch.revision
    sign_batch(batch, at_desk(site, HEAD), **SIGNATURE)
    with pytest.raises(NotAllowed):
        recall_batch(batch, at_desk(site, EDITOR), revision=seen)
    assert batch.state == "board_review"
