"""What the ledger asks of the public text: an amendment or an ending, prepared and never silent.

A payment, a reduction or a partial termination changes what is left: the public obligation is to
be amended. Nothing left, conditions found, a termination or a withdrawal: publication is to end.
A postponement or suspension touches nothing public (Nghị định 152/2026/NĐ-CP, Điều 23 khoản 2).

What is asked is the difference between what the ledger says today and what it said when the public text was
last dealt with: of several findings the newest by its day counts, and what was taken back, or put right to the
same sum, asks for nothing.
"""

from collections.abc import Iterable
from collections.abc import Iterator
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
from thads_portal.domain.ledger.entries import whole_of
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import MONEY
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.money import balances
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
#: They speak about the no-conditions decision in force: those of days before it speak of an earlier one.
_OF_NO_CONDITIONS = frozenset({EntryKind.VERIFIED, EntryKind.RESUMED})
_SAYS_AN_END = frozenset({EntryKind.VERIFIED, EntryKind.DELEGATED, *_END_OF})
#: They ask for an amendment by themselves; a statement only where the public text tells what is left.
_CHANGES_MONEY = MONEY - {EntryKind.STATED}


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
    known = list(lines)
    today = _Said(case, known, entries)
    before: dict[int, _Said] = {}
    wanted: dict[str, Proposal] = {}
    for number in case.listings:
        since = settled.get(number, 0)
        if since not in before:
            before[since] = _Said(case, known, [each for each in entries if _known(each, since)])
        new = [entry for entry in today.held if not _known(entry, since)]
        new += _taken_back(entries, since)
        proposal = _ending(number, new, before[since], today, calendar)
        if proposal is None:
            proposal = _amendment(number, new, before[since], today, calendar)
        if proposal is not None:
            wanted[number] = proposal
    return wanted


def _known(entry: Entry, since: int) -> bool:
    return entry.id is not None and entry.id <= since


def _taken_back(entries: Sequence[Entry], since: int) -> list[Entry]:
    """New counter-entries of what the public text has been dealt with for already."""
    by_id = {entry.id: entry for entry in entries}
    return [
        entry
        for entry in entries
        if entry.kind is EntryKind.REVERSED
        and not _known(entry, since)
        and _known(by_id[entry.reverses], since)
    ]


class _Said:
    """What entries up to a moment say of the listings of a case."""

    def __init__(self, case: Case, lines: Sequence[Line], entries: Sequence[Entry]) -> None:
        self.lines = lines
        self.held = standing(entries)
        self.found = balances(entries)
        self.kinds = {entry.id: entry.kind for entry in entries}
        self._from = case.no_conditions_on or date.min

    def own(self, number: str) -> Balance:
        """What the debtor owes alone and with others."""
        return total(
            self.found[line.line]
            for line in self.lines
            if line.listing in (None, number) and line.line in self.found
        )

    def concerns(self, entry: Entry, number: str) -> bool:
        if entry.listing is not None:
            return entry.listing == number
        owner = next((line.listing for line in self.lines if line.line == entry.line), None)
        return owner in (None, number)

    def about(self, entry: Entry) -> EntryKind:
        """The kind of `entry`, of a counter-entry that of what it takes back."""
        return self.kinds[entry.reverses] if entry.reverses is not None else entry.kind

    def moves_money(self, entry: Entry, kinds: frozenset[EntryKind]) -> bool:
        """Whether `entry`, or what it takes back, is money of one of `kinds`."""
        return self.about(entry) in kinds and entry.amount is not None

    def ends(self, number: str) -> Iterator[tuple[Entry, EndReason]]:
        """The entries that themselves end publication, with the reason, the newest first; of
        verifications only the newest has a say.
        """
        verified = False
        for entry in reversed(self.held):
            if not self.concerns(entry, number):
                continue
            if entry.kind in _OF_NO_CONDITIONS and entry.occurred_on < self._from:
                continue
            if entry.kind is EntryKind.VERIFIED and verified:
                continue
            verified = verified or entry.kind is EntryKind.VERIFIED
            reason = _reason(entry)
            if reason is not None:
                yield entry, reason


def _reason(entry: Entry) -> EndReason | None:
    """The end that `entry` itself is, whatever is left."""
    if entry.kind is EntryKind.VERIFIED:
        return EndReason.RESUMED if entry.details.get("conclusion") == Conclusion.ALL else None
    if entry.kind is EntryKind.DELEGATED:
        return EndReason.DELEGATED if entry.amount is None else None
    return _END_OF.get(entry.kind)


def _ending(
    number: str, new: Sequence[Entry], before: _Said, today: _Said, calendar: WorkingCalendar
) -> Proposal | None:
    ends = list(today.ends(number))
    found = next(iter(ends), None)
    earlier = next(before.ends(number), None)
    if found is not None and earlier is not None and earlier[0].id == found[0].id:
        # Dealt with; one of an earlier day that was entered since is not.
        found = next((each for each in ends if each[0].id not in before.kinds), None)
    paid = _nothing_left(number, new, today)
    if paid is not None and (found is None or _goes_before(paid[0], found[0])):
        found = paid
    elif found is not None and found[0].id in before.kinds:
        # It counts again because what came after it was taken back.
        found = _restored(found[0], number, new, today), found[1]
    if found is None:
        return None
    entry, reason = found
    clock = TRIGGER_OF_END.get(reason)
    return Proposal(
        listing=number,
        effect=Effect.END,
        entry=entry,
        since=entry.occurred_on,
        due_on=due_date(*clock, entry.occurred_on, calendar) if clock else None,
        left=today.own(number).left,
        end_reason=reason,
    )


def _restored(ended: Entry, number: str, new: Sequence[Entry], today: _Said) -> Entry:
    """The counter-entry that lets an earlier end, or finding, count again."""
    back = (
        entry
        for entry in reversed(new)
        if entry.kind is EntryKind.REVERSED
        and today.kinds[entry.reverses] in _SAYS_AN_END
        and today.concerns(entry, number)
    )
    return next(back, ended)


def _goes_before(paid: Entry, ended: Entry) -> bool:
    """Where nothing is left there is nothing to resume for; an end of the whole is the end of its lines
    too; otherwise the newest counts.
    """
    if whole_of(ended) is not None:
        return False
    if ended.kind is EntryKind.VERIFIED:
        return True
    return (paid.occurred_on, paid.id or 0) > (ended.occurred_on, ended.id or 0)


def _nothing_left(
    number: str, new: Sequence[Entry], today: _Said
) -> tuple[Entry, EndReason] | None:
    """Discharged where something was paid, delegated where all went elsewhere; all exempted or
    terminated is a termination (Luật 106/2025/QH15, Điều 48 khoản 5). None while anything is left.
    """
    own = today.own(number)
    causes = [
        entry for entry in new if today.moves_money(entry, MONEY) and today.concerns(entry, number)
    ]
    if own.left or not causes or own.to_do == own.left:
        return None
    if own.done:
        return causes[-1], EndReason.DISCHARGED
    return causes[-1], EndReason.DELEGATED if own.delegated else EndReason.TERMINATED


def _amendment(
    number: str, new: Sequence[Entry], before: _Said, today: _Said, calendar: WorkingCalendar
) -> Proposal | None:
    then, now = before.own(number), today.own(number)
    told = then.to_do != then.left
    own = [entry for entry in new if today.concerns(entry, number)]
    moved = [entry for entry in own if today.moves_money(entry, _CHANGES_MONEY)]
    if told:
        moved = moved or [entry for entry in own if today.moves_money(entry, MONEY)]
    if (now.to_do, now.left) == (then.to_do, then.left):
        # Put right to the same sum: the public text tells it already.
        moved = []
    causes = [
        entry for entry in own if entry in moved or today.about(entry) is EntryKind.TRANSFERRED
    ]
    if not causes:
        return None
    since = min(entry.occurred_on for entry in causes)
    return Proposal(
        listing=number,
        effect=Effect.AMEND,
        entry=causes[-1],
        since=since,
        due_on=due_date(Duty.AMEND, Trigger.CHANGE_ESTABLISHED, since, calendar),
        left=now.left,
        done=now.to_do - now.left,
    )


_TOLD = re.compile(
    r"[;.]?\s*Đã thi hành, miễn giảm [\d.]+\s*đồng, còn phải thi hành [\d.]+\s*đồng\.?$"
)


def amended_obligation(text: str, done: int, left: int) -> str:
    """The public obligation with what is done and left behind it; told anew, not twice."""
    bare = _TOLD.sub("", text.strip()).rstrip(" .;")
    return f"{bare}. Đã thi hành, miễn giảm {money(done)}, còn phải thi hành {money(left)}."
