"""What a feed of listings, or of news and documents, is made of, whatever its format.

An entry that ended leaves the feed and may leave a tombstone: its id and the day,
nothing about the person. Ids do not depend on the host that was asked and never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL
from uuid import uuid5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One listing, or another item: `updated` is its last public change.

    A listing has its `number`; what has none has a `key` that never changes, such as its path.
    """

    address: str
    title: str
    summary: str
    updated: datetime
    number: str = ""
    key: str = ""
    published: datetime | None = None
    category: str = ""
    #: What a person reads for `category`.
    category_label: str = ""
    #: What machines read in JSON: fields of the open files.
    data: dict | None = None

    @property
    def id(self) -> str:
        return id_of(self.number) if self.number else _urn(f"item:{self.key}")


@dataclass(frozen=True, slots=True)
class Ended:
    """A tombstone."""

    number: str
    address: str
    ended: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """`key` identifies the search, apart from any host; addresses are absolute.

    `address` is that of this page of it, `first` that of the first one (empty: this is it), `next`
    that of older changes (empty: there are none).
    """

    key: str
    title: str
    subtitle: str
    author: str
    page: str
    address: str
    updated: datetime
    language: str
    rights: str
    entries: Sequence[FeedEntry] = ()
    ended: Sequence[Ended] = ()
    first: str = ""
    next: str = ""

    @property
    def id(self) -> str:
        return _urn(f"feed:{self.key}")


def id_of(number: str) -> str:
    """The permanent id of a listing in feeds."""
    return _urn(f"listing:{number}")


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'thads-portal:{name}')}"
