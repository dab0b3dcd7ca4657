"""Keeps the counts of people that an administrator writes over those that ship with the portal."""

from collections.abc import Collection
from collections.abc import Mapping
from datetime import date
from plone.registry.interfaces import IRegistry
from thads_portal.actions.context import ActionContext
from thads_portal.content.populations import lines_of
from thads_portal.content.populations import own
from thads_portal.content.populations import RECORD
from thads_portal.content.zope_types import Site
from thads_portal.domain.populations import Population
from thads_portal.domain.recording import Recorded
from thads_portal.register.record import note
from zope.component import getUtility


def set_people(
    site: Site, acting: ActionContext, people: Mapping[str, int], *, counted_on: date, source: str
) -> None:
    """From now on these many people live in these provinces (slug -> people), as `source` says."""
    new = {
        slug: Population(slug=slug, counted_on=counted_on, people=count, source=source)
        for slug, count in people.items()
    }
    _store(site, acting, {**own(), **new}, changed=new)


def forget(site: Site, acting: ActionContext, provinces: Collection[str]) -> None:
    """Let the shipped counts of these provinces hold again."""
    kept = {slug: each for slug, each in own().items() if slug not in provinces}
    _store(site, acting, kept, changed=own().keys() - kept.keys())


def _store(
    site: Site,
    acting: ActionContext,
    counts: Mapping[str, Population],
    *,
    changed: Collection[str],
) -> None:
    if not changed:
        return
    getUtility(IRegistry)[RECORD] = lines_of(counts.values())
    note(
        site,
        Recorded.POPULATIONS_CHANGED,
        actor=acting.user_id,
        at=acting.when,
        details={"provinces": sorted(changed)},
    )
