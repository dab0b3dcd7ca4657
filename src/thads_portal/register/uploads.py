"""Uploaded lists while they are looked at: what was read, what is wrong, what was corrected.

Not yet part of the register. Rows lie together in packed pages, in the order of the file; one
sign for each row (``marks``) and its duplicate key (``keys``) beside the upload let a page be
shown, filtered and corrected without touching the other pages. The rows hold restricted values, as
the file does: whoever hands one out checks the province. Rows are removed when they have been
written, and with an upload that nobody finished; the file stays for as long as it is evidence.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from thads_portal import field_keys
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.statements import execute
from typing import Any

import orjson
import psycopg2
import secrets
import zlib


#: Rows of a packed page, and of a page that is shown.
PAGE = 50
#: Bytes of a row's key; zeros where a row has none.
KEY = 16
NO_KEY = bytes(KEY)


class UploadState(StrEnum):
    READING = "reading"
    REFUSED = "refused"
    READY = "ready"
    WRITING = "writing"
    WRITTEN = "written"


class Mark(StrEnum):
    """What becomes of a row; one letter each."""

    NEW = "n"
    SAME = "s"
    #: Its listing has ended: nothing is written.
    ENDED = "d"
    UPDATE = "u"
    TWIN = "t"
    WRONG = "e"
    ASKED = "q"
    SKIPPED = "x"


@dataclass(frozen=True, slots=True)
class Upload:
    """`result` is what writing came to, or why the file was refused."""

    id: str
    province: str
    owner: str
    created: datetime
    file: str
    sha256: str
    name: str
    state: UploadState
    options: Mapping[str, Any]
    summary: Mapping[str, Any]
    marks: str
    keys: bytes
    job: str | None
    result: Mapping[str, Any] | None
    revision: int
    finished: datetime | None

    def count(self, mark: Mark) -> int:
        return self.marks.count(mark.value)


_COLUMNS = (
    "id, province, owner, created, file, sha256, name, state, options, summary, marks, keys, job,"
    " result, revision, finished"
)


#: In a list of uploads the long parts of the summary are left out.
_SHORT = _COLUMNS.replace("summary", "summary - 'accounts' - 'questions'")


#: Corrections, and questions that repeat what stands in a cell.
RESTRICTED = ("cells", "questions")


def _upload(cursor: Cursor, row: tuple[Any, ...]) -> Upload:
    values = list(row)
    values[7] = UploadState(values[7])
    values[6] = field_keys.unseal_text(cursor, values[6], about(row[0]))
    for place in (8, 9):
        kept = values[place]
        values[place] = {
            name: field_keys.unseal_json(cursor, value, about(row[0]))
            if name in RESTRICTED
            else value
            for name, value in kept.items()
        }
    values[11] = bytes(values[11])
    return Upload(*values)


# Reading


def by_id(cursor: Cursor, upload_id: str, province: str) -> Upload | None:
    """The upload, if it is of `province`."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_upload WHERE id = %s AND province = %s",
        (upload_id, province),
    )
    row = cursor.fetchone()
    return _upload(cursor, row) if row else None


def newest(cursor: Cursor, province: str, *, limit: int = 10) -> list[Upload]:
    cursor.execute(
        f"SELECT {_SHORT} FROM thads_upload WHERE province = %s ORDER BY created DESC LIMIT %s",
        (province, limit),
    )
    return [_upload(cursor, row) for row in cursor.fetchall()]


def written_before(cursor: Cursor, upload: Upload) -> Upload | None:
    """An earlier upload of the very same file that was written."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_upload WHERE sha256 = %s AND province = %s AND id <> %s"
        " AND state = 'written' ORDER BY created DESC LIMIT 1",
        (upload.sha256, upload.province, upload.id),
    )
    row = cursor.fetchone()
    return _upload(cursor, row) if row else None


def rows_at(cursor: Cursor, upload_id: str, places: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The rows at `places` (from 0), unpacking only the pages that they are on."""
    pages = sorted({place // PAGE for place in places})
    cursor.execute(
        "SELECT page, rows FROM thads_upload_page WHERE upload = %s AND page = ANY(%s)",
        (upload_id, pages),
    )
    found = {page: _unpacked(cursor, packed, upload_id) for page, packed in cursor.fetchall()}
    return {place: found[place // PAGE][place % PAGE] for place in places if place // PAGE in found}


def all_rows(cursor: Cursor, upload_id: str) -> list[dict[str, Any]]:
    cursor.execute(
        "SELECT rows FROM thads_upload_page WHERE upload = %s ORDER BY page", (upload_id,)
    )
    return [row for (packed,) in cursor.fetchall() for row in _unpacked(cursor, packed, upload_id)]


def source_of(cursor: Cursor, upload_id: str) -> dict[str, Any] | None:
    """The lists and rows of the file as they were read; None if it is not read, or written."""
    cursor.execute("SELECT source FROM thads_upload WHERE id = %s", (upload_id,))
    row = cursor.fetchone()
    return _unpacked(cursor, row[0], upload_id) if row and row[0] is not None else None


def about(upload_id: str) -> str:
    """To what everything sealed of an upload is bound."""
    return f"upload:{upload_id}"


#: With what zlib begins; nothing sealed does.
_ZLIB = b"\x78"


def in_clear(packed: bytes) -> bool:
    """Whether packed rows are not sealed."""
    return packed.startswith(_ZLIB)


def _unpacked(cursor: Cursor, packed: Any, upload_id: str) -> Any:
    kept = bytes(packed)
    if not in_clear(kept):
        kept = field_keys.unseal(cursor, kept, about(upload_id))
    return orjson.loads(zlib.decompress(kept))


def _packed(context: Content, upload_id: str, kept: Any) -> psycopg2.Binary:
    data = zlib.compress(orjson.dumps(kept, option=orjson.OPT_NON_STR_KEYS), 1)
    sealed = field_keys.seal(dsn_of(connection_of(context).db()), data, about(upload_id))
    return psycopg2.Binary(data if sealed is None else sealed)


# Writing, in the transaction of `context`


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(dict(value)).decode()


def _sealed_json(context: Content, upload_id: str, value: Mapping[str, Any]) -> str | None:
    """`value` with what is restricted in it sealed."""
    source = dsn_of(connection_of(context).db())
    return _json(
        {
            name: field_keys.seal_json(source, each, about(upload_id))
            if name in RESTRICTED
            else each
            for name, each in value.items()
        }
    )


def new_id() -> str:
    return secrets.token_hex(12)


def add(
    context: Content,
    upload_id: str,
    *,
    province: str,
    owner: str,
    file: str,
    sha256: str,
    name: str,
    options: Mapping[str, Any],
    job: str,
) -> None:
    """Note an upload that `job` is to read; its file stays from now on."""
    source = dsn_of(connection_of(context).db())
    execute(
        context,
        "INSERT INTO thads_upload (id, province, owner, file, sha256, name, options, job)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            upload_id,
            province,
            owner,
            file,
            sha256,
            field_keys.seal_text(source, name, about(upload_id)),
            _sealed_json(context, upload_id, options),
            job,
        ),
    )
    execute(context, "UPDATE thads_file SET expires = NULL WHERE id = %s", (file,))


def put_rows(
    context: Content,
    upload_id: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    summary: Mapping[str, Any],
    marks: str,
    keys: bytes,
    source: Mapping[str, Any] | None = None,
) -> None:
    """What reading came to, in place of what was there. `source`: what was read anew."""
    if source is not None:
        execute(
            context,
            "UPDATE thads_upload SET source = %s WHERE id = %s",
            (_packed(context, upload_id, source), upload_id),
        )
    execute(context, "DELETE FROM thads_upload_page WHERE upload = %s", (upload_id,))
    for start in range(0, len(rows), PAGE):
        execute(
            context,
            "INSERT INTO thads_upload_page (upload, page, rows) VALUES (%s, %s, %s)",
            (
                upload_id,
                start // PAGE,
                _packed(context, upload_id, list(rows[start : start + PAGE])),
            ),
        )
    execute(
        context,
        "UPDATE thads_upload SET state = 'ready', summary = %s, marks = %s, keys = %s,"
        " result = NULL, revision = revision + 1 WHERE id = %s",
        (_sealed_json(context, upload_id, summary), marks, psycopg2.Binary(keys), upload_id),
    )


def change_options(
    context: Content, upload: Upload, options: Mapping[str, Any], conflict: type[Exception]
) -> None:
    """Other answers and corrections, which `put_rows` is to follow in the same transaction."""
    execute(
        context,
        "UPDATE thads_upload SET options = %s WHERE id = %s AND state = 'ready' AND revision = %s",
        (_sealed_json(context, upload.id, options), upload.id, upload.revision),
        conflict,
    )


def put_marks(
    context: Content, upload: Upload, *, marks: str, keys: bytes, conflict: type[Exception]
) -> None:
    """What the rows are after a correction; `conflict` is raised if another was faster."""
    execute(
        context,
        "UPDATE thads_upload SET marks = %s, keys = %s, revision = revision + 1"
        " WHERE id = %s AND revision = %s AND state = 'ready'",
        (marks, psycopg2.Binary(keys), upload.id, upload.revision),
        conflict,
    )


def put_page(
    context: Content, upload: Upload, page: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    """One page after a correction."""
    execute(
        context,
        "UPDATE thads_upload_page SET rows = %s WHERE upload = %s AND page = %s",
        (_packed(context, upload.id, list(rows)), upload.id, page),
    )


def refuse(context: Content, upload_id: str, reason: Mapping[str, Any]) -> None:
    """The file cannot be read, for `reason` ({"code", "message"})."""
    execute(
        context,
        "UPDATE thads_upload SET state = 'refused', result = %s, revision = revision + 1,"
        " finished = now() WHERE id = %s",
        (_json(reason), upload_id),
    )


def set_options(
    context: Content,
    upload: Upload,
    options: Mapping[str, Any],
    job: str,
    conflict: type[Exception],
) -> None:
    """Other options, with which `job` reads the file again."""
    execute(
        context,
        "UPDATE thads_upload SET options = %s, job = %s, state = 'reading',"
        " revision = revision + 1 WHERE id = %s AND state IN ('ready', 'refused', 'reading', 'writing')"
        " AND revision = %s",
        (_sealed_json(context, upload.id, options), job, upload.id, upload.revision),
        conflict,
    )


def begin_writing(
    context: Content,
    upload: Upload,
    options: Mapping[str, Any],
    job: str,
    conflict: type[Exception],
) -> None:
    """`job` is to write it; `conflict` if it is being written already, or was changed."""
    execute(
        context,
        "UPDATE thads_upload SET options = %s, job = %s, state = 'writing',"
        " revision = revision + 1 WHERE id = %s AND state = 'ready' AND revision = %s",
        (_sealed_json(context, upload.id, options), job, upload.id, upload.revision),
        conflict,
    )


def end_writing(
    context: Content, upload_id: str, result: Mapping[str, Any], conflict: type[Exception]
) -> None:
    """It is written, together with the listings; `conflict` if it was already."""
    execute(
        context,
        "UPDATE thads_upload SET state = 'written', result = %s, revision = revision + 1,"
        " source = NULL, summary = summary - 'questions', options = options - 'cells',"
        " finished = now() WHERE id = %s AND state = 'writing'",
        (_json(result), upload_id),
        conflict,
    )
    execute(context, "DELETE FROM thads_upload_page WHERE upload = %s", (upload_id,))


def discard(context: Content, upload: Upload, conflict: type[Exception]) -> None:
    """Forget an upload that was not written, with its file."""
    execute(
        context,
        "DELETE FROM thads_upload WHERE id = %s AND state IN ('ready', 'refused', 'reading')"
        " AND revision = %s",
        (upload.id, upload.revision),
        conflict,
    )
    execute(context, "DELETE FROM thads_file WHERE id = %s", (upload.file,))


def remove_forgotten(dsn: str, *, days: int = 60) -> int:
    """Remove uploads that nobody finished for so long, and their files; how many."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "WITH old AS (DELETE FROM thads_upload WHERE state <> 'written'"
            " AND created < now() - %s * interval '1 day' RETURNING file)"
            " DELETE FROM thads_file WHERE id IN (SELECT file FROM old)",
            (days,),
        )
        return cursor.rowcount
