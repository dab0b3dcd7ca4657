"""Plans and writes the ledger's lines of a batch: against what the cases hold, in the feed's order.

Listings' lines of the same batch come first: a case is there once its listing is. What the
result is does not depend on where a feed is cut: a line that stands before the one that issues
its listing is refused as it would be alone.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.digests import line_digests
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.identifiers import external_id as normal_external_id
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.book import StatedLine
from thads_portal.domain.ledger.checks import Refusal
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.records import Snapshot
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.feed import has_repeated_key
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from thads_portal.importing.feed_plan import FeedSettings
from thads_portal.importing.ledger_lines import is_ledger_line
from thads_portal.importing.ledger_lines import LEDGER_EVENTS
from thads_portal.importing.ledger_lines import LedgerEvent
from thads_portal.importing.ledger_lines import validate_ledger
from thads_portal.importing.report import Report
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing
from typing import Any

import itertools


def parted(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """(lines about listings and what cannot be read, lines about ledgers), each in order."""
    listings: list[Line] = []
    ledgers: list[Line] = []
    for line in lines:
        about = listings
        if is_ledger_line(line):
            data = parse(line)
            event = data.get("event") if type(data) is dict else None
            if type(event) is str and event in LEDGER_EVENTS:
                about = ledgers
        about.append(line)
    return listings, ledgers


@dataclass(slots=True)
class LedgerOverlay:
    """What a dry run has planned so far: books by case, keys, cases of listings it would make."""

    books: dict[int, CaseBook] = field(default_factory=dict)
    keys: dict[bytes, bytes] = field(default_factory=dict)
    #: (province, agency, key of the decision, its day) -> id, of cases that are not there yet.
    virtual: dict[tuple[Any, ...], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """What the ledger's lines of a batch come to."""

    books: dict[int, CaseBook]
    keys: dict[int, writing.Key]
    report: Report


def plan_ledger(
    lines: Sequence[Line],
    *,
    cursor: Cursor,
    settings: FeedSettings,
    actor: str,
    born: Mapping[str, int] | None = None,
    planned: Mapping[str, Snapshot] | None = None,
    overlay: LedgerOverlay | None = None,
) -> LedgerPlan:
    """Plan `lines` in their order. `born`: external id -> the line of the batch that makes the
    listing. `planned`: listings as a dry run leaves them; with its `overlay` nothing is written.
    """
    problems: list[Problem] = []
    events: list[LedgerEvent] = []
    refused_keys: list[tuple[LedgerEvent | None, bytes, bytes, list[Problem]]] = []
    for line in lines:
        # What cannot be read, or is no object, has been refused before.
        data: Any = parse(line)
        external_id = normal_external_id(data.get("external_id"))
        digests = line_digests(data, external_id)
        result = _read(line, data, external_id, digests, settings)
        if isinstance(result, LedgerEvent):
            events.append(result)
            refused_keys.append((result, result.key, result.payload, []))
        else:
            key, payload = digests or (b"", b"")
            refused_keys.append((None, key, payload, result))
    seen = overlay.keys if overlay is not None else {}
    stored = _stored(cursor, [key for _event, key, _payload, _found in refused_keys if key])
    places = books.places_of(cursor, {event.external_id for event in events})
    loaded = _load(cursor, events, places, overlay)
    virtual_ids = itertools.count(-1 - (len(overlay.virtual) if overlay else 0), -1)
    keys: dict[int, writing.Key] = {}
    written = unchanged = 0
    for event, key, payload, found in refused_keys:
        before = seen.get(key) or stored.get(key)
        if key and before is not None:
            if before == payload:
                unchanged += 1
            else:
                where = event or found[0]
                number = where.number if isinstance(where, LedgerEvent) else where.line
                external = where.external_id
                problems.append(Problem(number, external, None, Code.SAME_KEY_OTHER_PAYLOAD))
            continue
        if event is None:
            problems += found
            continue
        book, problem = _book(event, places, loaded, settings, born or {})
        if book is None and planned is not None and overlay is not None:
            book = _virtual(event, planned, overlay, loaded, virtual_ids)
        if book is None:
            problems.append(problem or Problem(event.number, event.external_id, None, Code.NO_CASE))
            continue
        length = len(book.entries)
        refusals = _apply(book, event, settings, actor)
        if refusals:
            problems += [
                Problem(event.number, event.external_id, where, code, params)
                for where, code, params in refusals
            ]
            continue
        written += 1
        seen[key] = payload
        first = book.entries[length]
        keys[first.id or 0] = writing.Key(key, payload)
    if overlay is not None:
        overlay.books.update(loaded)
    problems.sort(key=lambda each: each.line)
    report = Report(
        received=len(lines),
        readable=len(lines),
        amended=written,
        entered=written,
        unchanged=unchanged,
        rejected=len({each.line for each in problems}),
        problems=tuple(problems[: settings.most_problems]),
        problems_omitted=max(0, len(problems) - settings.most_problems),
        most=settings.most_problems,
    )
    return LedgerPlan(loaded, keys, report)


def write_ledger(
    cursor: Cursor,
    plan: LedgerPlan,
    *,
    actor: str,
    now: datetime,
    calendar: WorkingCalendar,
    origin: str = "feed",
) -> None:
    """Write what was planned, in the transaction of `cursor`. Raises RegisterConflict."""
    rows = [
        writing.written(book, actor=actor, at=now, calendar=calendar, origin=origin, keys=plan.keys)
        for book in plan.books.values()
        if book.new_entries
    ]
    if rows:
        writing.write(cursor, rows)


def _read(
    line: Line,
    data: dict[str, Any],
    external_id: str | None,
    digests: tuple[bytes, bytes] | None,
    settings: FeedSettings,
) -> LedgerEvent | list[Problem]:
    province = data.get("province")
    if settings.allowed is not None and type(province) is str and province not in settings.allowed:
        allowed = ", ".join(sorted(settings.allowed))
        return [
            Problem(
                line.number,
                external_id,
                "province",
                Code.NOT_YOUR_PROVINCE,
                {"allowed": allowed},
            )
        ]
    if has_repeated_key(line.raw, data):
        return [Problem(line.number, external_id, None, Code.REPEATED_KEY)]
    return validate_ledger(
        line.number,
        data,
        today=settings.today,
        known_province=settings.known_province,
        digests=digests,
    )


def _stored(cursor: Cursor, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    cursor.execute(
        "SELECT key, payload FROM thads_case_entry WHERE key = ANY(%s::bytea[])", (list(keys),)
    )
    return {bytes(key): bytes(payload) for key, payload in cursor}


def _load(
    cursor: Cursor,
    events: Sequence[LedgerEvent],
    places: Mapping[str, books.Place],
    overlay: LedgerOverlay | None,
) -> dict[int, CaseBook]:
    wanted = {
        place.case
        for event in events
        if (place := places.get(event.external_id)) is not None and place.case is not None
    }
    known = {}
    if overlay is not None:
        known = {case: overlay.books[case] for case in wanted if case in overlay.books}
        # Of a dry run: entries that are never written need no number of the database.
        loaded = books.load(cursor, wanted - known.keys(), ids=_negative(overlay))
    else:
        loaded = books.load(cursor, wanted)
    return {**loaded, **known}


def _negative(overlay: LedgerOverlay):
    return itertools.count(10**15 + 10**6 * len(overlay.keys))


def _book(
    event: LedgerEvent,
    places: Mapping[str, books.Place],
    loaded: Mapping[int, CaseBook],
    settings: FeedSettings,
    born: Mapping[str, int],
) -> tuple[CaseBook | None, Problem | None]:
    place = places.get(event.external_id)
    unknown = Problem(event.number, event.external_id, "external_id", Code.UNKNOWN_LISTING)
    if place is None or event.number < born.get(event.external_id, 0):
        return None, unknown
    if settings.allowed is not None and place.province not in settings.allowed:
        return None, unknown
    if place.province != event.province:
        return None, Problem(
            event.number, event.external_id, "province", Code.LISTED_IN_ANOTHER_PROVINCE
        )
    if place.case is None:
        return None, Problem(event.number, event.external_id, None, Code.NO_CASE)
    return loaded.get(place.case), None


def _virtual(
    event: LedgerEvent,
    planned: Mapping[str, Snapshot],
    overlay: LedgerOverlay,
    loaded: dict[int, CaseBook],
    ids,
) -> CaseBook | None:
    """The book of a listing that the dry run would make."""
    snapshot = planned.get(event.external_id)
    if snapshot is None or snapshot.province != event.province:
        return None
    values = snapshot.fields
    decided = values["enforcement_decision_date"]
    decision = values["enforcement_decision_number"]
    identity = (snapshot.province, snapshot.agency, number_key(decision or ""), decided)
    if identity not in overlay.virtual:
        case = next(ids)
        overlay.virtual[identity] = case
        overlay.books[case] = CaseBook(
            Case(
                id=case,
                province=snapshot.province,
                agency=snapshot.agency,
                decided_on=decided,
                decision_number=decision or "",
            ),
            ids=itertools.count(2 * 10**15),
        )
    case = overlay.virtual[identity]
    loaded[case] = overlay.books[case]
    return loaded[case]


def _apply(
    book: CaseBook, event: LedgerEvent, settings: FeedSettings, actor: str
) -> Sequence[Refusal]:
    """Enter what `event` says; what speaks against it, and then nothing was entered."""
    today = settings.today
    if event.kind is EntryKind.STATED:
        return book.state(
            event.lines,
            occurred_on=event.occurred_on,
            document=event.document,
            details=event.details,
            today=today,
            actor=actor,
        )
    reverses = None
    if event.reverses is not None:
        target = _target(book, event)
        if target is None:
            return [("reverses", Code.NOTHING_TO_REVERSE, {})]
        reverses = target.id
    length, lines = len(book.entries), dict(book.lines)
    if event.line is not None and event.line not in book.lines and event.kind_of_line is not None:
        stated = StatedLine(line=event.line, kind=event.kind_of_line, to_do=event.to_do or 0)
        refusals = book.state(
            [stated],
            occurred_on=event.occurred_on,
            document=event.document,
            details={},
            today=today,
            actor=actor,
        )
        if refusals:
            return refusals
    refusals = book.enter(
        Entry(
            kind=event.kind,
            occurred_on=event.occurred_on,
            document=event.document,
            line=event.line,
            amount=event.amount,
            reverses=reverses,
            details=event.details,
            actor=actor,
        ),
        today=today,
    )
    if refusals:
        del book.entries[length:]
        book.lines = lines
    return refusals


def _target(book: CaseBook, event: LedgerEvent) -> Entry | None:
    """The entry that is named: one that holds, if there is one."""
    if event.reverses is None:
        return None
    named = [
        each
        for each in book.entries
        if each.kind is event.reverses.event
        and each.document == event.reverses.document
        and each.part_of is None
    ]
    undone = {each.reverses for each in book.entries}
    holding = [each for each in named if each.id not in undone]
    return (holding or named or [None])[-1]
