"""Writes planned lines of a feed onto listings, through the actions' common code.

Decides nothing: what a line does was planned. Called inside a transaction that
may be repeated, so it keeps nothing between two calls.
"""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from functools import lru_cache
from thads_portal.actions import apply
from thads_portal.content.calendar import current_calendar
from thads_portal.content.listing import DebtorListing
from thads_portal.content.store import place
from thads_portal.domain.clocks import event_due_on
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.decision import Decision
from thads_portal.domain.decision import Outcome
from thads_portal.domain.records import Event
from thads_portal.domain.records import LegalEvent
from thads_portal.domain.records import Successor
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.importing.feed_plan import PlannedWrite
from thads_portal.importing.lookup import Lookup
from thads_portal.importing.successors import follow


@lru_cache(maxsize=4096)
def _due_on(
    kind: EventKind,
    occurred_on: date,
    end_reason: EndReason | None,
    calendar: WorkingCalendar,
) -> date | None:
    """Cached: the events of a feed fall on few days."""
    return event_due_on(kind, occurred_on, calendar, end_reason)


def write(
    writes: Sequence[PlannedWrite],
    *,
    lookup: Lookup,
    actor: str,
    now: datetime,
    take_numbers: Callable[[int], list[str]],
    moment: Callable[[Event], datetime] | None = None,
) -> None:
    """Write `writes` in their order; `take_numbers` gives new public numbers.

    `moment` tells when each event came in, for a demo that has a past; else all came `now`.
    """
    created: dict[str, DebtorListing] = {}
    delegated: list[tuple[DebtorListing, Successor]] = []
    new = sum(write.decision.outcome is Outcome.CREATED for write in writes)
    numbers = iter(take_numbers(new))
    calendar = current_calendar()
    for _line, number, decision in writes:
        external_id = decision.event.external_id
        when = moment(decision.event) if moment else now
        if decision.outcome is Outcome.CREATED:
            created[external_id] = _create(next(numbers), decision, lookup, actor, when, calendar)
            continue
        listing = lookup.listing(number) if number else created[external_id]
        _change(listing, decision, actor, when, calendar)
        if decision.event.successor is not None:
            delegated.append((listing, decision.event.successor))
    if delegated or created:
        follow(delegated, created, lookup=lookup, actor=actor, now=now)


def _create(
    number: str,
    decision: Decision,
    lookup: Lookup,
    actor: str,
    now: datetime,
    calendar: WorkingCalendar,
):
    event = decision.event
    listing = DebtorListing(
        number,
        external_id=event.external_id,
        agency=decision.agency,
        created_by=actor,
        created_at=now,
        changed_at=now,
    )
    apply.write_fields(
        listing, {name: value for name, value in decision.fields.items() if value is not None}
    )
    if decision.flags:
        listing.flags = apply.stored(decision.flags)
    listing.applied = {event.key_digest: event.payload_digest}
    apply.record(listing, _entry(decision, actor, now, calendar, public=False))
    apply.enter_state(listing, decision.state, action="feed", actor=actor, when=now)
    return place(lookup.run.register(event.province), listing)


def _change(
    listing, decision: Decision, actor: str, now: datetime, calendar: WorkingCalendar
) -> None:
    event = decision.event
    if decision.takes_effect:
        changes = {name: new for name, (_old, new) in decision.differences.items()}
        apply.write_fields(listing, changes)
        if decision.state is State.PUBLISHED and decision.outcome is Outcome.AMENDED:
            listing.last_amended = now
    if decision.pending is None:
        listing.pending = None
    elif not decision.takes_effect:
        apply.set_pending(
            listing,
            decision.pending,
            occurred_on=event.occurred_on,
            document=event.document,
            proposed_by=actor,
            proposed_at=now,
            note=decision.public_note,
            flags=decision.flags,
        )
    else:
        # An older amendment goes on waiting for what this event did not touch.
        waiting = {**listing.pending, "changes": apply.stored(decision.pending)}
        listing.pending = {**waiting, "flags": apply.stored(decision.flags)}
    listing.flags = apply.stored(decision.flags)
    listing.applied = {**listing.applied, event.key_digest: event.payload_digest}
    visible = decision.takes_effect and decision.state is State.PUBLISHED
    apply.record(listing, _entry(decision, actor, now, calendar, public=visible))
    if decision.state is not decision.previous_state:
        apply.enter_state(listing, decision.state, action="feed", actor=actor, when=now)
        if decision.state is State.ENDED:
            listing.end_reason = apply.stored(decision.end_reason)
    apply.changed(listing, now)


def _entry(
    decision: Decision, actor: str, now: datetime, calendar: WorkingCalendar, *, public: bool
) -> LegalEvent:
    event = decision.event
    return LegalEvent(
        kind=event.kind,
        occurred_on=event.occurred_on,
        recorded_at=now,
        actor=actor,
        document_number=event.document.number,
        document_date=event.document.date,
        changes=decision.differences or None,
        note=decision.public_note,
        public=public and bool(decision.public_note),
        end_reason=decision.end_reason,
        due_on=_due_on(event.kind, event.occurred_on, decision.end_reason, calendar),
    )
