"""The follow-up's figures of a period, from the ledger alone: the same for a past day for ever.

A state is what was known of a day by a moment (`day`, `cutoff`): entries and changes up to that day,
recorded up to that moment. A period is the way from the state at its opening to that at its end; what
was recorded after the period before was closed belongs to the next, whatever its day.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.ledger.form import Dimension
from thads_portal.domain.ledger.form import Figures
from thads_portal.domain.ledger.form import KEYS
from thads_portal.domain.ledger.form import REASONS
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Closed:
    """A period that the head has closed; `cutoff` is when."""

    scope: str
    first: date
    last: date
    version: int
    cutoff: datetime
    closed_by: str
    note: str
    rows: tuple[Figures, ...]


_MONEY = ("to_do", "done", "reduced", "terminated", "delegated")
_SCOPE = """
    CREATE TEMP TABLE scope ON COMMIT DROP AS
    SELECT own.id, own.agency, own.origin, own.verify_on, coalesce(about.ground, '') AS ground,
        coalesce(about.obligation, '') AS obligation
    FROM thads_case AS own LEFT JOIN (
        SELECT DISTINCT ON (link.case_id) link.case_id,
            thads_ground_key(listing.ground, listing.ground_scheme) AS ground,
            CASE WHEN cardinality(listing.obligation_kinds) > 1 THEN 'several'
                ELSE listing.obligation_kinds[1] END AS obligation
        FROM thads_case_listing AS link JOIN thads_listing AS listing USING (number)
        WHERE %(scope)s = '' OR listing.province = %(scope)s
        ORDER BY link.case_id, link.number
    ) AS about ON about.case_id = own.id
    WHERE %(scope)s = '' OR own.province = %(scope)s
"""
#: One look at all entries with money: each line as of both moments, and as of now.
_LINES = """
    CREATE TEMP TABLE lines ON COMMIT DROP AS
    SELECT case_id, line, bool_or(as_1) AS stated,
        sum(CASE WHEN bucket = 'to_do' THEN signed ELSE -signed END) AS left_over, {sums}
    FROM (
        SELECT case_id, line, bucket, signed,
            occurred_on <= %(day_0)s AND recorded_at <= %(cutoff_0)s AS as_0,
            occurred_on <= %(day_1)s AND recorded_at <= %(cutoff_1)s AS as_1
        FROM thads_case_entry WHERE bucket IS NOT NULL AND {here}
    ) AS entry GROUP BY case_id, line
""".replace(
    "{sums}",
    ", ".join(
        f"sum(signed) FILTER (WHERE bucket = '{name}' AND as_{n}) AS {name}_{n}"
        for name in _MONEY
        for n in "01"
    ),
)
#: What says something of the whole case, and whether it was taken back by each of the moments.
_SAID = """
    CREATE TEMP TABLE said ON COMMIT DROP AS
    SELECT own.id, own.case_id, own.kind, {held}
    FROM thads_case_entry AS own LEFT JOIN thads_case_entry AS back ON back.reverses = own.id
    WHERE own.kind IN ('terminated', 'closed', 'request_returned', 'delegated',
            'moved_to_separate_register')
        AND (own.kind = 'moved_to_separate_register'
            OR (own.listing IS NULL AND own.part_of IS NULL
                AND (own.kind <> 'delegated' OR own.amount IS NULL)))
        AND {here}
""".replace(
    "{held}",
    ", ".join(
        f"own.occurred_on <= %(day_{n})s AND own.recorded_at <= %(cutoff_{n})s"
        " AND coalesce(NOT (back.occurred_on <= %(day_{n})s AND back.recorded_at <= %(cutoff_{n})s),"
        f" true) AS held_{n}".replace("{n}", n)
        for n in "01"
    ),
)
_STATE = """
    CREATE TEMP TABLE state_{n} ON COMMIT DROP AS
    SELECT scope.id, coalesce(live.live, false) AND whole.case_id IS NULL AS open,
        coalesce(CASE whole.kind WHEN 'request_returned' THEN 'returned'
            WHEN 'closed' THEN coalesce(live.reason, 'discharged') ELSE whole.kind END,
            live.reason) AS reason,
        moved.case_id IS NOT NULL AS moved
    FROM scope LEFT JOIN (
        SELECT DISTINCT ON (case_id) case_id, live, reason FROM thads_case_change
        WHERE day <= %(day_{n})s AND recorded_at <= %(cutoff_{n})s AND {here}
        ORDER BY case_id, id DESC
    ) AS live ON live.case_id = scope.id
    LEFT JOIN (
        SELECT DISTINCT ON (case_id) case_id, kind FROM said
        WHERE held_{n} AND kind <> 'moved_to_separate_register' ORDER BY case_id, id
    ) AS whole ON whole.case_id = scope.id
    LEFT JOIN (
        SELECT DISTINCT case_id FROM said WHERE held_{n} AND kind = 'moved_to_separate_register'
    ) AS moved ON moved.case_id = scope.id
"""
_COUNTED = f"""
    CREATE TEMP TABLE counted ON COMMIT DROP AS
    SELECT scope.*, a.open AS was, b.open AS remains,
        NOT a.open AND (b.open OR EXISTS (
            SELECT FROM thads_case_change AS change WHERE change.case_id = scope.id
                AND change.live AND change.day <= %(day_1)s AND change.recorded_at <= %(cutoff_1)s
                AND (change.day > %(day_0)s OR change.recorded_at > %(cutoff_0)s)
        )) AS fresh, b.moved, coalesce(made.stated, false) AS stated,
        CASE WHEN b.reason IN ({", ".join(f"'{each}'" for each in REASONS)}) THEN b.reason
            ELSE 'other' END AS reason,
        {", ".join(f"coalesce(made.left_{n}, 0) AS left_{n}" for n in "01")},
        {", ".join(f"coalesce(made.{name}, 0) AS {name}" for name in _MONEY)},
        coalesce(v.in_time, 0) AS in_time, coalesce(v.late, 0) AS late,
        coalesce(v.missing, 0) + (scope.verify_on BETWEEN %(first)s AND least(%(day_1)s, %(today)s)
            AND scope.verify_on IS NOT NULL)::integer AS missing
    FROM scope JOIN state_0 AS a USING (id) JOIN state_1 AS b USING (id)
    LEFT JOIN (
        SELECT case_id, bool_or(stated) AS stated,
            {
    ", ".join(f"sum(coalesce({name}_1, 0) - coalesce({name}_0, 0)) AS {name}" for name in _MONEY)
},
            {
    ", ".join(
        "sum(" + " - ".join(f"coalesce({name}_{n}, 0)" for name in _MONEY) + f") AS left_{n}"
        for n in "01"
    )
}
        FROM lines GROUP BY case_id
    ) AS made ON made.case_id = scope.id
    LEFT JOIN (
        -- As of the period's last day: what was done later was not done by then.
        SELECT case_id, count(*) FILTER (WHERE done_on <= least(due_on, %(day_1)s)) AS in_time,
            count(*) FILTER (WHERE done_on > due_on AND done_on <= %(day_1)s) AS late,
            count(*) FILTER (WHERE coalesce(done_on > %(day_1)s, true) AND due_on < %(today)s)
                AS missing
        FROM thads_case_duty WHERE duty = 'verify' AND due_on BETWEEN %(first)s AND %(day_1)s
        GROUP BY case_id
    ) AS v ON v.case_id = scope.id
"""
_HERE = "(was OR fresh)"
_FIGURES = {
    "opening": "count(*) FILTER (WHERE was)",
    "new": "count(*) FILTER (WHERE fresh)",
    "ended": f"count(*) FILTER (WHERE {_HERE} AND NOT remains)",
    "closing": "count(*) FILTER (WHERE remains)",
    "moved": "count(*) FILTER (WHERE remains AND moved)",
    "unstated": "count(*) FILTER (WHERE remains AND NOT stated)",
    **{
        f"ended_{each}": f"count(*) FILTER (WHERE {_HERE} AND NOT remains AND reason = '{each}')"
        for each in REASONS
    },
    "money_opening": "sum(left_0) FILTER (WHERE was)",
    "money_new": f"sum(to_do + CASE WHEN fresh THEN left_0 ELSE 0 END) FILTER (WHERE {_HERE})",
    **{
        f"money_{each}": f"sum({each}) FILTER (WHERE {_HERE})"
        for each in ("done", "reduced", "terminated", "delegated")
    },
    "money_out": f"sum(left_1) FILTER (WHERE {_HERE} AND NOT remains)",
    "money_closing": "sum(left_1) FILTER (WHERE remains)",
    "verified_in_time": "sum(in_time)",
    "verified_late": "sum(late)",
    "verified_missing": "sum(missing)",
}
_SUMS = f"""
    SELECT grouping(agency, ground, obligation, origin), agency, ground, obligation, origin,
        {", ".join(f"coalesce({_FIGURES[key]}, 0)::bigint" for key in KEYS)}
    FROM counted GROUP BY GROUPING SETS ((), (agency), (ground), (obligation), (origin))
"""
_DIMENSIONS = {
    15: Dimension.WHOLE,
    7: Dimension.AGENCY,
    11: Dimension.GROUND,
    13: Dimension.OBLIGATION,
    14: Dimension.ORIGIN,
}
_DRIFT = """
    SELECT count(*) FROM thads_case_line AS line JOIN scope ON scope.id = line.case_id
    LEFT JOIN lines AS made ON made.case_id = line.case_id AND made.line = line.line
    WHERE coalesce(made.left_over, 0) <> line.left_over
"""
#: In a province only what is its own is looked at.
_HERE_SQL = {True: "case_id IN (SELECT id FROM scope)", False: "true"}
_TEMPORARY = ("scope", "lines", "said", "state_0", "state_1", "counted")


def period_figures(
    cursor: Cursor, *, scope: str, first: date, last: date, today: date, cutoff: datetime
) -> tuple[list[Figures], int]:
    """The rows of the period, the whole first, and how many lines have a balance that is not the
    sum of their entries. `scope` is a province or "". In a transaction of `cursor` that is ended
    after it: temporary tables are made.
    """
    before = closed_before(cursor, scope, first)
    opening = before.last if before else first - timedelta(days=1)
    values: dict[str, Any] = {
        "scope": scope,
        "first": first,
        "today": today,
        "day_0": opening,
        "cutoff_0": before.cutoff if before else cutoff,
        "day_1": last,
        "cutoff_1": cutoff,
    }
    here = _HERE_SQL[bool(scope)]
    cursor.execute(f"DROP TABLE IF EXISTS {', '.join(_TEMPORARY)}")
    for table, statement in (
        ("scope", _SCOPE),
        ("lines", _LINES.replace("{here}", here)),
        ("said", _SAID.replace("{here}", here.replace("case_id", "own.case_id"))),
        ("state_0", _STATE.replace("{n}", "0").replace("{here}", here)),
        ("state_1", _STATE.replace("{n}", "1").replace("{here}", here)),
    ):
        cursor.execute(statement, values)
        cursor.execute(f"ANALYZE {table}")
    cursor.execute(_COUNTED, values)
    cursor.execute(_SUMS)
    rows = [_row(row) for row in cursor]
    rows.sort(key=lambda row: (list(Dimension).index(row.dimension), row.value))
    cursor.execute(_DRIFT)
    (drift,) = cursor.fetchone()
    return rows, drift


def late_entries(
    cursor: Cursor, *, scope: str, first: date, cutoff: datetime
) -> tuple[int, Closed | None]:
    """How many entries of days before `first` were recorded after the period before was closed, and
    count in this one; with that period, None where none was closed.
    """
    before = closed_before(cursor, scope, first)
    if before is None:
        return 0, None
    cursor.execute(
        "SELECT count(*) FROM thads_case_entry AS entry WHERE occurred_on <= %s"
        " AND recorded_at > %s AND recorded_at <= %s AND (%s = '' OR EXISTS ("
        "SELECT FROM thads_case AS own WHERE own.id = entry.case_id AND own.province = %s))",
        (before.last, before.cutoff, cutoff, scope, scope),
    )
    count: int = one(cursor)
    return count, before


def _row(row: tuple[Any, ...]) -> Figures:
    mask, agency, ground, obligation, origin, *figures = row
    dimension = _DIMENSIONS[mask]
    value = {
        Dimension.WHOLE: "",
        Dimension.AGENCY: agency,
        Dimension.GROUND: ground,
        Dimension.OBLIGATION: obligation,
        Dimension.ORIGIN: origin,
    }[dimension]
    return Figures(dimension, value, dict(zip(KEYS, figures, strict=True)))


_COLUMNS = "scope, first_day, last_day, version, cutoff, closed_by, note, figures"


def _closed(row: tuple[Any, ...]) -> Closed:
    rows = tuple(Figures(Dimension(each[0]), each[1], each[2]) for each in row[7])
    scope, first, last, version, cutoff, closed_by, note = row[:7]
    return Closed(scope, first, last, version, cutoff, closed_by, note, rows)


def closed_before(cursor: Cursor, scope: str, first: date) -> Closed | None:
    """The newest version of the closed period that ends the day before `first`."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_case_period WHERE scope = %s AND last_day = %s"
        " ORDER BY version DESC, first_day DESC LIMIT 1",
        (scope, first - timedelta(days=1)),
    )
    row = cursor.fetchone()
    return _closed(row) if row else None


def closed_periods(cursor: Cursor, scope: str) -> list[Closed]:
    """The newest first."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_case_period WHERE scope = %s"
        " ORDER BY last_day DESC, first_day, version DESC LIMIT 100",
        (scope,),
    )
    return [_closed(row) for row in cursor]


def close_period(cursor: Cursor, period: Closed, *, job: str) -> int:
    """Keep `period` as a new version; returns its number. The same `job` closes once."""
    cursor.execute("SELECT version FROM thads_case_period WHERE job = %s", (job,))
    known = cursor.fetchone()
    if known is not None:
        return int(known[0])
    cursor.execute(
        "INSERT INTO thads_case_period (scope, first_day, last_day, version, cutoff, closed_by,"
        " note, job, figures) SELECT %s, %s, %s, coalesce(max(version), 0) + 1, %s, %s, %s, %s, %s"
        " FROM thads_case_period WHERE scope = %s AND first_day = %s AND last_day = %s"
        " RETURNING version",
        (
            period.scope,
            period.first,
            period.last,
            period.cutoff,
            period.closed_by,
            period.note,
            job,
            orjson.dumps(
                [[row.dimension.value, row.value, row.figures] for row in period.rows]
            ).decode(),
            period.scope,
            period.first,
            period.last,
        ),
    )
    (version,) = cursor.fetchone()
    return int(version)
