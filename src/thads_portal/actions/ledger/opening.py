"""Opens the book of a listing's case for an entry, and writes what it has taken."""

from thads_portal.actions.context import ActionContext
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.checks import Refusal
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register import record
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing
from thads_portal.register.own_transaction import own_transaction


def opened(
    listing: DebtorListing, acting: ActionContext, *, expected: int | None = None
) -> CaseBook:
    """The book of the case of `listing`. `expected`: the revision of the case that was looked at.

    Raises NotAllowed, Conflict, or Rejected (``no_case``) where the listing belongs to none.
    """
    if not acting.may(Permission.PROPOSE, listing):
        raise NotAllowed
    dsn = dsn_of(connection_of(listing).db())
    with own_transaction(dsn) as cursor:
        case = books.case_of(cursor, listing.id)
        if case is None:
            raise Rejected([Problem(0, None, None, Code.NO_CASE, {})])
        book = books.load(cursor, [case])[case]
        # The ids of the entries come from the database: taken while the connection is open.
        book.take_ids(_MOST)
    if expected is not None and expected != book.case.revision:
        raise Conflict
    return book


#: Entries of one step: a receipt over all lines of a case, or the end of all of them.
_MOST = 40


def close(book: CaseBook, listing: DebtorListing, acting: ActionContext) -> None:
    """Write what `book` has taken in the transaction of `listing`, and record it by its kinds."""
    rows = writing.written(book, actor=acting.user_id, at=acting.when, calendar=acting.calendar)
    writing.queue(listing, rows)
    for entry in book.new_entries:
        if entry.part_of is None:
            record.note(
                listing,
                Recorded.CASE_ENTERED,
                actor=acting.user_id,
                at=acting.when,
                listing=listing.id,
                province=listing.province,
                about=str(book.case.id),
                details=_told(entry),
            )


def _told(entry: Entry) -> dict[str, str | int | None]:
    """Codes and numbers of papers only."""
    return {
        "entry": entry.kind.value,
        "id": entry.id,
        "document": entry.document.number if entry.document else None,
        "reverses": entry.reverses,
    }


def refuse(refusals: list[Refusal]) -> None:
    """Raise Rejected with all of them, if there are any."""
    if refusals:
        raise Rejected(Problem(0, None, field, code, params) for field, code, params in refusals)
