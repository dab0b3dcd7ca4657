"""Take a file to a draft in pieces, so that who was cut off goes on where they were.

In the manner of tus and the IETF's resumable uploads (create, ask for the offset, append at it), with forms
instead of methods and headers, so that it passes where forms pass. What arrives is a file like any other:
looked at, cleaned and sealed once it is whole.
"""

from tempfile import TemporaryFile
from thads_portal.actions.requests.attach import attach
from thads_portal.actions.requests.attach import room
from thads_portal.actions.requests.attach import To
from thads_portal.database.sql import Cursor
from thads_portal.domain.evidence import MOST
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import uploads
from thads_portal.register.requests.uploads import Upload


#: Bytes of a piece: at most, and at least unless it is the last.
LARGEST = 2 * 1024 * 1024
SMALLEST = 64 * 1024
_NAME = 200


def begin(dsn: str, token: str, *, name: str, size: int, paper: str = "") -> Upload:
    """The way of a file into the draft `token`; one that was begun is gone on with.

    Raises Rejected at ``file``: too large, or no room for it.
    """
    draft, name = drafts.id_of(token), name[-_NAME:]
    if size <= 0:
        raise _refused(Code.MISSING)
    if size > MOST:
        raise _refused(Code.FILE_TOO_LARGE, max=MOST // 1024 // 1024)
    with own_transaction(dsn) as cursor:
        for each in uploads.of_draft(cursor, draft):
            if (each.name, each.size, each.paper) == (name, size, paper):
                return each
    room(dsn, To(draft=token), size)
    with own_transaction(dsn) as cursor:
        return uploads.begin(cursor, draft, name=name, paper=paper, size=size)


def append(dsn: str, token: str, id: str, offset: int, piece: bytes) -> Upload:
    """Keep a piece; returns how far the file is now. Nothing is kept twice or out of order.

    Raises RequestNotFound, Rejected for a piece that is too large or needlessly small.
    """
    known = find(dsn, token, id)
    last = offset + len(piece) >= known.size
    if len(piece) > LARGEST:
        raise _refused(Code.FILE_TOO_LARGE, max=LARGEST // 1024 // 1024)
    if 0 < len(piece) < SMALLEST and not last:
        raise _refused(Code.MISSING)
    if piece:
        with own_transaction(dsn) as cursor:
            uploads.append(cursor, known, offset, piece)
    return find(dsn, token, id)


def find(dsn: str, token: str, id: str) -> Upload:
    """Raises RequestNotFound."""
    with own_transaction(dsn) as cursor:
        known = uploads.of_draft(cursor, drafts.id_of(token))
    found = next((each for each in known if each.id == id), None)
    if found is None:
        raise RequestNotFound
    return found


def finish(dsn: str, token: str, upload: Upload) -> str:
    """A file that is whole becomes one of the draft; returns its id there. Of two that finish it one does.

    Raises Rejected for what is no file that is taken; it is thrown away then.
    """
    draft = drafts.id_of(token)

    def taken(cursor: Cursor) -> None:
        if not uploads.remove(cursor, draft, upload.id):
            raise RequestMovedOn

    with TemporaryFile() as whole:
        for piece in uploads.pieces(dsn, upload):
            whole.write(piece)
        try:
            return attach(
                dsn,
                To(draft=token),
                name=upload.name,
                stream=whole,
                paper=upload.paper,
                also=taken,
                reserved=upload.id,
            )
        except Rejected:
            discard(dsn, token, upload.id)
            raise


def _refused(code: Code, **params: int) -> Rejected:
    return Rejected([Problem(0, None, "file", code, params)])


def discard(dsn: str, token: str, id: str) -> None:
    with own_transaction(dsn) as cursor:
        uploads.remove(cursor, drafts.id_of(token), id)
