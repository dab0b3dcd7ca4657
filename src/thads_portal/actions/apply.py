"""Writes what was decided onto a listing: fields, state, history. Checks nothing.

Every change of a listing, from the feed or from a desk, ends here, so that each
leaves an entry in the listing's history (who, when, on what document, with
which legal clock) and in the record of actions, and its register row is queued.

What waits on a published listing, as plain values:

``pending`` (an amendment)
    ``changes`` {field: value}, ``note`` (public, on approval) or None,
    ``document_number``, ``document_date``, ``occurred_on``, ``flags``,
    ``proposed_by`` (a tuple: everybody whose changes wait), ``proposed_at``.
``proposed_ending``
    ``end_reason``, ``document_number``, ``document_date``, ``occurred_on``,
    ``proposed_by`` (one account), ``proposed_at``, ``comment`` or None.

Either has ``asked_after`` where the ledger of the case asked for it: the id of the entry up to which
the public text had followed before it was sent (``actions/ledger/settle.py``).
"""

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from datetime import date
from datetime import datetime
from enum import Enum
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.records import Document
from thads_portal.domain.records import LegalEvent
from thads_portal.domain.words import VIETNAM
from thads_portal.register.record import note_event
from thads_portal.workflow.transitions import set_state
from typing import Any


#: Looked at first: nearly every value is one of these.
_PLAIN = frozenset({str, int, date, datetime, bytes, bool, type(None)})
_EVENT_KEYS = tuple(field.name for field in dataclass_fields(LegalEvent))


def stored(value: Any) -> Any:
    """`value` as it is kept in the database: codes as plain text, so that no class is pickled."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return tuple(stored(item) for item in value)
    if isinstance(value, Mapping):
        return {key: stored(item) for key, item in value.items()}
    return value


def write_fields(listing: DebtorListing, values: Mapping[str, Any]) -> None:
    """Set the listing's fields; a field set to None is as absent."""
    for name, value in values.items():
        setattr(listing, name, stored(value))


def record(listing: DebtorListing, event: LegalEvent) -> None:
    """Append `event` to the history and to the record of actions.

    Values that are None are left out.
    """
    entry = {
        key: stored(value)
        for key in _EVENT_KEYS
        if (value := getattr(event, key)) is not None and value is not False
    }
    listing.history = (*listing.history, entry)
    note_event(listing, event)


def enter_state(
    listing: DebtorListing,
    state: State,
    *,
    action: str,
    actor: str,
    when: datetime,
    comment: str = "",
) -> None:
    """Put the listing into `state` and keep the dates that follow from it."""
    set_state(listing, state, action=action, actor=actor, when=when, comment=comment)
    if state is State.PUBLISHED:
        if listing.first_published is None:
            listing.first_published = when
        if listing.ended_at is not None:
            # Published again: the tombstone is lifted.
            listing.ended_at = None
            listing.republished_at = when
            listing.end_reason = None
            listing.commune_posting = _posted_again(listing.commune_posting)
    elif state is State.ENDED:
        listing.ended_at = when
        if listing.commune_posting:
            # The commune is told at once (Decree 152/2026/NĐ-CP, Art. 23(2)).
            day = when.astimezone(VIETNAM).date()
            listing.commune_posting = {**listing.commune_posting, "end_due": day}
        clear_waiting(listing)


#: What is recorded of a commune posting once publication has ended.
END_OF_POSTING = ("end_due", "end_sent_on", "end_received_on", "taken_down_on", "take_down_due")


def _posted_again(posting: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The posting without what was recorded of its end."""
    if not posting:
        return None
    return {name: value for name, value in posting.items() if name not in END_OF_POSTING}


def set_pending(
    listing: DebtorListing,
    changes: Mapping[str, Any],
    *,
    occurred_on: date,
    document: Document,
    proposed_by: str,
    proposed_at: datetime,
    note: str | None = None,
    flags: tuple[str, ...] = (),
) -> None:
    """Let `changes` wait beside the published version until they are approved.

    `changes` are all that wait, those that waited before included. Of an amendment that
    waited before remain its public note, its proposers (none of whom may approve) and
    its day, if that is earlier: the law's clock runs from the first change.
    """
    proposers: tuple[str, ...] = (proposed_by,)
    notes: tuple[str, ...] = (note,) if note else ()
    before = listing.pending
    if before:
        proposers = tuple(dict.fromkeys((*before["proposed_by"], proposed_by)))
        notes = tuple(dict.fromkeys(each for each in (before["note"], note) if each))
        occurred_on = min(occurred_on, before["occurred_on"])
    listing.pending = {
        "changes": stored(changes),
        "occurred_on": occurred_on,
        "document_number": document.number,
        "document_date": document.date,
        "proposed_by": proposers,
        "proposed_at": proposed_at,
        "note": " ".join(notes) or None,
        "flags": stored(flags),
        **_asked(before),
    }


def propose_ending(
    listing: DebtorListing,
    *,
    end_reason: EndReason,
    document: Document,
    occurred_on: date,
    proposed_by: str,
    proposed_at: datetime,
    comment: str | None = None,
) -> None:
    """Let an ending wait for the board; a newer proposal takes the place of an older one."""
    listing.proposed_ending = {
        "end_reason": stored(end_reason),
        "document_number": document.number,
        "document_date": document.date,
        "occurred_on": occurred_on,
        "proposed_by": proposed_by,
        "proposed_at": proposed_at,
        "comment": comment,
        **_asked(listing.proposed_ending),
    }


def _asked(before: Mapping[str, Any] | None) -> dict[str, Any]:
    """That the ledger asked for it, of what takes the place of `before`."""
    return {name: value for name, value in (before or {}).items() if name == "asked_after"}


def clear_waiting(listing: DebtorListing) -> None:
    """Nothing waits any more; an attribute that was never set is not written."""
    if listing.pending is not None:
        listing.pending = None
    if listing.proposed_ending is not None:
        listing.proposed_ending = None


def changed(listing: DebtorListing, when: datetime) -> None:
    """The listing is complete for this step: note the time and queue its register row."""
    listing.changed_at = when
    # With index names it does not set another time of change.
    listing.reindexObject(idxs=["register"])
