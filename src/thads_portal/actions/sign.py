"""The head of the agency signs (thủ trưởng ký): to the board, or published by policy.

The head answers by law for what is published, so the record names the account, the
decision's number and its date.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions import steps
from thads_portal.actions.acting import Acting
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.checks import refusal
from thads_portal.actions.entry import Entry
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document
from typing import Any


#: ``{"number", "date"}`` as a form sends it, or the record itself.
Act = Document | Mapping[str, Any] | None


def sign(
    listings: Listings,
    acting: Acting,
    *,
    document: Act,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """Sign and hand on to the editorial board. `document` is the head's decision."""
    chosen = checked(Step.SIGN, listings, acting, expected=expected)
    document, comment = _read(acting, document, comment)
    _take(Step.SIGN, chosen, acting, document, comment)


def sign_and_publish(
    listings: Listings,
    acting: Acting,
    *,
    document: Act,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """Sign and publish, where the province's policy lets the head publish.

    Raises NotAllowed (waits_for_board) where it does not, or where a flag wants the
    board; OwnWork if the head entered it.
    """
    chosen = checked(Step.SIGN_AND_PUBLISH, listings, acting, expected=expected)
    document, comment = _read(acting, document, comment)
    _take(Step.SIGN_AND_PUBLISH, chosen, acting, document, comment)


def sign_by_policy(
    listings: Listings,
    acting: Acting,
    *,
    document: Act,
    comment: str | None = None,
    expected: Expected = None,
) -> tuple[str, ...]:
    """Sign all; publish those the head may publish and hand the others to the board.

    Returns the numbers of those that are published.
    """
    chosen = checked(Step.SIGN, listings, acting, expected=expected)
    document, comment = _read(acting, document, comment)
    publishing = BY_STEP[Step.SIGN_AND_PUBLISH]
    may = [refusal(publishing, listing, acting) is None for listing in chosen]
    published = [listing for listing, yes in zip(chosen, may, strict=True) if yes]
    others = [listing for listing, yes in zip(chosen, may, strict=True) if not yes]
    _take(Step.SIGN_AND_PUBLISH, published, acting, document, comment)
    _take(Step.SIGN, others, acting, document, comment)
    return tuple(listing.id for listing in published)


def _read(acting: Acting, document: Act, comment: str | None) -> tuple[Document | None, str | None]:
    entry = Entry(acting.today)
    read = entry.document(document), entry.text("comment", comment)
    entry.done()
    return read


def _take(
    step: Step,
    listings: Sequence[DebtorListing],
    acting: Acting,
    document: Document | None,
    comment: str | None,
) -> None:
    for listing in listings:
        steps.take(
            step,
            listing,
            acting,
            document=document,
            comment=comment,
            due_on=acting.publication_due_on(listing),
        )
