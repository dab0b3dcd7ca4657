"""Agencies outside for tests: an organisation with an agreement and a key, entered at once."""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.domain.sharing import DataKind
from thads_portal.domain.sharing import new_key
from thads_portal.domain.sharing import Scope
from thads_portal.register.own_transaction import own_transaction


def enter_organisation(
    portal,
    name: str,
    *,
    purposes: Sequence[str] = ("credit",),
    kinds: Sequence[str] = tuple(DataKind),
    scopes: Sequence[str] = tuple(Scope),
    per_minute: int = 100_000,
    subjects_per_day: int = 10_000_000,
    watched_most: int = 1_000,
    valid_from: date = date(2020, 1, 1),
    valid_until: date = date(2099, 1, 1),
    expires: datetime | None = None,
) -> str:
    """Enter it (new or once more) with one agreement; the text of a new key."""
    key = new_key()
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_organisation"
            " (id, name, per_minute, subjects_per_day, watched_most) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET per_minute = excluded.per_minute,"
            " subjects_per_day = excluded.subjects_per_day, watched_most = excluded.watched_most",
            (name, f"Tổ chức {name}", per_minute, subjects_per_day, watched_most),
        )
        cursor.execute(
            "INSERT INTO thads_agreement"
            " (organisation, number, purposes, kinds, valid_from, valid_until)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (name, "12/TT-2026", list(purposes), list(kinds), valid_from, valid_until),
        )
        cursor.execute(
            "INSERT INTO thads_organisation_key (id, organisation, digest, scopes, expires)"
            " VALUES (%s, %s, %s, %s, %s)",
            (
                key.id,
                name,
                key.digest,
                list(scopes),
                expires or datetime.now(UTC) + timedelta(days=30),
            ),
        )
    return key.text


def bearer(key: str) -> dict[str, str]:
    """The header that shows `key`."""
    return {"Authorization": f"Bearer {key}"}
