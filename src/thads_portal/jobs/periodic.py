"""Jobs that start by the clock: each at its time once, however many workers there are.

procrastinate asks for cron in UTC. Vietnam keeps one time all year, seven hours ahead, so
a schedule in its time is the same one, shifted.
"""

from collections.abc import Callable
from croniter import croniter
from datetime import timedelta
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.own_transaction import own_transaction
from zope.component import getUtilitiesFor

import time


_AHEAD = timedelta(hours=7).total_seconds()

#: Seconds after which a start that was missed, because nothing ran, is left out.
CATCH_UP = 3 * 3600


class VietnamCron:
    """A ``croniter`` in the time of Vietnam, as far as procrastinate uses one.

    procrastinate goes on from the last start that it knows of. When the clock has jumped ahead since, or the
    machine slept, the latest of the starts that were missed stands for all: a job of every five
    minutes is not done hundreds of times. A clock that is put back brings starts that were there already,
    which the database does not take again.
    """

    def __init__(self, text: str, clock: Callable[[], float] = time.time):
        self._cron = croniter(text)
        self._clock = clock

    def set_current(self, start_time: float) -> float:
        self._cron.set_current(start_time=self._clock() + _AHEAD)
        latest = self._cron.get_prev(ret_type=float) - _AHEAD
        # One second: the start itself is behind it.
        begin = max(start_time, latest - 1)
        return self._cron.set_current(start_time=begin + _AHEAD) - _AHEAD

    def get_next(self, ret_type: type = float, start_time: float | None = None) -> float:
        if start_time is not None:
            self.set_current(start_time)
        return self._cron.get_next(ret_type=ret_type) - _AHEAD

    def get_prev(self, ret_type: type = float) -> float:
        return self._cron.get_prev(ret_type=ret_type) - _AHEAD


def kinds() -> list[tuple[str, IPeriodicJob]]:
    """All kinds that start by the clock, by name."""
    return sorted(getUtilitiesFor(IPeriodicJob), key=lambda named: named[0])


def job_of(dsn: str, kind: str, title: str, moment: int) -> str:
    """The id of the job of `kind` for `moment` (seconds since 1970); made once."""
    job_id = f"{kind}-{moment}"
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_job (id, kind, title, owner) VALUES (%s, %s, %s, '')"
            " ON CONFLICT (id) DO NOTHING",
            (job_id, kind, title),
        )
    return job_id
