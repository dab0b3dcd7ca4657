"""Send drafts and returned listings to the head of the agency for signature."""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.domain.lifecycle import Step


def submit(
    listings: Listings,
    acting: ActionContext,
    *,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """Raises as ``checks.checked`` does."""
    chosen = checked(Step.SUBMIT, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    comment = entry.text("comment", comment)
    entry.done()
    for listing in chosen:
        steps.take(
            Step.SUBMIT,
            listing,
            acting,
            comment=comment,
            due_on=acting.publication_due_on(listing),
        )
