"""Mark published listings as on the separate track (sổ theo dõi riêng) after two years.

The law does not say that this ends publication: the listing stays published and carries
the mark with its date.
"""

from datetime import date
from thads_portal.actions import steps
from thads_portal.actions.checks import checked
from thads_portal.actions.checks import Expected
from thads_portal.actions.checks import Listings
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.sign import Act
from thads_portal.domain import words
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.two_years import two_years_after
from thads_portal.errors import Code


def mark_track(
    listings: Listings,
    acting: ActionContext,
    *,
    document: Act,
    since: date | str | None = None,
    expected: Expected = None,
) -> None:
    """`since` is the day of the transfer (absent: the document's).

    Raises Rejected where two years have not passed since the decision (Law on civil judgment
    enforcement: two years without new information on the conditions).
    """
    chosen = checked(Step.MARK_TRACK, listings, acting, expected=expected)
    entry = EnteredValues(acting.today)
    act = entry.document(document)
    day = entry.day("since", since, act.date if act else None)
    for line, listing in enumerate(chosen, start=1):
        decided = listing.no_conditions_decision_date
        if day is not None and decided is not None and day < two_years_after(decided):
            entry.add(
                "since" if len(chosen) == 1 else None,
                Code.TRACK_TOO_EARLY,
                line,
                decided=words.day(decided),
                earliest=words.day(two_years_after(decided)),
            )
    entry.done()
    for listing in chosen:
        listing.separate_track = {
            "since": day,
            "document_number": act.number,
            "document_date": act.date,
        }
        steps.take(Step.MARK_TRACK, listing, acting, occurred_on=day, document=act)
