"""Reopen ended listings (công khai lại): they keep their numbers and wait for the board."""

from datetime import date
from thads_portal.actions import flags
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.days import contradict
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.sign import Act
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step


def reopen(
    listings: Listings,
    acting: ActionContext,
    *,
    reason: str | None,
    document: Act,
    occurred_on: date | str | None = None,
    expected: Expected = None,
) -> None:
    """Send `listings` to the board again; the board may give them back to be amended.

    `occurred_on` is the day of the new decision (absent: the document's); the term of
    first publication runs from it. When it ended stays on the listing until it is
    published again.
    """
    chosen = checked(Step.REOPEN, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    reason = entry.reason(reason)
    act = entry.document(document)
    day = entry.day("occurred_on", occurred_on, act.date if act else None)
    entry.done()
    if not chosen:
        return
    present = [(listing.id, listing.snapshot().fields) for listing in chosen]
    raised = flags.raised(chosen[0], present, acting)
    for place, (listing, flagged) in enumerate(zip(chosen, raised, strict=True), start=1):
        odd = contradict(listing, EventKind.REOPENED, entry, place, occurred_on=day, document=act)
        listing.flags = flags.with_days(flagged, odd)
        steps.take(
            Step.REOPEN,
            listing,
            acting,
            kind=EventKind.REOPENED,
            occurred_on=day,
            document=act,
            due_on=acting.due_on(EventKind.REOPENED, day),
            comment=reason,
        )
