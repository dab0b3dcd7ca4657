"""Whether a case may move to the separate register, or its request be returned, on a day.

The rows are those of ``domain/separate_track.py``; what is asked beside the time (how often it
was verified, whether anything new came) is counted in the ledger. The regime is that of the day.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import NEW_LAW_FROM
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.ledger.terms import follow_up_due
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.months import add_months
from thads_portal.domain.separate_track import SEPARATE_TRACK_RULES
from thads_portal.domain.separate_track import SeparateTrackRule
from thads_portal.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What may be done: `kind` MOVED or REQUEST_RETURNED, from the day `since` on which the last
    condition came; `due_on` where the law gives a term. `rule` is the row with its article.
    """

    kind: EntryKind
    since: date
    due_on: date | None
    rule: SeparateTrackRule


#: What moves a case -> the duty that it does.
DUTIES: Mapping[EntryKind, FollowUp] = {
    EntryKind.MOVED: FollowUp.MOVE_REGISTER,
    EntryKind.REQUEST_RETURNED: FollowUp.RETURN_REQUEST,
}
_MOVES = frozenset(DUTIES)


def rule_on(day: date) -> SeparateTrackRule:
    """The row in force on `day`; before the first, the first."""
    for rule in reversed(SEPARATE_TRACK_RULES):
        if rule.valid_from <= day:
            return rule
    return SEPARATE_TRACK_RULES[0]


def possible_move(
    case: Case, entries: Iterable[Entry], today: date, calendar: WorkingCalendar
) -> Move | None:
    """What the law lets be done on `today`, or None. A case whose origin is not stated stays."""
    held = standing(entries)
    if any(entry.kind in _MOVES or entry.kind is EntryKind.CLOSED for entry in held):
        return None
    move = coming_move(case, held, rule_on(today), calendar)
    return move if move is not None and move.since <= today else None


def coming_move(
    case: Case, held: Sequence[Entry], rule: SeparateTrackRule, calendar: WorkingCalendar
) -> Move | None:
    """What `rule` lets be done from the day `since`, which may lie ahead, if nothing new comes.

    `held` are entries that hold and do not tell of a move.
    """
    if case.no_conditions_on is None:
        return None
    start = max([case.no_conditions_on, *(each.occurred_on for each in held if _is_news(each))])
    verified = sorted(
        entry.occurred_on
        for entry in held
        if entry.kind is EntryKind.VERIFIED and entry.occurred_on >= start
    )
    # The new law names no number and still asks for the verification.
    needed = rule.verifications or 1
    if len(verified) < needed:
        return None
    years = rule.years_special if case.special else rule.years
    since = max(add_months(start, 12 * years), verified[needed - 1])
    kind = EntryKind.MOVED
    if rule.valid_from >= NEW_LAW_FROM:
        if case.origin is Origin.UNKNOWN:
            return None
        if case.origin is Origin.ON_REQUEST:
            kind = EntryKind.REQUEST_RETURNED
    # What came together under the old law stands under its term of three days.
    old = since < NEW_LAW_FROM
    due = follow_up_due(FollowUp.MOVE_REGISTER, since, calendar) if old else None
    return Move(kind=kind, since=since, due_on=due, rule=rule)


def _is_news(entry: Entry) -> bool:
    """New information on the conditions: told by somebody, or found, or money that came."""
    if entry.kind in (EntryKind.NEW_INFORMATION, EntryKind.COLLECTED):
        return True
    return entry.kind is EntryKind.VERIFIED and entry.details.get("conclusion") in (
        Conclusion.PART,
        Conclusion.ALL,
    )
