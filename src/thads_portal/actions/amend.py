"""Edit listings that are with their editor: drafts and returned ones change at once."""

from collections.abc import Mapping
from thads_portal.actions import apply
from thads_portal.actions import flags
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.differences import differences
from thads_portal.actions.differences import new_values
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.entered import subsite_of
from thads_portal.domain.lifecycle import Step
from typing import Any


def amend(
    listings: Listings,
    acting: ActionContext,
    changes: Mapping[str, Any],
    *,
    expected: Expected = None,
) -> None:
    """Write `changes` (fields by name, and ``agency``); an absent value clears an optional one.

    Where nothing differs nothing is written. Raises as ``checks.checked`` does, and
    Rejected with the fields that are wrong.
    """
    chosen = checked(Step.AMEND, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    new = [
        entry.changes(changes, subsite_of(listing), listing.snapshot().fields) for listing in chosen
    ]
    entry.done()
    planned = [
        (listing, found)
        for listing, values in zip(chosen, new, strict=True)
        if (found := differences(listing, values))
    ]
    if not planned:
        return
    after = [
        (listing.id, {**listing.snapshot().fields, **new_values(found)})
        for listing, found in planned
    ]
    raised = flags.raised(planned[0][0], after, acting)
    for (listing, found), flagged in zip(planned, raised, strict=True):
        apply.write_fields(listing, new_values(found))
        listing.flags = flagged
        steps.take(
            Step.AMEND, listing, acting, changes=found, due_on=acting.publication_due_on(listing)
        )
