"""Brings the duties of all cases to the law, the calendar and the release of today.

A case's duties are computed when something is entered. A row of law that changed, a day off that the
administrator added or a new release reaches the other cases here: some at a time, each chunk with the
place it came to in one transaction, so that it goes on after a stop; only what differs is written.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hashlib import sha256
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.clocks import LEGAL_TERMS
from thads_portal.domain.ledger.relief import RELIEF_RULES
from thads_portal.domain.ledger.terms import follow_up_term
from thads_portal.domain.ledger.terms import FOLLOW_UP_TERMS
from thads_portal.domain.ledger.terms import FollowUp
from thads_portal.domain.separate_track import SEPARATE_TRACK_RULES
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing
from thads_portal.register.own_transaction import own_transaction
from typing import Any


_TASK = "case-duties"
_STATES_TASK = "case-states"
_CHUNK = 250
#: Raised when the same entries come to other duties than in the release before.
_RELEASE = "3"
_FIRST = date(2015, 9, 1)
_YEARS_AHEAD = 2
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many cases were looked at, and how many of them differed. `needed`: whether anything had
    changed since they were all looked at; `resumed` after a stop.
    """

    looked_at: int
    written: int
    needed: bool
    resumed: bool


def law_of(calendar: WorkingCalendar, today: date) -> str:
    """A digest of what duties are computed by: the rows of law, and which days are worked."""
    days = bytearray()
    day, last = _FIRST, date(today.year + _YEARS_AHEAD, 12, 31)
    while day <= last:
        days.append(calendar.is_working_day(day))
        day += timedelta(days=1)
    law = (FOLLOW_UP_TERMS, SEPARATE_TRACK_RULES, LEGAL_TERMS, RELIEF_RULES)
    rows = repr((_RELEASE, *law))
    return sha256(rows.encode() + bytes(days)).hexdigest()


def recompute(
    dsn: str,
    calendar: WorkingCalendar,
    *,
    anew: bool = False,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Recomputed:
    """Look at every case if the law or the calendar is another than last time, or `anew`.

    Raises what `progress` raises, after a chunk; the next run goes on from there.
    """
    today = datetime.now(UTC).astimezone(VIETNAM).date()
    law = law_of(calendar, today)
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT place FROM thads_maintenance WHERE task = %s", (_TASK,))
        row = cursor.fetchone()
        known, place = row[0] if row else ("", "0")
        cursor.execute("SELECT count(*) FROM thads_case")
        total: int = one(cursor)
    same = known == law and not (anew and place == _DONE)
    if same and place == _DONE:
        return Recomputed(0, 0, needed=False, resumed=False)
    reached = int(place) if same else 0
    resumed, looked_at, changed = reached > 0, 0, 0
    while True:
        with own_transaction(dsn) as cursor:
            ids, last, written = _chunk(cursor, reached, calendar)
            _remember(cursor, _TASK, [law, _DONE if last is None else str(last)])
        looked_at += ids
        changed += written
        progress(looked_at, max(total, looked_at))
        if last is None:
            return Recomputed(looked_at, changed, needed=True, resumed=resumed)
        reached = last


def _remember(cursor: Cursor, task: str, place: list[str]) -> None:
    cursor.execute(
        "INSERT INTO thads_maintenance (task, place) VALUES (%s, %s)"
        " ON CONFLICT (task) DO UPDATE SET place = excluded.place",
        (task, place),
    )


def _chunk(cursor: Cursor, after: int, calendar: WorkingCalendar) -> tuple[int, int | None, int]:
    """(cases looked at, the last of them or None, cases written)."""
    # Whoever enters something meanwhile waits for this chunk, and is not overwritten.
    cursor.execute(
        "SELECT id, entries, verify_months, no_conditions_on, decision_date FROM thads_case"
        " WHERE id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE",
        (after, _CHUNK),
    )
    rows = cursor.fetchall()
    if not rows:
        return 0, None, 0
    written = _without_entries(cursor, [row for row in rows if not row[1]])
    written += _with_entries(cursor, [row[0] for row in rows if row[1]], calendar)
    return len(rows), rows[-1][0], written


def follow_states(dsn: str, calendar: WorkingCalendar, *, days: int = 3) -> int:
    """Compute again what is asked of listings that were published in the last `days`, or since this was
    last done if that is longer ago, or are not published any more: nothing was entered then. How many
    cases differed.
    """
    written = 0
    begun = datetime.now(UTC)
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT place[1] FROM thads_maintenance WHERE task = %s", (_STATES_TASK,))
        row = cursor.fetchone()
        since = begun - timedelta(days=days)
        if row is not None:
            since = min(since, datetime.fromisoformat(row[0]))
        cursor.execute(_STATES, (since, since))
        ids = [case for (case,) in cursor]
    for start in range(0, len(ids), _CHUNK):
        with own_transaction(dsn) as cursor:
            chunk = ids[start : start + _CHUNK]
            cursor.execute(
                "SELECT id FROM thads_case WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                (chunk,),
            )
            written += _with_entries(cursor, chunk, calendar)
    with own_transaction(dsn) as cursor:
        _remember(cursor, _STATES_TASK, [begun.isoformat()])
    return written


_STATES = """
    SELECT own.id FROM thads_case AS own JOIN thads_case_listing AS link ON link.case_id = own.id
    WHERE own.entries > 0 AND link.number IN (
        SELECT number FROM thads_search WHERE first_published > %s
        UNION SELECT number FROM thads_listing
        WHERE state = 'published' AND republished_at > %s
    )
    UNION SELECT own.case_id FROM thads_case_proposal AS own JOIN thads_listing AS listing USING (number)
    WHERE listing.state <> 'published'
    ORDER BY 1
"""


def _with_entries(cursor: Cursor, ids: list[int], calendar: WorkingCalendar) -> int:
    """Of cases with entries what differs is written; how many did."""
    if not ids:
        return 0
    wanted = {
        case: writing.written(book, actor="", at=datetime.now(UTC), calendar=calendar)
        for case, book in books.load(cursor, ids, ids=iter(())).items()
    }
    wrong = _differing(cursor, ids, wanted)
    writing.write(cursor, [wanted[case] for case in wrong])
    return len(wrong)


def _without_entries(cursor: Cursor, rows: list[tuple[Any, ...]]) -> int:
    """Of a case of which nothing was entered only the months between verifications are kept."""
    by_months: dict[int, list[int]] = defaultdict(list)
    for case, _entries, months, no_conditions_on, decided_on in rows:
        term = follow_up_term(FollowUp.VERIFY, no_conditions_on or decided_on)
        if term is not None and term.length is not None and term.length != months:
            by_months[term.length].append(case)
    for months, ids in by_months.items():
        cursor.execute("UPDATE thads_case SET verify_months = %s WHERE id = ANY(%s)", (months, ids))
    return sum(map(len, by_months.values()))


_CASE = (
    *("verify_months", "other_duty", "other_on", "relief_on", "status", "over", "resting"),
    *("last_verified", "conclusion"),
)
_DUTY = ("duty", "entry", "started_on", "due_on", "done_on")
_ASKED = ("number", "effect", "end_reason", "entry", "since", "due_on", "left_over", "done")


def _differing(cursor: Cursor, ids: list[int], wanted: dict[int, writing.Written]) -> list[int]:
    cursor.execute(f"SELECT id, {', '.join(_CASE)} FROM thads_case WHERE id = ANY(%s)", (ids,))
    cases = {row[0]: row[1:] for row in cursor}
    duties = _by_case(cursor, "thads_case_duty", _DUTY, ids)
    asked = _by_case(cursor, "thads_case_proposal", _ASKED, ids)
    return [
        case
        for case, rows in wanted.items()
        if tuple(rows.case[name] for name in _CASE) != cases[case]
        or {tuple(each[name] for name in _DUTY) for each in rows.duties} != duties[case]
        or {tuple(each[name] for name in _ASKED) for each in rows.proposals} != asked[case]
    ]


def _by_case(
    cursor: Cursor, table: str, columns: tuple[str, ...], ids: list[int]
) -> dict[int, set[tuple[Any, ...]]]:
    cursor.execute(
        f"SELECT case_id, {', '.join(columns)} FROM {table} WHERE case_id = ANY(%s)", (ids,)
    )
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for case, *values in cursor:
        found[case].add(tuple(values))
    return found
