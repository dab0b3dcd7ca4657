"""The agency's inbox: what is open by deadline, page after page; counts for its tabs."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.words import VIETNAM
from thads_portal.register.requests.rows import COLUMNS
from thads_portal.register.requests.rows import made
from thads_portal.register.requests.rows import Request
from typing import Any


#: Rows of a page; counts go no further than this.
PAGE = 50
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see. `head`: whether they see what is for the head alone."""

    province: str
    account: str
    head: bool
    #: Whose work the account does besides its own.
    also: tuple[str, ...] = ()
    open: bool = True
    mine: bool = False
    procedure: str = ""
    procedures: tuple[str, ...] = ()
    overdue_on: date | None = None
    number: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Request]
    #: What the next page begins after; "" at the end.
    following: str


def _where(asked: Asked) -> tuple[str, list[Any]]:
    parts = ["province = %s", "open" if asked.open else "NOT open"]
    values: list[Any] = [asked.province]
    accounts = [asked.account, *asked.also]
    if not asked.head:
        parts.append("(NOT head_only OR assigned = ANY(%s))")
        values.append(accounts)
    if asked.mine:
        parts.append("assigned = ANY(%s)")
        values.append(accounts)
    if asked.procedure:
        parts.append("procedure = %s")
        values.append(asked.procedure)
    if asked.procedures:
        parts.append("procedure = ANY(%s)")
        values.append(list(asked.procedures))
    if asked.overdue_on is not None:
        parts.append("due_on < %s")
        values.append(asked.overdue_on)
    if asked.number:
        parts.append("number = %s")
        values.append(asked.number)
    return " AND ".join(parts), values


#: What has no deadline stands behind all that has one.
_LAST = date(9999, 12, 31)


def page(cursor: Cursor, asked: Asked) -> Page:
    """By deadline; what is closed, the newest first."""
    where, values = _where(asked)
    if asked.open:
        key, order = "coalesce(due_on, '9999-12-31')", "due_on, id"
        if (mark := _after(asked.after)) is not None:
            where += f" AND ({key}, id) > (%s, %s)"
            values += mark
    else:
        order = "closed DESC, id DESC"
        if asked.after.isascii() and asked.after.isdigit() and len(asked.after) < 19:
            where += " AND (closed, id) < (SELECT closed, id FROM thads_request WHERE id = %s)"
            values.append(int(asked.after))
    cursor.execute(
        f"SELECT {COLUMNS} FROM thads_request WHERE {where} ORDER BY {order} LIMIT %s",
        (*values, PAGE + 1),
    )
    rows = [made(row) for row in cursor.fetchall()]
    following = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        last = rows[-1]
        day = last.due_on or _LAST
        following = f"{day.isoformat()}.{last.id}" if asked.open else str(last.id)
    return Page(rows, following)


def _after(text: str) -> list[Any] | None:
    day, _, id = text.partition(".")
    if not (id.isascii() and id.isdigit() and len(id) < 19):
        return None
    try:
        return [date.fromisoformat(day), int(id)]
    except ValueError:
        return None


def count(cursor: Cursor, asked: Asked) -> int:
    """How many, up to MOST + 1."""
    where, values = _where(asked)
    cursor.execute(
        f"SELECT count(*) FROM (SELECT FROM thads_request WHERE {where} LIMIT %s) AS limited",
        (*values, MOST + 1),
    )
    found: int = cursor.fetchone()[0]
    return found


def of_year(
    cursor: Cursor,
    province: str,
    procedures: tuple[str, ...],
    year: int,
    *,
    accounts: list[str],
    head: bool,
    most: int,
) -> list[Request]:
    """For the books: in the order in which they came, repeated letters once."""
    cursor.execute(
        f"SELECT {COLUMNS} FROM thads_request WHERE province = %s AND procedure = ANY(%s)"
        " AND received >= %s AND received < %s"
        " AND joined_to IS NULL AND (%s OR NOT head_only OR assigned = ANY(%s))"
        " ORDER BY received, id LIMIT %s",
        (
            province,
            list(procedures),
            datetime(year, 1, 1, tzinfo=VIETNAM),
            datetime(year + 1, 1, 1, tzinfo=VIETNAM),
            head,
            accounts,
            most,
        ),
    )
    return [made(row) for row in cursor.fetchall()]
