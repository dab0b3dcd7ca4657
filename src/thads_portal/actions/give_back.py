"""Give a listing back to its editor with a reason (trả lại): by the head, or by the board."""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.domain.lifecycle import Step


def return_unsigned(
    listings: Listings, acting: ActionContext, *, reason: str | None, expected: Expected = None
) -> None:
    """The head of the agency does not sign."""
    _give_back(Step.RETURN_UNSIGNED, listings, acting, reason, expected)


def return_listing(
    listings: Listings, acting: ActionContext, *, reason: str | None, expected: Expected = None
) -> None:
    """The editorial board does not approve. What it was flagged for stays flagged."""
    _give_back(Step.RETURN, listings, acting, reason, expected)


def _give_back(
    step: Step, listings: Listings, acting: ActionContext, reason: str | None, expected: Expected
) -> None:
    chosen = checked(step, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    reason = entry.reason(reason)
    entry.done()
    for listing in chosen:
        steps.take(step, listing, acting, comment=reason, due_on=acting.publication_due_on(listing))
