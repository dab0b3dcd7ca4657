"""Shuts every other door: what is public changes, moves and loses its files by the steps alone.

Subscribers, so that it holds for doors that nobody has thought of: the API, paste and rename,
versions that are brought back, a file that is replaced. Who made something and when is
written here too, whatever a client said.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from DateTime import DateTime
from thads_portal.actions.changes.draft import lies_ahead
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.links import check_links
from thads_portal.actions.changes.propose import propose_file
from thads_portal.actions.changes.texts import narrow_texts
from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication.account import record
from thads_portal.content.reviewed import CONTACTS
from thads_portal.content.reviewed import FILES
from thads_portal.content.reviewed import REVIEWED
from thads_portal.content.reviewed import waiting_change
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Event
from thads_portal.content.zope_types import FileValue
from thads_portal.domain.recording import Recorded
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.errors import PublicAlready
from zope.container.interfaces import IContainerModifiedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent


_accepting: ContextVar[bool] = ContextVar("accepting", default=False)


@contextmanager
def accepting() -> Iterator[None]:
    """Within, a change that was accepted is made."""
    token = _accepting.set(True)
    try:
        yield
    finally:
        _accepting.reset(token)


def is_accepting() -> bool:
    """Whether a change that was accepted, or an erasure, is being made."""
    return _accepting.get()


def _signed_in() -> str:
    user = getSecurityManager().getUser()
    return (user.getId() if user is not None else None) or ""


def _no_day_gone_by(thing: Content) -> None:
    """The day of publication is written when it is published, unless it is to appear later."""
    if getattr(aq_base(thing), "effective_date", None) is not None and not lies_ahead(thing):
        thing.effective_date = None


def created(thing: Content, event: Event) -> None:
    """Subscriber of IObjectCreatedEvent: who and when."""
    user = _signed_in()
    if not user or thing.portal_type not in REVIEWED:
        return
    check_links(thing)
    narrow_texts(thing)
    thing.creators = (user,)
    now = DateTime()
    thing.creation_date = thing.modification_date = now
    _no_day_gone_by(thing)
    if IObjectCopiedEvent.providedBy(event) and waiting_change(thing):
        thing.waiting_change = None


def changed(thing: Content, event: Event) -> None:
    """Subscriber of IObjectModifiedEvent. Raises PublicAlready."""
    if _accepting.get() or IContainerModifiedEvent.providedBy(event):
        return
    if needs_review(thing):
        raise PublicAlready
    if _signed_in() and thing.portal_type in REVIEWED:
        check_links(thing)
        narrow_texts(thing)
        _no_day_gone_by(thing)
    if thing.portal_type in CONTACTS and _signed_in():
        names = sorted({
            name.rpartition(".")[2]
            for each in getattr(event, "descriptions", ())
            for name in getattr(each, "attributes", ())
        })  # fmt: skip
        record(thing, Recorded.CONTACT_CHANGED, ActionContext(), fields=names)


def file_added(file: FileValue, event: Event) -> None:
    """Subscriber of IObjectAddedEvent: a file put into something public waits."""
    if not _accepting.get() and needs_review(file):
        propose_file(file, ActionContext())


def moved(thing: Content, event: Event) -> None:
    """Subscriber of IObjectMovedEvent: its address stays while it is public. PublicAlready."""
    here = event.object is not None and aq_base(event.object) is aq_base(thing)
    if event.oldParent is None or event.newParent is None or not here or _accepting.get():
        return
    if needs_review(thing):
        raise PublicAlready


def removed(thing: Content, event: Event) -> None:
    """Subscriber of IObjectWillBeRemovedEvent: files wait, the rest is recorded."""
    if _accepting.get() or aq_base(event.object) is not aq_base(thing) or not _signed_in():
        return
    if thing.portal_type in FILES:
        parent = aq_parent(aq_inner(thing))
        if needs_review(thing) and getattr(parent, "portal_type", None) in BY_ITEM_TYPE:
            raise PublicAlready
    if needs_review(thing):
        record(thing, Recorded.CONTENT_REMOVED, ActionContext())
