"""Files for the staff (``jobs/files.py``): their pieces and their names."""

from thads_portal import field_keys
from thads_portal.database.sql import Cursor
from thads_portal.errors import CannotUnseal
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.resealing.places import Places
from typing import Any

import psycopg2


NAME = "files"
#: Not what is published, nor what is sealed under keys of its own (citizens' files).
_NEXT = """
    SELECT id, name, sealed FROM thads_file
    WHERE (%(after)s::text IS NULL OR id > %(after)s) AND owner <> ''
        AND id NOT IN (SELECT file FROM thads_bulk_file)
        AND id NOT IN (SELECT file FROM thads_public_list_part JOIN thads_paper USING (code))
    ORDER BY id LIMIT 1 FOR UPDATE
"""


def about(file_id: str, number: int | None = None) -> str:
    """To what a piece of a file, or its name, is bound when it is sealed."""
    return f"file:{file_id}:{'name' if number is None else number}"


def seal_files(dsn: str, places: Places) -> tuple[int, int]:
    """(files sealed anew, files that cannot be opened)."""
    sealed = closed = 0
    after = places.of(NAME)
    while True:
        with own_transaction(dsn) as cursor:
            cursor.execute(_NEXT, {"after": after})
            row = cursor.fetchone()
            if row is None:
                return sealed, closed
            after = row[0]
        try:
            # Its own: what is half sealed when it cannot be opened is taken back.
            with own_transaction(dsn) as cursor:
                sealed += _seal(cursor, *row)
        except CannotUnseal:
            closed += 1
        places.reached(NAME, after)


def _seal(cursor: Cursor, file_id: str, name: str, was_sealed: bool) -> int:
    """1 if the file was sealed anew. Raises CannotUnseal."""
    cursor.execute("SELECT FROM thads_file WHERE id = %s FOR UPDATE", (file_id,))
    cursor.execute("SELECT number FROM thads_file_chunk WHERE file = %s ORDER BY 1", (file_id,))
    changed = 0
    for (number,) in cursor.fetchall():
        cursor.execute(
            "SELECT data FROM thads_file_chunk WHERE file = %s AND number = %s", (file_id, number)
        )
        (kept,) = cursor.fetchone()
        anew = _piece(cursor, bytes(kept), about(file_id, number), was_sealed)
        if anew is not None:
            cursor.execute(
                "UPDATE thads_file_chunk SET data = %s WHERE file = %s AND number = %s",
                (psycopg2.Binary(anew), file_id, number),
            )
            changed = 1
    text = field_keys.unseal_text(cursor, name, about(file_id))
    if changed or not was_sealed:
        cursor.execute(
            "UPDATE thads_file SET sealed = true, name = %s WHERE id = %s",
            (field_keys.seal_text(cursor, text, about(file_id)), file_id),
        )
        return 1
    return 0


def _piece(cursor: Cursor, kept: bytes, bound: str, was_sealed: bool) -> Any:
    """The piece as it shall be kept; None: as it is."""
    if was_sealed and field_keys.is_current(cursor, kept):
        return None
    opened = field_keys.unseal(cursor, kept, bound) if was_sealed else kept
    return field_keys.seal(cursor, opened, bound)
