"""Take back an entry by a counter-entry that names it (bút toán đảo); nothing is ever changed."""

from thads_portal.actions.context import ActionContext
from thads_portal.actions.ledger.opening import close
from thads_portal.actions.ledger.opening import opened
from thads_portal.actions.ledger.opening import refuse
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.ledger.details import checked_details
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.kinds import EntryKind


def reverse(
    listing: DebtorListing,
    acting: ActionContext,
    *,
    entry: int | None,
    reason: str,
    expected: int | None = None,
) -> None:
    """Take back `entry` (its id), with all parts of one receipt. `reason` is needed.

    Raises as ``opening.opened``, and Rejected.
    """
    book = opened(listing, acting, expected=expected)
    details, problems = checked_details(EntryKind.REVERSED, {"note": reason}, acting.today)
    refuse([(f"details.{field}", code, params) for field, code, params in problems])
    counter = Entry(
        kind=EntryKind.REVERSED,
        occurred_on=acting.today,
        reverses=entry,
        details=details,
        actor=acting.user_id,
    )
    refuse(book.enter(counter, today=acting.today))
    close(book, listing, acting)
