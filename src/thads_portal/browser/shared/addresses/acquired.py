"""One address for each page: what is reached through something that does not hold it is not there.

Zope finds an object also above where it is asked for, so ``/cao-bang/ha-noi`` would
answer with Hà Nội's page, a second address in another province's frame.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.base.interfaces import IPloneSiteRoot
from plone.dexterity.interfaces import IDexterityContent
from plone.rest.traverse import RESTWrapper
from thads_portal.interfaces import IThadsLayer
from zExceptions import NotFound
from zExceptions import Redirect
from zope.browser.interfaces import IBrowserView
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


#: How Plone calls the page of a thing.
_PLAIN = ("view", "index_html", "(Default)", "(dynamic view)", "(selected layout)")
#: Views that send a file itself.
_SENDING = ("download", "display-file", "images")
#: At their own address is the file itself, or where they lead.
_WITH_A_PAGE_OF_THEIR_OWN = ("File", "Image", "Link")


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


@adapter(IPubAfterTraversal)
def lead_to_the_one_address(event):
    """The page of a thing has the address of the thing: by the name of its view it is led there."""
    request = event.request
    if not IThadsLayer.providedBy(request) or request.method not in ("GET", "HEAD"):
        return
    last = request.get("ACTUAL_URL", "").rstrip("/").rpartition("/")[2].removeprefix("@@")
    page = aq_base(getattr(request.get("PUBLISHED"), "__self__", request.get("PUBLISHED")))
    thing = getattr(page, "context", None) if IBrowserView.providedBy(page) else None
    if thing is None or last not in (*_PLAIN, getattr(page, "__name__", None)):
        return
    if not (IDexterityContent.providedBy(thing) or IPloneSiteRoot.providedBy(thing)):
        return
    if thing.portal_type in _WITH_A_PAGE_OF_THEIR_OWN or last == thing.getId():
        return
    if getattr(page, "__name__", None) != thing.getLayout():
        return
    query = request.get("QUERY_STRING", "")
    address = thing.absolute_url()
    place = f"{address}?{query}" if query else address
    # Locked: the exception alone would say that it moved for now only.
    request.response.redirect(place, status=301, lock=1)
    raise Redirect(place)


@adapter(IPubAfterTraversal)
def publish_no_methods(event):
    """What a thing can tell of itself is told on its page: ``/cao-bang/getId`` is no page."""
    request = event.request
    published = request.get("PUBLISHED")
    thing = aq_base(getattr(published, "__self__", None))
    if not (IDexterityContent.providedBy(thing) or IPloneSiteRoot.providedBy(thing)):
        return
    name = getattr(published, "__name__", "")
    last = request.get("ACTUAL_URL", "").rstrip("/").rpartition("/")[2]
    if name == last and "Manager" not in getSecurityManager().getUser().getRoles():
        raise NotFound(name)


@adapter(IPubAfterTraversal)
def files_as_they_are(event):
    """No transform of pages looks into a file that is sent: an HTML file is no page of ours."""
    request = event.request
    page = aq_base(getattr(request.get("PUBLISHED"), "__self__", request.get("PUBLISHED")))
    thing = getattr(page, "context", page)
    if getattr(aq_base(thing), "portal_type", None) not in ("File", "Image"):
        return
    if not IBrowserView.providedBy(page) or getattr(page, "__name__", "") in _SENDING:
        request.environ["plone.transformchain.disable"] = True


def _content(step):
    """The API wraps what it traverses."""
    return step.context if isinstance(step, RESTWrapper) else step
