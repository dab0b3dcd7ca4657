"""Verification codes of official papers: read aloud, typed from paper, hard to guess.

Base 32 without the letters that are taken for digits (I, L, O, U): sixteen characters are
eighty bits. What a person types is forgiven its case, spaces, hyphens and look-alikes.
"""

import hashlib
import hmac
import re
import secrets


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LENGTH = 16
_CODE = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")
_OF_LISTING = re.compile(
    r"([12][0-9]{3}-[0-9]{7})-([0-9]{1,10})-([0-9A-HJKMNP-TV-Z]{10})", re.ASCII
)


def new_code() -> str:
    """A code that nobody else has, without hyphens."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def shown(code: str) -> str:
    """``K7QD-9M2X-4TPA-6ZRE``: in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """The code in what a person typed, or None if it cannot be one."""
    plain = re.sub(r"[\s\-‐-―]+", "", typed).upper().translate(_ALIKE)
    return plain if _CODE.fullmatch(plain) else None


def code_of_listing(number: str, revision: int, *, key: bytes) -> str:
    """``2026-0000123-4-K7QD9M2XAB``: the paper of a listing is checked without being stored."""
    return f"{number}-{revision}-{_mark(number, revision, key)}"


def read_code_of_listing(typed: str, *, key: bytes) -> tuple[str, int] | None:
    """The number and revision in a code of a listing's paper; None if the portal did not give it."""
    found = _OF_LISTING.fullmatch(re.sub(r"\s+", "", typed).upper())
    if found is None:
        return None
    number, revision = found[1], int(found[2])
    if not hmac.compare_digest(found[3], _mark(number, revision, key)):
        return None
    return number, revision


def _mark(number: str, revision: int, key: bytes) -> str:
    digest = hmac.digest(key, f"paper|{number}|{revision}".encode(), hashlib.sha256)
    value = int.from_bytes(digest[:7], "big")
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in range(10))
