"""What an event does to a listing, as ``changes.plan`` decides it, and the listing after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from enum import StrEnum
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.records import Event
from thads_portal.domain.records import Snapshot
from typing import Any


class Outcome(StrEnum):
    """What a line came to; the answer counts by these names."""

    CREATED = "created"
    AMENDED = "amended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an event does. The listing's values after it are complete, not partial.

    `differences` maps each field the event changes (and ``agency``) to (old, new);
    it may hold restricted values. With `takes_effect` they are in `fields` and `agency`;
    otherwise they wait in `pending` and the published version stands. `flags` are the
    listing's flags from now on; `flagged` says that this event raised some. The
    `public_note` is shown when the change becomes visible: now if `takes_effect` and the
    listing is published, else on approval.
    """

    outcome: Outcome
    event: Event
    previous_state: State | None
    state: State
    agency: str
    fields: Mapping[str, Any]
    differences: Mapping[str, tuple[Any, Any]]
    takes_effect: bool
    pending: Mapping[str, Any] | None
    flags: tuple[Flag, ...]
    flagged: bool
    public_note: str | None
    end_reason: EndReason | None = None

    @property
    def publishes(self) -> bool:
        """Whether the listing becomes visible by this event."""
        return self.state is State.PUBLISHED and self.previous_state is not State.PUBLISHED


def listing_after(decision: Decision, snapshot: Snapshot | None) -> Snapshot:
    """The listing after `decision`, for planning further events about it.

    The number of a listing that is only planned is empty.
    """
    event = decision.event
    applied = {event.key_digest: event.payload_digest} if event.key_digest else {}
    if snapshot is None:
        return Snapshot(
            number="",
            external_id=event.external_id,
            province=event.province,
            agency=decision.agency,
            state=decision.state,
            fields=decision.fields,
            applied=applied,
            pending=decision.pending,
            flags=decision.flags,
        )
    after = replace(
        snapshot,
        agency=decision.agency,
        state=decision.state,
        fields=decision.fields,
        applied={**snapshot.applied, **applied},
        pending=decision.pending,
        flags=decision.flags,
    )
    day = event.occurred_on
    if decision.outcome in (Outcome.ENDED, Outcome.WITHDRAWN):
        return replace(after, ended_on=day)
    if decision.outcome in (Outcome.AMENDED, Outcome.REOPENED):
        return replace(after, last_change=max(day, snapshot.last_change or day))
    return after
