"""Whether the days of a step taken by hand contradict the listing: the feed's own table."""

from datetime import date
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.listing import DebtorListing
from thads_portal.domain import contradictions
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.records import Document
from thads_portal.errors import Code


def contradict(
    listing: DebtorListing,
    kind: EventKind,
    entry: EnteredValues,
    place: int,
    *,
    occurred_on: date | None,
    document: Document | None,
    end_reason: EndReason | None = None,
) -> bool:
    """Whether the step is to be flagged; what is refused becomes a problem of `entry`.

    `place` is that of the listing among those of the step, from 1.
    """
    now = listing.snapshot()
    broken = contradictions.of_event(
        kind,
        now.fields,
        occurred_on=occurred_on,
        document_date=document.date if document else None,
        last_change=now.last_change,
        ended_on=now.ended_on,
        end_reason=end_reason,
    )
    for field, params in contradictions.refusals(broken):
        entry.add(field, Code.DATES_CONTRADICT, place, **params)
    return bool(broken)
