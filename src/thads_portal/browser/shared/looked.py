"""Who of the staff had something before them that waits to be decided: noted for the desks."""

from plone.uuid.interfaces import IUUID
from Products.CMFCore.utils import getToolByName
from thads_portal.content.reviewed import REVIEWED
from thads_portal.register import looks


def path_of(context) -> str:
    """The path of a thing below the portal, as the record tells it to readers."""
    return "/".join(context.getPhysicalPath()[2:])


def key_of(context) -> str:
    """What a thing that is no listing is known by among what waits: its notes, whose it is.

    The UID of content, which is renamed and moved; the path of a batch, which stays where it is.
    """
    uid = IUUID(context, None) if context.portal_type in REVIEWED else None
    return uid or path_of(context)


def thing_of(site, key: str):
    """What `key` (``key_of``) stands for, wherever it lies by now; None if it is gone.

    Unrestricted: for who was named in a note about it, which only who sees it can be.
    """
    if "/" in key:
        return site.unrestrictedTraverse(key, None)
    found = getToolByName(site, "portal_catalog").unrestrictedSearchResults(UID=key)
    return found[0]._unrestrictedGetObject() if found else None


def note_look(page, work) -> None:
    """`page` shows `work.context` (``content_work.Work``), which waits, to who is signed in."""
    if work.signed_in and work.waits:
        looks.note(page.database, key_of(work.context), page.layout.user.getId(), 0)
