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
    rf"([12][0-9]{{3}}-[0-9]{{7}})-([{_ALPHABET}]{{6}})-([{_ALPHABET}]{{10}})", re.ASCII
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


def content_tag(content: bytes) -> str:
    """Six characters of a digest of at least four bytes: tells versions of a listing apart."""
    return _letters(int.from_bytes(content[:4], "big"), 6)


def code_of_listing(number: str, tag: str, *, key: bytes) -> str:
    """``2026-0000123-7YH2KD-K7QD9M2XAB``: a listing's paper is checked without being stored."""
    return f"{number}-{tag}-{_mark(number, tag, key)}"


def read_code_of_listing(typed: str, *, key: bytes) -> tuple[str, str] | None:
    """The number and tag in a code of a listing's paper; None if the portal did not give it."""
    plain = re.sub(r"[‐-―]", "-", re.sub(r"\s+", "", typed)).upper()
    found = _OF_LISTING.fullmatch(plain)
    if found is None or not hmac.compare_digest(found[3], _mark(found[1], found[2], key)):
        return None
    return found[1], found[2]


def _mark(number: str, tag: str, key: bytes) -> str:
    digest = hmac.digest(key, f"paper|{number}|{tag}".encode(), hashlib.sha256)
    return _letters(int.from_bytes(digest[:7], "big"), 10)


def _letters(value: int, count: int) -> str:
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in range(count))
