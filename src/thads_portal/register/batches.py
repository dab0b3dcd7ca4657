"""The posting batches as rows: to list them, and to find the batch that a listing is in.

Written with the batch in one transaction (``join.py``), like the rows of listings. The day
from which the first term counts is stored, never the deadline, which the calendar may move. A listing
waits in one batch at most; a second one is told so by the unique index, also when both are
made in the same moment.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.content.batch import PostingBatch
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.batches import BatchState
from typing import Any


COLUMNS = (
    "province",
    "id",
    "state",
    "title",
    "source",
    "source_id",
    "waiting",
    "published",
    "returned",
    "clock_from",
    "created",
    "created_by",
    "changed",
    "revision",
)
_NAMES = ", ".join(COLUMNS)
_UPSERT = (
    f"INSERT INTO thads_batch ({_NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
    " ON CONFLICT (province, id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])
)
_LEFT = "DELETE FROM thads_batch_listing WHERE province = %s AND batch = %s AND number <> ALL(%s)"
_MEMBERS = """
    INSERT INTO thads_batch_listing AS present (number, province, batch, outcome, revision)
    SELECT number, %s, %s, outcome, revision
    FROM unnest(%s, %s, %s::bigint[]) AS given (number, outcome, revision)
    ORDER BY number
    ON CONFLICT (province, batch, number)
    DO UPDATE SET outcome = excluded.outcome, revision = excluded.revision
    WHERE (present.outcome, present.revision) IS DISTINCT FROM (excluded.outcome, excluded.revision)
"""


@dataclass(frozen=True, slots=True)
class BatchRows:
    """What the register holds of one batch."""

    row: tuple[Any, ...]
    #: number -> (outcome, revision of the listing at the batch's last step, if it waits)
    members: dict[str, tuple[str, int | None]]


def rows_of(batch: PostingBatch, province: str) -> BatchRows:
    """The rows of `batch`, which lies in the subsite `province`."""
    batch._p_activate()
    rows = batch.rows
    members: dict[str, tuple[str, int | None]] = dict.fromkeys(rows.returned, ("returned", None))
    members.update(dict.fromkeys(rows.published, ("published", None)))
    members.update({number: ("waiting", seen) for number, seen in rows.waiting.items()})
    source, source_id = batch.source
    return BatchRows(
        (
            province,
            batch.id,
            batch.state,
            batch.title,
            source,
            source_id,
            len(rows.waiting),
            len(rows.published),
            len(rows.returned),
            batch.clock_from,
            batch.created_at,
            batch.created_by,
            batch.changed_at,
            batch.revision,
        ),
        members,
    )


def prepare(items: list[tuple[str, str, Any]]) -> list[tuple[tuple[str, str], BatchRows | None]]:
    """As a writer of ``join.py``: of (province, id, batch or None), the last word on each."""
    last = {(province, name): batch for province, name, batch in items}
    return [
        (key, None if (batch := last[key]) is None else rows_of(batch, key[0]))
        for key in sorted(last)
    ]


def write(cursor: Cursor, prepared: list[tuple[tuple[str, str], BatchRows | None]]) -> None:
    """Write what `prepare` gave."""
    for key, each in prepared:
        if each is None:
            delete(cursor, *key)
        else:
            write_one(cursor, each)


def write_one(cursor: Cursor, each: BatchRows) -> None:
    """Make the tables say what `each` says."""
    province, batch = each.row[:2]
    numbers = sorted(each.members)
    cursor.execute(_UPSERT, each.row)
    cursor.execute(_LEFT, (province, batch, numbers))
    outcomes = [each.members[number][0] for number in numbers]
    revisions = [each.members[number][1] for number in numbers]
    cursor.execute(_MEMBERS, (province, batch, numbers, outcomes, revisions))


def delete(cursor: Cursor, province: str, batch: str) -> None:
    cursor.execute("DELETE FROM thads_batch WHERE province = %s AND id = %s", (province, batch))
    cursor.execute(
        "DELETE FROM thads_batch_listing WHERE province = %s AND batch = %s", (province, batch)
    )


# Questions


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch as a list shows it."""

    province: str
    id: str
    state: BatchState
    title: str
    source: str
    source_id: str | None
    waiting: int
    published: int
    returned: int
    clock_from: date | None
    created: datetime
    created_by: str
    changed: datetime
    revision: int

    @property
    def rows(self) -> int:
        return self.waiting + self.published + self.returned


def batches(
    cursor: Cursor,
    *,
    provinces: list[str] | None = None,
    states: list[str] | None = None,
    source: str | None = None,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
    by_deadline: bool = False,
) -> list[BatchLine]:
    """The batches of `provinces` (None: all), the last changed first, or the first due."""
    where, values = _conditions(provinces, states, source, words)
    order = "clock_from NULLS LAST, changed, id" if by_deadline else "changed DESC, id DESC"
    cursor.execute(
        f"SELECT {_NAMES} FROM thads_batch{where} ORDER BY {order} LIMIT %s OFFSET %s",
        (*values, limit, offset),
    )
    return [_line(row) for row in cursor.fetchall()]


def keys(cursor: Cursor, states: list[str]) -> list[tuple[str, str]]:
    """(province, id) of all batches in these states, the first due first."""
    cursor.execute(
        "SELECT province, id FROM thads_batch WHERE state = ANY(%s)"
        " ORDER BY clock_from NULLS LAST, changed, id",
        (states,),
    )
    return cursor.fetchall()


def count(cursor: Cursor, **conditions: Any) -> int:
    where, values = _conditions(
        conditions.get("provinces"),
        conditions.get("states"),
        conditions.get("source"),
        conditions.get("words", ""),
    )
    cursor.execute(f"SELECT count(*) FROM thads_batch{where}", values)
    found: int = one(cursor)
    return found


def _conditions(
    provinces: Collection[str] | None,
    states: Collection[str] | None,
    source: str | None,
    words: str,
) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    if provinces is not None:
        parts.append("province = ANY(%s)")
        values.append(list(provinces))
    if states:
        parts.append("state = ANY(%s)")
        values.append(list(states))
    if source:
        parts.append("source = %s")
        values.append(source)
    if words.strip():
        parts.append("(strpos(lower(title), lower(%s)) > 0 OR id = %s)")
        values += [words.strip()] * 2
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), tuple(values)


def _line(row: tuple[Any, ...]) -> BatchLine:
    values = dict(zip(COLUMNS, row, strict=True))
    return BatchLine(**{**values, "state": BatchState(values["state"])})


def exists(cursor: Cursor, province: str, batch: str) -> bool:
    cursor.execute("SELECT FROM thads_batch WHERE province = %s AND id = %s", (province, batch))
    return bool(cursor.rowcount)


def waiting_in(cursor: Cursor, numbers: list[str]) -> dict[str, tuple[str, str]]:
    """Number -> (province, batch) for those of `numbers` that wait in a batch."""
    cursor.execute(
        "SELECT number, province, batch FROM thads_batch_listing"
        " WHERE outcome = 'waiting' AND number = ANY(%s)",
        (numbers,),
    )
    return {number: (province, batch) for number, province, batch in cursor.fetchall()}


def without_batch(
    cursor: Cursor, province: str, states: list[str], *, limit: int, of_feed: bool | None = None
) -> list[str]:
    """Numbers of the province's listings in `states` that wait in no batch, oldest first.

    `of_feed`: only those that the case system brought, or only the others.
    """
    feed = {None: "", True: " AND external_id IS NOT NULL", False: " AND external_id IS NULL"}
    cursor.execute(
        "SELECT number FROM thads_listing AS listing WHERE province = %s AND state = ANY(%s)"
        " AND state NOT IN ('published', 'ended')"
        f"{feed[of_feed]} AND NOT EXISTS (SELECT FROM thads_batch_listing AS member"
        " WHERE member.outcome = 'waiting' AND member.number = listing.number)"
        " ORDER BY number LIMIT %s",
        (province, states, limit),
    )
    return [number for (number,) in cursor.fetchall()]


def earliest_clock(cursor: Cursor, numbers: list[str]) -> date | None:
    """The first day from which a term of publication counts among `numbers`."""
    cursor.execute(
        "SELECT min(waits_since) FROM thads_listing WHERE number = ANY(%s)",
        (numbers,),
    )
    day: date | None = one(cursor)
    return day


def place_in(cursor: Cursor, province: str, batch: str, number: str) -> tuple[int, int, str | None]:
    """(how many rows wait up to `number`, how many in all, the number of the next one)."""
    cursor.execute(
        "SELECT count(*) FILTER (WHERE number <= %s), count(*), min(number) FILTER (WHERE number > %s)"
        " FROM thads_batch_listing"
        " WHERE province = %s AND batch = %s AND outcome = 'waiting'",
        (number, number, province, batch),
    )
    row = cursor.fetchone()
    return row[0], row[1], row[2]
