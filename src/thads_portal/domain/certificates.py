"""Certificates of a search (giấy xác nhận tra cứu): under which rules, what they say, how they are signed.

A certificate says what the public register held under a name at a moment. It never says that somebody
owes nothing.
"""

from base64 import urlsafe_b64encode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from thads_portal.domain.names import clean
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name

import hashlib
import hmac
import json


class Rules(StrEnum):
    """What was compared. A rule is never given another meaning."""

    NAME = "whole-name/1"
    NAME_AND_NUMBER = "whole-name+number/1"


#: rules -> (Vietnamese, English)
RULES: dict[Rules, tuple[str, str]] = {
    Rules.NAME: (
        "Tên đầy đủ, không phân biệt chữ hoa, chữ thường, có dấu hay không dấu; cả nước",
        "The whole name, whatever its case and marks; the whole country",
    ),
    Rules.NAME_AND_NUMBER: (
        "Tên đầy đủ (không phân biệt chữ hoa, chữ thường, dấu) hoặc đúng số do bên hỏi đưa; cả nước",
        "The whole name (whatever its case and marks) or the very number that the asker brought; the"
        " whole country",
    ),
}
#: Characters of a name.
LONGEST_NAME = 255
#: Numbers that a certificate lists; of more it tells how many there are.
MOST_NUMBERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate as it is kept: `made` is aware; `total` may be more than there are `numbers`.
    `subject` and `name_key` are keyed digests (32 bytes) of the name searched.
    """

    code: str
    made: datetime
    result: str
    numbers: tuple[str, ...]
    total: int
    rules: Rules
    cursor: str
    log_size: int
    subject: bytes
    name_key: bytes
    organisation: str | None = None


def subject_digest(name: str, *, key: bytes) -> bytes:
    """By which a name that is typed again is told to be the one of the certificate."""
    plain = clean(name).casefold()
    return hmac.digest(key, b"certificate-subject\0" + plain.encode(), hashlib.sha256)


def name_key(name: str, *, key: bytes) -> bytes:
    """Equal for names that the rules take for the same."""
    bare = full_token(parse_name(name).own)
    return hmac.digest(key, b"certificate-name\0" + bare.encode(), hashlib.sha256)


def detached_jws(payload: str, *, seed: bytes, key_id: str) -> str:
    """The detached signature of `payload` (RFC 7515, appendix F; EdDSA): ``header..signature``."""
    header = json.dumps({"alg": "EdDSA", "kid": key_id, "typ": "JOSE"}, separators=(",", ":"))
    head = _base64(header.encode())
    signed = f"{head}.{_base64(payload.encode())}".encode()
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(signed)
    return f"{head}..{_base64(signature)}"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
