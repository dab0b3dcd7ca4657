"""Plans what one event of the feed does to one listing. Pure: state and event in, decision out.

REST, the command line and the Excel upload all plan here, so what is published at
once and what waits for the editorial board is decided in this module alone. A
mistake here shows to the public what a board has not seen, or hides what the law
wants published.

The decision follows from the stored state and the event only, never from what else
stands in the same request: a feed may be cut anywhere and sent again in any parts.
"""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from thads_portal.domain import contradictions
from thads_portal.domain import grounds
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.decision import Decision
from thads_portal.domain.decision import Outcome
from thads_portal.domain.digests import duplicate_key
from thads_portal.domain.lifecycle import UNPUBLISHED
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.records import Event
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.domain.records import Snapshot
from thads_portal.domain.screening import screen
from thads_portal.errors import Code
from thads_portal.errors import Problem
from types import MappingProxyType
from typing import Any


#: Key under which a change of agency stands among differences and in a pending amendment.
AGENCY = "agency"
#: What a likely duplicate is told by.
DUPLICATE_FIELDS = ("debtor_name", "judgment_number", "no_conditions_decision_number")
_DUPLICATE_SET = frozenset(DUPLICATE_FIELDS)
_EMPTY: Mapping[str, Any] = MappingProxyType({})
_NONE_APPLIED: Mapping[bytes, bytes] = MappingProxyType({})

#: Vietnamese names of the public fields, for the change note of an event that brings none.
_FIELD_TERMS = {
    **{field.name: field.term for field in LISTING_TABLE if field.term},
    AGENCY: "cơ quan thi hành án",
}


def refusal(
    event: Event, *, state: State | None, province: str | None, applied: Mapping[bytes, bytes]
) -> tuple[str | None, Code] | None:
    """(field, code) if a listing in `state` cannot take `event`, else None.

    `state` None: there is no listing with this external_id. Needs no object, so a
    batch asks it before anything is loaded. An event already applied is not refused
    here but by its payload alone.
    """
    if state is None:
        if event.kind is EventKind.ISSUED:
            return None
        return "external_id", Code.UNKNOWN_LISTING
    if event.key_digest and event.key_digest in applied:
        if applied[event.key_digest] == event.payload_digest:
            return None
        return None, Code.SAME_KEY_OTHER_PAYLOAD
    if event.province != province:
        return "province", Code.LISTED_IN_ANOTHER_PROVINCE
    if event.kind is EventKind.ISSUED:
        return "external_id", Code.ALREADY_LISTED
    if event.kind is EventKind.REOPENED:
        return None if state is State.ENDED else ("event", Code.NOT_ENDED)
    return ("event", Code.ALREADY_ENDED) if state is State.ENDED else None


def duplicate_key_of(fields: Mapping[str, Any]) -> bytes:
    """The key that two listings of one debtor under one decision share."""
    return duplicate_key(
        fields["debtor_name"], fields["judgment_number"], fields["no_conditions_decision_number"]
    )


def fields_to_compare(current: Snapshot | None, event: Event) -> Mapping[str, Any] | None:
    """The fields whose duplicate key is to be looked up for this event; None: no need.

    An amendment is compared if it touches the name or the numbers, or if the listing
    was not published yet (what was flagged stays flagged until it is mended).
    """
    if event.kind is EventKind.ENDED:
        return None
    if current is None:
        return event.changes
    merged = {**current.fields, **event.changes}
    if event.kind is EventKind.AMENDED and current.state is State.PUBLISHED:
        return merged if not _DUPLICATE_SET.isdisjoint(event.changes) else None
    return merged


def plan(
    current: Snapshot | None,
    event: Event,
    *,
    trusted: bool,
    likely_duplicate: bool,
    today: date,
    line: int = 0,
) -> Decision | Problem:
    """What `event` does to the listing `current` (None: not known), or why it cannot.

    `trusted`: the province's policy lets its feed publish. `likely_duplicate`: another
    listing has the duplicate key of ``fields_to_compare``. `today` decides who is a minor.
    """
    refused = refusal(
        event,
        state=current.state if current else None,
        province=current.province if current else None,
        applied=current.applied if current else _NONE_APPLIED,
    )
    if refused:
        field, code = refused
        return Problem(line, event.external_id, field, code)
    if current is None:
        if _contradictions(None, event):
            event = replace(event, flags=(*event.flags, Flag.DATES_CONTRADICT))
        return _issue(event, trusted, likely_duplicate, today)
    if event.key_digest and event.key_digest in current.applied:
        return _unchanged(current, event)
    broken = _contradictions(current, event)
    for field, order in contradictions.refusals(broken):
        return Problem(line, event.external_id, field, Code.DATES_CONTRADICT, order)
    if broken:
        event = replace(event, flags=(*event.flags, Flag.DATES_CONTRADICT))
    if event.kind is EventKind.ENDED:
        return _end(current, event)
    event, params = _with_scheme(current, event)
    if params is not None:
        return Problem(
            line, event.external_id, "listing.ground", Code.GROUND_OF_ANOTHER_LAW, params
        )
    if event.kind is EventKind.REOPENED:
        return _reopen(current, event, trusted, likely_duplicate, today)
    return _amend(current, event, trusted, likely_duplicate, today)


def _contradictions(current: Snapshot | None, event: Event) -> list[contradictions.Rule]:
    """What the event's days contradict: the listing after it, and what was before it."""
    fields = {**current.fields, **event.changes} if current else event.changes
    return contradictions.of_event(
        event.kind,
        fields,
        occurred_on=event.occurred_on,
        document_date=event.document.date,
        last_change=current.last_change if current else None,
        ended_on=current.ended_on if current else None,
        end_reason=event.end_reason,
    )


def _with_scheme(current: Snapshot, event: Event) -> tuple[Event, dict[str, Any] | None]:
    """`event` with the law by which its ground is read, where it brings a ground or the
    decision's date; and what a refusal says, where that law has no such letter.

    Against what waits, too: a pending amendment may hold the date.
    """
    present = {**current.fields, **(current.pending or {})}
    scheme = grounds.settled(present, event.changes)
    if scheme is None:
        return event, None
    if said := grounds.wrong(present, event.changes):
        return event, said
    return replace(event, changes={**event.changes, grounds.SCHEME: scheme}), None


def _flags(
    event: Event,
    fields: Mapping[str, Any],
    *,
    today: date,
    duplicate: bool,
    only: Collection[str] | None = None,
) -> tuple[Flag, ...]:
    flags = screen(fields, today=today, only=only, note=event.note)
    if event.flags:
        flags = tuple(dict.fromkeys((*event.flags, *flags)))
    return (*flags, Flag.LIKELY_DUPLICATE) if duplicate else flags


def _differences(current: Snapshot, event: Event) -> dict[str, tuple[Any, Any]]:
    """Against what is visible now: a change that is already pending differs still."""
    fields = current.fields
    differences = {
        name: (fields.get(name), value)
        for name, value in event.changes.items()
        if fields.get(name) != value
    }
    if event.agency is not None and event.agency != current.agency:
        differences[AGENCY] = (current.agency, event.agency)
    return differences


def change_note(differences: Collection[str]) -> str | None:
    """A public note that names the public fields among `differences`; None if there is none."""
    names = [name for name in (*PUBLIC_FIELDS, AGENCY) if name in differences]
    terms = dict.fromkeys(_FIELD_TERMS[name] for name in names)
    return f"Sửa đổi: {', '.join(terms)}." if terms else None


def _note(event: Event, differences: Mapping[str, Any]) -> str | None:
    """The event's own note, or one that names the public fields that change."""
    return event.note or change_note(differences)


def _issue(event: Event, trusted: bool, duplicate: bool, today: date) -> Decision:
    flags = _flags(event, event.changes, today=today, duplicate=duplicate)
    return Decision(
        outcome=Outcome.CREATED,
        event=event,
        previous_state=None,
        state=State.PUBLISHED if trusted and not flags else State.BOARD_REVIEW,
        agency=event.agency
        or default_agency_key(
            event.province, event.changes.get("no_conditions_decision_date", event.occurred_on)
        ),
        fields=event.changes,
        differences=_EMPTY,
        takes_effect=True,
        pending=None,
        flags=flags,
        flagged=bool(flags),
        public_note=None,
    )


def _unchanged(current: Snapshot, event: Event) -> Decision:
    return Decision(
        outcome=Outcome.UNCHANGED,
        event=event,
        previous_state=current.state,
        state=current.state,
        agency=current.agency,
        fields=current.fields,
        differences=_EMPTY,
        takes_effect=True,
        pending=current.pending,
        flags=current.flags,
        flagged=False,
        public_note=None,
    )


def _end(current: Snapshot, event: Event) -> Decision:
    """At once everywhere: the law's clock is two or three days, and hiding is the safe side."""
    withdrawn = event.reported_kind is EventKind.WITHDRAWN
    return Decision(
        outcome=Outcome.WITHDRAWN if withdrawn else Outcome.ENDED,
        event=event,
        previous_state=current.state,
        state=State.ENDED,
        agency=current.agency,
        fields=current.fields,
        differences=_EMPTY,
        takes_effect=True,
        pending=None,
        flags=event.flags,
        flagged=bool(event.flags),
        public_note=None,
        end_reason=event.end_reason,
    )


def _reopen(
    current: Snapshot, event: Event, trusted: bool, duplicate: bool, today: date
) -> Decision:
    fields = {**current.fields, **event.changes}
    differences = _differences(current, event)
    flags = _flags(event, fields, today=today, duplicate=duplicate)
    return Decision(
        outcome=Outcome.REOPENED,
        event=event,
        previous_state=current.state,
        state=State.PUBLISHED if trusted and not flags else State.BOARD_REVIEW,
        agency=event.agency or current.agency,
        fields=fields,
        differences=differences,
        takes_effect=True,
        pending=None,
        flags=flags,
        flagged=bool(flags),
        public_note=_note(event, differences),
    )


def _amend(
    current: Snapshot, event: Event, trusted: bool, duplicate: bool, today: date
) -> Decision:
    differences = _differences(current, event)
    fields = {**current.fields, **event.changes}
    state = current.state
    pending = current.pending
    if state in UNPUBLISHED:
        takes_effect = True
        flags = raised = _flags(event, fields, today=today, duplicate=duplicate)
        if state is State.RETURNED:
            state = State.BOARD_REVIEW
    else:
        # What the board has approved as it stands is not asked about again.
        raised = _flags(
            event, fields, today=today, duplicate=duplicate, only=frozenset(event.changes)
        )
        takes_effect = trusted and not raised
        touched = dict(event.changes)
        if event.agency is not None:
            touched[AGENCY] = event.agency
        if takes_effect:
            # A newer value replaces what waits for the same field.
            left = {name: value for name, value in (pending or {}).items() if name not in touched}
            flags = _flags_of_pending(current, fields, left, today) if left else ()
            pending = left or None
        else:
            pending = {**(pending or {}), **touched}
            flags = tuple(dict.fromkeys((*current.flags, *raised)))
    agency = current.agency
    if takes_effect and event.agency is not None:
        agency = event.agency
    return Decision(
        outcome=Outcome.AMENDED,
        event=event,
        previous_state=current.state,
        state=state,
        agency=agency,
        fields=fields if takes_effect else current.fields,
        differences=differences,
        takes_effect=takes_effect,
        pending=pending,
        flags=flags,
        flagged=bool(raised),
        public_note=_note(event, differences),
    )


def _flags_of_pending(
    current: Snapshot, fields: Mapping[str, Any], pending: Mapping[str, Any], today: date
) -> tuple[Flag, ...]:
    """What still holds of the flags for which an amendment waits."""
    flags = screen({**fields, **pending}, today=today, only=frozenset(pending))
    if Flag.LIKELY_DUPLICATE in current.flags and not _DUPLICATE_SET.isdisjoint(pending):
        flags = (*flags, Flag.LIKELY_DUPLICATE)
    return flags
