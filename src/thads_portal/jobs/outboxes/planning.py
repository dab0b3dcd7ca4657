"""Makes messages of what has happened: each event once, whatever ends the work in between.

What is taken from the queue of causes, the place among the acts and the messages themselves are one
transaction. What a message says is read when it is made; later changes are events of their own.
"""

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.database.sql import Cursor
from thads_portal.domain import outboxes
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.outboxes import MessageKind
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.words import VIETNAM
from thads_portal.register import acts
from thads_portal.register.acts import ActKind
from thads_portal.register.outbox import messages
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from uuid import uuid4


#: Events of one transaction.
_PART = 200
_LOCK = 1952998518
_ENTRIES = """
    SELECT entry.id, entry.kind, entry.line, entry.amount, entry.occurred_on, entry.document_number,
        entry.document_date, entry.listing, entry.reverses, target.kind, own.province, own.agency,
        own.decision_number, own.decision_date, own.prisoner, ARRAY(
            SELECT link.number FROM thads_case_listing AS link WHERE link.case_id = own.id
            ORDER BY link.number), coalesce((
            SELECT json_agg(json_build_object('line', part.line, 'kind', line.kind,
                'amount', part.amount) ORDER BY part.id)
            FROM thads_case_entry AS part LEFT JOIN thads_case_line AS line
                ON line.case_id = part.case_id AND line.line = part.line
            WHERE part.part_of = entry.id), '[]')
    FROM thads_case_entry AS entry JOIN thads_case AS own ON own.id = entry.case_id
    LEFT JOIN thads_case_entry AS target ON target.id = entry.reverses
    -- The lines of one event are parts of it.
    WHERE entry.id = ANY(%s) AND entry.part_of IS NULL ORDER BY entry.id
"""
_ROWS = """
    SELECT number, province, agency, debtor_name, debtor_kind, debtor_address, judgment_number,
        judgment_date, judgment_kind, enforcement_decision_number, enforcement_decision_date,
        no_conditions_decision_number, no_conditions_decision_date, end_reason,
        ended_at
    FROM thads_listing WHERE number = ANY(%s)
"""
_ROW = (
    "number", "province", "agency", "name", "kind", "address", "judgment_number", "judgment_date",
    "judgment_kind", "enforcement_number", "enforcement_date", "decision_number", "decision_date",
    "end_reason", "ended_at",
)  # fmt: skip


def plan(site: Any, dsn: str) -> int:
    """Make the messages of all that is committed; how many."""
    with own_transaction(dsn) as cursor:
        acts.sequence(cursor)
    made = 0
    for part in (_entries, _acts):
        more = True
        while more:
            with own_transaction(dsn) as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                more, count = part(site, cursor)
            made += count
    return made


def plan_month(dsn: str, first: date) -> int:
    """The lists of what ended in the month that begins on `first`, one for each province's procuracy."""
    after = (first + timedelta(days=32)).replace(day=1)
    moments = [datetime.combine(day, time(), VIETNAM) for day in (first, after)]
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "SELECT province, array_agg(DISTINCT number ORDER BY number) FROM thads_act"
            " WHERE kind = 'ended' AND at >= %s AND at < %s GROUP BY province",
            moments,
        )
        return sum(
            messages.put(
                cursor,
                _message(
                    Partner.PROCURACY,
                    MessageKind.ENDED_OF_MONTH,
                    cause=f"month:{first:%Y-%m}:{province}",
                    province=province,
                    occurred_on=after - timedelta(days=1),
                    listings=[_listing(row) for row in _rows(cursor, numbers)],
                ),
            )
            for province, numbers in cursor.fetchall()
        )


def _entries(site: Any, cursor: Cursor) -> tuple[bool, int]:
    """Whether there may be more, and how many messages were made of entries of ledgers."""
    cursor.execute(
        "DELETE FROM thads_outbox_cause WHERE entry IN"
        " (SELECT entry FROM thads_outbox_cause ORDER BY entry LIMIT %s) RETURNING entry",
        (_PART,),
    )
    taken = [entry for (entry,) in cursor.fetchall()]
    cursor.execute(_ENTRIES, (taken,))
    made = sum(_of_entry(site, cursor, row) for row in cursor.fetchall())
    return len(taken) == _PART, made


def _of_entry(site: Any, cursor: Cursor, row: tuple[Any, ...]) -> int:
    (
        name, kind, line, amount, occurred_on, number, dated, listing, reverses, reversed_kind,
        province, agency, decision, decided, prisoner, numbers, lines,
    ) = row  # fmt: skip
    rows = _rows(cursor, [listing] if listing else numbers)
    told = EntryKind(reversed_kind or kind)
    partners = outboxes.of_entry(
        told,
        judgment_kinds=frozenset(row["judgment_kind"] for row in rows),
        prisoner=prisoner,
    )
    made = 0
    for partner in partners:
        again = MessageKind.LEDGER_ENTRY_REVERSED if reverses else MessageKind.LEDGER_ENTRY
        more = {}
        if partner in outboxes.WITH_NUMBER:
            more = {row["number"]: _identity(site, row) for row in rows}
        message = _message(
            partner,
            again,
            cause=f"entry:{name}",
            province=province,
            agency=agency,
            occurred_on=occurred_on,
            event=told,
            reverses=f"entry:{reverses}" if reverses else None,
            document=_document(number, dated) if number else None,
            enforcement_decision=_document(decision, decided),
            line=line,
            amount=amount,
            lines=lines,
            listings=[_listing(row) | more.get(row["number"], {}) for row in rows],
        )
        made += messages.put(cursor, message)
    return made


def _acts(site: Any, cursor: Cursor) -> tuple[bool, int]:
    """The same of acts of publication."""
    cursor.execute("SELECT seq FROM thads_outbox_place")
    (place,) = cursor.fetchone()
    newest = acts.newest(cursor)
    last = newest.seq if newest else 0
    found = acts.between(cursor, place, last, limit=_PART)
    if not found:
        return False, 0
    rows = {row["number"]: row for row in _rows(cursor, [act.number for act in found])}
    made = 0
    for act in found:
        began = act.kind in (ActKind.PUBLISHED, ActKind.REOPENED)
        row = rows.get(act.number)
        if row is None or not (began or act.kind is ActKind.ENDED):
            continue
        on = act.at.astimezone(VIETNAM).date()
        decided = row["decision_date"]
        if began and decided is not None and (on - decided).days > outboxes.OLD_DECISION:
            # Told of on paper long ago: what is published here is history.
            continue
        for partner, kind in outboxes.of_publication(began=began):
            message = _message(
                partner,
                kind,
                cause=f"act:{act.seq}",
                province=act.province,
                agency=row["agency"],
                occurred_on=(decided or on) if kind is MessageKind.NO_CONDITIONS_DECISION else on,
                document=_document(row["decision_number"], decided),
                enforcement_decision=_document(row["enforcement_number"], row["enforcement_date"]),
                listings=[_listing(row)],
            )
            made += messages.put(cursor, message)
    cursor.execute("UPDATE thads_outbox_place SET seq = %s", (found[-1].seq,))
    return len(found) == _PART, made


def _rows(cursor: Cursor, numbers: list[str]) -> list[dict[str, Any]]:
    cursor.execute(_ROWS, (numbers,))
    return [dict(zip(_ROW, row, strict=True)) for row in sorted(cursor.fetchall())]


def _message(
    partner: Partner,
    kind: MessageKind,
    *,
    cause: str,
    province: str,
    occurred_on: date,
    agency: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """In the form of the schema; dates as dates."""
    return {
        "schema": outboxes.SCHEMA,
        "id": str(uuid4()),
        "partner": partner.value,
        "kind": kind.value,
        "cause": cause,
        "province": province,
        "agency": agency,
        "occurred_on": occurred_on,
        "due_on": outboxes.due_on(partner, occurred_on, current_calendar()),
        "made": datetime.now(UTC),
        "event": None,
        "reverses": None,
        "document": None,
        "enforcement_decision": None,
        "line": None,
        "amount": None,
        "lines": [],
        "listings": [],
        **more,
    }


def _listing(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("number", "name", "kind", "address", "judgment_kind")},
        "judgment": _document(row["judgment_number"], row["judgment_date"]),
        "no_conditions_decision": _document(row["decision_number"], row["decision_date"]),
        "end_reason": row["end_reason"],
        "ended_on": row["ended_at"].astimezone(VIETNAM).date() if row["ended_at"] else None,
    }


def _document(number: str | None, dated: date | None) -> dict[str, Any]:
    return {"number": number, "date": dated}


def _identity(site: Any, row: dict[str, Any]) -> dict[str, Any]:
    """The restricted fields that the partner identifies a person by, from the object."""
    place = site.get(row["province"])
    listing = place[REGISTER_ID].get(row["number"]) if place is not None else None
    if listing is None:
        return {}
    return {
        "personal_id": getattr(listing, "personal_id", None),
        "date_of_birth": getattr(listing, "date_of_birth", None),
    }
