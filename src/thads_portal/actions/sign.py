"""The head of the agency signs (thủ trưởng ký): to the board, or published by policy.

The head answers by law for what is published, so the record names the account, the
decision's number and its date; and the head by name, `signatory`, where the form asks for it.
Where cases have decisions of their own, each is signed under the one that its listing names.
Where the head signs on paper, the editor who submits enters all three. Who signs for the head
(``domain/deputies.py``) is recorded with the form, the position and only on days of their authority.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.checks import refusal
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.entered import subsite_of
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.deputies import Deputy
from thads_portal.domain.deputies import deputy_on
from thads_portal.domain.deputies import read
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document
from thads_portal.errors import Code
from typing import Any


#: As `signed_as`: each was signed by whom it names. Else "" for the head, or the id of a deputy.
OF_EACH = "own"
#: ``{"number", "date"}`` as a form sends it, or the record itself.
Act = Document | Mapping[str, Any] | None


def sign(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    comment: str | None = None,
    signatory: str | None = None,
    signed_as: str = "",
    expected: Expected = None,
) -> None:
    """Sign and hand on to the editorial board. `document` is the head's decision.

    With a `signatory` it may be absent: then each listing's own decision stands for it.
    """
    chosen = checked(Step.SIGN, listings, acting, expected=expected)
    signature = _read(acting, chosen, document, comment, signatory, signed_as)
    _take(Step.SIGN, chosen, acting, signature)


def submit_signed(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    signatory: str | None,
    signed_as: str = "",
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """An editor hands what the head has signed on paper to the board, where policy says so.

    Raises NotAllowed (waits_for_head) where the head signs in the portal.
    """
    chosen = checked(Step.SUBMIT_SIGNED, listings, acting, expected=expected)
    signature = _read(acting, chosen, document, comment, signatory or "", signed_as, by_paper=True)
    _take(Step.SUBMIT_SIGNED, chosen, acting, signature)


def sign_and_publish(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    comment: str | None = None,
    signatory: str | None = None,
    signed_as: str = "",
    expected: Expected = None,
) -> None:
    """Sign and publish, where the province's policy lets the head publish.

    Raises NotAllowed (waits_for_board) where it does not, or where a flag wants the
    board; OwnWork if the head entered it.
    """
    chosen = checked(Step.SIGN_AND_PUBLISH, listings, acting, expected=expected)
    signature = _read(acting, chosen, document, comment, signatory, signed_as)
    _take(Step.SIGN_AND_PUBLISH, chosen, acting, signature)


def sign_by_policy(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    comment: str | None = None,
    signatory: str | None = None,
    signed_as: str = "",
    expected: Expected = None,
) -> tuple[str, ...]:
    """Sign all; publish those the head may publish and hand the others to the board.

    Returns the numbers of those that are published.
    """
    chosen = checked(Step.SIGN, listings, acting, expected=expected)
    signature = _read(acting, chosen, document, comment, signatory, signed_as)
    publishing = BY_STEP[Step.SIGN_AND_PUBLISH]
    may = [refusal(publishing, listing, acting) is None for listing in chosen]
    published = [listing for listing, yes in zip(chosen, may, strict=True) if yes]
    others = [listing for listing, yes in zip(chosen, may, strict=True) if not yes]
    _take(Step.SIGN_AND_PUBLISH, published, acting, signature)
    _take(Step.SIGN, others, acting, signature)
    return tuple(listing.id for listing in published)


@dataclass(frozen=True, slots=True)
class Signature:
    """What was read of a signature. `document` None: each under the decision that it names.

    `signer` None: the account is the head's own, or with `of_each` each was signed by whom it names.
    """

    document: Document | None
    comment: str | None
    signer: str | None = None
    of_each: bool = False
    capacity: str | None = None


def _read(
    acting: ActionContext,
    chosen: Sequence[DebtorListing],
    document: Act,
    comment: str | None,
    signatory: str | None,
    signed_as: str,
    *,
    by_paper: bool = False,
) -> Signature:
    entry = EnteredValues(acting.today)
    known = subsite_of(chosen[0]).deputies if chosen else ()
    deputy = None if by_paper else deputy_on(known, acting.user_id, acting.today)
    of_each = signed_as == OF_EACH
    if deputy is not None:
        # An account signs as itself, in the form of its authority.
        signatory, of_each = deputy.name, False
    if signatory is None and not of_each:
        # The account is the head's own.
        act, name = entry.document(document), None
    else:
        act, name = entry.signature(document, signatory, named=not of_each)
    if by_paper and signed_as and not of_each:
        deputy = next((each for each in read(known) if str(each.id) == signed_as), None)
        _check_authority(entry, deputy, act, chosen)
    if of_each:
        for place, listing in enumerate(chosen, start=1):
            if not listing.signed_by:
                entry.add("signatory", Code.MISSING, place)
    comment = entry.text("comment", comment)
    entry.done()
    return Signature(act, comment, name, of_each, deputy.capacity if deputy else None)


def _check_authority(
    entry: EnteredValues,
    deputy: Deputy | None,
    act: Document | None,
    chosen: Sequence[DebtorListing],
) -> None:
    """What was signed for the head on paper was signed on a day of the authority."""
    if deputy is None:
        entry.add("signed_as", Code.MISSING)
        return
    for place, listing in enumerate(chosen, start=1):
        paper = act or own_decision(listing)
        if paper is not None and not deputy.holds_on(paper.date):
            day = f"{paper.date:%d/%m/%Y}"
            entry.add("signed_as", Code.NO_AUTHORITY, place, day=day, name=deputy.name)
            if act is not None:
                return


def _take(
    step: Step, listings: Sequence[DebtorListing], acting: ActionContext, signature: Signature
) -> None:
    for listing in listings:
        steps.take(
            step,
            listing,
            acting,
            document=signature.document or own_decision(listing),
            comment=signature.comment,
            signatory=listing.signed_by if signature.of_each else signature.signer,
            capacity=signature.capacity,
            due_on=acting.publication_due_on(listing),
        )


def own_decision(listing: DebtorListing) -> Document | None:
    """The decision that `listing` itself names; None if it lacks the number or the date."""
    number = listing.no_conditions_decision_number
    day = listing.no_conditions_decision_date
    return Document(number, day) if number and day else None
