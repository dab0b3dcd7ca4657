"""The month's end: what a partner says it has got, against what it has acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.words import VIETNAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Ids of messages: `missing` at the partner, `unknown` here, of `different` content."""

    partner: Partner
    month: date
    made: datetime
    ours: int
    theirs: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not (self.missing or self.unknown or self.different)


def first_made(cursor: Cursor, partner: Partner, first: date, after: date) -> date | None:
    """The day (in Vietnam) on which the oldest message was made that was acknowledged from `first` to
    before `after`; None if there was none.
    """
    cursor.execute(
        "SELECT min(made) FROM thads_outbox WHERE partner = %s AND state = 'acknowledged'"
        " AND acknowledged >= %s AND acknowledged < %s",
        (partner, *(datetime.combine(day, time(), VIETNAM) for day in (first, after))),
    )
    made = one(cursor)
    return None if made is None else made.astimezone(VIETNAM).date()


def compare(
    cursor: Cursor,
    partner: Partner,
    first: date,
    after: date,
    theirs: Mapping[str, str],
    *,
    earlier: Mapping[str, str],
) -> None:
    """Keep the report about the messages acknowledged from `first` to before `after` (days in Vietnam).

    `theirs`: id -> SHA-256 of what the partner has of that time, `earlier` of the time before. What it
    lacks waits again.
    """
    cursor.execute(
        "SELECT id, digest FROM thads_outbox WHERE partner = %s AND state = 'acknowledged'"
        " AND acknowledged >= %s AND acknowledged < %s",
        (partner, *(datetime.combine(day, time(), VIETNAM) for day in (first, after))),
    )
    ours = dict(cursor.fetchall())
    cursor.execute(
        "SELECT id, digest FROM thads_outbox WHERE partner = %s AND id = ANY(%s)",
        (partner, list(theirs)),
    )
    # A message of the last minutes of a month may have its acknowledgement in the next.
    known = dict(cursor.fetchall())
    held = {**{name: earlier[name] for name in ours if name in earlier}, **theirs}
    missing = sorted(set(ours) - set(held))
    unknown = sorted(set(theirs) - set(known))
    both = {**ours, **known}
    different = sorted(name for name in both if name in held and held[name] != both[name])
    cursor.execute(
        "INSERT INTO thads_outbox_report (partner, month, ours, theirs, missing, unknown, different)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (partner, month) DO UPDATE SET"
        " made = clock_timestamp(), ours = excluded.ours, theirs = excluded.theirs,"
        " missing = excluded.missing, unknown = excluded.unknown, different = excluded.different",
        (partner, first, len(ours), len(theirs), missing, unknown, different),
    )
    cursor.execute(
        "UPDATE thads_outbox SET state = 'waiting', next_at = clock_timestamp(),"
        " problem = 'reconciliation' WHERE id = ANY(%s)",
        (missing,),
    )


def newest(cursor: Cursor, months: int = 12) -> list[Report]:
    """The reports of the last `months` that have any, about every partner."""
    cursor.execute(
        "SELECT partner, month, made, ours, theirs, missing, unknown, different"
        " FROM thads_outbox_report WHERE month IN"
        " (SELECT DISTINCT month FROM thads_outbox_report ORDER BY month DESC LIMIT %s)"
        " ORDER BY month DESC, partner",
        (months,),
    )
    return [
        Report(
            partner=Partner(partner),
            month=month,
            made=made,
            ours=ours,
            theirs=theirs,
            missing=tuple(missing),
            unknown=tuple(unknown),
            different=tuple(different),
        )
        for partner, month, made, ours, theirs, missing, unknown, different in cursor.fetchall()
    ]


def is_made(cursor: Cursor, partner: Partner, month: date) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM thads_outbox_report WHERE partner = %s AND month = %s)",
        (partner, month),
    )
    (found,) = cursor.fetchone()
    return bool(found)
