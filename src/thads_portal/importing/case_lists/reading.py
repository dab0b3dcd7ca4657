"""What a row of a list says, or what is wrong with it, cell by cell. Pure: asks no register.

Restricted texts are never repeated in a problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.domain import fields
from thads_portal.domain.fields import Fault
from thads_portal.domain.ledger.details import checked_details
from thads_portal.domain.ledger.details import DETAILS
from thads_portal.domain.ledger.kinds import Channel
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import label
from thads_portal.domain.own_values import folded
from thads_portal.domain.records import Document
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.case_lists.columns import code_of
from thads_portal.importing.case_lists.columns import CODES
from thads_portal.importing.column_list import ListRow
from thads_portal.importing.spreadsheet.amounts import read_amount
from thads_portal.importing.spreadsheet.values import parse_day
from typing import Any

import re


#: What a spreadsheet shows where a formula came to nothing.
_NO_VALUES = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "Err:502", "Err:508"}
)
_SURE = ("amount", "sum")
_YES = {"co": True, "x": True, "1": True, "yes": True, "da ke khai": True}
_NO = {"khong": False, "0": False, "no": False, "chua": False, "chua ke khai": False}
_BOX = {**_YES, **_NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """What a row is to enter. `number`, `decision`, `decided` and `name` tell in which case."""

    line: int
    kind: EntryKind
    number: str
    decision: str
    decided: date | None
    name: str
    occurred_on: date
    details: Mapping[str, Any]
    amount: int | None = None
    obligation_line: str | None = None
    document: Document | None = None

    @property
    def same(self) -> tuple[Any, ...]:
        """By what the entry is known again in its case, whoever entered it."""
        if self.kind is EntryKind.COLLECTED:
            receipt = str(self.details.get("receipt") or "")
            if receipt:
                return ("receipt", folded(receipt), self.obligation_line)
            return self.same_sum
        return ("day", self.occurred_on)

    @property
    def same_sum(self) -> tuple[Any, ...]:
        """The same without regard to its receipt."""
        return ("sum", self.occurred_on, self.amount, self.obligation_line)


class _Read:
    def __init__(self, row: ListRow, today: date) -> None:
        self.row, self.today = row, today
        self.problems: list[Problem] = []

    def add(self, field: str, code: Code, **params: Any) -> None:
        self.problems.append(Problem(self.row.line, None, field, code, params))

    def text(self, field: str) -> str:
        return self.row.texts.get(field, "")

    def day(self, field: str) -> date | None:
        text = self.text(field)
        if not text:
            return None
        try:
            return fields.check_date(parse_day(text).isoformat(), self.today)
        except Fault as fault:
            self.add(field, fault.code, **fault.params)
        except ValueError:
            self.add(field, Code.BAD_DATE)
        return None


def row_entry(row: ListRow, kind: EntryKind, today: date) -> RowEntry | list[Problem]:
    """`row` as what it enters, or every problem it has."""
    read = _Read(row, today)
    for field, text in row.texts.items():
        if text in _NO_VALUES:
            read.add(field, Code.CELL_NO_VALUE, value=text)
    if read.problems:
        return read.problems
    if not read.text("number") and not read.text("decision"):
        read.add("number", Code.CASE_ROW_UNNAMED)
    occurred = read.day("occurred_on")
    if occurred is None and not read.text("occurred_on"):
        read.add("occurred_on", Code.MISSING)
    decided = read.day("decided")
    amount = _amount(read) if kind is EntryKind.COLLECTED else None
    document = _document(read)
    details, problems = checked_details(kind, _details(read, kind), today)
    for field, code, params in problems:
        if not any(each.field == field for each in read.problems):
            read.add(field, code, **params)
    if read.problems or occurred is None:
        return read.problems
    return RowEntry(
        line=row.line,
        kind=kind,
        number=read.text("number"),
        decision=read.text("decision"),
        decided=decided,
        name=read.text("name"),
        occurred_on=occurred,
        details=details,
        amount=amount,
        obligation_line=read.text("line").rstrip(".") or None,
        document=document,
    )


def _amount(read: _Read) -> int | None:
    text = read.text("amount")
    if not text:
        read.add("amount", Code.MISSING)
        return None
    plain = _PLAIN.fullmatch(text) if len(text) <= _LONGEST else None
    if plain is not None:
        return int(re.sub(r"\D", "", plain[1]))
    # A negative sum would lose its sign: a mistake is taken back by a counter-entry.
    if not text.startswith(("-", "–", "(")):
        found = read_amount(text)
        if found.word in _SURE and found.value is not None:
            return found.value
    read.add(
        "amount",
        Code.WRONG_TYPE,
        expected_vi="số tiền bằng đồng, ví dụ 12.500.000",
        expected_en="a sum in đồng, such as 12.500.000",
    )
    return None


#: ``12.500.000 đồng``, ``12500000``.
_PLAIN = re.compile(r"(\d{1,3}(?:[., ]\d{3})+|\d{1,16})\s*(?:đồng|đ|vnđ|vnd)?\.?", re.IGNORECASE)
_LONGEST = 40


def _document(read: _Read) -> Document | None:
    """The minutes: number and day both, or neither; the day of the verification if none is given."""
    number = read.text("document")
    if not number:
        if read.text("dated"):
            read.add("document", Code.MISSING)
        return None
    day = read.day("dated") if read.text("dated") else read.day("occurred_on")
    try:
        checked = fields.check_number(number)
    except Fault as fault:
        read.add("document", fault.code, **fault.params)
        return None
    return Document(checked, day) if day is not None else None


def _details(read: _Read, kind: EntryKind) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for detail in DETAILS[kind]:
        text = read.text(detail.name)
        if detail.name == "channel" and not text:
            text = Channel.DIRECT.value
        if not text:
            continue
        if detail.name in CODES:
            code = code_of(detail.name, text)
            if code not in list(CODES[detail.name]):
                allowed = "; ".join(
                    names[0] for each in CODES[detail.name] if (names := label(each)) is not None
                )
                read.add(detail.name, Code.UNKNOWN_VALUE, value="…", allowed=allowed)
                continue
            given[detail.name] = code
        elif detail.name == "declared":
            said = _BOX.get(folded(text))
            if said is None:
                read.add(detail.name, Code.UNKNOWN_VALUE, value="…", allowed="Có; Không")
            else:
                given[detail.name] = said
        else:
            given[detail.name] = text
    return given
