"""Sessions that end: after some time without a request, after a working day, and at once when
the account is disabled or its password changes.

The cookie holds everything (no state in a worker): when the session began, when it was
last used, and the stamp of the password. It is written anew every few minutes of use.
"""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from plone.registry.interfaces import IRegistry
from plone.session import tktauth
from plone.session.plugins.session import SessionPlugin
from thads_portal.security.pas import clock
from zope.component import queryUtility


IDLE_RECORD = "thads_portal.session_idle_minutes"
LONGEST_RECORD = "thads_portal.session_longest_hours"
IDLE_MINUTES = 60
LONGEST_HOURS = 12
#: Seconds of use after which the cookie is written anew.
_RENEW = 300


def session_limits() -> tuple[int, int]:
    """Seconds without a request, and in all, after which a session is over."""
    registry = queryUtility(IRegistry)
    get = registry.get if registry is not None else lambda name, default: default
    idle = get(IDLE_RECORD, None) or IDLE_MINUTES
    longest = get(LONGEST_RECORD, None) or LONGEST_HOURS
    return idle * 60, longest * 3600


class PortalSession(SessionPlugin):
    """The plug-in ``session``."""

    security = ClassSecurityInfo()

    def _setupSession(self, userid, response, tokens=(), user_data=""):
        now = int(clock.now().timestamp())
        self._give(userid, response, began=now, now=now)

    def _give(self, userid, response, *, began: int, now: int) -> None:
        cookie = tktauth.createTicket(
            secret=self._getSigningSecret(userid),
            userid=userid,
            user_data=f"{began} {self._getPAS().source_users.stamp(userid)}",
            timestamp=now,
            mod_auth_tkt=False,
        )
        self._setCookie(cookie, response)

    @security.public
    def getProperty(self, id, d=None):
        # As the visitor came: a cookie "Secure" would never come back over plain HTTP.
        if id == "secure":
            return self.REQUEST.get("SERVER_URL", "").startswith("https:")
        return super().getProperty(id, d)

    @security.private
    def authenticateCredentials(self, credentials):
        if credentials.get("source") != "plone.session":
            return None
        now = int(clock.now().timestamp())
        idle, longest = session_limits()
        ticket = self._validateTicket(credentials["cookie"], now=now)
        if ticket is None:
            return None
        _digest, userid, _tokens, user_data, used = ticket
        began, _, stamp = user_data.partition(" ")
        users = self._getPAS().source_users
        if not began.isdecimal() or now - used >= idle or now - int(began) >= longest:
            return None
        if not users.is_active(userid) or stamp != users.stamp(userid):
            return None
        info = self._getPAS()._verifyUser(self._getPAS().plugins, user_id=userid)
        if info is None:
            return None
        if now - used >= _RENEW and not _cached(self.REQUEST):
            self._give(userid, self.REQUEST.response, began=int(began), now=now)
        return info["id"], info["login"]


InitializeClass(PortalSession)


def _cached(request) -> bool:
    """Whether the answer may be kept by others: no cookie goes with a style sheet."""
    path = request.environ.get("PATH_INFO", "")
    return "/thads-static" in path or "/++" in path
