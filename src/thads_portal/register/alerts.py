"""Alerts of the public: an e-mail address and a search, both encrypted, and what was told already.

Nothing of it leaves but by a mail to that address. An alert that ends is deleted, its address with it; one
that nobody confirms goes after two days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.domain.sealed import seal
from thads_portal.domain.sealed import unseal
from thads_portal.secret_keys import alerts_key
from types import MappingProxyType

import hashlib
import hmac
import orjson
import re
import secrets


#: Days that an alert waits for its confirmation.
UNCONFIRMED_DAYS = 2
#: Alerts of one address; questions whether it wants one, of a day.
MOST, QUESTIONS = 20, 3
#: Numbers that an alert remembers.
KNOWN = 1000
_TOKEN = re.compile(r"([0-9a-f]{24})\.([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert, opened. `asked` are the parameters of the search; `place` that of the last act told."""

    id: str
    email: str
    asked: Mapping[str, str]
    language: str
    confirmed: bool
    place: int
    known: frozenset[str]
    told_on: date | None


def add(cursor: Cursor, email: str, asked: Mapping[str, str], language: str) -> str | None:
    """Note an alert that is to be confirmed; its id. None if the address has had enough of them.

    Whoever asks must be answered the same in both cases.
    """
    address = _address(email)
    # Two at once count each other.
    lock = int.from_bytes(address[:8], "big", signed=True)
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (lock,))
    cursor.execute(
        "SELECT count(*), count(*) FILTER (WHERE confirmed IS NULL AND made > now() - interval '1 day')"
        " FROM thads_alert WHERE address = %s",
        (address,),
    )
    alerts, questions = cursor.fetchone()
    if alerts >= MOST or questions >= QUESTIONS:
        return None
    name = secrets.token_hex(12)
    said = orjson.dumps({"email": email, "asked": dict(asked), "language": language}).decode()
    cursor.execute(
        "INSERT INTO thads_alert (id, sealed, address) VALUES (%s, %s, %s)",
        (name, seal(said, key=alerts_key(), about=name), address),
    )
    return name


def one(cursor: Cursor, name: str, *, lock: bool = False) -> Alert | None:
    """The alert `name`; with `lock` nobody else takes it meanwhile. Raises ValueError if it cannot be opened."""
    cursor.execute(
        "SELECT id, sealed, confirmed IS NOT NULL, place, known, told_on FROM thads_alert"
        f" WHERE id = %s{' FOR UPDATE SKIP LOCKED' if lock else ''}",
        (name,),
    )
    row = cursor.fetchone()
    if row is None:
        return None
    name, sealed, confirmed, place, known, told_on = row
    said = orjson.loads(unseal(bytes(sealed), key=alerts_key(), about=name))
    return Alert(
        id=name,
        email=said["email"],
        asked=MappingProxyType(said["asked"]),
        language=said["language"],
        confirmed=confirmed,
        place=place,
        known=frozenset(known),
        told_on=told_on,
    )


def confirm(cursor: Cursor, name: str, *, place: int, known: list[str]) -> bool:
    """From now on it is told what comes behind `place`. Whether there is such an alert."""
    cursor.execute(
        "UPDATE thads_alert SET confirmed = coalesce(confirmed, clock_timestamp()),"
        " place = CASE WHEN confirmed IS NULL THEN %s ELSE place END,"
        " known = CASE WHEN confirmed IS NULL THEN %s ELSE known END WHERE id = %s",
        (place, known[:KNOWN], name),
    )
    return bool(cursor.rowcount)


def end(cursor: Cursor, name: str) -> bool:
    """Delete it, its address with it. Whether it was there."""
    cursor.execute("DELETE FROM thads_alert WHERE id = %s", (name,))
    return bool(cursor.rowcount)


def told(cursor: Cursor, name: str, *, place: int, known: list[str], on: date | None) -> None:
    """What it knows now; `on` is the day if a mail was sent."""
    cursor.execute(
        "UPDATE thads_alert SET place = %s, known = %s, told_on = coalesce(%s, told_on)"
        " WHERE id = %s",
        (place, known[:KNOWN], on, name),
    )


def due(cursor: Cursor, today: date, newest: int) -> list[str]:
    """The alerts that have been told nothing today, and behind whose place something was done."""
    cursor.execute(
        "SELECT id FROM thads_alert WHERE confirmed IS NOT NULL AND place < %s"
        " AND (told_on IS NULL OR told_on < %s) ORDER BY id",
        (newest, today),
    )
    return [name for (name,) in cursor.fetchall()]


def forget_unconfirmed(cursor: Cursor) -> int:
    cursor.execute(
        "DELETE FROM thads_alert WHERE confirmed IS NULL AND made < now() - %s * interval '1 day'",
        (UNCONFIRMED_DAYS,),
    )
    return cursor.rowcount


def token(name: str, purpose: str) -> str:
    """What only the owner of the address has: for ``confirm`` or ``end``."""
    return f"{name}.{_mark(name, purpose)}"


def read_token(text: str, purpose: str) -> str | None:
    """The alert that `text` is the token of; None if it is none."""
    found = _TOKEN.fullmatch(text)
    if found is None or not hmac.compare_digest(found[2], _mark(found[1], purpose)):
        return None
    return found[1]


def _mark(name: str, purpose: str) -> str:
    return hmac.digest(alerts_key(), f"{purpose}|{name}".encode(), hashlib.sha256).hex()[:32]


def _address(email: str) -> bytes:
    plain = email.strip().casefold()
    return hmac.digest(alerts_key(), b"address\0" + plain.encode(), hashlib.sha256)
