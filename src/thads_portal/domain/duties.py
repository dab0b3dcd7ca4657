"""What the law wanted done about a listing, and when it was done: from its history.

The deadline of what is done is the one that the step which did it recorded, by the calendar of
its day; nothing changes it later. The deadline of what is open is not in here, only the day
and the number of working days it is counted from: it moves with the calendar, which the
administrator may change. So a listing gives the same duties for ever. A duty that fell away
(a draft ended before it was public) is none.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from thads_portal.domain.clocks import clock_of_event
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import legal_term
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.words import VIETNAM
from typing import Any


_STARTS = ("issued", "reopened")
_ENDS = ("ended", "withdrawn")
#: What makes a listing public.
_PUBLISHING = (*_STARTS, "approve", "sign_and_publish")
#: The workflow's times are rounded a little.
_ROUNDING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Done:
    """One duty: open with `days`, the working days of its term, or done with both its days.

    Days are days in Vietnam.
    """

    duty: Duty
    started_on: date
    days: int | None = None
    due_on: date | None = None
    done_on: date | None = None

    def __str__(self) -> str:
        """As the register keeps it: ``amend 2026-11-20 - 2026-11-25 2026-11-24``, open
        ``amend 2026-11-20 3 - -``.
        """
        days = "-" if self.days is None else self.days
        return (
            f"{self.duty.value} {self.started_on} {days} {self.due_on or '-'} {self.done_on or '-'}"
        )


def duties_of(
    history: Sequence[Mapping[str, Any]],
    *,
    published: Iterable[datetime],
    decided_on: date | None = None,
    pending: Mapping[str, Any] | None = None,
    proposed_ending: Mapping[str, Any] | None = None,
    posting: Mapping[str, Any] | None = None,
) -> tuple[Done, ...]:
    """The duties in the order they began.

    `published` are the (aware) moments at which the listing became public. `decided_on` is the
    day of the no-conditions decision as it is now (a draft may be corrected), the others what
    the listing keeps under these names.
    """
    public_since = sorted(published)
    found: list[Done | None] = []
    reopened = any(entry["kind"] == "reopened" for entry in history)
    for place, entry in enumerate(history):
        due_on, kind = entry.get("due_on"), entry["kind"]
        if due_on is None:
            continue
        at = entry["recorded_at"]
        if kind in _STARTS:
            over = next(
                (e["recorded_at"] for e in history[place + 1 :] if e["kind"] in _ENDS), None
            )
            done = next((each for each in public_since if each >= at - _ROUNDING), None)
            if over is not None and (done is None or done > over):
                continue
            corrected = kind == "issued" and not reopened and decided_on
            started = corrected or entry["occurred_on"]
            if done is None:
                found.append(_open(EventKind.ISSUED, started))
            else:
                due = _recorded(history[place:], done) or due_on
                found.append(_done(Duty.FIRST_PUBLICATION, started, due, done))
        # At the same moment: one batch of a feed may publish a listing and end it.
        elif kind in _ENDS and any(each <= at for each in public_since):
            found.append(_done(Duty.END, entry["occurred_on"], due_on, at))
        elif kind == "amended" and entry.get("public"):
            found.append(_done(Duty.AMEND, entry["occurred_on"], due_on, at))
    if pending:
        found.append(_open(EventKind.AMENDED, pending["occurred_on"]))
    if proposed_ending:
        reason = EndReason(proposed_ending["end_reason"])
        found.append(_open(EventKind.ENDED, proposed_ending["occurred_on"], reason))
    found.append(_posting(history, public_since, decided_on, posting))
    found.append(_take_down(posting))
    return tuple(each for each in found if each is not None)


def _recorded(entries: Iterable[Mapping[str, Any]], done: datetime) -> date | None:
    """The deadline that the step recorded by which the listing became public at `done`."""
    return next(
        (
            entry["due_on"]
            for entry in entries
            if entry["kind"] in _PUBLISHING
            and entry.get("due_on") is not None
            and abs(entry["recorded_at"] - done) <= _ROUNDING
        ),
        None,
    )


def _open(kind: EventKind, started_on: date, reason: EndReason | None = None) -> Done | None:
    clock = clock_of_event(kind, reason)
    term = legal_term(*clock, started_on) if clock is not None else None
    if clock is None or term is None:
        return None
    # An error corrected has the term of an amendment and is an ending all the same.
    duty = Duty.END if kind is EventKind.ENDED else clock[0]
    return Done(duty, started_on, term.working_days)


def _done(duty: Duty, started_on: date, due_on: date, at: datetime) -> Done:
    return Done(duty, started_on, None, due_on, at.astimezone(VIETNAM).date())


def _posting(
    history: Sequence[Mapping[str, Any]],
    public_since: Sequence[datetime],
    decided_on: date | None,
    posting: Mapping[str, Any] | None,
) -> Done | None:
    """The decision sent to the commune; nothing for what ended before it was ever public."""
    if decided_on is None or not any(entry["kind"] in _STARTS for entry in history):
        return None
    term = legal_term(Duty.COMMUNE_POSTING, Trigger.DECISION_ISSUED, decided_on)
    if term is None:
        return None
    if posting:
        due_on = next(
            (
                entry["due_on"]
                for entry in reversed(history)
                if entry["kind"] == "commune_posted" and entry.get("due_on") is not None
            ),
            None,
        )
        if due_on is None:
            return None
        return Done(Duty.COMMUNE_POSTING, decided_on, None, due_on, posting["sent_on"])
    if not public_since and any(entry["kind"] in _ENDS for entry in history):
        return None
    return Done(Duty.COMMUNE_POSTING, decided_on, term.working_days)


def _take_down(posting: Mapping[str, Any] | None) -> Done | None:
    """The commune's posting taken down, from the day on which it got the paper about the end."""
    if posting is None or (received := posting.get("end_received_on")) is None:
        return None
    done = posting.get("taken_down_on")
    if done is not None:
        return Done(Duty.COMMUNE_TAKE_DOWN, received, None, posting["take_down_due"], done)
    term = legal_term(Duty.COMMUNE_TAKE_DOWN, Trigger.END_RECEIVED, received)
    return Done(Duty.COMMUNE_TAKE_DOWN, received, term.working_days) if term else None
