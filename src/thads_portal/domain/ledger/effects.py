"""What the ledger asks of the public text: an amendment or an ending, prepared and never silent.

A payment, a reduction or a partial termination changes what is left: the public obligation is to
be amended. Nothing left, conditions found, a termination or a withdrawal: publication is to end.
A postponement or suspension touches nothing public (Nghị định 152/2026/NĐ-CP, Điều 23 khoản 2).
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.clocks import due_date
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.clocks import TRIGGER_OF_END
from thads_portal.domain.codes import EndReason
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.money import balances
from thads_portal.domain.ledger.money import left_for
from thads_portal.domain.ledger.money import total
from thads_portal.domain.words import money
from thads_portal.domain.working_days import WorkingCalendar

import re


class Effect(StrEnum):
    AMEND = "amend"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one listing is to become. `entry` is the one that asks for it; `since` its day, from
    which the clock runs to `due_on`. `left` is what the debtor still owes.
    """

    listing: str
    effect: Effect
    entry: Entry
    since: date
    due_on: date | None
    left: int | None = None
    done: int | None = None
    end_reason: EndReason | None = None


_END_OF = {
    EntryKind.TERMINATED: EndReason.TERMINATED,
    EntryKind.RESUMED: EndReason.RESUMED,
    EntryKind.WITHDRAWN: EndReason.WITHDRAWN,
}
_CHANGES_MONEY = frozenset(
    {
        EntryKind.COLLECTED,
        EntryKind.REDUCED,
        EntryKind.EXEMPTED,
        EntryKind.TERMINATED_IN_PART,
        EntryKind.DELEGATED,
    }
)


def proposals(
    case: Case,
    lines: Iterable[Line],
    entries: Sequence[Entry],
    settled: Mapping[str, int],
    calendar: WorkingCalendar,
) -> dict[str, Proposal]:
    """Public number -> what its listing is to become, for those of the case that are published.

    `settled` tells for a listing the id of the last entry that was dealt with: its amendment was
    sent, or somebody said that the public text may stay.
    """
    held = standing(entries)
    known = list(lines)
    found = balances(held)
    wanted: dict[str, Proposal] = {}
    for number in case.listings:
        since = settled.get(number, 0)
        new = [entry for entry in held if (entry.id or 0) > since or entry.id is None]
        new += _taken_back(entries, since)
        proposal = _ending(number, new, known, found, calendar)
        if proposal is None:
            proposal = _amendment(number, new, known, found, calendar)
        if proposal is not None:
            wanted[number] = proposal
    return wanted


def _taken_back(entries: Sequence[Entry], since: int) -> list[Entry]:
    """Counter-entries of money that the public text has followed already."""
    by_id = {entry.id: entry for entry in entries}
    return [
        entry
        for entry in entries
        if entry.kind is EntryKind.REVERSED
        and (entry.id or 0) > since
        and (entry.reverses or 0) <= since
        and by_id[entry.reverses].kind in _CHANGES_MONEY
    ]


def _concerns(entry: Entry, number: str, lines: Iterable[Line]) -> bool:
    if entry.listing is not None:
        return entry.listing == number
    owner = next((line.listing for line in lines if line.line == entry.line), None)
    return owner in (None, number)


def _ending(
    number: str,
    new: Sequence[Entry],
    lines: Sequence[Line],
    found: Mapping[str, Balance],
    calendar: WorkingCalendar,
) -> Proposal | None:
    own = [entry for entry in reversed(new) if _concerns(entry, number, lines)]
    found_end = next(((entry, reason) for entry in own if (reason := _said(entry))), None)
    if found_end is None and _none_left(number, lines, found):
        last = next((entry for entry in own if entry.kind in _CHANGES_MONEY), None)
        if last is not None:
            found_end = last, _reason_of_nothing_left(number, lines, found)
    if found_end is None:
        return None
    entry, reason = found_end
    clock = TRIGGER_OF_END.get(reason)
    return Proposal(
        listing=number,
        effect=Effect.END,
        entry=entry,
        since=entry.occurred_on,
        due_on=due_date(*clock, entry.occurred_on, calendar) if clock else None,
        left=left_for(number, lines, found),
        end_reason=reason,
    )


def _said(entry: Entry) -> EndReason | None:
    """The end that `entry` itself is, whatever is left."""
    if entry.kind is EntryKind.VERIFIED:
        return EndReason.RESUMED if entry.details.get("conclusion") == Conclusion.ALL else None
    if entry.kind is EntryKind.DELEGATED:
        return EndReason.DELEGATED if entry.amount is None else None
    return _END_OF.get(entry.kind)


def _none_left(number: str, lines: Sequence[Line], found: Mapping[str, Balance]) -> bool:
    own = [line for line in lines if line.listing in (None, number) and line.line in found]
    return bool(own) and all(found[line.line].left == 0 for line in own)


def _reason_of_nothing_left(
    number: str, lines: Sequence[Line], found: Mapping[str, Balance]
) -> EndReason:
    """Discharged where something was paid, delegated where all went elsewhere; all exempted or
    terminated is a termination (Luật 106/2025/QH15, Điều 48 khoản 5).
    """
    own = total(
        found[line.line] for line in lines if line.listing in (None, number) and line.line in found
    )
    if own.done:
        return EndReason.DISCHARGED
    return EndReason.DELEGATED if own.delegated else EndReason.TERMINATED


def _amendment(
    number: str,
    new: Sequence[Entry],
    lines: Sequence[Line],
    found: Mapping[str, Balance],
    calendar: WorkingCalendar,
) -> Proposal | None:
    causes = [
        entry
        for entry in new
        if (entry.kind in _CHANGES_MONEY and entry.bucket is not None)
        or entry.kind in (EntryKind.TRANSFERRED, EntryKind.REVERSED)
        if _concerns(entry, number, lines)
    ]
    if not causes:
        return None
    since = min(entry.occurred_on for entry in causes)
    done = sum(
        found[line.line].to_do - found[line.line].left
        for line in lines
        if line.listing in (None, number) and line.line in found
    )
    return Proposal(
        listing=number,
        effect=Effect.AMEND,
        entry=causes[-1],
        since=since,
        due_on=due_date(Duty.AMEND, Trigger.CHANGE_ESTABLISHED, since, calendar),
        left=left_for(number, lines, found),
        done=done,
    )


_TOLD = re.compile(
    r"[;.]?\s*Đã thi hành, miễn giảm [\d.]+\s*đồng, còn phải thi hành [\d.]+\s*đồng\.?$"
)


def amended_obligation(text: str, done: int, left: int) -> str:
    """The public obligation with what is done and left behind it; told anew, not twice."""
    bare = _TOLD.sub("", text.strip()).rstrip(" .;")
    return f"{bare}. Đã thi hành, miễn giảm {money(done)}, còn phải thi hành {money(left)}."
