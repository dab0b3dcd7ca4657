"""A listing's life as a table: its states, the steps between them, who may take each.

The actions, the desks and the documentation read this table; a step that is not in
it cannot be taken by hand (what the feed does is planned in ``changes.py``). A row
added here without a permission would let nobody or everybody through, so a test walks
the whole table.

    draft ──submit──► submitted ──sign──► board_review ──approve──► published ──end──► ended
      ▲                   │                    │                        │                │
      └────── returned ◄──┴──────return────────┘        (amendments wait as pending)  reopen

By the province's policy (``signing.py``) a signature may publish, or an editor enters one that
was given on paper and leads from draft to board_review at once.
"""

from dataclasses import dataclass
from enum import StrEnum
from thads_portal.domain.codes import State
from thads_portal.domain.signing import Signing


class Permission(StrEnum):
    """Who may take a step; granted to roles in the profile's rolemap."""

    CREATE = "THADS: Create listings"
    SUBMIT = "THADS: Submit listings"
    SIGN = "THADS: Sign listings"
    APPROVE = "THADS: Approve listings"
    PROPOSE = "THADS: Propose amendments and endings"
    FEED = "THADS: Feed listings"


class Step(StrEnum):
    """What is done to a listing. The names of the actions' modules follow these."""

    CREATE = "create"
    SUBMIT = "submit"
    SUBMIT_SIGNED = "submit_signed"
    SIGN = "sign"
    SIGN_AND_PUBLISH = "sign_and_publish"
    RECALL = "recall"
    RECALL_SIGNATURE = "recall_signature"
    RECALL_AMENDMENT = "recall_amendment"
    RECALL_ENDING = "recall_ending"
    RETURN_UNSIGNED = "return_unsigned"
    RETURN = "return"
    APPROVE = "approve"
    AMEND = "amend"
    PROPOSE_AMENDMENT = "propose_amendment"
    APPROVE_AMENDMENT = "approve_amendment"
    RETURN_AMENDMENT = "return_amendment"
    PROPOSE_ENDING = "propose_ending"
    RETURN_ENDING = "return_ending"
    END = "end"
    LINK_SUCCESSOR = "link_successor"
    REOPEN = "reopen"
    DISCARD = "discard"
    SEE_ENDING = "see_ending"
    MARK_TRACK = "mark_track"
    COMMUNE_POSTED = "commune_posted"
    DELEGATE = "delegate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row: `step` leads from one of `sources` (empty: it makes the listing) to `target`.

    `target` None leaves the state (or, for discard, the listing goes). `needs_reason`: in
    words; `needs_end_reason`: one of the codes of ``EndReason``. `needs_pending`: an
    amendment must be waiting; `needs_ending`: a proposed ending must. `not_own_work`:
    refused to whoever entered what is approved. `policies`: only where the province's policy
    is one of these. `unflagged`: not while a flag wants the board.
    """

    step: Step
    sources: frozenset[State]
    target: State | None
    permission: Permission
    needs_reason: bool = False
    needs_end_reason: bool = False
    needs_document: bool = False
    needs_pending: bool = False
    needs_ending: bool = False
    not_own_work: bool = False
    policies: frozenset[Signing] = frozenset(Signing)
    unflagged: bool = False
    #: Only by who sent it on, until somebody has taken the next step.
    by_sender: bool = False

    @property
    def by_policy(self) -> bool:
        """Whether the step can be taken in some provinces only."""
        return self.policies != frozenset(Signing)


#: Not visible to the public and not ended: fields may be changed at once.
UNPUBLISHED = frozenset({State.DRAFT, State.SUBMITTED, State.BOARD_REVIEW, State.RETURNED})
#: With the editor who entered it.
WITH_EDITOR = frozenset({State.DRAFT, State.RETURNED})
#: From where a listing may end.
LIVE = UNPUBLISHED | {State.PUBLISHED}

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        step=Step.CREATE, sources=frozenset(), target=State.DRAFT, permission=Permission.CREATE
    ),
    Transition(step=Step.AMEND, sources=WITH_EDITOR, target=None, permission=Permission.PROPOSE),
    Transition(
        step=Step.SUBMIT,
        sources=WITH_EDITOR,
        target=State.SUBMITTED,
        permission=Permission.SUBMIT,
        policies=frozenset({Signing.HEAD_THEN_BOARD, Signing.HEAD_ALONE}),
    ),
    # Also what was submitted before the policy changed, or it would wait for nobody.
    Transition(
        step=Step.SUBMIT_SIGNED,
        sources=WITH_EDITOR | {State.SUBMITTED},
        target=State.BOARD_REVIEW,
        permission=Permission.SUBMIT,
        needs_document=True,
        policies=frozenset({Signing.BOARD_ALONE}),
    ),
    Transition(
        step=Step.SIGN,
        sources=frozenset({State.SUBMITTED}),
        target=State.BOARD_REVIEW,
        permission=Permission.SIGN,
        needs_document=True,
    ),
    Transition(
        step=Step.SIGN_AND_PUBLISH,
        sources=frozenset({State.SUBMITTED}),
        target=State.PUBLISHED,
        permission=Permission.SIGN,
        needs_document=True,
        not_own_work=True,
        policies=frozenset({Signing.HEAD_ALONE}),
        unflagged=True,
    ),
    # Called back (rút lại): before the head has signed, or the board has decided.
    Transition(
        step=Step.RECALL,
        sources=frozenset({State.SUBMITTED, State.BOARD_REVIEW}),
        target=State.DRAFT,
        permission=Permission.SUBMIT,
        by_sender=True,
    ),
    Transition(
        step=Step.RECALL_SIGNATURE,
        sources=frozenset({State.BOARD_REVIEW}),
        target=State.SUBMITTED,
        permission=Permission.SIGN,
        by_sender=True,
    ),
    Transition(
        step=Step.RECALL_AMENDMENT,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.PROPOSE,
        needs_pending=True,
        by_sender=True,
    ),
    Transition(
        step=Step.RECALL_ENDING,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.PROPOSE,
        needs_ending=True,
        by_sender=True,
    ),
    Transition(
        step=Step.RETURN_UNSIGNED,
        sources=frozenset({State.SUBMITTED}),
        target=State.RETURNED,
        permission=Permission.SIGN,
        needs_reason=True,
    ),
    Transition(
        step=Step.RETURN,
        sources=frozenset({State.BOARD_REVIEW}),
        target=State.RETURNED,
        permission=Permission.APPROVE,
        needs_reason=True,
    ),
    Transition(
        step=Step.APPROVE,
        sources=frozenset({State.BOARD_REVIEW}),
        target=State.PUBLISHED,
        permission=Permission.APPROVE,
        not_own_work=True,
    ),
    Transition(
        step=Step.PROPOSE_AMENDMENT,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.PROPOSE,
        needs_document=True,
    ),
    Transition(
        step=Step.APPROVE_AMENDMENT,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.APPROVE,
        needs_pending=True,
        not_own_work=True,
    ),
    Transition(
        step=Step.RETURN_AMENDMENT,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.APPROVE,
        needs_reason=True,
        needs_pending=True,
    ),
    Transition(
        step=Step.PROPOSE_ENDING,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.PROPOSE,
        needs_end_reason=True,
        needs_document=True,
    ),
    Transition(
        step=Step.RETURN_ENDING,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.APPROVE,
        needs_reason=True,
        needs_ending=True,
    ),
    Transition(
        step=Step.END,
        sources=LIVE,
        target=State.ENDED,
        permission=Permission.APPROVE,
        needs_end_reason=True,
        needs_document=True,
    ),
    Transition(
        step=Step.LINK_SUCCESSOR,
        sources=frozenset({State.ENDED}),
        target=None,
        permission=Permission.APPROVE,
    ),
    Transition(
        step=Step.REOPEN,
        sources=frozenset({State.ENDED}),
        target=State.BOARD_REVIEW,
        permission=Permission.PROPOSE,
        needs_reason=True,
        needs_document=True,
    ),
    # The case system ended it at once; the board has looked at it.
    Transition(
        step=Step.SEE_ENDING,
        sources=frozenset({State.ENDED}),
        target=None,
        permission=Permission.APPROVE,
    ),
    # Two years without news: a separate register, or the request returned; it stays published.
    Transition(
        step=Step.MARK_TRACK,
        sources=frozenset({State.PUBLISHED}),
        target=None,
        permission=Permission.PROPOSE,
        needs_document=True,
    ),
    # Also of what has ended: that it was sent may be recorded late, and is still owed.
    Transition(
        step=Step.COMMUNE_POSTED,
        sources=LIVE | {State.ENDED},
        target=None,
        permission=Permission.PROPOSE,
    ),
    # Makes the draft at the other agency that follows a delegated listing.
    Transition(
        step=Step.DELEGATE,
        sources=frozenset({State.ENDED}),
        target=None,
        permission=Permission.APPROVE,
    ),
    # Never submitted, so nobody else has seen it: deleted, its number is a gap.
    Transition(
        step=Step.DISCARD,
        sources=frozenset({State.DRAFT}),
        target=None,
        permission=Permission.CREATE,
    ),
)

BY_STEP: dict[Step, Transition] = {each.step: each for each in TRANSITIONS}


def steps_from(
    state: State, *, pending: bool = False, ending: bool = False
) -> tuple[Transition, ...]:
    """The steps that start in `state`.

    Those about an amendment or a proposed ending only where one waits.
    """
    return tuple(
        each
        for each in TRANSITIONS
        if state in each.sources
        and (pending or not each.needs_pending)
        and (ending or not each.needs_ending)
    )
