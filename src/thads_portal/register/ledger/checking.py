"""Compares cases with their listings, and what stands in tables with what their entries say.

A case's balances, its standing and what is asked of public texts are computed from its entries; the
tables hold them for lists and sums. Here they are computed anew, in parts, and compared or written.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from thads_portal.database.sql import Cursor
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing
from typing import Any


_CHUNK = 500
_APART = """
    SELECT listing.number FROM thads_listing AS listing
    LEFT JOIN thads_case_listing AS link USING (number)
    LEFT JOIN thads_case AS own ON own.id = link.case_id
    WHERE listing.state <> 'draft' AND listing.enforcement_decision_date IS NOT NULL
        AND thads_case_key(listing.enforcement_decision_number) <> ''
        AND (own.province, own.agency, own.decision_date) IS DISTINCT FROM
            (listing.province, listing.agency, listing.enforcement_decision_date)
    ORDER BY 1
"""
_COUNTED = """
    SELECT own.id FROM thads_case AS own LEFT JOIN (
        SELECT link.case_id, count(*) AS listings,
            count(*) FILTER (WHERE listing.state NOT IN ('draft', 'ended')) AS listed,
            min(listing.no_conditions_decision_date)
                FILTER (WHERE listing.state NOT IN ('draft', 'ended')) AS since
        FROM thads_case_listing AS link JOIN thads_listing AS listing USING (number) GROUP BY 1
    ) AS now ON now.case_id = own.id
    WHERE (own.listings, own.listed, own.no_conditions_on)
        IS DISTINCT FROM (coalesce(now.listings, 0), coalesce(now.listed, 0), now.since)
    ORDER BY 1
"""
_BALANCES = """
    SELECT DISTINCT line.case_id FROM thads_case_line AS line LEFT JOIN (
        SELECT case_id, line, {sums} FROM thads_case_entry WHERE bucket IS NOT NULL GROUP BY 1, 2
    ) AS made USING (case_id, line)
    WHERE {different} ORDER BY 1
""".format(
    sums=", ".join(
        f"coalesce(sum(signed) FILTER (WHERE bucket = '{name}'), 0) AS {name}"
        for name in ("to_do", "done", "reduced", "terminated", "delegated")
    ),
    different=" OR ".join(
        f"line.{name} <> coalesce(made.{name}, 0)"
        for name in ("to_do", "done", "reduced", "terminated", "delegated")
    ),
)
#: (province, duty, day) whose sums are not those of its cases.
_SUMS = """
    SELECT province || ' ' || duty || ' ' || due_on FROM (
        SELECT province, duty, due_on, sum(in_time) AS in_time, sum(late) AS late,
            sum(waiting) AS waiting
        FROM thads_case_sum GROUP BY 1, 2, 3
    ) AS held FULL JOIN (
        SELECT province, duty, due_on, count(*) FILTER (WHERE done_on <= due_on) AS in_time,
            count(*) FILTER (WHERE done_on > due_on) AS late,
            count(*) FILTER (WHERE done_on IS NULL) AS waiting
        FROM thads_case_duty WHERE due_on IS NOT NULL GROUP BY 1, 2, 3
        UNION ALL
        SELECT province, '', verify_on, 0, 0, count(*) FROM thads_case
        WHERE verify_on IS NOT NULL GROUP BY 1, 3
    ) AS made USING (province, duty, due_on)
    WHERE (coalesce(held.in_time, 0), coalesce(held.late, 0), coalesce(held.waiting, 0))
        <> (coalesce(made.in_time, 0), coalesce(made.late, 0), coalesce(made.waiting, 0))
    ORDER BY 1
"""
#: The same by agency, of days and of whole months.
_AGENCY_SUMS = """
    SELECT agency || ' ' || duty || ' ' || day FROM (
        SELECT whole_month, day, agency, province, duty, sum(in_time) AS in_time, sum(late) AS late,
            sum(waiting) AS waiting
        FROM thads_case_agency_sum GROUP BY 1, 2, 3, 4, 5
    ) AS held FULL JOIN (
        SELECT whole_month, CASE WHEN whole_month THEN date_trunc('month', due_on)::date
                ELSE due_on END AS day, agency, province, duty,
            count(*) FILTER (WHERE done_on <= due_on) AS in_time,
            count(*) FILTER (WHERE done_on > due_on) AS late,
            count(*) FILTER (WHERE done_on IS NULL) AS waiting
        FROM (
            SELECT due_on, agency, province, duty, done_on FROM thads_case_duty
            WHERE due_on IS NOT NULL
            UNION ALL
            SELECT verify_on, agency, province, '', NULL FROM thads_case WHERE verify_on IS NOT NULL
        ) AS own CROSS JOIN (VALUES (true), (false)) AS span (whole_month)
        GROUP BY 1, 2, 3, 4, 5
    ) AS made USING (whole_month, day, agency, province, duty)
    WHERE (coalesce(held.in_time, 0), coalesce(held.late, 0), coalesce(held.waiting, 0))
        <> (coalesce(made.in_time, 0), coalesce(made.late, 0), coalesce(made.waiting, 0))
    ORDER BY 1
"""
#: What follows from the entries alone: deadlines also change with listings and with the calendar.
_STANDING = (
    *("origin", "prisoner", "address_unknown", "office", "entries", "status", "over", "resting"),
    *("last_verified", "conclusion", "relief_on"),
)


def different(cursor: Cursor, calendar: WorkingCalendar) -> dict[str, list[str]]:
    """What is wrong -> numbers of listings (``apart``) or ids of cases; empty when all is well.

    ``apart``: listings that stand in no case or another than their decision's; ``counted``: cases
    whose counts are not those of their listings; ``balances``: lines that are not the sum of their
    entries; ``computed``: what is computed from the entries stands otherwise in the tables; ``sums``:
    sums of duties by province or agency, and day, that are not those of the cases.
    """
    found: dict[str, list[str]] = {}
    for name, sql in (
        ("apart", _APART),
        ("counted", _COUNTED),
        ("balances", _BALANCES),
        ("sums", _SUMS),
        ("sums", _AGENCY_SUMS),
    ):
        cursor.execute(sql)
        found[name] = found.get(name, []) + [str(row[0]) for row in cursor]
    found["computed"] = [
        str(case)
        for ids in _with_entries(cursor)
        for case in _wrongly_computed(cursor, ids, calendar)
    ]
    return {name: wrong for name, wrong in found.items() if wrong}


def repair(cursor: Cursor, calendar: WorkingCalendar) -> int:
    """Bring cases in step with their listings, and compute anew what differs; how many."""
    cursor.execute(_APART)
    numbers = [row[0] for row in cursor]
    cursor.execute(_COUNTED)
    counted = [row[0] for row in cursor]
    cursor.execute("SELECT number FROM thads_case_listing WHERE case_id = ANY(%s)", (counted,))
    numbers += [row[0] for row in cursor]
    if numbers:
        cursor.execute("SELECT thads_case_follow(%s)", (sorted(set(numbers)),))
    done = len(set(numbers))
    for ids in list(_with_entries(cursor)):
        wrong = _wrongly_computed(cursor, ids, calendar)
        if wrong:
            loaded = books.load(cursor, wrong, ids=iter(()))
            now = datetime.now(UTC)
            rows = [
                writing.written(book, actor="", at=now, calendar=calendar)
                for book in loaded.values()
            ]
            writing.write(cursor, rows)
            done += len(rows)
    for sums in (_SUMS, _AGENCY_SUMS):
        cursor.execute(sums)
        if cursor.fetchone() is not None:
            cursor.execute("SELECT thads_case_sum_recount()")
    return done


def _with_entries(cursor: Cursor) -> Iterator[list[int]]:
    last = 0
    while True:
        cursor.execute(
            "SELECT id FROM thads_case WHERE entries > 0 AND id > %s ORDER BY id LIMIT %s",
            (last, _CHUNK),
        )
        ids = [row[0] for row in cursor]
        if not ids:
            return
        last = ids[-1]
        yield ids


def _wrongly_computed(cursor: Cursor, ids: Sequence[int], calendar: WorkingCalendar) -> list[int]:
    loaded = books.load(cursor, ids, ids=iter(()))
    now = datetime.now(UTC)
    wanted = {
        case: writing.written(book, actor="", at=now, calendar=calendar)
        for case, book in loaded.items()
    }
    cursor.execute(
        f"SELECT id, {', '.join(_STANDING)} FROM thads_case WHERE id = ANY(%s)", (list(ids),)
    )
    standing = {row[0]: row[1:] for row in cursor}
    asked: dict[int, set[tuple[Any, ...]]] = {case: set() for case in ids}
    cursor.execute(
        "SELECT own.case_id, own.number, own.effect, own.entry, own.left_over"
        " FROM thads_case_proposal AS own JOIN thads_listing AS listing USING (number)"
        " WHERE own.case_id = ANY(%s) AND listing.state = 'published'",
        (list(ids),),
    )
    for case, *proposal in cursor:
        asked[case].add(tuple(proposal))
    return [
        case
        for case, rows in wanted.items()
        if tuple(rows.case[name] for name in _STANDING) != standing[case]
        or {
            (each["number"], each["effect"], each["entry"], each["left_over"])
            for each in rows.proposals
        }
        != asked[case]
    ]
