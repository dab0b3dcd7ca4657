"""Tokens of the API: signed with a key outside the database; over at sign-out, and with the
password or the account they were given for.

A token comes from a name and a password. It may be renewed while it holds; what comes of it ends
when the first would have: a working day after the password was given.
"""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone.restapi.deserializer import json_body
from plone.restapi.pas.plugin import JWTAuthenticationPlugin
from thads_portal.domain.recording import Recorded
from thads_portal.register import ended_sessions
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.record import write_now
from thads_portal.secret_keys import signing_key
from thads_portal.security.pas import clock
from thads_portal.security.pas import places
from thads_portal.security.pas.session import session_limits
from typing import Any
from zope.globalrequest import getRequest

import jwt
import secrets


_ALGORITHM = "HS256"
#: Where a name and a password in JSON are credentials; elsewhere they are data.
_LOGIN = "@login"


class PortalTokens(JWTAuthenticationPlugin):
    """The plug-in ``jwt_auth``."""

    security = ClassSecurityInfo()

    @security.private
    def extractCredentials(self, request):
        path = request.environ.get("PATH_INFO", "").rstrip("/").rpartition("/")[2]
        if request.method == "POST" and path == _LOGIN:
            found = super().extractCredentials(request)
            data = json_body(request) if found else {}
            return {**found, "code": data["code"]} if "code" in data else found
        scheme, _, token = (request._auth or "").partition(" ")
        return {"token": token.strip()} if scheme.lower() == "bearer" and token else None

    @security.private
    def create_token(self, userid, timeout=None, data=None):
        """A token that begins now: who is `userid` has just given the password."""
        now = clock.now()
        write_now(self._dsn(), Recorded.SIGNED_IN, actor=userid, details={"kind": "token"})
        return self._token(userid, now, now, data)

    @security.private
    def renewed(self, token: str) -> str | None:
        """Another token in the place of `token`, which is over; None if that no longer holds."""
        payload = self.payload(token)
        if payload is None:
            return None
        began = datetime.fromtimestamp(payload["began"], UTC)
        more = {name: payload[name] for name in ("fullname",) if name in payload}
        fresh = self._token(payload["sub"], began, clock.now(), more)
        self._end(payload)
        return fresh

    @security.private
    def end(self, token: str) -> bool:
        """Whether `token` held; now it does not."""
        payload = self.payload(token)
        if payload is None:
            return False
        self._end(payload)
        write_now(
            self._dsn(),
            Recorded.SIGNED_OUT,
            actor=payload["sub"],
            details={"kind": "token"},
        )
        return True

    @security.private
    def authenticateCredentials(self, credentials):
        if credentials.get("extractor") != self.getId() or "token" not in credentials:
            return None
        payload = self.payload(credentials["token"])
        if payload is not None and not places.admits(payload["sub"], getRequest()):
            return None
        return None if payload is None else (payload["sub"], payload["sub"])

    @security.private
    def payload(self, token: str) -> dict[str, Any] | None:
        """What `token` says, if it holds."""
        try:
            # When it ends is judged by the portal's clock.
            found = jwt.decode(
                token, signing_key("token"), algorithms=[_ALGORITHM], options={"verify_exp": False}
            )
        except jwt.InvalidTokenError:
            return None
        if not {"sub", "jti", "began", "exp", "stamp"} <= found.keys():
            return None
        now = clock.now().timestamp()
        longest = min(self.token_timeout, session_limits()[1])
        if now >= found["exp"] or now >= found["began"] + longest:
            return None
        users = self._getPAS().source_users
        if not users.is_active(found["sub"]) or found["stamp"] != users.stamp(found["sub"]):
            return None
        return None if ended_sessions.is_ended(self._dsn(), found["jti"]) else found

    def _token(self, userid: str, began: datetime, now: datetime, data) -> str:
        longest = min(self.token_timeout, session_limits()[1])
        payload = {
            **(data or {}),
            "sub": userid,
            "jti": secrets.token_hex(16),
            "iat": int(now.timestamp()),
            "began": int(began.timestamp()),
            "exp": int((began + timedelta(seconds=longest)).timestamp()),
            "stamp": self._getPAS().source_users.stamp(userid),
        }
        return jwt.encode(payload, signing_key("token"), algorithm=_ALGORITHM)

    def _end(self, payload: dict[str, Any]) -> None:
        until = datetime.fromtimestamp(payload["exp"], UTC)
        ended_sessions.end(self._dsn(), payload["jti"], until=until, now=clock.now())

    def _dsn(self) -> str:
        return dsn_of(connection_of(self).db())


InitializeClass(PortalTokens)
