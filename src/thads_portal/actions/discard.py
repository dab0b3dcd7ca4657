"""Delete drafts that were never submitted; nobody but their editors has seen them."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.recording import Recorded
from thads_portal.register.record import note


def discard(listings: Listings, acting: ActionContext, *, expected: Expected = None) -> None:
    """Remove the objects and their rows. Their numbers are never given again."""
    for listing in checked(Step.DISCARD, listings, acting, expected=expected):
        note(
            listing,
            Recorded.DISCARD,
            actor=acting.user_id,
            at=acting.when,
            listing=listing.id,
            province=listing.province,
        )
        # Stored once more, so that another step of the same moment meets this one and is repeated.
        listing._p_changed = True
        aq_parent(aq_inner(listing))._delObject(listing.id)
