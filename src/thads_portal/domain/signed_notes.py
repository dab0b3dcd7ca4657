"""Signed notes and checkpoints of the log, as the C2SP specifications have them.

A note is a text, an empty line, and a line for each signature: ``— name base64(key id, signature)``.
A checkpoint is a note of three lines: the log's name (its origin), the size of the tree, its root.
Signatures are Ed25519; a witness signs with the time of its signing (``cosignature/v1``).
"""

from base64 import b64decode
from base64 import b64encode
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from dataclasses import dataclass

import binascii
import hashlib


_DASH = "\u2014"
_ED25519, _COSIGNATURE = b"\x01", b"\x04"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`root` is of 32 bytes; `text` is what is signed."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read_checkpoint(note: str) -> tuple[Checkpoint, list[str]]:
    """The checkpoint in `note` and its lines of signatures, unchecked. Raises ValueError."""
    text, parted, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not parted or len(lines) < 3 or not lines[1].isascii() or not lines[1].isdigit():
        raise ValueError("no checkpoint")
    try:
        root = b64decode(lines[2], validate=True)
    except binascii.Error as error:
        raise ValueError("no checkpoint") from error
    return Checkpoint(lines[0], int(lines[1]), root), signatures.splitlines()


def verification_key(name: str, seed: bytes) -> str:
    """``name+keyid+base64``: what checks notes that the key made of `seed` (32 bytes) signs."""
    public = _ED25519 + Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return f"{name}+{_id(name, public).hex()}+{b64encode(public).decode()}"


def signature(text: str, *, name: str, seed: bytes) -> str:
    """The line that signs `text` under `name`."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = _ED25519 + key.public_key().public_bytes_raw()
    return _line(name, _id(name, public) + key.sign(text.encode()))


def cosigned_at(text: str, lines: list[str], *, key: str) -> int | None:
    """When the witness with the verification `key` (of the kind cosignature/v1) signed the checkpoint
    `text`, in seconds since 1970; None if none of `lines` is its signature.
    """
    name, key_id, public = _read_key(key, _COSIGNATURE)
    for line in lines:
        given = _given(line, name, key_id)
        if given is None or len(given) != 72:
            continue
        at = int.from_bytes(given[:8], "big")
        signed = f"cosignature/v1\ntime {at}\n{text}".encode()
        if _holds(public, given[8:], signed):
            return at
    return None


def is_signed(text: str, lines: list[str], *, key: str) -> bool:
    """Whether one of `lines` is the signature of `text` by the verification `key`."""
    name, key_id, public = _read_key(key, _ED25519)
    return any(
        given is not None and _holds(public, given, text.encode())
        for given in (_given(line, name, key_id) for line in lines)
    )


def _read_key(key: str, kind: bytes) -> tuple[str, bytes, bytes]:
    try:
        # The last of the three may hold the sign that parts them.
        name, key_id, encoded = key.strip().split("+", 2)
        public, known = b64decode(encoded, validate=True), bytes.fromhex(key_id)
    except (binascii.Error, ValueError) as error:
        raise ValueError("no verification key") from error
    if len(public) != 33 or public[:1] != kind or known != _id(name, public):
        raise ValueError("no verification key")
    return name, known, public[1:]


def _id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]


def _line(name: str, given: bytes) -> str:
    return f"{_DASH} {name} {b64encode(given).decode()}"


def _given(line: str, name: str, key_id: bytes) -> bytes | None:
    """What the line says behind the key's id, if it is of that key."""
    words = line.split(" ")
    if len(words) != 3 or words[0] != _DASH or words[1] != name:
        return None
    try:
        given = b64decode(words[2], validate=True)
    except binascii.Error:
        return None
    return given[4:] if given[:4] == key_id else None


def _holds(public: bytes, given: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(given, signed)
    except (InvalidSignature, ValueError):
        return False
    return True
