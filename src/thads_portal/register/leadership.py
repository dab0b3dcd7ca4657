"""What the leadership asks about a month: who did how much, how long each step took, who waits.

From the record of actions, which tells who and when, and from the sums of what waits now. No
name of a debtor and no text of anybody's.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from statistics import median
from thads_portal.database.sql import Cursor
from thads_portal.domain.leading import Turn
from thads_portal.domain.leading import TURNS
from thads_portal.domain.recording import Recorded
from thads_portal.register.waiting import Waits


#: How far back the beginning of a step is looked for.
_LONGEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Took:
    """How long a turn took in a month: `days` is the median, `most` the longest, of `steps`."""

    turn: Turn
    steps: int
    days: float
    most: float


@dataclass(frozen=True, slots=True)
class Share:
    """What one person did in a month."""

    actor: str
    accepted: int
    returned: int
    entered: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for one kind of step now, and from which day the oldest of them counts."""

    waits: Waits
    count: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class ReturnedOne:
    """A listing that was returned and is with its editor."""

    number: str
    province: str
    agency: str
    since: date | None


def took(
    cursor: Cursor, begin: datetime, end: datetime, *, province: str | None = None
) -> list[Took]:
    """Each turn (:data:`TURNS`) that ended from `begin` to before `end`, measured."""
    starts = sorted({each.value for turn in TURNS for each in turn.after})
    ends = sorted({each.value for turn in TURNS for each in turn.done})
    cursor.execute(
        "WITH steps AS ("
        " SELECT at, action, lag(action) OVER own AS begun, at - lag(at) OVER own AS lasted"
        " FROM thads_record WHERE action = ANY(%(steps)s) AND listing IS NOT NULL"
        " AND at >= %(begin)s - %(longest)s * interval '1 day' AND at < %(end)s"
        " AND (%(province)s::text IS NULL OR province = %(province)s)"
        " WINDOW own AS (PARTITION BY listing ORDER BY at, id))"
        " SELECT begun, action, array_agg(extract(epoch FROM lasted)::float8 / 86400)"
        " FROM steps WHERE at >= %(begin)s AND begun = ANY(%(starts)s) AND action = ANY(%(ends)s)"
        " GROUP BY begun, action",
        {
            "steps": sorted({*starts, *ends}),
            "starts": starts,
            "ends": ends,
            "begin": begin,
            "end": end,
            "longest": _LONGEST_DAYS,
            "province": province,
        },
    )
    lasted: dict[Turn, list[float]] = {}
    for begun, action, days in cursor.fetchall():
        for turn in TURNS:
            if begun in turn.after and action in turn.done:
                lasted.setdefault(turn, []).extend(days)
    return [
        Took(turn, len(days), median(days), max(days))
        for turn in TURNS
        if (days := lasted.get(turn))
    ]


def returned(
    cursor: Cursor, begin: datetime, end: datetime, *, province: str | None = None
) -> dict[str, int]:
    """How often each kind of return (``Recorded``) was done in the time."""
    cursor.execute(
        "SELECT action, count(*) FROM thads_record"
        " WHERE action = ANY(%(actions)s) AND at >= %(begin)s AND at < %(end)s"
        " AND (%(province)s::text IS NULL OR province = %(province)s) GROUP BY action",
        {
            "actions": [each.value for each in RETURNS],
            "begin": begin,
            "end": end,
            "province": province,
        },
    )
    return dict(cursor.fetchall())


def load(
    cursor: Cursor, begin: datetime, end: datetime, *, province: str | None = None
) -> list[Share]:
    """What each person accepted, returned and entered in the time, who did most first."""
    cursor.execute(
        "SELECT actor, count(*) FILTER (WHERE action = ANY(%(accepts)s)),"
        " count(*) FILTER (WHERE action = ANY(%(returns)s)),"
        " count(*) FILTER (WHERE action = ANY(%(enters)s))"
        " FROM thads_record WHERE action = ANY(%(all)s) AND at >= %(begin)s AND at < %(end)s"
        " AND (%(province)s::text IS NULL OR province = %(province)s)"
        " GROUP BY actor ORDER BY 2 + 3 DESC, count(*) DESC, actor LIMIT 200",
        {
            "accepts": [each.value for each in ACCEPTS],
            "returns": [each.value for each in RETURNS],
            "enters": [each.value for each in ENTERS],
            "all": [each.value for each in (*ACCEPTS, *RETURNS, *ENTERS)],
            "begin": begin,
            "end": end,
            "province": province,
        },
    )
    return [Share(*row) for row in cursor.fetchall()]


def waiting(cursor: Cursor, *, province: str | None = None) -> list[Waiting]:
    """What waits now, by whose turn it is."""
    cursor.execute(
        "SELECT waits, sum(n)::bigint, min(waits_sort) FILTER (WHERE isfinite(waits_sort))"
        " FROM (SELECT waits, waits_sort, sum(n) AS n FROM thads_waiting_tally"
        " WHERE %(province)s::text IS NULL OR province = %(province)s"
        " GROUP BY waits, waits_sort HAVING sum(n) > 0) AS now_waiting GROUP BY waits",
        {"province": province},
    )
    found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [Waiting(kind, *found[kind.value]) for kind in Waits if kind.value in found]


def waiting_by_province(cursor: Cursor) -> dict[str, int]:
    """How many wait for the head or the board in each province."""
    cursor.execute(
        "SELECT province, sum(n)::bigint FROM thads_waiting_tally WHERE waits <> ALL(%s)"
        " GROUP BY province HAVING sum(n) > 0",
        ([Waits.DRAFT.value, Waits.RETURNED.value],),
    )
    return dict(cursor.fetchall())


def returned_ones(
    cursor: Cursor, *, province: str | None = None, most: int = 20
) -> list[ReturnedOne]:
    """Those that are with their editors now, longest first."""
    cursor.execute(
        "SELECT number, province, agency, waits_since FROM thads_listing WHERE waits = %s"
        " AND (%s::text IS NULL OR province = %s) ORDER BY waits_sort, number LIMIT %s",
        (Waits.RETURNED.value, province, province, most),
    )
    return [ReturnedOne(*row) for row in cursor.fetchall()]


RETURNS = (
    Recorded.RETURN_UNSIGNED,
    Recorded.RETURN,
    Recorded.RETURN_AMENDMENT,
    Recorded.RETURN_ENDING,
    Recorded.BATCH_RETURNED,
    Recorded.CONTENT_RETURNED,
)
ACCEPTS = (
    Recorded.SIGN,
    Recorded.SIGN_AND_PUBLISH,
    Recorded.APPROVE,
    Recorded.SEE_ENDING,
    Recorded.BATCH_SIGNED,
    Recorded.BATCH_APPROVED,
    Recorded.CONTENT_PUBLISHED,
    Recorded.CONTENT_ACCEPTED,
)
ENTERS = (
    Recorded.SUBMIT,
    Recorded.SUBMIT_SIGNED,
    Recorded.PROPOSE_AMENDMENT,
    Recorded.PROPOSE_ENDING,
    Recorded.BATCH_SUBMITTED,
    Recorded.CONTENT_SUBMITTED,
)
