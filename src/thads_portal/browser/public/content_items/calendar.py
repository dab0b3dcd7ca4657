"""``lich.ics``: an event, or the last day of a notice, for the reader's own calendar."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from icalendar import Calendar
from icalendar import Event
from plone.app.contenttypes.interfaces import IEvent
from Products.Five.browser import BrowserView
from thads_portal.domain.words import VIETNAM
from thads_portal.security.public_address import public_address_of
from zExceptions import NotFound
from zope.component import getMultiAdapter


NAME = "lich.ics"


def is_dated(item) -> bool:
    """Whether `item` has a day that a calendar can keep."""
    return _span(item)[0] is not None


def _span(item) -> tuple[date | None, date | None]:
    """First moment and end; of whole days the day after the last (RFC 5545, 3.6.1)."""
    if not IEvent.providedBy(item):
        last = getattr(item, "valid_until", None)
        return (last, last + timedelta(days=1)) if last is not None else (None, None)
    start, end = item.start, item.end
    if start is None or not getattr(item, "whole_day", False):
        return start, end
    first, last = _day(start), _day(end or start)
    return first, last + timedelta(days=1)


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date() if moment.tzinfo else moment.date()


class CalendarFile(BrowserView):
    def __call__(self) -> bytes:
        item, response = self.context, self.request.response
        start, end = _span(item)
        if start is None:
            raise NotFound(NAME)
        layout = getMultiAdapter((item, self.request), name="thads-layout")
        layout.prepare(content_type="text/calendar", shared=60)
        response.setHeader("Content-Disposition", f'attachment; filename="{item.getId()}.ics"')
        address = public_address_of(item)
        entry = Event()
        entry.add("uid", address)
        entry.add("dtstamp", item.modified().asdatetime().astimezone(UTC))
        entry.add("dtstart", _utc(start))
        if end is not None and end > start:
            entry.add("dtend", _utc(end))
        entry.add("summary", item.title)
        for name, value in (
            ("description", item.description),
            ("location", getattr(item, "location", None) or getattr(item, "place", None)),
        ):
            if value:
                entry.add(name, value)
        entry.add("url", address)
        calendar = Calendar()
        calendar.add("prodid", "-//Thi hành án dân sự//VI")
        calendar.add("version", "2.0")
        calendar.add_component(entry)
        return calendar.to_ical()


def _utc(moment: date) -> date:
    """Moments in UTC, which needs no table of time zones; days as they are."""
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)
