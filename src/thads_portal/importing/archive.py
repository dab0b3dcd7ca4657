"""Listings as NDJSON for moving and for archives: everything, restricted fields included.

One listing is one line, with its keys sorted, so that exporting, importing and
exporting again gives the same bytes. An attribute of a listing that is not
named here is lost when an installation moves; a test compares the list with
the class.
"""

from collections.abc import Callable
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.content.listing import DebtorListing
from thads_portal.content.listing import WORKFLOW_ID
from thads_portal.domain.digests import SIZE
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.listing_fields import names_of
from thads_portal.domain.listing_fields import STORED_BEFORE
from thads_portal.domain.records import DATE_FIELDS
from thads_portal.domain.records import LISTING_FIELDS
from typing import Any

import orjson


#: 1: the first release, without the fields that came later.
FORMAT = 2
_PLAIN = (
    "external_id",
    "province",
    "agency",
    "created_by",
    "end_reason",
    "successor",
    "predecessor",
)
_MOMENTS = (
    "created_at",
    "changed_at",
    "first_published",
    "last_amended",
    "ended_at",
    "republished_at",
)
#: Moments that the first release did not know.
_LATER_MOMENTS = frozenset({"republished_at"})
#: Computed or counted anew by the installation that imports.
NOT_ARCHIVED = ("id", "revision")
ARCHIVED = (
    *LISTING_FIELDS,
    *_PLAIN,
    *_MOMENTS,
    "flags",
    "history",
    "applied",
    "pending",
    "proposed_ending",
    "separate_track",
    "commune_posting",
    "workflow_history",
)


_FORMATS = range(1, FORMAT + 1)
#: Those of the first release: a field that was declared since says what its listings have.
FIRST_FIELDS = tuple(name for name in LISTING_FIELDS if name not in STORED_BEFORE)


def _fields(format: int) -> tuple[str, ...]:
    """The fields of a listing in an archive of that format."""
    return LISTING_FIELDS if format == FORMAT else FIRST_FIELDS


def _moments(format: int) -> tuple[str, ...]:
    """The moments of a listing in an archive of that format."""
    if format == FORMAT:
        return _MOMENTS
    return tuple(name for name in _MOMENTS if name not in _LATER_MOMENTS)


#: Plain values that are None on nearly every listing.
_WAITING = ("proposed_ending", "separate_track", "commune_posting")


def dump(listing, *, format: int = FORMAT) -> bytes:
    """One line without its end. The same listing always gives the same bytes."""
    record: dict[str, Any] = {"format": format, "number": listing.id}
    for name in (*_fields(format), *_PLAIN):
        record[name] = _plain(listing.__dict__.get(name, getattr(DebtorListing, name, None)))
    for name in _moments(format):
        value = getattr(listing, name)
        record[name] = value.isoformat() if value is not None else None
    record["flags"] = list(listing.flags)
    record["history"] = [_plain(event) for event in listing.history]
    record["applied"] = {key.hex(): digest.hex() for key, digest in listing.applied.items()}
    for name in ("pending", *_WAITING):
        record[name] = _plain(_carried(getattr(listing, name)))
    record["states"] = [
        {**entry, "time": entry["time"].micros()} for entry in listing.workflow_history[WORKFLOW_ID]
    ]
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)


def _carried(waiting):
    """Without the id of an entry, which another installation does not have."""
    return waiting and {name: each for name, each in waiting.items() if name != "asked_after"}


def _plain(value):
    """Dates and tuples as JSON has them; a nested value is marked so that it can be read back."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return {"tuple": [_plain(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": {key: _plain(item) for key, item in value.items()}}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "tuple": lambda items: tuple(_value(item) for item in items),
    "dict": lambda items: {key: _value(item) for key, item in items.items()},
}


def _value(plain):
    if isinstance(plain, dict):
        ((kind, content),) = plain.items()
        return _READERS[kind](content)
    if isinstance(plain, list):
        return [_value(item) for item in plain]
    return plain


_TYPES = {
    **dict.fromkeys(DATE_FIELDS, date),
    **dict.fromkeys(names_of(kinds=[Kind.AMOUNT]), int),
    **dict.fromkeys(names_of(kinds=[Kind.CODES]), tuple),
}


class UnreadableArchive(ValueError):
    """A line that no export wrote; its message never repeats the content."""


def load(line: bytes) -> DebtorListing:
    """The listing that `line` describes, not yet stored. Raises UnreadableArchive."""
    try:
        record = orjson.loads(line)
        written = record["format"]
        if written not in _FORMATS:
            raise UnreadableArchive(f"format {written!r} instead of {FORMAT}")
        listing = DebtorListing(record["number"])
        for name in (*_fields(written), *_PLAIN):
            value = _value(record[name])
            if value is not None:
                if type(value) is not _TYPES.get(name, str):
                    raise UnreadableArchive(f"{name} is not of its type")
                setattr(listing, name, value)
        for name in _moments(written):
            value = record[name]
            setattr(listing, name, datetime.fromisoformat(value) if value else None)
        listing.flags = tuple(record["flags"])
        listing.history = tuple(_value(event) for event in record["history"])
        listing.applied = {
            bytes.fromhex(key): bytes.fromhex(digest) for key, digest in record["applied"].items()
        }
        listing.pending = _value(record["pending"])
        for name in _WAITING:
            setattr(listing, name, _value(record[name]))
        listing.workflow_history = {
            WORKFLOW_ID: tuple(
                {**entry, "time": _moment(entry["time"])} for entry in record["states"]
            )
        }
        _check(listing)
        if dump(listing, format=written) != line.strip() or b"\\u0000" in line:
            raise UnreadableArchive("not as an export writes it")
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, UnreadableArchive):
            raise
        raise UnreadableArchive(type(error).__name__) from error
    return listing


def _check(listing) -> None:
    """What would be stored without complaint and hurt later."""
    if any(moment and moment.tzinfo is None for moment in map(listing.__dict__.get, _MOMENTS)):
        raise UnreadableArchive("a time without its zone")
    pairs = listing.applied.items()
    if any(len(key) != SIZE or len(digest) != SIZE for key, digest in pairs):
        raise UnreadableArchive("a digest of another length")
    if not listing.workflow_history[WORKFLOW_ID]:
        raise UnreadableArchive("no state")


def _moment(micros: int) -> DateTime:
    seconds, rest = divmod(micros, 1_000_000)
    return DateTime(datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=rest))
