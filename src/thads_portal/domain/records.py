"""What a listing is made of, as plain values: the fields, the legal events, the present state.

The same field names are used in the case feed, on the stored object and in the
register's columns; ``listing_fields.py`` declares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.field_shapes import Audience
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.listing_fields import names_of
from types import MappingProxyType
from typing import Any


#: Fields of a listing that classify or carry the public text.
PUBLIC_FIELDS = names_of(audience=Audience.PUBLIC)
#: For the staff and the official PDF, not for the open pages and files.
STAFF_FIELDS = names_of(audience=Audience.STAFF)
#: Stored for matching and case work; leave by no public door.
RESTRICTED_FIELDS = names_of(audience=Audience.RESTRICTED)
DATE_FIELDS = names_of(kinds=(Kind.DATE, Kind.BIRTH))
#: Every field of a listing that an event may set: ``agency`` is its own line of the feed.
LISTING_FIELDS = PUBLIC_FIELDS + STAFF_FIELDS + RESTRICTED_FIELDS
#: May be absent (None) on an issued listing.
OPTIONAL_FIELDS = tuple(field.name for field in LISTING_TABLE if not field.required)


@dataclass(frozen=True, slots=True)
class Document:
    """The act an event rests on (số và ngày của văn bản)."""

    number: str
    date: date


@dataclass(frozen=True, slots=True)
class Successor:
    """Where a delegated case goes on: the agency, and the listing there if its id is known."""

    province: str
    agency: str
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One valid line of the case feed.

    `changes` holds the listing fields that the event sets, by the names of
    LISTING_FIELDS: all of them when issued, the changed ones when amended or
    reopened, none when ended. Values are typed: dates, enum codes, a tuple of
    obligation kinds, whole VND. `kind` is never ``withdrawn``: that line
    arrives as ``ended`` with ``end_reason`` withdrawn and `reported_kind` set.
    `key_digest` and `payload_digest` (16 bytes each) carry idempotence.
    """

    kind: EventKind
    reported_kind: EventKind
    external_id: str
    province: str
    agency: str | None
    occurred_on: date
    document: Document
    changes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    note: str | None = None
    end_reason: EndReason | None = None
    successor: Successor | None = None
    flags: tuple[Flag, ...] = ()
    key_digest: bytes = b""
    payload_digest: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEvent:
    """One entry in a listing's history: what happened, on what it rests, who recorded it.

    `changes` maps a field to its (old, new) pair; it may hold restricted
    values, so a history is shown to the public only as `note`, and only where
    `public` is true. `recorded_at` is aware UTC; `due_on` is the last day of
    the legal term that started on `occurred_on`, where the law sets one. `signatory` is who
    signed by name, the head of the agency or, with a `capacity` such as ``KT. CỤC TRƯỞNG, PHÓ CỤC
    TRƯỞNG``, who signs for the head; `batch` the posting batch in which the step was taken.
    """

    kind: str
    occurred_on: date
    recorded_at: datetime
    actor: str
    document_number: str | None = None
    document_date: date | None = None
    changes: Mapping[str, tuple[Any, Any]] | None = None
    note: str | None = None
    public: bool = False
    end_reason: EndReason | None = None
    due_on: date | None = None
    comment: str | None = None
    signatory: str | None = None
    capacity: str | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What planning needs to know of a listing that exists.

    `applied` maps the key digest of every applied feed event to its payload
    digest. `pending` holds the fields of an amendment that waits for approval,
    laid over `fields`. `last_change` is the latest day of an amendment or reopening,
    `ended_on` that of the last ending.
    """

    number: str
    external_id: str | None
    province: str
    agency: str
    state: State
    fields: Mapping[str, Any]
    applied: Mapping[bytes, bytes]
    pending: Mapping[str, Any] | None = None
    flags: tuple[Flag, ...] = ()
    first_published: datetime | None = None
    last_change: date | None = None
    ended_on: date | None = None
