"""Propose to amend published listings; the published version stands until the board approves."""

from collections.abc import Mapping
from datetime import date
from thads_portal.actions import apply
from thads_portal.actions import flags
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.days import contradict
from thads_portal.actions.differences import differences
from thads_portal.actions.differences import new_values
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.entered import subsite_of
from thads_portal.actions.ledger.settle import ask_again
from thads_portal.actions.sign import Act
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import Code
from typing import Any


def propose_amendment(
    listings: Listings,
    acting: ActionContext,
    changes: Mapping[str, Any],
    *,
    document: Act,
    occurred_on: date | str | None = None,
    note: str | None = None,
    expected: Expected = None,
) -> None:
    """Let `changes` (fields by name, and ``agency``) wait as the listing's amendment.

    They are laid over an amendment that waits already. `occurred_on` is the day on
    which the change was established (absent: the document's). `note` is the public
    change note; without one it names the fields. Raises as ``checks.checked`` does,
    and Rejected with the fields that are wrong or if nothing would change.
    """
    chosen = checked(Step.PROPOSE_AMENDMENT, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    act = entry.document(document)
    note = entry.text("note", note)
    day = entry.day("occurred_on", occurred_on, act.date if act else None)
    new = [
        entry.changes(changes, subsite_of(listing), listing.snapshot().fields) for listing in chosen
    ]
    found = [differences(listing, values) for listing, values in zip(chosen, new, strict=True)]
    for place, (listing, different) in enumerate(zip(chosen, found, strict=True), start=1):
        if not different and not listing.pending:
            entry.add("changes", Code.NOTHING_CHANGES, place)
    entry.done()
    waiting = [
        # A value set back to what is published has nothing to wait for.
        new_values(differences(listing, {**_waiting(listing), **values}))
        for listing, values in zip(chosen, new, strict=True)
    ]
    after = [
        (listing.id, {**listing.snapshot().fields, **laid_over})
        for listing, laid_over in zip(chosen, waiting, strict=True)
    ]
    touched = frozenset(name for laid_over in waiting for name in laid_over)
    raised = flags.raised(chosen[0], after, acting, only=touched, note=note) if chosen else []
    due_on = acting.due_on(EventKind.AMENDED, day)
    marked = [
        flags.with_days(
            flagged,
            contradict(listing, EventKind.AMENDED, entry, place, occurred_on=day, document=act),
        )
        for place, (listing, flagged) in enumerate(zip(chosen, raised, strict=True), start=1)
    ]
    for listing, different, laid_over, flagged in zip(chosen, found, waiting, marked, strict=True):
        if laid_over:
            apply.set_pending(
                listing,
                laid_over,
                occurred_on=day,
                document=act,
                proposed_by=acting.user_id,
                proposed_at=acting.when,
                note=note,
                flags=flagged,
            )
        elif listing.pending:
            ask_again(listing, acting, listing.pending)
            listing.pending = None
        listing.flags = flagged
        steps.take(
            Step.PROPOSE_AMENDMENT,
            listing,
            acting,
            occurred_on=day,
            document=act,
            changes=different,
            note=note,
            due_on=due_on,
        )


def _waiting(listing: DebtorListing) -> Mapping[str, Any]:
    return listing.pending["changes"] if listing.pending else {}
