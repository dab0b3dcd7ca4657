"""Call back (rút lại) what one sent on oneself, as long as nobody has taken the next step.

A listing goes back to who had it before: to its editor, or unsigned to the head. A proposal leaves
what is published as it is. The record keeps both, the sending and the recall.
"""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.ledger.settle import ask_again
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document


_RETURNED = frozenset({Step.RETURN.value, Step.RETURN_UNSIGNED.value})


def recall(
    listings: Listings,
    acting: ActionContext,
    *,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """Back to the editor who submitted them. Raises as ``checks.checked`` does.

    NotAllowed (not_sender) for who did not send it, also once the head has signed; Conflict
    (sent_in_batch) for what was sent in a batch, which is called back as a whole.
    """
    _recall(Step.RECALL, listings, acting, comment, expected)


def recall_signature(
    listings: Listings,
    acting: ActionContext,
    *,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """The head takes their signature back; it waits for one again. Raises as ``recall`` does."""
    _recall(Step.RECALL_SIGNATURE, listings, acting, comment, expected)


def _recall(
    step: Step, listings: Listings, acting: ActionContext, comment: str | None, expected: Expected
) -> None:
    chosen = checked(step, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    comment = entry.text("comment", comment)
    entry.done()
    for listing in chosen:
        # What was returned or public before is no draft that might be discarded.
        back = State.RETURNED if step is Step.RECALL and _was_seen(listing) else None
        steps.take(
            step,
            listing,
            acting,
            comment=comment,
            due_on=acting.publication_due_on(listing),
            target=back,
        )


def _was_seen(listing: DebtorListing) -> bool:
    return listing.first_published is not None or any(
        event["kind"] in _RETURNED for event in listing.history
    )


def recall_amendment(
    listings: Listings, acting: ActionContext, *, expected: Expected = None
) -> None:
    """Drop the amendment that waits, of which all is one's own proposal."""
    for listing in checked(Step.RECALL_AMENDMENT, listings, acting, expected=expected):
        pending = listing.pending
        listing.pending = None
        listing.flags = ()
        steps.take(
            Step.RECALL_AMENDMENT,
            listing,
            acting,
            document=Document(pending["document_number"], pending["document_date"]),
            due_on=acting.due_on(EventKind.AMENDED, pending["occurred_on"]),
        )
        ask_again(listing, acting, pending)


def recall_ending(listings: Listings, acting: ActionContext, *, expected: Expected = None) -> None:
    """Drop the ending that waits and was proposed by oneself."""
    for listing in checked(Step.RECALL_ENDING, listings, acting, expected=expected):
        ending = listing.proposed_ending
        listing.proposed_ending = None
        steps.take(
            Step.RECALL_ENDING,
            listing,
            acting,
            document=Document(ending["document_number"], ending["document_date"]),
        )
        ask_again(listing, acting, ending)
