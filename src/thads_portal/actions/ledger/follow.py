"""Let the public text of a listing follow its case by itself: what the ledger asks is done at once.

For what the case system reported, in provinces that trust it with that. It is never silent: the
listing's history names the account and the paper, the record says what was applied and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from thads_portal.actions import apply
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.changes import change_note
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.effects import amended_obligation
from thads_portal.domain.ledger.effects import Effect
from thads_portal.domain.ledger.effects import Proposal
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.names import clean
from thads_portal.domain.recording import Recorded
from thads_portal.domain.records import LegalEvent
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register import record
from thads_portal.register.ledger import writing
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Who lets it follow, when, and by which calendar."""

    actor: str
    when: datetime
    calendar: WorkingCalendar


def follow(listing: DebtorListing, book: CaseBook, by: Follower) -> bool:
    """Do what `book` asks of `listing`; whether anything was done.

    Nothing is done where a person has something waiting on the listing, where the parties change
    (names are nobody's sum), or where the entry has no paper: that waits for the editor as ever.
    """
    asked = book.proposals(by.calendar).get(listing.id)
    if asked is None or asked.entry.document is None or listing.state is not State.PUBLISHED:
        return False
    if listing.pending or listing.proposed_ending or listing.flags:
        return False
    if asked.effect is Effect.END:
        _end(listing, asked, by)
    elif not _amend(listing, book, asked, by):
        return False
    apply.changed(listing, by.when)
    book.settled[listing.id] = max((entry.id or 0 for entry in book.entries), default=0)
    record.note(
        listing,
        Recorded.CASE_FOLLOWED,
        actor=by.actor,
        at=by.when,
        listing=listing.id,
        province=listing.province,
        about=str(book.case.id),
        details={
            "effect": asked.effect.value,
            "entry": asked.entry.kind.value,
            "id": asked.entry.id,
            "document": asked.entry.document.number,
        },
    )
    return True


def keep(listing: DebtorListing, book: CaseBook, by: Follower) -> None:
    """Write in the transaction of `listing` what ``follow`` has settled in `book`."""
    rows = writing.written(book, actor=by.actor, at=by.when, calendar=by.calendar, origin="feed")
    writing.queue(listing, rows)


def _end(listing: DebtorListing, asked: Proposal, by: Follower) -> None:
    apply.record(listing, _event(asked, EventKind.ENDED, by, end_reason=asked.end_reason))
    apply.enter_state(listing, State.ENDED, action="feed", actor=by.actor, when=by.when)
    listing.end_reason = apply.stored(asked.end_reason)


def _amend(listing: DebtorListing, book: CaseBook, asked: Proposal, by: Follower) -> bool:
    settled = book.settled.get(listing.id, 0)
    new = [entry for entry in book.entries if (entry.id or 0) > settled]
    back = {entry.reverses for entry in new if entry.reverses is not None}
    moved = [entry for entry in book.entries if entry.kind is EntryKind.TRANSFERRED]
    if any(entry in new or entry.id in back for entry in moved):
        return False
    left = asked.left or 0
    values: Mapping[str, Any] = {
        # As a field keeps it: blanks that do not break are for pages.
        "obligation": clean(amended_obligation(listing.obligation, asked.done or 0, left)),
        "obligation_amount": left,
    }
    found = {
        name: (getattr(listing, name, None), value)
        for name, value in values.items()
        if getattr(listing, name, None) != value
    }
    if found:
        apply.write_fields(listing, {name: value for name, (_old, value) in found.items()})
        listing.last_amended = by.when
    note = change_note(found)
    apply.record(
        listing,
        _event(asked, EventKind.AMENDED, by, changes=found or None, note=note, public=bool(note)),
    )
    return True


def _event(asked: Proposal, kind: EventKind, by: Follower, **more: Any) -> LegalEvent:
    document = asked.entry.document
    return LegalEvent(
        kind=kind,
        occurred_on=asked.since,
        recorded_at=by.when,
        actor=by.actor,
        document_number=document.number if document else None,
        document_date=document.date if document else None,
        due_on=asked.due_on,
        **more,
    )
