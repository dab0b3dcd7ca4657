"""How many people live where, in this installation: what ships, and what an administrator wrote over it.

The administrator's counts stand in the registry, one line a province, day and people
(``cao-bang 2024-04-01 543050 <source>``), so that every process sees a change with its next transaction,
and a backup holds them.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from plone.registry.interfaces import IRegistry
from thads_portal.domain.populations import Population
from thads_portal.domain.populations import shipped
from zope.component import queryUtility


RECORD = "thads_portal.populations"


def populations() -> Mapping[str, Population]:
    """The count of each province that holds here, by its slug."""
    return {**shipped(), **own()}


def own() -> Mapping[str, Population]:
    """The counts that an administrator wrote."""
    registry = queryUtility(IRegistry)
    return _parsed(tuple(registry.get(RECORD, None) or ()) if registry is not None else ())


def lines_of(counts: Iterable[Population]) -> list[str]:
    """`counts` as they are stored."""
    return [
        f"{each.slug} {each.counted_on.isoformat()} {each.people} {each.source}"
        for each in sorted(counts, key=lambda each: each.slug)
    ]


@lru_cache(maxsize=16)
def _parsed(lines: tuple[str, ...]) -> Mapping[str, Population]:
    found = {}
    for line in lines:
        slug, day, people, source = line.split(" ", 3)
        found[slug] = Population(
            slug=slug, counted_on=date.fromisoformat(day), people=int(people), source=source
        )
    return found
