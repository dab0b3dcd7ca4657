"""The register's tables in PostgreSQL: which steps a database has taken, and whether it fits.

Core SQL and plpgsql only, text under C collation. A column that holds a restricted
value in clear would be one query away from the public; an index more slows every
import. Sums are kept by statement triggers, so that whatever writes rows keeps them true.

The tables are what the frozen steps make (:mod:`steps`), never computed from today's code. An
empty database gets them all at once, here. One that holds data is brought further by
`thads upgrade` alone (:mod:`upgrade`), which says what it does.

``thads_migration`` has a row for each step begun. ``thads_schema`` holds one number, the level:
1 for the first release, one more for each step since that took something away. A release serves
a database of its own level or a lower one, with whatever a newer release has added.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from thads_portal import field_keys
from thads_portal.database.problems import StartProblem
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.register.steps import in_one_transaction
from thads_portal.register.steps import Kind
from thads_portal.register.steps import Step
from thads_portal.register.steps import steps


#: The advisory lock under which tables are made or changed; any number no one else uses.
LOCK = 0x7468616473
_BOOK = """
CREATE TABLE IF NOT EXISTS thads_migration (
    number integer PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    -- parts that are done, and how far the next one has come
    parts integer NOT NULL DEFAULT 0,
    place text COLLATE "C",
    rows_done bigint NOT NULL DEFAULT 0,
    started timestamptz NOT NULL DEFAULT now(),
    finished timestamptz,
    -- what older releases wrote meanwhile is filled in too
    settled timestamptz
)
"""


class UpgradeNeeded(StartProblem):
    """The database holds data and lacks what this release needs."""

    exit_code = 5

    def __init__(self, what: str) -> None:
        super().__init__(
            en=f"the database needs an upgrade ({what}); run `thads upgrade`",
            vi=f"cơ sở dữ liệu cần được nâng cấp ({what}); hãy chạy `thads upgrade`",
        )


class NewerDatabase(StartProblem):
    """A newer release has taken away what this one needs."""

    exit_code = 5

    def __init__(self, level: int) -> None:
        super().__init__(
            en=f"the database is of a newer release (level {level}, this release knows"
            f" {LEVEL}); install that release",
            vi=f"cơ sở dữ liệu thuộc phiên bản mới hơn (mức {level}, phiên bản này chỉ biết"
            f" đến mức {LEVEL}); hãy cài đặt phiên bản đó",
        )


def level_with(contracted: int) -> int:
    """The level of a database that has taken so many contracting steps."""
    return 1 + contracted


#: What this release's steps lead to.
LEVEL = level_with(sum(step.kind is Kind.CONTRACT for step in steps()))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a database stands. `level` 0: it has no tables of the register yet.

    Numbers of steps: `made`, whose parts are all done; `finished`, the listings' rows too;
    `settled`, also for what older releases wrote since.
    """

    level: int
    made: frozenset[int]
    finished: frozenset[int]
    settled: frozenset[int]

    @property
    def pending(self) -> tuple[Step, ...]:
        """The steps without which this release cannot serve it."""
        return self._lacking(Kind.EXPAND, self.finished)

    @property
    def leftover(self) -> tuple[Step, ...]:
        """The steps that wait until no older release is left."""
        return self._lacking(Kind.CONTRACT, self.finished)

    @property
    def unsettled(self) -> tuple[Step, ...]:
        """The steps that filled rows, beside an older release that went on writing rows without."""
        return tuple(
            step for step in steps() if step.fills and step.number in self.finished - self.settled
        )

    @property
    def unknown(self) -> frozenset[int]:
        """Numbers of steps that a newer release has taken."""
        return self.finished - {step.number for step in steps()}

    @staticmethod
    def _lacking(kind: Kind, done: frozenset[int]) -> tuple[Step, ...]:
        return tuple(step for step in steps() if step.kind is kind and step.number not in done)

    def verify(self) -> None:
        """Raise NewerDatabase or UpgradeNeeded if this release's code fails on these tables."""
        if self.level > LEVEL:
            raise NewerDatabase(self.level)
        lacking = self._lacking(Kind.EXPAND, self.made)
        if self.level and lacking:
            raise UpgradeNeeded(", ".join(step.name for step in lacking))


def standing(cursor: Cursor) -> Standing:
    """Where the database of `cursor` stands."""
    # Not to_regclass, which does not see what others made since this transaction began.
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relname IN ('thads_schema', 'thads_migration')"
        " AND relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    )
    present = {name for (name,) in cursor.fetchall()}
    if "thads_schema" not in present:
        return Standing(0, frozenset(), frozenset(), frozenset())
    cursor.execute("SELECT version FROM thads_schema")
    (level,) = cursor.fetchone()
    if "thads_migration" not in present:
        # The first release keeps no book.
        first = frozenset({steps()[0].number})
        return Standing(level, first, first, first)
    cursor.execute(
        "SELECT number, parts, finished IS NOT NULL, settled IS NOT NULL FROM thads_migration"
    )
    rows = cursor.fetchall()
    parts = {step.number: len(step.parts) for step in steps()}
    return Standing(
        level,
        made=frozenset(number for number, done, *_ in rows if done >= parts.get(number, 0)),
        finished=frozenset(number for number, _done, finished, _ in rows if finished),
        settled=frozenset(number for number, *_, settled in rows if settled),
    )


def open_book(cursor: Cursor) -> None:
    """Make ``thads_migration`` where it is missing; the first release's step stands in it."""
    cursor.execute(_BOOK)
    _enter(cursor, steps()[0])


def _enter(cursor: Cursor, step: Step) -> None:
    cursor.execute(
        "INSERT INTO thads_migration (number, name, parts, finished, settled)"
        " VALUES (%s, %s, %s, now(), now()) ON CONFLICT DO NOTHING",
        (step.number, step.name, len(step.parts)),
    )


def ensure(connection: Connection) -> bool:
    """Make the register's tables in an empty database and commit. True if they were made.

    Safe to call from many processes at once: one makes the tables, the others wait.
    The connection must not be in a transaction that is to go on. Raises UpgradeNeeded or
    NewerDatabase if the tables that are there are not those this release works with.
    """
    with _in_transactions(connection), connection, connection.cursor() as cursor:
        found = standing(cursor)
        fresh = not found.level
        if fresh:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            found = standing(cursor)
            fresh = not found.level
        if fresh:
            _make(cursor)
        else:
            found.verify()
    return fresh


@contextmanager
def _in_transactions(connection: Connection) -> Iterator[None]:
    commits_itself = connection.autocommit
    if commits_itself:
        connection.autocommit = False
    try:
        yield
    finally:
        if commits_itself:
            connection.autocommit = True


def _make(cursor: Cursor) -> None:
    """All steps in the one transaction of `cursor`: nobody reads these tables yet."""
    for step in steps():
        for part in step.parts:
            cursor.execute(in_one_transaction(part))
    cursor.execute(_BOOK)
    for step in steps():
        _enter(cursor, step)
    # No release reads it that could not open what is sealed.
    field_keys.add_key(cursor)
    cursor.execute("UPDATE thads_schema SET version = %s", (LEVEL,))
