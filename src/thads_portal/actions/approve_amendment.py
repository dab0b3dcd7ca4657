"""The editorial board approves amendments: they show, with a public note of what changed."""

from thads_portal.actions import apply
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.differences import differences
from thads_portal.actions.differences import new_values
from thads_portal.actions.entered import EnteredValues
from thads_portal.domain.changes import AGENCY
from thads_portal.domain.changes import change_note
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document
from thads_portal.domain.records import PUBLIC_FIELDS


_PUBLIC = frozenset({*PUBLIC_FIELDS, AGENCY})


def approve_amendment(
    listings: Listings,
    acting: ActionContext,
    *,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """Write what waits over what is published.

    The change note is public if a public field changes. Raises as ``checks.checked``
    does; OwnWork for whoever entered the listing or proposed any part of the change.
    """
    chosen = checked(Step.APPROVE_AMENDMENT, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    comment = entry.text("comment", comment)
    entry.done()
    for listing in chosen:
        pending = listing.pending
        found = differences(listing, pending["changes"])
        public = not _PUBLIC.isdisjoint(found)
        apply.write_fields(listing, new_values(found))
        listing.pending = None
        listing.flags = ()
        if public:
            listing.last_amended = acting.when
        steps.take(
            Step.APPROVE_AMENDMENT,
            listing,
            acting,
            kind=EventKind.AMENDED,
            occurred_on=pending["occurred_on"],
            document=Document(pending["document_number"], pending["document_date"]),
            changes=found,
            note=(pending["note"] or change_note(found)) if public else None,
            public=public,
            due_on=acting.due_on(EventKind.AMENDED, pending["occurred_on"]),
            comment=comment,
        )
