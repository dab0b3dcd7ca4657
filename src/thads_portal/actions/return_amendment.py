"""The editorial board sends a proposed amendment back: what is published stands."""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.differences import differences
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.ledger.settle import ask_again
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document


def return_amendment(
    listings: Listings, acting: ActionContext, *, reason: str | None, expected: Expected = None
) -> None:
    """Drop what waits, with a `reason` for its editor; the history keeps what was proposed."""
    chosen = checked(Step.RETURN_AMENDMENT, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    reason = entry.reason(reason)
    entry.done()
    for listing in chosen:
        pending = listing.pending
        listing.pending = None
        listing.flags = ()
        steps.take(
            Step.RETURN_AMENDMENT,
            listing,
            acting,
            document=Document(pending["document_number"], pending["document_date"]),
            changes=differences(listing, pending["changes"]),
            due_on=acting.due_on(EventKind.AMENDED, pending["occurred_on"]),
            comment=reason,
        )
        ask_again(listing, acting, pending)
