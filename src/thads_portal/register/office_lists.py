"""Uploaded lists of offices between the look at them and their writing."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.domain.office_plan import Told
from typing import Any

import orjson
import re
import secrets


#: Days for which a list that nobody wrote is kept.
KEPT_DAYS = 7
_ID = re.compile(r"[\w-]{16,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class UploadedOffices:
    """`name` is the file's; `extra` what else the reader said, as it was kept."""

    id: str
    actor: str
    name: str
    rows: tuple[Told, ...]
    extra: Mapping[str, Any]


def keep(
    cursor: Cursor, actor: str, name: str, rows: Iterable[Told], extra: Mapping[str, Any]
) -> str:
    """Keep a list that was read; its id."""
    list_id = secrets.token_urlsafe(18)
    kept = {"rows": [[row.line, dict(row.texts)] for row in rows], "extra": dict(extra)}
    cursor.execute(
        "INSERT INTO thads_office_list (id, actor, name, rows) VALUES (%s, %s, %s, %s)",
        (list_id, actor, name, orjson.dumps(kept).decode()),
    )
    return list_id


def by_id(cursor: Cursor, list_id: str) -> UploadedOffices | None:
    if not _ID.fullmatch(list_id):
        return None
    cursor.execute("SELECT id, actor, name, rows FROM thads_office_list WHERE id = %s", (list_id,))
    row = cursor.fetchone()
    if row is None:
        return None
    told = tuple(Told(line=line, texts=texts) for line, texts in row[3]["rows"])
    return UploadedOffices(row[0], row[1], row[2], told, row[3]["extra"])


def forget_old(cursor: Cursor) -> int:
    cursor.execute(
        "DELETE FROM thads_office_list WHERE at < now() - %s * interval '1 day'", (KEPT_DAYS,)
    )
    return cursor.rowcount
