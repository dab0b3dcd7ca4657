"""Lines of the feed about the ledger of a case: which they are, and what a valid one says. Pure.

The same envelope as the other events (``domain/validation.py``); what each kind holds beside it is
the table ``domain/ledger/details.py``. What is restricted is never repeated in a problem.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain import fields
from thads_portal.domain.fields import Fault
from thads_portal.domain.ledger.book import StatedLine
from thads_portal.domain.ledger.details import checked_details
from thads_portal.domain.ledger.details import DETAILS
from thads_portal.domain.ledger.kinds import Bucket
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import LineKind
from thads_portal.domain.records import Document
from thads_portal.domain.validation import REQUIRED_KEYS
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import Problem
from thads_portal.importing.feed import Line
from typing import Any

import re


#: ``withdrawn`` is an event of the listing, which ends its publication at once.
LEDGER_EVENTS = frozenset(kind.value for kind in EntryKind if kind is not EntryKind.WITHDRAWN)
_EVENT = re.compile(rb'"event"\s*:\s*"(?:' + "|".join(sorted(LEDGER_EVENTS)).encode() + rb')"')
#: Keys of an event's own object: kind -> (key, names in it by names of the table).
_CASE_NAMES = {"prisoner_two_years": "prisoner"}
_LONGEST_LINE = 40
_MOST_LINES = 100
_LINES = {
    "expected_vi": "danh sách các khoản nghĩa vụ",
    "expected_en": "a list of obligation lines",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """The entry that a counter-entry names."""

    event: EntryKind
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEvent:
    """One valid line. `lines` are those of a statement; `kind_of_line` and `to_do` make a line that
    the case does not have yet. The digests are as in ``records.Event``.
    """

    number: int
    kind: EntryKind
    external_id: str
    province: str
    occurred_on: date
    document: Document
    line: str | None = None
    amount: int | None = None
    kind_of_line: str | None = None
    to_do: int | None = None
    lines: tuple[StatedLine, ...] = ()
    details: Mapping[str, Any]
    reverses: Reversal | None = None
    key: bytes = b""
    payload: bytes = b""


def is_ledger_line(line: Line) -> bool:
    """Whether the line may be about a ledger; certain only once it is parsed."""
    return _EVENT.search(line.raw) is not None


class _Read:
    """The problems of one line."""

    def __init__(self, number: int, external_id: str | None) -> None:
        self.number = number
        self.external_id = external_id
        self.problems: list[Problem] = []

    def add(self, field: str | None, code: Code, **params: Any) -> None:
        self.problems.append(Problem(self.number, self.external_id, field, code, params))

    def check(self, field: str, check: Callable[..., Any], value: Any, *more: Any) -> Any:
        if value is None:
            return None
        try:
            return check(value, *more)
        except Fault as fault:
            self.add(field, fault.code, **fault.params)
            return None

    def unknown(self, prefix: str, value: Mapping[str, Any], allowed: Sequence[str]) -> None:
        for key in [key for key in value if key not in allowed][:20]:
            self.add(prefix + echo(key), Code.UNKNOWN_KEY, allowed=", ".join(allowed))

    def document(self, prefix: str, value: Any, today: date) -> Document | None:
        if type(value) is not dict:
            self.add(prefix, Code.WRONG_TYPE, **fields.OBJECT)
            return None
        self.unknown(f"{prefix}.", value, ("number", "date"))
        for key in ("number", "date"):
            if value.get(key) is None:
                self.add(f"{prefix}.{key}", Code.MISSING)
        number = self.check(f"{prefix}.number", fields.check_number, value.get("number"))
        day = self.check(f"{prefix}.date", fields.check_date, value.get("date"), today)
        return Document(number, day) if number and day else None


def validate_ledger(
    number: int,
    data: dict[str, Any],
    *,
    today: date,
    known_province: Callable[[str], bool],
    digests: tuple[bytes, bytes] | None,
) -> LedgerEvent | list[Problem]:
    """The line as an event of the ledger, or every problem it has."""
    kind = EntryKind(data["event"])
    read = _Read(number, None)
    read.external_id = read.check("external_id", fields.check_external_id, data.get("external_id"))
    for key in REQUIRED_KEYS:
        if data.get(key) is None:
            read.add(key, Code.MISSING)
    own = _own_keys(kind)
    read.unknown("", data, (*REQUIRED_KEYS, *own))
    province = read.check("province", fields.check_province, data.get("province"), known_province)
    day = read.check("occurred_on", fields.check_date, data.get("occurred_on"), today)
    document = None
    if data.get("document") is not None:
        document = read.document("document", data["document"], today)
    details = _details(read, kind, data, today)
    lines: tuple[StatedLine, ...] = ()
    reverses = None
    if kind is EntryKind.STATED:
        lines = _stated(read, data.get("case"))
    if kind is EntryKind.REVERSED:
        reverses = _reversal(read, data.get("reverses"), today)
    line = read.check("line", fields.check_text, data.get("line"), _LONGEST_LINE)
    amount = _amount(read, kind, data)
    kind_of_line = data.get("kind") if "kind" in own else None
    if kind_of_line is not None and kind_of_line not in list(LineKind):
        _unknown_kind(read, "kind", kind_of_line)
    to_do = read.check("to_do", fields.check_amount, data.get("to_do")) if "to_do" in own else None
    if read.problems or document is None:
        return read.problems
    event_key, payload = digests or (b"", b"")
    return LedgerEvent(
        number=number,
        kind=kind,
        external_id=read.external_id or "",
        province=province,
        occurred_on=day,
        document=document,
        line=line,
        amount=amount,
        kind_of_line=kind_of_line,
        to_do=to_do,
        lines=lines,
        details=details,
        reverses=reverses,
        key=event_key,
        payload=payload,
    )


def _own_keys(kind: EntryKind) -> tuple[str, ...]:
    if kind is EntryKind.STATED:
        return ("case",)
    if kind is EntryKind.VERIFIED:
        return ("verification",)
    if kind is EntryKind.REVERSED:
        return ("reverses", "note")
    names = tuple(each.name for each in DETAILS[kind])
    row = BY_KIND[kind]
    if row.needs_amount or row.bucket not in (None, Bucket.TO_DO):
        return ("line", "amount", "kind", "to_do", *names)
    return names


def _details(read: _Read, kind: EntryKind, data: dict[str, Any], today: date) -> dict[str, Any]:
    prefix, given = "", data
    names = {each.name for each in DETAILS[kind]}
    if kind in (EntryKind.STATED, EntryKind.VERIFIED):
        prefix = "case" if kind is EntryKind.STATED else "verification"
        given = data.get(prefix)
        if given is None:
            read.add(prefix, Code.MISSING)
            return {}
        if type(given) is not dict:
            read.add(prefix, Code.WRONG_TYPE, **fields.OBJECT)
            return {}
        if kind is EntryKind.STATED:
            given = {_CASE_NAMES.get(name, name): value for name, value in given.items()}
            given.pop("lines", None)
            allowed = [*sorted(names - {"prisoner"}), "prisoner_two_years", "lines"]
            read.unknown("case.", data[prefix], allowed)
        else:
            read.unknown("verification.", given, sorted(names))
        prefix = f"{prefix}."
    if kind is EntryKind.REVERSED:
        # The reason is wanted of a person; the case system may have none.
        given = {"note": data.get("note") or "Phần mềm thụ lý"}
    known = {name: given.get(name) for name in names}
    stored, problems = checked_details(kind, known, today)
    for field, code, params in problems:
        read.add(f"{prefix}{field}", code, **params)
    return stored


def _amount(read: _Read, kind: EntryKind, data: dict[str, Any]) -> int | None:
    value = data.get("amount")
    if "amount" not in _own_keys(kind):
        return None
    if value is None:
        if BY_KIND[kind].needs_amount:
            read.add("amount", Code.MISSING)
        return None
    amount: int | None = read.check("amount", fields.check_amount, value)
    if amount == 0:
        read.add("amount", Code.OUT_OF_RANGE, min=1, max=fields.MAX_AMOUNT)
    return amount


def _stated(read: _Read, case: Any) -> tuple[StatedLine, ...]:
    lines = case.get("lines") if type(case) is dict else None
    if lines is None:
        return ()
    if type(lines) is not list or len(lines) > _MOST_LINES:
        read.add("case.lines", Code.WRONG_TYPE, **_LINES)
        return ()
    found: list[StatedLine] = []
    for place, given in enumerate(lines):
        prefix = f"case.lines.{place}"
        if type(given) is not dict:
            read.add(prefix, Code.WRONG_TYPE, **fields.OBJECT)
            continue
        read.unknown(f"{prefix}.", given, ("line", "kind", "to_do"))
        for key in ("line", "kind", "to_do"):
            if given.get(key) is None:
                read.add(f"{prefix}.{key}", Code.MISSING)
        key = read.check(f"{prefix}.line", fields.check_text, given.get("line"), _LONGEST_LINE)
        to_do = read.check(f"{prefix}.to_do", fields.check_amount, given.get("to_do"))
        kind = given.get("kind")
        if kind is not None and kind not in list(LineKind):
            _unknown_kind(read, f"{prefix}.kind", kind)
        if key in [each.line for each in found]:
            read.add(f"{prefix}.line", Code.REPEATED_VALUE)
        if key and to_do is not None and type(kind) is str:
            found.append(StatedLine(line=key, kind=kind, to_do=to_do))
    return tuple(found)


def _unknown_kind(read: _Read, field: str, value: Any) -> None:
    allowed = ", ".join(each.value for each in LineKind)
    read.add(field, Code.UNKNOWN_VALUE, value=echo(value), allowed=allowed)


def _reversal(read: _Read, given: Any, today: date) -> Reversal | None:
    if given is None:
        read.add("reverses", Code.MISSING)
        return None
    if type(given) is not dict:
        read.add("reverses", Code.WRONG_TYPE, **fields.OBJECT)
        return None
    read.unknown("reverses.", given, ("event", "document"))
    event = given.get("event")
    allowed = sorted(LEDGER_EVENTS - {EntryKind.REVERSED.value})
    if event is None:
        read.add("reverses.event", Code.MISSING)
    elif event not in allowed:
        read.add(
            "reverses.event", Code.UNKNOWN_VALUE, value=echo(event), allowed=", ".join(allowed)
        )
    document = None
    if given.get("document") is None:
        read.add("reverses.document", Code.MISSING)
    else:
        document = read.document("reverses.document", given["document"], today)
    if read.problems or document is None:
        return None
    return Reversal(event=EntryKind(event), document=document)
