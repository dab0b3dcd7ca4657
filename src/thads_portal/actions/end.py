"""The editorial board ends publication (chấm dứt công khai); the page becomes a tombstone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.days import contradict
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.link_successor import check_link
from thads_portal.actions.link_successor import link
from thads_portal.actions.sign import Act
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected


@dataclass(frozen=True, slots=True)
class _Ending:
    end_reason: EndReason
    document: Document
    occurred_on: date


def end(
    listings: Listings,
    acting: ActionContext,
    *,
    end_reason: str | None,
    document: Act,
    occurred_on: date | str | None = None,
    successor: DebtorListing | None = None,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """End `listings` for one reason, on one document.

    `occurred_on` is the day of what ends them (absent: the document's). A delegated
    listing may name its `successor`; they are linked both ways. Whatever waited on a
    listing is dropped. Raises as ``checks.checked`` does.
    """
    chosen = checked(Step.END, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    why = entry.end_reason(end_reason)
    act = entry.document(document)
    comment = entry.text("comment", comment)
    day = entry.day("occurred_on", occurred_on, act.date if act else None)
    if successor is not None and len(chosen) > 1:
        entry.add("successor", Code.BAD_SUCCESSOR)
    for place, listing in enumerate(chosen, start=1):
        contradict(
            listing,
            EventKind.ENDED,
            entry,
            place,
            occurred_on=day,
            document=act,
            end_reason=why,
        )
    entry.done()
    if successor is not None:
        for listing in chosen:
            check_link(listing, successor, why, acting)
            link(listing, successor, acting)
    _end(chosen, [_Ending(why, act, day)] * len(chosen), acting, comment)


def end_as_proposed(
    listings: Listings,
    acting: ActionContext,
    *,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """End each of `listings` as its editor proposed, for its own reason and document."""
    chosen = checked(Step.END, listings, acting, expected=expected)
    missing = [
        Problem(place, None, None, Code.NOTHING_PENDING)
        for place, listing in enumerate(chosen, start=1)
        if not listing.proposed_ending
    ]
    if missing:
        raise Rejected(missing)
    entry = EnteredValues(acting.today)
    comment = entry.text("comment", comment)
    endings = [
        _Ending(
            EndReason(proposed["end_reason"]),
            Document(proposed["document_number"], proposed["document_date"]),
            proposed["occurred_on"],
        )
        for proposed in (listing.proposed_ending for listing in chosen)
    ]
    # The decision may have been amended since the proposal.
    for place, (listing, ending) in enumerate(zip(chosen, endings, strict=True), start=1):
        contradict(
            listing,
            EventKind.ENDED,
            entry,
            place,
            occurred_on=ending.occurred_on,
            document=ending.document,
            end_reason=ending.end_reason,
        )
    entry.done()
    _end(chosen, endings, acting, comment)


def _end(
    listings: Sequence[DebtorListing],
    endings: Sequence[_Ending],
    acting: ActionContext,
    comment: str | None,
) -> None:
    for listing, ending in zip(listings, endings, strict=True):
        listing.end_reason = ending.end_reason.value
        if listing.flags:
            listing.flags = ()
        steps.take(
            Step.END,
            listing,
            acting,
            kind=EventKind.ENDED,
            occurred_on=ending.occurred_on,
            document=ending.document,
            end_reason=ending.end_reason,
            due_on=acting.due_on(EventKind.ENDED, ending.occurred_on, ending.end_reason),
            comment=comment,
        )
