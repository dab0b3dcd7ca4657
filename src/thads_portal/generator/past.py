"""When the demo's events came in: over the last two years, most in the law's term, some late.

A portal that published everything this week has no past to show: no month before this one, nothing
that has ended, no agency in time or late. Events before the portal's first day came in over its first
months, as old lists do.
"""

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import WorkingCalendar

import zlib


#: How long the portal has been at work, and how long it took to bring the old lists in.
_SINCE, _BROUGHT_IN = timedelta(days=730), 420
#: Working days from an event to the portal, and a share in a hundred that took longer.
_LAGS, _LATE_SHARE, _LATE = (1, 1, 1, 2, 2, 3), 7, (4, 6, 9, 14)


class Past:
    """Gives the moment of each event of a feed that is read from its beginning."""

    def __init__(self, now: datetime):
        """`now` is aware: nothing came in after it."""
        self._now = now
        self._first_day = (now - _SINCE).astimezone(VIETNAM).date()
        self._calendar = WorkingCalendar()
        self._begun: dict[str, datetime] = {}
        self._due: dict[tuple[date, int], date] = {}

    def moment(self, event) -> datetime:
        """When `event` (with ``external_id``, ``kind``, ``occurred_on``) came in."""
        chance = zlib.crc32(f"{event.external_id}|{event.kind}|{event.occurred_on}".encode())
        day = event.occurred_on
        if day < self._first_day:
            day = self._first_day + timedelta(days=chance % _BROUGHT_IN)
        late = chance // 1000 % 100 < _LATE_SHARE
        lags = _LATE if late else _LAGS
        day = self._after(day, lags[chance // 7 % len(lags)])
        # In office hours, never two in the same second of the same listing.
        when = datetime.combine(day, time(8 + chance % 9, chance // 11 % 60), tzinfo=VIETNAM)
        begun = self._begun.setdefault(event.external_id, when)
        if begun is not when:
            when = max(when, begun + timedelta(days=9 + chance % 90))
        return min(when, self._now).astimezone(UTC)

    def _after(self, day: date, working_days: int) -> date:
        key = (day, working_days)
        if key not in self._due:
            self._due[key] = self._calendar.add_working_days(day, working_days)
        return self._due[key]
