"""What the ledger asked of a listing's public text has been dealt with: sent, or put aside."""

from collections.abc import Mapping
from thads_portal.actions.context import ActionContext
from thads_portal.actions.ledger.opening import opened
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.ledger.effects import Effect
from thads_portal.domain.ledger.effects import Proposal
from thads_portal.domain.recording import Recorded
from thads_portal.register import record
from thads_portal.register.ledger import asking_again
from thads_portal.register.ledger import writing
from typing import Any


#: Beside what waits on a listing (``actions/apply.py``).
_AFTER = "asked_after"


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
    if sent:
        asked = book.proposals(acting.calendar).get(listing.id)
        _remember(listing, book.settled.get(listing.id, 0), asked)
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


def _remember(listing: DebtorListing, settled: int, asked: Proposal | None) -> None:
    """Beside what was sent: up to where the text had followed, for the case that it comes back."""
    if asked is None:
        return
    name = "proposed_ending" if asked.effect is Effect.END else "pending"
    waiting = getattr(listing, name)
    if waiting:
        setattr(listing, name, {_AFTER: settled, **waiting})


def ask_again(listing: DebtorListing, acting: ActionContext, waited: Mapping[str, Any]) -> None:
    """What `waited` on `listing` was returned or called back: what the ledger had asked for with it is
    asked again, in the transaction of `listing`. Nothing for what a person proposed without being asked.
    """
    if _AFTER in waited:
        asking_again.queue(listing, listing.id, waited[_AFTER], acting.calendar)
