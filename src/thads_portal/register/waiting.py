"""What waits on a listing, and since which day the law counts: columns for the desks.

Only the day of the event is stored, never the deadline: that follows from the calendar,
which the administrator may change. `waits_sort` puts what waits in order of its deadline as
far as that can be told without a calendar; a holiday moves all of a week alike.

A published listing on which nothing waits has NULL in what is indexed, so that the indexes
hold the work only and an import of published listings writes none of it. `quiet_since`, the
day of the last news of a published listing without a mark for that, is asked for once a
night and has no index.
"""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from enum import StrEnum
from thads_portal.content.listing import DebtorListing
from thads_portal.database.sql import Cursor
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.two_years import quiet_since
from typing import Any


class Waits(StrEnum):
    """Whose turn it is, and for what."""

    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    BOARD_REVIEW = "board_review"
    AMENDMENT = "amendment"
    ENDING = "ending"


COLUMNS = ("waits", "waits_since", "waits_reason", "ended_by_feed", "posting_due", "quiet_since")
# As the generated column `waits_sort` counts (0001): a change here is a step there.
_DAYS: dict[str, int] = {Waits.AMENDMENT: 5, Waits.ENDING: 5}
_DAYS_ELSE = 7
#: A commune that has not said within this time that it posted the notice is asked.
CONFIRMED_WITHIN = timedelta(days=10)

_UNPUBLISHED = {
    State.DRAFT: Waits.DRAFT,
    State.RETURNED: Waits.RETURNED,
    State.SUBMITTED: Waits.SUBMITTED,
    State.BOARD_REVIEW: Waits.BOARD_REVIEW,
}


def later(kind: str, day: date) -> date:
    """`waits_sort` of what waits for `kind` since `day`."""
    return day + timedelta(days=_DAYS.get(kind, _DAYS_ELSE))


def values_of(listing: DebtorListing) -> tuple[Any, ...]:
    """The values of COLUMNS for `listing`."""
    state = listing.state
    return (
        *_waits(listing, state),
        _ended_by_feed(listing, state),
        posting_due(listing, state),
        _quiet_since(listing, state),
    )


def _waits(listing: DebtorListing, state: State) -> tuple[str | None, date | None, str | None]:
    if state in _UNPUBLISHED:
        return _UNPUBLISHED[state].value, clock_from(listing), None
    if state is State.PUBLISHED:
        pending, ending = listing.pending, listing.proposed_ending
        if ending:
            return Waits.ENDING.value, ending["occurred_on"], ending["end_reason"]
        if pending:
            return Waits.AMENDMENT.value, pending["occurred_on"], None
    return None, None, None


def clock_from(listing: DebtorListing) -> date | None:
    """The day from which the term of first publication counts."""
    for event in reversed(listing.history):
        if event["kind"] == EventKind.REOPENED:
            reopened: date = event["occurred_on"]
            return reopened
    decided: date | None = listing.__dict__.get("no_conditions_decision_date")
    return decided


def _ended_by_feed(listing: DebtorListing, state: State) -> bool:
    """Ended by the case system, and nobody of the board has looked at it yet."""
    if state is not State.ENDED or not listing.applied:
        return False
    for event in reversed(listing.history):
        if event["kind"] == Step.SEE_ENDING:
            return False
        if event["kind"] in (EventKind.ENDED, EventKind.WITHDRAWN):
            states = listing.workflow_history["listing_workflow"]
            return bool(states[-1].get("action") == "feed")
    return False


def posting_due(listing: DebtorListing, state: State) -> date | None:
    """From which day somebody must see to the posting at the commune; None: nothing to do."""
    posting = listing.commune_posting
    if posting and state is State.ENDED:
        end: date | None = _end_of_posting(posting)
        return end
    if not posting or state is not State.PUBLISHED:
        return None
    if posting["posted_from"] is None:
        asked: date = posting["sent_on"] + CONFIRMED_WITHIN
        return asked
    until: date | None = posting["posted_until"]
    return until


def _end_of_posting(posting: Mapping[str, Any]) -> Any:
    """From which day somebody must see that the commune takes the posting down."""
    if posting.get("taken_down_on"):
        return None
    if posting.get("end_received_on"):
        return posting["take_down_due"]
    if posting.get("end_sent_on"):
        return posting["end_sent_on"] + CONFIRMED_WITHIN
    # To be sent at once. What ended before endings were told to communes has no such day.
    return posting.get("end_due")


def _quiet_since(listing: DebtorListing, state: State) -> date | None:
    if state is not State.PUBLISHED:
        return None
    decided_on = listing.__dict__.get("no_conditions_decision_date")
    return quiet_since(listing.history, decided_on, listing.separate_track)


def quiet(cursor: Cursor, limit: date) -> list[tuple[str, str]]:
    """(province, number) of published listings without news since `limit` and without a mark."""
    cursor.execute(
        "SELECT province, number FROM thads_listing WHERE quiet_since <= %s ORDER BY 1, 2", (limit,)
    )
    return cursor.fetchall()
