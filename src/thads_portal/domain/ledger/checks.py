"""May this entry be made, and what would be right if not. Looks at the case and its entries only."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from thads_portal.domain.ledger.duties import status_of
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.entries import whole_of
from thads_portal.domain.ledger.kinds import Bucket
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Whole
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.money import balances
from thads_portal.domain.ledger.money import total
from thads_portal.domain.words import day as day_words
from thads_portal.domain.words import number
from thads_portal.errors import Code
from typing import Any


#: (field, code, params)
Refusal = tuple[str, Code, dict[str, Any]]
#: What may still come after a case was terminated or its request returned.
_AFTER_END = frozenset(
    {EntryKind.CLOSED, EntryKind.CONFIRMED, EntryKind.PAID_OUT, EntryKind.COMPLAINT_DECIDED}
)
#: The largest sum the register keeps.
MOST = 10**15


def refused(
    entry: Entry,
    case: Case,
    lines: Mapping[str, Line],
    entries: Sequence[Entry],
    *,
    today: date,
) -> Iterable[Refusal]:
    """Everything that speaks against `entry`, which comes after `entries`."""
    yield from _dates(entry, case, today)
    if entry.kind is EntryKind.REVERSED:
        yield from _counter_entry(entry, entries)
        return
    held = standing(entries)
    yield from _after_the_end(entry, held)
    yield from _money(entry, lines, entries)


def _dates(entry: Entry, case: Case, today: date) -> Iterable[Refusal]:
    if entry.occurred_on > today:
        yield "occurred_on", Code.DATE_IN_FUTURE, {"latest": day_words(today)}
    elif entry.occurred_on < case.decided_on:
        yield (
            "occurred_on",
            Code.ENTRY_BEFORE_CASE,
            {"day": day_words(entry.occurred_on), "earliest": day_words(case.decided_on)},
        )


def _after_the_end(entry: Entry, held: Sequence[Entry]) -> Iterable[Refusal]:
    status = status_of(held)
    if status not in (Whole.CLOSED, Whole.ENDED):
        return
    if status is Whole.ENDED and entry.kind in _AFTER_END:
        return
    last = next(each for each in reversed(held) if whole_of(each) in (Whole.CLOSED, Whole.ENDED))
    yield "event", Code.CASE_CLOSED, {"day": day_words(last.occurred_on)}


def _money(entry: Entry, lines: Mapping[str, Line], entries: Sequence[Entry]) -> Iterable[Refusal]:
    kind = BY_KIND[entry.kind]
    if entry.amount is None:
        # An end of the whole is the sum of its parts.
        if kind.needs_amount:
            yield "amount", Code.MISSING, {}
        return
    if abs(entry.amount) > MOST or (entry.amount <= 0 and entry.kind is not EntryKind.STATED):
        yield "amount", Code.OUT_OF_RANGE, {"min": 1, "max": MOST}
        return
    if entry.line is None:
        yield "line", Code.MISSING, {}
        return
    if entry.line not in lines and entry.kind is not EntryKind.STATED:
        known = ", ".join(sorted(lines)) or "–"
        yield "line", Code.UNKNOWN_LINE, {"allowed": known}
        return
    found = balances(entries)
    balance = found.get(entry.line, Balance())
    if kind.bucket is Bucket.TO_DO:
        if balance.left + entry.amount < 0:
            least = balance.to_do - balance.left
            yield "to_do", Code.LESS_THAN_DONE, {"least": number(least)}
    elif kind.bucket is not None:
        if entry.amount > balance.left:
            yield "amount", Code.OVERPAID, {"left": number(balance.left)}
    elif entry.kind is EntryKind.PAID_OUT:
        paid = _paid_out(entries, entry.line)
        if entry.amount > balance.done - paid:
            left = number(balance.done - paid)
            yield "amount", Code.PAID_OUT_TOO_MUCH, {"left": left}


def _paid_out(entries: Sequence[Entry], line: str | None) -> int:
    return sum(
        each.amount or 0
        for each in standing(entries)
        if each.kind is EntryKind.PAID_OUT and each.line == line
    )


def _counter_entry(entry: Entry, entries: Sequence[Entry]) -> Iterable[Refusal]:
    """A counter-entry must name one that holds, and leave every line whole without it."""
    target = next((each for each in entries if each.id == entry.reverses), None)
    if target is None or target.kind is EntryKind.REVERSED:
        yield "reverses", Code.NOTHING_TO_REVERSE, {}
        return
    if any(each.reverses == target.id for each in entries):
        yield "reverses", Code.REVERSED_ALREADY, {}
        return
    if entry.occurred_on < target.occurred_on:
        yield (
            "occurred_on",
            Code.ENTRY_BEFORE_CASE,
            {"day": day_words(entry.occurred_on), "earliest": day_words(target.occurred_on)},
        )
    without = [each for each in entries if each.id != target.id]
    if target.line is None:
        return
    balance = balances(without).get(target.line, Balance())
    if balance.left < 0:
        yield "reverses", Code.LESS_THAN_DONE, {"least": number(balance.to_do - balance.left)}
    elif _paid_out(without, target.line) > balance.done:
        paid = number(_paid_out(without, target.line))
        yield "reverses", Code.PAID_OUT_ALREADY, {"paid": paid}


def nothing_left(entries: Sequence[Entry]) -> bool:
    """Whether money was to be paid and none is left on any line."""
    whole = total(balances(entries).values())
    return whole.to_do > 0 and whole.left == 0
