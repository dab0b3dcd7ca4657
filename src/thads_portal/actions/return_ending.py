"""The editorial board sends a proposed ending back: the listing stays published."""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.ledger.settle import ask_again
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document


def return_ending(
    listings: Listings, acting: ActionContext, *, reason: str | None, expected: Expected = None
) -> None:
    """Drop the proposal, with a `reason` for its editor; the history keeps it."""
    chosen = checked(Step.RETURN_ENDING, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    reason = entry.reason(reason)
    entry.done()
    for listing in chosen:
        proposed = listing.proposed_ending
        listing.proposed_ending = None
        why = EndReason(proposed["end_reason"])
        steps.take(
            Step.RETURN_ENDING,
            listing,
            acting,
            document=Document(proposed["document_number"], proposed["document_date"]),
            end_reason=why,
            due_on=acting.due_on(EventKind.ENDED, proposed["occurred_on"], why),
            comment=reason,
        )
        ask_again(listing, acting, proposed)
