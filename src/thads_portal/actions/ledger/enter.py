"""Enter something in the ledger of a listing's case (ghi sổ theo dõi)."""

from collections.abc import Mapping
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.ledger.opening import close
from thads_portal.actions.ledger.opening import opened
from thads_portal.actions.ledger.opening import refuse
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.details import checked_details
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.records import Document
from thads_portal.errors import Code
from typing import Any


def enter(
    listing: DebtorListing,
    acting: ActionContext,
    kind: EntryKind,
    *,
    occurred_on: Any,
    document: Mapping[str, Any] | None = None,
    line: str | None = None,
    amount: Any = None,
    only_this: bool = False,
    details: Mapping[str, Any] | None = None,
    expected: int | None = None,
) -> CaseBook:
    """Enter `kind`; `document` (``number``, ``date``) may be absent where there is no paper.

    Money without `line` is shared out by the payment order. `only_this`: it concerns the debtor
    of `listing` alone. Of a case of which nothing was stated the public sum becomes its line.
    Returns the book with what was entered. Raises as ``opening.opened``, and Rejected with all
    that is wrong and what would be right.
    """
    book = opened(listing, acting, expected=expected)
    read = EnteredValues(acting.today)
    act = _document(read, document)
    day = read.day("occurred_on", occurred_on, act.date if act else None)
    if day is None and not any(each.field == "occurred_on" for each in read.problems):
        read.add("occurred_on", Code.MISSING)
    stored, problems = checked_details(kind, details or {}, acting.today)
    for field, code, params in problems:
        read.add(f"details.{field}", code, **params)
    if BY_KIND[kind].bucket is None and not BY_KIND[kind].needs_amount:
        amount = None
    if amount is not None and type(amount) is not int:
        read.add("amount", Code.WRONG_TYPE, expected_vi="số nguyên", expected_en="a whole number")
    read.done()
    if amount is not None:
        _state_public(book, listing, acting)
    entry = Entry(
        kind=kind,
        occurred_on=day,
        document=act,
        line=line or None,
        amount=amount,
        listing=listing.id if only_this else None,
        details=stored,
        actor=acting.user_id,
    )
    refuse(book.enter(entry, today=acting.today))
    close(book, listing, acting)
    return book


def _document(read: EnteredValues, given: Mapping[str, Any] | None) -> Document | None:
    """The paper; number and date both, or neither."""
    if not given or not (given.get("number") or given.get("date")):
        return None
    document: Document | None = read.document(given)
    return document


def _state_public(book: CaseBook, listing: DebtorListing, acting: ActionContext) -> None:
    stored = listing.__dict__
    refuse(
        book.state_from_public(
            stored.get("obligation_amount"),
            stored.get("obligation_kinds") or (),
            day=book.case.decided_on,
            today=acting.today,
            actor=acting.user_id,
        )
    )
