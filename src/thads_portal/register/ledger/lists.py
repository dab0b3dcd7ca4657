"""Lists for the ledgers between their upload and their writing, one row of a table each."""

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.register.own_transaction import own_transaction
from typing import Any

import orjson
import secrets


@dataclass(frozen=True, slots=True)
class CaseList:
    """`rows`: (line, {field: text}), None once they are written; restricted. `entered` and `known`
    tell what writing came to.
    """

    id: str
    province: str
    kind: str
    actor: str
    created: datetime
    name: str
    sha256: str
    revision: int
    rows: tuple[tuple[int, dict[str, str]], ...] | None
    left_out: frozenset[int]
    unread: str
    written: datetime | None
    entered: int | None
    known: int | None


_COLUMNS = (
    "id, province, kind, actor, created, name, sha256, revision, rows, left_out, unread, written,"
    " entered, known"
)
_LASTING_DAYS = 60
_SHOWN = 5


def _case_list(row: tuple[Any, ...]) -> CaseList:
    values = list(row)
    values[8] = None if row[8] is None else tuple((line, texts) for line, texts in row[8])
    values[9] = frozenset(row[9])
    return CaseList(*values)


def add(
    cursor: Cursor,
    *,
    province: str,
    kind: str,
    actor: str,
    at: datetime,
    name: str,
    sha256: str,
    rows: Sequence[tuple[int, dict[str, str]]],
    unread: str,
) -> str:
    """Keep a list that was read; its id."""
    made = secrets.token_urlsafe(16)
    cursor.execute(
        "INSERT INTO thads_case_list (id, province, kind, actor, created, name, sha256, rows, unread)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (made, province, kind, actor, at, name, sha256, _json(list(rows)), unread),
    )
    return made


def by_id(
    cursor: Cursor, wanted: str, *, province: str, kind: str, lock: bool = False
) -> CaseList | None:
    """The list, if it is of this province and kind; `lock`: until the transaction ends."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_case_list WHERE id = %s AND province = %s AND kind = %s"
        + (" FOR UPDATE" if lock else ""),
        (wanted, province, kind),
    )
    row = cursor.fetchone()
    return _case_list(row) if row else None


def waiting(cursor: Cursor, *, province: str, kind: str) -> list[CaseList]:
    """The newest that nobody has written yet, without their rows."""
    cursor.execute(
        f"SELECT {_COLUMNS.replace('rows,', 'NULL::jsonb,')} FROM thads_case_list"
        " WHERE province = %s AND kind = %s AND written IS NULL ORDER BY created DESC LIMIT %s",
        (province, kind, _SHOWN),
    )
    return [_case_list(row) for row in cursor]


def written_before(cursor: Cursor, of: CaseList) -> datetime | None:
    """When the very same file was last written in this province."""
    cursor.execute(
        "SELECT max(written) FROM thads_case_list"
        " WHERE sha256 = %s AND province = %s AND kind = %s AND id <> %s",
        (of.sha256, of.province, of.kind, of.id),
    )
    row = cursor.fetchone()
    found: datetime | None = row[0] if row else None
    return found


def correct(
    cursor: Cursor,
    of: CaseList,
    rows: Sequence[tuple[int, dict[str, str]]],
    left_out: Collection[int],
) -> None:
    """Keep corrected rows; `of` must have been read under its lock."""
    cursor.execute(
        "UPDATE thads_case_list SET rows = %s, left_out = %s, revision = revision + 1 WHERE id = %s",
        (_json(list(rows)), _json(sorted(left_out)), of.id),
    )


def is_written(cursor: Cursor, of: CaseList, *, at: datetime, entered: int, known: int) -> None:
    """Note what was written in the same transaction; its rows are in the ledgers now."""
    cursor.execute(
        "UPDATE thads_case_list SET rows = NULL, written = %s, entered = %s, known = %s WHERE id = %s",
        (at, entered, known, of.id),
    )


def remove(cursor: Cursor, of: CaseList) -> None:
    """Remove a list that is not wanted any more; never one that was written."""
    cursor.execute("DELETE FROM thads_case_list WHERE id = %s AND written IS NULL", (of.id,))


def remove_forgotten(dsn: str, *, days: int = _LASTING_DAYS) -> int:
    """Remove lists that nobody finished for so long; how many."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "DELETE FROM thads_case_list WHERE written IS NULL"
            " AND created < now() - %s * interval '1 day'",
            (days,),
        )
        return cursor.rowcount


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
