"""Files that only the holder of the key can read, and in which no byte can be changed or left out.

AES-256-GCM in pieces of a mebibyte. Each file has a key of its own, derived from the backup key and
a random salt; each piece carries its number and whether it is the last one (the construction
"STREAM"), so that a file that was cut off, or put together anew, is refused.
"""

from collections.abc import Iterator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pathlib import Path
from thads_portal.database.problems import StartProblem
from typing import IO

import hashlib
import os
import re
import struct


VARIABLE = "THADS_BACKUP_KEY"
_MAGIC = b"THADS sealed 1\n"
_SALT = 32
_PIECE = 1 << 20
_TAG = 16


class BackupProblem(StartProblem):
    """A backup cannot be made, or not be restored from."""


def backup_key() -> bytes:
    """The key of ``THADS_BACKUP_KEY`` (64 hexadecimal digits). Raises BackupProblem without one.

    None is made up: a key that lies only on the machine that burns is none.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise BackupProblem(
            en=f"{VARIABLE} must hold 64 hexadecimal digits; `openssl rand -hex 32` makes some. Keep"
            " them apart from the backups: without them nothing can be restored",
            vi=f"{VARIABLE} phải là 64 chữ số thập lục phân; có thể tạo bằng `openssl rand -hex 32`."
            " Hãy cất riêng với bản sao lưu: mất khóa thì không khôi phục được",
        )
    return bytes.fromhex(text)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, _MAGIC).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">7xIB", number, last)


def seal(source: IO[bytes], target: Path, key: bytes) -> str:
    """Write what `source` holds to `target`, which must not exist; returns its SHA-256 (hex).

    `target` is on the disk when this returns, or not there at all.
    """
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt)
    draft = target.with_name(f"{target.name}.part")
    digest = hashlib.sha256()
    with draft.open("wb") as file:

        def write(piece: bytes) -> None:
            digest.update(piece)
            file.write(piece)

        write(_MAGIC + salt)
        number, held = 0, _full(source)
        while True:
            following = _full(source) if len(held) == _PIECE else b""
            write(cipher.encrypt(_nonce(number, last=not following), held, None))
            if not following:
                break
            number, held = number + 1, following
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
    return digest.hexdigest()


def _full(source: IO[bytes]) -> bytes:
    """A whole piece, or what is left: a pipe may hand over less at a time."""
    parts: list[bytes] = []
    missing = _PIECE
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def opened(source: Path, key: bytes) -> Iterator[bytes]:
    """The pieces of what was sealed. Raises BackupProblem for another key or a damaged file."""
    with source.open("rb") as file:
        head = file.read(len(_MAGIC) + _SALT)
        if not head.startswith(_MAGIC) or len(head) != len(_MAGIC) + _SALT:
            raise _unreadable(source)
        cipher = _cipher(key, head[len(_MAGIC) :])
        number, held = 0, file.read(_PIECE + _TAG)
        while True:
            following = file.read(_PIECE + _TAG)
            try:
                yield cipher.decrypt(_nonce(number, last=not following), held, None)
            except (InvalidTag, ValueError):
                raise _unreadable(source) from None
            if not following:
                return
            number, held = number + 1, following


def _unreadable(source: Path) -> BackupProblem:
    return BackupProblem(
        en=f"{source} cannot be read: it is damaged, or {VARIABLE} is not the key it was sealed with",
        vi=f"không đọc được {source}: tệp bị hỏng, hoặc {VARIABLE} không phải khóa đã dùng",
    )
