"""May this step be taken on these listings, by this account, now? Writes nothing.

Every action begins here, for all its listings, before it writes to the first: so a
step over many is refused as a whole, and a refusal leaves no trace.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from thads_portal.actions.context import ActionContext
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.lifecycle import Transition
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import OwnWork
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError
from thads_portal.errors import WrongState


#: One listing, or many that are changed together or not at all.
Listings = DebtorListing | Iterable[DebtorListing]
#: The revision that was looked at: of the one listing, or by public number.
Expected = int | Mapping[str, int] | None

#: Entries whose author has entered something of what is later approved.
_ENTERING = frozenset({EventKind.ISSUED.value, EventKind.REOPENED.value, Step.AMEND.value})
_STATES = tuple(State)
#: What is said where the province's policy does not have the step.
_BY_POLICY = {
    Step.SUBMIT: Code.SIGNATURE_NEEDED,
    Step.SUBMIT_SIGNED: Code.WAITS_FOR_HEAD,
    Step.SIGN_AND_PUBLISH: Code.WAITS_FOR_BOARD,
}


def checked(
    step: Step, listings: Listings, acting: ActionContext, *, expected: Expected = None
) -> tuple[DebtorListing, ...]:
    """The listings, each once, if `step` may be taken on all of them.

    For a single listing raises NotAllowed, OwnWork, Conflict or WrongState. For many
    raises Rejected with a problem for each that is refused; its `line` is the place in
    `listings`, counted from 1.
    """
    transition = BY_STEP[step]
    given = (listings,) if isinstance(listings, DebtorListing) else tuple(listings)
    chosen: dict[str, DebtorListing] = {}
    refused: list[tuple[int, ThadsError]] = []
    for place, listing in enumerate(given, start=1):
        if listing.id in chosen:
            continue
        chosen[listing.id] = listing
        error = refusal(transition, listing, acting, _expected_of(listing, expected))
        if error is not None:
            refused.append((place, error))
    if len(given) == 1 and refused:
        raise refused[0][1]
    if refused:
        raise Rejected(
            Problem(place, None, None, error.code, error.params) for place, error in refused
        )
    return tuple(chosen.values())


def _expected_of(listing: DebtorListing, expected: Expected) -> int | None:
    return expected.get(listing.id) if isinstance(expected, Mapping) else expected


def refusal(
    transition: Transition,
    listing: DebtorListing,
    acting: ActionContext,
    expected: int | None = None,
) -> ThadsError | None:
    """Why `transition` cannot be taken on `listing`, or None."""
    if not acting.may(transition.permission, listing):
        return NotAllowed()
    if expected is not None and expected != listing.revision:
        return Conflict()
    if listing.state not in transition.sources:
        allowed = [state for state in _STATES if state in transition.sources]
        return WrongState(state=listing.state, allowed=allowed)
    if (transition.needs_pending and not listing.pending) or (
        transition.needs_ending and not listing.proposed_ending
    ):
        return Conflict(code=Code.NOTHING_PENDING)
    if acting.policy.signing(listing.province) not in transition.policies:
        return NotAllowed(code=_BY_POLICY[transition.step])
    if transition.unflagged and listing.flags:
        return NotAllowed(code=Code.WAITS_FOR_BOARD)
    if transition.by_sender:
        return _not_to_recall(transition, listing, acting)
    if transition.not_own_work and acting.user_id in entered_by(listing, transition):
        return OwnWork()
    return None


#: Entries that send a listing on to who has it next.
_SENDING = frozenset({Step.SUBMIT, Step.SUBMIT_SIGNED, Step.SIGN, EventKind.REOPENED})
_OF_STEP = {
    Step.RECALL: frozenset({Step.SUBMIT, Step.SUBMIT_SIGNED}),
    Step.RECALL_SIGNATURE: frozenset({Step.SIGN}),
}


def _not_to_recall(
    transition: Transition, listing: DebtorListing, acting: ActionContext
) -> ThadsError | None:
    """Why it is not called back: another sent it, or it went on since, or in a batch."""
    if transition.needs_pending:
        own = tuple(listing.pending["proposed_by"]) == (acting.user_id,)
        return None if own else NotAllowed(code=Code.NOT_SENDER)
    if transition.needs_ending:
        own = listing.proposed_ending["proposed_by"] == acting.user_id
        return None if own else NotAllowed(code=Code.NOT_SENDER)
    # Signed and taken back it waits for the head again, as it was submitted.
    kinds = {Step.SUBMIT.value} if listing.state is State.SUBMITTED else _SENDING
    sent = next((event for event in reversed(listing.history) if event["kind"] in kinds), None)
    own = (
        sent is not None
        and sent["kind"] in _OF_STEP[transition.step]
        and sent["actor"] == acting.user_id
    )
    if not own or sent is None:
        return NotAllowed(code=Code.NOT_SENDER)
    if sent.get("batch") and acting.batch is None:
        return Conflict(code=Code.SENT_IN_BATCH, batch=sent["batch"])
    return None


def entered_by(listing: DebtorListing, transition: Transition) -> set[str]:
    """The accounts that may not approve: whoever entered some of what is approved."""
    people = {listing.created_by or ""}
    if transition.needs_pending:
        people.update(listing.pending["proposed_by"])
    else:
        people.update(event["actor"] for event in listing.history if event["kind"] in _ENTERING)
    return people
