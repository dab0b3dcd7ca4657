"""Add a scan or photograph to a case: by its content, without a camera's metadata, with its digest."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from thads_portal.actions.context import ActionContext
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.evidence import cleaned
from thads_portal.domain.evidence import EXTENSIONS
from thads_portal.domain.evidence import media_type
from thads_portal.domain.evidence import MOST
from thads_portal.domain.evidence import NotEvidence
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.names import clean
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.jobs import files
from thads_portal.jobs.queue import enqueue
from thads_portal.register import record
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.ledger import evidence
from thads_portal.register.ledger.books import case_of
from thads_portal.register.pool import reading
from typing import Any

import shutil


#: The kind of the job that makes previews.
PREVIEW = "case-preview"
PREVIEW_TITLE = "Tạo bản xem trước của tài liệu"
_NAME = 120


def attach(
    listing: DebtorListing,
    acting: ActionContext,
    *,
    name: str,
    stream: Any,
    entry: int | None = None,
) -> str:
    """Keep the file read from `stream` with the case of `listing`; returns its id.

    `entry` is the id of the entry that it proves, one of the same case. Raises NotAllowed, and
    Rejected at the field ``file`` for what is no evidence.
    """
    if not acting.may(Permission.PROPOSE, listing):
        raise NotAllowed
    dsn = dsn_of(connection_of(listing).db())
    with reading(dsn) as cursor:
        case = case_of(cursor, listing.id)
    if case is None:
        raise _refused(None, Code.NO_CASE)
    size = stream.seek(0, 2)
    stream.seek(0)
    if not size:
        raise _refused("file", Code.MISSING)
    if size > MOST:
        raise _refused("file", Code.FILE_TOO_LARGE, max=MOST // 1024 // 1024)
    with TemporaryFile() as own:
        shutil.copyfileobj(stream, own)
        try:
            kind = media_type(own)
            stored = files.write(
                dsn,
                _pieces(own, kind),
                name=_plain(name, kind),
                content_type=kind,
                owner=acting.user_id,
                province=listing.province,
            )
        except NotEvidence as error:
            raise _refused("file", Code.EVIDENCE_WRONG_TYPE) from error
    kept = evidence.Evidence(
        stored.id,
        case,
        entry,
        listing.id,
        stored.name,
        kind,
        stored.size,
        stored.sha256,
        acting.user_id,
        acting.when,
        None,
    )
    evidence.add(listing, kept)
    enqueue(
        listing,
        PREVIEW,
        {"file": stored.id},
        title=PREVIEW_TITLE,
        province=listing.province,
    )
    record.note(
        listing,
        Recorded.EVIDENCE_ADDED,
        actor=acting.user_id,
        at=acting.when,
        listing=listing.id,
        province=listing.province,
        about=stored.id,
        details={"type": kind, "sha256": stored.sha256, "entry": entry},
    )
    return stored.id


def _pieces(own: Any, kind: str) -> Iterator[bytes]:
    yield from cleaned(own, kind)


def _plain(name: str, kind: str) -> str:
    """The name without folders, with the ending that its content has."""
    plain = clean(name.replace("\\", "/").rpartition("/")[2])
    stem = plain.rpartition(".")[0] or plain or "tai-lieu"
    return stem[:_NAME] + EXTENSIONS[kind]


def _refused(field: str | None, code: Code, **params: Any) -> Rejected:
    return Rejected([Problem(0, None, field, code, params)])
