"""Plans a whole list against what the ledgers hold: what each row enters, what is there already.

Nothing is written here; the same plan is what the page shows and what is written.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from enum import StrEnum
from itertools import count
from thads_portal.database.sql import Cursor
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import standing
from thads_portal.domain.ledger.kinds import Conclusion
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import label
from thads_portal.domain.own_values import folded
from thads_portal.domain.words import day as day_words
from thads_portal.domain.words import number as number_words
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.case_lists.cases import found_for
from thads_portal.importing.case_lists.cases import Target
from thads_portal.importing.case_lists.cases import target_of
from thads_portal.importing.case_lists.reading import row_entry
from thads_portal.importing.case_lists.reading import RowEntry
from thads_portal.importing.column_list import ListRow
from thads_portal.register.ledger import books
from typing import Literal


class Outcome(StrEnum):
    ENTERED = "entered"
    KNOWN = "known"
    WRONG = "wrong"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row; `target` where its case is known."""

    row: ListRow
    outcome: Outcome
    entry: RowEntry | None = None
    target: Target | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class ListPlan:
    """All rows in their order, and the books that have taken the entries."""

    rows: list[PlannedRow] = field(default_factory=list)
    books: dict[int, CaseBook] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.rows)


def plan_list(
    cursor: Cursor,
    *,
    province: str,
    kind: EntryKind,
    rows: Sequence[ListRow],
    left_out: Collection[int],
    actor: str,
    today: date,
    ids: Iterator[int] | None = None,
) -> ListPlan:
    """Plan `rows` in their order, without the lines in `left_out`. `ids` as in ``books.load``."""
    read: dict[int, RowEntry | list[Problem]] = {
        row.line: row_entry(row, kind, today) for row in rows if row.line not in left_out
    }
    entries = [each for each in read.values() if isinstance(each, RowEntry)]
    found = found_for(cursor, province, entries)
    targets = {entry.line: target_of(entry, found) for entry in entries}
    cases = {each.case for each in targets.values() if isinstance(each, Target)}
    plan = ListPlan(books=books.load(cursor, cases, ids=ids))
    known = {case: _known(book) for case, book in plan.books.items()}
    for row in rows:
        said = read.get(row.line)
        if said is None:
            plan.rows.append(PlannedRow(row, Outcome.LEFT_OUT))
        elif isinstance(said, list):
            plan.rows.append(PlannedRow(row, Outcome.WRONG, problems=tuple(said)))
        else:
            target = targets[row.line]
            if isinstance(target, Problem):
                plan.rows.append(PlannedRow(row, Outcome.WRONG, said, problems=(target,)))
                continue
            book = plan.books[target.case]
            plan.rows.append(_planned(row, said, target, book, known[target.case], actor, today))
    return plan


def without_numbers() -> Iterator[int]:
    """Ids for a plan that is only looked at."""
    return count(10**15)


#: same -> (the line of the list, or None for what the ledger held before; the entry)
_Known = dict[tuple[object, ...], tuple[int | None, Entry]]


def _known(book: CaseBook) -> _Known:
    """What the ledger holds already, by what it is known again."""
    found: _Known = {}
    held = standing(book.entries)
    whole = {
        entry.id: sum(each.amount or 0 for each in held if entry.id in (each.id, each.part_of))
        for entry in held
        if entry.part_of is None
    }
    for entry in held:
        if entry.kind is EntryKind.VERIFIED:
            found[("day", entry.occurred_on)] = (None, entry)
        elif entry.kind is EntryKind.COLLECTED and entry.part_of is None:
            several = any(each.part_of == entry.id for each in held)
            # Entered without a line it may have got the only one there is.
            for line in {None, None if several else entry.line}:
                receipt = str(entry.details.get("receipt") or "")
                if receipt:
                    found[("receipt", folded(receipt), line)] = (None, entry)
                found[("sum", entry.occurred_on, whole[entry.id], line)] = (None, entry)
    return found


def _planned(
    row: ListRow,
    said: RowEntry,
    target: Target,
    book: CaseBook,
    known: _Known,
    actor: str,
    today: date,
) -> PlannedRow:
    before = _before(said, known, book)
    if before is Outcome.KNOWN:
        return PlannedRow(row, Outcome.KNOWN, said, target)
    if before is not None:
        return PlannedRow(row, Outcome.WRONG, said, target, (before,))
    length, lines = len(book.entries), dict(book.lines)
    refusals = []
    if said.amount is not None:
        refusals = book.state_from_public(
            target.amount, target.kinds, day=book.case.decided_on, today=today, actor=actor
        )
    if not refusals:
        entry = Entry(
            kind=said.kind,
            occurred_on=said.occurred_on,
            document=said.document,
            line=said.obligation_line,
            amount=said.amount,
            details=said.details,
            actor=actor,
        )
        refusals = book.enter(entry, today=today)
        if not refusals:
            for same in (said.same, said.same_sum):
                known.setdefault(same, (said.line, entry))
            return PlannedRow(row, Outcome.ENTERED, said, target)
    del book.entries[length:]
    book.lines = lines
    problems = tuple(Problem(row.line, None, *refusal) for refusal in refusals)
    return PlannedRow(row, Outcome.WRONG, said, target, problems)


def _before(
    said: RowEntry, known: _Known, book: CaseBook
) -> Problem | Literal[Outcome.KNOWN] | None:
    """What a row comes to that is known again; None for one that is new."""
    line, there = known.get(said.same, (None, None))
    if there is None:
        line, there = known.get(said.same_sum, (None, None))
        if there is None or line is not None or there.details.get("receipt"):
            return None
        # Entered without a receipt: most likely this very payment.
        return Problem(said.line, None, "receipt", Code.CASE_SUM_TAKEN)
    if said.kind is EntryKind.VERIFIED:
        minutes = said.document, there.document
        if minutes[0] and minutes[1] and folded(minutes[0].number) != folded(minutes[1].number):
            return None
        if said.details["conclusion"] != there.details.get("conclusion"):
            words = (label(Conclusion(str(there.details.get("conclusion")))) or ("",))[0]
            params = {"conclusion": words}
            return Problem(said.line, None, "conclusion", Code.CASE_DAY_TAKEN, params)
    else:
        amount = there.amount or 0
        if line is None:
            held = standing(book.entries)
            amount += sum(each.amount or 0 for each in held if each.part_of == there.id)
        if (said.amount, said.occurred_on) != (amount, there.occurred_on):
            params = {"amount": number_words(amount), "day": day_words(there.occurred_on)}
            return Problem(said.line, None, "receipt", Code.CASE_RECEIPT_TAKEN, params)
    if line is None:
        return Outcome.KNOWN
    field = "occurred_on" if said.kind is EntryKind.VERIFIED else "receipt"
    return Problem(said.line, None, field, Code.CASE_ROW_REPEATED, {"line": line})
