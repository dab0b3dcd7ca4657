"""What became of jobs: their state, how far they are, what they brought; for the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from thads_portal.jobs.states import JobState
from thads_portal.jobs.states import OVER
from typing import Any


#: Jobs of a page of the list.
PAGE = 30
#: Before this part of the work is done, an estimate would be a guess.
_ENOUGH = 0.02

_COLUMNS = (
    "id, kind, owner, state, done, total, result, error_code, error,"
    " title, province, parameters, cancel, enqueued, started, finished"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A job as a page shows it; `error` is ``{"vi", "en"}``."""

    id: str
    kind: str
    owner: str
    state: JobState
    done: int
    total: int | None
    result: Mapping[str, Any] | None
    error_code: str | None
    error: Mapping[str, str] | None
    title: str
    province: str | None
    parameters: Mapping[str, Any]
    #: Somebody has asked to stop it.
    cancel: bool
    enqueued: datetime
    started: datetime | None
    finished: datetime | None

    @property
    def over(self) -> bool:
        return self.state in OVER

    def left(self, now: datetime) -> timedelta | None:
        """How long it will still take if it goes on as it went; None while nobody can tell."""
        if self.state is not JobState.RUNNING or not self.total or self.started is None:
            return None
        part = min(self.done / self.total, 1.0)
        passed = now - self.started
        if part < _ENOUGH or passed < timedelta(seconds=1):
            return None
        return passed * ((1 - part) / part)


def look_up(cursor, job_id: str) -> Seen | None:
    """The job as it is now, or None."""
    cursor.execute(f"SELECT {_COLUMNS} FROM thads_job WHERE id = %s", (job_id,))
    row = cursor.fetchone()
    return None if row is None else _seen(row)


def newest(
    cursor,
    *,
    owner: str | None = None,
    states: tuple[JobState, ...] = (),
    before: Seen | None = None,
    limit: int = PAGE,
) -> list[Seen]:
    """The newest jobs of `owner` (None: of everybody), or those behind `before`."""
    conditions = ["true"]
    values: dict[str, Any] = {"limit": limit}
    if owner is not None:
        conditions.append("owner = %(owner)s")
        values["owner"] = owner
    if states:
        conditions.append("state = ANY(%(states)s)")
        values["states"] = [state.value for state in states]
    if before is not None:
        conditions.append("(enqueued < %(enqueued)s OR enqueued = %(enqueued)s AND id > %(last)s)")
        values.update(enqueued=before.enqueued, last=before.id)
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_job WHERE {' AND '.join(conditions)}"
        " ORDER BY enqueued DESC, id LIMIT %(limit)s",
        values,
    )
    return [_seen(row) for row in cursor.fetchall()]


#: Kinds of jobs that mail.
_MAILS = ("mail", "password-link")


def unsent(cursor, account: str, *, days: int = 7, limit: int = 5) -> list[Seen]:
    """The newest mails that `account` caused in the last `days` and no server took."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_job WHERE kind = ANY(%s) AND state = %s"
        " AND parameters->>'caused_by' = %s AND finished > now() - %s * interval '1 day'"
        " ORDER BY finished DESC, id LIMIT %s",
        (list(_MAILS), JobState.FAILED.value, account, days, limit),
    )
    return [_seen(row) for row in cursor.fetchall()]


def mails(cursor, *, limit: int = 10) -> list[Seen]:
    """The newest jobs that mail."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_job WHERE kind = ANY(%s)"
        " ORDER BY enqueued DESC, id LIMIT %s",
        (list(_MAILS), limit),
    )
    return [_seen(row) for row in cursor.fetchall()]


def counts(cursor, *, days: int = 7) -> dict[JobState, int]:
    """How many jobs wait, run, and ended each way in the last `days`; for the administrator."""
    cursor.execute(
        "SELECT state, count(*) FROM thads_job"
        " WHERE finished IS NULL OR finished > now() - %s * interval '1 day' GROUP BY state",
        (days,),
    )
    found = dict(cursor.fetchall())
    return {state: found.get(state.value, 0) for state in JobState}


def _seen(row: tuple) -> Seen:
    return Seen(*(*row[:3], JobState(row[3]), *row[4:]))
