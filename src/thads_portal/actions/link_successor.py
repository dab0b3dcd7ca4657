"""Link a delegated listing (ủy thác) and the one that follows it at the other agency, both ways.

The successor often appears days after the ending was due, so the link is a step of its own.
"""

from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.context import ActionContext
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EndReason
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected


def link_successor(
    listing: DebtorListing,
    acting: ActionContext,
    *,
    successor: DebtorListing,
    expected: Expected = None,
) -> None:
    """Link `listing`, ended by delegation, to `successor`. Each keeps its own history."""
    checked(Step.LINK_SUCCESSOR, listing, acting, expected=expected)
    check_link(listing, successor, listing.end_reason, acting)
    link(listing, successor, acting)
    steps.take(Step.LINK_SUCCESSOR, listing, acting)


def check_link(
    listing: DebtorListing, successor: DebtorListing, end_reason: str | None, acting: ActionContext
) -> None:
    """Raises Rejected unless `listing`, ending for `end_reason`, may be followed by `successor`."""
    if not acting.may(BY_STEP[Step.LINK_SUCCESSOR].permission, successor):
        raise NotAllowed
    if (
        end_reason != EndReason.DELEGATED
        or successor.id == listing.id
        or listing.successor not in (None, successor.id)
        or successor.predecessor not in (None, listing.id)
    ):
        raise Rejected([Problem(0, None, "successor", Code.BAD_SUCCESSOR)])


def link(listing: DebtorListing, successor: DebtorListing, acting: ActionContext) -> None:
    """Write both ends; the entry and the row of `listing` itself are the caller's."""
    listing.successor = successor.id
    successor.predecessor = listing.id
    steps.take(Step.LINK_SUCCESSOR, successor, acting)
