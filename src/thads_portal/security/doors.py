"""Below a register, or the posting batches, only the portal's own pages and services are published; all else is shut.

Plone and Zope bring dozens of doors to every object: views over the whole schema,
WebDAV, the ZMI, copy and sharing services, every method with a docstring. Some show
restricted fields, others change an object past the actions, and an upgrade may bring
more. So for registers and listings the list is of what is open: views and services of
a class of this package. Permissions still decide who may enter those.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collections.abc import Iterable
from OFS.interfaces import IApplication
from OFS.interfaces import IItem
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from plone.rest.traverse import RESTWrapper
from Products.CMFCore.interfaces import IContentish
from thads_portal.content.batch import IPostingBatch
from thads_portal.content.batch import IPostingBatches
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.content.register import IDebtorRegister
from thads_portal.errors import NotAllowed
from thads_portal.security.open_doors import Audience
from thads_portal.security.open_doors import CLASSES
from thads_portal.security.open_doors import GIVING
from thads_portal.security.open_doors import MODULES
from thads_portal.security.open_doors import OF_FILES
from thads_portal.security.open_doors import PICTURES
from thads_portal.security.open_doors import SERVICES
from thads_portal.security.open_doors import VIEWS
from thads_portal.security.roles import Role
from zExceptions import NotFound
from zope.browser.interfaces import IBrowserView
from zope.browserresource.interfaces import IResource
from zope.component import adapter
from zope.interface import providedBy
from ZPublisher.interfaces import IPubAfterTraversal

import re


_OWN = "thads_portal."
#: Plone's own services, only told with less: they are open where Plone's would be.
_OF_PLONE = "thads_portal.services.plain"
_CLOSED = (IDebtorListing, IDebtorRegister, IPostingBatch, IPostingBatches)
_MANAGEMENT = re.compile(r"manage(_\w+)?")
_SERVICE = re.compile(r"([A-Z]+)_[a-z]+_[a-z+.-]+_(@[\w.-]+)?")
_WRITING = {Role.CENTRAL_EDITOR, Role.EDITORIAL_BOARD}
_READING = ("GET", "HEAD", "OPTIONS")


@adapter(IPubAfterTraversal)
def shut_foreign_doors(event) -> None:
    """Refuse what is about to be published if it is not the portal's and stands below a register.

    Raises NotFound when something is read, NotAllowed when something is sent.
    """
    request = event.request
    if not _below_register(request) or is_own(request.get("PUBLISHED")):
        return
    if request.get("REQUEST_METHOD", "GET").upper() in _READING:
        raise NotFound(request["URL"])
    raise NotAllowed


@adapter(IPubAfterTraversal)
def shut_unlisted_doors(event) -> None:
    """Of Plone's views and services only those in ``open_doors`` are there, each for its audience.

    Raises NotFound when something is read, or by who is not signed in; NotAllowed when something
    is sent.
    """
    request = event.request
    published = request.get("PUBLISHED")
    page = aq_base(getattr(published, "__self__", published))
    service = IService.providedBy(page)
    if service and not IAPIRequest.providedBy(request):
        # By the name of its registration, past the ways of the API.
        raise NotFound(request["URL"])
    if is_own(published) or not (service or IBrowserView.providedBy(page)):
        return
    if _is_asset(page):
        return
    user = getSecurityManager().getUser()
    allowed = _audience_of_service(page) if service else _audience_of_view(page)
    if allowed is not None and audience_of(user) >= allowed:
        return
    signed_in = user is not None and user.getId()
    if not signed_in or request.get("REQUEST_METHOD", "GET").upper() in _READING:
        raise NotFound(request["URL"])
    raise NotAllowed


def audience_of(user) -> Audience:
    """What `user` may be offered, by role and group; which of it they may enter is Zope's to say."""
    if user is None or not user.getId():
        return Audience.EVERYBODY
    roles = frozenset(user.getRoles())
    if "Manager" in roles:
        return Audience.MANAGERS
    if Role.ADMINISTRATOR in roles:
        return Audience.ADMINISTRATORS
    groups: Iterable[str] = getattr(user, "getGroups", tuple)()
    if roles & _WRITING or any(group.startswith("editors-") for group in groups):
        return Audience.WRITERS
    return Audience.SIGNED_IN


def service_key(name: str) -> str:
    """``GET:@search`` of the name under which plone.rest registers it; "" if it is none."""
    found = _SERVICE.fullmatch(name)
    return f"{found[1]}:{found[2] or ''}" if found else ""


def _audience_of_service(page) -> Audience | None:
    return SERVICES.get(service_key(getattr(page, "__name__", "") or ""))


def _audience_of_view(page) -> Audience | None:
    very = CLASSES.get(f"{type(page).__module__}.{type(page).__qualname__}")
    if very is not None and getattr(page.data, "contentType", "") in PICTURES:
        return very
    for kind in type(page).__mro__:
        if kind.__module__ in MODULES:
            return MODULES[kind.__module__]
    name = getattr(page, "__name__", None)
    if name in OF_FILES and getattr(page.context, "portal_type", None) in ("File", "Image"):
        return Audience.EVERYBODY
    if name in VIEWS:
        return VIEWS[name]
    kinds = providedBy(page.context).flattened()
    return next(
        (VIEWS[key] for key in (f"{name}:{kind.__name__}" for kind in kinds) if key in VIEWS), None
    )


def _is_asset(page) -> bool:
    """Whether this is a style, a script or an image of the theme: a file of a package."""
    return IResource.providedBy(page)


@adapter(IPubAfterTraversal)
def shut_management(event) -> None:
    """Zope's management pages and the tools themselves are for managers; nobody else sees any.

    Those that give roles, or keep accounts, are for nobody.

    Most ask for a permission. Some do not, and tell what software this is.
    """
    request = event.request
    published = request.get("PUBLISHED")
    if IBrowserView.providedBy(aq_base(getattr(published, "__self__", published))):
        return
    path = request["URL"].split("/")
    if not GIVING.isdisjoint(path):
        # Roles and accounts have one door, for managers too.
        raise NotFound(request["URL"])
    last = path[-1]
    if not _MANAGEMENT.fullmatch(last) and not _is_tool(published):
        return
    if "Manager" not in getSecurityManager().getUser().getRoles():
        raise NotFound(request["URL"])


def _is_tool(published) -> bool:
    """Whether this is an object of Zope that has no page, and would be shown by its name."""
    thing = aq_base(published)
    return not callable(thing) and _is_no_content(thing)


def within_tool(request) -> bool:
    """Whether what was asked for is, or lies in, a thing of Zope's that is no content."""
    published = request.get("PUBLISHED")
    steps = (published, getattr(published, "__self__", None), *request.get("PARENTS", ()))
    return any(_is_no_content(aq_base(step)) for step in steps)


def _is_no_content(thing) -> bool:
    kinds = (IContentish, IPloneSiteRoot, IApplication)
    return IItem.providedBy(thing) and not any(kind.providedBy(thing) for kind in kinds)


def _below_register(request) -> bool:
    for step in (request.get("PUBLISHED"), *request.get("PARENTS", ())):
        thing = step.context if isinstance(step, RESTWrapper) else step
        if any(kind.providedBy(thing) for kind in _CLOSED):
            return True
    return False


def is_own(published) -> bool:
    """Whether `published` is a view or service of this package, or a method of one."""
    owner = aq_base(getattr(published, "__self__", published))
    if not (IBrowserView.providedBy(owner) or IService.providedBy(owner)):
        return False
    kinds = [kind.__module__ for kind in type(owner).__mro__]
    return _OF_PLONE not in kinds and any(kind.startswith(_OWN) for kind in kinds)
