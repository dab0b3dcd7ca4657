"""The states of a job."""

from enum import StrEnum


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: Nothing more happens to such a job by itself.
OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
