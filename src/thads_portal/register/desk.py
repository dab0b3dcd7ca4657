"""The desks' questions to the register: what waits, in the order of its deadline.

Pages are keysets of 50 rows over indexes that hold nothing but work, so that a province
with 60,000 listings answers like one with 60. Public columns only, and those that select.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.due_ranges import Range
from thads_portal.register import assignment
from thads_portal.register.assignment import Whose
from thads_portal.register.waiting import later
from thads_portal.register.waiting import Waits
from typing import Any


SIZE = 50
#: Listings that decisions may name at once.
_MOST_OF_DECISIONS = 5000
_COLUMNS = (
    "number, province, agency, state, debtor_name, debtor_kind, debtor_address,"
    " no_conditions_decision_number, no_conditions_decision_date, obligation_amount, flags,"
    " waits, waits_since, waits_reason, waits_sort, revision, ended_at, end_reason, posting_due"
)


@dataclass(frozen=True, slots=True)
class Work:
    """One listing on a desk."""

    number: str
    province: str
    agency: str
    state: str
    debtor_name: str
    debtor_kind: str
    debtor_address: str
    decision_number: str | None
    decision_date: date | None
    amount: int | None
    flags: tuple[str, ...]
    waits: str | None
    since: date | None
    reason: str | None
    sort: date | None
    revision: int
    ended_at: datetime | None
    end_reason: str | None
    posting_due: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the key of the next page, "" at the end."""

    rows: tuple[Work, ...]
    after: str = ""


def _work(row: tuple[Any, ...]) -> Work:
    values = list(row)
    values[10] = tuple(values[10] or ())
    return Work(*values)


def waiting(
    cursor: Cursor,
    waits: Collection[Waits],
    *,
    province: str | None = None,
    agency: str | None = None,
    flagged: bool = False,
    due: Mapping[tuple[str, str | None], Range] | None = None,
    whose: Whose | None = None,
    free: bool = False,
    after: str = "",
    size: int = SIZE,
) -> Page:
    """What waits for `waits`, the nearest deadline first; of `whose`, or of nobody (`free`).

    `due` narrows to events between two days (both included, None is open), by (what waits,
    reason of an ending or None): the days that have the same state of their deadline.
    """
    where, values = _where(province=province, agency=agency, flagged=flagged)
    begin = _key(after)
    if begin is not None:
        where.append("(waits_sort, number) > (%s, %s)")
        values.extend(begin)
    owners = assignment.conditions(cursor, whose, free=free)
    # One walk along the index for each kind of work, merged: a single walk over all kinds
    # would sort everything that waits.
    parts, parameters = [], []
    for kind in sorted(set(waits)):
        days, day_values = ("true", []) if due is None else _days(kind, due)
        for own, own_values in owners:
            parts.append(
                f"(SELECT {_COLUMNS} FROM thads_listing WHERE waits = %s AND {own} AND {days}"
                f" AND {' AND '.join(where)} ORDER BY waits_sort, number LIMIT %s)"
            )
            parameters += [kind.value, *own_values, *day_values, *values, size + 1]
    if not parts:
        return Page(())
    cursor.execute(
        f"SELECT * FROM ({' UNION ALL '.join(parts)}) AS found"
        " ORDER BY waits_sort, number LIMIT %s",
        (*parameters, size + 1),
    )
    return _page(cursor.fetchall(), size, lambda work: f"{work.sort}.{work.number}")


def _days(kind: Waits, due: Mapping[tuple[str, str | None], Range]) -> tuple[str, list[Any]]:
    """The condition for the days of `due` about `kind`, in terms of the index."""
    parts: list[str] = []
    values: list[Any] = []
    for (waits, reason), (first, last) in due.items():
        if waits != kind:
            continue
        part = ["true"]
        for sign, day in ((">=", first), ("<=", last)):
            if day is not None:
                part.append(f"waits_sort {sign} %s")
                values.append(later(kind, day))
        if reason is not None:
            part.append("waits_reason = %s")
            values.append(reason)
        parts.append(f"({' AND '.join(part)})")
    return (f"({' OR '.join(parts)})" if parts else "false"), values


def _where(
    *, province: str | None, agency: str | None, flagged: bool
) -> tuple[list[str], list[Any]]:
    where, values = ["waits_sort IS NOT NULL"], []
    if province is not None:
        where.append("province = %s")
        values.append(province)
    if agency:
        where.append("agency = %s")
        values.append(agency)
    if flagged:
        where.append("flags <> '{}'")
    return where, values


def _page(rows: list[tuple[Any, ...]], size: int, key: Callable[[Work], str]) -> Page:
    found = tuple(_work(row) for row in rows[:size])
    return Page(found, key(found[-1]) if len(rows) > size else "")


def _key(after: str) -> tuple[date, str] | None:
    day, _, number = after.partition(".")
    try:
        return (date.fromisoformat(day), number) if number else None
    except ValueError:
        return None


def _moment_key(after: str) -> tuple[datetime, str] | None:
    moment, _, number = after.partition("~")
    try:
        return (datetime.fromisoformat(moment), number) if number else None
    except ValueError:
        return None


def ended_by_feed(cursor: Cursor, *, province: str | None = None, after: str = "") -> Page:
    """Endings that the case system reported and the board has not looked at, newest first."""
    where = ["ended_by_feed"]
    values: list[Any] = []
    if province:
        where.append("province = %s")
        values.append(province)
    begin = _moment_key(after)
    if begin is not None:
        where.append("(ended_at, number) < (%s, %s)")
        values.extend(begin)
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_listing WHERE {' AND '.join(where)}"
        " ORDER BY ended_at DESC, number DESC LIMIT %s",
        (*values, SIZE + 1),
    )
    return _page(cursor.fetchall(), SIZE, _moment_of)


def _moment_of(work: Work) -> str:
    """The key of an ending; what has ended has its moment."""
    moment = work.ended_at.isoformat() if work.ended_at is not None else ""
    return f"{moment}~{work.number}"


def postings_due(cursor: Cursor, *, province: str, today: date, size: int = SIZE) -> Page:
    """Published listings whose posting at the commune wants somebody to see to it."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_listing WHERE province = %s AND posting_due <= %s"
        " ORDER BY posting_due, number LIMIT %s",
        (province, today, size + 1),
    )
    return _page(cursor.fetchall(), size, lambda work: work.number)


def known(cursor: Cursor, province: str | None, numbers: Collection[str]) -> dict[str, Work]:
    """Listings by their public numbers, of one province if it is given."""
    here = "" if province is None else " AND province = %s"
    values = [list(numbers)] if province is None else [list(numbers), province]
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_listing WHERE number = ANY(%s){here}", values)
    return {row[0]: _work(row) for row in cursor}


def decision_of(work: Work) -> tuple[str | None, date | None]:
    """Number and date of its no-conditions decision."""
    return work.decision_number, work.decision_date


def by_decision(
    cursor: Cursor,
    province: str,
    keys: Collection[str],
    *,
    states: Collection[str] = ("published",),
) -> list[tuple[Work, list[str]]]:
    """Listings of the province in `states` that name one of `keys` (``document_numbers.number_key``).

    Each with those of `keys` that it names.
    """
    cursor.execute(
        f"SELECT {_COLUMNS}, number_keys FROM thads_listing"
        " WHERE province = %s AND state = ANY(%s) AND number_keys && %s::text[]"
        " ORDER BY number LIMIT %s",
        (province, list(states), list(keys), _MOST_OF_DECISIONS),
    )
    wanted = set(keys)
    return [(_work(row[:-1]), sorted(wanted & set(row[-1]))) for row in cursor]


def namesakes(
    cursor: Cursor, *, sort_name: str, duplicate_key: bytes | None, own: str = "", most: int = 5
) -> tuple[list[Work], list[Work]]:
    """(likely duplicates, others of the same name), for the hints while typing."""
    duplicates: list[Work] = []
    if duplicate_key is not None:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM thads_listing"
            " WHERE duplicate_key = %s AND number <> %s LIMIT %s",
            (duplicate_key, own, most),
        )
        duplicates = [_work(row) for row in cursor]
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_listing WHERE number IN ("
        "SELECT number FROM thads_search WHERE sort_name = %s AND number <> %s LIMIT %s)",
        (sort_name, own, most),
    )
    seen = {work.number for work in duplicates}
    return duplicates, [work for row in cursor if (work := _work(row)).number not in seen]
