"""The checks and the writing that all steps of syndication share."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collections.abc import Iterable
from plone import api
from thads_portal.actions.context import ActionContext
from thads_portal.content.section_item import home_of
from thads_portal.content.zope_types import Content
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Syndication
from thads_portal.domain.topics import Topic
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.register.record import note


#: What a province may propose, and what the gateway may show on all subsites.
PROPOSABLE = frozenset({Topic.NEWS, Topic.NOTICES, Topic.EVENTS})
PUSHABLE = frozenset({*PROPOSABLE, Topic.DOCUMENTS})
INDEXES = ["thads_places", "thads_syndication"]


def topic_of(item: Content) -> Topic | None:
    section = BY_ITEM_TYPE.get(item.portal_type)
    return section.topic if section else None


def state_of(item: Content) -> Syndication | None:
    """Where `item` stands between proposal and gateway; None if it was never proposed."""
    account = aq_base(item).syndication
    return account["state"] if account else None


def is_public(item: Content) -> bool:
    return bool(api.content.get_state(item, default="") == "published")


def needs(permission: str, item: Content) -> None:
    """Raise NotAllowed if the account lacks `permission` on `item`."""
    if not getSecurityManager().checkPermission(permission, item):
        raise NotAllowed


def needs_state(item: Content, *states: Syndication | None) -> None:
    """Raise Conflict if `item` stands elsewhere."""
    if state_of(item) not in states:
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)


def set_account(
    item: Content, state: Syndication, acting: ActionContext, *, reason: str = ""
) -> None:
    """Write where `item` stands now; who proposed it stays known."""
    before = aq_base(item).syndication or {}
    proposed_by = acting.user_id if state is Syndication.PROPOSED else before.get("proposed_by")
    item.syndication = {
        "state": state,
        "by": acting.user_id,
        "at": acting.when,
        "reason": reason,
        "proposed_by": proposed_by,
    }
    item.reindexObject(idxs=INDEXES)


def record(
    item: Content, action: Recorded, acting: ActionContext, *, fields: Iterable[str] = ()
) -> None:
    """The entry in the record of actions: which item, of which province, what was done.

    `fields`: names of what is to change or has changed; never values.
    """
    home = home_of(item)
    note(
        item,
        action,
        actor=acting.user_id,
        at=acting.when,
        province=None if home == GATEWAY else home,
        about="/".join(item.getPhysicalPath()[2:]),
        details={"fields": sorted(fields)} if fields else None,
    )
