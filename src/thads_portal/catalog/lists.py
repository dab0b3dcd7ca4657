"""The lists of the sections' items, as the public sees them: asked of the catalog alone.

Everybody gets the same list, whoever is signed in, so a list may be kept in memory. It is
kept until the catalog changes, but for a minute at most: items appear and expire by the
clock. What is wrong with a list is never wrong for longer.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import lru_cache
from plone import api
from thads_portal.domain.topics import BY_TOPIC
from thads_portal.domain.topics import EVERYWHERE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Section
from thads_portal.domain.topics import Topic
from thads_portal.domain.words import VIETNAM

import re
import time


#: Seconds for which a list may be kept.
KEPT = 60
MAX_WORDS = 8
MAX_LETTERS = 60
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One item of a list. `path` is below the portal; `home` its subsite's slug or GATEWAY."""

    path: str
    title: str
    summary: str
    kind: str
    number: str
    day: date | None
    until: date | None
    home: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items of a section. `past` are those whose last day is over."""

    topic: Topic
    place: str = GATEWAY
    kind: str = ""
    year: int | None = None
    words: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    entries: tuple[ListedItem, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters of a section offer: kind -> count, year -> count, how many are past."""

    kinds: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    current: int
    past: int


def today() -> date:
    """The day in Vietnam."""
    return datetime.now(VIETNAM).date()


def find(wanted: Wanted, *, start: int = 0, size: int = 20) -> Found:
    """The items from the `start`-th (counted from 0), at most `size`."""
    query = _query(wanted)
    brains = _catalog().unrestrictedSearchResults(**query, sort_limit=start + size)
    total = getattr(brains, "actual_result_count", len(brains))
    return Found(tuple(map(_entry, brains[start : start + size])), total)


def kept(wanted: Wanted, *, size: int) -> tuple[ListedItem, ...]:
    """The first `size` items, out of memory if nothing has changed."""
    return _kept(_stamp(), wanted, size)


def offered(topic: Topic, place: str) -> Offered:
    """What the filters of a section offer; out of memory if nothing has changed."""
    return _offered(_stamp(), topic, place)


@lru_cache(maxsize=1024)
def _kept(stamp, wanted: Wanted, size: int) -> tuple[ListedItem, ...]:
    return find(wanted, size=size).entries


@lru_cache(maxsize=256)
def _offered(stamp, topic: Topic, place: str) -> Offered:
    section = BY_TOPIC[topic]
    query = _public(section, place)
    kinds: Counter[str] = Counter()
    years: Counter[int] = Counter()
    past = 0
    day = today()
    brains = _catalog().unrestrictedSearchResults(**query)
    for brain in brains:
        kinds[brain.thads_kind] += 1
        if brain.thads_day:
            years[brain.thads_day.year] += 1
        if section.dated and brain.thads_until and brain.thads_until < day:
            past += 1
    order = {str(code): number for number, code in enumerate(section.kinds or ())}
    return Offered(
        tuple(sorted(((k, n) for k, n in kinds.items() if k in order), key=lambda x: order[x[0]])),
        tuple(sorted(years.items(), reverse=True)),
        len(brains) - past,
        past,
    )


def _catalog():
    return api.portal.get_tool("portal_catalog")


def _stamp() -> tuple:
    """Changes whenever a list may have changed: with the catalog, and each minute."""
    catalog = _catalog()
    database = catalog._p_jar.db()
    return id(database), catalog.getCounter(), int(time.time() // KEPT)


def _public(section: Section, place: str) -> dict:
    places = [place] if place == GATEWAY else [place, EVERYWHERE]
    return {
        "portal_type": section.item_type,
        "thads_places": places,
        "review_state": "published",
        "allowedRolesAndUsers": ["Anonymous"],
        "effectiveRange": DateTime(),
    }


def _query(wanted: Wanted) -> dict:
    section = BY_TOPIC[wanted.topic]
    query = _public(section, wanted.place)
    if section.topic is Topic.PROCEDURES:
        query |= {"sort_on": "sortable_title"}
    else:
        coming = section.topic is Topic.EVENTS and not wanted.past
        query |= {
            "sort_on": ["thads_day", "created"],
            "sort_order": "ascending" if coming else "descending",
        }
    if section.dated:
        day = today()
        if wanted.past:
            query["thads_until"] = {"query": day - timedelta(days=1), "range": "max"}
        else:
            query["thads_until"] = {"query": day, "range": "min"}
    if wanted.kind:
        query["thads_kind"] = wanted.kind
    if wanted.year:
        query["thads_year"] = wanted.year
    words = list(words_of(wanted.words))
    if words:
        query["SearchableText"] = " AND ".join([*words[:-1], f"{words[-1]}*"])
    return query


def words_of(text: str) -> Iterator[str]:
    """The words to look for in `text`; operators and jokers of the index are none."""
    for word in _WORD.findall(text)[:MAX_WORDS]:
        # The index would read these as operators.
        if word.casefold() not in ("and", "or", "not"):
            yield word[:MAX_LETTERS]


def _entry(brain) -> ListedItem:
    site = "/".join(api.portal.get().getPhysicalPath())
    places = brain.thads_places
    return ListedItem(
        path=brain.getPath().removeprefix(site),
        title=brain.Title,
        summary=brain.Description,
        kind=brain.thads_kind,
        number=brain.thads_number,
        day=brain.thads_day,
        until=brain.thads_until,
        home=places[0],
        changed=brain.modified.asdatetime(),
    )
