"""An editor proposes to end publication; the listing stays published until the board ends it."""

from datetime import date
from thads_portal.actions import apply
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


def propose_ending(
    listings: Listings,
    acting: ActionContext,
    *,
    end_reason: str | None,
    document: Act,
    occurred_on: date | str | None = None,
    comment: str | None = None,
    expected: Expected = None,
) -> None:
    """`occurred_on` is the day of what ends it, from which the law counts (absent: the
    document's). A newer proposal takes the place of an older one. What the board could not
    end for its days cannot be proposed either (Rejected, ``dates_contradict``).
    """
    chosen = checked(Step.PROPOSE_ENDING, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    why = entry.end_reason(end_reason)
    act = entry.document(document)
    comment = entry.text("comment", comment)
    day = entry.day("occurred_on", occurred_on, act.date if act else None)
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
    for listing in chosen:
        apply.propose_ending(
            listing,
            end_reason=why,
            document=act,
            occurred_on=day,
            proposed_by=acting.user_id,
            proposed_at=acting.when,
            comment=comment,
        )
        steps.take(
            Step.PROPOSE_ENDING,
            listing,
            acting,
            occurred_on=day,
            document=act,
            end_reason=why,
            due_on=acting.due_on(EventKind.ENDED, day, why),
            comment=comment,
        )
