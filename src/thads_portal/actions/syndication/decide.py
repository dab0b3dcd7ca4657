"""The board takes a proposed item onto the gateway, declines it, or takes it off again.

An item that its province changed afterwards stays, and waits for the board to look once more.
"""

from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.syndication import account
from thads_portal.content.zope_types import Content
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import Syndication
from thads_portal.domain.topics import UNDER_WAY
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import OwnWork
from thads_portal.security.permissions import ACCEPT_CONTENT


def accept(item: Content, acting: ActionContext) -> None:
    """Show `item` on the gateway, or keep it there changed. Raises NotAllowed, OwnWork, Conflict."""
    account.needs(ACCEPT_CONTENT, item)
    account.needs_state(item, Syndication.PROPOSED, Syndication.CHANGED)
    if acting.user_id in {item.syndication["proposed_by"], *item.creators}:
        raise OwnWork
    if not account.is_public(item):
        raise Conflict(code=Code.NOT_PUBLIC_YET)
    account.set_account(item, Syndication.ACCEPTED, acting)
    account.record(item, Recorded.CONTENT_ACCEPTED, acting)


def decline(item: Content, acting: ActionContext, *, reason: str) -> None:
    """Not on the gateway, or no longer; the province reads why. Rejected without a reason."""
    account.needs(ACCEPT_CONTENT, item)
    entry = EnteredValues(acting.today)
    words = entry.reason(reason)
    entry.done()
    account.needs_state(item, *UNDER_WAY)
    account.set_account(item, Syndication.DECLINED, acting, reason=words)
    account.record(item, Recorded.CONTENT_DECLINED, acting)
