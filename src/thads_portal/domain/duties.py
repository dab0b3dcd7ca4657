"""What the law wanted done about a listing, by when, and when it was done: from its history.

The deadlines are those that the steps recorded; nothing is counted anew here, so a listing
gives the same duties for ever. A duty that fell away (a draft ended before it was public) is
none.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from thads_portal.domain.clocks import Duty
from thads_portal.domain.words import VIETNAM
from typing import Any


_STARTS = ("issued", "reopened")
_ENDS = ("ended", "withdrawn")
#: The workflow's times are rounded a little.
_ROUNDING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Done:
    """One duty; `done_on` is None while it is open. Days are days in Vietnam."""

    duty: Duty
    started_on: date
    due_on: date
    done_on: date | None

    def __str__(self) -> str:
        """As the register keeps it: ``amend 2026-11-20 2026-11-25 2026-11-24``, ``-`` if open."""
        return f"{self.duty.value} {self.started_on} {self.due_on} {self.done_on or '-'}"


def duties_of(
    history: Sequence[Mapping[str, Any]],
    *,
    published: Iterable[datetime],
    pending: Mapping[str, Any] | None = None,
    proposed_ending: Mapping[str, Any] | None = None,
) -> tuple[Done, ...]:
    """The duties in the order they began.

    `published` are the (aware) moments at which the listing became public.
    """
    public_since = sorted(published)
    found: list[Done] = []
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
            found.append(_done(Duty.FIRST_PUBLICATION, entry, due_on, done))
        # At the same moment: one batch of a feed may publish a listing and end it.
        elif kind in _ENDS and any(each <= at for each in public_since):
            found.append(_done(Duty.END, entry, due_on, at))
        elif kind == "amended" and entry.get("public"):
            found.append(_done(Duty.AMEND, entry, due_on, at))
    for waiting, duty, kinds in (
        (pending, Duty.AMEND, ("propose_amendment", "amended")),
        (proposed_ending, Duty.END, ("propose_ending",)),
    ):
        if waiting:
            began = _beginning(history, waiting["occurred_on"], kinds)
            if began is not None:
                found.append(_done(duty, began, began["due_on"], None))
    return tuple(found)


def _beginning(history, occurred_on: date, kinds: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The entry with which what waits was proposed; the last of that day."""
    return next(
        (
            entry
            for entry in reversed(history)
            if entry["kind"] in kinds
            and entry["occurred_on"] == occurred_on
            and entry.get("due_on") is not None
        ),
        None,
    )


def _done(duty: Duty, entry, due_on: date, at: datetime | None) -> Done:
    done_on = at.astimezone(VIETNAM).date() if at is not None else None
    return Done(duty, entry["occurred_on"], due_on, done_on)
