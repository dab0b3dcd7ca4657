"""After the login everybody stands at their own desk, or where they wanted to go."""

from AccessControl import getSecurityManager
from plone.base.interfaces import IRedirectAfterLogin
from thads_portal.content.zope_types import Site
from thads_portal.domain.provinces import by_slug
from thads_portal.security.pas.session import NEXT_STEP
from thads_portal.theme.navigation import desk_of
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.component.hooks import getSite
from zope.interface import implementer


#: The page of the second step.
SECOND_STEP = "xac-nhan-dang-nhap"


@implementer(IRedirectAfterLogin)
class AfterLogin:
    """Adapter of a place and a request; called by Plone's login with where one came from."""

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, came_from: str | None = None, is_initial_login: bool = False) -> str | None:
        # Plone's form looks at the path only: whoever sends it could name another host.
        if came_from and not _is_ours(came_from):
            came_from = None
        site = getSite()
        if self.request.environ.get(NEXT_STEP):
            # The password opens nothing yet; afterwards one stands where one wanted to go.
            return second_step(site, came_from)
        if asked_for(came_from):
            return came_from
        desk = desk_of(site, getSecurityManager().getUser())
        return f"{site.absolute_url()}/{desk}" if desk else came_from


def asked_for(address: str | None) -> str:
    """`address` if it is a page of the portal that somebody has asked for, else ""."""
    return address if address and _is_ours(address) and not _is_front_page(address) else ""


def second_step(site: Site, came_from: str | None) -> str:
    """The page of the second step, which leads on to `came_from`."""
    query = f"?{urlencode({'came_from': came_from})}" if came_from else ""
    return f"{site.absolute_url()}/{SECOND_STEP}{query}"


def goes_on(site: Site, account: str, came_from: str | None) -> str:
    """Where `account`, who has just signed in, goes on to: where it wanted to, else its own desk."""
    wanted = asked_for(came_from)
    if wanted:
        return wanted
    user = site.acl_users.getUserById(account)
    desk = desk_of(site, user.__of__(site.acl_users)) if user is not None else None
    return f"{site.absolute_url()}/{desk}" if desk else site.absolute_url()


def _is_ours(address: str) -> bool:
    """Whether `address` leads nowhere but to the portal."""
    root = getSite().absolute_url()
    if not address.isprintable() or "\\" in address:
        # Browsers drop tabs and turn backslashes.
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    return address == root or address.startswith((f"{root}/", f"{root}?"))


def _is_front_page(address: str) -> bool:
    """Who logs in from the home of the portal or of a province has asked for no page."""
    below = urlsplit(address.removeprefix(getSite().absolute_url())).path.strip("/")
    return not below or by_slug(below) is not None
