"""A brake on unusual volume: an account that ends very many listings within an hour waits for a person.

Lines that would end more are kept and reported (``waits_for_person``); all others go on. Sending the same
again keeps nothing twice, and what has ended already passes as ever.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from plone.registry.interfaces import IRegistry
from thads_portal.domain.codes import EventKind
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from thads_portal.importing.report import MAX_PROBLEMS
from thads_portal.importing.report import Report
from thads_portal.register import held_lines
from thads_portal.register.own_transaction import own_transaction
from zope.component import queryUtility


RECORD = "thads_portal.feed_endings_per_hour"
DEFAULT = 10_000
_ENDINGS = frozenset({EventKind.ENDED.value, EventKind.WITHDRAWN.value})
#: What a line that ends must hold somewhere.
_SIGNS = (b"ended", b"withdrawn")
#: Lines that are looked at together once the brake holds.
_TOGETHER = 500


def endings_per_hour() -> int:
    """How many listings an account may end within an hour; 0: as many as it likes."""
    registry = queryUtility(IRegistry)
    value = registry.get(RECORD, None) if registry is not None else None
    return DEFAULT if value is None else int(value)


@dataclass(slots=True)
class Brake:
    """Of one run of `actor`, who may end `limit` listings within an hour (0: no brake)."""

    dsn: str
    actor: str
    limit: int
    most: int = MAX_PROBLEMS
    held: list[Line] = field(default_factory=list)
    count: int = 0
    _left: int = 0
    #: External ids of endings that have passed and may not be written yet.
    _passed: set[str] = field(default_factory=set)
    _asked: list[tuple[Line, str, str | None]] = field(default_factory=list)

    def passing(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The `lines` that go on."""
        if not self.limit:
            yield from lines
            return
        for line in lines:
            ending = _ending(line)
            if ending is None or self._may(ending[0]):
                yield line
                continue
            self._asked.append((line, *ending))
            if len(self._asked) >= _TOGETHER:
                yield from self._sift()
        yield from self._sift()

    def report(self) -> Report:
        """What became of the lines that wait."""
        problems = tuple(
            Problem(line.number, ending[0], "event", Code.WAITS_FOR_PERSON)
            for line in self.held
            if (ending := _ending(line)) is not None
        )
        return Report(
            received=self.count,
            readable=self.count,
            rejected=self.count,
            problems=problems,
            problems_omitted=self.count - len(problems),
            most=self.most,
        )

    def _may(self, external_id: str) -> bool:
        """Whether one more may end. What has passed counts in full until it is looked up again."""
        if self._asked:
            return False
        if self._left <= 0:
            ended, waiting = held_lines.standing(
                self.dsn, self.actor, self._passed, most=self.limit
            )
            self._passed = set(waiting)
            self._left = self.limit - ended - len(waiting)
        if self._left <= 0:
            return False
        self._left -= 1
        self._passed.add(external_id)
        return True

    def _sift(self) -> Iterator[Line]:
        """Hold what would end a listing; the rest goes on to be told what is wrong with it."""
        asked, self._asked = self._asked, []
        if not asked:
            return
        with own_transaction(self.dsn) as cursor:
            ending = held_lines.would_end(cursor, [external_id for _line, external_id, _ in asked])
            kept = [each for each in asked if each[1] in ending]
            held_lines.hold(
                cursor, self.actor, [(line.raw, name, place) for line, name, place in kept]
            )
        self.count += len(kept)
        self.held += [line for line, *_ in kept[: max(0, self.most - len(self.held))]]
        yield from (line for line, name, _ in asked if name not in ending)


def _ending(line: Line) -> tuple[str, str | None] | None:
    """(external id, province) of a line that ends a listing."""
    if not any(sign in line.raw for sign in _SIGNS):
        return None
    data = parse(line)
    if type(data) is not dict or data.get("event") not in _ENDINGS:
        return None
    name, province = data.get("external_id"), data.get("province")
    if type(name) is not str:
        return None
    return name.strip(), province if type(province) is str else None
