"""News, documents, notices: handed in by who writes, accepted or returned by the board.

The steps are Plone's (simple_publication_workflow); what they add here is the reason, which
whoever gets an item back must be able to read, and the refusals of the portal.
"""

from plone import api
from Products.CMFCore.WorkflowCore import WorkflowException
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.zope_types import Content
from thads_portal.errors import Code
from thads_portal.errors import Conflict


STEPS = ("submit", "publish", "reject", "retract")
NEEDS_REASON = ("reject",)


def version_of(item: Content) -> str:
    """Tells what `item` is now, with its files and its state, from what it was or will be."""
    moments = [each.modified().millis() for each in (item, *item.objectValues())]
    workflow = api.portal.get_tool("portal_workflow")
    steps = workflow.getInfoFor(item, "review_history", ())
    return f"{max(moments)}-{len(moments)}-{len(steps)}"


def take_step(
    item: Content, step: str, acting: ActionContext, *, reason: str = "", seen: str = ""
) -> None:
    """Take `step` of the workflow on `item`.

    `seen`: the ``version_of`` what was looked at; Conflict if it is another by now. Raises Rejected
    without a reason where one is needed, Conflict (``step_not_possible``) where the account or the
    state does not allow the step.
    """
    if seen and seen != version_of(item):
        raise Conflict
    entry = EnteredValues(acting.today)
    words: str | None = None
    if step in NEEDS_REASON:
        words = entry.reason(reason)
    elif reason:
        words = entry.text("reason", reason)
    entry.done()
    workflow = api.portal.get_tool("portal_workflow")
    allowed = {each["id"] for each in workflow.getTransitionsFor(item)}
    if step not in STEPS or step not in allowed:
        raise Conflict(code=Code.STEP_NOT_POSSIBLE)
    try:
        workflow.doActionFor(item, step, comment=words or "")
    except WorkflowException as error:
        raise Conflict(code=Code.STEP_NOT_POSSIBLE) from error
    item.reindexObject()
