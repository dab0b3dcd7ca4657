"""Small texts encrypted at rest (AES-256-GCM): a dump of the database alone tells nothing of them."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import os


_NONCE = 12
#: Texts are filled up to a multiple of this, so that their length tells little.
_BLOCK = 64


def seal(text: str, *, key: bytes, about: str) -> bytes:
    """`text` encrypted under `key` (32 bytes), to be opened for the same `about` only."""
    plain = text.encode() + b"\x01"
    plain += b"\x00" * (-len(plain) % _BLOCK)
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(sealed: bytes, *, key: bytes, about: str) -> str:
    """What was sealed. Raises ValueError if the key, or what it is about, is another one."""
    try:
        plain = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except InvalidTag as error:
        raise ValueError("sealed under another key") from error
    return plain.rstrip(b"\x00")[:-1].decode()
