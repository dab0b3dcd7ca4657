"""After the login everybody stands at their own desk, or where they wanted to go."""

from AccessControl import getSecurityManager
from plone.base.interfaces import IRedirectAfterLogin
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
        if came_from and not self._is_ours(came_from):
            came_from = None
        if self.request.environ.get(NEXT_STEP):
            # The password opens nothing yet; afterwards one stands where one wanted to go.
            query = f"?{urlencode({'came_from': came_from})}" if came_from else ""
            return f"{getSite().absolute_url()}/{SECOND_STEP}{query}"
        if came_from and not self._is_front_page(came_from):
            return came_from
        site = getSite()
        desk = desk_of(site, getSecurityManager().getUser())
        return f"{site.absolute_url()}/{desk}" if desk else came_from

    @staticmethod
    def _is_ours(address: str) -> bool:
        """Whether `address` leads nowhere but to the portal."""
        root = getSite().absolute_url()
        if not address.isprintable() or "\\" in address:
            # Browsers drop tabs and turn backslashes.
            return False
        if address.startswith("/"):
            return not address.startswith("//")
        return address == root or address.startswith((f"{root}/", f"{root}?"))

    @staticmethod
    def _is_front_page(address: str) -> bool:
        """Who logs in from the home of the portal or of a province has asked for no page."""
        below = urlsplit(address.removeprefix(getSite().absolute_url())).path.strip("/")
        return not below or by_slug(below) is not None
