"""Cases with their ledgers as plain values, out of one installation and into another.

Ids are those of an installation and stay there: within a case entries name each other by their place,
from 1. What is computed from the entries (balances, duties, what is asked of public texts) is computed
anew where they arrive. Their files follow in lines of their own (``importing/transfer_files.py``).
"""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing
from thads_portal.register.ledger.sealed_details import opened_details
from typing import Any

import orjson


_CHUNK = 500
_CASES = """
    SELECT id, province, agency, decision_key, decision_date, office FROM thads_case
    WHERE entries > 0 AND (province, agency, decision_key, decision_date) > (%s, %s, %s, %s)
    ORDER BY province, agency, decision_key, decision_date LIMIT %s
"""
_FIRST = ("", "", "", date.min)
_NAMES = (
    *("kind", "occurred_on", "recorded_at", "actor", "origin", "document_number"),
    *(
        "document_date",
        "line",
        "amount",
        "bucket",
        "signed",
        "listing",
        "key",
        "payload",
        "details",
    ),
)
_ENTRIES = (
    "SELECT case_id, id, reverses, part_of, {} FROM thads_case_entry WHERE case_id = ANY(%s)"
    " ORDER BY case_id, id".format(", ".join(_NAMES))
)


def cases(connection: Connection) -> Iterator[dict[str, Any]]:
    """All cases with entries, in an order that every installation has."""
    place: tuple[Any, ...] = _FIRST
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_CASES, (*place, _CHUNK))
            found = cursor.fetchall()
            if not found:
                return
            place = found[-1][1:5]
            yield from _carried(cursor, found)


def of_listing(cursor: Cursor, number: str) -> dict[str, Any] | None:
    """The case of the listing as ``cases`` gives it; None without entries."""
    cursor.execute(
        "SELECT id, province, agency, decision_key, decision_date, office FROM thads_case"
        " WHERE entries > 0 AND id = (SELECT case_id FROM thads_case_listing WHERE number = %s)",
        (number,),
    )
    found = cursor.fetchall()
    return next(_carried(cursor, found), None)


def _carried(cursor: Cursor, found: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    ids = [row[0] for row in found]
    listings: dict[int, list[tuple[str, int]]] = {case: [] for case in ids}
    cursor.execute(
        "SELECT case_id, number, settled FROM thads_case_listing WHERE case_id = ANY(%s)"
        " ORDER BY number",
        (ids,),
    )
    for case, number, settled in cursor:
        listings[case].append((number, settled))
    lines: dict[int, list[dict[str, Any]]] = {case: [] for case in ids}
    cursor.execute(
        "SELECT case_id, line, kind, listing FROM thads_case_line WHERE case_id = ANY(%s)"
        " ORDER BY line",
        (ids,),
    )
    for case, line, kind, listing in cursor:
        lines[case].append({"line": line, "kind": kind, "listing": listing})
    entries: dict[int, list[tuple[Any, ...]]] = {case: [] for case in ids}
    cursor.execute(_ENTRIES, (ids,))
    for row in cursor:
        # The last column is the details.
        opened = opened_details(cursor, row[1], row[-1])
        entries[row[0]].append((*row[:-1], opened))
    for case, province, agency, key, day, office in found:
        places = {row[1]: place for place, row in enumerate(entries[case], start=1)}
        yield {
            "province": province,
            "agency": agency,
            "decision": key,
            "decision_date": day.isoformat(),
            "office": office,
            "listings": {
                # Settled up to an entry: how many of them there are up to it.
                number: sum(each <= settled for each in places)
                for number, settled in listings[case]
            },
            "lines": lines[case],
            "entries": [
                {
                    "reverses": places.get(row[2]),
                    "part_of": places.get(row[3]),
                    **{name: _plain(value) for name, value in zip(_NAMES, row[4:], strict=True)},
                }
                for row in entries[case]
            ],
        }


def _plain(value: Any) -> Any:
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def bring(cursor: Cursor, carried: Mapping[str, Any], calendar: WorkingCalendar) -> str | None:
    """Write one case that has no entries here yet; why it cannot be, or None.

    KeyError, TypeError and ValueError for what ``cases`` never gave; the database refuses what does
    not come out. In the transaction of `cursor`.
    """
    numbers = list(carried["listings"])
    cursor.execute(
        "SELECT DISTINCT case_id FROM thads_case_listing WHERE number = ANY(%s)", (numbers,)
    )
    found = [row[0] for row in cursor]
    if len(found) != 1:
        return "its listings are not of one case here"
    (case,) = found
    cursor.execute("SELECT entries FROM thads_case WHERE id = %s FOR UPDATE", (case,))
    if cursor.fetchall() != [(0,)]:
        return "its ledger has entries here already, with other content"
    writing.insert_lines(cursor, [{"case_id": case, **line} for line in carried["lines"]])
    given = carried["entries"]
    cursor.execute(
        "SELECT nextval('thads_case_entry_id_seq') FROM generate_series(1, %s)", (len(given),)
    )
    ids = sorted(row[0] for row in cursor)
    rows = []
    for own, entry in zip(ids, given, strict=True):
        row = {name: entry[name] for name in _NAMES}
        for name in ("key", "payload"):
            row[name] = None if row[name] is None else f"\\x{bytes.fromhex(row[name]).hex()}"
        for name in ("reverses", "part_of"):
            row[name] = None if entry[name] is None else ids[entry[name] - 1]
        rows.append({"id": own, "case_id": case, **row})
    writing.insert_entries(cursor, rows)
    book = books.load(cursor, [case], ids=iter(()))[case]
    book.office = carried["office"]
    for number, settled in carried["listings"].items():
        if settled:
            book.settled[number] = ids[settled - 1]
    actor = str(given[-1]["actor"]) if given else ""
    now = datetime.fromisoformat(given[-1]["recorded_at"])
    writing.write(cursor, [writing.written(book, actor=actor, at=now, calendar=calendar)])
    return None


def line_of(carried: Mapping[str, Any]) -> bytes:
    """The case as a line of an archive; the same case always gives the same bytes."""
    return orjson.dumps({"case": carried, "format": FORMAT}, option=orjson.OPT_SORT_KEYS)


#: Of a line about a case; lines about listings have a format of their own.
FORMAT = 1
