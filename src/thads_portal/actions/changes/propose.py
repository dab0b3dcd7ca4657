"""Somebody wants something public otherwise: their change is kept beside it and waits."""

from thads_portal.actions.changes.draft import differences
from thads_portal.actions.changes.links import check_links
from thads_portal.actions.changes.texts import narrow_texts
from thads_portal.actions.context import ActionContext
from thads_portal.actions.syndication.account import needs
from thads_portal.actions.syndication.account import record
from thads_portal.content.reviewed import hide_file
from thads_portal.content.reviewed import waiting_change
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import FileValue
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from typing import Any


MODIFY = "Modify portal content"
#: Index of the catalog: what waits.
INDEX = "thads_change"


def propose_change(thing: Content, draft: Content, acting: ActionContext) -> bool:
    """Keep what `draft` has otherwise than `thing`; False if that is nothing.

    Raises NotAllowed, BadRequest.
    """
    needs(MODIFY, thing)
    check_links(draft)
    narrow_texts(draft)
    fields = differences(thing, draft)
    waiting = waiting_change(thing)
    if waiting and waiting["kind"] == "new":
        # A file that nobody has seen yet: it changes itself.
        return False
    if not fields and not waiting:
        return False
    if not fields:
        _drop(thing, acting)
        return True
    if waiting and fields == waiting["fields"] and not waiting["reason"]:
        return True
    _keep(thing, "change", acting, fields)
    names = sorted(name for _schema, name in fields)
    record(thing, Recorded.CHANGE_PROPOSED, acting, fields=names)
    return True


def propose_file(file: FileValue, acting: ActionContext) -> None:
    """`file` was put into something public: the staff sees it, others when it is accepted."""
    hide_file(file)
    _keep(file, "new", acting, {})
    record(file, Recorded.CHANGE_PROPOSED, acting, fields=["file"])


def propose_removal(file: FileValue, acting: ActionContext) -> None:
    """`file` is to be taken out of something public. Raises NotAllowed."""
    needs("Delete objects", file)
    _keep(file, "remove", acting, {})
    record(file, Recorded.CHANGE_PROPOSED, acting, fields=["removed"])


def take_back(thing: Content, acting: ActionContext) -> None:
    """Who may write here no longer wants the change. Raises NotAllowed, Conflict."""
    needs(MODIFY, thing)
    if waiting_change(thing) is None:
        raise Conflict(code=Code.NOTHING_PENDING)
    _drop(thing, acting)


def _keep(
    thing: Content, kind: str, acting: ActionContext, fields: dict[tuple[str, str], Any]
) -> None:
    before = waiting_change(thing)
    by = [each for each in (before or {}).get("by", ()) if each != acting.user_id]
    thing.waiting_change = {
        "kind": kind,
        "by": [*by, acting.user_id],
        "at": acting.when,
        "fields": fields,
        "reason": "",
    }
    thing.reindexObject(idxs=[INDEX, "allowedRolesAndUsers"])


def _drop(thing: Content, acting: ActionContext) -> None:
    # What is a new file stays hidden: it is deleted, not dropped.
    if waiting_change(thing)["kind"] == "new":
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    thing.waiting_change = None
    thing.reindexObject(idxs=[INDEX])
    record(thing, Recorded.CHANGE_TAKEN_BACK, acting)
