"""Which addresses a cache in front forgets when something is published, and telling it so.

Nothing that is wrong here can keep a listing in view: pages of persons are not kept by
caches in front at all (theme/caching.py). Purging only makes the others fresh at once.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.cachepurging.interfaces import ICachePurgingSettings
from plone.cachepurging.purger import DefaultPurger
from plone.cachepurging.utils import getURLsToPurge
from plone.registry.interfaces import IRegistry
from Products.CMFCore.interfaces import IContentish
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.site import IProvincialSite
from thads_portal.i18n import ENGLISH_PATH
from thads_portal.register.change_events import ListingsChanged
from threading import Thread
from z3c.caching.interfaces import IPurgePaths
from zope.component import adapter
from zope.component import queryUtility
from zope.interface import implementer

import atexit
import time


#: Of more listings than this at once, their homes are purged and not each page: a feed brings
#: thousands, and their pages are asked for anew each time anyway.
MOST_LISTINGS = 200


def paths_of(listings) -> list[str]:
    """The addresses that change with `listings`, pairs of province and number."""
    provinces = sorted({province for province, _number in listings})
    paths = ["/"]
    for province in provinces:
        paths += [f"/{province}", f"/{province}/{REGISTER_ID}"]
    if len(listings) <= MOST_LISTINGS:
        paths += [f"/{province}/{REGISTER_ID}/{number}" for province, number in sorted(listings)]
    return [*paths, *map(in_english, paths)]


def in_english(path: str) -> str:
    """The address of the same page in English."""
    return f"{ENGLISH_PATH}{path}"


class _Purger(DefaultPurger):
    """Plone's purger, whose threads end with the process also where a command started them.

    A thread that is waited for would keep `thads feed` from ever ending.
    """

    def getQueueAndWorker(self, url):
        # A thread is of the kind of the one that starts it.
        found = []
        starter = Thread(target=lambda: found.append(super(_Purger, self).getQueueAndWorker(url)))
        starter.daemon = True
        starter.start()
        starter.join()
        return found[0]

    def drain(self) -> None:
        """At the end of a process: give what is queued a moment to be sent."""
        deadline = time.monotonic() + _LAST_SECONDS
        while any(not each.empty() for each in self.queues.values()):
            if time.monotonic() > deadline:
                return
            time.sleep(0.05)


_LAST_SECONDS = 3.0
_purger = _Purger()
#: For a process that ends without its end being told.
drain = _purger.drain
atexit.register(drain)


@adapter(ListingsChanged)
def purge_listings(event) -> None:
    """After the commit: queue the purges; they are sent by a thread of their own."""
    registry = queryUtility(IRegistry)
    if registry is None:
        return
    settings = registry.forInterface(ICachePurgingSettings, check=False)
    if not settings.enabled or not settings.cachingProxies:
        return
    for path in paths_of(event.listings):
        for url in getURLsToPurge(path, settings.cachingProxies):
            _purger.purgeAsync(url)


@implementer(IPurgePaths)
@adapter(IContentish)
class HomesOfContent:
    """News, documents and the like change the lists and home pages that show them."""

    def __init__(self, context):
        self.context = context

    def getRelativePaths(self):
        return []

    def getAbsolutePaths(self):
        paths = {"/"}
        element = aq_parent(aq_inner(self.context))
        path = []
        while element is not None and IContentish.providedBy(element):
            path.append(element)
            element = aq_parent(aq_inner(element))
        for index, place in enumerate(path):
            if index == 0 or IProvincialSite.providedBy(place):
                paths.add("/" + "/".join(each.getId() for each in reversed(path[index:])))
        here = "/" + "/".join(each.getId() for each in reversed([self.context, *path]))
        return sorted({*paths, *map(in_english, (*paths, here))})
