"""``@logout`` ends the token or session that comes with it; ``@login-renew`` renews a token.

Plone's do nothing with tokens that are not stored, make a token out of a cookie, and renew
for ever.
"""

from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from zExceptions import Unauthorized
from zope.component.hooks import getSite
from zope.interface import alsoProvides


class SessionService(Service):
    @property
    def tokens(self):
        return getSite().acl_users.jwt_auth

    def token(self) -> str | None:
        """The token that the request brings in its header."""
        return (self.tokens.extractCredentials(self.request) or {}).get("token")


class Logout(SessionService):
    """204 also for who was not signed in: afterwards nobody is."""

    def reply(self):
        # What is ended is kept apart from the objects.
        alsoProvides(self.request, IDisableCSRFProtection)
        token = self.token()
        if token is not None:
            self.tokens.end(token)
        getSite().acl_users.session.resetCredentials(self.request, self.request.response)
        return self.reply_no_content()


class Renew(SessionService):
    """The token comes from a token; it ends when the first of them would have."""

    def reply(self):
        alsoProvides(self.request, IDisableCSRFProtection)
        token = self.token()
        fresh = self.tokens.renewed(token) if token is not None else None
        if fresh is None:
            raise Unauthorized
        return {"token": fresh}
