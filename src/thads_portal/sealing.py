"""Seals what citizens send (AES-256-GCM) under keys that lie outside the database.

A ring is a file of keys, one a line: the first seals, all open. A new key is put on top (``thads
requests rotate``), what was sealed before is sealed anew by a job, and then the old line may go.
Each text is bound to what it belongs to, so that one row's text cannot be put into another. A file
has a key of its own, which the ring seals: sealing that anew costs the same for 50 MB as for one. Who
has lost a key has lost what it sealed: it cannot be opened by anybody, and the pages say so.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from enum import StrEnum
from functools import partial
from thads_portal.errors import CannotUnseal
from thads_portal.secret_keys import ring_of

import hashlib
import orjson
import os
import struct


class Ring(StrEnum):
    """Which keys of what citizens send: `value` is the name of the file without its ending."""

    REQUESTS = "requests"
    #: Informants of denunciations; the accounts of the web server need not have it.
    INFORMANTS = "informants"


class MasterRing(StrEnum):
    """The same for keys that only seal other keys."""

    #: Of what is restricted in listings and cases (``field_keys``).
    FIELDS = "fields"


#: What seals: the keys of a ring, or the key of a file.
Keys = Ring | MasterRing | bytes

_VERSION = b"\x01"
_ID = 8
_NONCE = 12
#: Bytes of a file that are sealed at a time.
PIECE = 512 * 1024
_LENGTH = struct.Struct(">I")


def key_id(key: bytes) -> bytes:
    """By what a sealed text names its key."""
    return hashlib.sha256(b"thads sealing key|" + key).digest()[:_ID]


def new_key() -> bytes:
    """A key for one file."""
    return AESGCM.generate_key(256)


def _keys(keys: Keys) -> tuple[bytes, ...]:
    return (keys,) if isinstance(keys, bytes) else ring_of(keys.value)


def seal(keys: Keys, data: bytes, about: str) -> bytes:
    """`data` sealed for what `about` names (``request:12:answers``)."""
    key = _keys(keys)[0]
    nonce = os.urandom(_NONCE)
    return _VERSION + key_id(key) + nonce + AESGCM(key).encrypt(nonce, data, about.encode())


def unseal(keys: Keys, sealed: bytes, about: str) -> bytes:
    """Raises CannotUnseal: the key is not among `keys`, or it is not what was sealed for `about`."""
    sealed = bytes(sealed)
    wanted, nonce = sealed[1 : 1 + _ID], sealed[1 + _ID : 1 + _ID + _NONCE]
    key = next((each for each in _keys(keys) if key_id(each) == wanted), None)
    if key is None or not sealed.startswith(_VERSION):
        raise CannotUnseal
    try:
        return AESGCM(key).decrypt(nonce, sealed[1 + _ID + _NONCE :], about.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal from error


def is_current(ring: Ring, sealed: bytes) -> bool:
    """Whether the ring's first key sealed it."""
    return bytes(sealed[1 : 1 + _ID]) == key_id(ring_of(ring.value)[0])


def seal_texts(ring: Ring, texts: dict[str, str], about: str) -> bytes:
    return seal(ring, orjson.dumps(texts), about)


def unseal_texts(ring: Ring, sealed: bytes, about: str) -> dict[str, str]:
    found = orjson.loads(unseal(ring, sealed, about))
    return {str(name): str(value) for name, value in found.items()}


def seal_pieces(keys: Keys, pieces: Iterable[bytes], about: str) -> Iterator[bytes]:
    """A file, piece by piece; the place of each is sealed with it, and which is the last."""
    return closed_pieces(partial(seal, keys), pieces, about)


def unseal_pieces(keys: Keys, pieces: Iterable[bytes], about: str) -> Iterator[bytes]:
    """The file that ``seal_pieces`` sealed. Raises CannotUnseal, also on the way."""
    return opened_pieces(partial(unseal, keys), pieces, about)


def closed_pieces(
    close: Callable[[bytes, str], bytes], pieces: Iterable[bytes], about: str
) -> Iterator[bytes]:
    """The same with any way to seal a piece: ``close(piece, about)``."""
    for number, (piece, last) in enumerate(_parts(pieces)):
        sealed = close(piece, f"{about}|{number}|{'last' if last else 'more'}")
        yield _LENGTH.pack(len(sealed)) + sealed


def opened_pieces(
    unclose: Callable[[bytes, str], bytes], pieces: Iterable[bytes], about: str
) -> Iterator[bytes]:
    """The file that ``closed_pieces`` sealed. Raises CannotUnseal, also on the way."""
    waiting = bytearray()
    number = 0
    held: bytes | None = None
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(waiting)
            if len(waiting) < _LENGTH.size + length:
                break
            if held is not None:
                yield unclose(held, f"{about}|{number}|more")
                number += 1
            held = bytes(waiting[_LENGTH.size : _LENGTH.size + length])
            del waiting[: _LENGTH.size + length]
    if waiting or held is None:
        raise CannotUnseal
    yield unclose(held, f"{about}|{number}|last")


def _parts(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > PIECE:
            yield bytes(waiting[:PIECE]), False
            del waiting[:PIECE]
    yield bytes(waiting), True
