"""A province proposes an item to the gateway, or takes its proposal back."""

from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication import account
from thads_portal.content.section_item import home_of
from thads_portal.content.zope_types import Content
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Syndication
from thads_portal.domain.topics import UNDER_WAY
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.security.permissions import PROPOSE_CONTENT


def may_propose(item: Content) -> bool:
    """Whether such an item can be proposed at all, by whoever may."""
    return account.topic_of(item) in account.PROPOSABLE and home_of(item) != GATEWAY


def propose(item: Content, acting: ActionContext) -> None:
    """Propose `item`. Raises NotAllowed; Conflict where it waits or is shown already."""
    account.needs(PROPOSE_CONTENT, item)
    if not may_propose(item):
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    account.needs_state(item, None, Syndication.DECLINED, Syndication.WITHDRAWN)
    if not account.is_public(item):
        raise Conflict(code=Code.NOT_PUBLIC_YET)
    account.set_account(item, Syndication.PROPOSED, acting)
    account.record(item, Recorded.CONTENT_PROPOSED, acting)


def take_back(item: Content, acting: ActionContext) -> None:
    """The province no longer wants `item` on the gateway, whether it waits or is shown."""
    account.needs(PROPOSE_CONTENT, item)
    account.needs_state(item, *UNDER_WAY)
    account.set_account(item, Syndication.WITHDRAWN, acting)
    account.record(item, Recorded.CONTENT_WITHDRAWN, acting)
