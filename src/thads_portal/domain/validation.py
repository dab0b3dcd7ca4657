"""The door of the case feed: one parsed line becomes an Event, or all of its problems.

Runs for every line that is not already applied, tens of thousands in a request:
rules are tables, checks are small functions, nothing is looked up twice. A rule
that is loosened here lets a value reach a database column or a public page that
cannot hold it; one that is tightened refuses what clients rely on.

A problem names the field by its dotted path (``listing.restricted.personal_id``).
Messages repeat public values at most; restricted ones never.

The order of dates among each other is not looked at here but against the listing
(``contradictions.py``): a slip there makes it wait, and seldom refuses it.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import islice
from thads_portal.domain import codes
from thads_portal.domain import fields
from thads_portal.domain import grounds
from thads_portal.domain.fields import Fault
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.records import Document
from thads_portal.domain.records import Event
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.records import Successor
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import Problem
from types import MappingProxyType
from typing import Any


#: Keys of a line by its event; the first set is required.
REQUIRED_KEYS = ("event", "external_id", "province", "occurred_on", "document")
OPTIONAL_KEYS = {
    codes.EventKind.ISSUED: ("agency",),
    codes.EventKind.AMENDED: ("agency", "note", "listing"),
    codes.EventKind.ENDED: ("successor",),
    codes.EventKind.WITHDRAWN: (),
    codes.EventKind.REOPENED: ("agency", "listing"),
}
#: Keys that only one kind of event needs.
ALSO_REQUIRED = {
    codes.EventKind.ISSUED: ("listing",),
    codes.EventKind.ENDED: ("end_reason",),
}
_REQUIRED = {kind: (*REQUIRED_KEYS, *ALSO_REQUIRED.get(kind, ())) for kind in codes.EventKind}
_ALLOWED = {kind: (*_REQUIRED[kind], *OPTIONAL_KEYS[kind]) for kind in codes.EventKind}
_ANY_KEY = tuple(dict.fromkeys(key for keys in _ALLOWED.values() for key in keys))
_DOCUMENT_KEYS = ("number", "date")
_SUCCESSOR_KEYS = ("province", "agency", "external_id")
_KINDS = {kind.value: kind for kind in codes.EventKind}
_PUBLIC_NAMES = tuple(
    field.name
    for field in LISTING_TABLE
    if field.name not in RESTRICTED_FIELDS and not field.derived
)
_LISTING_KEYS = (*_PUBLIC_NAMES, "restricted")
_REQUIRED_FIELDS = tuple(name for name in _PUBLIC_NAMES if name not in OPTIONAL_FIELDS)
_REQUIRED_SET = frozenset(_REQUIRED_FIELDS)
_NO_CHANGES: Mapping[str, Any] = MappingProxyType({})
_ABSENT = dict.fromkeys(LISTING_FIELDS)

_CHECKS = {name: fields.CHECKS[name] for name in _PUBLIC_NAMES}
_RESTRICTED_CHECKS = {name: fields.CHECKS[name] for name in RESTRICTED_FIELDS}


#: Unknown keys named for one object.
MAX_UNKNOWN_KEYS = 20


@cache
def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


class _Line:
    """The problems of one line while it is looked at."""

    __slots__ = ("external_id", "number", "problems")

    def __init__(self, number: int) -> None:
        self.number = number
        self.external_id: str | None = None
        self.problems: list[Problem] = []

    def add(self, field: str | None, code: Code, **params: Any) -> None:
        self.problems.append(Problem(self.number, self.external_id, field, code, params))

    def check(self, check: Callable[..., Any], field: str, value: Any, *more: Any) -> Any:
        """The checked value, or None with a problem recorded."""
        try:
            return check(value, *more)
        except Fault as fault:
            self.problems.append(
                Problem(self.number, self.external_id, field, fault.code, fault.params)
            )
            return None

    def unknown(self, prefix: str, keys: Iterable[str], allowed: tuple[str, ...]) -> None:
        """The first keys that are not allowed: a line of junk may hold ten thousand."""
        found = (key for key in keys if key not in allowed)
        for key in islice(found, MAX_UNKNOWN_KEYS):
            self.add(prefix + echo(key), Code.UNKNOWN_KEY, allowed=_listed(allowed))


def validate(
    line_no: int,
    data: object,
    *,
    today: date,
    known_province: Callable[[str], bool],
    known_agency: Callable[[str], bool],
    digests: tuple[bytes, bytes] = (b"", b""),
) -> Event | list[Problem]:
    """The line as an Event, or every problem it has.

    `today` is the date in Vietnam. `known_agency` is asked for "<slug>/<id>".
    `digests` (key, payload) are handed on to the event.
    """
    line = _Line(line_no)
    if type(data) is not dict:
        line.add(None, Code.NOT_AN_OBJECT)
        return line.problems
    kind = _head(line, data)
    allowed = _ALLOWED[kind] if kind else _ANY_KEY
    external_id = line.external_id
    province = data.get("province")
    if province is not None:
        province = line.check(fields.check_province, "province", province, known_province)
    agency = data.get("agency") if "agency" in allowed else None
    if agency is not None:
        agency = line.check(fields.check_agency, "agency", agency, province, known_agency)
    occurred_on = data.get("occurred_on")
    if occurred_on is not None:
        occurred_on = line.check(fields.check_date, "occurred_on", occurred_on, today)
    document = data.get("document")
    if document is not None:
        document = _document(line, document, today)
    note = data.get("note") if "note" in allowed else None
    if note is not None:
        note = line.check(fields.check_note, "note", note)
    end_reason = data.get("end_reason") if "end_reason" in allowed else None
    if end_reason is not None:
        end_reason = line.check(fields.check_end_reason, "end_reason", end_reason)
    successor = data.get("successor") if "successor" in allowed else None
    if successor is not None:
        successor = _successor(line, successor, end_reason, known_province, known_agency)
    listing = data.get("listing") if "listing" in allowed else None
    changes: Mapping[str, Any] = _NO_CHANGES
    if listing is not None:
        whole = kind is codes.EventKind.ISSUED
        changes = _listing(line, listing, today, whole=whole)
    if kind is codes.EventKind.AMENDED and not changes and agency is None and not line.problems:
        line.add("listing", Code.NOTHING_CHANGES)
    # Whatever is missing is among the problems.
    if (
        line.problems
        or kind is None
        or external_id is None
        or province is None
        or occurred_on is None
        or document is None
    ):
        return line.problems
    reported = kind
    if kind is codes.EventKind.WITHDRAWN:
        kind = codes.EventKind.ENDED
        end_reason = codes.EndReason.WITHDRAWN
    return Event(
        kind=kind,
        reported_kind=reported,
        external_id=external_id,
        province=province,
        agency=agency,
        occurred_on=occurred_on,
        document=document,
        changes=changes,
        note=note,
        end_reason=end_reason,
        successor=successor,
        key_digest=digests[0],
        payload_digest=digests[1],
    )


def _head(line: _Line, data: dict[str, Any]) -> codes.EventKind | None:
    """Check the event's kind and which keys stand beside it; sets the line's external_id."""
    value = data.get("external_id")
    if value is not None:
        line.external_id = line.check(fields.check_external_id, "external_id", value)
    value = data.get("event")
    kind = _KINDS.get(value) if type(value) is str else None
    if kind is None:
        if value is not None:
            line.check(fields.check_event, "event", value)
        required, allowed = REQUIRED_KEYS, _ANY_KEY
    else:
        required, allowed = _REQUIRED[kind], _ALLOWED[kind]
    for key in required:
        if data.get(key) is None:
            line.add(key, Code.MISSING)
    line.unknown("", data, allowed)
    return kind


def _document(line: _Line, value: Any, today: date) -> Document | None:
    if type(value) is not dict:
        line.add("document", Code.WRONG_TYPE, **fields.OBJECT)
        return None
    line.unknown("document.", value, _DOCUMENT_KEYS)
    number = value.get("number")
    signed = value.get("date")
    if number is None:
        line.add("document.number", Code.MISSING)
    else:
        number = line.check(fields.check_number, "document.number", number)
    if signed is None:
        line.add("document.date", Code.MISSING)
    else:
        signed = line.check(fields.check_date, "document.date", signed, today)
    return Document(number, signed) if number is not None and signed is not None else None


def _successor(
    line: _Line,
    value: Any,
    end_reason: object,
    known_province: Callable[[str], bool],
    known_agency: Callable[[str], bool],
) -> Successor | None:
    """Where a delegated case goes on: ``{"province", "agency", "external_id"?}``."""
    if type(value) is not dict:
        line.add("successor", Code.WRONG_TYPE, **fields.OBJECT)
        return None
    line.unknown("successor.", value, _SUCCESSOR_KEYS)
    if end_reason is not codes.EndReason.DELEGATED:
        line.add("successor", Code.BAD_SUCCESSOR)
    province, agency = value.get("province"), value.get("agency")
    if province is None:
        line.add("successor.province", Code.MISSING)
    else:
        province = line.check(fields.check_province, "successor.province", province, known_province)
    if agency is None:
        line.add("successor.agency", Code.MISSING)
    else:
        agency = line.check(fields.check_agency, "successor.agency", agency, province, known_agency)
    external_id = value.get("external_id")
    if external_id is not None:
        external_id = line.check(fields.check_external_id, "successor.external_id", external_id)
        if external_id == line.external_id:
            line.add("successor.external_id", Code.BAD_SUCCESSOR)
    return Successor(province, agency, external_id) if province and agency else None


def _listing(line: _Line, value: Any, today: date, *, whole: bool) -> dict[str, Any]:
    """The checked fields of a listing: all of LISTING_FIELDS if `whole`, else those given.

    Null means "absent" in a whole listing; among changed fields it clears an optional one.
    """
    if type(value) is not dict:
        line.add("listing", Code.WRONG_TYPE, **fields.OBJECT)
        return {}
    changes = _ABSENT.copy() if whole else {}
    strange = False
    for key, given in value.items():
        check = _CHECKS.get(key)
        if check is None:
            if key == "restricted":
                if given is not None:
                    _restricted(line, given, today, changes)
            else:
                strange = True
        elif given is not None:
            try:
                changes[key] = check(given, today)
            except Fault as fault:
                line.add(f"listing.{key}", fault.code, **fault.params)
                changes[key] = ""
        elif not whole:
            if key in _REQUIRED_SET:
                line.add(f"listing.{key}", Code.MISSING)
            else:
                changes[key] = None
    if strange:
        line.unknown("listing.", value, _LISTING_KEYS)
    if whole:
        for key in _REQUIRED_FIELDS:
            if changes[key] is None:
                line.add(f"listing.{key}", Code.MISSING)
        _settle_ground(line, changes)
    return changes


def _settle_ground(line: _Line, changes: dict[str, Any]) -> None:
    """The ground of a whole listing is read by the law of its decision's day."""
    decided, code = changes[grounds.DECIDED], changes[grounds.GROUND]
    if not decided or not code:
        return
    scheme = grounds.scheme_of(decided).value
    if not grounds.fits(code, scheme):
        line.add("listing.ground", Code.GROUND_OF_ANOTHER_LAW, **grounds.refusal(code, scheme))
    changes[grounds.SCHEME] = scheme


def _restricted(line: _Line, value: Any, today: date, changes: dict[str, Any]) -> None:
    """Shape only. Faults of these checks carry no value."""
    if type(value) is not dict:
        line.add("listing.restricted", Code.WRONG_TYPE, **fields.OBJECT)
        return
    strange = False
    for key, given in value.items():
        check = _RESTRICTED_CHECKS.get(key)
        if check is None:
            strange = True
        elif given is None:
            changes[key] = None
        else:
            changes[key] = line.check(check, f"listing.restricted.{key}", given, today)
    if strange:
        line.unknown("listing.restricted.", value, RESTRICTED_FIELDS)
