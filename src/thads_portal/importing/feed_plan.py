"""From raw lines to planned writes: parse, recognise what is applied, validate, decide.

Pure apart from the three questions it asks the register and the objects (the
``Register`` protocol). For a batch: one look-up of its external_ids, one of likely
duplicates, and the objects of those listings only that really change. A line that was
applied before costs its parse, two digests and its share of the look-up.

The result must not depend on where a feed was cut into batches: what earlier lines of
the same batch do to a listing is laid over what is stored (``Overlay``), and every
question about a line is answered from there first.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from thads_portal.domain import changes
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.decision import Decision
from thads_portal.domain.decision import listing_after
from thads_portal.domain.decision import Outcome
from thads_portal.domain.digests import line_digests
from thads_portal.domain.identifiers import external_id as normal_external_id
from thads_portal.domain.records import Event
from thads_portal.domain.records import Snapshot
from thads_portal.domain.validation import validate
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.feed import has_repeated_key
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from thads_portal.importing.report import batch_report
from thads_portal.importing.report import MAX_PROBLEMS
from thads_portal.importing.report import Report
from types import MappingProxyType
from typing import Any
from typing import NamedTuple
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Known:
    """What the register's row tells of a listing: enough to recognise and to refuse."""

    number: str
    province: str
    state: State
    applied: Mapping[bytes, bytes]


class Register(Protocol):
    """What planning asks. Each method is called at most a few times for a batch."""

    def known(self, external_ids: Collection[str]) -> Mapping[str, Known]:
        """external_id -> Known, for those that exist."""

    def snapshots(self, numbers: Collection[str]) -> Mapping[str, Snapshot]:
        """Public number -> the listing as it is now, from the objects."""

    def likely_duplicates(self, keys: Collection[bytes]) -> Mapping[bytes, Collection[str]]:
        """Duplicate key -> who has it: external_ids, or the number of one entered by hand.

        Ended listings count: the same decision under a new external_id is for the board
        to look at. The key is that of the published fields, not of a pending amendment.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What holds for a whole request.

    `today` is the date in Vietnam. `trusted` are the provinces whose feed publishes.
    `allowed` are the provinces of the account, None for all. `most_problems` are spelled out
    in the report.
    """

    today: date
    known_province: Callable[[str], bool]
    known_agency: Callable[[str], bool]
    trusted: frozenset[str]
    allowed: frozenset[str] | None = None
    most_problems: int = MAX_PROBLEMS


class PlannedWrite(NamedTuple):
    """One line to be written. `number` is empty for a listing made in this batch.

    Several writes about one listing stand in the order of the feed; each decision is
    complete and supposes that those before it are written.
    """

    line: int
    number: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlan:
    """What a batch comes to: writes in the order of the feed, and its report."""

    writes: tuple[PlannedWrite, ...]
    report: Report


@dataclass(slots=True)
class Overlay:
    """What planned, not yet written lines have made of listings.

    New for each batch that is written at once. A dry run carries one through the whole
    feed, and calls `forget` after each batch so that it does not hold every listing.
    """

    listings: dict[str, Snapshot] = field(default_factory=dict)
    #: external_id -> the duplicate key it has now, of listings planned or changed here.
    keys: dict[str, bytes] = field(default_factory=dict)
    owners: dict[bytes, set[str]] = field(default_factory=dict)

    def put(self, external_id: str, snapshot: Snapshot) -> None:
        self.listings[external_id] = snapshot
        key = changes.duplicate_key_of(snapshot.fields)
        before = self.keys.get(external_id)
        if before != key:
            if before is not None:
                self.owners[before].discard(external_id)
            self.keys[external_id] = key
            self.owners.setdefault(key, set()).add(external_id)

    def has_other(self, key: bytes, external_id: str, stored: Collection[str]) -> bool:
        """Whether a listing other than `external_id` has `key`, stored or planned."""
        if any(owner != external_id for owner in self.owners.get(key, ())):
            return True
        return any(owner != external_id and self.keys.get(owner, key) == key for owner in stored)

    def forget(self, *, but: Collection[str]) -> None:
        """Drop the listings that no later line is about; their duplicate keys stay."""
        self.listings = {
            external_id: snapshot
            for external_id, snapshot in self.listings.items()
            if external_id in but
        }


class _Read(NamedTuple):
    """A line that is not yet applied: its event, or its problems."""

    number: int
    event: Event | None
    problems: Sequence[Problem]
    external_id: str | None
    digests: tuple[bytes, bytes] | None


_NOTHING: Mapping[bytes, bytes] = MappingProxyType({})


def repeated_external_ids(lines: Iterable[Line]) -> frozenset[str]:
    """The external_ids that more than one line is about: what a dry run must remember."""
    seen: set[str] = set()
    repeated: set[str] = set()
    for line in lines:
        data = parse(line)
        if type(data) is dict:
            external_id = normal_external_id(data.get("external_id"))
            if external_id is not None:
                (repeated if external_id in seen else seen).add(external_id)
    return frozenset(repeated)


def plan_feed(
    lines: Sequence[Line],
    *,
    register: Register,
    settings: FeedSettings,
    overlay: Overlay | None = None,
) -> FeedPlan:
    """Plan `lines`, which are one batch, in their order."""
    overlay = Overlay() if overlay is None else overlay
    problems: list[Problem] = []
    parsed = _parse_all(lines, problems)
    ids = {external_id for _, _, external_id, _ in parsed if external_id is not None}
    known = register.known(ids) if ids else {}
    foreign = _elsewhere(known, settings)
    known = {each: row for each, row in known.items() if each not in foreign}
    read, unchanged = _read_all(parsed, known, overlay, settings)
    stored = _load(read, known, overlay, register)
    duplicates = _stored_duplicates(read, stored, overlay, register)
    writes: list[PlannedWrite] = []
    for each in read:
        if each.external_id in foreign and each.event and each.event.kind is EventKind.ISSUED:
            taken = Problem(each.number, each.external_id, "external_id", Code.ALREADY_LISTED)
            problems.append(taken)
            continue
        decided = _decide(each, known, stored, overlay, duplicates, register, settings)
        if isinstance(decided, Decision):
            if decided.outcome is Outcome.UNCHANGED:
                unchanged += 1
                continue
            external_id = each.external_id
            before = overlay.listings.get(external_id) or stored.get(external_id)
            overlay.put(external_id, listing_after(decided, before))
            writes.append(PlannedWrite(each.number, before.number if before else "", decided))
        else:
            problems.extend(decided)
    problems.sort(key=lambda problem: problem.line)
    report = batch_report(
        received=len(lines),
        readable=len(parsed),
        unchanged=unchanged,
        decisions=(write.decision for write in writes),
        problems=problems,
        most=settings.most_problems,
    )
    return FeedPlan(writes=tuple(writes), report=report)


def _elsewhere(known: Mapping[str, Known], settings: FeedSettings) -> frozenset[str]:
    """The external ids of listings that the account must not learn of.

    To an account of one province they are unknown; only that an id is taken must be said.
    """
    if settings.allowed is None:
        return frozenset()
    return frozenset(each for each, row in known.items() if row.province not in settings.allowed)


_Parsed = tuple[Line, dict[str, Any], str | None, tuple[bytes, bytes] | None]


def _parse_all(lines: Sequence[Line], problems: list[Problem]) -> list[_Parsed]:
    """The lines that are JSON objects, with their external_id and digests."""
    parsed: list[_Parsed] = []
    for line in lines:
        data = parse(line)
        if type(data) is dict:
            external_id = normal_external_id(data.get("external_id"))
            parsed.append((line, data, external_id, line_digests(data, external_id)))
        elif type(data) is Problem:
            problems.append(data)
        else:
            problems.append(Problem(line.number, None, None, Code.NOT_AN_OBJECT))
    return parsed


def _applied(
    external_id: str | None, known: Mapping[str, Known], overlay: Overlay
) -> Mapping[bytes, bytes]:
    listing = overlay.listings.get(external_id) or known.get(external_id)
    return listing.applied if listing else _NOTHING


def _read_all(
    parsed: list[_Parsed], known: Mapping[str, Known], overlay: Overlay, settings: FeedSettings
) -> tuple[list[_Read], int]:
    """Validate what is not recognised as applied; also the count of those that are."""
    read: list[_Read] = []
    unchanged = 0
    allowed = settings.allowed
    for line, data, external_id, digests in parsed:
        if allowed is not None and not _may_send(data, allowed):
            refused = Problem(
                line.number,
                external_id,
                "province",
                Code.NOT_YOUR_PROVINCE,
                {"allowed": ", ".join(sorted(allowed))},
            )
            # Without digests: it is not even told whether the line is known.
            read.append(_Read(line.number, None, (refused,), external_id, None))
            continue
        if digests and _applied(external_id, known, overlay).get(digests[0]) == digests[1]:
            unchanged += 1
            continue
        result: Event | list[Problem]
        if has_repeated_key(line.raw, data):
            result = [Problem(line.number, external_id, None, Code.REPEATED_KEY)]
        else:
            result = validate(
                line.number,
                data,
                today=settings.today,
                known_province=settings.known_province,
                known_agency=settings.known_agency,
                digests=digests or (b"", b""),
            )
        if isinstance(result, Event):
            read.append(_Read(line.number, result, (), external_id, digests))
        else:
            read.append(_Read(line.number, None, result, external_id, digests))
    return read, unchanged


def _may_send(data: dict[str, Any], allowed: frozenset[str]) -> bool:
    """A province that is missing or of a wrong type is left to validation."""
    province = data.get("province")
    return type(province) is not str or province in allowed


def _load(
    read: list[_Read], known: Mapping[str, Known], overlay: Overlay, register: Register
) -> dict[str, Snapshot]:
    """external_id -> stored listing, for those that a line may change.

    A listing none of whose lines its row allows is not loaded. After the first line
    that it allows, later ones may be allowed too.
    """
    numbers = {}
    for each in read:
        row = known.get(each.external_id)
        if each.event is None or row is None or each.external_id in overlay.listings:
            continue
        refused = changes.refusal(
            each.event, state=row.state, province=row.province, applied=row.applied
        )
        if refused is None:
            numbers[each.external_id] = row.number
    if not numbers:
        return {}
    found = register.snapshots(tuple(numbers.values()))
    return {
        external_id: found[number] for external_id, number in numbers.items() if number in found
    }


def _stored_duplicates(
    read: list[_Read], stored: Mapping[str, Snapshot], overlay: Overlay, register: Register
) -> dict[bytes, Collection[str]]:
    """The duplicate keys that this batch is likely to ask for, answered in one question."""
    keys: set[bytes] = set()
    for each in read:
        if each.event is not None:
            current = overlay.listings.get(each.external_id) or stored.get(each.external_id)
            keys.update(_key_to_compare(current, each.event))
    if not keys:
        return {}
    answer = register.likely_duplicates(keys)
    return {key: answer.get(key, ()) for key in keys}


def _key_to_compare(current: Snapshot | None, event: Event) -> tuple[bytes, ...]:
    """The duplicate key to look up for an event, or nothing."""
    compared = changes.fields_to_compare(current, event)
    if compared is None or not all(compared.get(name) for name in changes.DUPLICATE_FIELDS):
        return ()
    return (changes.duplicate_key_of(compared),)


def _decide(
    each: _Read,
    known: Mapping[str, Known],
    stored: Mapping[str, Snapshot],
    overlay: Overlay,
    duplicates: dict[bytes, Collection[str]],
    register: Register,
    settings: FeedSettings,
) -> Decision | Sequence[Problem]:
    """The decision about one line, against the listing as the lines before it leave it."""
    external_id = each.external_id
    current = overlay.listings.get(external_id) or stored.get(external_id)
    row = known.get(external_id)
    event = each.event
    if event is None:
        if each.digests is not None:
            before = _applied(external_id, known, overlay).get(each.digests[0])
            if before is not None and before != each.digests[1]:
                return (Problem(each.number, external_id, None, Code.SAME_KEY_OTHER_PAYLOAD),)
        return each.problems
    if current is None and row is not None:
        refused = changes.refusal(
            event, state=row.state, province=row.province, applied=row.applied
        )
        # The row allows it, but the object is gone: another writer was faster.
        where, code = refused or (None, Code.CONFLICT)
        return (Problem(each.number, external_id, where, code),)
    duplicate = False
    for key in _key_to_compare(current, event):
        if key not in duplicates:
            duplicates.update({key: register.likely_duplicates((key,)).get(key, ())})
        duplicate = overlay.has_other(key, external_id, duplicates[key])
    decided = changes.plan(
        current,
        event,
        trusted=event.province in settings.trusted,
        likely_duplicate=duplicate,
        today=settings.today,
        line=each.number,
    )
    return decided if isinstance(decided, Decision) else (decided,)
