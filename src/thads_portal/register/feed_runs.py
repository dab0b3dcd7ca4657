"""What came from the case system: each run of a feed, and the lines that were refused.

The answer to a feed goes to a program; here the people see it. An editor sees the refused
lines of the own province until a later feed brought the listing right or was refused for
something newer; an administrator sees every run. Bounded: a run keeps as many problems as
its answer spells out, and the nightly upkeep lets go of old runs.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import Problem
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction
from typing import Any

import orjson


#: Days for which a refused line is shown, and for which a run is kept.
SHOWN_DAYS = 30
KEPT_DAYS = 180
#: Longest external id kept: a refused one may be anything.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class FeedRun:
    """One run. `finished` None: it goes on, or its process was killed. `counts` as in the answer."""

    id: int
    actor: str
    atomic: bool
    started: datetime
    finished: datetime | None
    counts: Mapping[str, int]
    code: str | None


@dataclass(frozen=True, slots=True)
class Rejection:
    """One reason why a line was refused; a line may have several."""

    run: int
    at: datetime
    line: int
    place: int
    external_id: str | None
    province: str | None
    field: str | None
    code: str
    params: Mapping[str, Any]

    @property
    def message(self) -> dict[str, str]:
        """``{"vi", "en"}``: what is wrong and what would be right."""
        return message(Code(self.code), self.params)


# Writing


def begin(dsn: str, *, actor: str, atomic: bool) -> int:
    """Note that a feed starts; returns the run."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_feed_run (actor, atomic) VALUES (%s, %s) RETURNING id",
            (actor, atomic),
        )
        run: int = one(cursor)
        return run


def end(
    dsn: str,
    run: int,
    *,
    actor: str,
    counts: Mapping[str, int],
    rejections: Iterable[tuple[Problem, str | None]] = (),
    code: Code | None = None,
) -> None:
    """Note how `run` ended; `rejections` are problems, each with the province of its line."""
    rows = []
    places: dict[int, int] = {}
    for problem, province in rejections:
        place = places[problem.line] = places.get(problem.line, 0) + 1
        rows.append(
            {
                "run": run,
                "line": problem.line,
                "place": place,
                "external_id": (problem.external_id or "")[:_LONGEST] or None,
                "province": province,
                "field": problem.field,
                "code": problem.code.value,
                "params": {name: _plain(value) for name, value in problem.params.items()},
            }
        )
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "UPDATE thads_feed_run SET finished = now(), counts = %s, code = %s WHERE id = %s",
            (orjson.dumps(dict(counts)).decode(), code.value if code else None, run),
        )
        cursor.execute(
            "INSERT INTO thads_feed_rejection"
            " SELECT * FROM json_populate_recordset(NULL::thads_feed_rejection, %s)",
            (orjson.dumps(rows).decode().replace("\\u0000", "\\ufffd"),),
        )
        record.write(cursor, Recorded.FEED_RUN, actor=actor, about=str(run), details={**counts})


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def forget_old(dsn: str) -> int:
    """Remove the runs that nobody asks about any more; how many there were."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "DELETE FROM thads_feed_run WHERE started < now() - %s * interval '1 day'",
            (KEPT_DAYS,),
        )
        return cursor.rowcount


# Reading


def runs(cursor: Cursor, *, limit: int = 20, before: int | None = None) -> list[FeedRun]:
    """The newest runs, or those before a run."""
    cursor.execute(
        "SELECT id, actor, atomic, started, finished, counts, code FROM thads_feed_run"
        " WHERE (%(before)s IS NULL OR id < %(before)s) ORDER BY id DESC LIMIT %(limit)s",
        {"before": before, "limit": limit},
    )
    return [FeedRun(*row) for row in cursor]


def run_of(cursor: Cursor, run: int) -> FeedRun | None:
    found = runs(cursor, limit=1, before=run + 1)
    return found[0] if found and found[0].id == run else None


_REJECTION = """
    SELECT r.run, f.started, r.line, r.place, r.external_id, r.province, r.field, r.code, r.params
    FROM thads_feed_rejection r JOIN thads_feed_run f ON f.id = r.run
"""
#: Neither put right since, nor refused again for something newer.
_OPEN = """
    WHERE r.province = %(province)s AND f.started > now() - %(days)s * interval '1 day'
      AND NOT EXISTS (
        SELECT FROM thads_listing l
        WHERE l.external_id = r.external_id AND l.changed > coalesce(f.finished, f.started))
      AND NOT EXISTS (
        SELECT FROM thads_feed_rejection n
        WHERE n.external_id = r.external_id AND n.run > r.run)
"""


def open_rejections(
    cursor: Cursor, *, province: str, limit: int = 50, start: int = 0
) -> list[Rejection]:
    """The refused lines of a province that still wait to be put right, newest first."""
    cursor.execute(
        f"{_REJECTION} {_OPEN} ORDER BY r.run DESC, r.line, r.place"
        " LIMIT %(limit)s OFFSET %(start)s",
        {"province": province, "days": SHOWN_DAYS, "limit": limit, "start": start},
    )
    return [Rejection(*row) for row in cursor]


def rejections(
    cursor: Cursor, run: int, *, limit: int = 50, after: tuple[int, int] = (0, 0)
) -> list[Rejection]:
    """The refused lines of one run in its order, behind ``(line, place)``."""
    cursor.execute(
        f"{_REJECTION} WHERE r.run = %s AND (r.line, r.place) > (%s, %s)"
        " ORDER BY r.line, r.place LIMIT %s",
        (run, *after, limit),
    )
    return [Rejection(*row) for row in cursor]
