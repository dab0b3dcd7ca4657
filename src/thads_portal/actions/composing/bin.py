"""The bin: an item is taken off at once, can be brought back for thirty days, and then is erased.

It stays where it is, so that it comes back to its address; in the bin it is a draft of the staff,
on no list but the bin's, and takes no step.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import datetime
from datetime import timedelta
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import ManagePortal
from thads_portal.actions.changes.guard import accepting
from thads_portal.actions.changes.guard import is_accepting
from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication.account import needs
from thads_portal.actions.syndication.account import record
from thads_portal.content.section_item import IBinned
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Event
from thads_portal.content.zope_types import Job
from thads_portal.content.zope_types import Site
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register import content_drafts
from thads_portal.register import content_versions
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.interface import noLongerProvides


#: Days for which an item can be brought back.
KEPT_DAYS = 30
DELETE = "Delete objects"
_INDEXES = ["object_provides", "allowedRolesAndUsers", "review_state", "thads_change"]


def throw_away(item: Content, acting: ActionContext) -> None:
    """Put `item` into the bin; what is public is off the portal with it. Raises NotAllowed, Conflict."""
    needs(DELETE, item)
    if aq_base(item).binned is not None:
        raise Conflict(code=Code.IN_BIN)
    _take_off(item)
    item.binned = {"by": acting.user_id, "at": acting.when}
    alsoProvides(item, IBinned)
    item.reindexObject(idxs=_INDEXES)
    record(item, Recorded.CONTENT_BINNED, acting)


def bring_back(item: Content, acting: ActionContext) -> None:
    """Take `item` out of the bin, as a draft: to be public it is handed in again."""
    needs(DELETE, item)
    if aq_base(item).binned is None:
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    item.binned = None
    noLongerProvides(item, IBinned)
    item.reindexObject(idxs=_INDEXES)
    record(item, Recorded.CONTENT_RESTORED, acting)


def leaves_on(item: Content) -> datetime:
    """The moment (aware) after which `item` is erased."""
    moment: datetime = aq_base(item).binned["at"] + timedelta(days=KEPT_DAYS)
    return moment


def _take_off(item: Content) -> None:
    """Make `item` a draft, whatever step it stands at.

    With the rights of a manager: who may delete it need not be one who may take a step of the
    workflow, and thrown away it is less public than by any step.
    """
    if api.content.get_state(item, default="private") != "private":
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, "retract")


def keep_from_other_doors(item: Content, event: Event) -> None:
    """Subscriber of IObjectWillBeRemovedEvent: who is signed in deletes by the bin alone.

    Raises NotAllowed, by whatever door of Plone's; the technical managers may, and commands and
    jobs are nobody.
    """
    if is_accepting() or aq_base(event.object) is not aq_base(item):
        return
    security = getSecurityManager()
    if security.getUser().getId() and not security.checkPermission(ManagePortal, item):
        raise NotAllowed


def no_step_in_bin(item: Content, event: Event) -> None:
    """Subscriber of IBeforeTransitionEvent for IBinned. Raises Conflict, by whatever door."""
    if event.transition is not None:
        raise Conflict(code=Code.IN_BIN)


def erase_old(site: Site, *, now: datetime) -> int:
    """Erase what has been in the bin for longer than it is kept; how many there were.

    Asks for no permission: nobody decides here.
    """
    catalog = api.portal.get_tool("portal_catalog")
    acting = ActionContext(when=now)
    erased = 0
    for brain in catalog.unrestrictedSearchResults(object_provides=IBinned.__identifier__):
        item = brain._unrestrictedGetObject()
        if leaves_on(item) > now:
            continue
        key = IUUID(item)
        record(item, Recorded.CONTENT_ERASED, acting)
        content_versions.forget(site, key)
        content_drafts.drop(site, "", key)
        _erase(item)
        erased += 1
    return erased


def _erase(item: Content) -> None:
    """Take `item` out of the database.

    With the rights of a manager: a job is nobody, and Plone forgets the item's old versions only
    for who may read them.
    """
    with accepting(), api.env.adopt_roles(["Manager"]):
        aq_parent(aq_inner(item))._delObject(item.getId())


@implementer(IPeriodicJob)
class EmptyBin:
    title = "Xóa hẳn nội dung quá 30 ngày trong thùng rác"
    cron = "25 2 * * *"

    def run(self, site: Site, job: Job) -> dict[str, int]:
        return {"erased": erase_old(site, now=ActionContext().when)}
