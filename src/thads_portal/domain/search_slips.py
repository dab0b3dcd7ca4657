"""Codes of the slips that say what a search found (phiếu kết quả tra cứu): checked without being stored.

A code holds when the search was made, how many it found, and a digest of what was searched, all
under the portal's key: so nothing needs to be kept of what people look for, and nobody else can
make a code or move one to another search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from unicodedata import normalize

import hashlib
import hmac
import re


#: More than this many are "more than" in a code, as on the page.
MOST = 10_000
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_FROM = datetime(2024, 1, 1, tzinfo=UTC)
#: Bits: minutes since then (to 2055), found, close ones, digest of what was searched, mark.
_MINUTES, _FOUND, _CLOSE, _ABOUT, _MARK = 24, 14, 14, 28, 40
_FACTS = _MINUTES + _FOUND + _CLOSE + _ABOUT
_LENGTH = (_FACTS + _MARK) // 5
_CODE = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a code tells: `made` is aware and of whole minutes, `found` and `close` at most MOST + 1,
    which means more than MOST. `about` is the keyed digest of what was searched (``about``).
    """

    made: datetime
    found: int
    close: int
    about: int


def about(searched: str, *, key: bytes) -> int:
    """The digest of `searched`, as it is printed; case, marks of punctuation and spaces are nothing.

    But between digits they are: 1/12 is not 11/2.
    """
    parts = _BETWEEN_DIGITS.split(normalize("NFC", searched).casefold())
    return _about("|".join("".join(filter(str.isalnum, part)) for part in parts), key)


def is_about(slip: Slip, searched: str, *, key: bytes) -> bool:
    """Whether the code of `slip` stands for `searched`. Slips of before parted no digits."""
    plain = "".join(filter(str.isalnum, normalize("NFC", searched).casefold()))
    return slip.about in (about(searched, key=key), _about(plain, key))


def _about(plain: str, key: bytes) -> int:
    digest = hmac.digest(key, f"slip-about|{plain}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> 64 - _ABOUT


def slip_of(made: datetime, found: int, close: int, searched: str, *, key: bytes) -> Slip:
    minutes = int((made - _FROM) / timedelta(minutes=1))
    return Slip(
        made=_FROM + timedelta(minutes=minutes),
        found=min(found, MOST + 1),
        close=min(close, MOST + 1),
        about=about(searched, key=key),
    )


def code_of(slip: Slip, *, key: bytes) -> str:
    """Twenty-four characters, without hyphens."""
    minutes = int((slip.made - _FROM) / timedelta(minutes=1))
    value = 0
    for part, bits in _parts((minutes, slip.found, slip.close, slip.about)):
        value = value << bits | part
    value = value << _MARK | _mark(value, key)
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def read_code(typed: str, *, key: bytes) -> Slip | None:
    """What the code in `typed` tells; None if it is none that the portal gave."""
    plain = re.sub(r"[\s\-‐-―]+", "", typed).upper().translate(_ALIKE)
    if not _CODE.fullmatch(plain):
        return None
    value = 0
    for character in plain:
        value = value << 5 | _ALPHABET.index(character)
    facts, mark = value >> _MARK, value & (1 << _MARK) - 1
    if not hmac.compare_digest(mark.to_bytes(8, "big"), _mark(facts, key).to_bytes(8, "big")):
        return None
    read = []
    for bits in (_ABOUT, _CLOSE, _FOUND, _MINUTES):
        read.append(facts & (1 << bits) - 1)
        facts >>= bits
    digest, close, found, minutes = read
    return Slip(made=_FROM + timedelta(minutes=minutes), found=found, close=close, about=digest)


def _parts(values: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(values, (_MINUTES, _FOUND, _CLOSE, _ABOUT), strict=True))


def _mark(facts: int, key: bytes) -> int:
    digest = hmac.digest(key, b"slip|" + facts.to_bytes(16, "big"), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> 64 - _MARK
