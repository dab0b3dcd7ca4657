"""The acts of publication in the order of their commits: what followers of the register read.

Triggers on the listings note each act in the writer's transaction (``thads_new_act``). `sequence`
then gives what is committed its place in ``thads_act``, one caller at a time: an act that is
committed later always gets a later place, so that a reader who has come to a place has missed
nothing before it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from typing import Any

import hashlib
import re


class ActKind(StrEnum):
    PUBLISHED = "published"
    AMENDED = "amended"
    ENDED = "ended"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Act:
    """`seq` is its place, from 1; `at` when it was done. Nothing of a person."""

    seq: int
    at: datetime
    kind: ActKind
    number: str
    province: str


#: Before the first act.
START = "0"
_LOCK = 1952998516
_CURSOR = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{12})")
_COLUMNS = "seq, at, kind, number, province"


def sequence(cursor: Cursor) -> int:
    """Give what was committed since the last time its place; how many acts that were.

    To be committed at once: others wait meanwhile. The transaction must be READ COMMITTED.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    cursor.execute(
        "WITH new AS (DELETE FROM thads_new_act RETURNING id, at, kind, number, province)"
        " INSERT INTO thads_act (seq, at, kind, number, province)"
        " SELECT (SELECT coalesce(max(seq), 0) FROM thads_act) + row_number() OVER (ORDER BY id),"
        " at, kind, number, province FROM new"
    )
    return cursor.rowcount


def waiting(cursor: Cursor) -> bool:
    """Whether there are acts without a place."""
    cursor.execute("SELECT EXISTS (SELECT FROM thads_new_act)")
    return bool(one(cursor))


def between(
    cursor: Cursor, first: int, last: int, *, province: str | None = None, limit: int = 1000
) -> list[Act]:
    """Up to `limit` acts behind the place `first`, up to `last`, in their order."""
    where = " AND province = %s" if province else ""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_act WHERE seq > %s AND seq <= %s{where}"
        " ORDER BY seq LIMIT %s",
        [first, last, *([province] if province else []), limit],
    )
    return [_act(row) for row in cursor.fetchall()]


def newest(cursor: Cursor) -> Act | None:
    """The last act that has a place."""
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_act ORDER BY seq DESC LIMIT 1")
    row = cursor.fetchone()
    return None if row is None else _act(row)


def first_since(cursor: Cursor, moment: datetime) -> Act | None:
    """The first act of which all that follow are not older than `moment`.

    Places follow the commits and moments are taken before, so that the last place before `moment`
    is looked for among the acts of the day before it: no transaction takes a day.
    """
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_act WHERE seq > coalesce((SELECT max(seq) FROM thads_act"
        " WHERE at < %(moment)s AND at >= (SELECT at FROM thads_act WHERE at < %(moment)s"
        " ORDER BY at DESC LIMIT 1) - interval '1 day'), 0) ORDER BY seq LIMIT 1",
        {"moment": moment},
    )
    row = cursor.fetchone()
    return None if row is None else _act(row)


def cursor_at(act: Act | None) -> str:
    """What a follower who knows everything up to `act` comes back with.

    It bears a mark of the act itself: where a backup was restored, others stand in the places
    behind, and a cursor of before is told from one of now.
    """
    return START if act is None else f"{act.seq}-{_mark(act)}"


def place_of(cursor: Cursor, text: str) -> int | None:
    """The place that the cursor `text` names; None if it names none of this register.

    Raises ValueError if it is no cursor at all.
    """
    if text == START:
        return 0
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise ValueError(text)
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_act WHERE seq = %s", (int(found[1]),))
    row = cursor.fetchone()
    return int(found[1]) if row is not None and _mark(_act(row)) == found[2] else None


def _act(row: tuple[Any, ...]) -> Act:
    return Act(row[0], row[1], ActKind(row[2]), *row[3:])


def _mark(act: Act) -> str:
    moment = int(act.at.timestamp() * 1_000_000)
    text = f"{act.seq}|{moment}|{act.kind}|{act.number}|{act.province}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
