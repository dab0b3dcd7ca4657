"""What a step of Plone's workflow on an item leaves behind, by any door.

The record of actions gets its entry; and an item that its own site no longer shows is off
the gateway and the subsites until somebody decides anew. What the gateway shows changes with its
item, when the board has accepted the change (``actions/changes``).
"""

from Acquisition import aq_base
from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication import account
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Event
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import Syndication
from thads_portal.domain.topics import UNDER_WAY


RECORDED = {
    "submit": Recorded.CONTENT_SUBMITTED,
    "publish": Recorded.CONTENT_PUBLISHED,
    "reject": Recorded.CONTENT_RETURNED,
    "retract": Recorded.CONTENT_RETRACTED,
}


def after_step(item: Content, event: Event) -> None:
    """Subscriber of IAfterTransitionEvent; the creation of an item is no step."""
    if event.transition is None:
        return
    acting = ActionContext()
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
