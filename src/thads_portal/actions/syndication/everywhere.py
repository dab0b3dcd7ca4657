"""The gateway shows one of its items on all subsites, as a reference and not as 63 copies."""

from Acquisition import aq_base
from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication import account
from thads_portal.content.section_item import home_of
from thads_portal.content.zope_types import Content
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import GATEWAY
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.security.permissions import SHOW_EVERYWHERE


def may_be_everywhere(item: Content) -> bool:
    """Whether such an item can be shown on all subsites, by whoever may."""
    return account.topic_of(item) in account.PUSHABLE and home_of(item) == GATEWAY


def show_everywhere(item: Content, acting: ActionContext, *, shown: bool = True) -> None:
    """Show `item` on all subsites, or (`shown` false) on the gateway alone again."""
    account.needs(SHOW_EVERYWHERE, item)
    if not may_be_everywhere(item) or aq_base(item).everywhere == shown:
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    if shown and not account.is_public(item):
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    item.everywhere = shown
    item.reindexObject(idxs=account.INDEXES)
    account.record(
        item, Recorded.CONTENT_EVERYWHERE if shown else Recorded.CONTENT_HERE_ONLY, acting
    )
