"""What the public sees of news, documents, pages, files and contact data, and who may change it.

Nothing of it changes in public by one person: a change waits beside the published version
until somebody else of the board accepts it (Law on the press, editing and approving are two
persons' work; here the same rule as for the first publication). This module knows which things
stand in public and keeps the account of a waiting change; ``actions/changes`` takes the steps.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Waiting
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import BY_TYPE


#: Places whose text is contact data: seen by everybody as soon as they exist.
CONTACTS = ("ProvincialSite", "EnforcementAgency")
#: Without a state of their own: as public as what they lie in, unless they still wait.
FILES = ("File", "Image")
#: Plone's own, with the workflow of the items.
PAGES = ("Document", "Folder", "Link", "Collection")
REVIEWED = frozenset({*BY_ITEM_TYPE, *BY_TYPE, *CONTACTS, *FILES, *PAGES})
#: Who sees a file that waits.
STAFF_OF_FILES = ("Contributor", "Editor", "Manager", "Owner", "Reviewer", "Site Administrator")
_SEEN_BY = ("View", "Access contents information")


def waiting_change(thing: Content) -> Waiting:
    """The account of the change that waits: None, or a mapping.

    ``kind`` ("change", "new", "remove"), ``by`` (ids of the accounts that made it, first to
    last), ``at`` (aware), ``fields`` ((schema, name) -> value), ``reason`` (why it was returned,
    empty if it waits).
    """
    return getattr(aq_base(thing), "waiting_change", None)


def is_public(thing) -> bool:
    """Whether everybody sees `thing`, so that a change of it would be seen at once."""
    if thing.portal_type in FILES:
        waiting = waiting_change(thing)
        return not (waiting and waiting["kind"] == "new") and _is_public_place(
            aq_parent(aq_inner(thing))
        )
    if thing.portal_type in CONTACTS or thing.portal_type in BY_TYPE:
        return True
    return api.content.get_state(thing, default="") == "published"


def _is_public_place(place) -> bool:
    if place is None or IPloneSiteRoot.providedBy(place):
        return True
    return getattr(place, "portal_type", None) not in REVIEWED or is_public(place)


def hide_file(file) -> None:
    """Only the staff sees `file` until it is accepted."""
    for permission in _SEEN_BY:
        file.manage_permission(permission, list(STAFF_OF_FILES), acquire=0)


def show_file(file) -> None:
    """`file` is as public as what it lies in."""
    for permission in _SEEN_BY:
        file.manage_permission(permission, [], acquire=1)
