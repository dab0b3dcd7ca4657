"""Counts which kinds of pages are read, and nothing about who reads them.

No address, no cookie, no browser is kept: a page that was sent adds one to a sum in the
worker's memory, and now and then the sums go into the database. What a worker had not
yet written when it was killed is lost; numbers of visits may be a little too low.
"""

from collections import Counter
from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import RegisterUnavailable
from thads_portal.interfaces import IThadsLayer
from thads_portal.register import visits
from thads_portal.register.join import dsn_of
from thads_portal.register.trouble import RegisterConflict
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubSuccess

import atexit
import logging
import re
import threading
import time


logger = logging.getLogger(__name__)
#: Seconds between two writes of a worker.
PACE = 60.0
#: View -> kind of page; all others are of one kind.
KINDS = {
    "gateway": "home",
    "subsite": "home",
    "tra-cuu": "search",
    "register": "search",
    "listing": "listing",
    "agency": "agency",
    "thong-ke": "statistics",
    "du-lieu": "data",
    "section": "content",
}
_OTHER = "page"
#: Programs that say so. Those that do not are counted like people.
_BOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|curl/|wget/|python|httpx|java/|go-http|headless|scrapy"
    r"|facebookexternalhit|preview|monitor|feed|libwww|okhttp|^$",
    re.IGNORECASE,
)


class Tally:
    """The sums of this process that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[date, str, str]] = Counter()
        self._next = time.monotonic() + PACE
        #: Where the last page came from.
        self.database: str | None = None

    def add(self, day: date, province: str, kind: str) -> bool:
        """Count one page. Whether it is time to write."""
        with self._lock:
            self._counts[day, province, kind] += 1
            now = time.monotonic()
            if now < self._next:
                return False
            self._next = now + PACE
            return True

    def write(self, dsn: str) -> None:
        """Write what was counted; keep it for the next time where that fails."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            visits.add(dsn, counts)
        except (RegisterUnavailable, RegisterConflict):
            with self._lock:
                self._counts.update(counts)


tally = Tally()


def write_what_is_left() -> None:
    """When the worker ends."""
    if tally.database is not None:
        tally.write(tally.database)


atexit.register(write_what_is_left)


@adapter(IPubSuccess)
def count_visit(event) -> None:
    """After a page was made and before it is sent."""
    request = event.request
    if not IThadsLayer.providedBy(request):
        return
    kind = kind_of(request)
    if kind is None:
        return
    # An error here must not cost the visitor the page.
    try:
        site = getSite()
        path = request.get("ACTUAL_URL", "").removeprefix(site.absolute_url()).lstrip("/")
        slug = path.partition("/")[0]
        province = slug if by_slug(slug) is not None else ""
        today = datetime.now(UTC).astimezone(VIETNAM).date()
        tally.database = dsn_of(site._p_jar.db())
        if tally.add(today, province, kind):
            tally.write(tally.database)
    except Exception:  # a visit that is not counted must never cost the visitor the page
        logger.exception("A visit was not counted")


def kind_of(request) -> str | None:
    """The kind of the page that was sent; None if it does not count."""
    response = request.response
    if request.method != "GET" or response.getStatus() != 200:
        return None
    if not (response.getHeader("Content-Type") or "").startswith("text/html"):
        return None
    # Whoever is signed in works here.
    user = request.get("AUTHENTICATED_USER")
    if user is not None and user.getId():
        return None
    if _BOTS.search(request.getHeader("User-Agent") or ""):
        return None
    published = request.get("PUBLISHED")
    return KINDS.get(getattr(published, "__name__", None) or "", _OTHER)
