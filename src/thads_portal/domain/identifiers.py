"""Numbers that identify: a listing's public number, personal numbers, enterprise codes.

The keyed HMAC is what the register compares instead of a personal number: with a
plain hash, or a key that leaks, all twelve-digit numbers can be tried in minutes.
Changing a normal form here orphans the stored keys until the register is rebuilt.
"""

from dataclasses import dataclass
from thads_portal.domain.document_numbers import number_key
from unicodedata import normalize

import hashlib
import hmac
import re


#: Longest external_id, in characters.
MAX_EXTERNAL_ID = 200
MAX_SEQUENCE = 9_999_999

_PUBLIC_NUMBER = re.compile(r"([12][0-9]{3})-([0-9]{7})", re.ASCII)
_GROUPING = re.compile(r"[ .\u00a0]+")
_PERSONAL_ID = re.compile(r"[0-9]{9}(?:[0-9]{3})?", re.ASCII)
_ENTERPRISE_CODE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PublicNumber:
    """A listing's permanent number (số công khai), written ``YYYY-NNNNNNN``."""

    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.sequence:07d}"


def public_number(*, year: int, sequence: int) -> str:
    """``YYYY-NNNNNNN``. ValueError where the sequence no longer fits seven digits."""
    if not (1000 <= year <= 2999 and 0 < sequence <= MAX_SEQUENCE):
        raise ValueError(f"no public number for year {year} and sequence {sequence}")
    return str(PublicNumber(year, sequence))


def parse_public_number(text: str) -> PublicNumber | None:
    """The number written in `text`, or None if it is not one."""
    match = _PUBLIC_NUMBER.fullmatch(text)
    return PublicNumber(int(match[1]), int(match[2])) if match else None


def external_id(value: object) -> str | None:
    """The external_id as stored (NFC, stripped), or None if `value` cannot be one."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    if not value.isascii():
        value = normalize("NFC", value)
    return value if 0 < len(value) <= MAX_EXTERNAL_ID and value.isprintable() else None


def normal_personal_number(text: str) -> str | None:
    """A personal number (9 or 12 digits) or enterprise code (10, or 10-3) in its normal form.

    Dots and spaces between digit groups are dropped; thirteen digits are written 10-3.
    None if `text` has neither shape. Only the shape is checked.
    """
    digits = _GROUPING.sub("", text)
    if _PERSONAL_ID.fullmatch(digits):
        return digits
    match = _ENTERPRISE_CODE.fullmatch(digits)
    if match is None:
        return None
    return f"{match[1]}-{match[2]}" if match[2] else match[1]


def case_hmac(case_number: str, *, key: bytes) -> bytes:
    """The same for the number of a case file: its writing (case, blanks, marks) does not matter."""
    if len(key) < 16:
        raise ValueError("the key must have at least 16 bytes")
    normal = number_key(case_number) or case_number.strip()
    # Apart from personal numbers: the same digits are another number.
    return hmac.digest(key, b"case\0" + normal.encode(), hashlib.sha256)


def personal_hmac(personal_id: str, *, key: bytes) -> bytes:
    """32 bytes by which two personal numbers can be compared and not read.

    `key` is the installation's secret, at least 16 bytes; ValueError if it is shorter.
    """
    if len(key) < 16:
        raise ValueError("the key must have at least 16 bytes")
    normal = normal_personal_number(personal_id) or personal_id.strip()
    return hmac.digest(key, normal.encode(), hashlib.sha256)
