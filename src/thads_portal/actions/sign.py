"""The head of the agency signs (thủ trưởng ký): to the board, or published by policy.

The head answers by law for what is published, so the record names the account, the
decision's number and its date; and the head by name, `signatory`, where the form asks for it.
Where cases have decisions of their own, each is signed under the one that its listing names.
Where the head signs on paper, the editor who submits enters all three.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.checks import refusal
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document
from typing import Any


#: ``{"number", "date"}`` as a form sends it, or the record itself.
Act = Document | Mapping[str, Any] | None


def sign(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    comment: str | None = None,
    signatory: str | None = None,
    expected: Expected = None,
) -> None:
    """Sign and hand on to the editorial board. `document` is the head's decision.

    With a `signatory` it may be absent: then each listing's own decision stands for it.
    """
    chosen = checked(Step.SIGN, listings, acting, expected=expected)
    read = _read(acting, document, comment, signatory)
    _take(Step.SIGN, chosen, acting, *read)


def submit_signed(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    signatory: str | None,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """An editor hands what the head has signed on paper to the board, where policy says so.

    Raises NotAllowed (waits_for_head) where the head signs in the portal.
    """
    chosen = checked(Step.SUBMIT_SIGNED, listings, acting, expected=expected)
    read = _read(acting, document, comment, signatory or "")
    _take(Step.SUBMIT_SIGNED, chosen, acting, *read)


def sign_and_publish(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    comment: str | None = None,
    signatory: str | None = None,
    expected: Expected = None,
) -> None:
    """Sign and publish, where the province's policy lets the head publish.

    Raises NotAllowed (waits_for_board) where it does not, or where a flag wants the
    board; OwnWork if the head entered it.
    """
    chosen = checked(Step.SIGN_AND_PUBLISH, listings, acting, expected=expected)
    read = _read(acting, document, comment, signatory)
    _take(Step.SIGN_AND_PUBLISH, chosen, acting, *read)


def sign_by_policy(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    comment: str | None = None,
    signatory: str | None = None,
    expected: Expected = None,
) -> tuple[str, ...]:
    """Sign all; publish those the head may publish and hand the others to the board.

    Returns the numbers of those that are published.
    """
    chosen = checked(Step.SIGN, listings, acting, expected=expected)
    read = _read(acting, document, comment, signatory)
    publishing = BY_STEP[Step.SIGN_AND_PUBLISH]
    may = [refusal(publishing, listing, acting) is None for listing in chosen]
    published = [listing for listing, yes in zip(chosen, may, strict=True) if yes]
    others = [listing for listing, yes in zip(chosen, may, strict=True) if not yes]
    _take(Step.SIGN_AND_PUBLISH, published, acting, *read)
    _take(Step.SIGN, others, acting, *read)
    return tuple(listing.id for listing in published)


def _read(
    acting: ActionContext, document: Act, comment: str | None, signatory: str | None
) -> tuple[Document | None, str | None, str | None]:
    entry = EnteredValues(acting.today)
    if signatory is None:
        # The account is the head's own.
        act, name = entry.document(document), None
    else:
        act, name = entry.signature(document, signatory)
    comment = entry.text("comment", comment)
    entry.done()
    return act, comment, name


def _take(
    step: Step,
    listings: Sequence[DebtorListing],
    acting: ActionContext,
    document: Document | None,
    comment: str | None,
    signatory: str | None,
) -> None:
    for listing in listings:
        steps.take(
            step,
            listing,
            acting,
            document=document or own_decision(listing),
            comment=comment,
            signatory=signatory,
            due_on=acting.publication_due_on(listing),
        )


def own_decision(listing: DebtorListing) -> Document | None:
    """The decision that `listing` itself names; None if it lacks the number or the date."""
    number = listing.no_conditions_decision_number
    day = listing.no_conditions_decision_date
    return Document(number, day) if number and day else None
