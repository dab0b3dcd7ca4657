"""Fills a portal with cases and their ledgers: ``python -m tests.benchmarks.ledger_fill 500000 6 FOLDER``.

Synthetic rows straight into the tables, as many as the sizes of the country ask for; the folder remains and
is used again. An eighth of the cases is of one province, a tenth more than was asked for has ended. What
only others read of a listing (the log of publication, matching) is not made.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from tests.benchmarks.desk_pages import waiting_rows
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.synthetic_rows import COLUMNS
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import default_calendar
from thads_portal.register.ledger.recomputing import law_of

import psycopg2
import sys


_QUICK = (
    "synchronous_commit = off",
    "work_mem = '256MB'",
    "maintenance_work_mem = '512MB'",
    # One connection works, and as many processes as there are cores with it.
    "max_parallel_workers_per_gather = 1",
    "max_parallel_maintenance_workers = 1",
)
#: Rows that are made up; the others are these again under other numbers.
_MADE_UP = 55_000
_TABLES = (
    "thads_listing",
    "thads_case",
    "thads_case_listing",
    "thads_case_line",
    "thads_case_entry",
    "thads_case_duty",
)
_COLUMNS = (
    *COLUMNS,
    *("flags", "waits", "waits_since", "waits_reason", "posting_due", "ended_at", "end_reason"),
)
_STATE = COLUMNS.index("state")
_DECISION = COLUMNS.index("enforcement_decision_number")
#: Each copy of the made up rows is as much younger as its number says.
_YOUNGER = (
    *("enforcement_decision_date", "judgment_date", "no_conditions_decision_date"),
    *("first_published", "created", "changed"),
)
_SHIFT = "{name} + %(again)s * interval '330 days'"


def ledgers(portal: Installation, count: int, each: int) -> int:
    """Fill `portal` up to `count` cases that have not ended with `each` entries; entries there are."""
    with closing(psycopg2.connect(portal.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM thads_case WHERE listed > 1")
            if not cursor.fetchone()[0]:
                for setting in _QUICK:
                    cursor.execute(f"SET {setting}")
                again = _apart(cursor)
                _listings(connection, count + count // 10)
                _cases(cursor)
                if each:
                    _entries(cursor, each)
                for statement in again:
                    _tell(statement)
                    cursor.execute(statement)
                _tell("sums")
                cursor.execute("SELECT thads_recount_waiting(), thads_case_sum_recount()")
                # Made up duties are no one's: an upgrade of the folder is not to compute them anew.
                law = [law_of(default_calendar(), datetime.now(VIETNAM).date()), "done"]
                cursor.execute(
                    "INSERT INTO thads_maintenance (task, place) VALUES ('case-duties', %s)"
                    " ON CONFLICT (task) DO UPDATE SET place = excluded.place",
                    (law,),
                )
                _tell("VACUUM ANALYZE")
                cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT count(*) FROM thads_case_entry")
            return int(cursor.fetchone()[0])


def _apart(cursor) -> list[str]:
    """Take away what would be kept in step row by row; the statements that make it again."""
    again = []
    tables = [*_TABLES, "thads_case_proposal", "thads_case_change"]
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
        (tables,),
    )
    for table, name, definition in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1",
        (tables,),
    )
    made = []
    for name, definition in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")
        made.append(definition)
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        again.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return [*made, *again]


def _listings(connection, count: int) -> None:
    with connection.cursor() as cursor:
        base = min(count, _MADE_UP)
        copy_rows(cursor, _ended(waiting_rows(rows(base), 0.05)), columns=_COLUMNS)
        cursor.execute(
            "SELECT string_agg(attname, ', ') FROM pg_attribute WHERE attrelid = 'thads_listing'::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
            " AND attname <> ALL(%s)",
            (["number", "external_id", "enforcement_decision_number", *_YOUNGER],),
        )
        names = f"{cursor.fetchone()[0]}, {', '.join(_YOUNGER)}"
        shifted = names
        for name in _YOUNGER:
            shifted = shifted.replace(f", {name}", ", " + _SHIFT.replace("{name}", name))
        for again in range(1, -(-count // base)):
            _tell(f"listings {again}")
            cursor.execute(
                """
                INSERT INTO thads_listing (number, external_id, enforcement_decision_number, {names})
                SELECT number || %(again)s, external_id || '-' || %(again)s,
                    %(again)s || '.' || enforcement_decision_number, {shifted} FROM thads_listing
                WHERE external_id LIKE 'synthetic:%%' AND external_id NOT LIKE '%%-%%'
                LIMIT %(most)s
                """.replace("{names}", names).replace("{shifted}", shifted),
                {"again": again, "most": count - again * base},
            )
        cursor.execute("ANALYZE thads_listing")


def _ended(made: Iterator[tuple]) -> Iterator[tuple]:
    """`made` with an eleventh ended over two years, and most decisions about one debtor only."""
    today = datetime.now(VIETNAM)
    for place, row in enumerate(made):
        values = list(row)
        if place % 12:
            values[_DECISION] = f"{place}/QĐ-CCTHADS"
        if place % 11:
            yield (*values, None, None)
        else:
            values = values[: len(COLUMNS)]
            values[_STATE] = "ended"
            ended = today - timedelta(days=place % 700)
            yield (*values, [], None, None, None, None, ended, "discharged")


def _cases(cursor) -> None:
    for statement in (
        """
        INSERT INTO thads_case (province, agency, decision_key, decision_date, decision_number, listings,
            listed, no_conditions_on)
        SELECT province, agency, thads_case_key(enforcement_decision_number), enforcement_decision_date,
            min(enforcement_decision_number), count(*),
            count(*) FILTER (WHERE state NOT IN ('draft', 'ended')),
            min(no_conditions_decision_date) FILTER (WHERE state NOT IN ('draft', 'ended'))
        FROM thads_listing WHERE state <> 'draft' GROUP BY 1, 2, 3, 4
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO thads_case_listing (number, case_id, officer, commune)
        SELECT number, own.id, 'Chấp hành viên ' || own.id % 61, 'Xã số ' || own.id % 173
        FROM thads_listing AS t JOIN thads_case AS own ON own.province = t.province
            AND own.agency = t.agency AND own.decision_date = t.enforcement_decision_date
            AND own.decision_key = thads_case_key(t.enforcement_decision_number)
        WHERE state <> 'draft' ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO thads_case_change (case_id, day, live, reason)
        SELECT case_id, day, live, reason FROM (
            SELECT case_id, min(no_conditions_decision_date) AS day, true AS live, NULL AS reason
            FROM thads_case_listing JOIN thads_listing USING (number) GROUP BY case_id
            UNION ALL
            SELECT case_id, max(ended_at)::date, false, 'discharged'
            FROM thads_case_listing JOIN thads_listing USING (number) GROUP BY case_id
            HAVING bool_and(state = 'ended')
        ) AS made ORDER BY case_id, day
        """,
        """
        INSERT INTO thads_case_choice SELECT DISTINCT province, kind, value FROM (
            SELECT own.province, 'officer' AS kind, link.officer AS value
            FROM thads_case_listing AS link JOIN thads_case AS own ON own.id = link.case_id
            UNION ALL
            SELECT own.province, 'commune', link.commune
            FROM thads_case_listing AS link JOIN thads_case AS own ON own.id = link.case_id
        ) AS made WHERE value IS NOT NULL ON CONFLICT DO NOTHING
        """,
        "ANALYZE",
    ):
        _tell(statement.split("(")[0])
        cursor.execute(statement)


def _entries(cursor, each: int) -> None:
    values = {"today": datetime.now(VIETNAM).date(), "each": each}
    for statement in _STATEMENTS:
        _tell(statement.split("(")[0])
        cursor.execute(statement.replace("{to_do}", _TO_DO), values)


def _tell(text: str) -> None:
    print(f"   {datetime.now(VIETNAM):%H:%M:%S} {' '.join(text.split())}", file=sys.stderr)


#: A fee for half of the cases, so that a part of them fits for relief; else a debt.
_TO_DO = "CASE WHEN own.id %% 2 = 0 THEN 6000000 ELSE 90000000 END"
_STATEMENTS = (
    """
    INSERT INTO thads_case_line (case_id, line, kind, to_do, done)
    SELECT id, '1', CASE WHEN id %% 2 = 0 THEN 'court_fee' ELSE 'debt' END, {to_do},
        greatest(0, (%(each)s - 1) / 2) * 500000
    FROM thads_case AS own
    """,
    """
    INSERT INTO thads_case_entry (case_id, occurred_on, recorded_at, kind, line, amount, bucket, signed,
        actor, origin, details)
    SELECT id, day, day + interval '10 hours', kind,
        CASE WHEN kind <> 'verified' THEN '1' END,
        CASE kind WHEN 'case_stated' THEN to_do WHEN 'collected' THEN 500000 END,
        CASE kind WHEN 'case_stated' THEN 'to_do' WHEN 'collected' THEN 'done' END,
        CASE kind WHEN 'case_stated' THEN to_do WHEN 'collected' THEN 500000 END, 'bench', 'feed',
        CASE kind WHEN 'verified' THEN '{"channel": "direct", "conclusion": "none", "declared": true}'
            ELSE '{}' END::jsonb
    FROM (
        SELECT own.id, n, {to_do} AS to_do, CASE WHEN n = 1 THEN 'case_stated'
                WHEN n %% 2 = 0 THEN 'verified' ELSE 'collected' END AS kind,
            CASE WHEN n = 1 THEN own.decision_date
                ELSE %(today)s - ((%(each)s - n) * 50 + (own.id %% 200)::integer) END AS day
        FROM thads_case AS own, generate_series(1, %(each)s) AS n
    ) AS made ORDER BY id, n
    """,
    """
    INSERT INTO thads_case_duty (case_id, duty, entry, started_on, due_on, done_on, province, agency)
    SELECT own.id, 'verify', made.before, made.since, (made.since + interval '6 months')::date,
        made.occurred_on, own.province, own.agency
    FROM thads_case AS own JOIN (
        SELECT case_id, occurred_on, lag(id) OVER of_case AS before,
            lag(occurred_on) OVER of_case AS since
        FROM thads_case_entry
        WHERE kind = 'verified'
        WINDOW of_case AS (PARTITION BY case_id ORDER BY id)
    ) AS made ON made.case_id = own.id WHERE made.before IS NOT NULL
    """,
    """
    INSERT INTO thads_case_duty (case_id, duty, entry, started_on, due_on, done_on, province, agency)
    SELECT own.id, 'pay_out', made.id, made.occurred_on, made.occurred_on + 10,
        CASE WHEN made.id %% 21 > 0 OR own.listed = 0 THEN made.occurred_on + 4 + (made.id %% 9)::integer END,
        own.province, own.agency
    FROM thads_case AS own JOIN thads_case_entry AS made ON made.case_id = own.id
    WHERE made.kind = 'collected'
    """,
    """
    INSERT INTO thads_case_duty (case_id, duty, entry, started_on, due_on, done_on, province, agency)
    SELECT own.id, 'return_request', 0, (no_conditions_on + interval '2 years')::date, NULL, NULL, province, agency
    FROM thads_case AS own WHERE id %% 4 = 0 AND listed > 0
    """,
    """
    INSERT INTO thads_case_proposal (number, case_id, province, effect, entry, since, due_on, left_over, done)
    SELECT DISTINCT ON (own.id) link.number, own.id, own.province, 'amend', 1, %(today)s - 3, %(today)s + 1, 1000000, 500000
    FROM thads_case AS own JOIN thads_case_listing AS link ON link.case_id = own.id
    WHERE own.id %% 50 = 0 AND own.listed > 0 ORDER BY own.id, link.number
    ON CONFLICT DO NOTHING
    """,
    # How many rows there are is what the next one is planned by.
    "ANALYZE thads_case_duty, thads_case_entry",
    """
    UPDATE thads_case AS own SET entries = %(each)s, revision = 1, last_verified = CASE WHEN %(each)s > 1
            THEN %(today)s - ((%(each)s - %(each)s / 2 * 2) * 50 + (own.id %% 200)::integer) END,
        conclusion = 'none', origin = CASE WHEN own.id %% 3 = 0 THEN 'ex_officio' ELSE 'on_request' END,
        other_duty = CASE WHEN open.due_on IS NULL THEN NULL ELSE 'pay_out' END, other_on = open.due_on,
        relief_on = CASE WHEN own.id %% 2 = 0 THEN (own.decision_date + interval '5 years')::date END
    FROM thads_case AS each LEFT JOIN (
        SELECT case_id, min(due_on) AS due_on FROM thads_case_duty WHERE done_on IS NULL GROUP BY case_id
    ) AS open ON open.case_id = each.id
    WHERE each.id = own.id
    """,
)


if __name__ == "__main__":
    with serving(1, Path(sys.argv[3])) as (served, _filled):
        print(f"{ledgers(served, int(sys.argv[1]), int(sys.argv[2])):,} entries")
