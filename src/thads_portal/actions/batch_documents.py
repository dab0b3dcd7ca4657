"""Attachments of a posting batch, such as the scanned decision: any number, never public."""

from thads_portal.actions.batch_rows import note
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.batch import BatchDocument
from thads_portal.content.batch import PostingBatch
from thads_portal.content.sealed_blob import make_blob
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import MAX_DOCUMENT
from thads_portal.domain.lifecycle import Permission
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from typing import Any

import os


_TITLE = 200
#: Who may add papers while the batch is with them.
_WITH = {
    BatchState.DRAFT.value: Permission.SUBMIT,
    BatchState.SUBMITTED.value: Permission.SIGN,
}


def may_attach(batch: PostingBatch, acting: ActionContext) -> bool:
    permission = _WITH.get(batch.state)
    return permission is not None and acting.may(permission, batch)


def attach(
    batch: PostingBatch, acting: ActionContext, *, name: str, stream: Any, title: str | None = None
) -> str:
    """Keep the file that can be read from `stream`; returns the document's key in the batch.

    By the editor before the batch is submitted, by the head before it is signed. Raises
    NotAllowed, Rejected.
    """
    if not may_attach(batch, acting):
        raise NotAllowed
    entry = EnteredValues(acting.today)
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    if not size or not name.strip():
        entry.add("document", Code.MISSING)
    elif size > MAX_DOCUMENT:
        entry.add("document", Code.FILE_TOO_LARGE, max=MAX_DOCUMENT // 1024 // 1024)
    title = entry.text("title", title)
    if title and len(title) > _TITLE:
        entry.add("title", Code.TOO_LONG, max=_TITLE)
    entry.done()
    plain = name.replace("\\", "/").rpartition("/")[2][-_TITLE:]
    kept = make_blob(batch, stream, plain)
    key = f"{max((int(each) for each in batch.documents), default=0) + 1:06}"
    batch.documents[key] = BatchDocument(
        title=title or plain, kept=kept, actor=acting.user_id, when=acting.when
    )
    note(batch, acting, "attach", len(batch.documents))
    return key


def detach(batch: PostingBatch, acting: ActionContext, key: str) -> None:
    """Take a document out that was attached at this step."""
    if not may_attach(batch, acting):
        raise NotAllowed
    if key not in batch.documents:
        raise Conflict(code=Code.BATCH_CHANGED)
    del batch.documents[key]
    note(batch, acting, "detach", len(batch.documents))
