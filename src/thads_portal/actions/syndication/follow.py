"""What a step of Plone's workflow on an item, or a change of it, leaves behind, by any door.

The record of actions gets its entry; and an item that its own site no longer shows is off
the gateway and the subsites until somebody decides anew. What the gateway shows changes with its
item, for a correction must not wait, but never in silence: the board is told to look again.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from thads_portal.actions.acting import Acting
from thads_portal.actions.syndication import account
from thads_portal.content.shown import IShownContent
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import Syndication
from thads_portal.domain.topics import UNDER_WAY
from thads_portal.security.permissions import ACCEPT_CONTENT


RECORDED = {
    "submit": Recorded.CONTENT_SUBMITTED,
    "publish": Recorded.CONTENT_PUBLISHED,
    "reject": Recorded.CONTENT_RETURNED,
    "retract": Recorded.CONTENT_RETRACTED,
}


def after_step(item, event) -> None:
    """Subscriber of IAfterTransitionEvent; the creation of an item is no step."""
    if event.transition is None:
        return
    acting = Acting()
    action = RECORDED.get(event.transition.id)
    if action is not None:
        account.record(item, action, acting)
    if event.old_state.id != "published" or event.new_state.id == "published":
        return
    if account.state_of(item) in UNDER_WAY:
        account.set_account(item, Syndication.WITHDRAWN, acting)
        account.record(item, Recorded.CONTENT_WITHDRAWN, acting)
    if aq_base(item).everywhere:
        item.everywhere = False
        item.reindexObject(idxs=account.INDEXES)
        account.record(item, Recorded.CONTENT_HERE_ONLY, acting)


def after_change(item, event) -> None:
    """Subscriber of IObjectModifiedEvent: its form, the API, a file put into it or taken out."""
    if account.state_of(item) is not Syndication.ACCEPTED:
        return
    if getSecurityManager().checkPermission(ACCEPT_CONTENT, item):
        return
    acting = Acting()
    account.set_account(item, Syndication.CHANGED, acting)
    account.record(item, Recorded.CONTENT_CHANGED, acting)


def after_change_of_file(file, event) -> None:
    """The same for a file in an item that was replaced."""
    item = aq_parent(aq_inner(file))
    if IShownContent.providedBy(item):
        after_change(item, event)
