"""What the ledger asked of a listing's public text has been dealt with: sent, or put aside."""

from thads_portal.actions.context import ActionContext
from thads_portal.actions.ledger.opening import opened
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.recording import Recorded
from thads_portal.register import record
from thads_portal.register.ledger import writing


def settle(
    listing: DebtorListing,
    acting: ActionContext,
    *,
    sent: bool,
    expected: int | None = None,
) -> None:
    """The public text of `listing` follows the ledger up to its last entry, or need not (not `sent`).

    In the transaction in which the amendment or ending is proposed. Raises as ``opening.opened``.
    """
    book = opened(listing, acting, expected=expected)
    book.settled[listing.id] = max((entry.id or 0 for entry in book.entries), default=0)
    rows = writing.written(book, actor=acting.user_id, at=acting.when, calendar=acting.calendar)
    writing.queue(listing, rows)
    record.note(
        listing,
        Recorded.CASE_SETTLED,
        actor=acting.user_id,
        at=acting.when,
        listing=listing.id,
        province=listing.province,
        about=str(book.case.id),
        details={"sent": sent},
    )
