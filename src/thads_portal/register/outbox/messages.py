"""Messages to other agencies: kept encrypted until they are acknowledged, and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.outboxes import MessageKind
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.outboxes import wait_after
from thads_portal.domain.sealed import seal
from thads_portal.domain.sealed import unseal
from thads_portal.secret_keys import personal_number_key
from typing import Any

import hashlib
import hmac
import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message to be sent: `body` is what goes out, `digest` its SHA-256 in hexadecimal."""

    id: str
    partner: Partner
    body: str
    digest: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A message as the staff sees it, without what it says."""

    place: int
    id: str
    partner: Partner
    kind: MessageKind
    cause: str
    province: str
    made: datetime
    due_on: date
    state: str
    attempts: int
    acknowledged: datetime | None
    receipt: str | None
    problem: str | None


_LISTED = ", ".join(Listed.__slots__)


def put(cursor: Cursor, message: Mapping[str, Any]) -> bool:
    """Keep a message of the form `SCHEMA`; False if its partner is told of that event already."""
    body = orjson.dumps(message).decode()
    name = message["id"]
    cursor.execute(
        "INSERT INTO thads_outbox (id, partner, kind, cause, province, due_on, sealed, digest)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (partner, cause) DO NOTHING",
        (
            name,
            message["partner"],
            message["kind"],
            message["cause"],
            message["province"],
            message["due_on"],
            seal(body, key=_key(), about=name),
            hashlib.sha256(body.encode()).hexdigest(),
        ),
    )
    return bool(cursor.rowcount)


def next_of(cursor: Cursor, partner: Partner) -> Waiting | None:
    """The oldest that may be sent now; nobody else takes it while the transaction lasts.

    About one listing nothing is sent while an older message waits: who is told to take down what
    is posted later would leave it posted.
    """
    while True:
        cursor.execute(
            "SELECT id, sealed, digest, attempts, province, place FROM thads_outbox"
            " WHERE partner = %s AND state = 'waiting' AND next_at <= clock_timestamp()"
            " ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED",
            (partner,),
        )
        row = cursor.fetchone()
        if row is None:
            return None
        name, sealed, digest, attempts, province, place = row
        body = unseal(bytes(sealed), key=_key(), about=name)
        later = _held_back(cursor, partner, province, place, _numbers(body))
        if later is None:
            return Waiting(id=name, partner=partner, body=body, digest=digest, attempts=attempts)
        cursor.execute(
            "UPDATE thads_outbox SET next_at = greatest(%s, clock_timestamp()) + interval '1 second'"
            " WHERE id = %s",
            (later, name),
        )


def _held_back(
    cursor: Cursor, partner: Partner, province: str, place: int, numbers: frozenset[str]
) -> datetime | None:
    """When an older message about one of the listings `numbers` is tried again; None: there is none."""
    cursor.execute(
        "SELECT id, sealed, next_at FROM thads_outbox WHERE partner = %s AND province = %s"
        " AND state = 'waiting' AND place < %s ORDER BY place DESC",
        (partner, province, place),
    )
    for name, sealed, next_at in cursor.fetchall():
        if numbers & _numbers(unseal(bytes(sealed), key=_key(), about=name)):
            again: datetime = next_at
            return again
    return None


def _numbers(body: str) -> frozenset[str]:
    """The listings that a message is about; none for a month's list, which waits for nobody."""
    said = orjson.loads(body)
    if said["kind"] == MessageKind.ENDED_OF_MONTH:
        return frozenset()
    return frozenset(each["number"] for each in said["listings"])


def acknowledged(cursor: Cursor, name: str, receipt: str) -> None:
    cursor.execute(
        "UPDATE thads_outbox SET state = 'acknowledged', acknowledged = clock_timestamp(),"
        " receipt = %s, problem = NULL, attempts = attempts + 1 WHERE id = %s",
        (receipt, name),
    )


def failed(cursor: Cursor, message: Waiting, problem: str, *, refused: bool) -> None:
    """It is tried again later, or, if the partner refuses it, by somebody's hand."""
    cursor.execute(
        "UPDATE thads_outbox SET state = %s, problem = %s, attempts = attempts + 1,"
        " next_at = clock_timestamp() + %s WHERE id = %s",
        (
            "refused" if refused else "waiting",
            problem[:200],
            wait_after(message.attempts + 1),
            message.id,
        ),
    )


def send_again(cursor: Cursor, name: str) -> bool:
    """Have a refused one, or one that waits for its time, sent at the next run."""
    cursor.execute(
        "UPDATE thads_outbox SET state = 'waiting', next_at = clock_timestamp()"
        " WHERE id = %s AND state <> 'acknowledged'",
        (name,),
    )
    return bool(cursor.rowcount)


def counts(cursor: Cursor, today: date) -> dict[Partner, dict[str, int]]:
    """Of each partner: ``waiting``, ``refused``, ``acknowledged``, and ``late`` among the first two."""
    found = {
        partner: dict.fromkeys(("waiting", "refused", "acknowledged", "late"), 0)
        for partner in Partner
    }
    cursor.execute(
        "SELECT partner, state, count(*), count(*) FILTER (WHERE state <> 'acknowledged'"
        " AND due_on < %s) FROM thads_outbox GROUP BY partner, state",
        (today,),
    )
    for partner, state, count, late in cursor.fetchall():
        found[Partner(partner)][state] = count
        found[Partner(partner)]["late"] += late
    return found


def listed(
    cursor: Cursor, *, partner: str | None, state: str | None, before: int | None, limit: int
) -> list[Listed]:
    """The newest first, before the place `before`."""
    cursor.execute(
        f"SELECT {_LISTED} FROM thads_outbox WHERE (%(partner)s IS NULL OR partner = %(partner)s)"
        " AND (%(state)s IS NULL OR state = %(state)s)"
        " AND (%(before)s IS NULL OR place < %(before)s) ORDER BY place DESC LIMIT %(limit)s",
        {"partner": partner, "state": state, "before": before, "limit": limit},
    )
    return [
        Listed(**(dict(zip(Listed.__slots__, row, strict=True))))  # codes as they stand
        for row in cursor.fetchall()
    ]


def _key() -> bytes:
    return hmac.digest(personal_number_key(), b"outbox", hashlib.sha256)
