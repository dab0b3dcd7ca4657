"""Agencies outside: organisations, their agreements and keys, as tables that administrators keep."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import datetime
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.sharing import Agreement
from thads_portal.domain.sharing import Asker
from thads_portal.domain.sharing import Key
from thads_portal.domain.sharing import NewKey
from thads_portal.domain.sharing import Organisation
from thads_portal.register.join import queue_of
from typing import Any


_ORGANISATION = "id, name, contact, active, per_minute, subjects_per_day, watched_most"
_AGREEMENT = "number, purposes, kinds, valid_from, valid_until, ended, id"
_KEY = "id, scopes, created, expires, revoked"


def every(cursor: Cursor) -> Sequence[Organisation]:
    """All organisations by name, with their agreements and keys."""
    cursor.execute(f"SELECT {_ORGANISATION} FROM thads_organisation ORDER BY name, id")
    rows = cursor.fetchall()
    cursor.execute(
        f"SELECT organisation, {_AGREEMENT} FROM thads_agreement ORDER BY valid_from DESC, id DESC"
    )
    agreements: dict[str, list[Agreement]] = {}
    for organisation, *row in cursor.fetchall():
        agreements.setdefault(organisation, []).append(_agreement(row))
    cursor.execute(
        f"SELECT organisation, {_KEY} FROM thads_organisation_key ORDER BY created DESC, id"
    )
    keys: dict[str, list[Key]] = {}
    for organisation, *row in cursor.fetchall():
        keys.setdefault(organisation, []).append(_key(row))
    return [
        replace(
            _organisation(row),
            agreements=tuple(agreements.get(row[0], ())),
            keys=tuple(keys.get(row[0], ())),
        )
        for row in rows
    ]


def one(cursor: Cursor, name: str) -> Organisation | None:
    """The organisation with the id `name`."""
    return next((each for each in every(cursor) if each.id == name), None)


def asker_with_key(cursor: Cursor, key: str) -> tuple[Asker, bytes] | None:
    """Who has the key with this id, and the digest that its secret must have."""
    cursor.execute(
        f"SELECT organisation, digest, {_KEY} FROM thads_organisation_key WHERE id = %s", (key,)
    )
    found = cursor.fetchone()
    if found is None:
        return None
    name, digest, *row = found
    cursor.execute(f"SELECT {_ORGANISATION} FROM thads_organisation WHERE id = %s", (name,))
    organisation = cursor.fetchone()
    cursor.execute(f"SELECT {_AGREEMENT} FROM thads_agreement WHERE organisation = %s", (name,))
    agreements = tuple(_agreement(each) for each in cursor.fetchall())
    return Asker(replace(_organisation(organisation), agreements=agreements), _key(row)), bytes(
        digest
    )


def _organisation(row: Any) -> Organisation:
    return Organisation(*row)


def _agreement(row: Sequence[Any]) -> Agreement:
    number, purposes, kinds, *rest = row
    return Agreement(number, frozenset(purposes), frozenset(kinds), *rest)


def _key(row: Sequence[Any]) -> Key:
    name, scopes, *rest = row
    return Key(name, frozenset(scopes), *rest)


class _Changes:
    """Statements in the running transaction of the objects."""

    def prepare(self, items: list[tuple[str, Sequence[Any]]]) -> list[tuple[str, Sequence[Any]]]:
        return items

    def write(self, cursor: Cursor, items: list[tuple[str, Sequence[Any]]]) -> None:
        for statement, parameters in items:
            cursor.execute(statement, parameters)


_changes = _Changes()


def _change(context: Content, statement: str, *parameters: Any) -> None:
    queue_of(context).write(_changes, (statement, parameters))


def keep(context: Content, organisation: Organisation) -> None:
    """Write name, contact, state and shares of `organisation`, new or not."""
    given = (
        organisation.id,
        organisation.name,
        organisation.contact,
        organisation.active,
        organisation.per_minute,
        organisation.subjects_per_day,
        organisation.watched_most,
    )
    _change(
        context,
        f"INSERT INTO thads_organisation ({_ORGANISATION}) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, contact = excluded.contact,"
        " active = excluded.active, per_minute = excluded.per_minute,"
        " subjects_per_day = excluded.subjects_per_day, watched_most = excluded.watched_most",
        *given,
    )


def agree(
    context: Content,
    organisation: str,
    *,
    number: str,
    purposes: Sequence[str],
    kinds: Sequence[str],
    valid_from: date,
    valid_until: date,
) -> None:
    """Write a new agreement."""
    _change(
        context,
        "INSERT INTO thads_agreement (organisation, number, purposes, kinds, valid_from, valid_until)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        organisation,
        number,
        list(purposes),
        list(kinds),
        valid_from,
        valid_until,
    )


def end_agreement(context: Content, organisation: str, number: int) -> None:
    """From now on the agreement with this id holds no more."""
    _change(
        context,
        "UPDATE thads_agreement SET ended = now()"
        " WHERE id = %s AND organisation = %s AND ended IS NULL",
        number,
        organisation,
    )


def add_key(
    context: Content, organisation: str, key: NewKey, *, scopes: Sequence[str], expires: datetime
) -> None:
    """Write the digest of a new key."""
    _change(
        context,
        "INSERT INTO thads_organisation_key (id, organisation, digest, scopes, expires)"
        " VALUES (%s, %s, %s, %s, %s)",
        key.id,
        organisation,
        key.digest,
        list(scopes),
        expires,
    )


def revoke_key(context: Content, organisation: str, key: str) -> None:
    """From now on the key with this id opens nothing."""
    _change(
        context,
        "UPDATE thads_organisation_key SET revoked = now()"
        " WHERE id = %s AND organisation = %s AND revoked IS NULL",
        key,
        organisation,
    )
