"""The columns that hold sealed values, and the sealing anew of each."""

from collections.abc import Callable
from dataclasses import dataclass
from thads_portal import field_keys
from thads_portal.database.sql import Cursor
from thads_portal.errors import CannotUnseal
from thads_portal.register import uploads
from thads_portal.register.case_people import ABOUT_OFFICER
from thads_portal.register.ledger import sealed_details
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.resealing.places import Places
from typing import Any

import orjson
import psycopg2


_AT_ONCE = 500
#: (cursor, the row's key, what the column keeps, the row's further column) -> what it shall keep
Anew = Callable[[Cursor, Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` orders the rows and is unique; `cast` its type, for the place that is kept as JSON."""

    table: str
    key: str
    cast: str
    column: str
    more: str
    anew: Anew

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


def _text(cursor: Cursor, kept: str, about: str, *, findable: bool = False) -> str:
    sealed = field_keys.sealed_part(kept)
    if sealed is not None and field_keys.is_current(cursor, sealed):
        return kept
    text = field_keys.unseal_text(cursor, kept, about)
    return field_keys.seal_text(cursor, text, about, findable=findable)


def _json(cursor: Cursor, kept: Any, about: str) -> Any:
    sealed = field_keys.sealed_part(kept) if isinstance(kept, dict) else None
    if sealed is not None and field_keys.is_current(cursor, sealed):
        return kept
    return field_keys.seal_json(cursor, field_keys.unseal_json(cursor, kept, about), about)


def _note(cursor: Cursor, key: Any, kept: Any, account: Any) -> Any:
    return _text(cursor, kept, f"note:{account}")


def _evidence(cursor: Cursor, key: Any, kept: Any, more: Any) -> Any:
    return _text(cursor, kept, f"evidence:{key}")


def _officer(cursor: Cursor, key: Any, kept: Any, more: Any) -> Any:
    return _text(cursor, kept, ABOUT_OFFICER, findable=True)


def _details(cursor: Cursor, key: Any, kept: Any, more: Any) -> Any:
    sealed = field_keys.sealed_part(kept)
    if sealed is not None and field_keys.is_current(cursor, sealed):
        return kept
    opened = sealed_details.opened_details(cursor, key, kept)
    return sealed_details.sealed_details(cursor, key, opened)


def _upload_name(cursor: Cursor, key: Any, kept: Any, more: Any) -> Any:
    return _text(cursor, kept, uploads.about(key))


def _upload_json(cursor: Cursor, key: Any, kept: Any, more: Any) -> Any:
    return {
        name: _json(cursor, each, uploads.about(key)) if name in uploads.RESTRICTED else each
        for name, each in kept.items()
    }


def _upload_bytes(cursor: Cursor, upload: Any, kept: Any) -> Any:
    data = bytes(kept)
    if not uploads.in_clear(data):
        if field_keys.is_current(cursor, data):
            return kept
        data = field_keys.unseal(cursor, data, uploads.about(upload))
    sealed = field_keys.seal(cursor, data, uploads.about(upload))
    return kept if sealed is None else psycopg2.Binary(sealed)


def _upload_source(cursor: Cursor, key: Any, kept: Any, more: Any) -> Any:
    return _upload_bytes(cursor, key, kept)


def _upload_page(cursor: Cursor, key: Any, kept: Any, upload: Any) -> Any:
    return _upload_bytes(cursor, upload, kept)


COLUMNS = (
    Column("thads_note", "id", "bigint", "text", "account", _note),
    Column("thads_case_entry", "id", "bigint", "details", "NULL", _details),
    Column("thads_case_file", "id", "text", "name", "NULL", _evidence),
    Column("thads_case_listing", "number", "text", "officer", "NULL", _officer),
    Column(
        *("thads_case_choice", "province || '|' || kind || '|' || value", "text", "value", "NULL"),
        _officer,
    ),
    Column("thads_upload", "id", "text", "name", "NULL", _upload_name),
    Column("thads_upload", "id", "text", "options", "NULL", _upload_json),
    Column("thads_upload", "id", "text", "summary", "NULL", _upload_json),
    Column("thads_upload", "id", "text", "source", "NULL", _upload_source),
    Column("thads_upload_page", "upload || '|' || page", "text", "rows", "upload", _upload_page),
)
_ONLY = {"thads_case_choice.value": " AND kind = 'officer'"}


def seal_column(dsn: str, column: Column, places: Places) -> tuple[int, int]:
    """(values sealed anew, values that cannot be opened) of one column."""
    sealed = closed = 0
    after = places.of(column.name)
    while True:
        with own_transaction(dsn) as cursor:
            cursor.execute("SET LOCAL thads.sealing = 'on'")
            rows = _page(cursor, column, after)
            for key, kept, more in rows:
                try:
                    anew = column.anew(cursor, key, kept, more)
                except CannotUnseal:
                    closed += 1
                    continue
                if anew is not kept and anew != kept:
                    _put(cursor, column, key, anew)
                    sealed += 1
        if len(rows) < _AT_ONCE:
            return sealed, closed
        after = rows[-1][0]
        places.reached(column.name, after)


def _page(cursor: Cursor, column: Column, after: Any) -> list[tuple[Any, Any, Any]]:
    key = f"({column.key})"
    if column.cast == "text":
        key += ' COLLATE "C"'
    behind = "" if after is None else f" AND {key} > %s::{column.cast}"
    cursor.execute(
        f"SELECT {column.key}, {column.column}, {column.more} FROM {column.table}"
        f" WHERE {column.column} IS NOT NULL{_ONLY.get(column.name, '')}{behind}"
        f" ORDER BY {key} LIMIT {_AT_ONCE} FOR UPDATE",
        () if after is None else (after,),
    )
    return list(cursor.fetchall())


def _put(cursor: Cursor, column: Column, key: Any, anew: Any) -> None:
    value = orjson.dumps(anew).decode() if isinstance(anew, dict) else anew
    if column.table == "thads_case_choice":
        # It is the key: another writer may have entered the same officer under the new one.
        cursor.execute(
            "WITH gone AS (DELETE FROM thads_case_choice"
            " WHERE province || '|' || kind || '|' || value = %s RETURNING province, kind)"
            " INSERT INTO thads_case_choice (province, kind, value)"
            " SELECT province, kind, %s FROM gone ON CONFLICT DO NOTHING",
            (key, value),
        )
        return
    cursor.execute(
        f"UPDATE {column.table} SET {column.column} = %s WHERE {column.key} = %s",
        (value, key),
    )
