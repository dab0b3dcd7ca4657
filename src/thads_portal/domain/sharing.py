"""Agencies outside that ask the register: what a key opens, what an agreement allows, and when.

The basis is the law on personal data (Luật 91/2025/QH15 Điều 15, 17, 19) with an agreement that names
purpose, kinds of data and term (Nghị định 356/2025/NĐ-CP Điều 7). Pure: the tables are read by
``register/organisations.py``, requests by ``services/asking.py``.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

import hashlib
import hmac
import re
import secrets


class Scope(StrEnum):
    """What a key opens: the services of the API."""

    MATCH = "match"
    WATCHES = "watches"
    AS_OF = "as-of"
    CERTIFICATES = "certificates"


class DataKind(StrEnum):
    """What an agreement lets its organisation compare or read, beside the name that is public."""

    ID = "id"
    BIRTH = "birth"
    ENDED = "ended"


#: code -> (Vietnamese, English)
SCOPES: Mapping[Scope, tuple[str, str]] = MappingProxyType(
    {
        Scope.MATCH: ("Đối chiếu", "Match"),
        Scope.WATCHES: ("Theo dõi thay đổi", "Watches"),
        Scope.AS_OF: ("Tình trạng tại một thời điểm", "As of a moment"),
        Scope.CERTIFICATES: ("Giấy xác nhận tra cứu", "Certificates"),
    }
)
KINDS: Mapping[DataKind, tuple[str, str]] = MappingProxyType(
    {
        DataKind.ID: (
            "So số định danh, mã doanh nghiệp do bên hỏi đưa",
            "Compare the personal or enterprise number that the asker brings",
        ),
        DataKind.BIRTH: (
            "So ngày hoặc năm sinh do bên hỏi đưa",
            "Compare the date or year of birth that the asker brings",
        ),
        DataKind.ENDED: (
            "Đọc nội dung đã chấm dứt công khai",
            "Read what is no longer public",
        ),
    }
)
#: Days that a key holds at most, and keys of one organisation that hold at once.
LONGEST_KEY = 400
KEYS_AT_ONCE = 2
#: Fair shares of a new organisation.
PER_MINUTE, SUBJECTS_PER_DAY, WATCHED_MOST = 600, 2_000_000, 100_000
#: Characters of a case reference.
LONGEST_REFERENCE = 100

_ORGANISATION = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)
_PURPOSE = re.compile(r"[a-z][a-z0-9_-]{1,39}", re.ASCII)
_KEY = re.compile(r"thads_([a-z2-7]{10})_([A-Za-z0-9_-]{43})", re.ASCII)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def is_organisation_id(text: str) -> bool:
    """Whether `text` can name an organisation: small letters, digits, hyphens."""
    return _ORGANISATION.fullmatch(text) is not None


def purposes_in(text: str) -> tuple[str, ...] | None:
    """The purposes written in `text`, parted by commas or blanks; None if one is no code."""
    found = tuple(dict.fromkeys(re.split(r"[\s,;]+", text.strip()))) if text.strip() else ()
    return found if all(map(_PURPOSE.fullmatch, found)) else None


@dataclass(frozen=True, slots=True)
class NewKey:
    """`text` is shown once and kept nowhere; `id` and `digest` are kept."""

    id: str
    text: str
    digest: bytes


def new_key() -> NewKey:
    """A key of 256 random bits."""
    name = "".join(secrets.choice(_LETTERS) for _ in range(10))
    secret = secrets.token_urlsafe(32)
    return NewKey(name, f"thads_{name}_{secret}", digest_of(secret))


def digest_of(secret: str) -> bytes:
    """What is kept of a key. Its 256 bits are random, so that a plain hash cannot be tried out."""
    return hashlib.sha256(b"thads organisation key\0" + secret.encode()).digest()


def parts_of_key(text: str) -> tuple[str, str] | None:
    """Id and secret of the key `text`; None if it is none."""
    found = _KEY.fullmatch(text)
    return (found[1], found[2]) if found else None


def looks_like_key(text: str) -> bool:
    """Whether `text` is meant as a key, well written or not."""
    return text.startswith("thads_")


def opens(secret: str, digest: bytes) -> bool:
    """Whether `secret` is that of the key kept as `digest`."""
    return hmac.compare_digest(digest_of(secret), digest)


@dataclass(frozen=True, slots=True)
class Agreement:
    """`number` is that of the paper; it holds on all days from `valid_from` to `valid_until`."""

    number: str
    purposes: frozenset[str]
    kinds: frozenset[str]
    valid_from: date
    valid_until: date
    ended: datetime | None = None
    id: int = 0

    def holds_on(self, day: date) -> bool:
        return self.ended is None and self.valid_from <= day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Key:
    id: str
    scopes: frozenset[str]
    created: datetime
    expires: datetime
    revoked: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        return self.revoked is None and moment < self.expires


@dataclass(frozen=True, slots=True)
class Organisation:
    """`per_minute`, `subjects_per_day`, `watched_most`: its shares."""

    id: str
    name: str
    contact: str
    active: bool
    per_minute: int
    subjects_per_day: int
    watched_most: int
    agreements: tuple[Agreement, ...] = ()
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: an organisation by one of its keys."""

    organisation: Organisation
    key: Key

    @property
    def id(self) -> str:
        return self.organisation.id

    def purposes_on(self, day: date) -> frozenset[str]:
        """The purposes that agreements name on `day`."""
        return frozenset().union(
            *(each.purposes for each in self.organisation.agreements if each.holds_on(day))
        )

    def kinds_for(self, purpose: str, day: date) -> frozenset[str] | None:
        """What may be compared or read for `purpose` on `day`; None if no agreement names it."""
        found = [
            each.kinds
            for each in self.organisation.agreements
            if purpose in each.purposes and each.holds_on(day)
        ]
        return frozenset().union(*found) if found else None


def holding(keys: Iterable[Key], moment: datetime) -> int:
    """How many of `keys` hold at `moment`."""
    return sum(key.holds_at(moment) for key in keys)


def latest_expiry(moment: datetime) -> datetime:
    """Until when a key made at `moment` may hold."""
    return moment + timedelta(days=LONGEST_KEY)


def name_digest(folded: str, *, key: bytes) -> bytes:
    """16 bytes by which the log tells one asked-for name from another, and nobody reads it.

    `folded` is the name without marks and order of words (``names.full_token``); `key` the
    installation's secret.
    """
    return hmac.digest(key, b"asked name\0" + folded.encode(), hashlib.sha256)[:16]


def number_digest(personal_digest: bytes) -> bytes:
    """The same for a number, from its digest in the register (``identifiers.personal_hmac``)."""
    return hashlib.sha256(b"asked number\0" + personal_digest).digest()[:16]
