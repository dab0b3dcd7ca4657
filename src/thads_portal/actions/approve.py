"""The editorial board approves: listings become visible to the public."""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.domain.lifecycle import Step


def approve(
    listings: Listings,
    acting: ActionContext,
    *,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """Publish `listings`. What they were flagged for has been looked at: the flags go.

    Raises as ``checks.checked`` does; OwnWork for whoever entered the listing.
    """
    chosen = checked(Step.APPROVE, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    comment = entry.text("comment", comment)
    entry.done()
    for listing in chosen:
        if listing.flags:
            listing.flags = ()
        steps.take(
            Step.APPROVE,
            listing,
            acting,
            comment=comment,
            due_on=acting.publication_due_on(listing),
        )
