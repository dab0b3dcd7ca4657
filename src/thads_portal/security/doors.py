"""Below a register, or the posting batches, only the portal's own pages and services are published; all else is shut.

Plone and Zope bring dozens of doors to every object: views over the whole schema,
WebDAV, the ZMI, copy and sharing services, every method with a docstring. Some show
restricted fields, others change an object past the actions, and an upgrade may bring
more. So for registers and listings the list is of what is open: views and services of
a class of this package. Permissions still decide who may enter those.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from OFS.interfaces import IApplication
from OFS.interfaces import IItem
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from plone.rest.traverse import RESTWrapper
from Products.CMFCore.interfaces import IContentish
from thads_portal.content.batch import IPostingBatch
from thads_portal.content.batch import IPostingBatches
from thads_portal.content.listing import IDebtorListing
from thads_portal.content.register import IDebtorRegister
from thads_portal.errors import NotAllowed
from zExceptions import NotFound
from zope.browser.interfaces import IBrowserView
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal

import re


_OWN = "thads_portal."
_CLOSED = (IDebtorListing, IDebtorRegister, IPostingBatch, IPostingBatches)
_MANAGEMENT = re.compile(r"manage(_\w+)?")
#: Of Plone's own: signing in, a new password, pages of files and plain documents, the search.
_FOR_VISITORS = frozenset({
    "login", "logout", "logged-out", "logged_out", "login-help", "login_form",
    "failsafe_login", "failsafe_login_form", "insufficient-privileges",
    "mail_password_form", "mail_password_response", "passwordreset",
    "view", "document_view", "file_view", "image_view", "link_redirect_view",
    "images", "site-logo", "favicon.ico", "search", "updated_search", "ajax-search", "plonejsi18n",
})  # fmt: skip
#: Fail on anything else.
_OF_FILES = ("download", "display-file")
_READING = ("GET", "HEAD", "OPTIONS")


@adapter(IPubAfterTraversal)
def shut_foreign_doors(event) -> None:
    """Refuse what is about to be published if it is not the portal's and stands below a register.

    Raises NotFound when something is read, NotAllowed when something is sent.
    """
    request = event.request
    if not _below_register(request) or _is_own(request.get("PUBLISHED")):
        return
    if request.get("REQUEST_METHOD", "GET").upper() in _READING:
        raise NotFound(request["URL"])
    raise NotAllowed


@adapter(IPubAfterTraversal)
def shut_unused_pages(event) -> None:
    """Who is not signed in gets of Plone's pages those that a visitor needs.

    The others are pieces of pages, helps for editing and tests of the design. Some mail, some
    fail when they are asked for by themselves, and no link leads there. Raises NotFound.
    """
    request = event.request
    published = request.get("PUBLISHED")
    page = aq_base(getattr(published, "__self__", published))
    if IService.providedBy(page) and not IAPIRequest.providedBy(request):
        # By the name of its registration, past the ways of the API.
        raise NotFound(request["URL"])
    if not IBrowserView.providedBy(page) or IService.providedBy(page) or _is_own(published):
        return
    user = getSecurityManager().getUser()
    if (user is not None and user.getId()) or "/++" in request["URL"]:
        return
    name = getattr(page, "__name__", None)
    of_file = getattr(page.context, "portal_type", None) in ("File", "Image")
    if name not in _FOR_VISITORS and not (of_file and name in _OF_FILES):
        raise NotFound(request["URL"])


@adapter(IPubAfterTraversal)
def shut_management(event) -> None:
    """Zope's management pages and the tools themselves are for managers; nobody else sees any.

    Most ask for a permission. Some do not, and tell what software this is.
    """
    request = event.request
    published = request.get("PUBLISHED")
    if IBrowserView.providedBy(aq_base(getattr(published, "__self__", published))):
        return
    last = request["URL"].rpartition("/")[2]
    if not _MANAGEMENT.fullmatch(last) and not _is_tool(published):
        return
    if "Manager" not in getSecurityManager().getUser().getRoles():
        raise NotFound(request["URL"])


def _is_tool(published) -> bool:
    """Whether this is an object of Zope that has no page, and would be shown by its name."""
    thing = aq_base(published)
    if callable(thing) or not IItem.providedBy(thing):
        return False
    kinds = (IContentish, IPloneSiteRoot, IApplication)
    return not any(kind.providedBy(thing) for kind in kinds)


def _below_register(request) -> bool:
    for step in (request.get("PUBLISHED"), *request.get("PARENTS", ())):
        thing = step.context if isinstance(step, RESTWrapper) else step
        if any(kind.providedBy(thing) for kind in _CLOSED):
            return True
    return False


def _is_own(published) -> bool:
    """Whether `published` is a view or service of this package, or a method of one."""
    owner = aq_base(getattr(published, "__self__", published))
    if not (IBrowserView.providedBy(owner) or IService.providedBy(owner)):
        return False
    return any(kind.__module__.startswith(_OWN) for kind in type(owner).__mro__)
