"""One address for each page: what is reached through something that does not hold it is not there.

Zope finds an object also above where it is asked for, so ``/cao-bang/ha-noi`` would
answer with Hà Nội's page, a second address in another province's frame.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.base.interfaces import IPloneSiteRoot
from plone.dexterity.interfaces import IDexterityContent
from plone.rest.traverse import RESTWrapper
from thads_portal.interfaces import IThadsLayer
from zExceptions import NotFound
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


@adapter(IPubAfterTraversal)
def refuse_acquired_content(event):
    """After traversal: every content object on the way must hold the next one."""
    request = event.request
    if not IThadsLayer.providedBy(request):
        return
    for step in request.get("PARENTS", ()):
        element = _content(step)
        if not IDexterityContent.providedBy(element) or IPloneSiteRoot.providedBy(element):
            continue
        reached = _content(aq_parent(element))
        if aq_base(reached) is not aq_base(aq_parent(aq_inner(element))):
            raise NotFound(element.getId())


def _content(step):
    """The API wraps what it traverses."""
    return step.context if isinstance(step, RESTWrapper) else step
