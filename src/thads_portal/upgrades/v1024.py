"""To 1024: what is said about content is kept under its UID instead of its path; own counts of people.

A thing that was renamed or moved since is found where Plone has noted that its old address leads.
What is found nowhere keeps the old key.
"""

from plone.app.redirector.interfaces import IRedirectionStorage
from plone.registry import field
from plone.registry import Record
from thads_portal.browser.shared.looked import key_of
from thads_portal.content.populations import RECORD as POPULATIONS
from thads_portal.register import rekeyed
from thads_portal.register.pool import reading
from thads_portal.services.answer import database_of
from zope.component import getUtility
from zope.component.hooks import getSite


def upgrade(setup_tool) -> None:
    site = getSite()
    records = site.portal_registry.records
    if POPULATIONS not in records:
        lines = field.List(
            title="People of the provinces",
            description="One line a province: its slug, the day, the people, and the source that says so.",
            required=False,
            value_type=field.TextLine(),
        )
        records[POPULATIONS] = Record(lines, [])
    with reading(database_of(site)) as cursor:
        paths = rekeyed.paths(cursor)
    for path in paths:
        thing = _thing(site, path)
        # A batch keeps its path: it stays where it is.
        if thing is not None and (key := key_of(thing)) != path:
            rekeyed.rekey(site, path, key)


def _thing(site, path: str):
    here = "/".join(site.getPhysicalPath())
    moved = getUtility(IRedirectionStorage).get(f"{here}/{path}")
    known = (site.unrestrictedTraverse(each, None) for each in (path, moved) if each)
    # What was found by acquisition is another thing, or no content at all.
    return next((each for each in known if _stands_at(each, path, moved, here)), None)


def _stands_at(thing, path: str, moved: str | None, here: str) -> bool:
    if getattr(thing, "portal_type", None) is None:
        return False
    return "/".join(thing.getPhysicalPath()) in (f"{here}/{path}", moved)
