"""Attachments that are stored sealed: the database's large objects and the cache of blobs hold no scan."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from plone.namedfile.file import NamedBlobFile
from tempfile import SpooledTemporaryFile
from tempfile import TemporaryFile
from thads_portal import field_keys
from thads_portal.content.object_store import dsn_of
from thads_portal.content.zope_types import Content
from thads_portal.errors import CannotUnseal
from thads_portal.sealing import closed_pieces
from thads_portal.sealing import opened_pieces
from typing import Any
from zope.component.hooks import getSite

import secrets
import shutil


#: Bytes that are opened in memory; more go to a file without a name.
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class SealedBlob:
    """`label` is what its seal is bound to, None where the database seals nothing yet."""

    blob: Any
    label: str | None
    size: int


def make_blob(context: Content, stream: Any, filename: str) -> SealedBlob:
    """A blob of what can be read from `stream`, sealed under the key of `context`'s database."""
    # One that is not stored yet has no database of its own.
    source = dsn_of((context._p_jar or getSite()._p_jar).db())
    size = stream.seek(0, 2)
    stream.seek(0)
    if field_keys.current(source) is None:
        return SealedBlob(_named(stream, filename), None, size)
    label = secrets.token_hex(8)

    def close(piece: bytes, about: str) -> bytes:
        sealed = field_keys.seal(source, piece, about)
        if sealed is None:
            raise CannotUnseal
        return sealed

    with TemporaryFile() as closed:
        for piece in closed_pieces(close, _pieces(stream), f"document:{label}"):
            closed.write(piece)
        closed.seek(0)
        return SealedBlob(_named(closed, filename), label, size)


def open_blob(context: Content, blob: Any, label: str | None) -> Any:
    """A file to read what the blob was made of. Raises CannotUnseal."""
    if label is None:
        return blob.open()
    source = dsn_of(context._p_jar.db())
    opened = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever asked closes it
    with blob.open() as closed:
        for piece in opened_pieces(
            lambda sealed, about: field_keys.unseal(source, sealed, about),
            _pieces(closed),
            f"document:{label}",
        ):
            opened.write(piece)
    opened.seek(0)
    return opened


def reseal_document(context: Content, document: Content) -> int:
    """Seal the blob of a posting batch's `document` under the newest key; 1 if it was not.

    Raises CannotUnseal.
    """
    if document.label is not None and field_keys.is_current(
        dsn_of(context._p_jar.db()), _first_piece(document.blob)
    ):
        return 0
    with open_blob(context, document.blob, document.label) as opened:
        kept = make_blob(context, opened, document.blob.filename)
    document.blob, document.label, document.size = kept.blob, kept.label, kept.size
    return 1


def _first_piece(blob: Any) -> bytes:
    """The beginning of a sealed blob, behind the length of its first piece."""
    with blob.open() as closed:
        start: bytes = closed.read(4 + field_keys.HEADER)[4:]
    return start


def _named(stream: Any, filename: str) -> Any:
    named = NamedBlobFile(data=b"", filename=filename, contentType="application/octet-stream")
    with named.open("w") as target:
        shutil.copyfileobj(stream, target)
    return named


def _pieces(stream: Any) -> Iterable[bytes]:
    def each() -> Iterator[bytes]:
        while piece := stream.read(_PIECE):
            yield piece

    return each()
