"""What became of one job: its state, how far it is, what it brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.jobs.states import JobState
from thads_portal.jobs.states import OVER
from typing import Any


_ONE = """
    SELECT id, kind, owner, state, done, total, result, error_code, error
    FROM thads_job WHERE id = %s
"""


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

    @property
    def over(self) -> bool:
        return self.state in OVER


def look_up(cursor, job_id: str) -> Seen | None:
    """The job as it is now, or None."""
    cursor.execute(_ONE, (job_id,))
    row = cursor.fetchone()
    return None if row is None else Seen(*row[:3], JobState(row[3]), *row[4:])
