"""The list of files of a case; their bytes are with the files of jobs (``jobs/files.py``)."""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from thads_portal import field_keys
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.statements import execute
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file; `preview` is the id of its preview's bytes, None while there is none."""

    id: str
    case: int
    entry: int | None
    listing: str
    name: str
    media_type: str
    size: int
    sha256: str
    actor: str
    at: datetime
    preview: str | None


_COLUMNS = "id, case_id, entry, listing, name, media_type, size, sha256, actor, at, preview"


def of_case(cursor: Cursor, case: int) -> list[Evidence]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_case_file WHERE case_id = %s ORDER BY at, id", (case,)
    )
    return [_evidence(cursor, row) for row in cursor.fetchall()]


def one_of_case(cursor: Cursor, case: int, file: str) -> Evidence | None:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_case_file WHERE case_id = %s AND id = %s", (case, file)
    )
    row = cursor.fetchone()
    return _evidence(cursor, row) if row else None


def _evidence(cursor: Cursor, row: tuple[Any, ...]) -> Evidence:
    """Raises CannotUnseal."""
    found = Evidence(*row)
    return replace(found, name=field_keys.unseal_text(cursor, found.name, f"evidence:{found.id}"))


def add(context: Content, evidence: Evidence) -> None:
    """Keep the file for good, in the running transaction; its bytes are there already."""
    source = dsn_of(connection_of(context).db())
    execute(
        context,
        "WITH kept AS (UPDATE thads_file SET expires = NULL WHERE id = %s)"
        f" INSERT INTO thads_case_file ({_COLUMNS}) VALUES ({', '.join(['%s'] * 11)})",
        (
            evidence.id,
            evidence.id,
            evidence.case,
            evidence.entry,
            evidence.listing,
            field_keys.seal_text(source, evidence.name, f"evidence:{evidence.id}"),
            evidence.media_type,
            evidence.size,
            evidence.sha256,
            evidence.actor,
            evidence.at,
            evidence.preview,
        ),
    )


def has_preview(cursor: Cursor, file: str, preview: str) -> None:
    """The preview of `file` is made."""
    cursor.execute("UPDATE thads_file SET expires = NULL WHERE id = %s", (preview,))
    cursor.execute("UPDATE thads_case_file SET preview = %s WHERE id = %s", (preview, file))
