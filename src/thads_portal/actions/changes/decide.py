"""The board accepts a waiting change, or returns it with a reason; nobody accepts their own."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from thads_portal.actions.changes.draft import write
from thads_portal.actions.changes.guard import accepting
from thads_portal.actions.changes.propose import INDEX
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.syndication.account import needs
from thads_portal.actions.syndication.account import record
from thads_portal.content.reviewed import FILES
from thads_portal.content.reviewed import show_file
from thads_portal.content.reviewed import waiting_change
from thads_portal.content.zope_types import Content
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import OwnWork
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


REVIEW = "Review portal content"


def waiting_with(thing: Content) -> Iterator[Content]:
    """`thing` and the files in it, as far as something waits there."""
    for each in (thing, *_files(thing)):
        if waiting_change(each):
            yield each


def accept_change(thing: Content, acting: ActionContext, *, seen: str) -> None:
    """Make the change that waits, and those of the files in `thing`.

    `seen`: the moment (ISO) of the change that was looked at; Conflict if another came since.
    Raises NotAllowed, OwnWork, Conflict.
    """
    needs(REVIEW, thing)
    waiting = list(waiting_with(thing))
    if not waiting or any(waiting_change(each)["reason"] for each in waiting):
        raise Conflict(code=Code.NOTHING_PENDING)
    if seen != version_of(thing):
        raise Conflict(code=Code.CONFLICT)
    if any(acting.user_id in waiting_change(each)["by"] for each in waiting):
        raise OwnWork
    for each in waiting:
        _make(each, acting)


def return_change(
    thing: Content, acting: ActionContext, *, reason: str, seen: str | None = None
) -> None:
    """Not so; whoever wrote it reads why. Rejected without a reason; `seen` as of accept_change."""
    needs(REVIEW, thing)
    entry = EnteredValues(acting.today)
    words = entry.reason(reason)
    entry.done()
    waiting = [each for each in waiting_with(thing) if not waiting_change(each)["reason"]]
    if not waiting:
        raise Conflict(code=Code.NOTHING_PENDING)
    if seen is not None and seen != version_of(thing):
        raise Conflict(code=Code.CONFLICT)
    for each in waiting:
        each.waiting_change = {**waiting_change(each), "reason": words}
        each.reindexObject(idxs=[INDEX])
        record(each, Recorded.CHANGE_RETURNED, acting)


def version_of(thing: Content) -> str:
    """Tells one waiting change from the next, and from itself once it was returned."""
    accounts = [waiting_change(each) for each in waiting_with(thing)]
    last = max((account["at"].isoformat() for account in accounts), default="")
    return f"{last}-returned" if any(account["reason"] for account in accounts) else last


def settle(thing: Content, acting: ActionContext) -> None:
    """`thing` is no longer public: what waited is simply how it stands now."""
    for each in list(waiting_with(thing)):
        _make(each, acting, recorded=None)


def _make(
    thing: Content, acting: ActionContext, recorded: Recorded | None = Recorded.CHANGE_ACCEPTED
) -> None:
    waiting = waiting_change(thing)
    names = sorted(name for _schema, name in waiting["fields"]) or [waiting["kind"]]
    if recorded is not None:
        record(thing, recorded, acting, fields=names)
    with accepting():
        if waiting["kind"] == "remove":
            place = aq_parent(aq_inner(thing))
            # Who accepts it need not be one who may delete.
            place._delObject(thing.getId())
            return
        thing.waiting_change = None
        if waiting["kind"] == "new":
            show_file(thing)
            thing.reindexObjectSecurity()
            thing.reindexObject(idxs=[INDEX])
            return
        written = write(thing, waiting["fields"])
        described = [Attributes(schema, *fields) for schema, fields in written.items()]
        notify(ObjectModifiedEvent(thing, *described))
        thing.reindexObject()


def _files(thing: Content) -> Iterator[Content]:
    if thing.portal_type in FILES or not hasattr(thing, "objectValues"):
        return
    for each in thing.objectValues():
        if getattr(each, "portal_type", None) in FILES:
            yield each
