"""What is due about cases: lists for a desk, and how many, by the column of the next duty.

The column holds the day without regard to rest days; a page asks up to a day and shows the
deadline moved past them (``terms.moved_past_rest``), which keeps the order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal import field_keys
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register.case_people import ABOUT_OFFICER
from typing import Any


SIZE = 50
#: Counted up to here; more is told as "more than".
MOST = 10_000


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case on a list. `numbers` and `names` of its published listings, at most three.

    `next_on` is the raw day of `next_duty`; `officer` and `commune` are restricted.
    """

    id: int
    province: str
    agency: str
    decision_number: str
    decision_date: date
    status: str
    listed: int
    last_verified: date | None
    verify_on: date | None
    other_duty: str | None
    other_on: date | None
    next_on: date
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    officer: str | None
    commune: str | None

    @property
    def next_duty(self) -> str:
        if self.verify_on is None or (
            self.other_on is not None and self.other_on <= self.verify_on
        ):
            return self.other_duty or "verify"
        return "verify"


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[DueCase, ...]
    after: str = ""


#: Its place in a row.
_OFFICER = 15
_FOUND = """
    SELECT own.id, own.province, own.agency, own.decision_number, own.decision_date, own.status,
        own.listed, own.last_verified, own.verify_on, own.other_duty, own.other_on,
        own.{column} AS sort, who.numbers, who.names, who.addresses, who.officer, who.commune
    FROM thads_case AS own LEFT JOIN LATERAL (
        SELECT array_agg(number) AS numbers, array_agg(debtor_name) AS names,
            array_agg(debtor_address) AS addresses, min(officer) AS officer,
            min(commune) AS commune
        FROM (
            SELECT link.number, listing.debtor_name, listing.debtor_address, link.officer,
                link.commune
            FROM thads_case_listing AS link JOIN thads_listing AS listing USING (number)
            WHERE link.case_id = own.id ORDER BY listing.state <> 'published', number LIMIT 3
        ) AS each
    ) AS who ON true
    WHERE {where} ORDER BY own.{column}, own.id LIMIT %s
"""


def due_cases(
    cursor: Cursor,
    *,
    until: date,
    since: date | None = None,
    province: str | None = None,
    filters: Mapping[str, Any] | None = None,
    verify: bool = False,
    never: bool = False,
    after: str = "",
    size: int = SIZE,
) -> Page:
    """Cases whose next duty (`verify`: next verification) is up to `until`, the nearest first.

    `since`: not before that day. `never`: only cases without any verification in the ledger.
    `filters`: ``agency``, ``officer``, ``commune``.
    """
    column = "verify_on" if verify or never else "next_on"
    where, values = _where(cursor, column, until, since, province, filters, never)
    begin = place_of(after)
    if begin is not None:
        where.append(f"(own.{column}, own.id) > (%s, %s)")
        values.extend(begin)
    cursor.execute(_FOUND.format(column=column, where=" AND ".join(where)), (*values, size + 1))
    rows = [_case(cursor, row) for row in cursor.fetchall()]
    more = f"{rows[size - 1].next_on}.{rows[size - 1].id}" if len(rows) > size else ""
    return Page(tuple(rows[:size]), more)


def due_count(
    cursor: Cursor,
    *,
    until: date,
    since: date | None = None,
    province: str | None = None,
    filters: Mapping[str, Any] | None = None,
    verify: bool = False,
    never: bool = False,
    most: int = MOST,
) -> int:
    """How many, up to `most` + 1."""
    column = "verify_on" if verify or never else "next_on"
    where, values = _where(cursor, column, until, since, province, filters, never)
    cursor.execute(
        f"SELECT count(*) FROM (SELECT FROM thads_case AS own WHERE {' AND '.join(where)} LIMIT %s)"
        " AS found",
        (*values, most + 1),
    )
    count: int = one(cursor)
    return count


def _where(
    cursor: Cursor,
    column: str,
    until: date,
    since: date | None,
    province: str | None,
    filters: Mapping[str, Any] | None,
    never: bool,
) -> tuple[list[str], list[Any]]:
    where: list[str] = [f"own.{column} <= %s"]
    values: list[Any] = [until]
    if since is not None:
        where.append(f"own.{column} >= %s")
        values.append(since)
    if province is not None:
        where.append("own.province = %s")
        values.append(province)
    if never:
        where.append("own.last_verified IS NULL")
    for name, value in (filters or {}).items():
        if not value:
            continue
        if name == "agency":
            where.append("own.agency = %s")
        elif name == "officer":
            where.append(
                "EXISTS (SELECT FROM thads_case_listing AS link WHERE link.case_id = own.id"
                " AND link.officer = ANY(%s))"
            )
            value = field_keys.spellings_of(cursor, value, ABOUT_OFFICER)
        else:
            where.append(
                "EXISTS (SELECT FROM thads_case_listing AS link WHERE link.case_id = own.id"
                " AND link.commune = %s)"
            )
        values.append(value)
    return where, values


def _case(cursor: Cursor, row: tuple[Any, ...]) -> DueCase:
    values = list(row)
    if values[_OFFICER]:
        values[_OFFICER] = field_keys.unseal_text(cursor, values[_OFFICER], ABOUT_OFFICER)
    for place in (12, 13, 14):
        values[place] = tuple(values[place] or ())
    return DueCase(*values)


def place_of(after: str) -> tuple[date, int] | None:
    """The (day, id) of a row behind which a list goes on; None for what is no place."""
    day, _, number = after.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < _DIGITS):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


#: Of an id.
_DIGITS = 19


def officers_and_communes(cursor: Cursor, *, province: str) -> tuple[list[str], list[str]]:
    """The officers and communes of the province's cases, for the choices of a list."""
    cursor.execute(
        "SELECT kind, value FROM thads_case_choice WHERE province = %s ORDER BY value", (province,)
    )
    rows = cursor.fetchall()
    # While a key gives way to another, one name may stand there twice.
    officers = {
        field_keys.unseal_text(cursor, value, ABOUT_OFFICER)
        for kind, value in rows
        if kind == "officer"
    }
    return (
        sorted(officers),
        [value for kind, value in rows if kind == "commune"],
    )
