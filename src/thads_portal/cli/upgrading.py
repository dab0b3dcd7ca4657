"""What an upgrade of a database to this release would do, found out without starting Zope.

`thads serve` asks before it starts anything, so that an operator reads one line instead of errors
from workers later; `thads upgrade --check` shows all of it.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from thads_portal.database import marks
from thads_portal.register import schema
from thads_portal.register.steps import Alone
from thads_portal.register.steps import Backfill
from thads_portal.register.steps import Step

import ast
import psycopg2
import re


#: The mark of the version that the portal's profile is at, and the first release's, which has none.
MARK = "profile"
FIRST_PROFILE = 1000
_PACKAGE = Path(__file__).resolve().parents[1]
_STEP = re.compile(r"v(\d{4})")

#: Rows a second on two cores beside a portal that serves; what is measured is in docs/upgrading.md.
_BACKFILL, _INDEX, _REBUILD = 8_000, 100_000, 1_500
_DDL_SECONDS, _PROFILE_SECONDS, _START_SECONDS = 0.5, 3.0, 12.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A step as an operator reads of it. `seconds` are about right, on two cores."""

    name: str
    summary: str
    seconds: float


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """`pieces` are needed before this release can serve; `finish` waits for `--finish`.

    `fresh`: the database holds nothing yet, and nothing is needed. `newer`: numbers of steps
    that a newer release has taken, which this one can serve beside.
    """

    fresh: bool
    pieces: tuple[Piece, ...]
    finish: tuple[Piece, ...]
    newer: tuple[int, ...]

    @property
    def seconds(self) -> float:
        return sum(piece.seconds for piece in self.pieces) + bool(self.pieces) * _START_SECONDS

    def verify(self) -> None:
        """Raise UpgradeNeeded if there is something to do first."""
        if self.pieces:
            raise schema.UpgradeNeeded(", ".join(piece.name for piece in self.pieces))


def plan(dsn: str) -> UpgradePlan:
    """The plan for the database `dsn`. Raises NewerDatabase."""
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        found = schema.standing(cursor)
        if found.level > schema.LEVEL:
            raise schema.NewerDatabase(found.level)
        fresh = not found.level
        pieces = [] if fresh else [_piece(cursor, step) for step in found.pending]
        again = [_piece(cursor, step, again=True) for step in found.unsettled]
        finish = [] if fresh else again + [_piece(cursor, step) for step in found.leftover]
    done = marks.read(dsn)
    # Without either mark there is no site that could be behind.
    if "site" in done or MARK in done:
        at = int(done.get(MARK, FIRST_PROFILE))
        pieces += [
            Piece(f"profile {number}", summary, _PROFILE_SECONDS)
            for number, summary in profile_steps().items()
            if number > at
        ]
    return UpgradePlan(fresh, tuple(pieces), tuple(finish), tuple(sorted(found.unknown)))


def profile_steps() -> dict[int, str]:
    """Version -> what its step brings, of all the steps of the portal's profile."""
    found = {}
    for path in sorted((_PACKAGE / "upgrades").glob("v*.py")):
        match = _STEP.fullmatch(path.stem)
        if match:
            words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            found[int(match[1])] = words.partition("\n")[0]
    return found


def _piece(cursor, step: Step, *, again: bool = False) -> Piece:
    seconds = 0.0
    for part in step.parts:
        if isinstance(part, Backfill):
            seconds += _rows(cursor, part.table) / _BACKFILL
        elif not again:
            seconds += _DDL_SECONDS
            if isinstance(part, Alone) and part.table:
                seconds += _rows(cursor, part.table) / _INDEX
    if step.rebuild:
        seconds += _rows(cursor, "thads_listing") / _REBUILD
    summary = f"what an older release wrote meanwhile: {step.summary}" if again else step.summary
    return Piece(step.name, summary, seconds)


def _rows(cursor, table: str) -> int:
    """About how many; 0 for a table that an earlier step makes."""
    cursor.execute(
        "SELECT greatest(reltuples, 0)::bigint FROM pg_class"
        " WHERE relname = %s AND relnamespace = current_schema()::regnamespace",
        (table,),
    )
    row = cursor.fetchone()
    return row[0] if row else 0
