"""The requests themselves: one row each, its content sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.requests.steps import State
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register.requests import secret_codes
from thads_portal.register.requests.secret_codes import PAUSE_MINUTES
from thads_portal.register.requests.secret_codes import TRIES
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts
from typing import Any


#: Tries at the digits that confirm a mail address.
MAIL_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A row without its content; `answers_of` opens that."""

    id: int
    number: str
    procedure: str
    variant: str
    mode: str
    province: str
    state: State
    open: bool
    head_only: bool
    assigned: str | None
    received: datetime
    law_day: date
    step: str
    due_on: date | None
    decide_by: date | None
    closed: datetime | None
    outcome: str | None
    mail_state: str
    language: str
    joined_to: int | None
    erased: datetime | None
    rated: bool
    revision: int
    sealed: bytes | None


_FIELDS = tuple(Request.__slots__)
COLUMNS = ", ".join("answers" if name == "sealed" else name for name in _FIELDS)


def made(row: tuple[Any, ...]) -> Request:
    found = dict(zip(_FIELDS, row, strict=True))
    found["state"] = State(found["state"])
    found["sealed"] = None if found["sealed"] is None else bytes(found["sealed"])
    return Request(**found)


def next_number(cursor: Cursor, year: int) -> str:
    """``YC-2026-0000123``; a gap is possible, a number given twice is not."""
    cursor.execute("SELECT nextval('thads_request_number')")
    return f"YC-{year}-{one(cursor):07d}"


def insert(cursor: Cursor, values: Mapping[str, Any], answers: dict[str, str]) -> Request:
    """Write a new request with its sealed answers."""
    given = {**values, "answers": seal_texts(Ring.REQUESTS, answers, about(values["number"]))}
    cursor.execute(
        f"INSERT INTO thads_request ({', '.join(given)})"
        f" VALUES ({', '.join(['%s'] * len(given))}) RETURNING {COLUMNS}",
        list(given.values()),
    )
    return made(cursor.fetchone())


def about(number: str) -> str:
    return f"request:{number}:answers"


def answers_of(request: Request) -> dict[str, str]:
    """What the citizen answered; empty once it was erased. Raises CannotUnseal."""
    if request.sealed is None:
        return {}
    return unseal_texts(Ring.REQUESTS, request.sealed, about(request.number))


def by_id(cursor: Cursor, id: int | None) -> Request:
    """Raises RequestNotFound."""
    cursor.execute(f"SELECT {COLUMNS} FROM thads_request WHERE id = %s", (id,))
    row = cursor.fetchone()
    if row is None:
        raise RequestNotFound
    return made(row)


def by_number(cursor: Cursor, number: str) -> Request | None:
    cursor.execute(f"SELECT {COLUMNS} FROM thads_request WHERE number = %s", (number,))
    row = cursor.fetchone()
    return None if row is None else made(row)


def locked(cursor: Cursor, id: int, revision: int | None = None) -> Request:
    """The request, held for the transaction. Raises RequestNotFound, RequestMovedOn."""
    cursor.execute(f"SELECT {COLUMNS} FROM thads_request WHERE id = %s FOR UPDATE", (id,))
    row = cursor.fetchone()
    if row is None:
        raise RequestNotFound
    found = made(row)
    if revision is not None and found.revision != revision:
        raise RequestMovedOn
    return found


def change(cursor: Cursor, id: int, **values: Any) -> None:
    """Set columns of a request that is held."""
    named = ", ".join(f"{name} = %s" for name in values)
    comma = ", " if values else ""
    cursor.execute(
        f"UPDATE thads_request SET {named}{comma}revision = revision + 1 WHERE id = %s",
        (*values.values(), id),
    )


def opened(cursor: Cursor, number: str, typed: str) -> Request | None:
    """The request of a number and its secret code, each as typed; None for what does not fit.

    The same time whether the number, the code or neither is right; after some tries that failed
    nothing fits for a while.
    """
    cursor.execute(
        "SELECT id, code_hash, coalesce(failed_until > now(), false) FROM thads_request"
        " WHERE number = %s FOR UPDATE",
        (number,),
    )
    row = cursor.fetchone()
    kept = row[1] if row else secret_codes.NOBODY
    right = secret_codes.fits(secret_codes.read(typed), kept)
    if row is None or row[2]:
        return None
    if right:
        cursor.execute(
            "UPDATE thads_request SET failed = 0 WHERE id = %s AND failed > 0", (row[0],)
        )
        return by_id(cursor, row[0])
    cursor.execute(
        "UPDATE thads_request SET failed = CASE WHEN failed + 1 >= %s THEN 0 ELSE failed + 1 END,"
        " failed_until = CASE WHEN failed + 1 >= %s THEN now() + %s * interval '1 minute' END"
        " WHERE id = %s",
        (TRIES, TRIES, PAUSE_MINUTES, row[0]),
    )
    return None


def mail_try(cursor: Cursor, id: int) -> bool:
    """Count a try at the digits of a mail; False once there were too many."""
    cursor.execute(
        "UPDATE thads_request SET mail_failed = mail_failed + 1 WHERE id = %s AND mail_failed < %s",
        (id, MAIL_TRIES),
    )
    return bool(cursor.rowcount)


def joined_to(cursor: Cursor, id: int) -> list[Request]:
    """The letters that were joined to a request, and whose content is still there."""
    cursor.execute(
        f"SELECT {COLUMNS} FROM thads_request WHERE joined_to = %s AND erased IS NULL ORDER BY id",
        (id,),
    )
    return [made(row) for row in cursor.fetchall()]


def due_between(cursor: Cursor, first: date, last: date) -> list[Request]:
    """Open requests with a deadline from `first` to `last` of which nobody was reminded; held."""
    cursor.execute(
        f"SELECT {COLUMNS} FROM thads_request WHERE open AND due_on BETWEEN %s AND %s"
        " AND reminded IS NULL FOR UPDATE",
        (first, last),
    )
    return [made(row) for row in cursor.fetchall()]


def late_on(cursor: Cursor, today: date) -> list[Request]:
    """Open requests that are over their deadline and of which the head was not told; held."""
    cursor.execute(
        f"SELECT {COLUMNS} FROM thads_request WHERE open AND due_on < %s"
        " AND escalated IS NULL FOR UPDATE",
        (today,),
    )
    return [made(row) for row in cursor.fetchall()]
