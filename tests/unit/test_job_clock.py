"""Schedules go by the time of Vietnam, wherever the server stands."""

from datetime import datetime
from datetime import UTC
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

    schedule = VietnamCron(cron)
    schedule.set_current(at(now))
    assert datetime.fromtimestamp(schedule.get_prev(), UTC) == datetime.fromtimestamp(
        at(previous), UTC
    )
    assert schedule.get_next(start_time=at(now)) == at(following)
    schedule.set_current(start_time=at(previous))
    assert schedule.get_next(ret_type=float) == at(following)
