"""Sessions that end: after some time without a request, after a working day, and at once when
somebody signs out, when the account is locked or when its password changes.

The cookie tells which session it is, when it began, when it was last used, and the stamp of the
account (no state in a worker). It is signed with a key that lies outside the database, and
written anew every few minutes of use. Ended ones are remembered in the database.
"""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from datetime import timedelta
from plone.registry.interfaces import IRegistry
from plone.rest.interfaces import IAPIRequest
from plone.session import tktauth
from plone.session.plugins.session import SessionPlugin
from thads_portal.domain.recording import Recorded
from thads_portal.register import ended_sessions
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.record import write_now
from thads_portal.secret_keys import signing_key
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.pas import places
from typing import NamedTuple
from zope.component import queryUtility

import secrets


IDLE_RECORD = "thads_portal.session_idle_minutes"
LONGEST_RECORD = "thads_portal.session_longest_hours"
IDLE_MINUTES = 60
LONGEST_HOURS = 12
COOKIE = "__ac"
#: Seconds in which the second step must follow the password.
STEP_SECONDS = 600
#: In a request's environment: the step that follows the password it has brought.
NEXT_STEP = "thads_portal.next_step"
#: In a request's environment: the ticket by which its visitor is signed in.
_HELD = "thads_portal.session_held"
#: Over https a browser takes a cookie of this name from this very host only, and never in clear.
HOST_COOKIE = "__Host-__ac"
#: Seconds of use after which the cookie is written anew.
_RENEW = 300


class Ticket(NamedTuple):
    """What a valid cookie says; times in seconds since 1970."""

    user_id: str
    began: int
    used: int
    stamp: str
    id: str
    #: What is to be done before it opens anything: ``code``, ``enrol``; empty: nothing.
    step: str = ""


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
        if IAPIRequest.providedBy(self.REQUEST):
            # Programs get a token, and no cookie beside it.
            return
        users = self._getPAS().source_users
        held = self.REQUEST.environ.get(_HELD)
        if held is not None and held.user_id == userid and held.stamp != users.stamp(userid):
            # Signed in already, and has changed the own password in this request.
            self.go_on(held)
            return
        self._begin(userid, factors.step_after_password(users, userid), {})

    def _begin(self, userid: str, step: str | None, details: dict[str, str]) -> None:
        now = int(clock.now().timestamp())
        # What the visitor had before is over: a session is one sign-in.
        self._end(self._ticket_of(self.REQUEST))
        if step:
            self.REQUEST.environ[NEXT_STEP] = step
        else:
            write_now(self._dsn(), Recorded.SIGNED_IN, actor=userid, details=details)
        self._give(
            userid,
            self.REQUEST.response,
            began=now,
            now=now,
            session=secrets.token_hex(16),
            step=step or "",
        )

    @security.private
    def enter(self, userid: str, *, second_step_done: bool) -> bool:
        """Begin the session of somebody whom a provider of identities has told; whether a second step follows."""
        users = self._getPAS().source_users
        step = None if second_step_done else factors.step_after_password(users, userid)
        self._begin(userid, step, {"kind": "single_sign_on"})
        return step is not None

    def _give(
        self, userid, response, *, began: int, now: int, session: str, step: str = ""
    ) -> None:
        stamp = self._getPAS().source_users.stamp(userid)
        cookie = tktauth.createTicket(
            secret=self._getSigningSecret(userid),
            userid=userid,
            user_data=f"{began} {stamp} {session} {step}".rstrip(),
            timestamp=now,
            mod_auth_tkt=False,
        )
        self._setCookie(cookie, response)

    def _getSigningSecret(self, userid):
        return signing_key("session")

    def _dsn(self) -> str:
        return dsn_of(connection_of(self).db())

    @security.public
    def getProperty(self, id, d=None):
        # As the visitor came: a cookie "Secure" would never come back over plain HTTP.
        if id == "secure":
            return self._over_https()
        if id == "cookie_name":
            return HOST_COOKIE if self._over_https() else COOKIE
        return super().getProperty(id, d)

    def _over_https(self) -> bool:
        return self.REQUEST.get("SERVER_URL", "").startswith("https:")

    @security.private
    def extractCredentials(self, request):
        # From the cookie alone: what an address or a form names so is no session.
        value = request.cookies.get(self.getProperty("cookie_name"))
        if not value:
            return {}
        return super().extractCredentials(_Cookies({self.getProperty("cookie_name"): value}))

    @security.private
    def authenticateCredentials(self, credentials):
        if credentials.get("source") != "plone.session":
            return None
        now = int(clock.now().timestamp())
        ticket = self._read(credentials["cookie"], now)
        if ticket is None or not self._holds(ticket, now):
            return None
        info = self._getPAS()._verifyUser(self._getPAS().plugins, user_id=ticket.user_id)
        if info is None:
            return None
        self.REQUEST.environ[_HELD] = ticket
        if now - ticket.used >= _RENEW and not _cached(self.REQUEST):
            self._give(
                ticket.user_id,
                self.REQUEST.response,
                began=ticket.began,
                now=now,
                session=ticket.id,
            )
        return info["id"], info["login"]

    def _holds(self, ticket: Ticket, now: int) -> bool:
        """Whether its owner is signed in by it."""
        idle, longest = session_limits()
        if ticket.step:
            # The password alone opens nothing where a second step follows.
            return False
        if now - ticket.used >= idle or now - ticket.began >= longest:
            return False
        users = self._getPAS().source_users
        if not users.is_active(ticket.user_id) or ticket.stamp != users.stamp(ticket.user_id):
            return False
        if not places.admits(ticket.user_id, self.REQUEST):
            return False
        return not ended_sessions.is_ended(self._dsn(), ticket.id)

    def _read(self, cookie: bytes, now: int) -> Ticket | None:
        found = tktauth.validateTicket(
            self._getSigningSecret(""),
            cookie,
            timeout=super().getProperty("timeout"),
            now=now,
            mod_auth_tkt=False,
        )
        if found is None:
            return None
        _digest, user_id, _tokens, user_data, used = found
        began, _, rest = user_data.partition(" ")
        stamp, _, rest = rest.partition(" ")
        session, _, step = rest.partition(" ")
        if not began.isdecimal() or not session:
            return None
        return Ticket(user_id, int(began), used, stamp, session, step)

    @security.private
    def pending(self) -> Ticket | None:
        """The sign-in of the request's visitor that waits for its second step."""
        ticket = self._ticket_of(self.REQUEST)
        if ticket is None or not ticket.step:
            return None
        users = self._getPAS().source_users
        over = clock.now().timestamp() - ticket.began >= STEP_SECONDS
        if (
            over
            or not users.is_active(ticket.user_id)
            or ticket.stamp != users.stamp(ticket.user_id)
        ):
            return None
        return None if ended_sessions.is_ended(self._dsn(), ticket.id) else ticket

    @security.private
    def current(self) -> Ticket | None:
        """The session that the request comes with; None for programs and for whoever has none."""
        ticket = self._ticket_of(self.REQUEST)
        now = int(clock.now().timestamp())
        return ticket if ticket is not None and self._holds(ticket, now) else None

    @security.private
    def go_on(self, ticket: Ticket) -> None:
        """The request's own session (``current``) holds on, where its visitor has ended all those of the account."""
        now = int(clock.now().timestamp())
        response = self.REQUEST.response
        self._give(ticket.user_id, response, began=ticket.began, now=now, session=ticket.id)

    @security.private
    def complete(self, ticket: Ticket, **more: str) -> None:
        """The second step is done: a session of its own, and the waiting one is over."""
        now = int(clock.now().timestamp())
        self._end(ticket)
        details = {"kind": "two_steps", **more}
        write_now(self._dsn(), Recorded.SIGNED_IN, actor=ticket.user_id, details=details)
        self._give(
            ticket.user_id,
            self.REQUEST.response,
            began=now,
            now=now,
            session=secrets.token_hex(16),
        )

    def _ticket_of(self, request) -> Ticket | None:
        cookie = self.extractCredentials(request).get("cookie")
        return None if cookie is None else self._read(cookie, int(clock.now().timestamp()))

    def _end(self, ticket: Ticket | None) -> bool:
        """Whether there was something to end."""
        if ticket is None or ended_sessions.is_ended(self._dsn(), ticket.id):
            return False
        now = clock.now()
        until = now + timedelta(seconds=session_limits()[1])
        ended_sessions.end(self._dsn(), ticket.id, until=until, now=now)
        return True

    @security.private
    def resetCredentials(self, request, response):
        """Sign out: the session is over, whoever still has its cookie."""
        ticket = self._ticket_of(request)
        if self._end(ticket):
            write_now(self._dsn(), Recorded.SIGNED_OUT, actor=ticket.user_id)
        # Only the cookie that the visitor has: a Host cookie is taken over https alone.
        secure = {"secure": True} if self._over_https() else {}
        response.expireCookie(self.getProperty("cookie_name"), path="/", **secure)


InitializeClass(PortalSession)


class _Cookies(dict):
    """What Plone's plug-in reads a request for."""


def _cached(request) -> bool:
    """Whether the answer may be kept by others: no cookie goes with a style sheet."""
    path = request.environ.get("PATH_INFO", "")
    return "/thads-static" in path or "/++" in path
