"""What is to appear later is not there yet: its page, its files, its JSON answer as if it never was.

Plone keeps an item whose day of publication lies ahead out of its lists only; who knew or
guessed the address read it at once.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from DateTime import DateTime
from plone.dexterity.interfaces import IDexterityContent
from plone.rest.traverse import RESTWrapper
from thads_portal.interfaces import IThadsLayer
from zExceptions import NotFound
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


_EDITING = "Modify portal content"
_REVIEWING = "Review portal content"


@adapter(IPubAfterTraversal)
def hide_scheduled_content(event) -> None:
    """Raises NotFound for who neither edits nor reviews what is asked for."""
    request = event.request
    if not IThadsLayer.providedBy(request):
        return
    for step in request.get("PARENTS", ()):
        element = step.context if isinstance(step, RESTWrapper) else step
        if IDexterityContent.providedBy(element) and _ahead(element) and not _may(element):
            raise NotFound(element.getId())


def _ahead(item) -> bool:
    day = getattr(aq_base(item), "effective_date", None)
    return day is not None and day > DateTime()


def _may(item) -> bool:
    check = getSecurityManager().checkPermission
    return bool(check(_EDITING, item) or check(_REVIEWING, item))
