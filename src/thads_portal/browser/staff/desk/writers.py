"""Who works on an item: who writes it, who writes beside it in its section, who reviews it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from thads_portal.actions.changes.decide import REVIEW
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.browser.shared.content_work import Work
from thads_portal.content.section_item import IBinned
from thads_portal.errors import NotAllowed
from zExceptions import Redirect


ADD = "Add portal content"


def admit_writers(page) -> None:
    """Let in who works here; an item that waits is read by who wrote it, too. Raises NotAllowed."""
    section = aq_parent(aq_inner(page.context))
    if not (page.may(MODIFY) or page.may(REVIEW) or page.may(ADD, section)):
        raise NotAllowed


def refuse_binned(page) -> None:
    """What is in the bin is brought back first. Raises Redirect, to the bin."""
    if IBinned.providedBy(page.context):
        raise Redirect(Work(page.context, page.request).bin_address)
