"""Loads cases with their entries, and finds the case of a listing."""

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from thads_portal.database.sql import Cursor
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.records import Document
from thads_portal.register.ledger.sealed_details import opened_details
from typing import Any


#: Ids taken from the sequence at once; those not used are gaps.
_IDS = 20
_CASES = """
    SELECT id, province, agency, decision_date, decision_number, no_conditions_on, origin,
        prisoner, address_unknown, revision, office
    FROM thads_case WHERE id = ANY(%s)
"""
_LISTINGS = """
    SELECT link.case_id, link.number, link.settled, listing.state
    FROM thads_case_listing AS link JOIN thads_listing AS listing USING (number)
    WHERE link.case_id = ANY(%s) ORDER BY link.number
"""
_LINES = (
    "SELECT case_id, line, kind, listing FROM thads_case_line WHERE case_id = ANY(%s) ORDER BY line"
)
_ENTRIES = """
    SELECT case_id, id, kind, occurred_on, document_number, document_date, line, amount, reverses,
        part_of, listing, actor, recorded_at, details
    FROM thads_case_entry WHERE case_id = ANY(%s) ORDER BY case_id, id
"""


def case_of(cursor: Cursor, number: str) -> int | None:
    """The id of the case of the listing with this public number; None where it has none yet."""
    cursor.execute("SELECT case_id FROM thads_case_listing WHERE number = %s", (number,))
    found = cursor.fetchone()
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing is: its public number, province, and the id of its case or None."""

    number: str
    province: str
    case: int | None


def places_of(cursor: Cursor, external_ids: Collection[str]) -> dict[str, Place]:
    """External id -> where its listing is, for those that are there."""
    cursor.execute(
        "SELECT external_id, number, province, case_id FROM thads_listing"
        " LEFT JOIN thads_case_listing USING (number) WHERE external_id = ANY(%s)",
        (list(external_ids),),
    )
    return {row[0]: Place(*row[1:]) for row in cursor}


def load(
    cursor: Cursor, cases: Collection[int], *, ids: Iterator[int] | None = None
) -> dict[int, CaseBook]:
    """The books of `cases` by id, ready to take entries; unknown ids are left out.

    New entries get the database's numbers, for which `cursor` must be one that may write, or `ids`.
    """
    wanted = list(cases)
    cursor.execute(_CASES, (wanted,))
    rows = cursor.fetchall()
    numbers, settled, lines, entries = _parts(cursor, wanted)
    ids = ids or _ids(cursor, len(rows))
    return {
        row[0]: CaseBook(
            Case(
                id=row[0],
                province=row[1],
                agency=row[2],
                decided_on=row[3],
                decision_number=row[4],
                no_conditions_on=row[5],
                listings=tuple(numbers[row[0]]),
                origin=Origin(row[6]),
                prisoner=row[7],
                address_unknown=row[8],
                revision=row[9],
            ),
            lines=lines[row[0]],
            entries=entries[row[0]],
            settled=settled[row[0]],
            ids=ids,
            office=row[10],
        )
        for row in rows
    }


def _parts(
    cursor: Cursor, wanted: list[int]
) -> tuple[
    dict[int, list[str]],
    dict[int, dict[str, int]],
    dict[int, dict[str, Line]],
    dict[int, list[Entry]],
]:
    numbers: dict[int, list[str]] = defaultdict(list)
    settled: dict[int, dict[str, int]] = defaultdict(dict)
    lines: dict[int, dict[str, Line]] = defaultdict(dict)
    entries: dict[int, list[Entry]] = defaultdict(list)
    cursor.execute(_LISTINGS, (wanted,))
    for case, number, last, state in cursor:
        settled[case][number] = last
        if state == "published":
            numbers[case].append(number)
    cursor.execute(_LINES, (wanted,))
    for case, line, kind, listing in cursor:
        lines[case][line] = Line(line=line, kind=kind, listing=listing)
    cursor.execute(_ENTRIES, (wanted,))
    for row in cursor:
        entries[row[0]].append(_entry(cursor, row))
    return numbers, settled, lines, entries


def _entry(cursor: Cursor, row: tuple[Any, ...]) -> Entry:
    return Entry(
        id=row[1],
        kind=EntryKind(row[2]),
        occurred_on=row[3],
        document=Document(row[4], row[5]) if row[4] is not None else None,
        line=row[6],
        amount=row[7],
        reverses=row[8],
        part_of=row[9],
        listing=row[10],
        actor=row[11],
        recorded_at=row[12],
        details=opened_details(cursor, row[1], row[13]),
    )


def _ids(cursor: Cursor, cases: int) -> Iterator[int]:
    """New ids of entries, in the order in which they are asked for."""

    def more() -> Iterator[list[int]]:
        size = max(_IDS, cases)
        while True:
            cursor.execute(
                "SELECT nextval('thads_case_entry_id_seq') FROM generate_series(1, %s)", (size,)
            )
            yield sorted(row[0] for row in cursor)

    return chain.from_iterable(more())
