"""How often kinds of pages were read, by day and province: sums, nobody's trace."""

from collections.abc import Mapping
from datetime import date
from psycopg2.extras import execute_values
from thads_portal.database.sql import Cursor
from thads_portal.register.own_transaction import own_transaction


_ADD = """
INSERT INTO thads_visit AS present (day, province, kind, n) VALUES %s
ON CONFLICT (day, province, kind) DO UPDATE SET n = present.n + excluded.n
"""


def add(dsn: str, counts: Mapping[tuple[date, str, str], int]) -> None:
    """Add `counts`, by (day, province or '', kind)."""
    with own_transaction(dsn) as cursor:
        # Always in one order: workers add to the same rows.
        execute_values(cursor, _ADD, [(*key, n) for key, n in sorted(counts.items())])


def by_kind(cursor: Cursor, *, since: date, province: str | None = None) -> dict[str, int]:
    """Pages read since a day, by kind: of a province, or of the whole portal."""
    cursor.execute(
        "SELECT kind, sum(n)::bigint FROM thads_visit"
        " WHERE day >= %(since)s AND (%(province)s::text IS NULL OR province = %(province)s)"
        " GROUP BY kind",
        {"since": since, "province": province},
    )
    return dict(cursor.fetchall())
