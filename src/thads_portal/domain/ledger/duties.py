"""The duties of a case, done and open, computed from its entries alone.

Of the periodic verification the open one has no day here that depends on the calendar: the
register keeps ``raw_day`` and pages move it past rest days when they show it.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.entries import whole_of
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Whole
from thads_portal.domain.ledger.register_move import coming_move
from thads_portal.domain.ledger.register_move import DUTIES
from thads_portal.domain.ledger.register_move import rule_on
from thads_portal.domain.ledger.terms import follow_up_due
from thads_portal.domain.ledger.terms import follow_up_term
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.separate_track import SEPARATE_TRACK_RULES
from thads_portal.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDuty:
    """One duty: `entry` is the id of the entry that started it, None for the decision itself.

    `due_on` is None where the law gives no term, `done_on` while it is open.
    """

    duty: FollowUp
    started_on: date
    due_on: date | None
    done_on: date | None = None
    entry: int | None = None
    source: str = ""


#: Entries that answer an open duty.
_VERIFIES = frozenset({EntryKind.VERIFIED})


def case_duties(
    case: Case, entries: Iterable[Entry], calendar: WorkingCalendar
) -> tuple[CaseDuty, ...]:
    """All duties in the order in which they began; what fell away when the case ended is none."""
    held = standing(entries)
    over = ended_on(held)
    found = [
        *_periodic(case, held, calendar, over),
        *_answered(held, calendar),
        *_continuing(held, calendar),
        *_paying_out(held, calendar),
        *_before_publication(case, held, calendar),
        *_sent_on(held, calendar),
        *_moving(case, held, calendar),
    ]
    kept = [each for each in found if over is None or each.done_on is not None]
    return tuple(sorted(kept, key=lambda each: (each.started_on, each.duty)))


def waiting(duties: Iterable[CaseDuty], today: date) -> list[CaseDuty]:
    """The open ones, the nearest deadline first; a move that may be made only later is none yet."""
    found = [
        each
        for each in duties
        if each.done_on is None and (each.duty not in _MOVES or each.started_on <= today)
    ]
    return sorted(found, key=lambda each: (each.due_on is None, each.due_on or each.started_on))


_MOVES = frozenset(DUTIES.values())


def ended_on(held: Iterable[Entry]) -> date | None:
    """The day on which the case was closed, terminated as a whole or its request returned."""
    days = [entry.occurred_on for entry in held if whole_of(entry) in (Whole.ENDED, Whole.CLOSED)]
    return min(days, default=None)


def status_of(held: Iterable[Entry]) -> Whole:
    """What the case is, by the last entry that says something of the whole."""
    status = Whole.OPEN
    for entry in held:
        whole = whole_of(entry)
        if whole is not None and status is not Whole.CLOSED:
            status = whole
    return status


def last_verified(held: Iterable[Entry]) -> Entry | None:
    """The newest verification."""
    found = None
    for entry in held:
        if entry.kind is EntryKind.VERIFIED:
            found = entry
    return found


def rests(held: Sequence[Entry]) -> bool:
    """Whether the periodic verification rests: the case stands in the separate register and
    nothing new has come since. (The articles say so of the move only by what they ask before it.)
    """
    moved = [entry.occurred_on for entry in held if entry.kind is EntryKind.MOVED]
    news = [
        entry.occurred_on
        for entry in held
        if entry.kind in (EntryKind.NEW_INFORMATION, EntryKind.VERIFIED)
    ]
    return bool(moved) and max(news, default=date.min) <= max(moved)


def _duty(
    duty: FollowUp,
    started: date,
    calendar: WorkingCalendar,
    *,
    special: bool = False,
    done: date | None = None,
    entry: int | None = None,
) -> CaseDuty | None:
    term = follow_up_term(duty, started)
    if term is None:
        return None
    due = follow_up_due(duty, started, calendar, special=special)
    return CaseDuty(
        duty=duty, started_on=started, due_on=due, done_on=done, entry=entry, source=term.source
    )


def _periodic(
    case: Case, held: Sequence[Entry], calendar: WorkingCalendar, over: date | None
) -> Iterator[CaseDuty]:
    since, cause = case.no_conditions_on, None
    for entry in held:
        if entry.kind is not EntryKind.VERIFIED:
            continue
        if since is not None and entry.occurred_on > since:
            done = _duty(
                FollowUp.VERIFY,
                since,
                calendar,
                special=case.special,
                done=entry.occurred_on,
                entry=cause,
            )
            if done is not None:
                yield done
        if since is None or entry.occurred_on >= since:
            since, cause = entry.occurred_on, entry.id
    if since is None or case.no_conditions_on is None or over is not None or rests(held):
        return
    left = _duty(FollowUp.VERIFY, since, calendar, special=case.special, entry=cause)
    if left is not None:
        yield left


def _answered(held: Sequence[Entry], calendar: WorkingCalendar) -> Iterator[CaseDuty]:
    """News and disputes that wait for a verification, a transfer's paper for its decision."""
    for entry in held:
        duty = _BEGUN_BY.get(entry.kind)
        if duty is None:
            continue
        done = next(
            (
                each.occurred_on
                for each in held
                if each.kind in _VERIFIES and each.occurred_on >= entry.occurred_on
            ),
            None,
        )
        found = _duty(duty, entry.occurred_on, calendar, done=done, entry=entry.id)
        if found is not None:
            yield found


_BEGUN_BY = {
    EntryKind.NEW_INFORMATION: FollowUp.VERIFY_NEWS,
    EntryKind.DISAGREED: FollowUp.VERIFY_AGAIN,
}
_PAUSES = (EntryKind.POSTPONED, EntryKind.SUSPENDED)


def _continuing(held: Sequence[Entry], calendar: WorkingCalendar) -> Iterator[CaseDuty]:
    for place, entry in enumerate(held):
        if entry.kind not in _PAUSES or not entry.details.get("until"):
            continue
        until = date.fromisoformat(str(entry.details["until"]))
        after = held[place + 1 :]
        if any(each.kind in _PAUSES and each.occurred_on <= until for each in after):
            # Prolonged: the later one has a day of its own.
            continue
        done = next((e.occurred_on for e in after if e.kind is EntryKind.CONTINUED), None)
        # Continued before the day came: nothing was left to do on it.
        if done is not None and done < until:
            continue
        found = _duty(FollowUp.CONTINUE, until, calendar, done=done, entry=entry.id)
        if found is not None:
            yield found


def _paying_out(held: Sequence[Entry], calendar: WorkingCalendar) -> Iterator[CaseDuty]:
    """What was collected first is paid out first."""
    payouts = [
        (entry.occurred_on, entry.amount or 0) for entry in held if entry.kind is EntryKind.PAID_OUT
    ]
    need = 0
    for entry in held:
        if entry.kind is not EntryKind.COLLECTED:
            continue
        need += entry.amount or 0
        paid, done = 0, None
        for day, amount in payouts:
            paid += amount
            if paid >= need:
                done = day
                break
        found = _duty(FollowUp.PAY_OUT, entry.occurred_on, calendar, done=done, entry=entry.id)
        if found is not None:
            yield found


def _said_on(entry: Entry, name: str) -> date | None:
    value = entry.details.get(name)
    return date.fromisoformat(str(value)) if value else None


def _before_publication(
    case: Case, held: Sequence[Entry], calendar: WorkingCalendar
) -> Iterator[CaseDuty]:
    """The first verification and the no-conditions decision, where the day that starts their clock
    was stated (the last statement that names it holds)."""
    stated = [entry for entry in held if entry.kind is EntryKind.STATED]
    days: dict[str, tuple[date, int | None]] = {}
    for entry in stated:
        for name in ("voluntary_until", "ground_on"):
            day = _said_on(entry, name)
            if day is not None:
                days[name] = day, entry.id
    if "voluntary_until" in days:
        started, cause = days["voluntary_until"]
        first = next((each.occurred_on for each in held if each.kind is EntryKind.VERIFIED), None)
        found = _duty(FollowUp.FIRST_VERIFY, started, calendar, done=first, entry=cause)
        if found is not None:
            yield found
    if "ground_on" in days:
        started, cause = days["ground_on"]
        done = case.no_conditions_on
        if done is None or done >= started:
            found = _duty(FollowUp.ISSUE_DECISION, started, calendar, done=done, entry=cause)
            if found is not None:
                yield found


#: Detail of a decision -> the duty that it tells of as done.
_TOLD = {
    "sent_procuracy": FollowUp.SEND_PROCURACY,
    "notified_on": FollowUp.NOTIFY_PARTIES,
}


def _sent_on(held: Sequence[Entry], calendar: WorkingCalendar) -> Iterator[CaseDuty]:
    """Decisions of which it was said when they were sent on, and transfers with their paper's day."""
    for entry in held:
        for name, duty in _TOLD.items():
            done = _said_on(entry, name)
            if done is not None:
                started = entry.document.date if entry.document else entry.occurred_on
                found = _duty(duty, started, calendar, done=done, entry=entry.id)
                if found is not None:
                    yield found
        received = _said_on(entry, "received_on")
        if entry.kind is EntryKind.TRANSFERRED and received is not None:
            found = _duty(
                FollowUp.DECIDE_TRANSFER,
                received,
                calendar,
                done=entry.occurred_on,
                entry=entry.id,
            )
            if found is not None:
                yield found


def _moving(case: Case, held: Sequence[Entry], calendar: WorkingCalendar) -> Iterator[CaseDuty]:
    """The move to the separate register, or the return of the request, from the day it may be.

    What was moved is judged by the law of that day, what was not by the law of today.
    """
    moved = next((entry for entry in held if entry.kind in DUTIES), None)
    if moved is None:
        move = coming_move(case, held, SEPARATE_TRACK_RULES[-1], calendar)
    else:
        before = held[: held.index(moved)]
        move = coming_move(case, before, rule_on(moved.occurred_on), calendar)
    if move is None or (moved is not None and moved.kind is not move.kind):
        return
    yield CaseDuty(
        duty=DUTIES[move.kind],
        started_on=move.since,
        due_on=move.due_on,
        done_on=moved.occurred_on if moved is not None else None,
        source=move.rule.source,
    )
