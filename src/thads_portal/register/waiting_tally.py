"""How much work waits, counted without reading it: sums by province, kind, reason and deadline.

``thads_waiting_tally`` is kept by statement triggers on ``thads_listing`` in the writer's
transaction, its sums spread over shards as those of the search are (:mod:`derived`), so that
writers never wait for each other. A published listing on which nothing waits is not in it.
"""

from collections.abc import Collection
from collections.abc import Mapping
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register.waiting import later
from thads_portal.register.waiting import Waits


_KEY = "province, waits, reason, waits_sort"


def _rows(table: str, sign: int) -> str:
    # Without a day of the event there is no deadline: it waits, and is never due.
    return (
        f"SELECT {sign} AS sign, province, waits, coalesce(waits_reason, '') AS reason,"
        f" coalesce(waits_sort, 'infinity') AS waits_sort FROM {table} WHERE waits IS NOT NULL"
    )


#: How many sums are wrong, as of one moment.
DRIFT = f"""
    SELECT count(*) FROM (
        SELECT {_KEY}, sum(sign) AS n FROM ({_rows("thads_listing", 1)}) AS listed GROUP BY {_KEY}
    ) AS wanted
    FULL JOIN (
        SELECT {_KEY}, sum(n) AS n FROM thads_waiting_tally GROUP BY {_KEY} HAVING sum(n) <> 0
    ) AS present USING ({_KEY})
    WHERE wanted.n IS DISTINCT FROM present.n
"""


def counts(cursor: Cursor, *, province: str | None = None) -> dict[str, int]:
    """What waits -> how many, of every kind."""
    here = "" if province is None else " WHERE province = %s"
    cursor.execute(
        f"SELECT waits, sum(n)::bigint FROM thads_waiting_tally{here} GROUP BY waits",
        () if province is None else (province,),
    )
    found = dict(cursor.fetchall())
    return {kind.value: found.get(kind.value, 0) for kind in Waits}


def until(
    cursor: Cursor,
    limits: Mapping[tuple[str, str | None], date | None],
    *,
    province: str | None = None,
) -> int:
    """How many wait whose event is on or before the day given for its kind and reason.

    A reason None stands for all; a day None for none.
    """
    parts, values = [], []
    for (kind, reason), day in limits.items():
        if day is None:
            continue
        part = "waits = %s AND waits_sort <= %s"
        values += [kind, later(kind, day)]
        if reason is not None:
            part += " AND reason = %s"
            values.append(reason)
        parts.append(f"({part})")
    if not parts:
        return 0
    here = ""
    if province is not None:
        here = " AND province = %s"
        values.append(province)
    cursor.execute(
        "SELECT coalesce(sum(n), 0)::bigint FROM thads_waiting_tally"
        f" WHERE ({' OR '.join(parts)}){here}",
        values,
    )
    waiting: int = one(cursor)
    return waiting


def by_province(cursor: Cursor, waits: Collection[Waits]) -> list[tuple[str, int]]:
    """(province, how many of these kinds wait there), most first."""
    cursor.execute(
        "SELECT province, sum(n)::bigint FROM thads_waiting_tally WHERE waits = ANY(%s)"
        " GROUP BY province HAVING sum(n) > 0 ORDER BY 2 DESC, 1",
        ([each.value for each in waits],),
    )
    return cursor.fetchall()
