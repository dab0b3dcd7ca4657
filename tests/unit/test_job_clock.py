"""Schedules go by the time of Vietnam, wherever the server stands."""

from datetime import datetime
from datetime import UTC
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.periodic import PeriodicRegistry
from procrastinate.periodic import PeriodicTask
from thads_portal.jobs.periodic import VietnamCron
from zoneinfo import ZoneInfo

import pytest


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("cron", "now", "previous", "following"),
    [
        ("30 6 * * *", "2026-11-24T23:29", "2026-11-24T06:30", "2026-11-25T06:30"),
        ("30 6 * * *", "2026-11-25T06:31", "2026-11-25T06:30", "2026-11-26T06:30"),
        ("0 1 * * *", "2026-12-31T12:00", "2026-12-31T01:00", "2027-01-01T01:00"),
        # A Monday in Vietnam that is still a Sunday in London.
        ("30 6 * * 1", "2026-11-23T07:00", "2026-11-23T06:30", "2026-11-30T06:30"),
    ],
)
def test_vietnam(cron, now, previous, following):
    def at(text):
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp()

    schedule = VietnamCron(cron, lambda: at(now))
    schedule.set_current(at(now))
    assert datetime.fromtimestamp(schedule.get_prev(), UTC) == datetime.fromtimestamp(
        at(previous), UTC
    )
    assert schedule.get_next(start_time=at(now)) == at(following)
    schedule.set_current(start_time=at(previous))
    assert schedule.get_next(ret_type=float) == at(following)


def starts(cron: str, last: float, now: float) -> list[int]:
    """What a worker that began the job at `last` begins at `now`, by procrastinate's own reckoning."""
    deferrer = PeriodicDeferrer(PeriodicRegistry())
    task = PeriodicTask(task=None, cron=cron, periodic_id="x", configure_kwargs={})
    task.__dict__["croniter"] = VietnamCron(cron, lambda: now)
    return list(deferrer.get_timestamps(task, since=int(last), until=now))


MINUTE, HOUR, DAY = 60, 3600, 86400
#: Noon in Vietnam.
NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM).timestamp()


@pytest.mark.parametrize("jump", [HOUR, DAY, 400 * DAY])
def test_a_clock_that_jumps_ahead_begins_a_job_once(jump):
    now = NOON + jump + 30
    assert starts("*/5 * * * *", NOON, now) == [NOON + jump]
    # At one in the night: if it has been night meanwhile.
    night = NOON - 11 * HOUR
    assert starts("0 1 * * *", night, now) == ([] if jump < DAY else [night + jump])


@pytest.mark.parametrize("jump", [HOUR, DAY])
def test_a_clock_that_is_put_back_begins_nothing_twice(jump):
    for later in range(0, jump, 7 * MINUTE):
        assert starts("*/5 * * * *", NOON, NOON - jump + later) == []
    assert starts("*/5 * * * *", NOON, NOON + 5 * MINUTE) == [NOON + 5 * MINUTE]
