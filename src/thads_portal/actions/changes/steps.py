"""The first publication is somebody else's too; and what is taken back takes its change along."""

from thads_portal.actions.changes.decide import settle
from thads_portal.actions.context import ActionContext
from thads_portal.content.reviewed import REVIEWED
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Event
from thads_portal.errors import OwnWork


PUBLISHED = "published"


def before_step(thing: Content, event: Event) -> None:
    """Subscriber of IBeforeTransitionEvent. Raises OwnWork, by whatever door."""
    if event.transition is None or event.new_state.id != PUBLISHED:
        return
    user = ActionContext().user_id
    if user and thing.portal_type in REVIEWED and user in thing.creators:
        raise OwnWork


def after_step(thing: Content, event: Event) -> None:
    """Subscriber of IAfterTransitionEvent."""
    if event.transition is None or thing.portal_type not in REVIEWED:
        return
    if event.old_state.id == PUBLISHED and event.new_state.id != PUBLISHED:
        settle(thing, ActionContext())
