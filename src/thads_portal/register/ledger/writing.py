"""Writes what books have taken, in the transaction that changes the objects, or in none but its own.

A case's revision tells whether somebody else has entered something since the book was loaded: then
nothing is written and the transaction is repeated on fresh data (RegisterConflict).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from datetime import datetime
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.duties import CaseDuty
from thads_portal.domain.ledger.effects import Proposal
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.join import queue_of
from thads_portal.register.ledger.sealed_details import sealed_details
from thads_portal.register.trouble import RegisterConflict
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Key:
    """By what an entry is known again (16 bytes), and the digest of what it said."""

    key: bytes
    payload: bytes


@dataclass(slots=True)
class Written:
    """One case's rows as they are to be written."""

    case: dict[str, Any]
    lines: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    duties: list[dict[str, Any]]
    proposals: list[dict[str, Any]]
    settled: list[dict[str, Any]] = field(default_factory=list)


def written(
    book: CaseBook,
    *,
    actor: str,
    at: datetime,
    calendar: WorkingCalendar,
    origin: str = "form",
    keys: dict[int, Key] | None = None,
) -> Written:
    """The rows of what `book` has taken; `keys` by the id of an entry. `origin`: ``form``, ``feed``
    or ``excel``. Pure: may be done before the transaction.
    """
    duties = book.duties(calendar)
    case = book.case
    buckets = {entry.id: _bucket(entry, book) for entry in book.new_entries}
    return Written(
        case={"id": case.id, "expected": case.revision, **_standing(book, duties)},
        lines=[
            {"case_id": case.id, "line": line.line, "kind": line.kind, "listing": line.listing}
            for line in book.new_lines
        ],
        entries=[
            _entry_row(
                entry,
                case.id,
                buckets[entry.id],
                actor,
                at,
                origin,
                (keys or {}).get(entry.id or 0),
            )
            for entry in book.new_entries
        ],
        duties=[_duty_row(duty, case) for duty in duties if _kept(duty)],
        proposals=[
            _proposal_row(each, case.id, case.province)
            for each in book.proposals(calendar).values()
        ],
        settled=[{"number": number, "settled": last} for number, last in book.settled.items()],
    )


def _standing(book: CaseBook, duties: Sequence[CaseDuty]) -> dict[str, Any]:
    standing = book.standing(duties)
    return {each.name: getattr(standing, each.name) for each in fields(standing)}


def queue(context: Content, rows: Written) -> None:
    """Write `rows` in the running transaction of `context`."""
    queue_of(context).write(_writer, rows)


def write(cursor: Cursor, rows: Sequence[Written]) -> None:
    """Write `rows` in the transaction of `cursor`. Raises RegisterConflict."""
    _writer.write(cursor, list(rows))


def insert_lines(cursor: Cursor, lines: list[dict[str, Any]]) -> None:
    """Lines of cases as they are; their balances come from entries."""
    if lines:
        _insert(cursor, "thads_case_line", "case_id, line, kind, listing", lines)


def insert_entries(cursor: Cursor, entries: list[dict[str, Any]]) -> None:
    """Entries as they are, with ids; the triggers keep the balances."""
    if entries:
        kept = [
            {**entry, "details": sealed_details(cursor, entry["id"], entry["details"])}
            for entry in entries
        ]
        _insert(cursor, "thads_case_entry", _ENTRY_COLUMNS, kept)


def _kept(duty: CaseDuty) -> bool:
    """The open periodic verification is a column of the case."""
    return duty.duty is not FollowUp.VERIFY or duty.done_on is not None


def _bucket(entry: Entry, book: CaseBook) -> tuple[str | None, int | None]:
    """(bucket, signed amount): of a counter-entry those of its entry with the other sign."""
    if entry.kind is EntryKind.REVERSED:
        target = next(each for each in book.entries if each.id == entry.reverses)
        bucket = target.bucket
        return (bucket.value, -(target.amount or 0)) if bucket else (None, None)
    bucket = entry.bucket
    return (bucket.value, entry.amount) if bucket else (None, None)


def _entry_row(
    entry: Entry,
    case: int,
    bucket: tuple[str | None, int | None],
    actor: str,
    at: datetime,
    origin: str,
    key: Key | None,
) -> dict[str, Any]:
    return {
        "id": entry.id,
        "case_id": case,
        "kind": entry.kind.value,
        "occurred_on": entry.occurred_on,
        "recorded_at": at,
        "actor": actor,
        "origin": origin,
        "document_number": entry.document.number if entry.document else None,
        "document_date": entry.document.date if entry.document else None,
        "line": entry.line,
        "amount": entry.amount,
        "bucket": bucket[0],
        "signed": bucket[1],
        "reverses": entry.reverses,
        "part_of": entry.part_of,
        "listing": entry.listing,
        "key": f"\\x{key.key.hex()}" if key else None,
        "payload": f"\\x{key.payload.hex()}" if key else None,
        "details": dict(entry.details),
    }


def _duty_row(duty: CaseDuty, case: Case) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "province": case.province,
        "agency": case.agency,
        "duty": duty.duty.value,
        "entry": duty.entry or 0,
        "started_on": duty.started_on,
        "due_on": duty.due_on,
        "done_on": duty.done_on,
    }


def _proposal_row(proposal: Proposal, case: int, province: str) -> dict[str, Any]:
    return {
        "number": proposal.listing,
        "case_id": case,
        "province": province,
        "effect": proposal.effect.value,
        "end_reason": proposal.end_reason.value if proposal.end_reason else None,
        "entry": proposal.entry.id,
        "since": proposal.since,
        "due_on": proposal.due_on,
        "left_over": proposal.left,
        "done": proposal.done,
    }


_CASE_COLUMNS = (
    "origin, prisoner, address_unknown, office, verify_months, entries, status, over, resting,"
    " last_verified, conclusion, other_duty, other_on, relief_on"
)
_UPDATE = """
    UPDATE thads_case AS own SET revision = own.revision + 1, {}
    FROM json_populate_recordset(NULL::thads_case, %s::json) AS now
    WHERE own.id = now.id AND own.revision = now.revision
""".format(", ".join(f"{name} = now.{name}" for name in _CASE_COLUMNS.replace(" ", "").split(",")))
_ENTRY_COLUMNS = ", ".join(
    (
        *("id", "case_id", "kind", "occurred_on", "recorded_at", "actor", "origin"),
        *("document_number", "document_date", "line", "amount", "bucket", "signed", "reverses"),
        *("part_of", "listing", "key", "payload", "details"),
    )
)
_DUTY_COLUMNS = "case_id, duty, entry, started_on, due_on, done_on, province, agency"
_PROPOSAL_COLUMNS = (
    "number, case_id, province, effect, end_reason, entry, since, due_on, left_over, done"
)


class _Writer:
    def prepare(self, rows: list[Written]) -> list[Written]:
        return rows

    def write(self, cursor: Cursor, rows: list[Written]) -> None:
        # Always the same order, so that two writers cannot lock each other.
        rows = sorted(rows, key=lambda each: each.case["id"])
        cases = [{**each.case, "revision": each.case["expected"]} for each in rows]
        cursor.execute(_UPDATE, (_json(cases),))
        if cursor.rowcount != len(cases):
            raise RegisterConflict("case")
        insert_lines(cursor, [line for each in rows for line in each.lines])
        insert_entries(cursor, [entry for each in rows for entry in each.entries])
        ids = [each.case["id"] for each in rows]
        _replace(cursor, _DUTIES, ids, [duty for each in rows for duty in each.duties])
        settled = [one for each in rows for one in each.settled if one["settled"]]
        if settled:
            cursor.execute(
                "UPDATE thads_case_listing AS own SET settled = now.settled"
                " FROM json_populate_recordset(NULL::thads_case_listing, %s::json) AS now"
                " WHERE own.number = now.number AND own.settled < now.settled",
                (_json(settled),),
            )
        _replace(cursor, _PROPOSALS, ids, [one for each in rows for one in each.proposals])


_writer = _Writer()


def _replacing(table: str, columns: str, key: str) -> str:
    """SQL that leaves of some cases in `table` the rows that are wanted. Most stand there already: only
    what differs is written, and nothing else is locked.
    """
    others = [name for name in columns.split(", ") if name not in key.split(", ")]
    news = ", ".join(f"excluded.{name}" for name in others)
    return f"""
        WITH wanted AS MATERIALIZED (
            SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json)
        ), gone AS (
            DELETE FROM {table} AS own WHERE own.case_id = ANY(%s) AND NOT EXISTS (
                SELECT FROM wanted WHERE ({_of("wanted", key)}) = ({_of("own", key)})
            )
        )
        INSERT INTO {table} ({columns}) SELECT {columns} FROM wanted WHERE NOT EXISTS (
            SELECT FROM {table} AS own WHERE ({_of("own", key)}) = ({_of("wanted", key)})
                AND ({_of("own", ", ".join(others))})
                    IS NOT DISTINCT FROM ({_of("wanted", ", ".join(others))})
        )
        ON CONFLICT ({key}) DO UPDATE SET ({", ".join(others)}) = ROW ({news})
    """


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{name}" for name in columns.split(", "))


_DUTIES = _replacing("thads_case_duty", _DUTY_COLUMNS, "case_id, duty, entry, started_on")
_PROPOSALS = _replacing("thads_case_proposal", _PROPOSAL_COLUMNS, "number")


def _replace(cursor: Cursor, sql: str, cases: list[int], rows: list[dict[str, Any]]) -> None:
    cursor.execute(sql, (_json(rows), cases))


def _insert(cursor: Cursor, table: str, columns: str, rows: list[dict[str, Any]]) -> None:
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns}"
        f" FROM json_populate_recordset(NULL::{table}, %s::json)",
        (_json(rows),),
    )


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()
