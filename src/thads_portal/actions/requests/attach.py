"""Take a file that a citizen sends: told by its content, freed of a camera's metadata, sealed.

Nothing is unpacked. Where a scanner is set up (``THADS_CLAMD``, a socket of ClamAV), a file is
looked at before it is kept, and one that cannot be looked at waits for another try.
"""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from thads_portal.actions.requests.scanner import Infected
from thads_portal.actions.requests.scanner import scan
from thads_portal.database.sql import Cursor
from thads_portal.domain.evidence import cleaned
from thads_portal.domain.evidence import EXTENSIONS
from thads_portal.domain.evidence import media_type
from thads_portal.domain.evidence import MOST
from thads_portal.domain.evidence import NotEvidence
from thads_portal.domain.names import clean
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import files
from thads_portal.register.requests import uploads
from typing import Any

import shutil


_NAME = 120


@dataclass(frozen=True, slots=True)
class To:
    """Where the file goes: a draft by its code, or an entry of a request."""

    draft: str = ""
    request: int | None = None
    entry: int | None = None


def attach(
    dsn: str,
    to: To,
    *,
    name: str,
    stream: Any,
    paper: str = "",
    also: Callable[[Cursor], None] | None = None,
    reserved: str = "",
) -> str:
    """Keep a file; returns its id. Raises Rejected at ``file``.

    `also` is done in the transaction that lists it; `reserved`: the upload whose room it takes.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    if not size:
        raise _refused(Code.MISSING)
    if size > MOST:
        raise _refused(Code.FILE_TOO_LARGE, max=MOST // 1024 // 1024)
    room(dsn, to, size, reserved=reserved)
    with TemporaryFile() as own:
        shutil.copyfileobj(stream, own)
        try:
            kind = media_type(own)
            own.seek(0)
            scanned = scan(own)
            stored = sealed_files.write(dsn, _pieces(own, kind))
        except NotEvidence as error:
            raise _refused(Code.EVIDENCE_WRONG_TYPE) from error
        except Infected as error:
            raise _refused(Code.FILE_REFUSED) from error
    with own_transaction(dsn) as cursor:
        files.add(
            cursor,
            stored.id,
            name=_plain(name, kind),
            media_type=kind,
            size=stored.size,
            sha256=stored.sha256,
            scanned=scanned,
            paper=paper,
            draft=drafts.id_of(to.draft) if to.draft else None,
            request=to.request,
            entry=to.entry,
        )
        if also is not None:
            also(cursor)
    return stored.id


def room(dsn: str, to: To, size: int, *, reserved: str = "") -> None:
    """Raises Rejected where `size` bytes more are too many; what is on its way counts as there."""
    with own_transaction(dsn) as cursor:
        if to.draft:
            draft = drafts.id_of(to.draft)
            sizes = [each.size for each in files.of_draft(cursor, draft)]
            coming = uploads.of_draft(cursor, draft)
            sizes += [each.size for each in coming if each.id != reserved]
        else:
            sizes = [each.size for each in files.of_request(cursor, to.request or 0)]
    if len(sizes) >= files.MOST_FILES or sum(sizes) + size > files.MOST_BYTES:
        raise _refused(Code.FILE_TOO_LARGE, max=files.MOST_BYTES // 1024 // 1024)


def _pieces(own: Any, kind: str) -> Iterator[bytes]:
    yield from cleaned(own, kind)


def _plain(name: str, kind: str) -> str:
    plain = clean(name.replace("\\", "/").rpartition("/")[2])
    stem = plain.rpartition(".")[0] or plain or "tai-lieu"
    return stem[:_NAME] + EXTENSIONS[kind]


def _refused(code: Code, **params: Any) -> Rejected:
    return Rejected([Problem(0, None, "file", code, params)])
