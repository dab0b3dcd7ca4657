"""The ledger of one case while something is entered: checks each entry, and tells what it changes.

A book is made from what the register holds, takes entries (refused ones leave it as it was), and
says once, at the end, what is to be written. Nothing is decided anywhere else: forms, lists and
the feed make the same entries.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from thads_portal.domain.ledger.checks import Refusal
from thads_portal.domain.ledger.checks import refused
from thads_portal.domain.ledger.duties import case_duties
from thads_portal.domain.ledger.duties import CaseDuty
from thads_portal.domain.ledger.duties import ended_on
from thads_portal.domain.ledger.duties import last_verified
from thads_portal.domain.ledger.duties import rests
from thads_portal.domain.ledger.duties import status_of
from thads_portal.domain.ledger.effects import Proposal
from thads_portal.domain.ledger.effects import proposals
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import LineKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.money import balances
from thads_portal.domain.ledger.money import total
from thads_portal.domain.ledger.payment_order import distribute
from thads_portal.domain.ledger.relief import last_relief
from thads_portal.domain.ledger.relief import relief_from
from thads_portal.domain.ledger.terms import follow_up_term
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.records import Document
from thads_portal.domain.words import number
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLine:
    """A line as it is stated: its key, kind, what is to be done in đồng, who alone owes it."""

    line: str
    kind: str
    to_do: int
    listing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the register keeps of a case as it stands after its entries."""

    origin: str
    prisoner: bool
    address_unknown: bool
    office: str | None
    verify_months: int
    entries: int
    status: str
    over: bool
    resting: bool
    last_verified: date | None
    conclusion: str | None
    other_duty: str | None
    other_on: date | None
    relief_on: date | None


#: A whole end is written as what it ends on each line, and the end itself.
_PARTS_OF_END = {
    EntryKind.TERMINATED: EntryKind.TERMINATED_IN_PART,
    EntryKind.DELEGATED: EntryKind.DELEGATED,
}
_MONTHS = 6


class CaseBook:
    """`ids` gives the ids of new entries; `settled` as in ``effects.proposals``."""

    def __init__(
        self,
        case: Case,
        *,
        lines: Mapping[str, Line] | None = None,
        entries: Sequence[Entry] = (),
        settled: Mapping[str, int] | None = None,
        ids: Iterator[int],
        office: str | None = None,
    ) -> None:
        self.case = case
        self.office = office
        self.lines = dict(lines or {})
        self.entries = list(entries)
        self.settled = dict(settled or {})
        self.known_lines = frozenset(self.lines)
        self.known_entries = len(self.entries)
        self._ids = ids

    # What is new

    @property
    def new_entries(self) -> list[Entry]:
        return self.entries[self.known_entries :]

    @property
    def new_lines(self) -> list[Line]:
        return [line for key, line in self.lines.items() if key not in self.known_lines]

    def take_ids(self, count: int) -> None:
        """Ask for the ids of up to `count` entries now, while the database is at hand."""
        self._ids = iter([next(self._ids) for _ in range(count)])

    # Entering

    def enter(self, entry: Entry, *, today: date) -> list[Refusal]:
        """Take `entry`; returns what speaks against it, and then nothing was taken.

        Money without a line is shared out by the payment order of its day; an end of the whole
        ends what is left of each line.
        """
        if entry.kind is EntryKind.REVERSED:
            return self._reverse(entry, today)
        if entry.kind is EntryKind.COLLECTED and entry.line is None and entry.amount is not None:
            return self._share_out(entry, today)
        if entry.kind in _PARTS_OF_END and entry.amount is None:
            return self._end(entry, today)
        return self._take([self._numbered(entry)], today)

    def state(
        self,
        lines: Sequence[StatedLine],
        *,
        occurred_on: date,
        document: Document | None,
        details: Mapping[str, object],
        today: date,
        actor: str = "",
    ) -> list[Refusal]:
        """State the case anew: its origin and other facts, and what is to be done on each line."""
        head = self._numbered(
            Entry(
                kind=EntryKind.STATED,
                occurred_on=occurred_on,
                document=document,
                details=details,
                actor=actor,
            )
        )
        found = self.balances()
        parts = [head]
        before = dict(self.lines)
        problems: list[Refusal] = []
        for stated in lines:
            known = self.lines.get(stated.line)
            if known is not None and known.kind != stated.kind:
                problems.append(("kind", Code.LINE_OF_ANOTHER_KIND, {"kind": known.kind}))
            if stated.to_do < 0:
                problems.append(("to_do", Code.OUT_OF_RANGE, {"min": 0, "max": 10**15}))
            if known is None:
                self.lines[stated.line] = Line(
                    line=stated.line, kind=stated.kind, listing=stated.listing
                )
            more = stated.to_do - found.get(stated.line, Balance()).to_do
            if more:
                parts.append(
                    self._numbered(
                        replace(head, line=stated.line, amount=more, part_of=head.id, details={})
                    )
                )
        problems = problems or self._take(parts, today)
        if problems:
            self.lines = before
        return problems

    def state_from_public(
        self, amount: int | None, kinds: Sequence[str], *, day: date, today: date, actor: str = ""
    ) -> list[Refusal]:
        """The one line of a case of which nothing was stated: the sum that its listing publishes."""
        if self.lines or not amount:
            return []
        kind = kinds[0] if len(kinds) == 1 else LineKind.OTHER.value
        return self.state(
            [StatedLine(line="1", kind=kind, to_do=amount)],
            occurred_on=day,
            document=None,
            details={"from": "listing"},
            today=today,
            actor=actor,
        )

    def _numbered(self, entry: Entry) -> Entry:
        return replace(entry, id=next(self._ids))

    def _take(self, parts: Sequence[Entry], today: date) -> list[Refusal]:
        length = len(self.entries)
        problems: list[Refusal] = []
        for part in parts:
            problems += refused(part, self.case, self.lines, self.entries, today=today)
            self.entries.append(part)
        if problems:
            del self.entries[length:]
        return problems

    def _share_out(self, entry: Entry, today: date) -> list[Refusal]:
        amount = entry.amount or 0
        found = self.balances()
        shares = distribute(amount, self.lines.values(), found, entry.occurred_on)
        if len(shares) < 2:
            line = next(iter(shares), next(iter(self.lines), None))
            return self._take([self._numbered(replace(entry, line=line))], today)
        left = total(found.values()).left
        if amount > left:
            return [("amount", Code.OVERPAID, {"left": number(left)})]
        parts: list[Entry] = []
        for line, share in shares.items():
            part_of = parts[0].id if parts else None
            parts.append(self._numbered(replace(entry, line=line, amount=share, part_of=part_of)))
        return self._take(parts, today)

    def _end(self, entry: Entry, today: date) -> list[Refusal]:
        head = self._numbered(entry)
        found = self.balances()
        parts = [
            self._numbered(
                replace(
                    head,
                    kind=_PARTS_OF_END[entry.kind],
                    line=line.line,
                    amount=found[line.line].left,
                    part_of=head.id,
                    details={},
                )
            )
            for line in self.lines.values()
            if line.line in found and found[line.line].left > 0
            if entry.listing is None or line.listing == entry.listing
        ]
        # Parts first: after the end nothing more may be entered.
        return self._take([*parts, head], today)

    def _reverse(self, entry: Entry, today: date) -> list[Refusal]:
        """A counter-entry, and one for each part of what it takes back."""
        target = next((each for each in self.entries if each.id == entry.reverses), None)
        if target is None or target.kind is EntryKind.REVERSED:
            return [("reverses", Code.NOTHING_TO_REVERSE, {})]
        head = target.part_of or target.id
        group = [each for each in self.entries if head in (each.id, each.part_of)]
        group = [each for each in group if each.kind is not EntryKind.REVERSED]
        first: int | None = None
        parts: list[Entry] = []
        for each in sorted(group, key=lambda each: each.id != head):
            part = self._numbered(
                replace(
                    entry,
                    line=each.line,
                    amount=each.amount,
                    listing=each.listing,
                    reverses=each.id,
                    part_of=first,
                )
            )
            first = first or part.id
            parts.append(part)
        return self._take(parts, today)

    # What follows

    def balances(self) -> dict[str, Balance]:
        return balances(self.entries)

    def stated_case(self) -> Case:
        """The case with what was last stated of it."""
        heads = [
            entry
            for entry in standing(self.entries)
            if entry.kind is EntryKind.STATED and entry.part_of is None
        ]
        case = self.case
        for entry in heads:
            said = entry.details
            case = replace(
                case,
                origin=Origin(str(said.get("origin", case.origin))),
                prisoner=bool(said.get("prisoner", case.prisoner)),
                address_unknown=bool(said.get("address_unknown", case.address_unknown)),
            )
        return case

    def duties(self, calendar: WorkingCalendar) -> tuple[CaseDuty, ...]:
        return case_duties(self.stated_case(), self.entries, calendar)

    def proposals(self, calendar: WorkingCalendar) -> dict[str, Proposal]:
        return proposals(
            self.stated_case(), self.lines.values(), self.entries, self.settled, calendar
        )

    def standing(self, duties: Sequence[CaseDuty]) -> Standing:
        """What the case's row says, beside what its listings make of it."""
        case, held = self.stated_case(), standing(self.entries)
        verified = last_verified(held)
        base = verified.occurred_on if verified else case.no_conditions_on or case.decided_on
        term = follow_up_term(FollowUp.VERIFY, base)
        months = term.length_for(case.special) if term is not None else None
        others = sorted(
            (duty.due_on, duty.duty.value)
            for duty in duties
            if duty.done_on is None and duty.due_on is not None and duty.duty is not FollowUp.VERIFY
        )
        heads = [entry for entry in held if entry.kind is EntryKind.STATED]
        office = next(
            (
                str(entry.details["office"])
                for entry in reversed(heads)
                if entry.details.get("office")
            ),
            self.office,
        )
        return Standing(
            origin=case.origin.value,
            prisoner=case.prisoner,
            address_unknown=case.address_unknown,
            office=office,
            verify_months=months or _MONTHS,
            entries=len(self.entries),
            status=status_of(held).value,
            over=ended_on(held) is not None,
            resting=rests(held),
            last_verified=verified.occurred_on if verified else None,
            conclusion=str(verified.details.get("conclusion") or "") or None if verified else None,
            other_duty=others[0][1] if others else None,
            other_on=others[0][0] if others else None,
            relief_on=relief_from(
                self.lines.values(),
                self.balances(),
                decided_on=case.decided_on,
                last_relief=last_relief(held),
            ),
        )
