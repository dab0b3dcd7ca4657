"""Two years without news: since when a published listing has none, and the mark for it.

After two years without new information a case moves to the separate register, or the request
is returned. The law does not say that this ends publication, so the listing stays published;
whether it is marked is the setting of the portal.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from thads_portal.domain.codes import EventKind
from typing import Any


class TwoYearTrack(StrEnum):
    """What the portal does about them; what it does not know it leaves alone."""

    MARK = "mark"
    OFF = "off"


_NEWS = frozenset({EventKind.ISSUED.value, EventKind.AMENDED.value, EventKind.REOPENED.value})
_YEARS = 2


def two_years_after(day: date) -> date:
    """The day on which two years are over; of 29/02 the day after 28/02."""
    try:
        return day.replace(year=day.year + _YEARS)
    except ValueError:
        return date(day.year + _YEARS, 3, 1)


def two_years_before(today: date) -> date:
    """The newest day from which two years are over on `today`."""
    try:
        return today.replace(year=today.year - _YEARS)
    except ValueError:
        return date(today.year - _YEARS, 2, 28)


def last_news(history: Iterable[Mapping[str, Any]], decided_on: date | None) -> date | None:
    """The day of the newest information: the decision, an amendment, a reopening."""
    days = [event["occurred_on"] for event in history if event["kind"] in _NEWS]
    if decided_on is not None:
        days.append(decided_on)
    return max(days, default=None)


def is_automatic(track: Mapping[str, Any]) -> bool:
    """Whether the portal itself made the mark, by the passing of time and on no document."""
    return track["document_number"] is None


def standing_track(track: Mapping[str, Any] | None, news: date | None) -> Mapping[str, Any] | None:
    """The mark if it still says something true: news that came later ends an automatic one."""
    if (
        track
        and is_automatic(track)
        and news is not None
        and two_years_after(news) > track["since"]
    ):
        return None
    return track or None


def quiet_since(
    history: Iterable[Mapping[str, Any]],
    decided_on: date | None,
    track: Mapping[str, Any] | None,
) -> date | None:
    """The day of the last news of a published listing; None where a mark stands already."""
    news = last_news(history, decided_on)
    return None if standing_track(track, news) else news
