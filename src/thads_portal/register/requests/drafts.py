"""What somebody has begun to fill in: sealed, known by a code that only they have, gone in time."""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.paper_codes import new_code
from thads_portal.domain.paper_codes import read_code
from thads_portal.register.own_transaction import own_transaction
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts

import hashlib


#: Days for which a draft waits; hours for which a receipt is shown again.
KEPT_DAYS = 30
RECEIPT_HOURS = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """`token` is what its sender has; `receipt` holds ``number`` and ``code`` once it was sent."""

    token: str
    procedure: str
    answers: dict[str, str]
    receipt: dict[str, str] | None
    begun: datetime
    expires: datetime


def id_of(token: str) -> bytes:
    return hashlib.sha256(f"draft|{token}".encode()).digest()


def begin(dsn: str, procedure: str, answers: dict[str, str]) -> str:
    """Keep a new draft; returns its code."""
    token = new_code()
    sealed = seal_texts(Ring.REQUESTS, answers, _about(token))
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_request_draft (id, procedure, answers, expires)"
            " VALUES (%s, %s, %s, now() + %s * interval '1 day')",
            (id_of(token), procedure, sealed, KEPT_DAYS),
        )
    return token


def save(dsn: str, token: str, answers: dict[str, str]) -> bool:
    """Keep the answers of a draft that was not sent; False if there is none."""
    sealed = seal_texts(Ring.REQUESTS, answers, _about(token))
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "UPDATE thads_request_draft SET answers = %s, changed = now(),"
            " expires = now() + %s * interval '1 day'"
            " WHERE id = %s AND receipt IS NULL AND expires > now()",
            (sealed, KEPT_DAYS, id_of(token)),
        )
        return bool(cursor.rowcount)


def find(cursor: Cursor, typed: str) -> Draft | None:
    """The draft of a code as somebody typed it, or of the cookie; None if it is not there."""
    token = read_code(typed[:80])
    if token is None:
        return None
    cursor.execute(
        "SELECT procedure, answers, receipt, begun, expires FROM thads_request_draft"
        " WHERE id = %s AND expires > now()",
        (id_of(token),),
    )
    row = cursor.fetchone()
    if row is None:
        return None
    procedure, answers, receipt, begun, expires = row
    return Draft(
        token,
        procedure,
        unseal_texts(Ring.REQUESTS, answers, _about(token)),
        None if receipt is None else unseal_texts(Ring.REQUESTS, receipt, _about(token)),
        begun,
        expires,
    )


def discard(dsn: str, token: str) -> None:
    """Throw a draft away, with its files."""
    with own_transaction(dsn) as cursor:
        _remove(cursor, [id_of(token)])


def sent(cursor: Cursor, token: str, receipt: dict[str, str]) -> None:
    """The draft has become a request: what was typed goes, the receipt stays for a while."""
    empty = seal_texts(Ring.REQUESTS, {}, _about(token))
    cursor.execute("DELETE FROM thads_request_upload WHERE draft = %s", (id_of(token),))
    cursor.execute(
        "UPDATE thads_request_draft SET answers = %s, receipt = %s,"
        " expires = now() + %s * interval '1 hour' WHERE id = %s",
        (empty, seal_texts(Ring.REQUESTS, receipt, _about(token)), RECEIPT_HOURS, id_of(token)),
    )


def locked(cursor: Cursor, token: str) -> Draft | None:
    """The draft, held for the transaction: of two that send it, the second waits here."""
    cursor.execute("SELECT FROM thads_request_draft WHERE id = %s FOR UPDATE", (id_of(token),))
    return find(cursor, token)


def forget_old(cursor: Cursor) -> int:
    cursor.execute("SELECT id FROM thads_request_draft WHERE expires <= now() LIMIT 1000")
    gone = [bytes(row[0]) for row in cursor.fetchall()]
    _remove(cursor, gone)
    return len(gone)


def _remove(cursor: Cursor, ids: list[bytes]) -> None:
    cursor.execute(
        "DELETE FROM thads_file WHERE id IN (SELECT id FROM thads_request_file"
        " WHERE draft = ANY(%s) AND request IS NULL)",
        (ids,),
    )
    cursor.execute(
        "DELETE FROM thads_request_file WHERE draft = ANY(%s) AND request IS NULL", (ids,)
    )
    cursor.execute("DELETE FROM thads_request_upload WHERE draft = ANY(%s)", (ids,))
    cursor.execute("DELETE FROM thads_request_draft WHERE id = ANY(%s)", (ids,))


def _about(token: str) -> str:
    return f"draft:{id_of(token).hex()}"
