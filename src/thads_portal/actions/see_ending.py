"""The board has looked at endings that the case system reported (they were applied at once)."""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.domain.lifecycle import Step


def see_ending(listings: Listings, acting: ActionContext, *, expected: Expected = None) -> None:
    """They leave the board's desk. Who sees an error reopens the listing instead."""
    for listing in checked(Step.SEE_ENDING, listings, acting, expected=expected):
        steps.take(Step.SEE_ENDING, listing, acting)
